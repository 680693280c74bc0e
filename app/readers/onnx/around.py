"""What stands before and behind the stacks of an ONNX file: embeddings, output layers, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.heads import HeadKind
from app.readers.onnx.cells import INPUT, RECURRENT, label
from app.readers.onnx.chains import Chain, expected, is_table, outputs, sources, trials
from app.readers.onnx.fold import Folder, marks
from app.readers.onnx.graph import Graph, Node, Value, find
from app.readers.onnx.ops import MOVES, OPS
from app.readers.onnx.tensors import is_weight, shape_of
from app.readers.reading import Embedding, Leftover, Output
from app.weights import Array

__all__ = ["Found", "find_embedding", "find_outputs", "find_rest", "leaves"]

SEARCH_LIMIT = 400
NAME_LENGTH = 120
REST_LIMIT = 500
PRODUCTS = ("MatMul", "Gemm", "Conv")
KINDS: dict[str, HeadKind] = {"Softmax": "softmax", "LogSoftmax": "softmax", "Sigmoid": "sigmoid"}
# What picks the best of some scores leaves the scores as they are.
PICKS = ("ArgMax", "TopK")


@dataclass(frozen=True, eq=False)
class Found:
    """An output layer, when the file computes it ("every", "last", "ends" of steps), and its tensors."""

    output: Output
    when: str
    tensors: tuple[Value, ...]


def find_embedding(folder: Folder, chain: Chain, name: str) -> tuple[Embedding, Value] | None:
    """The table whose rows a stack reads, where nothing changes them on the way."""
    start = chain.first.node.input(INPUT)
    tables = [node for node in sources(folder, start) if node.op == "Gather"] if start is not None else []
    if start is None or len(tables) != 1 or tables[0].integer("axis"):
        return None
    data, made = tables[0].input(0), tables[0].output(0)
    vectors = folder.value(data)
    if (
        data is None
        or made is None
        or vectors is None
        or vectors.shape[1] != chain.first.directions[0].input_size
    ):
        return None
    for steps, batch in trials(folder.graph, None):
        rows = (
            marks((steps, 1, batch, vectors.shape[1])) if steps * batch * vectors.shape[1] < 2**21 else None
        )
        wanted = None if rows is None else expected(rows, chain.first.batch_first)
        for laid in () if rows is None else _laid(rows[:, 0]):
            arrived = Folder(folder.graph, folder.budget.fresh(), {made: laid}, folder).value(start)
            if arrived is not None and wanted is not None and np.array_equal(arrived, wanted):
                return Embedding(_module_name(tables[0], (data,), data.name), np.array(vectors), name), data
    return None


def _laid(rows: Array) -> Iterable[Array]:
    """Vectors [T, B, D] as lookups of different indices make them."""
    yield rows
    yield rows.swapaxes(0, 1)
    if rows.shape[1] == 1:
        yield rows[:, 0]


def _short(name: str) -> str:
    return name.removesuffix(".weight")[-NAME_LENGTH:]


def find_outputs(
    folder: Folder, chain: Chain, name: str
) -> tuple[list[Found], list[tuple[Leftover, tuple[Value, ...]]]]:
    """Layers W h + b behind a stack, and those that only look like it, with the reason."""
    found, others = [], []
    for node in _products(folder.graph, chain):
        if node.op == "MatMul":
            W, b, bias, end = _matmul(folder, node)
        elif node.op == "Gemm":
            W, b, bias, end = _gemm(folder, node)
        else:
            W, b, bias, end = _conv(folder, node)
        when = _when(folder, chain, node)
        weights = node.input(1)
        if W is None or b is None or end is None or weights is None or not when or W.shape[1] != chain.width:
            continue
        kind, behind = _kind(folder.graph, end)
        if behind is None:
            tensors = (weights, *bias)
            found.append(Found(Output(_module_name(node, tensors), W, b, kind, name), when, tensors))
        else:
            why = f"what follows it ({label(behind)}) is not run here"
            tensors = (weights, *bias)
            others.append((Leftover(_module_name(node, tensors), W.shape, why), tensors))
    return found, others


def _module_name(node: Node, tensors: Iterable[Value], otherwise: str = "") -> str:
    """What a framework calls a layer, by its tensors' names; else the node's name."""
    for value in tensors:
        module, _, last = value.name.rpartition(".")
        if module and last in ("weight", "bias"):
            return module[-NAME_LENGTH:]
    parts = [part for part in node.name.split("/") if part]
    return (".".join(parts[:-1]) or node.name or otherwise or node.outputs[0])[-NAME_LENGTH:]


def _products(graph: Graph, chain: Chain) -> list[Node]:
    """Products that read a stack's hidden states through moves alone."""
    nodes = [node for layer in chain.layers[-1] for node in layer.nodes]
    waiting = [value for node in nodes for value in (node.output(0), node.output(1)) if value]
    found: list[Node] = []
    known = set(waiting)
    while waiting and len(known) < SEARCH_LIMIT:
        value = waiting.pop()
        for node, place in graph.readers[value]:
            if node.op in PRODUCTS and place == 0 and node not in found:
                found.append(node)
        for after in _after(graph, value):
            if after not in known:
                known.add(after)
                waiting.append(after)
    return found


def _after(graph: Graph, value: Value) -> list[Value]:
    """The values that a value becomes by moves."""
    after = list(graph.passed[value])
    for node, place in graph.readers[value]:
        if node.op in OPS and (place == 0 or node.op == "Concat"):
            after += [found for n in range(len(node.outputs)) if (found := node.output(n)) is not None]
    return after


def _when(folder: Folder, chain: Chain, node: Node) -> str:
    """Which steps a product reads: "every", "last", "ends" (the last of each direction), or ""."""
    for steps, batch in trials(folder.graph, chain.last):
        seen = marks((steps, len(chain.last.directions), batch, chain.last.hidden_size))
        # Exporters put the last states of all layers together before the last layer's is taken.
        given: dict[Value, Array] = {}
        for twins in chain.layers[:-1]:
            given |= outputs(
                twins, np.full((steps, len(twins[0].directions), batch, twins[0].hidden_size), np.nan)
            )
        given |= outputs(chain.layers[-1], seen)
        arrived = Folder(folder.graph, folder.budget.fresh(), given, folder).value(node.input(0))
        if arrived is None or arrived.ndim < 2:
            continue
        rows = (np.moveaxis(arrived, 1, -1) if node.op == "Conv" else arrived).reshape(-1, chain.width)
        every = expected(seen, batch_first=False)
        if _same_rows(rows, every.reshape(-1, chain.width)):
            return "every"
        if np.array_equal(rows, every[0 if chain.last.backward else -1]):
            return "last"
        if np.array_equal(rows, np.concatenate([seen[-1, 0], *seen[0, 1:]], axis=1)):
            return "ends"
    return ""


def _same_rows(left: Array, right: Array) -> bool:
    return left.shape == right.shape and np.array_equal(
        left[left[:, 0].argsort()], right[right[:, 0].argsort()]
    )


Product = tuple[Array | None, Array | None, tuple[Value, ...], Value | None]


def _matmul(folder: Folder, node: Node) -> Product:
    W, made = folder.value(node.input(1)), node.output(0)
    if not is_table(W) or W is None or made is None:
        return None, None, (), None
    zero = np.zeros(W.shape[1], W.dtype)
    readers = folder.graph.readers[made]
    if len(readers) == 1 and readers[0][0].op == "Add":
        add, place = readers[0]
        other = add.input(1 - place)
        b = folder.value(other)
        if b is not None and other is not None and b.size == W.shape[1] == b.shape[-1]:
            return np.array(W.T), np.array(b.ravel()), (other,), add.output(0)
    return np.array(W.T), zero, (), made


def _gemm(folder: Folder, node: Node) -> Product:
    W = folder.value(node.input(1))
    if not is_table(W) or W is None or node.integer("transA") or node.number("alpha", 1.0) != 1:
        return None, None, (), None
    W = W if node.integer("transB") else W.T
    other = node.input(2)
    b = np.zeros(len(W), W.dtype) if other is None else folder.value(other)
    if b is None or node.number("beta", 1.0) != 1 or b.size not in (1, len(W)):
        return None, None, (), None
    full = np.array(np.broadcast_to(b.ravel(), (len(W),)))
    return np.array(W), full, (other,) if other is not None else (), node.output(0)


def _conv(folder: Folder, node: Node) -> Product:
    """A convolution over a single step is a matrix product."""
    W, other = folder.value(node.input(1)), node.input(2)
    if W is None or W.ndim < 3 or W[0, 0].size != 1 or node.integer("group", 1) != 1:
        return None, None, (), None
    moved = any(step != 1 for step in node.ints("strides") or ()) or any(node.ints("pads") or ())
    b = np.zeros(len(W), W.dtype) if other is None else folder.value(other)
    if moved or b is None or b.shape != (len(W),):
        return None, None, (), None
    flat = np.array(W.reshape(W.shape[:2]))
    return flat, np.array(b), (other,) if other is not None else (), node.output(0)


def _kind(graph: Graph, end: Value) -> tuple[HeadKind | None, Node | None]:
    """What follows the sum: a kind of head, or a node that is none."""
    waiting, known = [end], {end}
    kinds: list[HeadKind] = []
    while waiting and len(known) < SEARCH_LIMIT:
        value = waiting.pop()
        for node, _ in graph.readers[value]:
            if node.op in KINDS:
                kinds.append(KINDS[node.op])
            elif node.op not in MOVES and node.op not in PICKS:
                return None, node
        for after in _after(graph, value):
            if after not in known:
                known.add(after)
                waiting.append(after)
    return (kinds[0] if kinds else "linear"), None


def leaves(graph: Graph, values: Iterable[Value | None]) -> set[Value]:
    """Stored tensors that values are made of: initializers and outputs of Constant nodes."""
    waiting = [value for value in values if value is not None]
    known = set(waiting)
    found: set[Value] = set()
    while waiting:
        value = waiting.pop()
        node = graph.maker(value)
        if node is None or node.op == "Constant":
            found.add(value)
            continue
        if node.op in (*RECURRENT, "Shape", "Size") or len(known) > 50 * SEARCH_LIMIT:
            continue
        inputs = [node.input(place) for place in range(len(node.inputs))]
        inputs += [find(body, name) for body in node.bodies.values() for name in body.outputs]
        for before in inputs:
            if before is not None and before not in known:
                known.add(before)
                waiting.append(before)
    return found


def find_rest(graph: Graph, used: set[Value], named: Sequence[Leftover]) -> list[Leftover]:
    """Every stored weight that nothing above uses, one entry for each operation that reads some."""
    parts: dict[Node | Value, list[tuple[Value, tuple[int, ...]]]] = {}
    for value, tensor in _stored(graph):
        if value not in used and is_weight(tensor):
            readers = graph.readers[value]
            parts.setdefault(readers[0][0] if readers else value, []).append((value, shape_of(tensor)))
    rest = [*named, *(_leftover(reader, tensors) for reader, tensors in parts.items())]
    # A layer's bias may be added by an operation of its own.
    matrices = {left.name for left in rest if left.shape and len(left.shape) > 1}
    rest = [left for left in rest if left.name not in matrices or left.shape is None or len(left.shape) > 1]
    if len(rest) > REST_LIMIT:
        why = f"{len(rest) - REST_LIMIT} more parts of the file are not used, and not listed"
        return [*rest[:REST_LIMIT], Leftover("…", None, why)]
    return rest


def _stored(graph: Graph) -> Iterator[tuple[Value, Any]]:
    for scope in graph.scopes:
        for name, tensor in scope.initializers.items():
            yield Value(scope, name), tensor
        for node in scope.nodes:
            tensor = node.tensor("value") if node.op == "Constant" else None
            if tensor is not None and node.outputs:
                yield Value(scope, node.outputs[0]), tensor


def _leftover(reader: Node | Value, tensors: Sequence[tuple[Value, tuple[int, ...]]]) -> Leftover:
    """An operation's weights under one name, with the shape of its matrix."""
    first, shape = max(tensors, key=lambda part: len(part[1]))
    if isinstance(reader, Value):
        return Leftover(_short(first.name), shape, "nothing in the file reads it")
    why = f"read by {label(reader)}, which is not run here"
    return Leftover(_module_name(reader, [value for value, _ in tensors], first.name), shape, why)
