"""Which recurrent layers of an ONNX file feed which, and the stacks that they make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.readers.onnx.cells import INPUT, RECURRENT, WEIGHTS, Layer
from app.readers.onnx.fold import Folder, marks
from app.readers.onnx.graph import Graph, Node, Value, find
from app.readers.onnx.ops import OPS
from app.weights import Array, Stack

__all__ = ["Chain", "chains", "expected", "is_table", "name_of", "outputs", "sources", "trials"]

# Parts of a name that say nothing: the operator itself, at the end, and what tracing adds.
OPERATOR = re.compile(r"^(node_)?(lstm|gru|rnn)[_\d]*$", re.IGNORECASE)
NOISE = re.compile(r"PartitionedCall|^(main_graph|model)$|^while", re.IGNORECASE)
# What a program that copies one model into another puts before its names.
INLINED = "__/"
NAME_LENGTH = 80
STEPS = 3
# Sizes of a sequence that are tried: the file may be written for one length and one batch only.
TRIALS = 24
MARK_LIMIT = 2_000_000
SEARCH_LIMIT = 400


@dataclass(eq=False)
class Chain:
    """Layers of one stack, the first one first; each with its twins in other branches of an If."""

    layers: list[list[Layer]]
    places: int = 1

    @property
    def first(self) -> Layer:
        return self.layers[0][0]

    @property
    def last(self) -> Layer:
        return self.layers[-1][0]

    @property
    def width(self) -> int:
        return sum(weights.output_size for weights in self.last.directions)

    def ways(self) -> dict[int, str]:
        """The branches in which the whole stack stands: those that its first layer shares with its twins."""
        first, *others = (layer.node.scope.ways() for layer in self.layers[0])
        return {way: role for way, role in first.items() if all(o.get(way) == role for o in others)}

    def stack(self, name: str) -> Stack:
        return Stack(
            name,
            self.first.cell,
            tuple(twins[0].directions for twins in self.layers),
            dict(self.first.options),
        )


def chains(graph: Graph, folder: Folder, layers: Sequence[Layer]) -> list[Chain]:
    """Join layers where the file proves that one feeds the next, and nothing else.

    Twins are layers with the same numbers in different branches of an If, such as one that begins with zeros
    and one that goes on from a state: they count as one. A stack that the file runs in several places is
    found once.
    """
    groups: list[list[Layer]] = []
    for layer in _paired(layers):
        twins = next((g for g in groups if _branch_apart(g[0], layer) and g[0].alike(layer)), None)
        if twins is None:
            groups.append([layer])
        else:
            twins.append(layer)
    owner = {node: group for group in groups for layer in group for node in layer.nodes}
    below = [_below(graph, folder, group, owner) for group in groups]
    return _once(_join(groups, {id(group): under for group, under in zip(groups, below, strict=True)}))


def _paired(layers: Sequence[Layer]) -> list[Layer]:
    """Join a layer with the one that reads the same input from the end, where there is one of each."""
    alone = [layer for layer in layers if len(layer.directions) == 1]
    found: dict[Node, Layer | None] = {}
    for layer in alone:
        start = layer.node.input(INPUT)
        same = [other for other in alone if start is not None and other.node.input(INPUT) == start]
        fits = len(same) == 2 and same[0].backward != same[1].backward and _alike_in_kind(*same)
        if fits:
            ahead, behind = sorted(same, key=lambda layer: layer.backward)
            found |= {ahead.node: ahead.beside(behind), behind.node: None}
    paired = [found.get(layer.node, layer) for layer in layers]
    return [layer for layer in paired if layer is not None]


def _alike_in_kind(left: Layer, right: Layer) -> bool:
    mine, other = left.node.scope, right.node.scope
    return (
        left.cell == right.cell
        and left.options == right.options
        and left.hidden_size == right.hidden_size
        and left.batch_first == right.batch_first
        and mine is other
    )


def _join(groups: list[list[Layer]], below: dict[int, list[Layer] | None]) -> list[Chain]:
    fed = Counter(id(under) for under in below.values() if under is not None)
    found: list[Chain] = []
    ends: dict[int, Chain] = {}
    # A layer of the main graph may read one inside a branch, which stands later in the list.
    for group in sorted(groups, key=lambda group: _height(group, below)):
        under = below[id(group)]
        chain = ends.get(id(under))
        if under is None or chain is None or fed[id(under)] > 1 or under[0].kind != group[0].kind:
            chain = Chain([])
            found.append(chain)
        chain.layers.append(group)
        ends[id(group)] = chain
    return found


def _height(group: list[Layer], below: dict[int, list[Layer] | None]) -> int:
    height, under = 0, below[id(group)]
    while under is not None and height < len(below):
        height, under = height + 1, below[id(under)]
    return height


def _once(found: Sequence[Chain]) -> list[Chain]:
    kept: list[Chain] = []
    for chain in found:
        same = next((other for other in kept if _alike(other, chain)), None)
        if same is None:
            kept.append(chain)
        else:
            same.places += 1
    return kept


def _alike(left: Chain, right: Chain) -> bool:
    pairs = list(zip(left.layers, right.layers, strict=False))
    return len(left.layers) == len(right.layers) and all(a[0].alike(b[0]) for a, b in pairs)


def _branch_apart(left: Layer, right: Layer) -> bool:
    mine, other = left.node.scope.ways(), right.node.scope.ways()
    return any(mine[way] != other[way] for way in mine.keys() & other.keys())


def _below(
    graph: Graph, folder: Folder, group: list[Layer], owner: dict[Node, list[Layer]]
) -> list[Layer] | None:
    """The one group whose output arrives as the input of this one, unchanged."""
    start = group[0].node.input(INPUT)
    if start is None:
        return None
    makers = {id(owner[node]): owner[node] for node in sources(folder, start) if node in owner}
    if len(makers) != 1:
        return None
    under = next(iter(makers.values()))
    if under is group:
        return None
    for steps, batch in trials(graph, under[0]):
        seen = marks((steps, len(under[0].directions), batch, under[0].hidden_size))
        arrived = Folder(graph, folder.budget.fresh(), outputs(under, seen), folder).value(start)
        if arrived is not None and np.array_equal(arrived, expected(seen, group[0].batch_first)):
            return under
    return None


def outputs(twins: Sequence[Layer], seen: Array) -> dict[Value, Array]:
    """What layers hand out when their hidden states are the given ones.

    Parameters
    ----------
    twins : sequence of Layer
        Layers that stand for each other.
    seen : array [T, directions, B, H]
        Hidden states by position in the sequence.
    """
    found = {}
    for layer in twins:
        last = [seen[0 if d or layer.backward else -1, d] for d in range(len(layer.directions))]
        ended = np.stack(last)
        parts = [slice(None)] if layer.other is None else [slice(0, 1), slice(1, 2)]
        for node, part in zip(layer.nodes, parts, strict=True):
            states, ends = seen[:, part], ended[part]
            if layer.batch_first:
                states, ends = np.transpose(states, (2, 0, 1, 3)), np.swapaxes(ends, 0, 1)
            for place, array in enumerate((states, ends)):
                value = node.output(place)
                if value is not None:
                    found[value] = array
    return found


def expected(seen: Array, batch_first: bool) -> Array:
    """What a layer must be given: all directions of a step side by side.

    Parameters
    ----------
    seen : array [T, directions, B, H]
        Hidden states of the layer below.
    batch_first : bool
        Whether the next layer reads [B, T, D] instead of [T, B, D].

    Examples
    --------
    >>> expected(np.arange(4).reshape(1, 2, 1, 2), batch_first=False).tolist()
    [[[0, 1, 2, 3]]]
    """
    steps, directions, batch, hidden = seen.shape
    rows = np.transpose(seen, (0, 2, 1, 3)).reshape(steps, batch, directions * hidden)
    return np.transpose(rows, (1, 0, 2)) if batch_first else rows


def sources(folder: Folder, value: Value) -> list[Node]:
    """Recurrent nodes and lookups in constant tables that a value may come from, through moves alone."""
    found: list[Node] = []
    waiting, known = [value], {value}
    while waiting and len(known) < SEARCH_LIMIT:
        node = folder.graph.maker(waiting.pop())
        if node is None:
            continue
        if node.op in RECURRENT or (node.op == "Gather" and is_table(folder.value(node.input(0)))):
            found.append(node)
            continue
        for before in _before(node):
            if before not in known:
                known.add(before)
                waiting.append(before)
    return found


def is_table(array: Array | None) -> bool:
    """Whether an array is a table of vectors [V, D]."""
    return array is not None and array.ndim == 2 and array.dtype.kind == "f"


def _before(node: Node) -> list[Value]:
    if node.op == "If":
        bodies = [body for role, body in node.bodies.items() if role in ("then_branch", "else_branch")]
        return [find(body, name) for body in bodies for name in body.outputs]
    if node.op not in OPS:
        return []
    places = range(len(node.inputs)) if node.op in ("Concat", "Where") else (0,)
    values = [node.input(place) for place in places]
    return [value for value in values if value is not None]


def trials(graph: Graph, layer: Layer | None) -> Iterator[tuple[int, int]]:
    """Lengths and batch sizes to try: a short sequence, then the sizes that the file was written for."""
    sizes = [size for size in graph.sizes if 0 < size <= MARK_LIMIT]
    width = 1 if layer is None else layer.hidden_size * len(layer.directions)
    tried = [(STEPS, 1)]
    tried += [(steps, 1) for steps in sizes]
    tried += [(steps, batch) for batch in sizes for steps in (STEPS, *sizes) if batch > 1]
    for steps, batch in list(dict.fromkeys(tried))[:TRIALS]:
        if steps * batch * width <= MARK_LIMIT:
            yield steps, batch


def name_of(layer: Layer) -> str:
    """A name for a stack: that of the module in the node's name, or of its weights, or the cell's.

    ``/encoder/rnn/LSTM`` is "encoder.rnn".
    """
    name = layer.node.name.rpartition(INLINED)[2]
    parts = [part for part in name.split("/") if part and not NOISE.search(part)]
    parts = parts[:-1] if parts and OPERATOR.search(parts[-1]) else parts
    if "/" in name and parts:
        return ".".join(parts)[:NAME_LENGTH]
    weights = layer.node.input(WEIGHTS)
    if weights is not None and ".weight_ih" in weights.name:
        return weights.name.split(".weight_ih")[0][-NAME_LENGTH:]
    return name[:NAME_LENGTH] if parts and "/" not in name else layer.cell
