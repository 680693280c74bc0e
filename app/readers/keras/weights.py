"""Weights as Keras 3 keeps them: ``model.weights.h5`` in a ``.keras`` file, or a ``.weights.h5`` file alone.

Groups are named after classes ("lstm", "lstm_1"), a layer's own name is the attribute ``name`` of its group
``vars``, and arrays are numbered. Models of one's own class name groups after attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.readers.hdf5.file import Group
from app.readers.hdf5.values import Dataset
from app.readers.keras.guess import chain, guess
from app.readers.keras.layers import Graph, Place

__all__ = ["GroupPlace", "graph_of", "is_keras3", "others"]

# "layers" since 2.13; a file of 2.12 has the other.
_LAYERS = ("layers", "_layer_checkpoint_dependencies")
_NO_LAYER = re.compile(r"^(vars|optimizer|.*seed_generator.*|.*random_generator.*)$")
_FIRST = {"vars": 0, "forward_layer": 1, "backward_layer": 2}


@dataclass(frozen=True, eq=False)
class GroupPlace:
    """The place of a layer's arrays; None where the file has no group for it."""

    group: Group | None

    def arrays(self) -> tuple[Dataset, ...]:
        """All floating-point arrays of the layer: its own, then those of its parts."""
        return tuple(_arrays(self.group)) if self.group else ()

    def inner(self, layers: Sequence[tuple[str, str]]) -> Sequence[Place]:
        """The groups of a model's layers: by their own names, or by class and number."""
        folder = next(
            (self.group.groups[name] for name in _LAYERS if self.group and name in self.group.groups), None
        )
        if folder is None:
            return [GroupPlace(None) for _ in layers]
        by_name = {own: group for group in folder.groups.values() if (own := _own_name(group))}
        counts: dict[str, int] = {}
        places: list[Place] = []
        for name, class_name in layers:
            snake = _snake(class_name)
            count = counts[snake] = counts.get(snake, -1) + 1
            numbered = folder.groups.get(f"{snake}_{count}" if count else snake)
            places.append(GroupPlace(by_name.get(name) if by_name else numbered))
        return places


def is_keras3(root: Group) -> bool:
    """Whether a file's groups are named as Keras 3 names them."""
    return any(name in root.groups for name in _LAYERS) or any(
        "vars" in group.groups or "cell" in group.groups for group in root.groups.values()
    )


def graph_of(root: Group, version: str) -> Graph:
    """The layers of a file of weights alone, told by their shapes.

    Parameters
    ----------
    root : Group
        Of the file.
    version : str
        Version of Keras, where known.
    """
    graph = Graph()
    below: dict[str, str] = {}
    for path, group in _layers(root):
        key = _own_name(group) or path
        if key in graph.layers:
            key = path
        both = "forward_layer" in group.groups and "backward_layer" in group.groups
        hint = path.rpartition("/")[2]
        listed = group.find("cell/cells")
        cells = len(listed.groups) if listed and not both else 1
        layer = guess(
            key, hint, tuple(_arrays(group)), version, directions=2 if both else 1, cells=max(1, cells)
        )
        # Keras numbers layers of a class in the order of the model: lstm, lstm_1, lstm_2.
        series = re.sub(r"_\d+$", "", path)
        layer = chain(graph, below.get(series), layer)
        below[series] = key
        graph.layers[key] = layer
    return graph


def others(root: Group) -> list[str]:
    """Parts of the file that belong to training."""
    return [name for name in ("optimizer", "optimizer_weights") if name in root.groups]


def _layers(group: Group, path: str = "") -> Iterator[tuple[str, Group]]:
    """Groups that are layers, in the order of their numbers; folders and models are looked into."""
    for name in sorted(group.groups, key=_natural):
        child, below = group.groups[name], f"{path}/{name}" if path else name
        if _NO_LAYER.match(name):
            continue
        own = child.groups.get("vars")
        if (own is not None and own.datasets) or {"cell", "forward_layer", "layer"} & set(child.groups):
            yield below, child
        else:
            yield from _layers(child, "" if name in _LAYERS else below)


def _arrays(group: Group) -> Iterator[Dataset]:
    for name in sorted(group.groups, key=lambda name: (_FIRST.get(name, 3), _natural(name))):
        if name == "vars":
            own = group.groups[name].datasets
            yield from (own[number] for number in sorted(own, key=_natural) if own[number].number)
        elif not _NO_LAYER.match(name):
            yield from _arrays(group.groups[name])


def _own_name(group: Group) -> str | None:
    return group.groups["vars"].text("name") if "vars" in group.groups else None


def _natural(name: str) -> tuple[str, int]:
    """Sort "10" behind "9", and "lstm_10" behind "lstm_9"."""
    text, number = re.fullmatch(r"(.*?)_?(\d{0,9})", name, re.DOTALL).groups()  # type: ignore[union-attr]
    return text, int(number or 0)


def _snake(name: str) -> str:
    """Keras' own rule: "SimpleRNN" -> "simple_rnn"."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
