"""Let a network write on: draw the next token, read it, draw again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.cells import Cell, cell_of
from app.heads import Head, score
from app.inputs import Precision
from app.selection import Selection
from app.trace import run
from app.weights import Array, CellWeights, Stack

__all__ = ["Drawn", "Manner", "Written", "draw", "probabilities", "write_on"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How to draw.

    Attributes
    ----------
    temperature : float
        At least 0. Below 1 the likely becomes likelier, above 1 less so; 0 takes the likeliest.
    seed : int
        The same seed draws the same tokens.
    top : int, optional
        Draw from that many of the likeliest only.
    """

    temperature: float = 1.0
    seed: int = 0
    top: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A token by its place in the vocabulary, and the probability with which it was drawn."""

    id: int
    probability: float


@dataclass(frozen=True, slots=True)
class Written:
    """What was drawn, in order; ``stopped`` when the network drew its own end."""

    drawn: tuple[Drawn, ...]
    stopped: bool


def probabilities(scores: Array, temperature: float, top: int | None = None) -> Array:
    """The distribution that is drawn from: p[k] = exp(s[k] / T) / sum over j of exp(s[j] / T).

    The temperature T is that of the Boltzmann distribution in Ackley, Hinton & Sejnowski,
    "A learning algorithm for Boltzmann machines", Cognitive Science 9 (1985).

    Parameters
    ----------
    scores : array [K]
        What the head says before the softmax, finite.
    temperature : float
        T, at least 0. In the limit of 0 the likeliest has all; of equals the first.
    top : int, optional
        All but that many of the likeliest have no part in it; of equals the first stay.

    Returns
    -------
    array [K]
        float64, sums to 1.

    Examples
    --------
    >>> scores = np.log([0.5, 0.25, 0.25])
    >>> probabilities(scores, 1).round(3)
    array([0.5 , 0.25, 0.25])
    >>> probabilities(scores, 0.5).round(3)
    array([0.667, 0.167, 0.167])
    >>> probabilities(scores, 0)
    array([1., 0., 0.])
    >>> probabilities(scores, 1, top=2).round(3)
    array([0.667, 0.333, 0.   ])
    """
    below = scores.astype(np.float64) - scores.max()
    if temperature == 0:
        return np.asarray(np.arange(len(below)) == below.argmax(), np.float64)
    # So small a temperature that a quotient overflows leaves exp(-inf) = 0, which is the limit.
    with np.errstate(over="ignore"):
        raised = np.exp(below / temperature)
    if top is not None:
        raised[np.argsort(-below, kind="stable")[top:]] = 0
    return np.asarray(raised / raised.sum())


def draw(distribution: Array, generator: np.random.Generator) -> int:
    """One place of a distribution, by its inverse: the first whose running sum exceeds a number from [0, 1).

    Parameters
    ----------
    distribution : array [K]
        Probabilities; see :func:`probabilities`.
    generator : Generator
        Gives one number.

    Returns
    -------
    int
        Never a place of probability 0.

    Examples
    --------
    >>> generator = np.random.Generator(np.random.PCG64(7))
    >>> [draw(np.array([0.5, 0.0, 0.5]), generator) for _ in range(5)]
    [2, 2, 2, 0, 0]
    """
    running = np.cumsum(distribution)
    place = int(np.searchsorted(running, generator.random(), side="right"))
    # The last sum may be a little short of 1.
    return min(place, int(np.flatnonzero(distribution)[-1]))


def write_on(
    stack: Stack,
    head: Head,
    inputs: Array,
    vectors: Array,
    ids: Sequence[int | None],
    *,
    length: int,
    manner: Manner,
    precision: Precision = "float32",
) -> Written:
    """Read a beginning, then draw each next token and read it in turn.

    The states are carried from step to step, so the cost is that of ``T + length`` steps.

    Parameters
    ----------
    stack : Stack
        Forward layers only: what comes is not known to a backward one.
    head : Head
        A softmax over K next tokens.
    inputs : array [T, D]
        The beginning.
    vectors : array [V, D]
        What the network sees for each entry of its vocabulary.
    ids : sequence of K int or None
        The entry that each output of the head stands for; None for the end of the text.
    length : int
        Most tokens to draw.
    manner : Manner
        Temperature, seed, and how many of the likeliest.
    precision : {"float32", "float64"}
        Of the network's sums. Draws are float64.

    Returns
    -------
    Written

    Raises
    ------
    EmptySequence, InvalidValues
        When there is nothing to begin with, or it does not fit the stack.
    NumericOverflow
        When a score left the range of the precision.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> head = Head("softmax", np.eye(2, 3), np.zeros(2), ("a", "b"))
    >>> stack = random_stack("lstm", 2, 3, seed=7)
    >>> written = write_on(stack, head, np.eye(2), np.eye(2), (0, 1), length=4, manner=Manner(seed=1))
    >>> [token.id for token in written.drawn]
    [1, 1, 0, 1]
    """
    reader = _Reader(stack, inputs, precision)
    rows = vectors.astype(precision)
    generator = np.random.Generator(np.random.PCG64(manner.seed))
    drawn: list[Drawn] = []
    while len(drawn) < length:
        if drawn:
            reader.read(rows[drawn[-1].id])
        scores = score(head, reader.output[np.newaxis])[0]
        distribution = probabilities(scores, manner.temperature, manner.top)
        place = draw(distribution, generator)
        token = ids[place]
        if token is None:
            return Written(tuple(drawn), stopped=True)
        drawn.append(Drawn(token, float(distribution[place])))
    return Written(tuple(drawn), stopped=False)


class _Reader:
    """A stack in the middle of a sequence: the states of its layers, and what the last one hands on."""

    def __init__(self, stack: Stack, beginning: Array, precision: Precision) -> None:
        self._cell: Cell = cell_of(stack)
        last = Selection(channels=self._cell.states, start=len(beginning) - 1) if len(beginning) else None
        trace = run(stack, beginning, selection=last, precision=precision)
        self._weights: list[CellWeights] = [layer[0].astype(precision) for layer in stack.layers]
        self.states = [
            {name: layer.channels[name][-1] for name in self._cell.states} for layer in trace.layers
        ]
        self.output: Array = self.states[-1]["hidden_state"]

    def read(self, x: Array) -> None:
        """One step of every layer."""
        # An overflow is found in the scores, and in the trace of the whole.
        with np.errstate(over="ignore", invalid="ignore"):
            for layer, weights in enumerate(self._weights):
                step = self._cell.step(x, self.states[layer], weights)
                self.states[layer] = {name: step[name] for name in self._cell.states}
                x = step["hidden_state"]
        self.output = x
