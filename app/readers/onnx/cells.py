"""One LSTM, GRU or RNN node of an ONNX file -> canonical weights and options.

Formulas: the operator documentation of ONNX. Rows of its matrices are gates times units: an LSTM's gates are
input, output, forget, cell (here: the candidate), its peepholes input, output, forget; a GRU's are update,
reset, hidden (here: the candidate). Two biases are added, but for the GRU's candidate when it is "linear
before reset".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.errors import InvalidWeights, UnsupportedNetwork, shorten
from app.readers.onnx.activations import activations
from app.readers.onnx.fold import Folder
from app.readers.onnx.graph import Graph, Node
from app.readers.onnx.tensors import type_name
from app.weights import Array, CellWeights

__all__ = ["RECURRENT", "Layer", "label", "read_layer"]

# Operator -> cell, and ONNX's blocks of rows in the order of app.cells.
RECURRENT: dict[str, tuple[str, list[int]]] = {
    "LSTM": ("lstm", [2, 0, 3, 1]),
    "GRU": ("gru", [1, 0, 2]),
    "RNN": ("rnn", [0]),
}
PEEPHOLES = [2, 0, 1]
INPUT, WEIGHTS, RECURRENCE, BIAS, LENGTHS, HIDDEN, CELL_STATE, PEEPHOLE = range(8)
CANDIDATE = 2
DIRECTIONS = ("forward", "reverse", "bidirectional")


@dataclass(frozen=True, eq=False)
class Layer:
    """A recurrent node: what it computes, and the node itself.

    ``backward`` is True for a layer that reads its sequence from the end only. ``other`` is the node of the
    backward direction where each has its own.
    """

    node: Node
    cell: str
    directions: tuple[CellWeights, ...]
    options: Mapping[str, Any]
    backward: bool
    other: Node | None = None

    @property
    def nodes(self) -> tuple[Node, ...]:
        return (self.node,) if self.other is None else (self.node, self.other)

    def beside(self, backward: Layer) -> Layer:
        """One layer of two directions, from this one and another that reads from the end."""
        return replace(self, directions=self.directions + backward.directions, other=backward.node)

    @property
    def batch_first(self) -> bool:
        return self.node.integer("layout") == 1

    @property
    def hidden_size(self) -> int:
        return self.directions[0].hidden_size

    def alike(self, other: Layer) -> bool:
        """Whether both compute the same: cell, options, direction and every number."""
        mine = [(d.arrays(), w.arrays()) for d, w in zip(self.directions, other.directions, strict=False)]
        return (
            self.kind == other.kind
            and len(self.directions) == len(other.directions)
            and all(left.keys() == right.keys() for left, right in mine)
            and all(np.array_equal(left[name], right[name]) for left, right in mine for name in left)
        )

    @property
    def kind(self) -> tuple[Any, ...]:
        """What layers must share to stand in one stack."""
        return self.cell, sorted(self.options.items()), self.backward, len(self.directions)


def label(node: Node) -> str:
    """A node's operator and name, for messages."""
    name = node.name or next((name for name in node.outputs if name), "")
    return f"{node.op[:40]} {shorten(name, 80)}"


def read_layer(node: Node, folder: Folder) -> Layer:
    """Read a recurrent node.

    Raises
    ------
    UnsupportedNetwork
        When weights are not in the file, or an option has no meaning here.
    InvalidWeights
        When shapes do not fit together.
    FileTooLarge, UnreadableFile
        When a tensor on the way is too large or damaged.
    """
    cell, order = RECURRENT[node.op]
    direction = node.word("direction", "forward")
    if direction not in DIRECTIONS:
        raise UnsupportedNetwork(
            f"{label(node)} has the direction {shorten(direction)}",
            hint=f"Directions: {', '.join(DIRECTIONS)}. Export the network again.",
        )
    count = 2 if direction == "bidirectional" else 1
    W, R = (_weight(node, folder, place) for place in (WEIGHTS, RECURRENCE))
    B, P = (_optional(node, folder, place) for place in (BIAS, PEEPHOLE))
    hidden = _check_shapes(node, len(order), count, W, R, B, P)
    _check_state(node, folder, hidden)
    options = activations(node, count) | _options(node, cell)
    after = bool(options.get("reset_after", False))
    directions = tuple(
        _direction(order, hidden, after, W[d], R[d], None if B is None else B[d], None if P is None else P[d])
        for d in range(count)
    )
    return Layer(node, cell, directions, options, direction == "reverse")


def _weight(node: Node, folder: Folder, place: int) -> Array:
    value = node.input(place)
    array = folder.value(value)
    if array is None:
        raise UnsupportedNetwork(
            f"{label(node)} reads its weights from {shorten(value.name if value else '')}: "
            f"{_why(folder.graph, value)}",
            hint="Export the trained network with its weights in the file: "
            "torch.onnx.export(model, args, 'model.onnx', export_params=True, external_data=False).",
        )
    if array.dtype.kind != "f":
        raise UnsupportedNetwork(
            f"{label(node)} has weights of type {array.dtype}; floating-point numbers are needed",
            hint="Export the trained network before it is quantized.",
        )
    return array


def _optional(node: Node, folder: Folder, place: int) -> Array | None:
    return None if node.input(place) is None else _weight(node, folder, place)


def _why(graph: Graph, value: Any) -> str:
    maker = graph.maker(value) if value is not None else None
    if maker is not None:
        return f"the result of {label(maker)}, which the file alone does not determine"
    if value is not None and value.name in value.scope.sparse:
        return "a sparse tensor, which is not read"
    stored = None if value is None else value.scope.initializers.get(value.name)
    if stored is not None:
        return f"numbers of the type {type_name(stored)}, which is not read"
    return "an input of the network, not a part of the file"


def _check_shapes(
    node: Node, gates: int, count: int, W: Array, R: Array, B: Array | None, P: Array | None
) -> int:
    """Hold all shapes against the operator's documentation; returns the hidden size."""
    hidden = R.shape[2] if R.ndim == 3 else node.integer("hidden_size")
    wanted = {
        "W": (W, (count, gates * hidden, W.shape[-1] if W.ndim else 0)),
        "R": (R, (count, gates * hidden, hidden)),
        "B": (B, (count, 2 * gates * hidden)),
        "P": (P, (count, 3 * hidden)),
    }
    for name, (array, shape) in wanted.items():
        if array is not None and not array.size:
            raise InvalidWeights(
                f"{label(node)} has {name} of shape {list(array.shape)}, which is empty",
                hint="The file does not follow the ONNX standard. Export the network again.",
            )
        if array is not None and array.shape != shape:
            raise InvalidWeights(
                f"{label(node)} has {name} of shape {list(array.shape)}; {list(shape)} is needed",
                hint="The file does not follow the ONNX standard. Export the network again.",
            )
    return hidden


def _check_state(node: Node, folder: Folder, hidden: int) -> None:
    """Find out an exporter that left a projection away: the cell state is longer than the hidden state."""
    start = folder.value(node.input(CELL_STATE)) if node.op == "LSTM" else None
    if start is not None and start.ndim == 3 and start.shape[2] != hidden:
        raise UnsupportedNetwork(
            f"{label(node)} has {hidden} units, but a cell state of {start.shape[2]}: its projection was "
            "lost when the file was written, for ONNX has none",
            hint="Save the weights instead: torch.save(model.state_dict(), 'model.pt').",
        )


def _options(node: Node, cell: str) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if cell == "gru":
        options["reset_after"] = node.integer("linear_before_reset") != 0
    if cell == "lstm" and node.integer("input_forget"):
        options["input_forget"] = True
    clip = node.number("clip")
    if "clip" in node.attributes and clip != 0:
        if not np.isfinite(clip) or clip < 0:
            raise UnsupportedNetwork(
                f"{label(node)} has clip {clip}; a number above zero is needed",
                hint="Export the network again, without clip or with a positive one.",
            )
        options["clip"] = float(str(np.float32(clip)))
    return options


def _direction(
    order: list[int], hidden: int, after: bool, W: Array, R: Array, B: Array | None, P: Array | None
) -> CellWeights:
    gates = len(order)
    dtype = np.result_type(W, R, np.float32)

    def rows(block: Array, picked: list[int]) -> Array:
        # A copy: the parsed file is not to be kept alive by a view.
        shape = (-1, hidden, *block.shape[1:])
        return np.array(block.reshape(shape)[picked], dtype, order="C")

    seen, remembered = (
        (np.zeros((gates, hidden), dtype),) * 2
        if B is None
        else rows(B, [*order, *(gates + n for n in order)]).reshape(2, gates, hidden)
    )
    inside = None
    if gates == 3 and after:
        inside = np.array(remembered[CANDIDATE])
        remembered = remembered.copy()
        remembered[CANDIDATE] = 0
    # A number that is not finite is found, and named, by CellWeights.
    with np.errstate(all="ignore"):
        b = np.asarray(seen + remembered)
    return CellWeights(
        W_x=rows(W, order),
        W_h=rows(R, order),
        b=b,
        W_c=None if P is None else rows(P, PEEPHOLES),
        b_h=inside,
    )
