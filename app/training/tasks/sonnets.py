"""``sonnets``: the next character of Shakespeare's sonnets.

Nothing is asked of any unit; those that tell something were found by looking, on sonnets that
training never saw. What the network reaches stands beside an n-gram model of the same text.
"""

from __future__ import annotations

import numpy as np

from app.training.task import KnockOut, Recipe, Task, Vocabulary
from app.training.tasks.sonnets_measure import look_at, measure
from app.training.tasks.sonnets_text import ALPHABET, sample
from app.training.tasks.sonnets_words import LINE, WORDS

__all__ = ["SONNETS", "TASKS"]


def vocabulary() -> Vocabulary:
    """One input for each character of the alphabet; any other character is all zeros."""
    return Vocabulary("characters", tuple(ALPHABET), np.eye(len(ALPHABET), dtype=np.float32), tuple(ALPHABET))


# Updates, dropout and decay by the development text: app/training/tasks/sonnets_text.py.
RECIPE = Recipe(
    hidden_size=96,
    steps=3000,
    lengths=(64, 160),
    batch=16,
    rate=0.008,
    dropout=0.25,
    weight_decay=0.05,
    precision="float32",
    seed=0,
)

SONNETS = Task(
    id="sonnets",
    recipe=RECIPE,
    head_kind="softmax",
    head_labels=tuple(ALPHABET),
    readings=(),
    vocabulary=vocabulary,
    sample=sample,
    measure=measure,
    look_at=look_at,
    at_least={
        "bits_below_trigram": 0.25,
        "line_end_bits_below_trigram": 0.5,
        "r_line_position": 0.7,
        "r_word_position": 0.6,
        "r_vowel_next": 0.4,
        "r_word_end_next": 0.4,
    },
    knock_outs=(KnockOut("forget_gate", LINE, 0.0, "line_end_bits_below_trigram", -1.0),),
    words=WORDS,
    predicts="next",
)

TASKS = (SONNETS,)
