"""``reber``: what may come next in a string of the embedded Reber grammar.

Strings follow one another: after the last E a new B. The head says which symbols may come; where a
text leaves the grammar (:mod:`app.training.tasks.reber_grammar`) there is no truth any more. One
unit is asked, with a small weight, to hold the T or P that decides the end of the string.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.correlation import unit_correlation
from app.training.measure import Evaluation, evaluate
from app.training.symbols import expected_exactly, spread, symbol_at
from app.training.task import Batch, KnockOut, LookAt, Model, Reading, Recipe, Task, Vocabulary
from app.training.tasks.reber_grammar import DECISIVE, MAY_COME, NEXT, START, SYMBOLS, WAITING, draw
from app.training.tasks.reber_words import WORDS
from app.training.words import Bilingual

__all__ = ["REBER", "TASKS", "held_out_strings", "sample", "teach", "trained_on", "truth"]

Array = NDArray[Any]

TRAINING_STRINGS, HELD_OUT_STRINGS, LONG_STRINGS = 2000, 200, 50
LONGEST = 30
RECIPE = Recipe(hidden_size=6, steps=4000, lengths=(16, 40), seed=2)
READINGS = (Reading("first", 0.5),)
HOLDER = 0


def vocabulary() -> Vocabulary:
    """The seven symbols; any other character is all zeros."""
    return Vocabulary("characters", tuple(SYMBOLS), np.eye(len(SYMBOLS), dtype=np.float32), tuple(SYMBOLS))


@cache
def trained_on() -> tuple[str, ...]:
    """The strings that training draws from, at most :data:`LONGEST` long; likely ones stand here often."""
    generator = np.random.Generator(np.random.PCG64(10_000))
    strings: list[str] = []
    while len(strings) < TRAINING_STRINGS:
        string = draw(generator)
        if len(string) <= LONGEST:
            strings.append(string)
    return tuple(strings)


@cache
def held_out_strings() -> tuple[str, ...]:
    """Different strings of the same lengths, none of which training draws."""
    generator = np.random.Generator(np.random.PCG64(20_000))
    known, strings = set(trained_on()), dict[str, None]()
    while len(strings) < HELD_OUT_STRINGS:
        string = draw(generator)
        if len(string) <= LONGEST and string not in known:
            strings[string] = None
    return tuple(strings)


def long_strings() -> tuple[str, ...]:
    """Strings at least twice as long as the longest that training draws."""
    generator = np.random.Generator(np.random.PCG64(30_000))
    return tuple(draw(generator, 2 * LONGEST) for _ in range(LONG_STRINGS))


def symbols_of(string: str) -> Array:
    """The symbols by number.

    Examples
    --------
    >>> symbols_of("BTE")
    array([0, 1, 6])
    """
    return np.array([SYMBOLS.index(symbol) for symbol in string])


def states(inputs: Array) -> Array:
    """Where in the grammar each step stands.

    Parameters
    ----------
    inputs : array [T, B, 7]
        One-hot symbols.

    Returns
    -------
    array [T, B] of int
        A row of :data:`app.training.tasks.reber_grammar.NEXT`; -1 from the first step on that no string
        of the grammar has.
    """
    symbols = symbol_at(inputs)
    found, state = np.empty(symbols.shape, int), np.full(symbols.shape[1], START)
    for t, symbol in enumerate(symbols):
        state = found[t] = np.where((state >= 0) & (symbol >= 0), NEXT[state, symbol], -1)
    return found


def teach(inputs: Array) -> Batch:
    """Follow the grammar, and say what may come next.

    Parameters
    ----------
    inputs : array [T, B, 7]
        One-hot symbols, zeros for any other character.

    Returns
    -------
    Batch
        Target: the same probability for each symbol that may come, NaN outside the grammar. Reading: 1
        while a T waits for its return, -1 while a P does, else 0.

    Examples
    --------
    >>> batch = teach(np.eye(7)[symbols_of("BP")][:, None])
    >>> batch.targets[:, 0]
    array([[0. , 0.5, 0.5, 0. , 0. , 0. , 0. ],
           [1. , 0. , 0. , 0. , 0. , 0. , 0. ]])
    >>> batch.readings.ravel()
    array([ 0., -1.])
    """
    state = states(inputs)
    inside = state >= 0
    targets = spread(MAY_COME[state] & inside[..., None])
    waiting = np.where(inside, WAITING[state], 0.0)[..., None]
    return Batch(inputs, targets, waiting, hold=np.zeros(state.shape, bool))


def sample(vectors: Array, generator: np.random.Generator, length: int, count: int) -> Batch:
    """Strings that training may draw, one after another, cut at the length.

    Parameters
    ----------
    vectors : array [7, 7]
        The vocabulary.
    generator : Generator
        Source of all choices.
    length, count : int
        T and B.

    Returns
    -------
    Batch
    """
    strings = trained_on()
    shortest = min(map(len, strings))
    choices = generator.integers(len(strings), size=(count, -(-length // shortest)))
    lines = ["".join(strings[choice] for choice in row)[:length] for row in choices]
    return teach(vectors[np.array([symbols_of(line) for line in lines]).T])


def truth(values: Array) -> Array:
    """What may come after each step [T, 7] of a sequence [T, 7]; see :func:`teach`."""
    return teach(values[:, None]).targets[:, 0]


def measure(model: Model) -> dict[str, float]:
    """Steps that are right, the deciding ones apart, on new strings and on long ones."""
    metrics: dict[str, float] = {}
    for suffix, strings in (("", held_out_strings()), ("_long", long_strings())):
        batches = [teach(model.vectors[symbols_of(string)][:, None]) for string in strings]
        held_out = evaluate(model, *batches)
        metrics |= {
            f"accuracy{suffix}": float(expected_exactly(held_out.predictions, held_out.targets).mean()),
            f"return{suffix}": returned(held_out, [states(batch.inputs)[:, 0] for batch in batches]),
            f"r_first{suffix}": unit_correlation(
                held_out.traces, held_out.reading(0), channel="cell_state", unit=HOLDER
            ),
        }
    return metrics


def returned(held_out: Evaluation, places: list[Array]) -> float:
    """Share of strings where, when T or P must return, the right one is the likelier: chance is 1/2."""
    deciding = np.concatenate([DECISIVE[place] for place in places])
    said, true = np.concatenate(held_out.predictions)[deciding], np.concatenate(held_out.targets)[deciding]
    t, p = symbols_of("TP")
    return float(np.mean((said[:, t] > said[:, p]) == (true[:, t] > true[:, p])))


def look_at(model: Model) -> list[LookAt]:
    """The unit that was asked to hold T or P; r on the strings of :func:`measure`."""
    computed_on: Bilingual = {
        "en": f"{HELD_OUT_STRINGS} held-out strings of at most {LONGEST} symbols",
        "zh": f"{HELD_OUT_STRINGS} 个未用于训练的字符串，最长 {LONGEST} 个符号",
    }
    return [LookAt(HOLDER, "cell_state", "first", round(measure(model)["r_first"], 4), computed_on)]


REBER = Task(
    id="reber",
    recipe=RECIPE,
    head_kind="softmax",
    head_labels=tuple(SYMBOLS),
    readings=READINGS,
    vocabulary=vocabulary,
    sample=sample,
    measure=measure,
    truth=truth,
    look_at=look_at,
    at_least={
        "accuracy": 0.98,
        "return": 0.98,
        "r_first": 0.9,
        "accuracy_long": 0.98,
        "return_long": 0.98,
    },
    knock_outs=(KnockOut("forget_gate", HOLDER, 0.0, "return", 0.65),),
    predicts="next",
    words=WORDS,
)

TASKS = (REBER,)
