"""``review``: the feeling of an English review, word by word."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.accuracy import r_squared
from app.analysis.correlation import unit_correlation
from app.analysis.gates import mean_at
from app.training.measure import Evaluation, evaluate
from app.training.task import Batch, Model, Reading, Recipe, Task
from app.training.tasks.review_card import CARD, TEXTS
from app.training.tasks.review_rule import sample, teach
from app.training.tasks.review_words import vocabulary

__all__ = ["REVIEW"]

Array = NDArray[Any]

RECIPE = Recipe(hidden_size=4, steps=8000, lengths=(8, 40), tidiness=0.03, seed=0)

READINGS = (
    Reading(
        "score",
        0.2,
        {"en": "the feeling so far: above 0 good, below 0 bad", "zh": "到目前为止的情感：大于 0 为好评，小于 0 为差评"},
    ),
    Reading(
        "negation",
        0.05,
        {"en": "a “not” that waits for its feeling word", "zh": "记着一个“not”，直到遇到它要否定的情感词"},
    ),
    Reading(
        "strength",
        0.05,
        {"en": "a “very” (above 0) or “slightly” (below 0) that waits", "zh": "记着一个“very”（大于 0）或“slightly”（小于 0）"},
    ),
)
SCORE, NEGATION, STRENGTH = range(3)


def measure(model: Model) -> dict[str, float]:
    """R², correlations and kept share on sequences and texts that training never saw."""
    vectors = np.asarray(model.encoder.vectors, np.float64)
    generator = np.random.Generator(np.random.PCG64(20_000))
    usual = evaluate(model, sample(vectors, generator, RECIPE.lengths[1], 100))
    double = evaluate(model, sample(vectors, generator, 2 * RECIPE.lengths[1], 100))
    english = evaluate(model, *(read(model, text) for text in TEXTS))
    metrics = {
        "r2": r2(usual),
        "r2_double_length": r2(double),
        "r2_english": r2(english),
        "forget_on_neutral": mean_at(usual.traces, usual.hold, channel="forget_gate", unit=SCORE),
    }
    for unit, reading in enumerate(READINGS):
        metrics[f"r_{reading.name}"] = unit_correlation(
            usual.traces, usual.reading(unit), channel=reading.channel, unit=unit
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
    },
    card=CARD,
)
