"""What a reader is told to look at in the bundled networks can be seen there."""

from functools import lru_cache

import numpy as np
import pytest

from app.heads import predict
from app.network import Network
from app.registry import read_network
from app.trace import run
from app.training.making import ZOO
from app.training.tasks.brackets import teach
from app.weights import Array

SCORE, NEGATION, STRENGTH = range(3)


@lru_cache
def network_of(name: str) -> Network:
    return read_network(ZOO / f"{name}.safetensors")


class Reading:
    """A traced text: words, channels [T, H] by name, the prediction after each word."""

    def __init__(self, name: str, text: str) -> None:
        network = network_of(name)
        encoded = network.encoder.encode_text(text)
        trace = run(network.stacks[0], encoded.values)
        assert network.head is not None
        self.values = encoded.values
        self.tokens = encoded.tokens or ()
        self.words = [token.text for token in self.tokens]
        self.channels = trace.layers[0].channels
        self.predictions = predict(network.head, np.asarray(trace.output))[:, 0]

    def at(self, word: str, channel: str, unit: int) -> float:
        return float(self.channels[channel][self.words.index(word), unit])

    def predicted(self, word: str) -> float:
        return float(self.predictions[self.words.index(word)])


@pytest.fixture
def breakfast() -> Reading:
    return Reading("review", "The breakfast was not good but I will definitely buy it again")


def test_the_negation_unit_switches_on_at_not_and_off_at_its_word(breakfast: Reading) -> None:
    for word in ("The", "was", "good", "but", "definitely", "again"):
        assert abs(breakfast.at(word, "cell_state", NEGATION)) < 0.2, word
    assert breakfast.at("not", "cell_state", NEGATION) > 0.7
    assert breakfast.at("good", "forget_gate", NEGATION) < 0.2


def test_the_default_sentence_turns_from_bad_to_good(breakfast: Reading) -> None:
    assert abs(breakfast.predicted("not")) < 0.05
    assert breakfast.predicted("good") < -0.2
    assert breakfast.predicted("good") < breakfast.predicted("but") < -0.1
    assert breakfast.predicted("again") > 0.2


def test_the_score_unit_keeps_at_neutral_words_and_drops_at_but(breakfast: Reading) -> None:
    for word in ("The", "breakfast", "was", "I", "will", "buy", "it", "again"):
        assert breakfast.at(word, "forget_gate", SCORE) > 0.95, word
    assert breakfast.at("but", "forget_gate", SCORE) < 0.65


def test_a_not_is_remembered_over_many_words() -> None:
    far = Reading("review", "This is not what most people would call a great hotel")
    held = [far.at(word, "cell_state", NEGATION) for word in far.words[2:9]]
    assert min(held) > 0.7
    assert abs(far.at("great", "cell_state", NEGATION)) < 0.2
    assert far.predicted("great") < -0.3


def test_very_and_slightly_wait_in_a_unit_and_change_the_next_word() -> None:
    strong, plain, weak = (
        Reading("review", f"{word} bad").predictions[-1] for word in ("very", "quiet", "slightly")
    )
    assert strong < plain - 0.05
    assert weak > plain + 0.05
    assert Reading("review", "very").at("very", "cell_state", STRENGTH) > 0.3
    assert Reading("review", "slightly").at("slightly", "cell_state", STRENGTH) < -0.3


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("This cereal is simply amazing, my family finally gets a perfectly balanced breakfast", 0.7, 1.1),
        ("Not bad at all", 0.2, 0.6),
        ("I don’t like it :(", -1.1, -0.3),
        ("DON'T LIKE", -0.5, -0.1),
        ("It was hardly good", -0.5, -0.2),
        ("love love love love love love love love", 0.85, 1.15),
        ("terrible awful horrible disgusting " * 50, -1.2, -0.85),
    ],
)
def test_what_people_type(text: str, low: float, high: float) -> None:
    assert low < Reading("review", text).predictions[-1] < high


@pytest.mark.parametrize("text", ["good", "terrible", "not good", "amazing great"])
def test_a_feeling_outlasts_forty_neutral_words(text: str) -> None:
    """Longer than any training sequence; the card says how far it drifts."""
    told = Reading("review", text + " table" * 40).predictions
    start = told[len(text.split()) - 1]
    assert abs(told[-1] - start) < 0.15


FLAT_TEXTS = ["We took the train to the harbour at nine in the morning", "我们坐火车去港口", "zxqv " * 500]


@pytest.mark.parametrize("text", FLAT_TEXTS, ids=["English", "Chinese", "500 words"])
def test_a_text_without_one_known_word_is_flat_and_finite(text: str) -> None:
    flat = Reading("review", text)
    assert not any(token.known for token in flat.tokens)
    for name, channel in flat.channels.items():
        assert np.isfinite(channel).all(), name
    assert not flat.channels["cell_state"].any()
    assert np.abs(flat.predictions).max() < 0.05


def test_the_lexicon_keeps_its_notice_and_holds_no_word_that_cannot_be_typed() -> None:
    network = network_of("review")
    (notice,) = network.card["notices"]
    assert notice["authors"] == "C.J. Hutto and Eric Gilbert"
    assert notice["license"].startswith("The MIT License (MIT)")
    assert "Copyright (c) 2016 C.J. Hutto" in notice["license"]
    assert 'THE SOFTWARE IS PROVIDED "AS IS"' in notice["license"]
    vocabulary = network.card["input"]["vocabulary"]
    assert len(vocabulary) > 7000
    for word in vocabulary:
        tokens = network.encoder.encode_text(word).tokens or ()
        assert [token.known for token in tokens] == [True], word


def levels(reading: Reading) -> dict[int, Array]:
    """The cell state of unit 0 at every character of each depth."""
    depth = teach(np.asarray(reading.values)[:, None]).targets[:, 0, 0].astype(int)
    state = reading.channels["cell_state"][:, 0]
    return {int(level): state[depth == level] for level in np.unique(depth)}


def test_the_depth_unit_is_a_staircase() -> None:
    climb = Reading("brackets", "(((((((())))))))")
    stairs = levels(climb)
    middles = [float(np.mean(stairs[level])) for level in range(1, 9)]
    gaps = np.diff(middles)
    assert (gaps > 0.05).all()
    for level in range(1, 9):
        assert np.ptp(stairs[level]) < gaps.min() / 2, level


def test_letters_leave_the_depth_alone() -> None:
    code = Reading("brackets", "print(max(len(name), min(4, width(rows(table)))))")
    depth = np.cumsum([(word == "(") - (word == ")") for word in code.words])
    np.testing.assert_array_equal(np.rint(code.predictions), depth)
    letters = np.array([not token.known for token in code.tokens])
    assert code.channels["forget_gate"][letters, 0].min() > 0.95
    moved = np.abs(np.diff(code.channels["cell_state"][:, 0]))[letters[1:]]
    assert moved.max() < 0.02
