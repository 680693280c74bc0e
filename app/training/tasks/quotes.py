"""``quotes``: inside or outside quotation marks, in any text; and ``quotes-plain``, without tidier gates.

A quotation begins with a mark that opens it and ends with one that closes it. A straight mark " does
both, a curly “ only opens and ” only closes; 「 and 」 are read as “ and ”. The opening mark counts as
inside, the closing one as outside; every other character, single quotes and apostrophes too, changes
nothing.

The rule knows one level and marks that come in pairs. From the first mark that does not fit on, it is
silent: a closing mark where nothing is open, an opening one inside, or a pair of two kinds ("…”). What
the network says there is its own affair.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.accuracy import rounded_accuracy
from app.analysis.correlation import unit_correlation
from app.analysis.gates import mean_at
from app.training.measure import at_both_lengths
from app.training.task import Batch, KnockOut, Model, Reading, Recipe, Task, Vocabulary
from app.training.tasks.quotes_words import PLAIN_WORDS, WORDS

__all__ = ["QUOTES", "TASKS", "sample", "teach", "truth"]

Array = NDArray[Any]

STRAIGHT, OPENING, CLOSING = range(3)
MARKS = {'"': STRAIGHT, "“": OPENING, "「": OPENING, "”": CLOSING, "」": CLOSING}
# Of all characters; a text draws how many are marks.
SHARE = (0.01, 0.3)

RECIPE = Recipe(hidden_size=4, steps=4000, lengths=(16, 64), batch=32, tidiness=1.0, seed=3)
READINGS = (
    Reading("inside", 0.3),
    Reading("opening", 1.0, "hidden_state"),
    Reading("closing", 1.0, "hidden_state"),
    Reading("mark", 1.0, "hidden_state"),
)
INSIDE = 0


def vocabulary() -> Vocabulary:
    """The marks; every other character is unknown, which is all zeros."""
    vectors = np.eye(3, dtype=np.float32)[list(MARKS.values())]
    return Vocabulary("characters", tuple(MARKS), vectors, ('"', "“", "”"))


def truth(values: Array) -> Array:
    """Inside or outside, as far as the rule speaks.

    Parameters
    ----------
    values : array [T, 3] or [T, B, 3]
        One-hot marks, zeros for any other character.

    Returns
    -------
    array [T, 1] or [T, B, 1]
        1 inside, 0 outside, NaN from the first mark on that does not fit.

    Examples
    --------
    >>> text = np.array([[0, 1, 0], [0, 0, 0], [0, 0, 1], [0, 0, 1], [0, 0, 0]])
    >>> truth(text).ravel()
    array([ 1.,  1.,  0., nan, nan])
    """
    marks = np.asarray(values.any(axis=-1))
    opens = np.cumsum(marks, axis=0) % 2 == 1
    role = values.argmax(axis=-1)
    fits = np.where(
        opens, role != CLOSING, role == np.where(_before(role, marks) == OPENING, CLOSING, STRAIGHT)
    )
    whole = (values == np.eye(3)[role]).all(axis=-1)
    fits = np.logical_and.accumulate(np.logical_not(marks) | (fits & whole), axis=0)
    return np.where(fits, opens, np.nan)[..., None]


def _before(role: Array, marks: Array) -> Array:
    """The role of the mark before each step; of no meaning where there is none."""
    steps = np.arange(len(role)).reshape(-1, *[1] * (role.ndim - 1))
    last = np.maximum.accumulate(np.where(marks, steps, 0), axis=0)
    before: Array = np.concatenate([np.zeros_like(last[:1]), last[:-1]])
    return np.asarray(np.take_along_axis(role, before, axis=0))


def teach(inputs: Array) -> Batch:
    """Apply the rule, and say what each unit is asked for.

    Parameters
    ----------
    inputs : array [T, B, 3]
        As for :func:`truth`.

    Returns
    -------
    Batch
        Target: 1 inside, 0 outside. Readings: the memory, 0 before the first mark, then 1 inside and
        -1 outside; and three that are 1 at a mark that opens, at one that closes, at any.

    Examples
    --------
    >>> text = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0], [1, 0, 0]])[:, None]
    >>> teach(text).readings[:, 0]
    array([[ 0.,  0.,  0.,  0.],
           [ 1.,  1.,  0.,  1.],
           [ 1.,  0.,  0.,  0.],
           [-1.,  0.,  1.,  1.]])
    """
    marks = inputs.any(axis=2)
    seen = np.cumsum(marks, axis=0)
    memory = np.where(seen == 0, 0.0, np.where(seen % 2 == 1, 1.0, -1.0))
    readings = np.stack([memory, marks & (memory > 0), marks & (memory < 0), marks], axis=2)
    return Batch(inputs, truth(inputs), readings, hold=np.logical_not(marks))


def sample(vectors: Array, generator: np.random.Generator, length: int, count: int) -> Batch:
    """Random texts of marks in pairs, straight or curly, and other characters.

    Parameters
    ----------
    vectors : array [V, 3]
        The vocabulary; its rows are the three roles.
    generator : Generator
        Source of all choices.
    length, count : int
        T and B.

    Returns
    -------
    Batch
    """
    marks = generator.random((length, count)) < generator.uniform(*SHARE, count)
    curly = generator.random((length // 2 + 1, count)) < 0.5
    seen = np.cumsum(marks, axis=0)
    pair = np.take_along_axis(curly, np.maximum(seen - 1, 0) // 2, axis=0)
    role = np.where(pair, np.where(seen % 2 == 1, OPENING, CLOSING), STRAIGHT)
    return teach(np.eye(vectors.shape[1])[role] * marks[..., None])


def measure(model: Model) -> dict[str, float]:
    """Accuracy at the trained and at twice the trained length, what each unit carries, the forget gate."""
    found = dict(at_both_lengths(model, sample, RECIPE.lengths[1]))
    usual = found[""]
    letters, marks = (
        mean_at(usual.traces, steps, channel="forget_gate", unit=INSIDE)
        for steps in (usual.hold, [np.logical_not(hold) for hold in usual.hold])
    )
    metrics = {
        f"accuracy{suffix}": rounded_accuracy(
            np.concatenate(held_out.predictions), np.concatenate(held_out.targets)
        )
        for suffix, held_out in found.items()
    }
    metrics |= {
        "forget_on_letters": letters,
        "forget_on_marks": marks,
        "forget_hold_minus_event": letters - marks,
    }
    for unit, reading in enumerate(READINGS):
        metrics[f"r_{reading.name}"] = unit_correlation(
            usual.traces, usual.reading(unit), channel=reading.channel, unit=unit
        )
    return metrics


CARRIED = {"r_inside": 0.9, "r_opening": 0.9, "r_closing": 0.9, "r_mark": 0.95}
RIGHT = {"accuracy": 0.98, "accuracy_double_length": 0.98}

QUOTES = Task(
    id="quotes",
    recipe=RECIPE,
    head_kind="sigmoid",
    head_labels=("inside",),
    readings=READINGS,
    vocabulary=vocabulary,
    sample=sample,
    measure=measure,
    truth=truth,
    at_least={**RIGHT, "forget_hold_minus_event": 0.8, **CARRIED},
    knock_outs=(KnockOut("forget_gate", INSIDE, 0.0, "accuracy", 0.7),),
    words=WORDS,
)

QUOTES_PLAIN = replace(
    QUOTES,
    id="quotes-plain",
    recipe=replace(RECIPE, tidiness=0.0),
    at_least={**RIGHT, **CARRIED},
    words=PLAIN_WORDS,
    variant_of=QUOTES.id,
)

TASKS = (QUOTES, QUOTES_PLAIN)
