"""``sunspots``: what it is trained on, what it is measured against, and what its card says of that."""

import numpy as np
import pytest

from app.encoders import ValuesEncoder
from app.registry import read_network
from app.training.making import ZOO
from app.training.task import Model
from app.training.tasks.sunspots import RECIPE, SUNSPOTS, quantities, sample, truth
from app.training.tasks.sunspots_series import (
    FIRST,
    HELD_OUT,
    autoregressive,
    forecasts,
    forecasts_after,
    persistent,
    rmse,
    sunspots,
)

HELD = HELD_OUT - FIRST


@pytest.fixture(scope="module")
def model() -> Model:
    network = read_network(ZOO / "sunspots.safetensors")
    assert isinstance(network.encoder, ValuesEncoder)
    assert network.head is not None
    return Model(network.stacks[0], network.encoder, network.head)


def test_the_series_is_that_of_the_observatories() -> None:
    series = sunspots()
    assert len(series) == 309
    assert series[[0, 1, 2, 257, 308]].tolist() == [5, 11, 16, 190.2, 2.9]
    assert series.argmax() + FIRST == 1957


def test_the_truth_is_the_next_number_and_nobody_knows_the_last() -> None:
    assert truth(np.array([[5.0], [11.0]])).tolist()[0] == [11]
    assert np.isnan(truth(np.array([[5.0]]))).all()


def test_a_window_comes_from_the_trained_years_only() -> None:
    """Each is a stretch of them times one factor: the ratios of its targets say which."""
    series = sunspots()
    generator = np.random.default_rng(0)
    batch = sample(np.zeros((0, 1)), generator, 40, 64)
    assert batch.inputs.shape == batch.targets.shape == (40, 64, 1)
    ends = []
    for n in range(64):
        target = batch.targets[:, n, 0]
        fits = [
            at
            for at in range(len(series) - 40)
            if np.corrcoef(series[at + 1 : at + 41], target)[0, 1] > 1 - 1e-9
        ]
        [begin] = fits
        factor = target.sum() * RECIPE.output_scale / series[begin + 1 : begin + 41].sum()
        assert np.exp(-0.5) <= factor <= np.exp(0.5)
        scaled = factor * series[begin : begin + 40] / RECIPE.input_scale
        assert np.abs(batch.inputs[:, n, 0] - scaled).max() < 0.25
        ends.append(begin + 40)
    assert max(ends) < HELD


def test_the_rivals_by_hand() -> None:
    series = np.array([1.0, 2.0, 4.0, 8.0])
    assert persistent(series, 2).tolist() == [2, 4]
    assert rmse(persistent(series, 2), series[2:]) == pytest.approx(np.sqrt((4 + 16) / 2))


def test_the_autoregression_is_fitted_to_the_trained_years_only() -> None:
    """Other held-out numbers change its forecasts only by what it reads, not its coefficients."""
    series, other = sunspots(), sunspots().copy()
    other[HELD + 1 :] = 0
    assert autoregressive(series, HELD)[0] == autoregressive(other, HELD)[0]
    lags = [series[8 - k : HELD - 1 - k] for k in range(9)]
    columns = np.stack([np.ones(HELD - 9), *lags], axis=1)
    solved = np.linalg.solve(columns.T @ columns, columns.T @ series[9:HELD])
    assert autoregressive(series, HELD)[0] == pytest.approx(solved @ [1, *series[HELD - 1 : HELD - 10 : -1]])


def test_a_forecast_never_sees_what_it_forecasts(model: Model) -> None:
    series = sunspots()
    changed = series.copy()
    changed[HELD:] = 0
    said = forecasts(model, series[:-1])
    assert said[HELD - 1] == forecasts(model, changed[:-1])[HELD - 1]
    assert said[HELD - 1] == pytest.approx(forecasts_after(model, series, HELD, HELD)[0], rel=1e-5)
    assert len(forecasts_after(model, series, HELD, 12)) == 59


def test_what_is_looked_for_by_hand() -> None:
    series = np.array([0.0] * 9 + [3, 14, 5])
    found = quantities(series)
    assert found["level"].tolist() == [14]
    assert found["phase"].tolist() == [2]
    assert found["strength"] == pytest.approx([17 / 11])


def test_the_notes_say_what_was_measured(model: Model) -> None:
    metrics = SUNSPOTS.measure(model)
    assert metrics["below_ar9"] > 0
    assert metrics["below_persistence"] == pytest.approx(1 - metrics["rmse"] / metrics["rmse_persistence"])
    for language in ("en", "zh"):
        notes = " ".join(note[language] for note in SUNSPOTS.words.notes)
        for name in ("rmse", "rmse_ar9", "rmse_persistence", "rmse_after_12", "rmse_after_25"):
            assert f"{metrics[name]:.1f}" in notes, name


def test_the_examples_are_the_series_and_the_sine_says_that_it_is_none() -> None:
    first, second, third = SUNSPOTS.words.examples
    series = sunspots()
    assert [row[0] for row in first["values"]] == series[HELD:].tolist()
    assert [row[0] for row in second["values"]] == series[85:131].tolist()
    assert "not real" in third["title"]["en"]
