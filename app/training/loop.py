"""The training loop: batches, gradients, Adam; progress on the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.cells import get_cell
from app.cells.lstm import CANDIDATE, FORGET
from app.training.adam import Adam, clip, cosine
from app.training.backward import Parameters
from app.training.loss import loss_and_gradients
from app.training.task import Task
from app.training.units import orient

__all__ = ["Fit", "Progress", "fit", "initial_parameters"]

Array = NDArray[Any]

LARGEST_GRADIENT = 1.0
CURVE_POINTS = 60


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


def fit(
    task: Task,
    vectors: Array,
    *,
    steps: int | None = None,
    seed: int | None = None,
    report: Callable[[Progress], None] | None = None,
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

    Returns
    -------
    Fit
        The same, bit for bit, for the same seed on the same machine.
    """
    recipe = task.recipe
    steps = recipe.steps if steps is None else steps
    generator = np.random.Generator(np.random.PCG64(recipe.seed if seed is None else seed))
    parameters = initial_parameters(task, vectors.shape[1], generator)
    weights = np.array([reading.weight for reading in task.readings])
    optimiser, started = Adam(), time.monotonic()
    curve: list[tuple[int, float]] = []
    losses: list[float] = []
    every = max(1, steps // CURVE_POINTS)
    for step in range(1, steps + 1):
        length = int(generator.integers(recipe.lengths[0], recipe.lengths[1] + 1))
        batch = task.sample(vectors, generator, length, recipe.batch)
        tidiness = recipe.tidiness * _ramp(step / steps)
        loss, gradients = loss_and_gradients(parameters, batch, weights, tidiness, recipe.cell)
        if recipe.cell == "lstm":
            # Without a bias of its candidates, an empty network that reads zeros stays exactly empty.
            # A plain cell keeps it: it has no other bias.
            gradients["b"][CANDIDATE] = 0
        rate = cosine(step, steps, recipe.rate, recipe.rate / 100)
        optimiser.update(parameters, clip(gradients, LARGEST_GRADIENT), rate)
        losses.append(loss)
        if step % every == 0 or step == steps:
            curve.append((step, float(np.mean(losses))))
            left = (time.monotonic() - started) / step * (steps - step)
            if report:
                report(Progress(step, steps, curve[-1][1], left))
            losses.clear()
    return Fit(orient(parameters, recipe.cell), curve)


def _ramp(done: float) -> float:
    """0 in the first fifth, then up to 1 at three fifths: learn first, tidy up later."""
    return min(1.0, max(0.0, (done - 0.2) / 0.4))
