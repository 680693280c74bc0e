"""Chinese has no spaces: where words end is looked up in the vocabulary."""

import numpy as np
import pytest

from app.encoders import VocabularyEncoder
from app.tokens import LONGEST_ENTRY, Cutter

ENTRIES = ("不", "不错", "好", "好吃", "十分", "十分钟", "有点", "没意思", "good", ":)")
CHINESE = VocabularyEncoder("words", ENTRIES, np.eye(len(ENTRIES), dtype=np.float32))
ENGLISH = VocabularyEncoder("words", ("good", "bad"), np.eye(2, dtype=np.float32))


def texts(encoder: VocabularyEncoder, text: str) -> list[str]:
    return [token.text for token in encoder.encode_text(text).tokens or ()]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("不错", ["不错"]),
        ("不好吃", ["不", "好吃"]),
        ("好不好吃", ["好", "不", "好吃"]),
        ("十分好，等了十分钟", ["十分", "好", "等", "了", "十分钟"]),
        ("有意思，没意思！", ["有", "意", "思", "没意思"]),
        ("不 错", ["不", "错"]),
        ("这iPhone不错，5分 good :)", ["这", "iPhone", "不错", "5", "分", "good", ":)"]),
        ("I don’t know不好", ["I", "don’t", "know", "不", "好"]),
        ("人人々〇𠀀", ["人", "人", "々", "〇", "𠀀"]),
        ("好のカメラ", ["好", "のカメラ"]),
        ("Naïve café_1", ["Naïve", "café_1"]),
    ],
)
def test_the_longest_entry_that_fits_is_a_token(text: str, tokens: list[str]) -> None:
    assert texts(CHINESE, text) == tokens


def test_known_and_unknown_characters_are_told_apart() -> None:
    tokens = CHINESE.encode_text("菜不好吃").tokens or ()
    assert [(token.text, token.id, token.known) for token in tokens] == [
        ("菜", None, False),
        ("不", 0, True),
        ("好吃", 3, True),
    ]


def test_a_vocabulary_without_a_chinese_word_leaves_such_text_whole() -> None:
    assert texts(ENGLISH, "很好吃 good不错") == ["很好吃", "good不错"]


@pytest.mark.parametrize("seed", range(20))
def test_decoding_and_encoding_again_gives_the_same_tokens(seed: int) -> None:
    letters = [*"不错好吃十分钟有点没意思ab1_:)(=D'’，。 \n々のé", "</3", ":-("]
    text = "好" + "".join(np.random.default_rng(seed).choice(letters, 200))
    encoded = CHINESE.encode_text(text)
    again = CHINESE.encode_text(CHINESE.decode(encoded))
    assert again.tokens == encoded.tokens
    np.testing.assert_array_equal(again.values, encoded.values)


def calls(text: str, cutter: Cutter) -> int:
    """How many times the vocabulary is asked while a text is cut."""
    count = 0

    class Counting(set[str]):
        def __contains__(self, item: object) -> bool:
            nonlocal count
            count += 1
            return super().__contains__(item)

    cutter._entries = Counting(cutter._entries)
    assert "".join(cutter.cut(text)) == text
    return count


@pytest.mark.parametrize("letter", ["好", "吃"])
def test_a_hostile_text_costs_a_bounded_number_of_looks_a_character(letter: str) -> None:
    """Every length fits but for its last character, the worst case of a longest match."""
    entries = ["好" * n + "吃" for n in range(1, 200)]
    for length in (100, 10_000):
        assert calls(letter * length, Cutter(entries)) <= LONGEST_ENTRY * length


def test_an_entry_too_long_to_be_looked_for_does_not_swallow_a_shorter_one() -> None:
    long = "好" * (LONGEST_ENTRY + 1)
    assert Cutter([long, "好好"]).cut(long) == ["好好"] * (LONGEST_ENTRY // 2) + ["好"]
