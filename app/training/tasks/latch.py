"""``latch``: one bit of memory, switched on and off by words.

"set" and "on" put it to 1, "reset" and "off" to 0, every other word leaves it. It begins at 0; setting
it again leaves it at 1. The rule speaks of every sequence of words.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.accuracy import r_squared, rounded_accuracy
from app.analysis.correlation import unit_correlation, unit_values
from app.analysis.gates import mean_at
from app.training.measure import Evaluation, at_both_lengths
from app.training.task import Batch, KnockOut, Model, Reading, Recipe, Task, Vocabulary
from app.training.tasks.latch_words import HOLD, RESET, SET, WORDS

__all__ = ["LATCH", "TASKS", "sample", "teach", "truth"]

Array = NDArray[Any]

# Of all words; a sequence draws how many switch the latch.
SHARE = (0.02, 0.3)
RECIPE = Recipe(hidden_size=2, steps=3000, lengths=(10, 40), batch=32, tidiness=1.0, seed=3)
READINGS = (Reading("state", 0.5), Reading("event", 1.0, "hidden_state"))
STATE = 0


def vocabulary() -> Vocabulary:
    """Words that set, words that reset, and common words that do nothing, as all other words do."""
    rows = [(1, 0)] * len(SET) + [(0, 1)] * len(RESET) + [(0, 0)] * len(HOLD)
    return Vocabulary("words", (*SET, *RESET, *HOLD), np.array(rows, np.float32), ("set", "reset"))


def truth(values: Array) -> Array:
    """The bit after each word.

    Parameters
    ----------
    values : array [T, 2] or [T, B, 2]
        (1, 0) sets, (0, 1) resets, zeros leave it.

    Returns
    -------
    array [T, 1] or [T, B, 1]
        1 or 0; NaN from a row that is none of these on, until the next that is.

    Examples
    --------
    >>> truth(np.array([[0, 0], [1, 0], [0, 0], [1, 0], [0, 1], [0, 0]])).ravel()
    array([0., 1., 1., 1., 0., 0.])
    """
    event = values.any(axis=-1)
    one = (np.sort(values, axis=-1) == [0, 1]).all(axis=-1)
    put = np.where(one, values[..., 0], np.nan)
    steps = np.arange(len(values)).reshape(-1, *[1] * (values.ndim - 2))
    last = np.maximum.accumulate(np.where(event, steps, -1), axis=0)
    bit = np.take_along_axis(put, np.maximum(last, 0), axis=0)
    return np.where(last < 0, 0.0, bit)[..., None]


def teach(inputs: Array) -> Batch:
    """Apply the rule, and say what each unit is asked for.

    Parameters
    ----------
    inputs : array [T, B, 2]
        As for :func:`truth`.

    Returns
    -------
    Batch
        Target: the bit. Readings: the memory, 0 before the first word that switches, then 1 or -1; and
        1 where a word switches.

    Examples
    --------
    >>> teach(np.array([[0, 0], [1, 0], [0, 0], [0, 1]])[:, None]).readings[:, 0]
    array([[ 0.,  0.],
           [ 1.,  1.],
           [ 1.,  0.],
           [-1.,  1.]])
    """
    event, bit = inputs.any(axis=2), truth(inputs)
    begun = np.logical_or.accumulate(event, axis=0)
    memory = np.where(begun, 2 * bit[..., 0] - 1, 0.0)
    return Batch(inputs, bit, np.stack([memory, event], axis=2), hold=np.logical_not(event))


def sample(vectors: Array, generator: np.random.Generator, length: int, count: int) -> Batch:
    """Random words; each sequence has its own share of those that switch.

    Parameters
    ----------
    vectors : array [V, 2]
        The vocabulary.
    generator : Generator
        Source of all choices.
    length, count : int
        T and B.

    Returns
    -------
    Batch
    """
    event = generator.random((length, count)) < generator.uniform(*SHARE, count)
    role = generator.integers(0, vectors.shape[1], (length, count))
    return teach(np.eye(vectors.shape[1])[role] * event[..., None])


def flatness(held_out: Evaluation) -> float:
    """How flat the memory is between events: R² of its cell state as it was at the last event."""
    states, kept = [], []
    for trace, hold in zip(held_out.traces, held_out.hold, strict=True):
        state = unit_values([trace], channel="cell_state", unit=STATE)
        last = np.maximum.accumulate(np.where(hold, -1, np.arange(hold.size)))
        after = hold & (last >= 0)
        states.append(state[after])
        kept.append(state[last[after]])
    return r_squared(np.concatenate(kept), np.concatenate(states))


def measure(model: Model) -> dict[str, float]:
    """Correlation, accuracy and flatness at the trained and at twice the trained length."""
    metrics: dict[str, float] = {}
    for suffix, held_out in at_both_lengths(model, sample, RECIPE.lengths[1]):
        predicted, true = np.concatenate(held_out.predictions), np.concatenate(held_out.targets)
        state = unit_correlation(held_out.traces, held_out.reading(STATE), channel="cell_state", unit=STATE)
        metrics |= {
            f"r_state{suffix}": state,
            f"accuracy{suffix}": rounded_accuracy(predicted, true),
            f"flat{suffix}": flatness(held_out),
        }
        if not suffix:
            metrics |= _gates(held_out)
    return metrics


def _gates(held_out: Evaluation) -> dict[str, float]:
    # A reset that finds the bit at 0 has nothing to forget.
    resets = [np.diff(bit, prepend=0.0) < -1 for bit in held_out.reading(STATE)]
    forget = {
        name: mean_at(held_out.traces, steps, channel="forget_gate", unit=STATE)
        for name, steps in (("hold", held_out.hold), ("reset", resets))
    }
    event = unit_correlation(held_out.traces, held_out.reading(1), channel="hidden_state", unit=1)
    return {
        "r_event": event,
        "forget_on_hold": forget["hold"],
        "forget_on_reset": forget["reset"],
    }


LATCH = Task(
    id="latch",
    recipe=RECIPE,
    head_kind="sigmoid",
    head_labels=("set",),
    readings=READINGS,
    vocabulary=vocabulary,
    sample=sample,
    measure=measure,
    truth=truth,
    at_least={
        "r_state": 0.95,
        "r_state_double_length": 0.95,
        "accuracy": 0.98,
        "accuracy_double_length": 0.98,
        "flat": 0.99,
        "r_event": 0.95,
    },
    knock_outs=(KnockOut("forget_gate", STATE, 0.0, "accuracy", 0.75),),
    words=WORDS,
)

TASKS = (LATCH,)
