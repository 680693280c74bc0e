from math import exp, tanh

import numpy as np
import pytest

from app.cells import CELLS, get_cell
from app.cells.lstm import LSTM, sigmoid
from app.errors import InvalidWeights
from app.weights import CellWeights


def logistic(a: float) -> float:
    return 1 / (1 + exp(-a))


@pytest.mark.parametrize(
    ("precision", "absolute", "relative"), [("float32", 6e-8, 6e-4), ("float64", 2.3e-16, 2e-12)]
)
def test_sigmoid_is_as_close_as_its_docstring_says(precision: str, absolute: float, relative: float) -> None:
    points = np.linspace(-40, 40, 20_001).astype(precision)
    exact = np.array([logistic(float(point)) for point in points])
    error = np.abs(sigmoid(points).astype("f8") - exact)
    assert error.max() <= absolute
    assert (error / exact)[np.abs(points) <= 10].max() <= relative


def test_sigmoid_does_not_overflow() -> None:
    assert sigmoid(np.array([-np.inf, -1e38, 0, 1e38], "f4")).tolist() == [0, 0, 0.5, 1]


def test_one_step_by_pencil() -> None:
    """One unit, one input: every equation written out in Python's own floats."""
    w = {"f": (0.5, -1.0, 0.1), "i": (1.5, 0.25, -0.2), "g": (-0.75, 2.0, 0.3), "o": (2.0, 0.5, -0.4)}
    columns = list(zip(*w.values(), strict=True))
    W_x, W_h, b = (np.array(column) for column in columns)
    weights = CellWeights(W_x.reshape(4, 1, 1), W_h.reshape(4, 1, 1), b.reshape(4, 1))
    x, h, c = 0.8, -0.3, 1.25
    f, i, g, o = (w_x * x + w_h * h + bias for w_x, w_h, bias in w.values())
    f, i, g, o = logistic(f), logistic(i), tanh(g), logistic(o)
    new_c = f * c + i * g
    expected = [f, i, g, o, new_c, o * tanh(new_c)]

    state = {"cell_state": np.array([c]), "hidden_state": np.array([h])}
    found = LSTM().step(np.array([x]), state, weights)
    assert list(found) == list(LSTM().channels)
    assert [float(array[0]) for array in found.values()] == pytest.approx(expected, rel=0, abs=4e-16)


def test_a_projection_shortens_h_alone() -> None:
    generator = np.random.default_rng(1)
    shapes = {"W_x": (4, 3, 2), "W_h": (4, 3, 2), "b": (4, 3), "W_p": (2, 3)}
    weights = CellWeights(**{name: generator.normal(size=shape) for name, shape in shapes.items()})
    state = {"cell_state": np.ones(3), "hidden_state": np.ones(2)}
    found = LSTM().step(np.ones(2), state, weights)
    whole = found["output_gate"] * np.tanh(found["cell_state"])
    assert found["hidden_state"] == pytest.approx(weights.W_p @ whole, abs=1e-15)


def test_the_registry_knows_each_cell_by_its_name() -> None:
    assert {name: cell.name for name, cell in CELLS.items()} == {
        name: name for name in ("lstm", "gru", "rnn")
    }
    assert get_cell("lstm").channels == (
        "forget_gate",
        "input_gate",
        "candidate",
        "output_gate",
        "cell_state",
        "hidden_state",
    )
    assert [gate.function for gate in get_cell("lstm").gates] == ["sigmoid", "sigmoid", "tanh", "sigmoid"]
    assert get_cell("gru").channels == ("reset_gate", "update_gate", "candidate", "hidden_state")
    assert get_cell("rnn").channels == ("candidate", "hidden_state")
    assert get_cell("rnn").states == ("hidden_state",)


def test_an_unknown_cell_is_refused_with_the_choices() -> None:
    with pytest.raises(InvalidWeights) as caught:
        get_cell("transformer")
    assert caught.value.message == "there is no cell named 'transformer'"
    assert caught.value.hint == "Choose one of: lstm, gru, rnn."
    assert [place.pointer for place in caught.value.errors] == ["/model/cell"]
