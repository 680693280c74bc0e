"""An HDF5 file of Keras: weights of Keras 3, or model or weights of Keras 2 (which Keras 3 writes too).

Keras 2 keeps the order of layers and of each layer's arrays in attributes: ``layer_names``,
``weight_names``. A whole model has them in the group ``model_weights``, and its configuration in the
attribute ``model_config``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import NoRecurrentLayer, UnreadableFile, shorten
from app.readers.hdf5.file import Group, is_hdf5, open_hdf5
from app.readers.hdf5.values import Dataset
from app.readers.keras import notes as notes
from app.readers.keras.archive import followed, parse
from app.readers.keras.guess import chain, guess
from app.readers.keras.layers import Graph, Place, flatten
from app.readers.keras.reading import assemble
from app.readers.keras.weights import graph_of, is_keras3, others
from app.readers.reading import Leftover, Reading, Source

__all__ = ["load", "match"]

_AGAIN = "Save the network again: model.save('model.keras')."
# Layers without arrays that hand on what they get; of others a file of weights tells only the name.
_PASS = re.compile(
    r"^(input|(spatial_|gaussian_|alpha_)?dropout|gaussian_noise|masking|activity_regularization)"
)

match = is_hdf5


@followed
def load(source: Source) -> Reading:
    """Read an HDF5 file.

    Raises
    ------
    UnreadableFile, FileTooLarge
        When it is damaged, forbidden or over the limits.
    NoRecurrentLayer, UnsupportedNetwork
        When it is not of Keras, or there is no recurrent layer that can be run.
    """
    root = open_hdf5(source.content, source.limits)
    rest = [Leftover(name, None, "used for training only") for name in others(root)]
    weights = root.groups.get("model_weights", root)
    names = weights.texts("layer_names")
    if names is not None:
        return _legacy(root, weights, names, source, rest)
    if not is_keras3(root):
        shown = ", ".join([*root.groups, *root.datasets][:6])
        raise NoRecurrentLayer(
            f"the HDF5 file is not one of Keras; it holds {shorten(shown) if shown else 'nothing'}",
            hint="From Keras: model.save('model.keras').",
        )
    version = root.text("keras_version") or ""
    graph = graph_of(root, version)
    return assemble("keras-weights", graph, version, others=rest, remarks=[notes.nowhere()])


def _legacy(
    root: Group, weights: Group, names: Sequence[str], source: Source, rest: Sequence[Leftover]
) -> Reading:
    version = weights.text("keras_version") or root.text("keras_version") or "2"
    places = {name: _place(weights, name) for name in names[: source.limits.tensors]}
    config = root.text("model_config")
    if config is None:
        graph = _graph(places, version)
        return assemble("keras-2", graph, version, others=rest, remarks=[notes.nowhere()])
    graph = flatten(parse(config, "model_config"), _Model(places), source.limits.tensors)
    return assemble("keras-2", graph, version, others=rest)


@dataclass(frozen=True, eq=False)
class _Layer:
    """The arrays of one layer by their full names; for an inner model, those of all its layers."""

    named: tuple[tuple[str, Dataset], ...] = ()

    def arrays(self) -> tuple[Dataset, ...]:
        return tuple(array for _, array in self.named if array.number)

    def inner(self, layers: Sequence[tuple[str, str]]) -> Sequence[Place]:
        """Arrays whose names pass through the layer's: "encoder/lstm/lstm_cell/kernel:0"."""
        return [
            _Layer(tuple(pair for pair in self.named if name in pair[0].split("/"))) for name, _ in layers
        ]


@dataclass(frozen=True, eq=False)
class _Model:
    """The outermost model: each layer has a group of its own."""

    places: dict[str, _Layer]

    def arrays(self) -> tuple[Dataset, ...]:
        return ()

    def inner(self, layers: Sequence[tuple[str, str]]) -> Sequence[Place]:
        return [self.places.get(name, _Layer()) for name, _ in layers]


def _place(weights: Group, name: str) -> _Layer:
    group = weights.find(name)
    if group is None:
        raise UnreadableFile(f"the file lists a layer {shorten(name)} and does not hold it", hint=_AGAIN)
    named = []
    for path in group.texts("weight_names") or ():
        folder, _, last = path.rpartition("/")
        inside = group.find(folder) if folder else group
        if inside is None or last not in inside.datasets:
            raise UnreadableFile(f"the file lists an array {shorten(path)} and does not hold it", hint=_AGAIN)
        named.append((path, inside.datasets[last]))
    return _Layer(tuple(named))


def _graph(places: dict[str, _Layer], version: str) -> Graph:
    """Layers of a file of weights alone, in the order of the model."""
    graph = Graph()
    below: str | None = None
    for name, place in places.items():
        for key, arrays, directions in _cells(name, place):
            layer = chain(graph, below, guess(key, key, arrays, version, directions=directions))
            graph.layers[key] = layer
            below = key
        if not place.named and not _PASS.match(name):
            below = None
    return graph


def _cells(name: str, place: _Layer) -> list[tuple[str, tuple[Dataset, ...], int]]:
    """What one layer's group holds: arrays with one parent belong together, forward and backward ones too."""
    parents: dict[str, list[Dataset]] = {}
    for path, array in place.named:
        if array.number:
            parents.setdefault(path.rpartition("/")[0], []).append(array)
    both = [any(part.startswith(way) for part in parent.split("/")) for parent in parents for way in _WAYS]
    if both == [True, False, False, True]:
        return [(name, place.arrays(), 2)]
    if len(parents) == 1:
        return [(name, place.arrays(), 1)]
    short = {parent.rpartition("/")[2] for parent in parents}
    shown = {
        parent: parent.rpartition("/")[2] if len(short) == len(parents) else parent for parent in parents
    }
    return [(f"{name}/{shown[parent]}", tuple(found), 1) for parent, found in parents.items()]


_WAYS = ("forward_", "backward_")
