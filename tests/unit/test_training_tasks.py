"""The rules that the bundled networks learn, and the sequences made for them."""

import numpy as np
import pytest

from app.training.tasks import brackets, review_measure, review_rule
from app.training.tasks.review_rule import FADE, FLIP, LABELS
from app.weights import Array

GOOD, BAD = 0.5, -0.6
WORDS = {
    "good": (GOOD, 1, 0, 0, 0),
    "bad": (BAD, 1, 0, 0, 0),
    "not": (0, 0, 1, 0, 0),
    "very": (0, 0, 0, 1, 0),
    "slightly": (0, 0, 0, -1, 0),
    "but": (0, 0, 0, 0, 1),
}
VECTORS = np.array(list(WORDS.values()), float)


def scores(text: str) -> Array:
    """The score after each word of a text."""
    words = np.array([WORDS.get(word, (0, 0, 0, 0, 0)) for word in text.split()], float)
    targets = review_rule.teach(words[:, None]).targets[:, 0, 0]
    np.testing.assert_array_less(np.abs(targets), 1)
    return np.arctanh(targets)


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("it was", 0),
        ("it was good", GOOD),
        ("good food", GOOD),
        ("very good", 1.4 * GOOD),
        ("slightly bad", 0.6 * BAD),
        ("very very good", 1.4 * GOOD),
        ("not good", FLIP * GOOD),
        ("not bad", FLIP * BAD),
        ("not not good", FLIP * GOOD),
        ("not really what anyone would call very good", 1.4 * FLIP * GOOD),
        ("good good", FADE * GOOD + GOOD),
        ("not good good", FADE * FLIP * GOOD + GOOD),
        ("very good good", FADE * 1.4 * GOOD + GOOD),
        ("good but", 0.5 * GOOD),
        ("not what I ordered but good", GOOD),
        ("very odd but good", GOOD),
        ("good but bad", FADE * 0.5 * GOOD + BAD),
    ],
)
def test_the_rule_of_review(text: str, feeling: float) -> None:
    assert scores(text)[-1] == pytest.approx(feeling, abs=1e-12)


def test_a_waiting_word_changes_no_score_and_is_read_until_its_feeling_word() -> None:
    words = np.array(
        [WORDS.get(word, (0, 0, 0, 0, 0)) for word in ("good", "not", "a", "very", "bad", "day")], float
    )
    batch = review_rule.teach(words[:, None])
    np.testing.assert_array_equal(batch.readings[:, 0, 1], [0, 1, 1, 1, 0, 0])
    np.testing.assert_array_equal(batch.readings[:, 0, 2], [0, 0, 0, 1, 0, 0])
    np.testing.assert_array_equal(batch.hold[:, 0], [False, False, True, False, False, True])
    assert len(set(batch.targets[:4, 0, 0])) == 1


def test_review_samples_hold_every_kind_of_word() -> None:
    batch = review_rule.sample(VECTORS, np.random.default_rng(0), 40, 200)
    assert batch.inputs.shape == (40, 200, len(LABELS))
    known = {tuple(row) for row in VECTORS} | {(0.0,) * 5}
    assert {tuple(row) for row in batch.inputs.reshape(-1, 5)} == known
    # A sequence draws its share of neutral words evenly from 0.35 to 0.97: 0.66 on average.
    assert 0.60 < batch.hold.mean() < 0.72
    negated = batch.readings[..., 1].mean()
    assert 0.1 < negated < 0.3


@pytest.mark.parametrize(
    ("text", "depths"),
    [("(()(()))", [1, 2, 1, 2, 3, 2, 1, 0]), ("a(b)c", [0, 1, 1, 0, 0])],
)
def test_the_rule_of_brackets(text: str, depths: list[int]) -> None:
    inputs = np.array([[character == "(", character == ")"] for character in text], float)
    assert brackets.teach(inputs[:, None]).targets.ravel().tolist() == depths


def test_bracket_samples_stay_between_their_bounds_and_reach_them() -> None:
    batch = brackets.sample(brackets.vocabulary().vectors, np.random.default_rng(0), 40, 200)
    assert (batch.targets.min(), batch.targets.max()) == (0, brackets.DEEPEST)
    # The share of other characters is drawn evenly from 0 to 0.95: 0.475 on average.
    assert 0.42 < batch.hold.mean() < 0.53


def test_the_truth_of_brackets_ends_where_a_bracket_closes_nothing() -> None:
    values = np.array([[character == "(", character == ")"] for character in "(a))(("], float)
    np.testing.assert_array_equal(brackets.truth(values).ravel(), [1, 1, 0, np.nan, np.nan, np.nan])


def test_the_truth_of_review_is_the_score_after_each_word() -> None:
    words = np.array([WORDS.get(word, (0, 0, 0, 0, 0)) for word in ("not", "so", "good")], float)
    np.testing.assert_allclose(review_measure.truth(words).ravel(), [0, 0, np.tanh(FLIP * GOOD)])
