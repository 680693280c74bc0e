"""The words of ``review-zh``, how text is cut by them, and what its card promises a reader."""

import numpy as np
import pytest

from app.encoders import VocabularyEncoder
from app.heads import predict
from app.network import Network
from app.registry import read_network
from app.trace import run
from app.training.making import ZOO
from app.training.tasks import review_zh_words as words
from app.training.tasks.review_measure import truth
from app.training.tasks.review_rule import FEELING, VALENCE, teach
from app.training.tasks.review_zh import TEXTS, WORDS
from app.weights import Array

VOCABULARY = words.vocabulary()
ENCODER = VOCABULARY.encoder()
FEELINGS = [word for group in words.FEELINGS.values() for word in group.split()]
# Nobody writes these, or they say the same either way.
_CUT_OTHERWISE = """
不太棒了 不下次还来 不过得去 不小贵 不再也不来 不再也不买 不再也不会 不过期 没有趣 没准时 太太棒了
太过硬 太过得去 太过期 超赞不绝口 超过硬 超过得去 超过期 还可以接受
"""
CUT_OTHERWISE = set(_CUT_OTHERWISE.split())
COMMON = "不 没 没有 很 非常 太 最 真 超 特别 挺 有点 但是 却 的 也 都 还 又 是 我"


def cut(text: str) -> list[str]:
    return [token.text for token in ENCODER.encode_text(text).tokens or ()]


def score(text: str) -> float:
    """What the rule says after the last word."""
    return float(truth(np.asarray(ENCODER.encode_text(text).values, np.float64))[-1, 0])


def test_the_vocabulary_is_as_large_as_it_should_be_and_names_each_word_once() -> None:
    groups = [
        *words.FEELINGS.values(),
        words.NEGATORS,
        words.WEAK_NEGATORS,
        words.STRONG_NEGATORS,
        words.STRONG,
        words.WEAK,
        words.BUTS,
        words.NEUTRAL,
        words.COMPOUNDS.replace("+", ""),
    ]
    every = [word for group in groups for word in group.split()]
    assert len(every) == len(set(every)) == len(VOCABULARY.entries)
    assert 250 <= len(FEELINGS) <= 450


def test_every_entry_is_one_token() -> None:
    for word in VOCABULARY.entries:
        assert cut(word) == [word]


@pytest.mark.parametrize("before", COMMON.split())
def test_a_feeling_word_is_found_behind_any_common_word(before: str) -> None:
    wrong = {
        before + word
        for word in FEELINGS
        if before + word not in VOCABULARY.entries and cut(before + word) != [before, word]
    }
    assert wrong <= CUT_OTHERWISE


def test_two_words_in_one_say_what_the_rule_says_of_both() -> None:
    rows = {entry: VOCABULARY.vectors[n] for n, entry in enumerate(VOCABULARY.entries)}
    for pair in words.COMPOUNDS.split():
        apart = np.array([rows[word] for word in pair.split("+")], np.float64)
        together = rows[pair.replace("+", "")]
        assert together[FEELING] == 1
        assert np.tanh(together[VALENCE]) == pytest.approx(teach(apart[:, None]).targets[-1, 0, 0])


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("不好吃", "不 好吃"),
        ("味道不错，不但便宜", "味道 不错 不但 便宜"),
        ("等了十分钟，十分好吃", "等 了 十分钟 十分 好吃"),
        ("别人都说特别好", "别人 都 说 特别 好"),
        ("太阳很好，好像不贵", "太阳 很 好 好像 不 贵"),
        ("不过挺快乐", "不过 挺 快乐"),
        ("iPhone很好用", "iPhone 很 好用"),
    ],
)
def test_text_is_cut_as_a_reader_would(text: str, tokens: str) -> None:
    assert cut(text) == tokens.split()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("不好吃", -0.5, -0.3),
        ("一点都不好吃", -0.6, -0.5),
        ("不太好吃", -0.3, -0.2),
        ("不难吃", 0.3, 0.4),
        ("难吃", -0.5, -0.4),
        ("非常难吃", -0.7, -0.6),
        ("有点难吃", -0.4, -0.2),
        ("好吃但是贵", -0.1, 0.1),
        ("没有失望", 0.3, 0.5),
        ("没意思", -0.5, -0.4),
        ("不好意思", 0, 0),
    ],
)
def test_the_rule_on_common_phrases(text: str, low: float, high: float) -> None:
    assert low <= score(text) <= high


def test_the_reviews_are_about_forty_lines_of_both_kinds() -> None:
    lines = TEXTS.read_text("utf-8").splitlines()
    assert len(lines) == 40
    ends = [score(line) for line in lines]
    assert sum(end > 0.3 for end in ends) >= 10
    assert sum(end < -0.3 for end in ends) >= 10


def network() -> Network:
    return read_network(ZOO / "review-zh.safetensors")


def read(text: str) -> tuple[list[str], dict[str, Array], Array]:
    """Tokens, channels and predictions of the stored network."""
    zoo = network()
    encoded = zoo.encoder.encode_text(text)
    trace = run(zoo.stacks[0], encoded.values)
    assert zoo.head is not None
    tokens = [token.text for token in encoded.tokens or ()]
    return tokens, dict(trace.layers[0].channels), predict(zoo.head, np.asarray(trace.output))[:, 0]


def test_the_stored_network_reads_the_words_of_the_task() -> None:
    encoder = network().encoder
    assert isinstance(encoder, VocabularyEncoder)
    assert encoder.vocabulary == VOCABULARY.entries
    np.testing.assert_array_equal(encoder.vectors, VOCABULARY.vectors)


def test_the_first_example_shows_what_its_hint_says() -> None:
    tokens, channels, predicted = read(WORDS.examples[0]["text"])
    tasty, but = tokens.index("好吃"), tokens.index("但是")
    assert channels["cell_state"][tasty - 1, 1] > 0.7
    assert abs(channels["cell_state"][tasty, 1]) < 0.2
    assert predicted[tasty] < -0.25
    assert channels["cell_state"][tasty + 1, 0] < channels["cell_state"][tasty, 0] - 0.15
    assert 0.4 < channels["forget_gate"][but, 0] < 0.65
    assert predicted[but - 1] < predicted[but] < -0.1
    assert predicted[-1] > 0.4


def test_a_negation_is_remembered_over_six_words() -> None:
    tokens, channels, predicted = read(WORDS.examples[1]["text"])
    start, end = tokens.index("不是"), tokens.index("好看")
    assert end - start - 1 == 6
    assert channels["cell_state"][start:end, 1].min() > 0.7
    assert predicted[end] < -0.25


def test_neutral_words_leave_every_lane_flat() -> None:
    _, channels, predicted = read(WORDS.examples[3]["text"])
    assert not channels["cell_state"].any()
    assert np.abs(predicted).max() < 0.05


def test_the_memory_drifts_as_the_card_says() -> None:
    _, _, predicted = read("不好吃" + "的" * 80)
    assert (predicted[1], predicted[-1]) == (pytest.approx(-0.33, abs=0.006), pytest.approx(-0.40, abs=0.006))
