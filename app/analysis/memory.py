"""How much of an early word is left: the same sequence twice, different in its first step only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.analysis.accuracy import r_squared
from app.cells import cell_of
from app.heads import Head, predict
from app.trace import Precision, run
from app.weights import Array, Stack

__all__ = ["EarlyWord", "difference_left", "early_word_left", "prediction_kept"]


@dataclass(frozen=True, eq=False)
class EarlyWord:
    """What became of the difference between two first words, over N steps that are the same.

    Attributes
    ----------
    predictions : array [2, N + 1, K]
        What the head says of each of the two sequences, after every step.
    prediction, state : array [N + 1]
        The difference of the two predictions, and of the two states that carry the memory (the
        cell state where the cell has one, else the hidden state), as a share of the difference
        right after the first word. 1 is all of it; above 1 the difference has grown.
    """

    predictions: Array
    prediction: Array
    state: Array


def difference_left(one: Array, other: Array) -> Array:
    """How far two runs are apart at each step, as a share of how far apart they began.

    Parameters
    ----------
    one, other : array [T, K]
        The same quantity of two runs.

    Returns
    -------
    array [T]
        Euclidean distances over that of step 0, which is 1; zeros where both begin alike.

    Examples
    --------
    >>> difference_left(np.array([[0.6], [0.5], [0.4]]), np.array([[0.2], [0.3], [0.4]]))
    array([1. , 0.5, 0. ])
    """
    distance = np.linalg.norm(np.asarray(one, np.float64) - other, axis=1)
    return distance / distance[0] if distance[0] > 0 else np.zeros_like(distance)


def early_word_left(
    stack: Stack, head: Head, early: Array, filler: Array, *, precision: Precision = "float64"
) -> EarlyWord:
    """Run a network over two sequences that differ in their first step, and compare.

    Parameters
    ----------
    stack : Stack
        One layer, forward.
    head : Head
        What turns hidden states into predictions.
    early : array [2, D]
        The two first words.
    filler : array [N, D]
        What follows, the same in both.
    precision : {"float32", "float64"}
        Precision of the runs.

    Returns
    -------
    EarlyWord

    Examples
    --------
    A network of one unit that halves its state and adds its input, all far from where tanh bends:

    >>> from app.weights import CellWeights
    >>> weights = CellWeights(np.array([[[1.0]]]), np.array([[[0.5]]]), np.zeros((1, 1)))
    >>> head = Head("linear", np.array([[1.0]]), np.zeros(1))
    >>> early = np.array([[0.002], [0.001]])
    >>> found = early_word_left(Stack("rnn", "rnn", ((weights,),)), head, early, np.zeros((3, 1)))
    >>> found.prediction.round(3)
    array([1.   , 0.5  , 0.25 , 0.125])
    """
    carried = cell_of(stack).states[0]
    traces = [run(stack, np.vstack([word, filler]), precision=precision) for word in early]
    predictions = np.stack([predict(head, np.asarray(trace.output)) for trace in traces])
    states = [trace.layers[0].channels[carried] for trace in traces]
    return EarlyWord(predictions, difference_left(*predictions), difference_left(*states))


def prediction_kept(
    stack: Stack, head: Head, early: Array, filler: Array, *, precision: Precision = "float64"
) -> float:
    """How well a network still says, after the filler, what it said right after the first word.

    Parameters
    ----------
    stack, head : Stack, Head
        As for :func:`early_word_left`.
    early : array [M, D]
        First words, one sequence each.
    filler : array [N, D]
        What follows, the same in all.
    precision : {"float32", "float64"}
        Precision of the runs.

    Returns
    -------
    float
        R² of the last predictions, with those of step 0 as the truth: 1 where each is kept, 0 or
        below where the first words can as well be forgotten.

    Examples
    --------
    >>> from app.weights import CellWeights
    >>> head, early = Head("linear", np.array([[1.0]]), np.zeros(1)), np.array([[0.002], [0.001]])
    >>> for recurrent in (1.0, 0.5):
    ...     cell = CellWeights(np.array([[[1.0]]]), np.array([[[recurrent]]]), np.zeros((1, 1)))
    ...     stack = Stack("rnn", "rnn", ((cell,),))
    ...     round(prediction_kept(stack, head, early, np.zeros((3, 1))), 3)
    1.0
    -6.656
    """
    outputs = [
        np.asarray(run(stack, np.vstack([word, filler]), precision=precision).output) for word in early
    ]
    predictions = np.stack([predict(head, output) for output in outputs])
    return r_squared(predictions[:, -1], predictions[:, 0])
