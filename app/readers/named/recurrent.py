"""The weights of one ``torch.nn`` recurrent module -> canonical ones.

Rows of torch's matrices are gates times units: an LSTM's gates are input, forget, candidate, output, a
GRU's reset, update, candidate (where the update gate is 1, the old state stays). Two biases are added, but
for the GRU's candidate, whose second one stands inside the reset product. Formulas: the documentation of
``torch.nn.LSTM``, ``torch.nn.GRU`` and ``torch.nn.RNN``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.readers.named.tensors import Tensor
from app.readers.named.torch_names import RecurrentName
from app.weights import Array, CellWeights

__all__ = ["Module", "NotRecurrent", "read_module"]

# Cell, and torch's rows in the order of app.cells, by the number of gates.
CELLS = {4: ("lstm", [1, 0, 2, 3]), 3: ("gru", [0, 1, 2]), 1: ("rnn", [0])}


class NotRecurrent(Exception):
    """A module whose tensors have the names of a recurrent one, but do not fit it; says why."""


@dataclass(frozen=True, eq=False)
class Module:
    """A recurrent module of a file, with one or more layers.

    ``decided`` is False for a plain RNN of which the file does not say whether it uses tanh or relu.
    """

    name: str
    cell: str
    layers: tuple[tuple[CellWeights, ...], ...]
    options: Mapping[str, Any]
    decided: bool = True

    @property
    def input_size(self) -> int:
        return self.layers[0][0].input_size

    @property
    def output_size(self) -> int:
        return sum(weights.output_size for weights in self.layers[-1])

    @property
    def directions(self) -> int:
        return len(self.layers[0])


def read_module(
    name: str, members: Mapping[RecurrentName, Tensor], nonlinearity: str | None = None
) -> Module:
    """Read all layers of a module.

    Parameters
    ----------
    name : str
        Of the module in its file.
    members : mapping of RecurrentName to Tensor
        Matrices [G*H, D], [G*H, P], [P, H] and biases [G*H].
    nonlinearity : {"tanh", "relu"}, optional
        Of a plain RNN, where the file says it.

    Raises
    ------
    NotRecurrent
        When a tensor is missing, or has another shape than the module needs.
    FileTooLarge, UnreadableFile, UnsupportedNetwork, InvalidWeights
        When a tensor cannot be read.

    Examples
    --------
    >>> from app.readers.named.torch_names import parse
    >>> ones = lambda *shape: Tensor(shape, "float32", lambda: np.ones(shape, np.float32))
    >>> members = {parse("rnn.weight_ih_l0"): ones(9, 2), parse("rnn.weight_hh_l0"): ones(9, 3)}
    >>> module = read_module("rnn", members)
    >>> module.cell, module.layers[0][0].W_x.shape, module.options
    ('gru', (3, 3, 2), {'reset_after': True})
    """
    places: dict[tuple[int, bool], dict[str, Tensor]] = {}
    for known, tensor in members.items():
        places.setdefault((known.layer or 0, known.reverse), {})[known.role] = tensor
    depth, both = 1 + max(layer for layer, _ in places), any(reverse for _, reverse in places)
    wanted = [(layer, reverse) for layer in range(depth) for reverse in (False, True)[: 1 + both]]
    if sorted(places) != wanted:
        raise NotRecurrent(f"layers or directions are missing: of {len(wanted)} there are {len(places)}")
    read = [_read_weights(places[place]) for place in wanted]
    cells = {cell for cell, _ in read}
    if len(cells) > 1:
        raise NotRecurrent(f"its layers are of different cells: {', '.join(sorted(cells))}")
    cell, step = read[0][0], 1 + both
    layers = tuple(tuple(weights for _, weights in read[at : at + step]) for at in range(0, len(read), step))
    options: dict[str, Any] = {"reset_after": True} if cell == "gru" else {}
    if cell == "rnn" and nonlinearity == "relu":
        options["activation"] = "relu"
    return Module(name, cell, layers, options, cell != "rnn" or nonlinearity is not None)


def _read_weights(tensors: Mapping[str, Tensor]) -> tuple[str, CellWeights]:
    """One layer in one direction, and the cell that it is of; all shapes are looked at first."""
    gates, units, outputs = _sizes(tensors)
    cell, order = CELLS[gates]
    rows = gates * units
    shapes = {
        "weight_ih": (rows, tensors["weight_ih"].shape[-1]),
        "weight_hh": (rows, outputs),
        "weight_hr": (outputs, units),
        "bias_ih": (rows,),
        "bias_hh": (rows,),
        "bias_hr": None,
    }
    for role, tensor in tensors.items():
        if tensor.shape != shapes[role]:
            raise NotRecurrent(f"{role} has shape {list(tensor.shape)}; {list(shapes[role] or ())} is needed")

    def gate_rows(array: Array) -> Array:
        return np.ascontiguousarray(array.reshape(gates, units, *array.shape[1:])[order])

    W_x, W_h = gate_rows(tensors["weight_ih"].read()), gate_rows(tensors["weight_hh"].read())
    b, b_h = np.zeros((gates, units), W_x.dtype), None
    if "bias_ih" in tensors:
        b = gate_rows(tensors["bias_ih"].read())
    if "bias_hh" in tensors:
        recurrent = gate_rows(tensors["bias_hh"].read())
        if cell == "gru":
            b_h = recurrent[2].copy()
            recurrent[2] = 0
        b = b + recurrent
    W_p = tensors["weight_hr"].read() if "weight_hr" in tensors else None
    return cell, CellWeights(W_x, W_h, b, W_p, b_h=b_h)


def _sizes(tensors: Mapping[str, Tensor]) -> tuple[int, int, int]:
    """Gates, units, and the length of the hidden state, from the recurrent matrix."""
    for role in ("weight_ih", "weight_hh"):
        if role not in tensors:
            raise NotRecurrent(f"{role} is missing")
        if len(tensors[role].shape) != 2:
            raise NotRecurrent(f"{role} has shape {list(tensors[role].shape)}; two axes are needed")
    rows, outputs = tensors["weight_hh"].shape
    projection = tensors.get("weight_hr")
    units = projection.shape[-1] if projection is not None and projection.shape else outputs
    gates = rows // units if units and rows % units == 0 else 0
    if gates not in CELLS or (projection is not None and gates != 4):
        raise NotRecurrent(
            f"weight_hh has shape {[rows, outputs]}: {units} units with 4 gates (LSTM), 3 (GRU) or 1 (RNN) "
            "would have other rows"
        )
    return gates, units, outputs
