"""The yearly sunspot numbers, which years are held out, and forecasts of them.

Which years are trained on was fixed before anything was measured: 1700 to 1949. The recipe was
chosen by forecasts of 1900 to 1949 from networks trained on 1700 to 1899, never by later years.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import GatescopeError
from app.heads import predict
from app.trace import run
from app.training.autoregression import fit_autoregression
from app.training.package_files import package_file
from app.training.task import Model

__all__ = [
    "FIRST",
    "HELD_OUT",
    "autoregressive",
    "forecasts",
    "forecasts_after",
    "persistent",
    "rmse",
    "sunspots",
]

Array = NDArray[Any]

FIRST, HELD_OUT = 1700, 1950
ORDER = 9


@cache
def sunspots() -> Array:
    """The numbers of 1700 to 2008, one a year [309], as the package statsmodels brings them."""
    path = package_file("statsmodels", "statsmodels/datasets/sunspots/sunspots.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(int(float(row["YEAR"])), float(row["SUNACTIVITY"])) for row in csv.DictReader(file)]
    years, numbers = zip(*rows, strict=True)
    if years != tuple(range(FIRST, FIRST + len(years))):
        raise GatescopeError(
            f"{path.name} does not hold one row a year from {FIRST} on", hint="Install the package again."
        )
    return np.array(numbers)


def rmse(said: Array, true: Array) -> float:
    """Root of the mean squared error.

    Parameters
    ----------
    said, true : array [N]

    Returns
    -------
    float

    Examples
    --------
    >>> rmse(np.array([1.0, 5.0]), np.array([2.0, 12.0]))
    5.0
    """
    return float(np.sqrt(np.mean((np.asarray(said, np.float64) - true) ** 2)))


def forecasts(model: Model, past: Array) -> Array:
    """What the network says will follow each number, having read all before it.

    Parameters
    ----------
    model : Model
        Reads one number a step.
    past : array [T]

    Returns
    -------
    array [T]
        Entry t is the forecast of number t + 1.
    """
    trace = run(model.stack, np.asarray(past)[:, None])
    return predict(model.head, np.asarray(trace.output))[:, 0].astype(np.float64)


def forecasts_after(model: Model, series: Array, first: int, years: int) -> Array:
    """Forecasts of number ``first`` and all later ones, each after reading only the ``years`` before it."""
    return np.array([forecasts(model, series[at - years : at])[-1] for at in range(first, len(series))])


def persistent(series: Array, first: int) -> Array:
    """The forecast that nothing changes, of number ``first`` and all later ones."""
    return series[first - 1 : -1]


def autoregressive(series: Array, first: int) -> Array:
    """One-step forecasts of number ``first`` and all later ones by an AR(9) fitted to those before it."""
    fitted = fit_autoregression(series[:first], ORDER)
    return np.array([fitted.forecast(series[:at]) for at in range(first, len(series))])
