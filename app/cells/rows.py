"""What cells have in common: the sums of a row of weights, and a run step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from app.cells.arithmetic import Term, terms
from app.cells.base import PREACTIVATION, Chunk, GateSpec, Moments, State, Units
from app.weights import Array, CellWeights

__all__ = ["row_of", "run_by_step", "sum_of_row", "terms_of_row"]

CHUNK = 256


def row_of(channel: str, gates: Sequence[GateSpec]) -> int:
    """The row of weights that makes a gate or its preactivation.

    Examples
    --------
    >>> row_of("candidate_preactivation", [GateSpec("candidate", "g", "tanh")])
    0
    """
    name = channel.removesuffix(PREACTIVATION)
    return next(row for row, gate in enumerate(gates) if gate.name == name)


def sum_of_row(row: int, units: Units, moments: Moments, weights: CellWeights) -> Array:
    """W_x x + W_h h(before) + b of one row of weights, all steps in two products: [n, U].

    Examples
    --------
    >>> weights = CellWeights(np.array([[[0.5]]]), np.array([[[-1.0]]]), np.array([[0.25]]))
    >>> moments = Moments(np.array([[1.0], [2.0]]), {"hidden_state": np.array([[0.0], [0.5]])}, {})
    >>> sum_of_row(0, [0], moments, weights).tolist()
    [[0.75], [0.75]]
    """
    seen = moments.inputs @ weights.W_x[row, units].T
    remembered = moments.before["hidden_state"] @ weights.W_h[row, units].T
    return np.asarray(seen + remembered + weights.b[row, units])


def terms_of_row(
    row: int, unit: int, weights: CellWeights, x: Array, h: Array, input_labels: Sequence[str]
) -> tuple[Term, ...]:
    """The products in one unit's sum: one an input, and one a hidden value of the step before."""
    before = [f"h{k} before" for k in range(len(h))]
    return terms("input", input_labels, weights.W_x[row, unit], x) + terms(
        "hidden_state", before, weights.W_h[row, unit], h
    )


def run_by_step(
    advance: Callable[[Array, State, CellWeights], dict[str, Array]],
    inputs: Array,
    state: State,
    weights: CellWeights,
) -> Iterator[Chunk]:
    """Run any cell: what the inputs add to the sums in one product a chunk, the rest step by step.

    Parameters
    ----------
    advance : callable
        From W_x x [G, H], the states before and the weights to all channels of a step.
    inputs : array [T, D]
        Inputs in the order of computing, of the weights' dtype.
    state : mapping
        Initial states.
    weights : CellWeights
        One layer and direction.

    Yields
    ------
    Chunk
        Views that the next chunk overwrites.
    """
    gates, hidden, width = weights.W_x.shape
    columns = weights.W_x.reshape(gates * hidden, width).T
    kept: dict[str, Array] = {}
    for start in range(0, len(inputs), CHUNK):
        count = min(CHUNK, len(inputs) - start)
        seen = (inputs[start : start + count] @ columns).reshape(count, gates, hidden)
        for place, row in enumerate(seen):
            moment = advance(row, state, weights)
            kept = kept or {name: np.empty((CHUNK, len(a)), a.dtype) for name, a in moment.items()}
            for name, array in moment.items():
                kept[name][place] = array
            state = moment
        yield Chunk(start, start + count, {name: rows[:count] for name, rows in kept.items()})
