"""``inspect``: what a file of a network holds, and what of it can be used."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.commands.asking import api
from app.settings import Settings

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser, _: Settings) -> None:
    """The file."""
    parser.add_argument("file", type=Path, help="of PyTorch, Keras, ONNX, safetensors, npz or JSON")
    parser.add_argument(
        "--json", action="store_true", help="print what GET /api/v1/models/{id}/parts answers"
    )


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Print what is there."""
    model, parts = asyncio.run(_ask(settings, options.file))
    print(json.dumps(parts, ensure_ascii=False) if options.json else "\n".join(_lines(model, parts)))
    return 0


async def _ask(settings: Settings, file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    async with api(settings) as asked:
        identifier = await asked.open_file(file)
        model = (await asked.ask("GET", f"/models/{identifier}")).json()
        return model, (await asked.ask("GET", f"/models/{identifier}/parts")).json()


def _lines(model: Mapping[str, Any], parts: Mapping[str, Any]) -> Iterator[str]:
    yield f"{model['title']} ({model['format']}, {model['file_size']:,} bytes)"
    for stack in model["stacks"]:
        sides = ", both directions" if stack["bidirectional"] else ""
        units = " and ".join(map(str, stack["options"].get("hidden_sizes", [stack["hidden_size"]])))
        layers = "1 layer" if stack["layers"] == 1 else f"{stack['layers']} layers"
        yield (
            f"  {stack['name']}: {stack['cell']}, {layers}, {stack['input_size']} inputs, "
            f"{units} units{sides}, {stack['parameters']:,} weights"
        )
        for option, value in stack["options"].items():
            yield f"    {option} = {_plain(value)}"
    for name, found in (("embedding", parts["embeddings"]), ("output layer", parts["outputs"])):
        for one in found:
            rows = f"{one['vectors']:,} x {one['size']}" if "vectors" in one else f"{one['size']:,} numbers"
            yield f"  {name} {one['name']}: {rows}{' (in use)' if one['chosen'] else ''}"
    for one in parts["undecided"]:
        choices = " or ".join(_plain(choice) for choice in one["choices"])
        taken = one["choices"][0] if one["chosen"] is None else one["chosen"]
        yield f"  open: {one['option']} of {one['stack']} is {choices}; taken: {_plain(taken)}"
    for one in parts["leftovers"]:
        shape = "" if one["shape"] is None else f" {one['shape']}"
        yield f"  not used: {one['name']}{shape}: {one['why']}"
    for note in parts["notes"]:
        yield f"  note: {note['en']}"


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
