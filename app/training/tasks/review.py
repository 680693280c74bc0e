"""``review``: the feeling of an English review, word by word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.accuracy import r_squared
from app.analysis.correlation import unit_correlation
from app.analysis.gates import mean_at
from app.cells import get_cell
from app.training.measure import Evaluation, evaluate
from app.training.task import Batch, Model, Reading, Recipe, Task
from app.training.tasks.review_rule import sample, teach
from app.training.tasks.review_words import vocabulary

__all__ = ["REVIEW"]

Array = NDArray[Any]

RECIPE = Recipe(hidden_size=4, steps=7000, lengths=(8, 32), tidiness=0.1, seed=2)

READINGS = (Reading("score", 0.3), Reading("negation", 0.1), Reading("strength", 0.1, "hidden_state"))
SCORE = 0
TEXTS = Path(__file__).with_name("review_texts.txt")


def measure(model: Model) -> dict[str, float]:
    """R², correlations and an LSTM's kept share on sequences and texts that training never saw."""
    channels = get_cell(model.stack.cell).channels
    vectors = np.asarray(model.encoder.vectors, np.float64)
    generator = np.random.Generator(np.random.PCG64(20_000))
    usual = evaluate(model, sample(vectors, generator, RECIPE.lengths[1], 100))
    double = evaluate(model, sample(vectors, generator, 2 * RECIPE.lengths[1], 100))
    english = evaluate(model, *(read(model, text) for text in TEXTS.read_text("utf-8").splitlines()))
    metrics = {
        "r2": r2(usual),
        "r2_double_length": r2(double),
        "r2_english": r2(english),
    }
    if "forget_gate" in channels:
        held = mean_at(usual.traces, usual.hold, channel="forget_gate", unit=SCORE)
        metrics["forget_on_neutral"] = held
    for unit, reading in enumerate(READINGS):
        channel = reading.channel if reading.channel in channels else "hidden_state"
        metrics[f"r_{reading.name}"] = unit_correlation(
            usual.traces, usual.reading(unit), channel=channel, unit=unit
        )
    return metrics


def read(model: Model, text: str) -> Batch:
    """One text with its targets, a batch of one."""
    values = np.asarray(model.encoder.encode_text(text).values, np.float64)
    return teach(values[:, None])


def r2(held_out: Evaluation) -> float:
    return r_squared(np.concatenate(held_out.predictions), np.concatenate(held_out.targets))


REVIEW = Task(
    id="review",
    recipe=RECIPE,
    head_kind="linear",
    head_labels=("feeling",),
    readings=READINGS,
    vocabulary=vocabulary,
    sample=sample,
    measure=measure,
    at_least={
        "r2": 0.98,
        "r2_double_length": 0.98,
        "r2_english": 0.98,
        "r_score": 0.9,
        "r_negation": 0.9,
        "r_strength": 0.9,
    },
)
