"""``brackets``: how deep in brackets a character stands.

"(" raises the depth by one, ")" lowers it, anything else leaves it; the depth counts the
character itself. Training strings stay between 0 and DEEPEST. A ")" without its "(" is
never trained on: what the network does there is its own affair.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.accuracy import r_squared, rounded_accuracy
from app.analysis.correlation import unit_correlation
from app.analysis.gates import mean_at
from app.training.measure import evaluate
from app.training.task import Batch, Model, Reading, Recipe, Task, Vocabulary

__all__ = ["BRACKETS", "sample", "teach"]

Array = NDArray[Any]

DEEPEST = 8
OPEN, CLOSE = range(2)
RECIPE = Recipe(hidden_size=3, steps=6000, lengths=(10, 64), tidiness=1.0, seed=4)
READINGS = (Reading("depth", 0.5),)


def vocabulary() -> Vocabulary:
    """The two brackets; every other character is unknown, which is all zeros."""
    return Vocabulary("characters", ("(", ")"), np.eye(2, dtype=np.float32), ("(", ")"))


def teach(inputs: Array) -> Batch:
    """Count the depth.

    Parameters
    ----------
    inputs : array [T, B, 2]
        One-hot brackets, zeros for any other character.

    Returns
    -------
    Batch
        Target and reading: the depth after each character.

    Examples
    --------
    >>> text = np.array([[1, 0], [0, 0], [1, 0], [0, 1]])[:, None]
    >>> teach(text).targets.ravel()
    array([1, 1, 2, 1])
    """
    depth = np.cumsum(inputs[..., OPEN] - inputs[..., CLOSE], axis=0)[..., None]
    return Batch(inputs, depth, depth, hold=np.logical_not(inputs.any(axis=2)))


def sample(vectors: Array, generator: np.random.Generator, length: int, count: int) -> Batch:
    """Random strings; each has its own share of other characters and its own liking for depth.

    Parameters
    ----------
    vectors : array [2, 2]
        The vocabulary.
    generator : Generator
        Source of all choices.
    length, count : int
        T and B.

    Returns
    -------
    Batch
    """
    other, opening = generator.uniform(0.0, 0.95, count), generator.uniform(0.35, 0.75, count)
    draws = generator.random((2, length, count))
    inputs, depth = np.zeros((length, count, 2)), np.zeros(count)
    for t in range(length):
        bracket = draws[0, t] >= other
        up = bracket & (depth < DEEPEST) & ((draws[1, t] < opening) | (depth == 0))
        down = bracket & ~up & (depth > 0)
        inputs[t, up], inputs[t, down] = vectors[OPEN], vectors[CLOSE]
        depth += up.astype(float) - down
    return teach(inputs)


def measure(model: Model) -> dict[str, float]:
    """Correlation and accuracy at the trained and at twice the trained length."""
    vectors = np.asarray(model.encoder.vectors, np.float64)
    generator = np.random.Generator(np.random.PCG64(20_000))
    metrics: dict[str, float] = {}
    for suffix, factor in (("", 1), ("_double_length", 2)):
        held_out = evaluate(model, sample(vectors, generator, factor * RECIPE.lengths[1], 100))
        predicted, true = np.concatenate(held_out.predictions), np.concatenate(held_out.targets)
        depth = held_out.reading(0)
        metrics |= {
            f"r_depth{suffix}": unit_correlation(held_out.traces, depth, channel="cell_state", unit=0),
            f"r2{suffix}": r_squared(predicted, true),
            f"accuracy{suffix}": rounded_accuracy(predicted, true),
        }
        if factor == 1:
            kept = mean_at(held_out.traces, held_out.hold, channel="forget_gate", unit=0)
            metrics["forget_on_other_characters"] = kept
    return metrics


BRACKETS = Task(
    id="brackets",
    recipe=RECIPE,
    head_kind="linear",
    head_labels=("depth",),
    readings=READINGS,
    vocabulary=vocabulary,
    sample=sample,
    measure=measure,
    at_least={
        "r_depth": 0.95,
        "r_depth_double_length": 0.95,
        "accuracy": 0.98,
        "accuracy_double_length": 0.95,
    },
)
