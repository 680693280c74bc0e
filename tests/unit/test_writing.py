"""Which networks can write on, and why the others cannot."""

from typing import Any

import numpy as np
import pytest

from app.encoders import ValuesEncoder, VocabularyEncoder
from app.errors import UnsupportedNetwork
from app.heads import Head
from app.network import Network
from app.weights import random_stack
from app.writing import can_write_on, writer_of

VOCABULARY = ("a", "b", "<unk>")
READS = VocabularyEncoder("characters", VOCABULARY, np.eye(3))


def network(**changes: Any) -> Network:
    labels = changes.pop("labels", ("b", "a", "end"))
    kind, directions = changes.pop("kind", "softmax"), changes.pop("bidirectional", False)
    stack = random_stack("lstm", 3, 4, seed=1, bidirectional=directions)
    head = Head(kind, np.zeros((3, stack.output_size)), np.zeros(3), labels)
    parts = {"encoder": READS, "head": head, "card": {"predicts": "next"}, **changes}
    return Network("one", "One", "bundled", "", "", 0, (stack,), **parts)


def test_an_output_stands_for_an_entry_or_for_the_end() -> None:
    assert can_write_on(network())
    assert writer_of(network()).ids == (1, 0, None)
    assert writer_of(network(labels=("a", "b", "<unk>"))).ids == (0, 1, 2)


def test_an_entry_that_is_called_end_is_no_end() -> None:
    encoder = VocabularyEncoder("words", ("a", "b", "end"), np.eye(3))
    assert writer_of(network(encoder=encoder)).ids == (1, 0, 2)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"head": None}, "it has no head"),
        ({"card": {}}, "its head does not say what comes next"),
        ({"card": {"predicts": "label"}}, "its head does not say what comes next"),
        ({"kind": "linear"}, "its head is linear; softmax is needed"),
        ({"bidirectional": True}, "it reads backward too"),
        ({"encoder": ValuesEncoder(3)}, "its head does not say tokens"),
        ({"labels": None}, "its head does not say tokens"),
        ({"labels": ("a", "c", "d")}, "it does not read what its head says: 'c', 'd'"),
    ],
)
def test_what_is_missing_is_said(changes: dict[str, Any], reason: str) -> None:
    assert not can_write_on(network(**changes))
    with pytest.raises(UnsupportedNetwork) as caught:
        writer_of(network(**changes))
    assert caught.value.message == f"network 'one' cannot write on: {reason}"
    assert caught.value.hint == "No network that is installed can write on."


def test_the_hint_names_those_that_can() -> None:
    with pytest.raises(UnsupportedNetwork) as caught:
        writer_of(network(head=None), [network(head=None), network()])
    assert caught.value.hint == "Choose one of: one."


def test_words_are_joined_by_blanks_and_characters_by_nothing() -> None:
    assert writer_of(network()).join("ab", ["b", "a"]) == "abba"
    encoder = VocabularyEncoder("words", VOCABULARY, np.eye(3))
    assert writer_of(network(encoder=encoder)).join("ab", ["b", "a"]) == "ab b a"
