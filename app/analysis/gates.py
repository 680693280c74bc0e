"""What a gate does at chosen steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.analysis.correlation import unit_values
from app.trace import Trace
from app.weights import Array

__all__ = ["mean_at"]


def mean_at(traces: Sequence[Trace], steps: Sequence[Array], *, channel: str, unit: int) -> float:
    """Mean of one unit's channel over the chosen steps.

    Parameters
    ----------
    traces : sequence of Trace
        With that channel and unit selected.
    steps : sequence of array [T] of bool
        Which steps count, one array a trace.
    channel : str
        Such as "forget_gate".
    unit : int
        Which unit of the first layer.

    Returns
    -------
    float
        NaN where no step was chosen.

    Examples
    --------
    >>> from app.trace import run
    >>> from app.weights import random_stack
    >>> trace = run(random_stack("lstm", 2, 3, seed=0), np.ones((4, 2)))
    >>> first = np.array([True, False, False, False])
    >>> value = mean_at([trace], [first], channel="forget_gate", unit=0)
    >>> bool(value == trace.layers[0].channels["forget_gate"][0, 0])
    True
    """
    chosen = unit_values(traces, channel=channel, unit=unit)[np.concatenate(steps)]
    return float(chosen.mean()) if chosen.size else float("nan")
