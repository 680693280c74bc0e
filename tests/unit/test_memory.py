"""The measure of how much of an early word is left, on cells whose memory is known beforehand."""

import numpy as np
import pytest

from app.analysis.memory import difference_left, early_word_left, prediction_kept
from app.heads import Head
from app.weights import CellWeights, Stack

WORDS = np.array([[0.3], [-0.2]])
SILENCE = np.zeros((20, 1))
READ = Head("linear", np.array([[1.0]]), np.array([0.7]))


def gated(forget_bias: float) -> Stack:
    """One LSTM unit that writes its first word, then nothing; its forget gate is a constant."""
    zero = np.zeros((4, 1, 1))
    W_x, b = zero.copy(), np.zeros((4, 1))
    W_x[2], b[0] = 1.0, forget_bias
    return Stack("lstm", "lstm", ((CellWeights(W_x, zero, b),),))


def plain(recurrent: float) -> Stack:
    cell = CellWeights(np.array([[[1.0]]]), np.array([[[recurrent]]]), np.zeros((1, 1)))
    return Stack("rnn", "rnn", ((cell,),))


def test_a_gate_that_is_open_keeps_all_of_the_early_word() -> None:
    found = early_word_left(gated(40.0), READ, WORDS, SILENCE)
    np.testing.assert_allclose(found.state, 1, atol=1e-12)
    np.testing.assert_allclose(found.prediction, 1, atol=1e-12)
    assert prediction_kept(gated(40.0), READ, WORDS, SILENCE) == pytest.approx(1, abs=1e-12)


def test_a_gate_that_is_half_open_halves_the_state_at_every_step() -> None:
    found = early_word_left(gated(0.0), READ, WORDS, SILENCE)
    np.testing.assert_allclose(found.state, 0.5 ** np.arange(21), rtol=1e-12)


def test_a_plain_cell_squashes_its_state_at_every_step() -> None:
    found = early_word_left(plain(1.0), READ, WORDS, SILENCE[:2])
    states = [np.tanh(WORDS)]
    for _ in range(2):
        states.append(np.tanh(states[-1]))
    apart = np.array([float(state[0, 0] - state[1, 0]) for state in states])
    np.testing.assert_allclose(found.state, apart / apart[0], rtol=1e-12)
    np.testing.assert_allclose(found.predictions[:, :, 0], np.hstack(states) + 0.7, rtol=1e-12)


def test_a_strong_loop_keeps_the_side_and_loses_the_degree() -> None:
    """With a weight above 1 the state runs to one of two values, whatever it was."""
    same_side = np.array([[0.9], [0.2]])
    assert early_word_left(plain(1.5), READ, same_side, SILENCE).prediction[-1] < 0.01
    assert early_word_left(plain(1.5), READ, WORDS, SILENCE).prediction[-1] > 3
    assert prediction_kept(plain(1.5), READ, same_side, SILENCE) < 0


def test_what_begins_alike_has_nothing_to_lose() -> None:
    one = np.array([[0.5, 1.0], [0.2, 0.1]])
    assert difference_left(one, one).tolist() == [0, 0]
    assert difference_left(one, -one)[0] == 1


def test_the_distance_is_that_of_all_values_together() -> None:
    assert difference_left(np.array([[3.0, 4.0], [1.0, 0.0]]), np.zeros((2, 2))).tolist() == [1, 0.2]
