"""The LSTM over many steps, in as few NumPy calls a step as we know of.

The equations are those of :class:`app.cells.lstm.LSTM`; what differs is where numbers lie.
A step's numbers share one row, so that one call serves several gates::

    | o | i | f | g | c before |
      <- one tanh ->               squash: sigmoid(a) = (1 + tanh(a/2)) / 2, the a/2 is
      <-sigmoid->                  folded into the weights beforehand
          < i , f > * < g , c >    both products of c = i*g + f*c in one call

The inputs' part of all preactivations of a chunk, bias included, is one matrix product. All
views are made once and used again, for each chunk and each later run: inside the loop nothing
is allocated or sliced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from app.cells.base import Chunk, State
from app.weights import Array, CellWeights

# Rows of W_x, W_h, b are forget, input, candidate, output; a row in memory is o, i, f, g.
ROW_ORDER = [3, 1, 0, 2]
ROW_SCALE = [0.5, 0.5, 0.5, 1.0]


def run_fused(inputs: Array, state: State, weights: CellWeights) -> Iterator[Chunk]:
    """Run an LSTM layer over time, chunk by chunk.

    Parameters
    ----------
    inputs : array [T, D]
        Inputs in the order of computing, of the weights' dtype.
    state : mapping
        Initial "cell_state" [H] and "hidden_state" [P].
    weights : CellWeights
        One layer and direction.

    Yields
    ------
    Chunk
        Up to :func:`chunk_steps` steps of all six channels, as views that the next chunk
        overwrites.

    Notes
    -----
    Sigmoid through tanh has an absolute error below 6e-8 in float32 and 3e-16 in
    float64; its relative error is 6e-4 at a preactivation of -10.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> weights = random_stack("lstm", 2, 3, seed=1).layers[0][0]
    >>> zero = {"cell_state": np.zeros(3, "f4"), "hidden_state": np.zeros(3, "f4")}
    >>> [chunk.stop for chunk in run_fused(np.ones((300, 2), "f4"), zero, weights)]
    [256, 300]
    """
    fused = _fuse(weights)
    work = fused.borrow(len(inputs))
    inputs_of_chunk, length = work.seen[:, :-1], len(inputs)
    work.cell_states[0], work.hidden[0] = state["cell_state"], state["hidden_state"]
    for start in range(0, length, work.steps):
        count = min(work.steps, length - start)
        inputs_of_chunk[:count] = inputs[start : start + count]
        np.matmul(work.seen[:count], fused.W_x, work.preactivations[:count])
        work.advance(count, fused.W_h, fused.W_p)
        yield Chunk(start, start + count, work.channels(count))
        work.cell_states[0], work.hidden[0] = work.cell_states[count], work.hidden[count]
    fused.give_back(work)


def chunk_steps(units: int) -> int:
    """How many steps share one matrix product at most.

    The longer the better, as long as a chunk's rows and W_h fit the processor's second cache
    together; a large layer's W_h does not fit by itself, and then length does no harm.

    Examples
    --------
    >>> chunk_steps(32), chunk_steps(128), chunk_steps(512)
    (256, 128, 256)
    """
    return 128 if 64 <= units < 256 else 256


class _Workspace:
    """Rows of consecutive steps, and for each step the views that its calls read and write."""

    def __init__(self, steps: int, inputs: int, units: int, output_size: int, dtype: np.dtype[Any]) -> None:
        self.steps, self.units = steps, units
        # The inputs and a column of ones, which the bias is multiplied by.
        self.seen = np.ones((steps, inputs + 1), dtype)
        self.rows = np.empty((self.steps + 1, 5 * units), dtype)
        self.hidden = np.empty((self.steps + 1, output_size), dtype)
        self.preactivations = self.rows[:-1, : 4 * units]
        self.cell_states = self.rows[:, 4 * units :]
        gates = self.rows[:-1]
        parts = (
            self.preactivations,
            gates[:, : 3 * units],
            gates[:, :units],
            gates[:, units : 3 * units],
            gates[:, 3 * units :],
            self.cell_states[1:],
            self.hidden[1:],
        )
        self.moments = list(zip((h.dot for h in self.hidden[:-1]), *parts, strict=True))
        self.recurrent, self.products, self.exposed = (np.empty(n * units, dtype) for n in (4, 2, 1))

    def advance(self, count: int, W_h: Array, W_p: Array | None) -> None:
        """Run ``count`` steps: the preactivations are there but for what h adds to them."""
        # Locals and positional outputs: looking a name up costs as much as adding eight numbers.
        add, multiply, tanh = np.add, np.multiply, np.tanh
        recurrent, products, exposed = self.recurrent, self.products, self.exposed
        written, kept = products[: self.units], products[self.units :]
        half = np.asarray(0.5, products.dtype)
        for dot, row, sigmoids, o, i_f, g_c, c, h in self.moments[:count]:
            dot(W_h, recurrent)
            add(row, recurrent, row)
            tanh(row, row)
            multiply(sigmoids, half, sigmoids)
            add(sigmoids, half, sigmoids)
            multiply(i_f, g_c, products)
            add(kept, written, c)
            tanh(c, exposed)
            if W_p is None:
                multiply(o, exposed, h)
            else:
                multiply(o, exposed, exposed)
                exposed.dot(W_p, h)

    def channels(self, count: int) -> dict[str, Array]:
        """The six channels of the first ``count`` steps."""
        o, i, f, g = (self.rows[:count, k * self.units : (k + 1) * self.units] for k in range(4))
        return {
            "forget_gate": f,
            "input_gate": i,
            "candidate": g,
            "output_gate": o,
            "cell_state": self.cell_states[1 : count + 1],
            "hidden_state": self.hidden[1 : count + 1],
        }


class _Fused:
    """Weights as the loop wants them: W_x [D + 1, 4H] with the bias below, W_h [P, 4H], W_p [H, P]."""

    def __init__(self, weights: CellWeights) -> None:
        self.W_x = _by_rows(np.concatenate([weights.W_x, weights.b[..., np.newaxis]], axis=2))
        self.W_h = _by_rows(weights.W_h)
        self.W_p = None if weights.W_p is None else np.ascontiguousarray(weights.W_p.T)
        self._sizes = weights.input_size, weights.hidden_size, weights.output_size
        self._spare: list[_Workspace] = []

    def borrow(self, length: int) -> _Workspace:
        """A workspace that nobody else uses: the one given back last if it is long enough, or a new one."""
        # In strides of 64 steps, for a text that is being typed grows by a step a request.
        steps = min(-(-length // 64) * 64, chunk_steps(self._sizes[1]))
        try:
            work = self._spare.pop()
        except IndexError:
            work = None
        return work if work and work.steps >= steps else _Workspace(steps, *self._sizes, self.W_h.dtype)

    def give_back(self, work: _Workspace) -> None:
        """Keep one workspace for the next run."""
        self._spare[:] = [work]


def _by_rows(array: Array) -> Array:
    """Weights [G, H, N] as [N, 4H], in the order and scale of a row in memory."""
    scale = np.asarray(ROW_SCALE, array.dtype)[:, np.newaxis, np.newaxis]
    rows = (array[ROW_ORDER] * scale).reshape(4 * array.shape[1], array.shape[2])
    return np.ascontiguousarray(rows.T)


# Rearranging costs as much as ten steps; weights are read-only, so that once is enough.
_KNOWN: WeakKeyDictionary[CellWeights, _Fused] = WeakKeyDictionary()


def _fuse(weights: CellWeights) -> _Fused:
    fused = _KNOWN.get(weights)
    if fused is None:
        fused = _KNOWN[weights] = _Fused(weights)
    return fused
