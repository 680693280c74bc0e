"""The language of ``counter``: what may come after each character, and how far the stored network counts."""

from pathlib import Path

import numpy as np
import pytest

from app.encoders import VocabularyEncoder
from app.registry import read_network
from app.trace import run
from app.training.task import Model
from app.training.tasks.counter import ENTRIES, TRAINED_TO, right_up_to, sample, teach, truth, vocabulary
from app.weights import Array

ZOO = Path(__file__).parents[2] / "app" / "zoo"


def encode(text: str) -> Array:
    return np.array([[character == entry for entry in ENTRIES] for character in text], float)


def may_come(text: str) -> list[str]:
    """The characters that may come after each step; "?" where there is no truth."""
    return [
        "?" if np.isnan(row).any() else "".join(entry for entry, p in zip(ENTRIES, row, strict=True) if p > 0)
        for row in truth(encode(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", ["ab"]),
        ("ab.", ["ab", ".", "a"]),
        ("aaabbb.", ["ab", "ab", "ab", "b", "b", ".", "a"]),
        ("ab.aabb.", ["ab", ".", "a", "ab", "ab", "b", ".", "a"]),
        # No string begins so: no truth from there on, whatever follows.
        ("b", ["?"]),
        (".ab", ["?", "?", "?"]),
        ("aaba.ab", ["ab", "ab", "b", "?", "?", "?", "?"]),
        ("abb.", ["ab", ".", "?", "?"]),
        ("aab.a", ["ab", "ab", "b", "?", "?"]),
        ("a.", ["ab", "?"]),
        ("ab..a", ["ab", ".", "a", "?", "?"]),
        ("a b", ["ab", "?", "?"]),
    ],
)
def test_what_may_come(text: str, expected: list[str]) -> None:
    assert may_come(text) == expected


def test_the_truth_is_spread_evenly_and_the_reading_counts_the_missing_b() -> None:
    batch = teach(encode("aabb.ab")[:, None])
    np.testing.assert_array_equal(batch.targets[:3, 0], [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 1, 0]])
    np.testing.assert_array_equal(batch.readings.ravel(), [1, 2, 1, 0, 0, 1, 0])


def test_numbers_that_are_no_character_have_no_truth() -> None:
    assert np.isnan(truth(np.array([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]))).all()
    assert np.isnan(truth(np.array([[1.0, 1.0, -1.0]]))).all()


def test_samples_are_strings_up_to_ten_and_stay_in_the_language() -> None:
    batch = sample(vocabulary().vectors, np.random.default_rng(0), 60, 200)
    assert batch.inputs.shape == (60, 200, 3)
    assert np.isfinite(batch.targets).all()
    assert batch.readings.shape == (60, 200, 0)
    texts = ["".join(ENTRIES[symbol] for symbol in row) for row in batch.inputs.argmax(axis=2).T]
    sizes = {len(part) // 2 for text in texts for part in text.split(".")[:-1]}
    assert sizes == set(range(1, TRAINED_TO + 1))
    for part in texts[0].split(".")[:-1]:
        half = len(part) // 2
        assert part == "a" * half + "b" * half


@pytest.fixture(scope="module")
def model() -> Model:
    network = read_network(ZOO / "counter.safetensors")
    assert network.head is not None
    assert isinstance(network.encoder, VocabularyEncoder)
    return Model(network.stacks[0], network.encoder, network.head)


def test_the_stored_network_counts_beyond_twice_what_it_was_trained_to(model: Model) -> None:
    """The card says 54; another machine's sums may move the end, not as far as 25."""
    assert 40 <= right_up_to(model, 60) <= 60


@pytest.mark.parametrize("n", [3, 12, 25])
def test_the_cell_state_of_the_counting_unit_is_a_staircase(model: Model, n: int) -> None:
    trace = run(model.stack, encode("a" * n + "b" * n))
    stairs = np.diff(trace.layers[0].channels["cell_state"][:, 2])
    np.testing.assert_allclose(stairs, [1] * (n - 1) + [-1] * n, atol=0.1)
