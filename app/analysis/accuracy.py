"""How close predictions come to the truth."""

from __future__ import annotations

import numpy as np

from app.weights import Array

__all__ = ["r_squared", "rounded_accuracy"]


def r_squared(predicted: Array, true: Array) -> float:
    """Share of the truth's variance that predictions explain: 1 - SS_error / SS_total.

    Parameters
    ----------
    predicted, true : array, equal shapes
        Numbers in the same unit.

    Returns
    -------
    float
        1 is perfect, 0 as good as always saying the mean, below 0 worse. 0 where the truth
        never changes.

    Examples
    --------
    >>> r_squared(np.array([1.0, 2.0, 4.0]), np.array([1.0, 2.0, 3.0]))
    0.5
    """
    true = np.asarray(true, np.float64)
    total = float(np.sum((true - true.mean()) ** 2))
    return 1 - float(np.sum((predicted - true) ** 2)) / total if total > 0 else 0.0


def rounded_accuracy(predicted: Array, true: Array) -> float:
    """Share of predictions that round to the true whole number.

    Parameters
    ----------
    predicted, true : array, equal shapes
        ``true`` holds whole numbers.

    Returns
    -------
    float
        Between 0 and 1.

    Examples
    --------
    >>> rounded_accuracy(np.array([0.2, 1.4, 1.6]), np.array([0, 1, 1]))
    0.6666666666666666
    """
    return float(np.mean(np.rint(predicted) == true))
