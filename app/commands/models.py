"""``models``: the bundled networks."""

from __future__ import annotations

import argparse

from app.registry import Registry
from app.settings import Settings

__all__ = ["add_arguments", "run"]


def add_arguments(_parser: argparse.ArgumentParser, _settings: Settings) -> None:
    """Nothing to choose."""


def run(settings: Settings, _: argparse.Namespace) -> int:
    """Print a line a network."""
    registry = Registry(settings.zoo_folder, first=settings.default_model, order=settings.model_order)
    for network in registry.list():
        stack = network.stacks[0]
        size = f"{stack.cell}, {stack.depth} x {stack.hidden_size} units, {stack.parameters} weights"
        print(f"{network.id:<12} {network.title} ({size}; reads {network.encoder.kind})")
    return 0
