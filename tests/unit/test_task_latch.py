"""The rule of ``latch``, its random sequences, and what its card promises a reader."""

import numpy as np
import pytest

from app.encoders import VocabularyEncoder
from app.heads import predict
from app.registry import read_network
from app.trace import run
from app.training.making import ZOO
from app.training.tasks.latch import sample, teach, truth, vocabulary
from app.training.tasks.latch_words import HOLD, LAMP, RESET, SET
from app.weights import Array

ENCODER = vocabulary().encoder()


def bits(text: str) -> list[float]:
    values: list[float] = truth(np.asarray(ENCODER.encode_text(text).values, np.float64))[:, 0].tolist()
    return values


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("wait wait", [0, 0]),
        ("reset wait", [0, 0]),
        ("set wait Wait", [1, 1, 1]),
        ("set reset set", [1, 0, 1]),
        ("ON on wait off off", [1, 1, 1, 0, 0]),
        ("set frobnicate", [1, 1]),
        ("开灯，等等，关掉", [1, 1, 1, 0]),
    ],
)
def test_the_rule(text: str, after: list[float]) -> None:
    assert bits(text) == after


def test_a_row_that_is_no_word_silences_the_rule_until_the_next_that_switches() -> None:
    values = np.array([[1, 0], [0.5, 0.0], [0, 0], [0, 1], [1, 1], [1, 0]])
    np.testing.assert_array_equal(truth(values)[:, 0], [1, np.nan, np.nan, 0, np.nan, 1])


def test_what_the_units_are_asked_for() -> None:
    batch = teach(np.asarray(ENCODER.encode_text("wait set wait set reset wait").values, np.float64)[:, None])
    np.testing.assert_array_equal(batch.readings[:, 0, 0], [0, 1, 1, 1, -1, -1])
    np.testing.assert_array_equal(batch.readings[:, 0, 1], [0, 1, 0, 1, 1, 0])
    np.testing.assert_array_equal(batch.hold[:, 0], [True, False, True, False, False, True])


def test_random_sequences_switch_both_ways() -> None:
    vectors = vocabulary().vectors
    batch = sample(vectors, np.random.default_rng(0), 40, 200)
    assert {tuple(row) for row in batch.inputs.reshape(-1, 2)} == {(0, 0), (1, 0), (0, 1)}
    # The share of words that switch is drawn evenly from 0.02 to 0.3: 0.16 on average.
    assert 0.81 < batch.hold.mean() < 0.87
    assert np.isfinite(batch.targets).all()
    assert batch.inputs[..., 0].sum() == pytest.approx(batch.inputs[..., 1].sum(), rel=0.15)


def test_every_word_can_be_typed_and_does_what_its_list_says() -> None:
    network = read_network(ZOO / "latch.safetensors")
    assert isinstance(network.encoder, VocabularyEncoder)
    assert len({*SET, *RESET, *HOLD}) == len((*SET, *RESET, *HOLD)) == len(network.encoder.vocabulary)
    for words, row in ((SET, [1, 0]), (RESET, [0, 1]), (HOLD, [0, 0])):
        for word in words:
            encoded = network.encoder.encode_text(word)
            assert [token.known for token in encoded.tokens or ()] == [True], word
            np.testing.assert_array_equal(encoded.values, [row])


def read(text: str) -> tuple[dict[str, Array], Array]:
    network = read_network(ZOO / "latch.safetensors")
    trace = run(network.stacks[0], network.encoder.encode_text(text).values)
    assert network.head is not None
    return dict(trace.layers[0].channels), predict(network.head, np.asarray(trace.output))[:, 0]


def test_the_memory_is_flat_between_on_and_off() -> None:
    channels, predicted = read(LAMP)
    words = LAMP.split()
    on, off = words.index("on"), words.index("off")
    assert off - on == 14
    state, forget = channels["cell_state"][:, 0], channels["forget_gate"][:, 0]
    assert not state[:on].any()
    assert np.ptp(state[on:off]) < 0.02
    assert forget[on + 1 : off].min() > 0.99
    assert forget[off] < 0.15
    np.testing.assert_array_equal(np.rint(predicted), bits(LAMP))
    noticed = np.abs(channels["hidden_state"][:, 1])
    assert noticed[[on, off]].min() > 20 * np.delete(noticed, [on, off]).max()


def test_the_memory_drifts_as_the_card_says() -> None:
    _, predicted = read("set" + " wait" * 1000)
    assert 710 < np.flatnonzero(predicted < 0.5)[0] < 770
