"""A Keras model's configuration -> a flat list of its layers, each with its arrays and what feeds it.

Models may hold models. Their inner layers come out under a path ("encoder/lstm"), and what enters or leaves
an inner model is followed to the layers themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.errors import FileTooLarge, UnreadableFile, shorten
from app.readers.hdf5.values import Dataset

__all__ = ["Feed", "Graph", "Layer", "Place", "flatten"]

# A value in the network: the layer that makes it, and which of its outputs it is.
Feed = tuple[str, int]

# A model in a model in a model ... is written by nobody deeper than this.
NESTED = 16
# Dropout behind dropout: followed this far.
HOPS = 64
# Layers that hand on what they get when a network is used.
IDENTITY = {
    "ActivityRegularization",
    "AlphaDropout",
    "Dropout",
    "GaussianDropout",
    "GaussianNoise",
    "Identity",
    "Masking",
    "SpatialDropout1D",
}


class Place(Protocol):
    """Where the arrays of a model's layers are kept."""

    def arrays(self) -> tuple[Dataset, ...]:
        """The arrays of this layer, in Keras' order."""

    def inner(self, layers: Sequence[tuple[str, str]]) -> Sequence[Place]:
        """The places of the layers of a model, given their names and classes."""


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer: its path, class, configuration, arrays, and for every call the values that it reads."""

    key: str
    class_name: str
    config: Mapping[str, Any]
    arrays: tuple[Dataset, ...] = ()
    calls: tuple[tuple[Feed, ...], ...] = ()
    known: bool = True

    @property
    def identity(self) -> bool:
        """Whether it hands on what it gets."""
        return self.class_name in IDENTITY or (
            self.class_name == "Activation" and self.config.get("activation") == "linear"
        )

    @property
    def feed(self) -> Feed | None:
        """The first value of its first call: what a layer of one input reads."""
        return self.calls[0][0] if self.calls and self.calls[0] else None


@dataclass(eq=False)
class Graph:
    """All layers by key in the order of the file, and where a value that leaves or enters a model is made."""

    layers: dict[str, Layer] = field(default_factory=dict)
    alias: dict[Feed, Feed] = field(default_factory=dict)

    def resolve(self, feed: Feed | None) -> Feed | None:
        """The layer that makes a value, past the borders of models and layers that change nothing."""
        for _ in range(HOPS):
            if feed is None:
                return None
            layer = self.layers.get(feed[0])
            if feed in self.alias:
                feed = self.alias[feed]
            elif layer is not None and layer.identity and len(layer.calls) == 1:
                feed = layer.feed
            else:
                return feed
        return None

    def consumers(self) -> dict[str, list[Layer]]:
        """Who reads each layer, past what changes nothing."""
        found: dict[str, list[Layer]] = {}
        for layer in self.layers.values():
            if not layer.identity:
                for feeds in layer.calls:
                    for source in {made[0] for made in map(self.resolve, feeds) if made}:
                        found.setdefault(source, []).append(layer)
        return found


def flatten(model: Mapping[str, Any], place: Place, limit: int) -> Graph:
    """Flatten a model.

    Parameters
    ----------
    model : mapping
        {"class_name": "Sequential" or "Functional", "config": {...}} as Keras writes it.
    place : Place
        Where its arrays are.
    limit : int
        How many layers it may have.

    Returns
    -------
    Graph

    Raises
    ------
    UnreadableFile
        When two layers have the same path, or models are nested too deeply.
    FileTooLarge
        When there are too many layers.

    Examples
    --------
    >>> class Empty:
    ...     def arrays(self): return ()
    ...     def inner(self, layers): return [Empty() for _ in layers]
    >>> names = [("Dropout", "drop"), ("LSTM", "lstm")]
    >>> layers = [{"class_name": kind, "config": {"name": name}} for kind, name in names]
    >>> graph = flatten({"class_name": "Sequential", "config": {"layers": layers}}, Empty(), 10)
    >>> graph.layers["lstm"].feed, graph.resolve(("lstm", 0))
    (('drop', 0), ('lstm', 0))
    """
    graph = Graph()
    _Flattening(graph, limit).model(model, place, "", (), 0)
    return graph


def is_model(entry: Mapping[str, Any]) -> bool:
    """Whether a layer's entry is a model with layers of its own.

    Examples
    --------
    >>> is_model({"class_name": "LSTM", "config": {"units": 3}})
    False
    """
    config = entry.get("config")
    return isinstance(config, list) or (
        isinstance(config, Mapping) and isinstance(config.get("layers"), list)
    )


@dataclass(slots=True)
class _Flattening:
    graph: Graph
    limit: int

    def model(
        self, model: Mapping[str, Any], place: Place, scope: str, feeds: tuple[Feed, ...], depth: int
    ) -> tuple[Feed, ...]:
        """Add a model's layers; the values that it hands on."""
        if depth > NESTED:
            raise UnreadableFile(
                f"models are nested more than {NESTED} deep", hint="Save the inner network alone."
            )
        config = model["config"]
        # Keras before 2.3 wrote the list of a Sequential's layers without anything around it.
        entries = config if isinstance(config, list) else config["layers"]
        if len(entries) + len(self.graph.layers) > self.limit:
            raise FileTooLarge(
                f"the model has more than {self.limit:,} layers, which is the limit",
                hint="Save the recurrent part alone.",
            )
        names = [(_name(entry), str(entry["class_name"])) for entry in entries]
        places = place.inner(names)
        keys = [scope + name for name, _ in names]
        if isinstance(config, list) or "input_layers" not in config:
            return self._sequential(entries, keys, places, feeds, depth)
        return self._functional(config, keys, places, feeds, depth)

    def _sequential(
        self, entries: Sequence[Any], keys: Sequence[str], places: Sequence[Place], feeds: Any, depth: int
    ) -> tuple[Feed, ...]:
        for entry, key, place in zip(entries, keys, places, strict=True):
            if entry["class_name"] == "InputLayer" and feeds:
                self.graph.alias[key, 0] = feeds[0]
            else:
                self._add(entry, key, place, (tuple(feeds),) if feeds else (), depth)
            feeds = ((key, 0),)
        return tuple(feeds)

    def _functional(
        self, config: Any, keys: Sequence[str], places: Sequence[Place], feeds: Any, depth: int
    ) -> tuple[Feed, ...]:
        scope = keys[0][: len(keys[0]) - len(_name(config["layers"][0]))] if keys else ""
        ends = list(_ends(config["input_layers"]))
        for (name, _), feed in zip(ends, feeds, strict=False):
            self.graph.alias[scope + name, 0] = feed
        for entry, key, place in zip(config["layers"], keys, places, strict=True):
            calls = tuple(
                tuple((scope + name, index) for name, index in _tensors(node))
                for node in entry.get("inbound_nodes", ())
            )
            self._add(entry, key, place, calls, depth)
        return tuple((scope + name, index) for name, index in _ends(config["output_layers"]))

    def _add(
        self, entry: Any, key: str, place: Place, calls: tuple[tuple[Feed, ...], ...], depth: int
    ) -> None:
        if key in self.graph.layers:
            raise UnreadableFile(
                f"two layers of the model are called {shorten(key)}", hint="Save the network again."
            )
        if is_model(entry):
            made = self.model(entry, place, key + "/", calls[0] if calls else (), depth + 1)
            self.graph.alias.update({(key, index): feed for index, feed in enumerate(made)})
            return
        self.graph.layers[key] = Layer(key, str(entry["class_name"]), entry["config"], place.arrays(), calls)


def _name(entry: Mapping[str, Any]) -> str:
    config = entry["config"]
    return str(
        entry.get("name") or (config.get("name") if isinstance(config, Mapping) else entry["class_name"])
    )


def _ends(found: Any) -> Iterator[Feed]:
    """Names in "input_layers" and "output_layers": one ["lstm", 0, 0], or a list or mapping of them."""
    if isinstance(found, Mapping):
        found = list(found.values())
    if isinstance(found, list) and found and isinstance(found[0], str):
        yield str(found[0]), int(found[2])
    elif isinstance(found, list):
        for one in found:
            yield from _ends(one)


def _tensors(node: Any) -> Iterator[Feed]:
    """What one call reads, in order: Keras 3 marks tensors, Keras 2 writes ["lstm", 0, 0, {...}]."""
    if isinstance(node, Mapping):
        history = (
            node.get("config", {}).get("keras_history")
            if node.get("class_name") == "__keras_tensor__"
            else None
        )
        if history:
            yield str(history[0]), int(history[2])
            return
        for key in ("args", "kwargs") if "args" in node else list(node):
            yield from _tensors(node[key])
    elif isinstance(node, list):
        if len(node) in (3, 4) and isinstance(node[0], str) and type(node[1]) is int and type(node[2]) is int:
            yield node[0], node[2]
            yield from _tensors(node[3] if len(node) == 4 else {})
        else:
            for one in node:
                yield from _tensors(one)
