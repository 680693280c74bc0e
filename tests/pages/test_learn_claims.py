"""What the chapters say in words of the worked example and of the trained network is true of the numbers."""

import numpy as np
import pytest

from app.learn.before_training import training
from app.learn.comparison import memory
from app.learn.example import Example, Moment, read_worked, trained_example
from app.network import Network
from app.registry import Registry
from app.settings import Settings

NOT_FAR = "This is not what most people would call a great hotel"
VERY = "The room was very, very clean"


@pytest.fixture(scope="module")
def network() -> Network:
    settings = Settings()
    return Registry(settings.zoo_folder, first="review").get("review")


@pytest.fixture(scope="module")
def breakfast(network: Network) -> Example:
    example = trained_example(network)
    assert example is not None
    assert example.tokens[1:6] == ("breakfast", "was", "not", "good", "but")
    return example


@pytest.fixture(scope="module")
def first() -> Moment:
    return read_worked((Settings().static_folder / "learn" / "worked.json").read_bytes()).steps[0]


def reading(network: Network, text: str) -> Example:
    return Example(network, network.encoder.encode_text(text), None, text, 0, 0)


def test_each_unit_of_the_worked_example_plays_its_part(first: Moment) -> None:
    assert abs(first.c[0] - first.c_before[0]) < 0.05, "unit 1 keeps"
    assert abs(first.fc[1]) < 0.05 < 0.8 * abs(first.g[1]) < abs(first.ig[1]), "unit 2 is overwritten"
    assert abs(first.h[1]) < 0.1 < 0.7 < first.c[1], "and hides it"
    assert abs(first.a_f[2]) < 0.1, "unit 3 keeps about half"
    assert min(abs(first.fc[2]), abs(first.ig[2])) > 0.1, "and blends"
    assert first.h[0] > 0.9 * first.tanh_c[0], "unit 1 says nearly all it knows"


def test_six_words_between_not_and_its_word_change_nothing(network: Network) -> None:
    example = reading(network, NOT_FAR)
    begin, end = example.tokens.index("not"), example.tokens.index("great")
    assert end - begin - 1 == 6
    assert min(step.c[1] for step in example.steps[begin:end]) > 0.95
    assert min(step.f[1] for step in example.steps[begin + 1 : end]) > 0.99
    assert example.steps[end].f[1] < 0.1
    assert (end, end - 1) == (9, 8), "the steps that the links lead to"


def test_very_piles_up_and_is_hardly_shown(network: Network) -> None:
    example = reading(network, VERY)
    assert [place for place, token in enumerate(example.tokens) if token == "very"] == [3, 4]
    second = example.steps[4]
    assert second.c[2] > 1.5
    assert second.tanh_c[2] < 1
    assert second.h[2] < 0.3 * second.tanh_c[2]


def test_not_is_written_and_used(breakfast: Example) -> None:
    waiting, used = breakfast.steps[3], breakfast.steps[4]
    assert min(waiting.i[1], waiting.g[1]) > 0.98
    assert max(abs(step.g[1]) for step in breakfast.steps[:3]) < 0.005
    assert used.a_f[1] < -2
    assert used.f[1] < 0.1
    assert used.g[0] < -0.5, "the candidate of unit 1 is negative at this good"


def test_the_prediction_waits_at_not_and_sinks_at_good(breakfast: Example) -> None:
    assert breakfast.predictions is not None
    assert abs(breakfast.predictions[3, 0]) < 0.05
    assert breakfast.predictions[4, 0] < -0.2


def test_but_drops_about_half_and_adds_nothing(breakfast: Example) -> None:
    but = breakfast.steps[5]
    assert 0.4 < but.f[0] < 0.6
    assert but.c_before[0] < -0.2
    assert abs(but.ig[0]) < 0.03 * abs(but.fc[0])


def test_training_told_the_forget_gate_words_apart() -> None:
    gates = training()["channels"]
    assert isinstance(gates, dict)
    untrained, trained = (gates["forget_gate"][when][:, 0] for when in ("untrained", "trained"))
    assert abs(untrained[1] - untrained[5]) < 0.05
    assert trained[1] - trained[5] > 0.4


def test_the_plain_network_keeps_the_side_and_loses_the_degree() -> None:
    measured = memory()["measured"]
    assert isinstance(measured, dict)
    assert measured["rnn"] < 0.2 < 0.9 < measured["lstm"]
    assert measured["side"]["rnn"] > 0.9


def test_a_bounded_loop_comes_to_rest() -> None:
    value = 0.1
    for _ in range(20):
        value = float(np.tanh(3 * value))
    assert value == pytest.approx(np.tanh(3 * value), abs=1e-9)
