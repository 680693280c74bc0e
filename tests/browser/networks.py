"""Networks for the browser tests: every shape that the page draws differently, with weights from a seed.

The page is tested on these and not on the trained networks where a test is about the page: training again
must not change what the page has to show.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from app.weights import Stack, random_stack
from tests.tiny_zoo import write_network

OPENING = "The breakfast was not good but I will buy it again"
WORDS = [
    "the", "breakfast", "was", "not", "good", "but", "i", "will", "definitely", "buy", "it", "again",
    "bad", "very", "great",
]  # fmt: skip
LETTERS = ["(", ")", " ", "a", "b"]


def write_networks(folder: Path) -> Path:
    """Write `feelings` (opens first), `deep`, `wide`, `projected`, `sensors` and `tide` (one input).

    Also `other`, an LSTM with peepholes and functions of its own, `plain`, an RNN, and `gru-after` and
    `gru-before`, GRUs by where their reset gate multiplies.
    """
    write(folder, "feelings", random_stack("lstm", 4, 3, seed=11), _words(), _head("linear", 3, ["score"]))
    deep = random_stack("lstm", 5, 4, seed=12, layers=2, bidirectional=True)
    write(folder, "deep", deep, _letters(), _head("softmax", 8, ["a", "b", "c"]))
    write(folder, "wide", random_stack("lstm", 5, 512, seed=13), _letters(), _head("sigmoid", 512, ["p"]))
    write(folder, "projected", random_stack("lstm", 5, 6, seed=14, projection_size=3), _letters(), None)
    write(folder, "sensors", random_stack("lstm", 2, 7, seed=15), {"kind": "values", "labels": None}, None)
    tide = random_stack("lstm", 1, 3, seed=16)
    write(folder, "tide", tide, {"kind": "values", "labels": ["level"]}, _head("linear", 3, ["next"]))
    write(folder, "other", _other(), _letters(), None)
    plain = random_stack("rnn", 5, 4, seed=18, gates=1)
    write(folder, "plain", plain, _letters(), _head("sigmoid", 4, ["p"]))
    for identifier, after in (("gru-after", True), ("gru-before", False)):
        write(folder, identifier, _gated(reset_after=after), _letters(), None)
    return folder


def write(
    folder: Path, identifier: str, stack: Stack, reads: dict[str, Any], head: dict[str, Any] | None
) -> None:
    examples = {
        "words": [
            {"title": {"en": "A review with “not”", "zh": "带“not”的评论"}, "text": OPENING},
            {"title": {"en": "Unknown words", "zh": "不认识的词"}, "text": "zxcv qwer"},
        ],
        "characters": [{"title": {"en": "Three deep", "zh": "三层"}, "text": "(()(()))((a)b)"}],
        "values": [
            {
                "title": {"en": "Two rows", "zh": "两行"},
                "values": [[0.5, -1.0][: stack.input_size], [1.5, 0.25][: stack.input_size]],
            }
        ],
    }
    card = {
        "id": identifier,
        "title": {"en": identifier.capitalize(), "zh": f"网络 {identifier}"},
        "task": {"en": f"{identifier}, weights from a seed", "zh": "随机权重"},
        "stack": {"name": "lstm", "cell": stack.cell, "options": dict(stack.options)},
        "input": {name: value for name, value in reads.items() if name != "vectors"},
        "head": head and {"kind": head["kind"], "labels": head["labels"]},
        "examples": examples[reads["kind"]],
        "look_at": [
            {
                "unit": 1,
                "channel": "cell_state" if stack.cell == "lstm" else "hidden_state",
                "meaning": {"en": "a memory", "zh": "记忆"},
            }
        ],
    }
    tensors = {"encoder.vectors": reads["vectors"]} if "vectors" in reads else {}
    if head:
        tensors |= {"head.W": head["W"], "head.b": head["b"]}
    write_network(folder, card, _louder(stack), tensors)


def _louder(stack: Stack) -> Stack:
    """Weights three times as large: gates that open and shut, and cell states beyond 1."""
    gain = np.float32(3 if stack.hidden_size < 100 else 1)
    layers = tuple(
        tuple(replace(w, W_x=gain * w.W_x, W_h=gain * w.W_h, b=gain * w.b) for w in layer)
        for layer in stack.layers
    )
    return Stack(stack.name, stack.cell, layers, stack.options)


def _other() -> Stack:
    """An LSTM as another program may have made it."""
    options = {"recurrent_activation": "hard_sigmoid(0.2,0.5)", "clip": 1.5}
    stack = random_stack("lstm", 5, 4, seed=17)
    peepholes = np.random.default_rng(17).uniform(-1, 1, (3, 4)).astype(np.float32)
    return Stack(stack.name, "lstm", ((replace(stack.layers[0][0], W_c=peepholes),),), options)


def _gated(*, reset_after: bool) -> Stack:
    stack = random_stack("gru", 5, 4, seed=19, gates=3)
    recurrent = np.array([0.5, -0.25, 1, -1], np.float32) if reset_after else None
    weights = replace(stack.layers[0][0], b_h=recurrent)
    return Stack(stack.name, "gru", ((weights,),), {"reset_after": reset_after})


def _words() -> dict[str, Any]:
    vectors = np.zeros((len(WORDS), 4), np.float32)
    feelings = {"good": 1.9, "bad": -2.5, "great": 3.1}
    for k, word in enumerate(WORDS):
        vectors[k] = [feelings.get(word, 0), word == "not", word in ("very", "definitely"), word == "but"]
    labels = ["valence", "negator", "intensifier", "but"]
    return {"kind": "words", "vocabulary": WORDS, "labels": labels, "vectors": vectors}


def _letters() -> dict[str, Any]:
    vectors = np.eye(len(LETTERS), dtype=np.float32)
    return {"kind": "characters", "vocabulary": LETTERS, "labels": LETTERS, "vectors": vectors}


def _head(kind: str, size: int, labels: list[str]) -> dict[str, Any]:
    W = np.random.default_rng(5).uniform(-1, 1, (len(labels), size)).astype(np.float32)
    return {"kind": kind, "labels": labels, "W": W, "b": np.zeros(len(labels), np.float32)}


def words_of(language: str) -> dict[str, str]:
    """The page's words in a language, by key."""
    path = Path(__file__).parents[2] / "static" / "i18n" / f"{language}.json"
    table: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return table
