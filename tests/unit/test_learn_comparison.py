"""The data of the memory and training figures: complete enough to compute both networks in the page."""

from typing import Any

import numpy as np
import orjson
import pytest

from app.api.encode import dump
from app.cells.lstm import sigmoid
from app.learn.before_training import training
from app.learn.comparison import DEGREES, SIDES, memory, read_pair
from app.training.tasks.review_companions import EARLY, GAP
from app.weights import Array

CHANNELS = ("forget_gate", "input_gate")


@pytest.fixture(scope="module")
def sent() -> dict[str, Any]:
    """What arrives in the page."""
    parsed: dict[str, Any] = orjson.loads(dump(memory()))
    return parsed


def predictions(network: dict[str, Any], words: list[list[float]]) -> Array:
    """Run a network from what the page is sent, by its equations."""
    weights, head = network["weights"], network["head"]
    W_x, W_h, b = (np.array(weights[name]) for name in ("W_x", "W_h", "b"))
    c = h = np.zeros(network["units"])
    said = []
    for x in np.array(words):
        a = dict(zip(weights["gates"], W_x @ x + W_h @ h + b, strict=True))
        g = np.tanh(a["candidate"])
        if network["cell"] == "lstm":
            c = sigmoid(a["forget_gate"]) * c + sigmoid(a["input_gate"]) * g
            h = sigmoid(a["output_gate"]) * np.tanh(c)
        else:
            h = g
        said.append(np.array(head["W"]) @ h + np.array(head["b"]))
    return np.array(said)[:, 0]


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_the_page_can_compute_what_was_measured(sent: dict[str, Any], cell: str) -> None:
    measured, filler = sent["measured"], [sent["words"][word] for word in sent["filler"]]
    side = measured["side"]
    pairs = [
        (measured, measured["strong"], measured["mild"]),
        (side, side["praise"], side["blame"]),
    ]
    for found, *pair in pairs:
        runs = [predictions(sent["networks"][cell], [sent["words"][word], *filler]) for word in pair]
        apart = np.abs(runs[0] - runs[1])
        assert found[cell] == pytest.approx(apart[-1] / apart[0], abs=1e-5)
        for word, said in zip(pair, runs, strict=True):
            assert found["said"][cell][word] == pytest.approx([said[0], said[-1]], abs=1e-6)


def test_what_was_measured_is_what_the_card_of_the_plain_network_says(sent: dict[str, Any]) -> None:
    _, plain = read_pair()
    assert (DEGREES[0], SIDES[0], sent["measured"]["gap"]) == (EARLY["degree"], EARLY["side"], GAP)
    assert sent["measured"]["rnn"] == pytest.approx(plain.card["metrics"]["degree_left"], abs=1e-3)
    assert sent["measured"]["side"]["rnn"] == pytest.approx(plain.card["metrics"]["side_left"], abs=1e-3)


def test_the_sentence_says_nothing_to_the_networks(sent: dict[str, Any]) -> None:
    assert 40 <= len(sent["filler"]) <= 60
    tokens = read_pair()[0].encoder.encode_text(sent["sentence"]).tokens or ()
    assert [token.text for token in tokens] == sent["filler"]
    assert [token.text for token in tokens if token.known] == []
    assert not np.any([sent["words"][word] for word in sent["filler"]])


def test_pairs_differ_as_they_say(sent: dict[str, Any]) -> None:
    valence = {word: vector[0] for word, vector in sent["words"].items()}
    for pair in sent["degrees"]:
        strong, mild = valence[pair["strong"]], valence[pair["mild"]]
        assert strong * mild > 0
        assert abs(strong) > abs(mild) + 0.15
    for pair in sent["early"]:
        assert valence[pair["praise"]] > 0 > valence[pair["blame"]]


def test_both_networks_have_the_same_number_of_weights(sent: dict[str, Any]) -> None:
    assert {name: network["parameters"] for name, network in sent["networks"].items()} == {
        "lstm": 160,
        "rnn": 160,
    }
    assert [network["units"] for network in sent["networks"].values()] == [4, 10]
    assert sent["networks"]["rnn"]["weights"]["gates"] == ["candidate"]


def test_training_opens_and_closes_gates() -> None:
    """Before training every gate is about where its bias put it; afterwards it tells words apart."""
    shown: dict[str, Any] = orjson.loads(dump(training()))
    words = [token["text"] for token in shown["tokens"]]
    gates = {
        name: {when: np.array(rows) for when, rows in shown["channels"][name].items()} for name in CHANNELS
    }
    assert all(rows.shape == (len(words), 4) for gate in gates.values() for rows in gate.values())
    unit, forget, write = shown["unit"], gates["forget_gate"], gates["input_gate"]
    assert np.ptp(forget["untrained"][:, unit]) < 0.15
    assert np.ptp(forget["trained"][:, unit]) > 0.4
    assert forget["trained"][words.index("but"), unit] < 0.6
    assert forget["trained"][words.index("buy"), unit] > 0.99
    assert np.ptp(write["untrained"][:, unit]) < np.ptp(write["trained"][:, unit])
    # A network that has read nothing it knows: the gates are their biases alone.
    assert forget["untrained"][0].tolist() == pytest.approx([float(sigmoid(np.array(1.5)))] * 4)
    assert write["untrained"][0].tolist() == [0.5] * 4
    assert (shown["seed"], shown["steps"]) == (2, 7000)
    assert set(shown["note"]) == {"en", "zh"}
