"""Run a model on held-out sequences and keep what the measures of a task need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.heads import predict
from app.trace import Trace, run
from app.training.task import Batch, Model

__all__ = ["HELD_OUT", "Evaluation", "at_both_lengths", "evaluate"]

Array = NDArray[Any]

# Sequences of a measure, drawn from a seed that no recipe has.
HELD_OUT = 100
HELD_OUT_SEED = 20_000


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Traces and predictions of some sequences, beside what they should be.

    One entry a sequence: ``traces``; ``predictions`` and ``targets`` [T, K]; ``readings``
    [T, M]; ``hold`` [T].
    """

    traces: tuple[Trace, ...]
    predictions: tuple[Array, ...]
    targets: tuple[Array, ...]
    readings: tuple[Array, ...]
    hold: tuple[Array, ...]

    def reading(self, index: int) -> tuple[Array, ...]:
        """One quantity [T] for each sequence."""
        return tuple(reading[:, index] for reading in self.readings)


def evaluate(model: Model, *batches: Batch) -> Evaluation:
    """Trace every sequence of some batches.

    Parameters
    ----------
    model : Model
        Runs in float32, as it is served.
    *batches : Batch
        Of any lengths.

    Returns
    -------
    Evaluation
    """
    columns = [(batch, n) for batch in batches for n in range(batch.inputs.shape[1])]
    traces = tuple(run(model.stack, batch.inputs[:, n]) for batch, n in columns)
    return Evaluation(
        traces=traces,
        predictions=tuple(predict(model.head, np.asarray(trace.output)) for trace in traces),
        targets=tuple(batch.targets[:, n] for batch, n in columns),
        readings=tuple(batch.readings[:, n] for batch, n in columns),
        hold=tuple(batch.hold[:, n] for batch, n in columns),
    )


def at_both_lengths(
    model: Model, sample: Callable[[Array, np.random.Generator, int, int], Batch], length: int
) -> Iterator[tuple[str, Evaluation]]:
    """Trace fresh sequences of the longest trained length, and of twice that.

    Parameters
    ----------
    model : Model
        Whose vocabulary is drawn from.
    sample : callable
        As of a :class:`app.training.task.Task`.
    length : int
        Longest training sequence.

    Yields
    ------
    str, Evaluation
        What the names of its metrics end in, "" and "_double_length", and the traces.
    """
    generator = np.random.Generator(np.random.PCG64(HELD_OUT_SEED))
    for suffix, factor in (("", 1), ("_double_length", 2)):
        yield suffix, evaluate(model, sample(model.vectors, generator, factor * length, HELD_OUT))
