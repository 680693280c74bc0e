"""What a child process hands over is checked as if a stranger had written it."""

import io
import json
from typing import Any

import numpy as np
import pytest

from app.errors import GatescopeError, UnreadableFile
from app.package import card_of, read_tensors, reading_of, tensors_of, write_tensors
from app.readers import Embedding, Leftover, Note, Output, Reading, Undecided
from app.weights import CellWeights, Stack, random_stack


def whole() -> Reading:
    plain = random_stack("lstm", 3, 4, seed=1, layers=2, bidirectional=True)
    single = random_stack("gru", 2, 3, seed=2, gates=3).layers[0][0]
    extra = CellWeights(single.W_x, single.W_h, single.b, b_h=np.ones(3, np.float32))
    return Reading(
        "keras",
        (plain, Stack("dé.codeur/0", "gru", ((extra,),), {"reset_after": True, "activation": "relu"})),
        (Embedding("embedding", np.ones((5, 3), np.float32), "lstm"),),
        (Output("output", np.ones((2, 8), np.float64), np.zeros(2), "softmax"),),
        ("不", "b" + chr(0xD800), "<unk>"),
        (Leftover("conv", (3, 3, 1), "it is not run"), Leftover("name", None, "it is text")),
        (Undecided("lstm", "recurrent_activation", ("sigmoid", "hard_sigmoid(0.2,0.5)")),),
        (Note("One.", "一。"),),
    )


def through(reading: Reading) -> Reading:
    """What comes out on the other side."""
    file = io.BytesIO()
    write_tensors(file, tensors_of(reading))
    return reading_of(json.loads(json.dumps(card_of(reading))), read_tensors(file.getvalue()))


def test_a_reading_arrives_as_it_was() -> None:
    before, after = whole(), through(whole())
    for name, array in tensors_of(before).items():
        np.testing.assert_array_equal(tensors_of(after)[name], array)
        assert tensors_of(after)[name].dtype == array.dtype
    assert [stack.name for stack in after.stacks] == ["lstm", "dé.codeur/0"]
    assert after.stacks[1].options == {"reset_after": True, "activation": "relu"}
    assert after.vocabulary == ("不", "b\\ud800", "<unk>")
    for part in ("format", "leftovers", "undecided", "notes"):
        assert getattr(after, part) == getattr(before, part)
    assert (after.outputs[0].kind, after.outputs[0].stack, after.embeddings[0].stack) == (
        "softmax",
        None,
        "lstm",
    )


def test_arrays_that_came_cannot_be_written_to() -> None:
    assert not through(whole()).embeddings[0].vectors.flags.writeable


def headed(header: Any, body: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + body


FINE = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 7,
        b"\0" * 64,
        b"\xff" * 64,
        headed(b"{"),
        headed([]),
        headed({"a": 1}),
        headed({"a": {**FINE, "data_offsets": [0, 16]}}, b"\0" * 8),
        headed({"a": {**FINE, "data_offsets": [-8, 0]}}, b"\0" * 8),
        headed({"a": {**FINE, "data_offsets": [8, 0]}}, b"\0" * 8),
        headed({"a": {**FINE, "shape": [2**40, 2**40]}}, b"\0" * 8),
        headed({"a": {**FINE, "shape": [-1, -2]}}, b"\0" * 8),
        headed({"a": {**FINE, "shape": [3]}}, b"\0" * 8),
        headed({"a": {**FINE, "dtype": "I64"}}, b"\0" * 8),
        headed({"a": {**FINE, "shape": ["x"]}}, b"\0" * 8),
        headed(b"[" * 100_000),
    ],
    ids=range(16),
)
def test_arrays_that_are_none(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="the stored arrays"):
        read_tensors(content)


def changed(**parts: Any) -> dict[str, Any]:
    return {**card_of(whole()), **parts}


@pytest.mark.parametrize(
    "card",
    [
        {},
        changed(stacks=[]),
        changed(stacks=None),
        changed(stacks=[{"name": "lstm"}]),
        changed(stacks=[{"name": "lstm", "cell": "lstm", "options": []}]),
        changed(stacks=card_of(whole())["stacks"] * 2),
        changed(embeddings=[{"name": "a", "stack": None}] * 2),
        changed(outputs=[{"name": "a", "kind": "exec", "stack": None}]),
        changed(vocabulary=3),
        changed(leftovers=[{"name": "a", "shape": "big", "why": ""}]),
        changed(undecided=[{}]),
        changed(notes=["text"]),
    ],
    ids=range(12),
)
def test_a_card_that_is_none(card: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError, GatescopeError)):
        reading_of(card, tensors_of(whole()))


def test_names_are_cut() -> None:
    long = Reading(
        "n" * 100, (random_stack("lstm", 2, 3, seed=1),), leftovers=(Leftover("x" * 10_000, None, ""),)
    )
    after = through(long)
    assert (len(after.format), len(after.leftovers[0].name)) == (40, 200)


def test_numbers_that_are_not_finite_are_refused() -> None:
    vectors = np.array([[1.0, np.nan, 0.0]], np.float32)
    with pytest.raises(ValueError, match="no matrix of finite numbers"):
        through(Reading("npz", (random_stack("lstm", 3, 4, seed=1),), (Embedding("a", vectors),)))
