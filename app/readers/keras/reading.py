"""A Keras model, flattened -> a reading: stacks, what stands round them, and what was left over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.errors import UnsupportedNetwork
from app.heads import HeadKind
from app.readers.keras import notes as notes
from app.readers.keras.activations import activation
from app.readers.keras.layers import Graph, Layer
from app.readers.keras.stacks import Chain, chains, refuse, shape_of
from app.readers.keras.vocabulary import vocabulary
from app.readers.reading import Embedding, Leftover, Note, Output, Reading
from app.weights import Array

__all__ = ["assemble"]

_KINDS: dict[str, HeadKind] = {"softmax": "softmax", "sigmoid": "sigmoid", "linear": "linear"}
_FUNCTIONS = {"Activation", "Softmax", "ReLU", "LeakyReLU", "ELU", "PReLU"}


def assemble(
    kind: str,
    graph: Graph,
    version: str,
    *,
    others: Iterable[Leftover] = (),
    remarks: Iterable[Note] = (),
    asset: Callable[[str], str | None] = lambda _: None,
) -> Reading:
    """Make a reading of a model's layers.

    Parameters
    ----------
    kind : str
        The reading's format.
    graph : Graph
        All layers.
    version : str
        Version of Keras that wrote the file: "hard_sigmoid" depends on it.
    others, remarks : iterables
        Leftovers and notes of the file itself.
    asset : callable, optional
        The text of a file among the model's assets, by its last name.

    Returns
    -------
    Reading

    Raises
    ------
    NoRecurrentLayer, UnsupportedNetwork
        When there is no recurrent layer, or none that can be run.
    """
    found, unusable = chains(graph, version)
    around = _Around(graph, found, {layer.key for chain in found for layer in chain.layers})
    around.used |= {leftover.name for leftover in unusable}
    for layer in graph.layers.values():
        around.place(layer, version)
    words = vocabulary(graph, around.embeddings, asset)
    if words is not None:
        around.used.add(words[0].key)
        around.notes.append(notes.words(words[0].key, words[0].config.get("standardize")))
    leftovers = [*unusable, *around.leftovers()]
    if not found and unusable:
        raise UnsupportedNetwork(
            f"no recurrent layer of the model can be run: {unusable[0].name}: {unusable[0].why}",
            hint="Networks with LSTM, GRU or SimpleRNN layers can be opened.",
        )
    if not found:
        raise refuse([*leftovers, *others])
    return Reading(
        kind,
        tuple(chain.stack for chain in found),
        embeddings=tuple(around.embeddings),
        outputs=tuple(around.outputs),
        vocabulary=words[1] if words else None,
        leftovers=(*leftovers, *others),
        undecided=tuple(one for chain in found for one in chain.undecided(version)),
        notes=(*remarks, *(note for chain in found for note in chain.notes), *around.notes),
    )


@dataclass(eq=False)
class _Around:
    """What stands before and behind the stacks, collected layer by layer."""

    graph: Graph
    chains: Sequence[Chain]
    used: set[str]
    embeddings: list[Embedding] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.consumers = self.graph.consumers()
        self.first = {chain.layers[0].key: chain for chain in self.chains}
        self.last = {chain.layers[-1].key: chain for chain in self.chains}

    def place(self, layer: Layer, version: str) -> None:
        """Take a layer as embedding or output where it is one, and say what a reader should know of it."""
        if layer.class_name == "Embedding" and layer.arrays:
            self._embedding(layer)
        elif layer.class_name == "Masking":
            self.notes.append(notes.masking(layer.key, layer.config.get("mask_value", 0)))
        elif layer.key in self.used:
            self._states(layer)
        elif _dense(layer) is not None:
            self._output(layer, version)

    def _embedding(self, layer: Layer) -> None:
        read_by = [self.first.get(one.key) for one in self.consumers.get(layer.key, ())]
        fed = {chain.stack.name: chain.stack for chain in read_by if chain is not None}
        shape = layer.arrays[0].shape
        widths = {stack.input_size for stack in fed.values()}
        if not layer.known:
            widths = {chain.stack.input_size for chain in self.chains}
        if len(shape) != 2 or shape[1] not in widths or 0 in shape:
            return
        stack = next(iter(fed)) if len(fed) == 1 else None
        vectors = layer.arrays[0].read()
        if not self._finite(layer, vectors):
            return
        self.embeddings.append(Embedding(layer.key, vectors, stack))
        self.used.add(layer.key)
        if layer.config.get("mask_zero"):
            self.notes.append(notes.masked(layer.key))

    def _states(self, layer: Layer) -> None:
        """A recurrent layer whose initial state comes from another one."""
        for call in layer.calls[:1]:
            made = [self.graph.resolve(feed) for feed in call[1:]]
            sources = {source[0] for source in made if source is not None}
            if sources:
                self.notes.append(notes.first_state(layer.key, ", ".join(sorted(sources))))

    def _output(self, layer: Layer, version: str) -> None:
        source = self.graph.resolve(layer.feed)
        chain = self.last.get(source[0]) if source and source[1] == 0 else None
        kernel = layer.arrays[0]
        sizes = {one.stack.output_size for one in self.chains} if not layer.known else set()
        if chain is not None and chain.output_size == chain.stack.output_size:
            sizes = {chain.stack.output_size}
        if len(kernel.shape) != 2 or kernel.shape[0] not in sizes or 0 in kernel.shape:
            return
        if any(array.shape != kernel.shape[1:] for array in layer.arrays[1:2]):
            return
        W = np.ascontiguousarray(kernel.read().T)
        b = layer.arrays[1].read() if len(layer.arrays) > 1 else np.zeros(len(W), W.dtype)
        if not self._finite(layer, W, b):
            return
        kind = self._kind(layer, version) if layer.known else None
        self.outputs.append(Output(layer.key, W, b, kind, chain.stack.name if chain else None))
        self.used.add(layer.key)
        if chain is not None and chain.stack.bidirectional and not chain.parts[-1].sequences:
            self.notes.append(notes.two_ends(layer.key))

    def _finite(self, layer: Layer, *arrays: Array) -> bool:
        finite = all(np.isfinite(array).all() for array in arrays)
        if not finite:
            self.reasons[layer.key] = "holds a number that is not finite"
        return finite

    def _kind(self, layer: Layer, version: str) -> HeadKind | None:
        """What follows the sum: the layer's own function, or a layer behind it that is nothing else."""
        name = _name(_dense(layer) or {}, version)
        readers = self.consumers.get(layer.key, [])
        if name == "linear" and len(readers) == 1 and readers[0].class_name in _FUNCTIONS:
            behind = readers[0]
            name = (
                _name(behind.config, version)
                if behind.class_name == "Activation"
                else behind.class_name.lower()
            )
            if name in _KINDS:
                self.used.add(behind.key)
        if name not in _KINDS:
            self.notes.append(notes.other_function(layer.key, name))
        return _KINDS.get(name)

    def leftovers(self) -> list[Leftover]:
        """Every layer that nothing above took, but for inputs and what changes nothing."""
        rest = [
            layer
            for layer in self.graph.layers.values()
            if layer.key not in self.used and not layer.identity and layer.class_name != "InputLayer"
        ]
        return [Leftover(layer.key, shape_of(layer), self._why(layer)) for layer in rest]

    def _why(self, layer: Layer) -> str:
        if layer.key in self.reasons:
            return self.reasons[layer.key]
        if layer.class_name.startswith("ConvLSTM"):
            return "a recurrent layer over images, which is not run"
        if not layer.known:
            return "by its shape no recurrent, embedding or output layer of a stack"
        if layer.class_name == "Embedding" or _dense(layer) is not None:
            source = self.graph.resolve(layer.feed)
            readers = sorted({one.key for one in self.consumers.get(layer.key, ())})
            if layer.class_name == "Embedding":
                return f"feeds {', '.join(readers[:3]) or 'nothing'}, not a stack alone"
            return f"reads {source[0] if source else 'several layers'}, not the hidden state of a stack"
        return f"{layer.class_name} is not run"


def _dense(layer: Layer) -> dict[str, object] | None:
    """Configuration of a Dense layer, alone or for every step; None of any other, or without arrays."""
    if not layer.arrays:
        return None
    if layer.class_name == "TimeDistributed":
        wrapped = layer.config.get("layer") or {}
        return dict(wrapped.get("config") or {}) if wrapped.get("class_name") == "Dense" else None
    return dict(layer.config) if layer.class_name == "Dense" else None


def _name(config: Mapping[str, object], version: str) -> str:
    found = config.get("activation")
    try:
        return "softmax" if found == "softmax" else activation(found, version)
    except UnsupportedNetwork:
        return str(found)[:60]
