import math

import numpy as np
import pytest

from app.cells.activations import SIGMOID, Activation, activation, bounded
from app.errors import UnsupportedNetwork

# Each at -2, -0.25, 0.5 and 3, by Python's own floats.
POINTS = (-2.0, -0.25, 0.5, 3.0)
EXPECTED = {
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)),
    "tanh": math.tanh,
    "relu": lambda a: max(a, 0),
    "linear": lambda a: a,
    "softsign": lambda a: a / (1 + abs(a)),
    "softplus": lambda a: math.log(1 + math.exp(a)),
    "silu": lambda a: a / (1 + math.exp(-a)),
    "selu": lambda a: 1.0507009873554805 * (a if a > 0 else 1.6732632423543772 * (math.exp(a) - 1)),
    "exponential": math.exp,
    "elu(0.5)": lambda a: a if a > 0 else 0.5 * (math.exp(a) - 1),
    "leaky_relu(0.01)": lambda a: a if a > 0 else 0.01 * a,
    "thresholded_relu(0.75)": lambda a: a if a > 0.75 else 0,
    "scaled_tanh(1.7159,2/3)": lambda a: 1.7159 * math.tanh(2 / 3 * a),
    "affine(-2,0.5)": lambda a: -2 * a + 0.5,
    "hard_sigmoid(1/6,0.5)": lambda a: min(max(a / 6 + 0.5, 0), 1),
    "hard_sigmoid(0.2,0.5)": lambda a: min(max(0.2 * a + 0.5, 0), 1),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_is_its_formula(name: str) -> None:
    function = activation(name)
    expected = [EXPECTED[name](a) for a in POINTS]
    assert function.name == name
    assert function(np.array(POINTS)).tolist() == pytest.approx(expected, rel=0, abs=5e-16 * 20)
    single = function(np.array(POINTS, np.float32))
    assert single.dtype == np.float32
    assert single.tolist() == pytest.approx(expected, rel=2e-7, abs=2e-7)


@pytest.mark.parametrize("name", set(EXPECTED) - {"exponential"})
def test_far_away_numbers_stay_finite_and_the_argument_stays_as_it_was(name: str) -> None:
    far = np.array([-1e4, 1e4])
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(activation(name)(far)).all()
    assert far.tolist() == [-1e4, 1e4]
    assert activation(name)(far) is not far


def test_a_name_is_the_function() -> None:
    assert activation("sigmoid") == SIGMOID != activation("tanh")
    assert activation("hard_sigmoid(0.2, 0.5)") == activation("hard_sigmoid(0.2,0.5)")
    assert Activation("tanh", abs) == activation("tanh")


@pytest.mark.parametrize(
    "name", ["", "mish", "Sigmoid", "sigmoid()", "sigmoid(1)", "tanh;", "elu(1)x", "a" * 500]
)
def test_an_unknown_function_is_named_with_those_that_are_known(name: str) -> None:
    with pytest.raises(UnsupportedNetwork, match="cannot be run") as caught:
        activation(name)
    assert len(caught.value.message) < 120
    assert "sigmoid, tanh, relu" in caught.value.hint
    assert "hard_sigmoid" in caught.value.hint


@pytest.mark.parametrize(
    "name",
    [
        "hard_sigmoid",
        "hard_sigmoid(0.2)",
        "hard_sigmoid(0.2,0.5,1)",
        "elu(nan)",
        "elu(1/0)",
        "elu(1e999)",
        "elu(1/2/3)",
        "elu(one)",
        "affine(1e308/1e-308,0)",
    ],
)
def test_missing_or_impossible_numbers_are_asked_for(name: str) -> None:
    with pytest.raises(UnsupportedNetwork, match="needs its numbers") as caught:
        activation(name)
    assert caught.value.hint == "Write them in brackets, such as hard_sigmoid(0.2,0.5) or leaky_relu(0.01)."


def test_sums_are_held_within_the_clip() -> None:
    sums = np.array([-3.0, -0.5, 2.0])
    assert bounded(sums, 1.5).tolist() == [-1.5, -0.5, 1.5]
    assert bounded(sums, None) is sums
