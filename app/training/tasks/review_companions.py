"""What ``review`` is compared with: a plain recurrent network, and itself before training.

Both are kept apart from the networks that a reader can choose, and read its vocabulary.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.analysis.memory import early_word_left, prediction_kept
from app.training.task import Model
from app.training.tasks.review import RECIPE, REVIEW, measure
from app.training.tasks.review_rule import VALENCE

__all__ = ["REVIEW_RNN", "REVIEW_UNTRAINED"]

# Two early words of one side that differ in degree, and two of different sides.
EARLY = {"degree": ("horrible", "dull"), "side": ("superb", "awful")}
GAP = 59


def measure_memory(model: Model) -> dict[str, float]:
    """The measures of ``review``, and how much of an early word is left after neutral words."""
    silence = np.zeros((GAP, model.encoder.size))
    metrics = measure(model)
    for kind, words in EARLY.items():
        early = np.asarray(model.encoder.encode_tokens(list(words)).values, np.float64)
        found = early_word_left(model.stack, model.head, early, silence)
        metrics[f"{kind}_left"] = float(found.prediction[-1])
    feelings = np.unique(np.asarray(model.encoder.vectors, np.float64), axis=0)
    for side, sign in (("praise", 1), ("blame", -1)):
        early = feelings[sign * feelings[:, VALENCE] > 0]
        metrics[f"{side}_kept"] = prediction_kept(model.stack, model.head, early, silence)
    return metrics


# Ten units of a plain cell have as many weights, 160, as the four units of the LSTM. Task, data,
# schedule and losses are the same; a penalty on gates means nothing to a cell that has none.
REVIEW_RNN = replace(
    REVIEW,
    id="review-rnn",
    recipe=replace(RECIPE, cell="rnn", hidden_size=10, tidiness=0.0),
    readings=tuple(replace(reading, channel="hidden_state") for reading in REVIEW.readings),
    measure=measure_memory,
    at_least={"r2": 0.94, "r2_double_length": 0.92, "r2_english": 0.94},
    companion_of=REVIEW.id,
)

# The same seed and no update: the weights that the training of ``review`` began with.
REVIEW_UNTRAINED = replace(
    REVIEW,
    id="review-untrained",
    recipe=replace(RECIPE, steps=0),
    measure=measure_memory,
    at_least={},
    companion_of=REVIEW.id,
)
