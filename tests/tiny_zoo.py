"""A zoo of three small networks with weights from a seed, for tests of what stands around the engine."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from app.weights import random_stack

VERSE = ["a", "b", " "]
WORDS = ["not", "bad", "good", ":)"]


def write_zoo(folder: Path) -> Path:
    """Write `feeling` (two layers, both directions, softmax), `letters` (no head), `verse` (writes on)."""
    feeling = {
        "id": "feeling",
        "title": {"en": "Feeling", "zh": "情感"},
        "task": {"en": "Say how a line feels.", "zh": "判断一句话的情感。"},
        "stack": {"name": "lstm", "cell": "lstm", "options": {}},
        "input": {"kind": "words", "vocabulary": WORDS, "labels": ["valence", "negator"]},
        "head": {"kind": "softmax", "labels": ["bad", "good"]},
        "examples": [
            {"title": {"en": "A “not”", "zh": "一个“not”"}, "text": "not bad <b>at</b> all"},
            {"title": {"en": "Numbers", "zh": "数字"}, "values": [[0.5, 1.0]]},
        ],
        "trained_on": "nothing: weights from a seed",
        "license": "MIT",
        "metrics": {"accuracy": 0.5},
        "look_at": [],
        "curve": [[100, 0.123456], [200, 0.0123456]],
        "notes": ["Only for tests.", {"en": "Two layers.", "zh": "两层。"}],
    }
    vectors = np.array([[0.0, 1.0], [-2.5, 0.0], [1.9, 0.0], [2.0, 0.0]], np.float32)
    head = {
        "head.W": np.linspace(-1, 1, 16, dtype=np.float32).reshape(2, 8),
        "head.b": np.array([0.1, -0.1], np.float32),
    }
    stack = random_stack("lstm", 2, 4, seed=3, layers=2, bidirectional=True)
    write_network(folder, feeling, stack, {"encoder.vectors": vectors, **head})
    letters: dict[str, Any] = {
        "id": "letters",
        "title": {"en": "Letters", "zh": "字母"},
        "stack": {"name": "lstm", "cell": "lstm", "options": {}},
        "input": {"kind": "characters", "vocabulary": list("ab"), "labels": ["a", "b"]},
        "head": None,
        "examples": [],
    }
    projected = random_stack("lstm", 2, 5, seed=4, projection_size=3)
    write_network(folder, letters, projected, {"encoder.vectors": np.eye(2, dtype=np.float32)})
    write_verse(folder)
    return folder


def write_verse(folder: Path) -> None:
    """Write `verse`: two layers that say the next of three characters, or the end, rarely."""
    card = {
        "id": "verse",
        "title": {"en": "Verse", "zh": "诗"},
        "stack": {"name": "lstm", "cell": "lstm", "options": {}},
        "input": {"kind": "characters", "vocabulary": VERSE, "labels": VERSE},
        "head": {"kind": "softmax", "labels": [*reversed(VERSE), "end"]},
        "examples": [{"title": {"en": "Begin", "zh": "开始"}, "text": "ab"}],
        "predicts": "next",
    }
    generator = np.random.Generator(np.random.PCG64(12))
    head = {
        "head.W": generator.normal(size=(4, 5)).astype(np.float32),
        "head.b": np.array([0, 0, 0, -3], np.float32),
    }
    stack = random_stack("lstm", 3, 5, seed=9, layers=2)
    write_network(folder, card, stack, {"encoder.vectors": np.eye(3, dtype=np.float32), **head})


def write_network(folder: Path, card: dict[str, Any], stack: Any, more: dict[str, Any]) -> None:
    tensors = dict(more)
    for index, layer in enumerate(stack.layers):
        for direction, weights in zip(("forward", "backward"), layer, strict=False):
            for name, array in weights.arrays().items():
                tensors[f"lstm.{index}.{direction}.{name}"] = array
    save_file(tensors, folder / f"{card['id']}.safetensors")
    (folder / f"{card['id']}.json").write_text(json.dumps(card, ensure_ascii=False), encoding="utf-8")
