"""``counter``: as many b as there were a, after Gers & Schmidhuber (2001).

A string is n times "a", then n times "b", then "."; another string may follow. The head says what
may come next: after an "a" another one or the first "b", after a "b" only "b" until the a are used
up, then ".", after "." an "a". Training strings have n from 1 to TRAINED_TO. Where a text leaves the
language, there is no truth any more.

Gers & Schmidhuber, LSTM recurrent networks learn simple context-free and context-sensitive
languages, IEEE Transactions on Neural Networks 12 (2001); theirs has peepholes, this one has not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.correlation import unit_correlation
from app.training.measure import Evaluation, evaluate
from app.training.symbols import expected_exactly, spread, symbol_at
from app.training.task import Batch, KnockOut, LookAt, Model, Reading, Recipe, Task, Vocabulary
from app.training.tasks.counter_words import WORDS
from app.training.words import Bilingual

__all__ = ["COUNTER", "TASKS", "right_strings", "right_up_to", "sample", "string", "teach", "truth"]

Array = NDArray[Any]

ENTRIES = ("a", "b", ".")
A, B, END = range(3)
TRAINED_TO, MEASURED_TO = 10, 25
RECIPE = Recipe(hidden_size=3, steps=8000, lengths=(12, 44), batch=32, seed=1)
# Plain training: no unit is asked for anything.
READINGS: tuple[Reading, ...] = ()
# No reading names a unit; with this seed it is the last one that counts.
COUNTING = 2


def vocabulary() -> Vocabulary:
    """The three characters; any other is all zeros."""
    return Vocabulary("characters", ENTRIES, np.eye(3, dtype=np.float32), ENTRIES)


def string(n: int) -> list[int]:
    """The symbols of one string.

    Examples
    --------
    >>> "".join(ENTRIES[symbol] for symbol in string(3))
    'aaabbb.'
    """
    return [A] * n + [B] * n + [END]


def teach(inputs: Array) -> Batch:
    """Count, and say what may come next.

    Parameters
    ----------
    inputs : array [T, B, 3]
        One-hot a, b and "."; zeros for any other character.

    Returns
    -------
    Batch
        Target: the same probability for each symbol that may come, NaN from the first step on that no
        string begins with. Reading: how many b are missing.

    Examples
    --------
    >>> batch = teach(np.eye(3)[[A, A, B, B, END]][:, None])
    >>> batch.targets[:, 0]
    array([[0.5, 0.5, 0. ],
           [0.5, 0.5, 0. ],
           [0. , 1. , 0. ],
           [0. , 0. , 1. ],
           [1. , 0. , 0. ]])
    >>> batch.readings.ravel()
    array([1., 2., 1., 0., 0.])
    """
    symbols = symbol_at(inputs)
    may_come = np.zeros((*symbols.shape, 3), bool)
    missing = np.zeros(symbols.shape)
    count, falling = np.zeros(symbols.shape[1], int), np.zeros(symbols.shape[1], bool)
    inside = ~falling
    for t, symbol in enumerate(symbols):
        a, b, end = symbol == A, symbol == B, symbol == END
        inside = inside & ((a & ~falling) | (b & (count > 0)) | (end & falling & (count == 0)))
        count, falling = inside * (count + a - b), (falling & ~end) | b
        may_come[t, :, A] = a | end
        may_come[t, :, B] = a | (count > 0)
        may_come[t, :, END] = b & (count == 0)
        may_come[t] &= inside[:, None]
        missing[t] = count
    return Batch(inputs, spread(may_come), missing[..., None], hold=np.zeros(symbols.shape, bool))


def sample(vectors: Array, generator: np.random.Generator, length: int, count: int) -> Batch:
    """Strings one after another, cut at the length.

    Parameters
    ----------
    vectors : array [3, 3]
        The vocabulary.
    generator : Generator
        Source of all choices.
    length, count : int
        T and B.

    Returns
    -------
    Batch
    """
    n = generator.integers(1, TRAINED_TO + 1, size=(count, length // 3 + 1))
    ends = np.cumsum(2 * n + 1, axis=1)
    steps = np.arange(length)[:, None]
    which = (ends <= steps[..., None]).sum(axis=2)
    n_here, end_here = (np.take_along_axis(array, which.T, axis=1).T for array in (n, ends))
    place = steps - (end_here - 2 * n_here - 1)
    batch = teach(vectors[(place >= n_here) * 1 + (place >= 2 * n_here)])
    return replace(batch, readings=batch.readings[..., : len(READINGS)])


def truth(values: Array) -> Array:
    """What may come after each step [T, 3] of a sequence [T, 3]; see :func:`teach`."""
    return teach(values[:, None]).targets[:, 0]


def held_out(model: Model, sizes: Iterable[int]) -> Evaluation:
    """A string of each size, traced."""
    return evaluate(model, *(teach(model.vectors[string(n)][:, None]) for n in sizes))


def right_strings(held_out: Evaluation) -> Array:
    """For each string, whether all that may come was expected at every step, and nothing else."""
    pairs = zip(held_out.predictions, held_out.targets, strict=True)
    return np.array([expected_exactly([said], [true]).all() for said, true in pairs])


def right_up_to(model: Model, limit: int) -> int:
    """The largest n, at most ``limit``, up to which every string is right at every step."""
    wrong = np.flatnonzero(~right_strings(held_out(model, range(1, limit + 1))))
    return int(wrong[0]) if wrong.size else limit


def best_unit(found: Evaluation) -> tuple[int, float]:
    """The unit whose cell state follows the number of missing b best, and Pearson's r."""
    r = [
        unit_correlation(found.traces, found.reading(0), channel="cell_state", unit=unit)
        for unit in range(RECIPE.hidden_size)
    ]
    return int(np.argmax(r)), max(r)


def measure(model: Model) -> dict[str, float]:
    """Steps and strings that are right up to n = 25, trained to 10; strings in a row; how well a unit counts."""
    found = held_out(model, range(1, MEASURED_TO + 1))
    generator = np.random.Generator(np.random.PCG64(20_000))
    row = evaluate(model, sample(model.vectors, generator, 3 * RECIPE.lengths[1], 50))
    return {
        "accuracy_n25": float(expected_exactly(found.predictions, found.targets).mean()),
        "strings_n25": float(right_strings(found).mean()),
        "accuracy_in_a_row": float(expected_exactly(row.predictions, row.targets).mean()),
        "r_count": best_unit(found)[1],
    }


def look_at(model: Model) -> list[LookAt]:
    """The unit that counts, whichever it became."""
    unit, r = best_unit(held_out(model, range(1, MEASURED_TO + 1)))
    computed_on: Bilingual = {
        "en": f"the strings of n = 1 to {MEASURED_TO}, trained to {TRAINED_TO}",
        "zh": f"n 从 1 到 {MEASURED_TO} 的字符串（训练到 {TRAINED_TO}）",
    }
    return [LookAt(unit, "cell_state", "count", round(r, 4), computed_on)]


COUNTER = Task(
    id="counter",
    recipe=RECIPE,
    head_kind="softmax",
    head_labels=ENTRIES,
    readings=READINGS,
    vocabulary=vocabulary,
    sample=sample,
    measure=measure,
    truth=truth,
    look_at=look_at,
    at_least={"accuracy_n25": 1.0, "strings_n25": 1.0, "accuracy_in_a_row": 0.98, "r_count": 0.98},
    knock_outs=(
        KnockOut("forget_gate", COUNTING, 0.0, "strings_n25", 0.1),
        KnockOut("input_gate", COUNTING, 0.0, "strings_n25", 0.1),
    ),
    predicts="next",
    words=WORDS,
)

TASKS = (COUNTER,)
