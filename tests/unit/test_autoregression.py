"""The autoregressive forecast, against a fit by the normal equations and cases by hand."""

import numpy as np
import pytest

from app.errors import InvalidValues
from app.training.autoregression import Autoregression, fit_autoregression


def test_a_straight_line_is_found_from_one_lag() -> None:
    """1, 3, 5, 7: the next is the last plus 2."""
    found = fit_autoregression(np.arange(1.0, 20.0, 2.0), 1)
    assert found.intercept == pytest.approx(2)
    assert found.coefficients == pytest.approx([1])
    assert found.forecast(np.array([100.0])) == pytest.approx(102)


def test_the_normal_equations_give_the_same() -> None:
    series = np.random.default_rng(3).normal(size=80).cumsum()
    found = fit_autoregression(series, 4)
    rows = np.array([[1, *series[t - 1 : t - 5 if t > 4 else None : -1]] for t in range(4, 80)])
    solved = np.linalg.solve(rows.T @ rows, rows.T @ series[4:])
    assert [found.intercept, *found.coefficients] == pytest.approx(solved, abs=1e-9)


def test_the_last_value_has_the_first_coefficient() -> None:
    assert Autoregression(0.0, np.array([1.0, 10.0])).forecast(np.array([7.0, 2.0, 3.0])) == 23


def test_too_short_a_series_or_past_is_refused() -> None:
    with pytest.raises(InvalidValues, match="4 values are too few for an autoregression of order 2"):
        fit_autoregression(np.arange(4.0), 2)
    with pytest.raises(InvalidValues, match="1 values are too short a past; the order is 2"):
        Autoregression(0.0, np.ones(2)).forecast(np.ones(1))
