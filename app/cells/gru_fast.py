"""The GRU over many steps, in few NumPy calls a step; the equations are those of :class:`app.cells.gru.GRU`.

A step's numbers share one row, as in :mod:`app.cells.lstm_fast`, so that one call serves both gates::

    | r | z | n |
      <- one tanh ->               squash: sigmoid(a) = (1 + tanh(a/2)) / 2, the a/2 is
      <-sigmoid->                  folded into the weights beforehand

The hidden state is followed by a one, which the matrix W_h multiplies with b_h. The inputs' part of
all sums of a chunk, bias included, is one matrix product.
"""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

import numpy as np

from app.cells.base import Chunk, State
from app.weights import Array, CellWeights

CHUNK = 256
# Rows of the weights, and of a row in memory, are reset, update, candidate.
SCALE = [0.5, 0.5, 1.0]


def run_fused(inputs: Array, state: State, weights: CellWeights, *, reset_after: bool) -> Iterator[Chunk]:
    """Run a GRU layer over time, chunk by chunk.

    Parameters
    ----------
    inputs : array [T, D]
        Inputs in the order of computing, of the weights' dtype.
    state : mapping
        Initial "hidden_state" [H].
    weights : CellWeights
        One layer and direction.
    reset_after : bool
        Where the reset gate multiplies: after the matrix, or before it.

    Yields
    ------
    Chunk
        Up to 256 steps of all four channels, as views that the next chunk overwrites.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> weights = random_stack("gru", 2, 3, seed=1, gates=3).layers[0][0]
    >>> zero = {"hidden_state": np.zeros(3, "f4")}
    >>> chunks = run_fused(np.ones((300, 2), "f4"), zero, weights, reset_after=True)
    >>> [chunk.stop for chunk in chunks]
    [256, 300]
    """
    W_x, W_h = _by_rows(weights)
    units, length = weights.hidden_size, len(inputs)
    steps = min(length, CHUNK)
    # Each with a column of ones, which a bias is multiplied by.
    seen = np.ones((steps, weights.input_size + 1), inputs.dtype)
    hidden = np.ones((steps + 1, units + 1), inputs.dtype)
    rows = np.empty((steps, 3 * units), inputs.dtype)
    r, z, n = (rows[:, k * units : (k + 1) * units] for k in range(3))
    moments = list(
        zip(hidden, hidden[:, :units], hidden[1:, :units], rows[:, : 2 * units], r, z, n, strict=False)
    )
    advance = _reset_after if reset_after else _reset_before
    hidden[0, :units] = state["hidden_state"]
    for start in range(0, length, steps):
        count = min(steps, length - start)
        seen[:count, :-1] = inputs[start : start + count]
        np.matmul(seen[:count], W_x, rows[:count])
        advance(moments[:count], W_h, units)
        channels = {"reset_gate": r, "update_gate": z, "candidate": n, "hidden_state": hidden[1:, :units]}
        yield Chunk(start, start + count, {name: array[:count] for name, array in channels.items()})
        hidden[0] = hidden[count]


def _reset_after(moments: list[tuple[Array, ...]], W_h: Array, units: int) -> None:
    """With n = tanh(... + r * (W_h[n] h + b_h)): one product with all of W_h a step."""
    # Locals and positional outputs: looking a name up costs as much as adding eight numbers.
    add, subtract, multiply, tanh = np.add, np.subtract, np.multiply, np.tanh
    recurrent, change = np.empty(3 * units, W_h.dtype), np.empty(units, W_h.dtype)
    gates, recalled = recurrent[: 2 * units], recurrent[2 * units :]
    half = np.asarray(0.5, W_h.dtype)
    for h_and_one, h, h_after, r_z, r, z, n in moments:
        h_and_one.dot(W_h, recurrent)
        add(r_z, gates, r_z)
        tanh(r_z, r_z)
        multiply(r_z, half, r_z)
        add(r_z, half, r_z)
        multiply(r, recalled, recalled)
        add(n, recalled, n)
        tanh(n, n)
        # n + z * (h - n) is (1 - z) * n + z * h.
        subtract(h, n, change)
        multiply(z, change, change)
        add(n, change, h_after)


def _reset_before(moments: list[tuple[Array, ...]], W_h: Array, units: int) -> None:
    """With n = tanh(... + W_h[n] (r * h)): the candidate's product waits for the reset gate."""
    add, subtract, multiply, tanh = np.add, np.subtract, np.multiply, np.tanh
    gates, change = np.empty(2 * units, W_h.dtype), np.empty(units, W_h.dtype)
    W_gates, W_candidate = (
        np.ascontiguousarray(W_h[:-1, : 2 * units]),
        np.ascontiguousarray(W_h[:-1, 2 * units :]),
    )
    half = np.asarray(0.5, W_h.dtype)
    recalled = np.empty(units, W_h.dtype)
    for _, h, h_after, r_z, r, z, n in moments:
        h.dot(W_gates, gates)
        add(r_z, gates, r_z)
        tanh(r_z, r_z)
        multiply(r_z, half, r_z)
        add(r_z, half, r_z)
        multiply(r, h, recalled)
        recalled.dot(W_candidate, change)
        add(n, change, n)
        tanh(n, n)
        subtract(h, n, change)
        multiply(z, change, change)
        add(n, change, h_after)


# Rearranging costs as much as ten steps; weights are read-only, so that once is enough.
_KNOWN: WeakKeyDictionary[CellWeights, tuple[Array, Array]] = WeakKeyDictionary()


def _by_rows(weights: CellWeights) -> tuple[Array, Array]:
    """W_x [D + 1, 3H] with b below, W_h [H + 1, 3H] with b_h below its candidate."""
    known = _KNOWN.get(weights)
    if known is None:
        recurrent_bias = np.zeros_like(weights.b)
        if weights.b_h is not None:
            recurrent_bias[-1] = weights.b_h
        known = _transposed(weights.W_x, weights.b), _transposed(weights.W_h, recurrent_bias)
        _KNOWN[weights] = known
    return known


def _transposed(array: Array, bias: Array) -> Array:
    scale = np.asarray(SCALE, array.dtype)[:, np.newaxis, np.newaxis]
    whole = np.concatenate([array, bias[..., np.newaxis]], axis=2) * scale
    return np.ascontiguousarray(whole.reshape(-1, whole.shape[2]).T)
