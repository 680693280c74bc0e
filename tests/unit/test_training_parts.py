"""Adam, clipping, the turning of units, the loop."""

from dataclasses import replace

import numpy as np
import pytest

from app.cells.lstm import CANDIDATE
from app.training import backward_rnn
from app.training.adam import Adam, clip, cosine
from app.training.backward import forward
from app.training.loop import Progress, fit, initial_parameters
from app.training.tasks.brackets import BRACKETS, vocabulary
from app.training.units import orient


def test_adam_walks_to_the_lowest_point_of_a_bowl() -> None:
    parameters = {"w": np.array([3.0, -2.0]), "v": np.array([[1.0]])}
    adam = Adam()
    for step in range(600):
        gradients = {"w": 2 * (parameters["w"] - [1.0, 1.0]), "v": 200 * parameters["v"]}
        adam.update(parameters, gradients, cosine(step, 600, 0.1))
    np.testing.assert_allclose(parameters["w"], [1, 1], atol=1e-3)
    np.testing.assert_allclose(parameters["v"], 0, atol=1e-3)


def test_the_first_update_is_as_long_as_the_rate_whatever_the_gradient() -> None:
    for size in (1e-3, 1e3):
        parameters = {"w": np.zeros(2)}
        Adam().update(parameters, {"w": np.array([size, -size])}, rate=0.01)
        np.testing.assert_allclose(parameters["w"], [-0.01, 0.01], rtol=1e-4)


def test_clipping_keeps_the_direction_and_leaves_small_gradients_alone() -> None:
    gradients = {"a": np.array([3.0]), "b": np.array([[4.0, 12.0]])}
    clipped = clip(gradients, 6.5)
    np.testing.assert_allclose(clipped["a"], [1.5])
    np.testing.assert_allclose(clipped["b"], [[2.0, 6.0]])
    np.testing.assert_array_equal(clip(gradients, 20.0)["b"], gradients["b"])
    np.testing.assert_array_equal(clip({"a": np.zeros(2)}, 1.0)["a"], [0, 0])


def test_turning_units_round_changes_their_sign_and_nothing_else() -> None:
    generator = np.random.Generator(np.random.PCG64(3))
    parameters = initial_parameters(BRACKETS, 2, generator)
    parameters["head.W"] = np.array([[-1.0, 2.0, -0.5]])
    parameters["reading.W"] = np.array([-3.0])
    turned, inputs = orient(parameters), generator.standard_normal((7, 4, 2))
    before, after = forward(parameters, inputs), forward(turned, inputs)
    signs = np.array([-1.0, 1.0, -1.0])
    np.testing.assert_allclose(after.c, signs * before.c, atol=1e-15)
    np.testing.assert_allclose(after.f, before.f, atol=1e-15)
    np.testing.assert_allclose(after.h @ turned["head.W"].T, before.h @ parameters["head.W"].T, atol=1e-15)
    assert turned["reading.W"] > 0
    assert (turned["head.W"] > 0).all()


def test_a_unit_with_a_reading_takes_its_sign_from_there() -> None:
    parameters = initial_parameters(BRACKETS, 2, np.random.Generator(np.random.PCG64(3)))
    parameters["head.W"], parameters["reading.W"] = np.array([[-1.0, 1.0, 1.0]]), np.array([2.0])
    assert orient(parameters)["head.W"].tolist() == [[-1.0, 1.0, 1.0]]


def test_training_learns_and_tells_its_progress() -> None:
    said: list[Progress] = []
    fitted = fit(BRACKETS, vocabulary().vectors, steps=120, report=said.append)
    assert fitted.curve[-1][0] == 120
    assert fitted.curve[-1][1] < fitted.curve[0][1] / 2
    assert [progress.step for progress in said] == [step for step, _ in fitted.curve]
    assert said[-1].seconds_left == 0
    assert str(Progress(5, 120, 0.25, 61.4)) == "step      5/120  loss 0.25000    61 s left"


def test_a_plain_network_learns_with_its_bias_and_an_lstm_without_those_of_its_candidates() -> None:
    vectors = vocabulary().vectors
    plain = replace(BRACKETS, recipe=replace(BRACKETS.recipe, cell="rnn", tidiness=0.0))
    fitted = fit(plain, vectors, steps=120)
    assert fitted.curve[-1][1] < fitted.curve[0][1] / 2
    assert fitted.parameters["W_x"].shape[0] == 1
    assert np.all(fitted.parameters["b"] != 0)
    candidates = fit(BRACKETS, vectors, steps=5).parameters["b"][CANDIDATE]
    assert not np.any(candidates)


def test_turning_units_round_leaves_what_a_plain_network_says() -> None:
    plain = replace(BRACKETS, recipe=replace(BRACKETS.recipe, cell="rnn"))
    generator = np.random.Generator(np.random.PCG64(3))
    parameters = initial_parameters(plain, 2, generator)
    parameters["b"] = generator.standard_normal((1, 3))
    parameters["head.W"] = np.array([[-1.0, 2.0, -0.5]])
    parameters["reading.W"] = np.array([-3.0])
    turned, inputs = orient(parameters, "rnn"), generator.standard_normal((7, 4, 2))
    before, after = (backward_rnn.forward(each, inputs) for each in (parameters, turned))
    np.testing.assert_allclose(after.h, np.array([-1.0, 1.0, -1.0]) * before.h, atol=1e-15)
    assert (turned["head.W"] > 0).all()


@pytest.mark.parametrize("seed", [0, 7])
def test_a_seed_decides_everything(seed: int) -> None:
    vectors = vocabulary().vectors
    first, second, other = (
        fit(BRACKETS, vectors, steps=5, seed=s).parameters for s in (seed, seed, seed + 1)
    )
    for name, array in first.items():
        np.testing.assert_array_equal(array, second[name])
    assert not np.array_equal(first["W_x"], other["W_x"])
