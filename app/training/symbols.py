"""What the tasks over a small alphabet share: which symbol a step holds, which ones a head expects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["BAR", "expected_exactly", "spread", "symbol_at"]

Array = NDArray[Any]

# At most two symbols may come in any of these languages, so an even share is at least a half:
# a symbol counts as expected from half of that on.
BAR = 0.25


def symbol_at(inputs: Array) -> Array:
    """The symbol of each one-hot step.

    Parameters
    ----------
    inputs : array [..., V]
        What a network over V symbols reads.

    Returns
    -------
    array [...] of int
        0 to V - 1; -1 where the step is not exactly one symbol, as for an unknown character.

    Examples
    --------
    >>> symbol_at(np.array([[0, 1], [0, 0], [0.5, 0.5]]))
    array([ 1, -1, -1])
    """
    exact = ((inputs == 0) | (inputs == 1)).all(axis=-1) & (inputs.sum(axis=-1) == 1)
    return np.where(exact, inputs.argmax(axis=-1), -1)


def spread(may_come: Array) -> Array:
    """Probability shared evenly by all symbols that may come.

    Parameters
    ----------
    may_come : array [..., V] of bool
        None at a step that has no truth.

    Returns
    -------
    array [..., V]
        Each row sums to 1; NaN where nothing may come.

    Examples
    --------
    >>> spread(np.array([[True, False, True], [False, False, False]]))
    array([[0.5, 0. , 0.5],
           [nan, nan, nan]])
    """
    count = may_come.sum(axis=-1, keepdims=True)
    return np.where(count > 0, may_come / np.maximum(count, 1), np.nan)


def expected_exactly(predictions: Sequence[Array], truths: Sequence[Array], bar: float = BAR) -> Array:
    """Whether a head expects all symbols that may come, and no other.

    Parameters
    ----------
    predictions, truths : sequence of array [T, V]
        Probabilities, and :func:`spread` of what may come; steps without a truth are left out.
    bar : float
        A symbol is expected when its probability is above.

    Returns
    -------
    array [N] of bool
        The steps of all sequences, one after the other.

    Examples
    --------
    >>> truth = np.array([[0.5, 0.5, 0.0]] * 3)
    >>> says = np.array([[0.6, 0.4, 0.0], [0.9, 0.1, 0.0], [0.4, 0.3, 0.3]])
    >>> expected_exactly([says], [truth])
    array([ True, False, False])
    """
    said, true = np.concatenate(predictions), np.concatenate(truths)
    told = ~np.isnan(true).any(axis=1)
    return np.asarray(((said[told] > bar) == (true[told] > 0)).all(axis=1))
