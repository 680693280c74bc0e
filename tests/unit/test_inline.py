from typing import Any

import numpy as np
import pytest

from app.errors import InvalidWeights, TooExpensive
from app.inline import RandomNetwork, given_network

ENTRY: dict[str, Any] = {"W_x": [[[0.5, 1.0]]] * 4, "W_h": [[[0.25]]] * 4, "b": [[0.0]] * 4}


@pytest.mark.parametrize(
    "sizes",
    [
        {},
        {"layers": 3},
        {"bidirectional": True, "layers": 2},
        {"projection_size": 2, "layers": 2, "bidirectional": True},
    ],
)
def test_weights_are_counted_before_they_exist(sizes: dict[str, Any]) -> None:
    random = RandomNetwork("lstm", 3, 5, seed=1, **sizes)
    assert random.parameters == random.build().stacks[0].parameters


def test_the_same_seed_gives_the_same_network() -> None:
    first, again, other = (RandomNetwork("lstm", 3, 5, seed=seed).build() for seed in (1, 1, 2))
    assert first.digest == again.digest != other.digest
    assert (first.id, first.source) == ("inline", "inline")


def test_too_large_a_network_is_refused_before_it_exists() -> None:
    with pytest.raises(TooExpensive, match="would have 28,800,480,000 weights; the limit is 4,000,000"):
        RandomNetwork("lstm", 60_001, 60_000, seed=1).check(4_000_000)


def test_a_projection_must_be_smaller() -> None:
    with pytest.raises(InvalidWeights, match="projection_size 4 is not smaller than hidden_size 4"):
        RandomNetwork("lstm", 3, 4, seed=1, projection_size=4).check(10_000)


def test_given_weights_are_taken_as_they_are() -> None:
    network = given_network("lstm", [ENTRY, ENTRY], bidirectional=True)
    stack = network.stacks[0]
    assert (stack.depth, stack.bidirectional, stack.hidden_size, stack.input_size) == (1, True, 1, 2)
    np.testing.assert_array_equal(stack.layers[0][1].W_x[3], [[0.5, 1.0]])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"b": [[0.0], [0.0, 1.0], [0.0], [0.0]]}, "the rows of b in entry 0 do not have one length"),
        ({"W_h": [[[0.25, 0.5]]] * 4}, "W_h reads 2 hidden values but the layer has 1 units"),
        ({"b": [[0.0]] * 3}, r"b has shape \[3, 1\]; \[4, 1\] is needed"),
        ({"W_x": []}, r"W_x has shape \[0\]; 3 axes, none empty, are needed"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidWeights, match=said):
        given_network("lstm", [{**ENTRY, **changes}], bidirectional=False)


def test_the_gates_are_counted_and_named() -> None:
    three = {name: rows[:3] for name, rows in ENTRY.items()}
    with pytest.raises(InvalidWeights, match="the arrays have 3 gates; 4 are needed") as caught:
        given_network("lstm", [three], bidirectional=False)
    assert (
        caught.value.hint == "Give the gates in this order: forget_gate, input_gate, candidate, output_gate."
    )


def test_an_unknown_cell_is_refused() -> None:
    with pytest.raises(InvalidWeights, match="there is no cell named 'gru2'"):
        given_network("gru2", [ENTRY], bidirectional=False)
