"""``sunspots``: next year's sunspot number from those so far.

The network reads one number a year and says the next. It is trained on windows of random start and
length, so that it also reads a dozen numbers that somebody types, and each window is made larger or
smaller by a random factor and a little noisy: the largest cycle of all, that of 1957, is held out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.correlation import correlation
from app.trace import run
from app.training.task import Batch, KnockOut, LookAt, Model, Recipe, Task, Vocabulary
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
from app.training.tasks.sunspots_words import WORDS
from app.training.words import Bilingual

__all__ = ["SUNSPOTS", "TASKS", "sample", "truth"]

Array = NDArray[Any]

RECIPE = Recipe(
    hidden_size=8,
    steps=1000,
    lengths=(12, 120),
    batch=32,
    rate=0.01,
    seed=4,
    candidate_bias=True,
    input_scale=100.0,
    output_scale=100.0,
)
LARGER, NOISE = 0.5, 0.05
SHORT = (12, 25, 50)
CYCLE = 11  # years
# In sunspot numbers, and for shares: another machine rounds otherwise, and training carries that on.
TOLERANCE = {"rmse": 1.5, "rmse_from_1950": 1.5, "below_persistence": 0.05, "below_ar9": 0.08}
TOLERANCE |= {f"rmse_after_{years}": 1.5 for years in SHORT} | {
    f"r_{name}": 0.1 for name in ("level", "phase", "strength")
}
COMPUTED_ON: Bilingual = {"en": "the held-out years 1950 to 2007", "zh": "未用于训练的 1950 至 2007 年"}


def vocabulary() -> Vocabulary:
    """None: it reads numbers, one a year."""
    return Vocabulary("values", (), np.zeros((0, 1)), ("sunspots",))


def truth(values: Array) -> Array:
    """The number that follows each; nobody knows what follows the last.

    Parameters
    ----------
    values : array [T, 1]

    Returns
    -------
    array [T, 1]

    Examples
    --------
    >>> truth(np.array([[5.0], [11.0], [16.0]])).ravel()
    array([11., 16., nan])
    """
    return np.concatenate([values[1:], np.full((1, 1), np.nan)])


def sample(_vectors: Array, generator: np.random.Generator, length: int, count: int) -> Batch:
    """Windows of the training years, in hundreds, each larger or smaller by a factor of its own.

    Parameters
    ----------
    _vectors : array [0, 1]
        Not looked at.
    generator : Generator
        Source of all choices.
    length, count : int
        T and B.

    Returns
    -------
    Batch
        The noise is in the inputs only.
    """
    series = sunspots()[: HELD_OUT - FIRST] / RECIPE.input_scale
    begins = generator.integers(0, len(series) - length, count)
    windows = series[begins + np.arange(length + 1)[:, None]]
    windows = windows * np.exp(generator.uniform(-LARGER, LARGER, count))
    inputs = windows[:-1] + NOISE * generator.standard_normal((length, count))
    nothing = np.zeros((length, count, 0))
    return Batch(inputs[..., None], windows[1:, :, None], nothing, np.zeros((length, count), bool))


def measure(model: Model) -> dict[str, float]:
    """One-step forecasts of the held-out years, beside those of two rivals on the same years."""
    series, first = sunspots(), HELD_OUT - FIRST
    true = series[first:]
    own = rmse(forecasts(model, series[:-1])[first - 1 :], true)
    same, fitted = rmse(persistent(series, first), true), rmse(autoregressive(series, first), true)
    metrics = {
        "rmse": own,
        "rmse_persistence": same,
        "rmse_ar9": fitted,
        "below_persistence": 1 - own / same,
        "below_ar9": 1 - own / fitted,
    }
    for years in SHORT:
        metrics[f"rmse_after_{years}"] = rmse(forecasts_after(model, series, first, years), true)
    metrics["rmse_from_1950"] = rmse(forecasts(model, true[:-1]), true[1:])
    return metrics | {f"r_{entry.name}": entry.correlation for entry in look_at(model)}


def quantities(series: Array) -> dict[str, Array]:
    """What a forecast has to know of a year, for every year but the first ten and the last.

    Parameters
    ----------
    series : array [T]

    Returns
    -------
    dict of array [T - 11]
        ``level``: the number itself; ``phase``: the next minus the one before, above zero on the way up;
        ``strength``: the mean of eleven years, about one cycle.

    Examples
    --------
    >>> found = quantities(np.arange(14.0) ** 2)
    >>> {name: quantity.tolist() for name, quantity in found.items()}
    {'level': [100.0, 121.0, 144.0], 'phase': [40.0, 44.0, 48.0], 'strength': [35.0, 46.0, 59.0]}
    """
    means = np.convolve(series, np.ones(CYCLE), "valid") / CYCLE
    before, now, following = series[CYCLE - 2 : -2], series[CYCLE - 1 : -1], series[CYCLE:]
    return {"level": now, "phase": following - before, "strength": means[:-1]}


def look_at(model: Model) -> list[LookAt]:
    """For each quantity the unit and the state that rise with it most clearly in the trained years.

    The correlation is that of the held-out years, which had no say in the choice.
    """
    series = sunspots()
    channels = run(model.stack, series[:, None]).layers[0].channels
    held_out = HELD_OUT - FIRST - (CYCLE - 1)
    # The phase of the last trained year knows of the first held-out one.
    trained = held_out - 1
    found = []
    for name, quantity in quantities(series).items():
        rows = {
            (channel, unit): channels[channel][CYCLE - 1 : -1, unit]
            for channel in ("cell_state", "hidden_state")
            for unit in range(RECIPE.hidden_size)
        }
        channel, unit = max(rows, key=lambda place: correlation(rows[place][:trained], quantity[:trained]))
        r = correlation(rows[channel, unit][held_out:], quantity[held_out:])
        found.append(LookAt(unit, channel, name, round(r, 4), COMPUTED_ON))
    return found


SUNSPOTS = Task(
    id="sunspots",
    recipe=RECIPE,
    head_kind="linear",
    head_labels=("next year",),
    readings=(),
    vocabulary=vocabulary,
    sample=sample,
    measure=measure,
    truth=truth,
    look_at=look_at,
    at_least={"below_persistence": 0.4},
    tolerance=TOLERANCE,
    knock_outs=(KnockOut(gate="forget_gate", unit=7, value=1.0, metric="below_persistence", at_most=0.0),),
    predicts="next",
    words=WORDS,
)

TASKS = (SUNSPOTS,)
