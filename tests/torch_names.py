"""Weights under the names of ``torch.nn.LSTM`` and ``torch.nn.RNN``, as Gatescope's own; needs no torch."""

from collections.abc import Mapping

import numpy as np

from app.weights import Array, CellWeights, Stack

# torch's rows of an LSTM are input, forget, candidate, output; ours forget, input, candidate, output.
TORCH_ROWS = {"lstm": [1, 0, 2, 3], "rnn": [0]}


def stack_of(arrays: Mapping[str, Array], cell: str = "lstm") -> Stack:
    """Read ``weight_ih_l0``, ``weight_hh_l0_reverse``, ``weight_hr_l1`` and their like."""
    depth = sum(name.startswith("weight_ih_l") and not name.endswith("_reverse") for name in arrays)
    suffixes = ("", "_reverse") if "weight_ih_l0_reverse" in arrays else ("",)
    layers = tuple(
        tuple(_layer(arrays, f"_l{n}{suffix}", TORCH_ROWS[cell]) for suffix in suffixes) for n in range(depth)
    )
    return Stack(cell, cell, layers)


def _layer(arrays: Mapping[str, Array], end: str, rows: list[int]) -> CellWeights:
    return CellWeights(
        W_x=_gates(arrays["weight_ih" + end], rows),
        W_h=_gates(arrays["weight_hh" + end], rows),
        b=_gates(arrays["bias_ih" + end] + arrays["bias_hh" + end], rows),
        W_p=arrays.get("weight_hr" + end),
    )


def _gates(array: Array, rows: list[int]) -> Array:
    gates = len(rows)
    return np.ascontiguousarray(array.reshape(gates, len(array) // gates, *array.shape[1:])[rows])
