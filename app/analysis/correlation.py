"""Does a unit carry a known quantity? Pearson's correlation over the steps of some traces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.trace import Trace
from app.weights import Array

__all__ = ["correlation", "unit_correlation", "unit_values"]


def correlation(a: Array, b: Array) -> float:
    """Pearson's r of two series; 0 where one of them never changes.

    Parameters
    ----------
    a, b : array [N]
        Two series of equal length.

    Returns
    -------
    float
        Between -1 and 1.

    Examples
    --------
    >>> round(correlation(np.array([0, 1, 2, 3]), np.array([1, 3, 5, 7])), 6)
    1.0
    >>> correlation(np.array([0, 1]), np.array([5, 5]))
    0.0
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt(np.sum(a**2) * np.sum(b**2)))
    return float(np.sum(a * b)) / scale if scale > 0 else 0.0


def unit_values(traces: Sequence[Trace], *, channel: str, unit: int, layer: int = 0) -> Array:
    """One unit's channel at every step of some traces, one after the other.

    Parameters
    ----------
    traces : sequence of Trace
        All with that channel, layer and unit selected; the forward direction is taken.
    channel : str
        Such as "cell_state".
    unit, layer : int
        Which unit.

    Returns
    -------
    array [N]
        N steps of all traces together.

    Examples
    --------
    >>> from app.trace import run
    >>> from app.weights import random_stack
    >>> stack = random_stack("lstm", 2, 3, seed=0)
    >>> traces = [run(stack, np.ones((4, 2))), run(stack, np.ones((6, 2)))]
    >>> unit_values(traces, channel="cell_state", unit=1).shape
    (10,)
    """
    columns = []
    for trace in traces:
        part = next(part for part in trace.layers if part.index == layer and part.direction == "forward")
        columns.append(part.channels[channel][:, part.units.index(unit)])
    return np.concatenate(columns)


def unit_correlation(
    traces: Sequence[Trace], truth: Sequence[Array], *, channel: str, unit: int, layer: int = 0
) -> float:
    """Pearson's r between a unit and a quantity known at every step.

    Parameters
    ----------
    traces : sequence of Trace
        As for :func:`unit_values`.
    truth : sequence of array [T]
        The quantity, one array a trace.
    channel : str
        Such as "cell_state".
    unit, layer : int
        Which unit.

    Returns
    -------
    float
        Over all steps of all traces together.

    Examples
    --------
    >>> from app.trace import run
    >>> from app.weights import random_stack
    >>> trace = run(random_stack("lstm", 2, 3, seed=0), np.ones((4, 2)))
    >>> truth = trace.layers[0].channels["cell_state"][:, 2]
    >>> round(unit_correlation([trace], [-truth], channel="cell_state", unit=2), 6)
    -1.0
    """
    values = unit_values(traces, channel=channel, unit=unit, layer=layer)
    return correlation(values, np.concatenate(truth))
