"""ONNX files: weights, options and order of their LSTM, GRU and RNN nodes, without running anything.

The bytes are looked over first (:mod:`app.readers.onnx.wire`), then parsed; no other file is ever opened.
Weights that stand behind other operations are computed (:mod:`app.readers.onnx.fold`), and layers are joined
where the file proves that one feeds the next (:mod:`app.readers.onnx.chains`).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from app.errors import (
    FileTooLarge,
    GatescopeError,
    NoRecurrentLayer,
    UnreadableFile,
    UnsupportedNetwork,
    shorten,
)
from app.readers.onnx.around import find_embedding, find_outputs, find_rest, leaves
from app.readers.onnx.cells import (
    BIAS,
    CELL_STATE,
    HIDDEN,
    PEEPHOLE,
    RECURRENCE,
    RECURRENT,
    WEIGHTS,
    Layer,
    label,
    read_layer,
)
from app.readers.onnx.chains import Chain, chains
from app.readers.onnx.fold import Folder
from app.readers.onnx.graph import Graph
from app.readers.onnx.notes import names, notes, output_note, start_states
from app.readers.onnx.tensors import Budget, check
from app.readers.onnx.wire import EXPORT, looks_like_onnx, survey
from app.readers.reading import Embedding, Leftover, Note, Output, Reading, ReadLimits, Source

__all__ = ["load", "match"]

LAYER_LIMIT = 256
# Tensors with fewer numbers than this are sizes and axes, of which a graph may have thousands.
SMALL = 16


def match(source: Source) -> bool:
    """Whether the file begins as an ONNX model does.

    Examples
    --------
    >>> match(Source(b"PK"))
    False
    """
    return looks_like_onnx(source)


def load(source: Source) -> Reading:
    """Read an ONNX file.

    Parameters
    ----------
    source : Source
        The whole file; its name is not used.

    Returns
    -------
    Reading
        One stack for each chain of recurrent nodes.

    Raises
    ------
    UnreadableFile
        When the file is damaged, or keeps its weights in another file.
    FileTooLarge
        When it would take more than the limits.
    NoRecurrentLayer
        When it has no LSTM, GRU or RNN node.
    UnsupportedNetwork, InvalidWeights
        When none of its recurrent nodes can be run.

    Examples
    --------
    >>> import numpy as np
    >>> from onnx import helper, numpy_helper
    >>> stored = [numpy_helper.from_array(np.ones((1, 8, n), "f4"), name) for name, n in (("W", 3), ("R", 2))]
    >>> node = helper.make_node("LSTM", ["X", "W", "R"], ["Y"], name="/encoder/LSTM", clip=0.5)
    >>> model = helper.make_model(helper.make_graph([node], "g", [], [], stored))
    >>> (stack,) = load(Source(model.SerializeToString())).stacks
    >>> stack.name, stack.cell, stack.input_size, stack.hidden_size, stack.options
    ('encoder', 'lstm', 3, 2, {'clip': 0.5})
    """
    survey(source.content, source.limits)
    graph = Graph(_parse(source.content))
    _check_tensors(graph, source.limits)
    folder = Folder(graph, Budget(source.limits))
    layers, broken = _layers(graph, folder)
    found = chains(graph, folder, layers)
    return _reading(folder, found, names(found), broken)


def _parse(content: bytes) -> Any:
    import onnx
    from google.protobuf.message import DecodeError

    try:
        return onnx.ModelProto.FromString(content)
    except DecodeError:
        raise UnreadableFile(
            "the ONNX file is damaged: it does not parse",
            hint=f"Export it again: {EXPORT}.",
        ) from None


def _check_tensors(graph: Graph, limits: ReadLimits) -> None:
    """Look at every stored tensor, used or not."""
    count = 0
    for scope in graph.scopes:
        stored = list(scope.initializers.values())
        for node in scope.nodes:
            for attribute in node.attributes.values():
                stored += [*([attribute.t] if attribute.HasField("t") else []), *attribute.tensors]
        for tensor in stored:
            check(tensor, limits)
            count += sum(tensor.dims) >= SMALL
            if count > limits.tensors:
                raise FileTooLarge(
                    f"the ONNX file has more than {limits.tensors} tensors",
                    hint="Export the recurrent part of the network alone.",
                )


def _layers(graph: Graph, folder: Folder) -> tuple[list[Layer], list[Leftover]]:
    """All recurrent nodes that can be read; the others with the reason."""
    nodes = [node for node in graph.nodes() if node.op in RECURRENT]
    if not nodes:
        raise _none_found(graph)
    if len(nodes) > LAYER_LIMIT:
        raise UnsupportedNetwork(
            f"the ONNX file has {len(nodes)} recurrent nodes; {LAYER_LIMIT} are read",
            hint="Export one of its networks alone.",
        )
    layers, broken = [], []
    first: GatescopeError | None = None
    for node in nodes:
        try:
            layers.append(read_layer(node, folder))
        except (FileTooLarge, UnreadableFile):
            raise
        except GatescopeError as error:
            first = first or error
            broken.append(Leftover(label(node), None, error.message))
    if not layers and first is not None:
        raise first
    return layers, broken


def _none_found(graph: Graph) -> GatescopeError:
    """Say what the file has instead of a recurrent node."""
    count = Counter(node.op for node in graph.nodes())
    odd = [op for op in count if any(word in op.upper() for word in ("LSTM", "GRU", "RNN"))]
    often = sorted((op for op in count if op != "Constant"), key=lambda op: -count[op])[:4]
    common = ", ".join(f"{op[:40]} ({count[op]})" for op in often)
    if odd:
        kept = "its weights are rounded to 8 bits" if "Quant" in odd[0] else "it is none of ONNX's own"
        said = f"its recurrent layer is {shorten(odd[0])}, and {kept}"
        hint = "Export the network before it is quantized or optimized."
    elif count["Loop"] or count["Scan"]:
        said = "its recurrence is written out as a Loop or Scan of single operations"
        hint = "Keep the layer as one node, or save the weights alone."
    else:
        said = f"it has no LSTM, GRU or RNN node; its operations are {common or 'none'}"
        hint = "If the network has a recurrent layer, the exporter took it apart into single operations."
    return NoRecurrentLayer(
        f"the ONNX file cannot be shown: {said}",
        hint=f"{hint} From PyTorch: torch.onnx.export(model, args, 'model.onnx', dynamo=False) keeps nn.LSTM "
        "as one node, and torch.save(model.state_dict(), 'model.pt') is read as well; from Keras: "
        "model.save('model.keras').",
    )


def _reading(folder: Folder, found: list[Chain], given: list[str], broken: list[Leftover]) -> Reading:
    embeddings: list[Embedding] = []
    outputs: list[Output] = []
    said: list[Note] = []
    others = list(broken)
    used = leaves(folder.graph, _read_by(found))
    states = {}
    for chain, name in zip(found, given, strict=True):
        embedding = find_embedding(folder, chain, name)
        if embedding is not None:
            embeddings.append(embedding[0])
            used |= {embedding[1]}
        heads, rest = find_outputs(folder, chain, name)
        for left, tensors in rest:
            others.append(left)
            used |= leaves(folder.graph, tensors)
        for head in heads:
            outputs.append(head.output)
            used |= leaves(folder.graph, head.tensors)
            note = output_note(head.output.name, head.when)
            said += [note] if note is not None else []
        said += notes(folder, chain, name, embedding is not None)
        states[name] = start_states(folder, chain)
    model = folder.graph
    return Reading(
        format="onnx",
        stacks=tuple(chain.stack(name) for chain, name in zip(found, given, strict=True)),
        embeddings=tuple(embeddings),
        outputs=tuple(outputs),
        leftovers=tuple(find_rest(model, used, others)),
        notes=tuple(dict.fromkeys(said)),
        extra={"start_states": states, "backward": [chain.first.backward for chain in found]},
    )


def _read_by(found: list[Chain]) -> list[Any]:
    nodes = [node for chain in found for twins in chain.layers for layer in twins for node in layer.nodes]
    places = (WEIGHTS, RECURRENCE, BIAS, PEEPHOLE, HIDDEN, CELL_STATE)
    return [node.input(place) for node in nodes for place in places]
