"""How a network that learned the rule of reviews is judged, whatever its language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.accuracy import r_squared
from app.analysis.correlation import unit_correlation
from app.analysis.gates import mean_at
from app.cells import cell_of
from app.training.measure import Evaluation, at_both_lengths, evaluate
from app.training.task import Batch, Model, Reading
from app.training.tasks.review_rule import sample, teach

__all__ = ["LENGTHS", "NEGATION", "READINGS", "SCORE", "measure_reviews", "truth"]

Array = NDArray[Any]

LENGTHS = (8, 32)
READINGS = (Reading("score", 0.3), Reading("negation", 0.1), Reading("strength", 0.1, "hidden_state"))
SCORE, NEGATION = 0, 1


def truth(values: Array) -> Array:
    """The score [T, 1] after each word of one sequence [T, 5], by the rule."""
    return teach(values[:, None]).targets[:, 0]


def measure_reviews(model: Model, language: str, texts: Path) -> dict[str, float]:
    """R², correlations and an LSTM's kept share on sequences and texts that training never saw.

    Parameters
    ----------
    model : Model
        Of any cell.
    language : str
        The metric of the texts is ``r2_<language>``.
    texts : Path
        A review a line.

    Returns
    -------
    dict
        Metric -> value.
    """
    channels = cell_of(model.stack).channels
    found = dict(at_both_lengths(model, sample, LENGTHS[1]))
    usual = found[""]
    written = evaluate(model, *(_read(model, text) for text in texts.read_text("utf-8").splitlines()))
    metrics = {f"r2{suffix}": _r2(held_out) for suffix, held_out in found.items()}
    metrics[f"r2_{language}"] = _r2(written)
    if "forget_gate" in channels:
        held = mean_at(usual.traces, usual.hold, channel="forget_gate", unit=SCORE)
        metrics["forget_on_neutral"] = held
    for unit, reading in enumerate(READINGS):
        channel = reading.channel if reading.channel in channels else "hidden_state"
        metrics[f"r_{reading.name}"] = unit_correlation(
            usual.traces, usual.reading(unit), channel=channel, unit=unit
        )
    return metrics


def _read(model: Model, text: str) -> Batch:
    """One text with its targets, a batch of one."""
    values = np.asarray(model.encoder.encode_text(text).values, np.float64)
    return teach(values[:, None])


def _r2(held_out: Evaluation) -> float:
    return r_squared(np.concatenate(held_out.predictions), np.concatenate(held_out.targets))
