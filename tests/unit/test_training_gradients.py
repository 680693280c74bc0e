"""The backward pass against torch's automatic differentiation and against finite differences."""

from pathlib import Path

import numpy as np
import pytest

from app.trace import run
from app.training import backward_rnn
from app.training.backward import Tape, backward, forward
from app.training.loss import loss_and_gradients
from app.training.task import Batch
from app.weights import Array, CellWeights, Stack

FOLDER = Path(__file__).parents[1] / "golden" / "training"
FILES = {"lstm": "gradients.npz", "rnn": "gradients_rnn.npz"}
NAMES = ("W_x", "W_h", "b", "head.W", "head.b", "reading.W")


@pytest.fixture(scope="module")
def golden() -> dict[str, Array]:
    return load("lstm")


def load(cell: str) -> dict[str, Array]:
    with np.load(FOLDER / FILES[cell]) as arrays:
        return dict(arrays)


def parameters_of(golden: dict[str, Array]) -> dict[str, Array]:
    return {name: golden[f"parameter:{name}"] for name in NAMES}


def batch_of(golden: dict[str, Array]) -> Batch:
    return Batch(golden["inputs"], golden["targets"], golden["readings"], golden["hold"])


def loss_at(parameters: dict[str, Array], golden: dict[str, Array], tidiness: float, cell: str) -> float:
    return loss_and_gradients(parameters, batch_of(golden), golden["weights"], tidiness, cell)[0]


@pytest.mark.parametrize("cell", FILES)
def test_loss_and_gradients_equal_those_of_torch(cell: str) -> None:
    golden = load(cell)
    loss, gradients = loss_and_gradients(
        parameters_of(golden), batch_of(golden), golden["weights"], float(golden["tidiness"]), cell
    )
    assert loss == pytest.approx(float(golden["loss"]), rel=1e-14)
    assert set(gradients) == set(NAMES)
    for name in NAMES:
        np.testing.assert_allclose(
            gradients[name], golden[f"gradient:{name}"], rtol=0, atol=2e-15, err_msg=name
        )


@pytest.mark.parametrize(("cell", "tidiness"), [("lstm", 0.0), ("lstm", 0.3), ("rnn", 0.0)])
@pytest.mark.parametrize("name", NAMES)
def test_gradients_equal_finite_differences(name: str, cell: str, tidiness: float) -> None:
    golden = load(cell)
    parameters = parameters_of(golden)
    _, gradients = loss_and_gradients(parameters, batch_of(golden), golden["weights"], tidiness, cell)
    width = 1e-5
    for place in np.ndindex(parameters[name].shape):
        sides = []
        for shift in (width, -width):
            moved = parameters[name].copy()
            moved[place] += shift
            sides.append(loss_at({**parameters, name: moved}, golden, tidiness, cell))
        slope = (sides[0] - sides[1]) / (2 * width)
        assert gradients[name][place] == pytest.approx(slope, rel=1e-6, abs=1e-9), place


def test_a_slope_at_every_gate_is_carried_back(golden: dict[str, Array]) -> None:
    """Also the output gate's, which no penalty uses yet."""
    parameters, inputs = parameters_of(golden), golden["inputs"]
    generator = np.random.Generator(np.random.PCG64(1))
    tape = forward(parameters, inputs)
    wanted = {name: generator.standard_normal(tape.h.shape) for name in "figoh"}

    def value(at: Tape) -> float:
        return float(sum(np.sum(slope * getattr(at, name)) for name, slope in wanted.items()))

    gradients = backward(parameters, tape, wanted["h"], {name: wanted[name] for name in "figo"})
    for name, gradient in gradients.items():
        direction = generator.standard_normal(gradient.shape)
        ahead = forward({**parameters, name: parameters[name] + 1e-6 * direction}, inputs)
        behind = forward({**parameters, name: parameters[name] - 1e-6 * direction}, inputs)
        assert np.sum(gradient * direction) == pytest.approx((value(ahead) - value(behind)) / 2e-6, rel=1e-7)


def test_the_batched_forward_is_the_engine(golden: dict[str, Array]) -> None:
    parameters = parameters_of(golden)
    stack = Stack("lstm", "lstm", ((CellWeights(*(parameters[name] for name in ("W_x", "W_h", "b"))),),))
    tape = forward(parameters, golden["inputs"])
    channels = {"forget_gate": "f", "input_gate": "i", "candidate": "g", "output_gate": "o"}
    for n in range(golden["inputs"].shape[1]):
        traced = run(stack, golden["inputs"][:, n], precision="float64").layers[0].channels
        for name, letter in {**channels, "cell_state": "c", "hidden_state": "h"}.items():
            np.testing.assert_allclose(getattr(tape, letter)[:, n], traced[name], rtol=0, atol=2e-15)


def test_the_batched_forward_of_the_plain_cell_is_the_engine() -> None:
    golden = load("rnn")
    parameters = parameters_of(golden)
    stack = Stack("rnn", "rnn", ((CellWeights(*(parameters[name] for name in ("W_x", "W_h", "b"))),),))
    tape = backward_rnn.forward(parameters, golden["inputs"])
    for n in range(golden["inputs"].shape[1]):
        traced = run(stack, golden["inputs"][:, n], precision="float64").layers[0].channels
        np.testing.assert_allclose(tape.h[:, n], traced["hidden_state"], rtol=0, atol=2e-15)
