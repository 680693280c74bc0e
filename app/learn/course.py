"""What every page of the article needs, computed once: examples, numbers, data of the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import orjson

from app import __version__
from app.api.encode import dump
from app.api.models import describe_model, select_weights
from app.assets import Assets
from app.learn.before_training import training
from app.learn.comparison import memory
from app.learn.example import Example, read_worked, trained_example
from app.registry import Registry
from app.schema import WeightsQuery

__all__ = ["Course"]

_WORKED = "learn/worked.json"
_TRAINED = "review"
_WORDS = ("i18n", "i18n/learn")


class Course:
    """The numbers of the article.

    Parameters
    ----------
    assets : Assets
        Hold the worked example and the words of the figures.
    registry : Registry
        Holds the trained network.
    json_values : int
        Most numbers of the weights in a page.
    """

    def __init__(self, assets: Assets, registry: Registry, *, json_values: int) -> None:
        self._assets = assets
        self._registry = registry
        self._json_values = json_values

    @cached_property
    def worked(self) -> Example:
        """The example that every formula is followed with."""
        return read_worked(self._assets.content(_WORKED))

    @cached_property
    def review(self) -> Example | None:
        """The trained network on its own sentence; None in a deployment without it."""
        network = next((one for one in self._registry.list() if one.id == _TRAINED), None)
        return None if network is None else trained_example(network)

    @cached_property
    def memory(self) -> Mapping[str, Any]:
        """What the figure of short and long memory shows."""
        return memory()

    @cached_property
    def training(self) -> Mapping[str, Any]:
        """What the figure of gates before and after training shows."""
        return training()

    def boot(self, language: str, figures: Sequence[str]) -> Mapping[str, bytes]:
        """The data block of a page, JSON by name: what its figures need and no more.

        Parameters
        ----------
        language : str
            The words of this language come along, no others.
        figures : sequence of str
            The figures on the page, in order.
        """
        words = {
            key: value for folder in _WORDS for key, value in self._assets.words(folder)[language].items()
        }
        return {
            "language": dump(language),
            "version": dump(__version__),
            "words": dump({language: words}),
            "figures": dump(list(figures)),
            "datasets": self._datasets,
            "memory": self._memory if "memory" in figures else b"null",
            "training": self._training if "training" in figures else b"null",
        }

    def still(self, figure: str, language: str) -> str | None:
        """The address of a figure's still picture, where there is one."""
        try:
            return self._assets.url(f"stills/figure-{figure}.{language}.svg")
        except KeyError:
            return None

    @cached_property
    def _datasets(self) -> bytes:
        examples = {"worked": self.worked, "review": self.review}
        datasets = {
            name: None if example is None else orjson.Fragment(self._describe(example))
            for name, example in examples.items()
        }
        return dump(datasets)

    @cached_property
    def _memory(self) -> bytes:
        return dump(self.memory)

    @cached_property
    def _training(self) -> bytes:
        return dump(self.training)

    def _describe(self, example: Example) -> bytes:
        network = example.network
        head = network.head
        first = example.trace.initial_state
        return dump(
            {
                "id": network.id,
                "model": describe_model(network),
                "text": example.text,
                "tokens": example.encoded.tokens,
                "inputs": np.ascontiguousarray(example.encoded.values),
                "initial_state": {name: np.ascontiguousarray(row) for name, row in first.items()},
                "weights": select_weights(network, WeightsQuery(), limit=self._json_values),
                "head": head and {"kind": head.kind, "labels": head.labels, "W": head.W, "b": head.b},
                "place": {"step": example.step, "unit": example.unit},
            }
        )
