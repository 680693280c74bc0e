"""How long an early word lasts: the LSTM and a plain network of equal size, on the same sentence."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from app.analysis.memory import early_word_left
from app.api.models import select_weights
from app.encoders import VocabularyEncoder
from app.network import Network
from app.registry import read_network
from app.schema import WeightsQuery
from app.weights import Array

__all__ = ["COMPANIONS", "DEGREES", "SENTENCE", "SIDES", "memory", "read_pair"]

ZOO = Path(__file__).parents[1] / "zoo"
COMPANIONS = ZOO / "companions"

# What follows the early word: English as people write it, no word of which the networks know.
SENTENCE = (
    "was the first word of the letter that my brother wrote about the hotel, and below it he told us "
    "how the train had left the city at six in the morning, how it ran along the river past mills and "
    "villages, and how they walked from the station to the house where the keys hung behind the door"
)
# Pairs that differ in how strongly they praise or blame, and pairs of which one praises, one blames.
DEGREES = (("horrible", "dull"), ("superb", "okay"), ("great", "nice"), ("bad", "boring"))
SIDES = (("superb", "awful"), ("wonderful", "horrible"), ("good", "bad"))


@cache
def read_pair() -> tuple[Network, Network]:
    """The two trained networks: the LSTM ``review`` and its plain companion.

    Examples
    --------
    >>> [(network.stacks[0].cell, network.stacks[0].parameters) for network in read_pair()]
    [('lstm', 160), ('rnn', 160)]
    """
    return read_network(ZOO / "review.safetensors"), read_network(COMPANIONS / "review-rnn.safetensors")


def memory() -> dict[str, object]:
    """Everything the page needs to run both networks itself, and what was measured here.

    Returns
    -------
    dict
        ``networks``: weights and head of "lstm" and "rnn". ``words``: each word's vector [D].
        ``degrees`` and ``early``: pairs to choose from. ``filler``: the words that follow, and
        ``sentence`` the same as it is written.
        ``measured``: what is left of the difference in prediction after all of them, in the first
        pair of ``degrees`` and, under ``side``, of ``early``; 1 is all of it. Under ``said`` the
        predictions themselves, right after the early word and at the end.

    Examples
    --------
    >>> measured = memory()["measured"]
    >>> measured["gap"], round(measured["lstm"], 2), round(measured["rnn"], 2)
    (59, 1.03, 0.09)
    """
    review, plain = read_pair()
    filler = tuple(token.text for token in review.encoder.encode_text(SENTENCE).tokens or ())
    early = [word for pair in (*DEGREES, *SIDES) for word in pair]
    entries = dict.fromkeys([*early, *filler])
    vectors = dict(zip(entries, _vectors(tuple(entries)), strict=True))
    strong, mild = DEGREES[0]
    praise, blame = SIDES[0]
    return {
        "networks": {network.stacks[0].cell: _describe(network) for network in (review, plain)},
        "words": vectors,
        "degrees": [dict(zip(("strong", "mild"), pair, strict=True)) for pair in DEGREES],
        "early": [dict(zip(("praise", "blame"), pair, strict=True)) for pair in SIDES],
        "filler": filler,
        "sentence": SENTENCE,
        "measured": {
            "gap": len(filler),
            "strong": strong,
            "mild": mild,
            **_left(strong, mild, filler),
            "side": {"praise": praise, "blame": blame, **_left(praise, blame, filler)},
        },
    }


def _vectors(words: tuple[str, ...]) -> Array:
    encoder = read_pair()[0].encoder
    if not isinstance(encoder, VocabularyEncoder):
        raise TypeError("the network review reads words")
    return np.asarray(encoder.encode_tokens(list(words)).values)


def _left(one: str, other: str, filler: tuple[str, ...]) -> dict[str, object]:
    early, rest = _vectors((one, other)), _vectors(filler)
    left: dict[str, object] = {}
    said = {}
    for network in read_pair():
        stack, head = network.stacks[0], network.head
        if head is not None:
            found = early_word_left(stack, head, early, rest)
            ends = found.predictions[:, [0, -1], 0].tolist()
            left[stack.cell] = float(found.prediction[-1])
            said[stack.cell] = dict(zip((one, other), ends, strict=True))
    return {**left, "said": said}


def _describe(network: Network) -> dict[str, object]:
    stack, head = network.stacks[0], network.head
    return {
        "cell": stack.cell,
        "weights": select_weights(network, WeightsQuery(), limit=stack.parameters),
        "head": head and {"kind": head.kind, "labels": head.labels, "W": head.W, "b": head.b},
        "parameters": stack.parameters,
        "units": stack.hidden_size,
    }
