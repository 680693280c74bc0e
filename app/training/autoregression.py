"""The autoregressive forecast: the next value as a weighted sum of the last ones.

Yule (1927), "On a method of investigating periodicities in disturbed series, with special
reference to Wolfer's sunspot numbers", fitted the first one, to sunspots. Box & Jenkins,
"Time Series Analysis", chapter 7, give the conditional least squares that are used here; order 9
is a usual choice for the yearly numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import InvalidValues

__all__ = ["Autoregression", "fit_autoregression"]

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Autoregression:
    """y[t] = intercept + sum_k coefficients[k] y[t - 1 - k].

    Attributes
    ----------
    intercept : float
    coefficients : array [P]
        The weight of the last value first.
    """

    intercept: float
    coefficients: Array

    def forecast(self, past: Array) -> float:
        """The value that follows.

        Parameters
        ----------
        past : array [N], N >= P
            What was observed, oldest first; only the last P count.

        Returns
        -------
        float

        Raises
        ------
        InvalidValues
            When the past is shorter than P.

        Examples
        --------
        >>> Autoregression(1.0, np.array([0.5, 0.25])).forecast(np.array([9.0, 4.0, 2.0]))
        3.0
        """
        order = self.coefficients.size
        if len(past) < order:
            raise InvalidValues(
                f"{len(past)} values are too short a past; the order is {order}",
                hint=f"Give at least {order} values.",
            )
        last = np.asarray(past, np.float64)[len(past) - order :][::-1]
        return float(self.intercept + self.coefficients @ last)


def fit_autoregression(series: Array, order: int) -> Autoregression:
    """Fit by least squares, conditional on the first values.

    Parameters
    ----------
    series : array [N], N > 2 * order
        Observed at equal distances, oldest first.
    order : int
        P, how many past values count.

    Returns
    -------
    Autoregression
        Minimises the sum of squared one-step errors over t = P .. N - 1.

    Raises
    ------
    InvalidValues
        When the series is too short for P + 1 unknowns.

    Examples
    --------
    >>> series = np.array([1.0, 2.0])
    >>> for _ in range(20):
    ...     series = np.append(series, 3 + 0.5 * series[-1] - 0.8 * series[-2])
    >>> found = fit_autoregression(series, 2)
    >>> round(found.intercept, 9), found.coefficients.round(9)
    (3.0, array([ 0.5, -0.8]))
    """
    series = np.asarray(series, np.float64)
    if series.size <= 2 * order:
        raise InvalidValues(
            f"{series.size} values are too few for an autoregression of order {order}",
            hint=f"Give more than {2 * order} values.",
        )
    lags = [series[order - 1 - k : series.size - 1 - k] for k in range(order)]
    columns = np.stack([np.ones(series.size - order), *lags], axis=1)
    solution, *_ = np.linalg.lstsq(columns, series[order:], rcond=None)
    return Autoregression(float(solution[0]), solution[1:])
