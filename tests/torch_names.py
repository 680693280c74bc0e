"""Weights under the names of ``torch.nn.LSTM``, ``GRU`` and ``RNN``, as Gatescope's own; needs no torch."""

from collections.abc import Mapping

import numpy as np

from app.weights import Array, CellWeights, Stack

# torch's rows of an LSTM are input, forget, candidate, output; ours forget, input, candidate, output.
TORCH_ROWS = {"lstm": [1, 0, 2, 3], "gru": [0, 1, 2], "rnn": [0]}


def stack_of(arrays: Mapping[str, Array], cell: str = "lstm") -> Stack:
    """Read ``weight_ih_l0``, ``weight_hh_l0_reverse``, ``weight_hr_l1`` and their like."""
    depth = sum(name.startswith("weight_ih_l") and not name.endswith("_reverse") for name in arrays)
    suffixes = ("", "_reverse") if "weight_ih_l0_reverse" in arrays else ("",)
    layers = tuple(tuple(_layer(arrays, f"_l{n}{suffix}", cell) for suffix in suffixes) for n in range(depth))
    return Stack(cell, cell, layers)


def _layer(arrays: Mapping[str, Array], end: str, cell: str) -> CellWeights:
    rows, W_ih = TORCH_ROWS[cell], arrays["weight_ih" + end]
    none = np.zeros(len(W_ih), W_ih.dtype)
    b, b_h = (_gates(arrays.get(f"bias_{which}{end}", none), rows) for which in ("ih", "hh"))
    # A GRU's reset gate multiplies the second bias of the candidate, so that one stays by itself.
    added = b_h.copy()
    if cell == "gru":
        added[-1] = 0
    return CellWeights(
        W_x=_gates(W_ih, rows),
        W_h=_gates(arrays["weight_hh" + end], rows),
        b=b + added,
        W_p=arrays.get("weight_hr" + end),
        b_h=b_h[-1] if cell == "gru" else None,
    )


def _gates(array: Array, rows: list[int]) -> Array:
    gates = len(rows)
    return np.ascontiguousarray(array.reshape(gates, len(array) // gates, *array.shape[1:])[rows])
