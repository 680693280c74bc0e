from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from app.errors import InvalidWeights
from app.weights import Array, CellWeights, Stack, random_stack


def arrays(hidden: int = 3, inputs: int = 2, output: int | None = None) -> dict[str, Array]:
    generator = np.random.default_rng(0)
    shapes = {"W_x": (4, hidden, inputs), "W_h": (4, hidden, output or hidden), "b": (4, hidden)}
    if output:
        shapes["W_p"] = (output, hidden)
    return {name: generator.normal(size=shape).astype("f4") for name, shape in shapes.items()}


def test_sizes_are_read_off_the_arrays() -> None:
    plain, projected = CellWeights(**arrays()), CellWeights(**arrays(output=2))
    assert (plain.gates, plain.hidden_size, plain.input_size, plain.output_size) == (4, 3, 2, 3)
    assert (plain.projection_size, projected.projection_size, projected.output_size) == (None, 2, 2)
    assert plain.parameters == 4 * 3 * (2 + 3 + 1)
    assert projected.parameters == 4 * 3 * (2 + 2 + 1) + 2 * 3


@pytest.mark.parametrize(
    ("changes", "message", "hint"),
    [
        ({"b": np.zeros(12)}, "b has shape [12]; 2 axes, none empty, are needed", "b as [gates][units]"),
        ({"W_x": np.zeros((4, 3, 0))}, "W_x has shape [4, 3, 0]; 3 axes, none empty, are needed", "W_x as"),
        ({"W_h": np.zeros((4, 2, 3))}, "W_h has shape [4, 2, 3]; [4, 3, 3] is needed", "must agree"),
        ({"b": np.zeros((3, 3))}, "b has shape [3, 3]; [4, 3] is needed", "must agree"),
        ({"W_h": np.zeros((4, 3, 2))}, "W_h reads 2 hidden values but the layer has 3 units", "needs W_p"),
        ({"W_p": np.zeros((2, 3))}, "W_p has shape [2, 3]; [3, 3] is needed", "must agree"),
        (
            {"b": np.full((4, 3), np.inf)},
            "b holds a number that is not finite in float64",
            "training may have diverged",
        ),
        (
            {"W_x": np.full((4, 3, 2), np.nan)},
            "W_x holds a number that is not finite in float64",
            "Check the file",
        ),
    ],
)
def test_arrays_that_do_not_fit_are_refused(changes: dict[str, Array], message: str, hint: str) -> None:
    with pytest.raises(InvalidWeights) as caught:
        CellWeights(**{**arrays(), **changes})
    assert caught.value.message == message
    assert hint in caught.value.hint


def test_weights_cannot_be_changed() -> None:
    weights = CellWeights(**arrays(output=2))
    with pytest.raises(FrozenInstanceError):
        weights.b = np.zeros((4, 3))  # type: ignore[misc]
    for array in weights.arrays().values():
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_the_arrays_handed_over_stay_the_callers_own() -> None:
    given = arrays()
    CellWeights(**given)
    assert given["b"].flags.writeable


def test_another_precision_holds_the_same_numbers() -> None:
    weights = CellWeights(**arrays(output=2))
    assert weights.astype("float32") is weights
    double = weights.astype("float64")
    for name, array in double.arrays().items():
        assert array.dtype == np.float64
        assert (array == weights.arrays()[name]).all()


def test_weights_too_large_for_a_precision_are_refused() -> None:
    wide = CellWeights(**{**{k: a.astype("f8") for k, a in arrays().items()}, "b": np.full((4, 3), 1e300)})
    with pytest.raises(InvalidWeights, match="b holds a number that is not finite in float32"):
        wide.astype("float32")


def test_a_stack_knows_its_sizes() -> None:
    stack = random_stack("lstm", 5, 4, seed=1, layers=3, bidirectional=True, projection_size=2)
    assert (stack.depth, stack.bidirectional, stack.input_size) == (3, True, 5)
    assert (stack.hidden_size, stack.projection_size, stack.output_size) == (4, 2, 4)
    assert stack.layers[1][1].W_x.shape == (4, 4, 4)
    first, higher = 4 * 4 * (5 + 2 + 1) + 2 * 4, 4 * 4 * (4 + 2 + 1) + 2 * 4
    assert stack.parameters == 2 * first + 4 * higher


def test_a_stack_needs_layers_of_as_many_directions() -> None:
    one = CellWeights(**arrays(inputs=3))
    for layers in ((), ((),), ((one,), (one, one)), ((one, one, one),)):
        with pytest.raises(
            InvalidWeights, match="a stack needs at least one layer, and one or two directions"
        ):
            Stack("s", "lstm", layers)


@pytest.mark.parametrize(
    ("above", "message"),
    [
        ({"inputs": 4}, "layer 1 has inputs, units and hidden values [4, 3, 3]; [6, 3, 3] are needed"),
        ({"inputs": 6, "hidden": 2}, "layer 1 has inputs, units and hidden values [6, 2, 2]; [6, 3, 3]"),
        ({"inputs": 6, "output": 2}, "layer 1 has inputs, units and hidden values [6, 3, 2]; [6, 3, 3]"),
    ],
)
def test_layers_must_fit_on_each_other(above: dict[str, int], message: str) -> None:
    low, high = CellWeights(**arrays()), CellWeights(**arrays(inputs=6))
    with pytest.raises(InvalidWeights) as caught:
        Stack("s", "lstm", ((low, low), (high, CellWeights(**arrays(**above)))))
    assert caught.value.message.startswith(message)
    assert caught.value.hint == (
        "Both directions of a layer have the same units; "
        "each layer reads the hidden states of all directions below it."
    )


def test_layers_may_have_different_units() -> None:
    low, high = CellWeights(**arrays(hidden=5)), CellWeights(**arrays(hidden=2, inputs=5))
    stack = Stack("s", "lstm", ((low,), (high,)))
    assert (stack.hidden_size, stack.hidden_sizes, stack.output_size) == (5, (5, 2), 2)


def test_random_weights_depend_on_the_seed_alone() -> None:
    first, again, other = (random_stack("lstm", 3, 16, seed=seed).layers[0][0].W_h for seed in (5, 5, 6))
    assert (first == again).all()
    assert (first != other).any()
    assert np.abs(first).max() <= 0.25
    assert first.dtype == np.float32
    # The first numbers of seed 7: a link to a random network must not change its picture.
    assert random_stack("lstm", 1, 1, seed=7).layers[0][0].W_x.ravel().tolist() == pytest.approx(
        [0.2501909, 0.7944276, 0.5513714, -0.5495856], abs=1e-6
    )
