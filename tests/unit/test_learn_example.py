"""The examples that the article is told with: every step by its letters."""

from pathlib import Path

import numpy as np
import pytest

from app.cells.lstm import LSTM, sigmoid
from app.learn.example import Example, read_worked, trained_example
from app.registry import Registry
from app.settings import Settings
from tests.tiny_zoo import write_zoo

CLOSE = 1e-14


@pytest.fixture(scope="module")
def worked() -> Example:
    return read_worked((Settings().static_folder / "learn" / "worked.json").read_bytes())


@pytest.fixture(scope="module")
def review() -> Example:
    example = trained_example(Registry(Settings().zoo_folder, first="review").get("review"))
    assert example is not None
    return example


@pytest.mark.parametrize("name", ["worked", "review"])
def test_each_step_is_that_of_the_equations(name: str, request: pytest.FixtureRequest) -> None:
    example: Example = request.getfixturevalue(name)
    cell, weights = LSTM(), example.stack.layers[0][0].astype(np.float64)
    state = example.trace.initial_state
    assert len(example.steps) == len(example.encoded.values)
    for moment, x in zip(example.steps, example.encoded.values, strict=True):
        f, i, g, o, c, h = cell.step(np.asarray(x, np.float64), state, weights).values()
        before = state["cell_state"]
        wanted = {"f": f, "i": i, "g": g, "o": o, "c": c, "h": h, "fc": f * before, "ig": i * g}
        wanted |= {"c_before": before, "h_before": state["hidden_state"], "x": x, "tanh_c": np.tanh(c)}
        for letter, numbers in wanted.items():
            np.testing.assert_allclose(getattr(moment, letter), numbers, rtol=0, atol=CLOSE, err_msg=letter)
        np.testing.assert_allclose(sigmoid(moment.a_f), f, rtol=0, atol=CLOSE)
        np.testing.assert_allclose(np.tanh(moment.a_g), g, rtol=0, atol=CLOSE)
        state = {"cell_state": c, "hidden_state": h}


def test_the_worked_example_begins_with_three_stories(worked: Example) -> None:
    """Unit 1 keeps, unit 2 is overwritten but hidden, unit 3 blends: the weights must go on saying so."""
    now = worked.steps[0]
    rows = {
        "f": (0.97, 0.08, 0.51),
        "i": (0.12, 0.93, 0.50),
        "g": (0.40, 0.88, -0.70),
        "o": (0.91, 0.10, 0.66),
    }
    rows |= {"fc": (0.776, -0.040, 0.102), "ig": (0.048, 0.818, -0.350), "c": (0.824, 0.778, -0.248)}
    rows |= {"tanh_c": (0.677, 0.652, -0.243), "h": (0.616, 0.065, -0.160)}
    assert {name: tuple(getattr(now, name).round(3).tolist()) for name in rows} == rows


def test_a_trained_example_opens_where_its_card_says(review: Example) -> None:
    shown = review.network.card["examples"][0]
    assert (review.text, review.step, review.unit) == (shown["text"], shown["step"], shown["unit"])
    assert review.tokens == tuple(shown["text"].split())
    assert review.predictions is not None
    assert review.predictions.shape == (len(review.tokens), 1)


def test_a_network_that_a_figure_cannot_draw_is_no_example(tmp_path: Path) -> None:
    registry = Registry(write_zoo(tmp_path), first="feeling")
    assert trained_example(registry.get("feeling")) is None  # two layers, both directions
    assert trained_example(registry.get("letters")) is None  # no text on its card
