"""The rule of ``quotes``, its random texts, and what its card promises a reader."""

import numpy as np
import pytest

from app.heads import predict
from app.registry import read_network
from app.trace import run
from app.training.making import ZOO
from app.training.tasks import TASKS
from app.training.tasks.quotes import CLOSING, OPENING, STRAIGHT, sample, teach, truth, vocabulary
from app.weights import Array

ENCODER = vocabulary().encoder()
NAMES = ("quotes", "quotes-plain")


def told(text: str) -> str:
    """The rule's answer for each character: 1 inside, 0 outside, ? where it is silent."""
    values = truth(np.asarray(ENCODER.encode_text(text).values, np.float64))[:, 0]
    return "".join("?" if np.isnan(value) else str(int(value)) for value in values)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("abc", "000"),
        ('a"b"c', "01100"),
        ("a“b”c", "01100"),
        ("「好」吗", "1100"),
        ("“a”“b”", "110110"),
        ('“a”"b"“c”', "110110110"),
        ("don't ‘a’", "000000000"),
        ("“a", "11"),
        # Odd marks: nothing open, already open, two kinds in a pair.
        ("a”b", "0??"),
        ("“a“b”c”d", "11??????"),
        ('“a"b', "11??"),
        ('"a”b', "11??"),
        ('"a“b', "11??"),
        ("“a”b”c", "1100??"),
    ],
)
def test_the_rule(text: str, answer: str) -> None:
    assert told(text) == answer


def test_a_row_that_is_no_mark_silences_the_rule() -> None:
    values = np.array([[0, 1, 0], [0, 0.5, 0.5], [0, 0, 1]])
    np.testing.assert_array_equal(truth(values)[:, 0], [1, np.nan, np.nan])


def test_sequences_side_by_side_are_told_as_one_by_one() -> None:
    texts = ['a"b"c', "“a”b”", "“a“b”"]
    values = np.stack([np.asarray(ENCODER.encode_text(text).values, np.float64) for text in texts], axis=1)
    together = truth(values)
    for n in range(len(texts)):
        np.testing.assert_array_equal(together[:, n], truth(values[:, n]))


def test_what_the_units_are_asked_for() -> None:
    values = np.asarray(ENCODER.encode_text("a“b”c").values, np.float64)
    batch = teach(values[:, None])
    np.testing.assert_array_equal(batch.readings[:, 0, 0], [0, 1, 1, -1, -1])
    np.testing.assert_array_equal(batch.readings[:, 0, 1], [0, 1, 0, 0, 0])
    np.testing.assert_array_equal(batch.readings[:, 0, 2], [0, 0, 0, 1, 0])
    np.testing.assert_array_equal(batch.readings[:, 0, 3], [0, 1, 0, 1, 0])
    np.testing.assert_array_equal(batch.hold[:, 0], [True, False, True, False, True])


def test_random_texts_keep_to_the_rule_and_hold_every_mark() -> None:
    batch = sample(vocabulary().vectors, np.random.default_rng(0), 64, 200)
    assert np.isfinite(batch.targets).all()
    marks = batch.inputs.sum(axis=(0, 1))
    assert (marks[[STRAIGHT, OPENING, CLOSING]] > 200).all()
    # The share of marks is drawn evenly from 0.01 to 0.3: 0.155 on average.
    assert 0.82 < batch.hold.mean() < 0.87
    assert 0.4 < batch.targets.mean() < 0.5


class Read:
    """A traced text: channels [T, H] by name and the probability of inside."""

    def __init__(self, name: str, text: str) -> None:
        network = read_network(ZOO / f"{name}.safetensors")
        encoded = network.encoder.encode_text(text)
        trace = run(network.stacks[0], encoded.values)
        assert network.head is not None
        self.channels = trace.layers[0].channels
        self.inside: Array = predict(network.head, np.asarray(trace.output))[:, 0]
        self.marks = np.array([token.known for token in encoded.tokens or ()])
        self.truth: Array = truth(np.asarray(encoded.values, np.float64))[:, 0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("example", range(len(TASKS["quotes"].words.examples)))
def test_every_character_of_the_examples_is_told_right(name: str, example: int) -> None:
    read = Read(name, TASKS["quotes"].words.examples[example]["text"])
    np.testing.assert_array_equal(np.rint(read.inside), read.truth)


def test_the_memory_is_kept_at_letters_and_wiped_at_straight_marks() -> None:
    read = Read("quotes", TASKS["quotes"].words.examples[0]["text"])
    forget = read.channels["forget_gate"][:, 0]
    assert forget[~read.marks].min() > 0.995
    assert forget[read.marks].max() < 0.005
    assert np.abs(read.channels["hidden_state"][~read.marks, 1:]).max() < 0.1


def test_the_plain_network_forgets_and_writes_again_at_every_letter() -> None:
    read = Read("quotes-plain", TASKS["quotes-plain"].words.examples[1]["text"])
    letters = np.flatnonzero(~read.marks)[20:100]
    forget, state = (read.channels[name][letters, 0] for name in ("forget_gate", "cell_state"))
    assert forget.max() < 0.9
    assert np.ptp(state) < 0.01
    assert state.mean() == pytest.approx(1.49, abs=0.005)
    written = (read.channels["input_gate"] * read.channels["candidate"])[letters, 0]
    np.testing.assert_allclose(written, (1 - forget) * state, atol=0.01)


def test_only_the_tidy_network_drifts_as_its_card_says() -> None:
    text = "“" + "a" * 1500
    lost = np.flatnonzero(Read("quotes", text).inside < 0.5)[0]
    assert 700 < lost < 760
    assert Read("quotes-plain", text).inside.min() > 0.99
