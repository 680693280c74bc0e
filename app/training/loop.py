"""The training loop: batches, gradients, Adam; progress on the way; it can be stopped and go on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.cells import get_cell
from app.cells.lstm import CANDIDATE, FORGET
from app.training.adam import Adam, clip, cosine
from app.training.backward import Parameters
from app.training.loss import loss_and_gradients
from app.training.task import Batch, Recipe, Task
from app.training.units import orient

__all__ = ["Fit", "Progress", "Run", "Stopped", "fit", "initial_parameters", "start"]

Array = NDArray[Any]

LARGEST_GRADIENT = 1.0
CURVE_POINTS = 60


class Stopped(Exception):
    """Training was stopped on the way, as asked."""


@dataclass(frozen=True)
class Progress:
    """Where training stands: updates done and planned, mean loss since last time, seconds left."""

    step: int
    steps: int
    loss: float
    seconds_left: float

    def __str__(self) -> str:
        return f"step {self.step:>6}/{self.steps}  loss {self.loss:.5f}  {self.seconds_left:4.0f} s left"


@dataclass(frozen=True, eq=False)
class Fit:
    """What training left: parameters with their units in order, and the loss on the way."""

    parameters: Parameters
    curve: list[tuple[int, float]]

    @property
    def steps(self) -> int:
        """Updates that were made."""
        return self.curve[-1][0] if self.curve else 0


@dataclass(eq=False)
class Run:
    """A training under way, all of it: what :mod:`app.training.checkpoint` keeps.

    ``losses`` are those since the last point of the curve.
    """

    generator: np.random.Generator
    parameters: Parameters
    step: int = 0
    optimiser: Adam = field(default_factory=Adam)
    curve: list[tuple[int, float]] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)


def initial_parameters(task: Task, inputs: int, generator: np.random.Generator) -> Parameters:
    """Weights before training: uniform in ±1/sqrt(H), an LSTM's forget biases raised by 1.5.

    A raised forget bias lets the error reach far back from the first update on
    (Jozefowicz et al. 2015).
    """
    hidden, outputs, readings = task.recipe.hidden_size, len(task.head_labels), len(task.readings)
    gates = len(get_cell(task.recipe.cell).gates)
    bound = hidden**-0.5

    def draw(*shape: int) -> Array:
        return generator.uniform(-bound, bound, shape)

    shapes = {"W_x": (gates, hidden, inputs), "W_h": (gates, hidden, hidden)}
    parameters = {name: draw(*shape) for name, shape in shapes.items()} | {"b": np.zeros((gates, hidden))}
    if task.recipe.cell == "lstm":
        parameters["b"][FORGET] += 1.5
    head = {"head.W": draw(outputs, hidden), "head.b": np.zeros(outputs)}
    return parameters | head | {"reading.W": np.ones(readings)}


def start(task: Task, inputs: int, seed: int | None = None) -> Run:
    """A training before its first update.

    Parameters
    ----------
    task : Task
        What is learned.
    inputs : int
        D.
    seed : int, optional
        In place of the recipe's.

    Returns
    -------
    Run
    """
    generator = np.random.Generator(np.random.PCG64(task.recipe.seed if seed is None else seed))
    parameters = initial_parameters(task, inputs, generator)
    return Run(generator, {name: array.astype(task.recipe.precision) for name, array in parameters.items()})


def fit(
    task: Task,
    vectors: Array,
    *,
    steps: int | None = None,
    seed: int | None = None,
    report: Callable[[Progress], None] | None = None,
    run: Run | None = None,
    pause: Callable[[Run], bool] | None = None,
) -> Fit:
    """Train a task's network.

    Parameters
    ----------
    task : Task
        What is learned.
    vectors : array [V, D]
        The rows of its vocabulary.
    steps, seed : int, optional
        In place of the recipe's.
    report : callable
        Is told the progress 60 times.
    run : Run, optional
        A training to go on with, in place of a new one.
    pause : callable, optional
        Is shown the run after every update; training stops where it says so.

    Returns
    -------
    Fit
        The same, bit for bit, for the same seed on the same machine, whether it was stopped on the way
        or not.

    Raises
    ------
    Stopped
        Where ``pause`` says so.
    """
    recipe = task.recipe if steps is None else replace(task.recipe, steps=steps)
    steps, weights = recipe.steps, np.array([reading.weight for reading in task.readings])
    weights = weights.astype(recipe.precision)
    run = run or start(task, vectors.shape[1], seed)
    began, first = time.monotonic(), run.step
    every = max(1, steps // CURVE_POINTS)
    while run.step < steps:
        run.step += 1
        run.losses.append(_update(task, recipe, vectors, weights, run))
        if run.step % every == 0 or run.step == steps:
            run.curve.append((run.step, float(np.mean(run.losses))))
            run.losses.clear()
            left = (time.monotonic() - began) / (run.step - first) * (steps - run.step)
            if report:
                report(Progress(run.step, steps, run.curve[-1][1], left))
        if pause and run.step < steps and pause(run):
            raise Stopped
    return Fit(orient(run.parameters, recipe.cell), run.curve)


def _update(task: Task, recipe: Recipe, vectors: Array, weights: Array, run: Run) -> float:
    """One batch, one step of Adam; the loss."""
    length = int(run.generator.integers(recipe.lengths[0], recipe.lengths[1] + 1))
    batch = task.sample(vectors, run.generator, length, recipe.batch)
    if recipe.precision == "float32":
        batch = _single(batch)
    loss, gradients = loss_and_gradients(
        run.parameters,
        batch,
        weights,
        recipe.tidiness * _ramp(run.step / recipe.steps),
        recipe.cell,
        head=task.head_kind,
        seen=_seen(recipe, batch, run.generator),
    )
    if recipe.cell == "lstm" and not recipe.candidate_bias:
        # Without a bias of its candidates, an empty network that reads zeros stays exactly empty.
        # A plain cell keeps it: it has no other bias.
        gradients["b"][CANDIDATE] = 0
    rate = cosine(run.step, recipe.steps, recipe.rate, recipe.rate / 100)
    run.optimiser.update(run.parameters, clip(gradients, LARGEST_GRADIENT), rate, recipe.weight_decay)
    return loss


def _single(batch: Batch) -> Batch:
    inputs, targets, readings = (
        array.astype(np.float32) for array in (batch.inputs, batch.targets, batch.readings)
    )
    return Batch(inputs, targets, readings, batch.hold)


def _seen(recipe: Recipe, batch: Batch, generator: np.random.Generator) -> Array | None:
    """The mask of dropout; scaled up, so that the head sees as much on average as without."""
    if not recipe.dropout:
        return None
    kept = generator.random((*batch.hold.shape, recipe.hidden_size), np.float32) >= recipe.dropout
    return np.where(kept, 1 / (1 - recipe.dropout), 0).astype(recipe.precision)


def _ramp(done: float) -> float:
    """0 in the first fifth, then up to 1 at three fifths: learn first, tidy up later."""
    return min(1.0, max(0.0, (done - 0.2) / 0.4))
