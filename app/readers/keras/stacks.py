"""Recurrent layers of a Keras model, one feeding the next -> stacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import NoRecurrentLayer, UnsupportedNetwork
from app.readers.keras import notes as notes
from app.readers.keras.activations import HARD_SIGMOID, hard_sigmoid
from app.readers.keras.cells import RECURRENT, Recurrent, recurrent
from app.readers.keras.layers import Graph, Layer
from app.readers.reading import Leftover, Note, Undecided
from app.weights import Stack

__all__ = ["Chain", "chains", "refuse", "shape_of"]

_LAYERS = {"Bidirectional", "RNN", *RECURRENT}


@dataclass(frozen=True, eq=False)
class Chain:
    """Layers that make one stack: their keys in order, what each computes, and the stack."""

    layers: tuple[Layer, ...]
    parts: tuple[Recurrent, ...]
    stack: Stack

    @property
    def output_size(self) -> int:
        """Values a step that the last layer hands on in the trained network."""
        return self.parts[-1].output_size

    @property
    def notes(self) -> tuple[Note, ...]:
        """What differs from how the layers were used in training."""
        found: list[Note] = []
        if self.parts[0].backwards:
            found.append(notes.backwards(self.stack.name))
        for layer, part in zip(self.layers, self.parts, strict=True):
            if part.stateful:
                found.append(notes.stateful(layer.key))
            if part.merge not in (None, "concat"):
                found.append(notes.merged(layer.key, part.merge))
            if len(layer.calls) > 1:
                found.append(notes.shared(layer.key, len(layer.calls)))
        if len(self.layers) > 1 and not self.layers[0].known:
            found.append(notes.chained([layer.key for layer in self.layers]))
        return tuple(found)

    def undecided(self, version: str) -> tuple[Undecided, ...]:
        """What a file of weights alone does not say."""
        if self.layers[0].known or all(_is_fused(layer) for layer in self.layers):
            return ()
        name, options = self.stack.name, self.stack.options
        if self.stack.cell == "rnn":
            return (Undecided(name, "activation", ("tanh", "relu")),)
        slopes = [hard_sigmoid(version)] if version else [HARD_SIGMOID["3"], HARD_SIGMOID["2"]]
        choices = ["sigmoid", *slopes]
        if options.get("recurrent_activation") == choices[1]:
            choices.reverse()
        found = [Undecided(name, "recurrent_activation", tuple(choices))]
        if self.stack.cell == "gru" and any(len(layer.arrays) % 3 for layer in self.layers):
            found.append(Undecided(name, "reset_after", (True, False)))
        return tuple(found)


def chains(graph: Graph, version: str) -> tuple[list[Chain], list[Leftover]]:
    """Find the recurrent layers and join those that feed each other directly.

    Parameters
    ----------
    graph : Graph
        All layers.
    version : str
        Version of Keras that wrote the file.

    Returns
    -------
    chains, leftovers
        One chain a stack, and the recurrent layers that cannot be run, with the reason.

    Raises
    ------
    UnreadableFile, InvalidWeights
        When arrays do not fit their layer.
    """
    parts: dict[str, Recurrent] = {}
    leftovers: list[Leftover] = []
    for key, layer in graph.layers.items():
        if layer.class_name in _LAYERS:
            try:
                parts[key] = _read(layer, version)
            except UnsupportedNetwork as error:
                leftovers.append(Leftover(key, shape_of(layer), error.message))
    consumers = graph.consumers()
    above: dict[str, str] = {}
    for key in parts:
        source = graph.resolve(graph.layers[key].feed)
        if (
            source
            and source[1] == 0
            and source[0] in parts
            and _joins(graph, consumers, parts, source[0], key)
        ):
            above[source[0]] = key
    starts = [key for key in parts if key not in above.values()]
    return [_chain(start, above, parts, graph) for start in starts], leftovers


def _read(layer: Layer, version: str) -> Recurrent:
    arrays = [array.read() for array in layer.arrays]
    if not arrays:
        raise UnsupportedNetwork(f"the file holds no weights of {layer.key}")
    return recurrent(layer.class_name, layer.config, arrays, version)


def _joins(
    graph: Graph,
    consumers: Mapping[str, Sequence[Layer]],
    parts: Mapping[str, Recurrent],
    low: str,
    high: str,
) -> bool:
    below, above = parts[low], parts[high]
    once = len(graph.layers[low].calls) <= 1 and len(graph.layers[high].calls) == 1
    return (
        once
        and [layer.key for layer in consumers.get(low, ())] == [high]
        and below.sequences
        and below.merge in (None, "concat")
        and not above.backwards
        and (below.cell, below.options, len(below.layers[0]))
        == (above.cell, above.options, len(above.layers[0]))
        and below.output_size == above.layers[0][0].input_size
    )


def _chain(start: str, above: Mapping[str, str], parts: Mapping[str, Recurrent], graph: Graph) -> Chain:
    keys = [start]
    while keys[-1] in above and len(keys) <= len(parts):
        keys.append(above[keys[-1]])
    joined = tuple(parts[key] for key in keys)
    layers = tuple(weights for part in joined for weights in part.layers)
    stack = Stack(start, joined[0].cell, layers, joined[0].options)
    return Chain(tuple(graph.layers[key] for key in keys), joined, stack)


def _is_fused(layer: Layer) -> bool:
    """Whether it lies in cuDNN's layout, so that its functions are known."""
    inner = layer.config.get("layer", {})
    return any(str(name).startswith("CuDNN") for name in (layer.class_name, inner.get("class_name")))


def shape_of(layer: Layer) -> tuple[int, ...] | None:
    """The shape of a layer's first array."""
    return layer.arrays[0].shape if layer.arrays else None


def refuse(leftovers: Sequence[Leftover]) -> UnsupportedNetwork | NoRecurrentLayer:
    """The error for a model in which nothing can be run, naming what there is.

    Examples
    --------
    >>> refuse([Leftover("conv", (3, 4, 5), "x")]).message
    'the model has no recurrent layer: it holds conv [3, 4, 5]'
    """
    shown = ", ".join(f"{one.name} {list(one.shape)}" for one in leftovers[:6] if one.shape is not None)
    return NoRecurrentLayer(
        f"the model has no recurrent layer: it holds {shown or 'no weights'}",
        hint="Networks with LSTM, GRU or SimpleRNN layers can be opened.",
    )


def usual(cell: str, version: str) -> dict[str, Any]:
    """The options that a layer of this version had when its maker chose none.

    Examples
    --------
    >>> usual("lstm", "2.1.6"), usual("lstm", "2.9.0")
    ({'recurrent_activation': 'hard_sigmoid(0.2,0.5)'}, {})
    """
    numbers = [int(part) for part in version.split(".")[:2] if part.isdigit()]
    # Up to Keras 2.2 hard_sigmoid was the default; 2.2.4-tf is TensorFlow 2.0 too, where it no longer was.
    old = numbers and numbers < [2, 3] and version != "2.2.4-tf"
    return {"recurrent_activation": HARD_SIGMOID["2"]} if old and cell != "rnn" else {}
