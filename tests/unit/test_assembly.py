"""What is put together of a file on its own word, and what waits for a choice."""

from typing import Any

import numpy as np
import pytest

from app.assembly import Choices, OutputChoice, assemble
from app.encoders import IdsEncoder, ValuesEncoder, VocabularyEncoder
from app.readers import Embedding, Output, Reading, Undecided
from app.weights import Stack, random_stack


def stack(name: str = "lstm", inputs: int = 3, units: int = 4) -> Stack:
    made = random_stack("lstm", inputs, units, seed=1)
    return Stack(name, made.cell, made.layers)


def table(name: str, rows: int = 5, width: int = 3, feeds: str | None = None) -> Embedding:
    return Embedding(name, np.ones((rows, width), np.float32), feeds)


def layer(name: str, size: int = 2, width: int = 4, **said: Any) -> Output:
    return Output(name, np.ones((size, width), np.float32), np.zeros(size, np.float32), **said)


def notes_of(reading: Reading, choices: Choices | None = None) -> list[str]:
    return [note.en for note in assemble(reading, choices or Choices()).notes]


def test_recurrent_layers_alone_take_values() -> None:
    parts = assemble(Reading("npz", (stack(),)), Choices())
    assert isinstance(parts.encoder, ValuesEncoder)
    assert (parts.encoder.size, parts.encoder_stack, parts.head, parts.notes) == (3, "lstm", None, ())


def test_what_the_file_says_is_taken_from_among_many() -> None:
    outputs = (layer("a"), layer("b", kind="softmax", stack="lstm"), layer("c"))
    reading = Reading("onnx", (stack(),), (table("x"), table("y", feeds="lstm")), outputs)
    parts = assemble(reading, Choices())
    assert (parts.embedding, parts.output) == ("y", "b")
    assert parts.head is not None
    assert parts.head.kind == "softmax"
    assert notes_of(reading) == ["The embedding y (5 × 3) feeds lstm.", "The layer b (2 numbers) reads lstm."]


def test_what_only_fits_is_taken_with_a_note() -> None:
    reading = Reading(
        "npz", (stack(),), (table("x"), table("wide", width=9)), (layer("a"), layer("b", width=7))
    )
    assert notes_of(reading) == [
        "The embedding x (5 × 3) is taken to feed lstm: it is the only one that fits.",
        "The layer a (2 numbers) is taken to read lstm: it is the only one that fits.",
        "The file does not say what follows the sum of a, so the sum itself is shown.",
    ]


def test_of_several_none_is_taken() -> None:
    reading = Reading("npz", (stack(),), (table("x"), table("y")), (layer("a"), layer("b")))
    parts = assemble(reading, Choices())
    assert (parts.embedding, parts.output, parts.encoder.kind) == (None, None, "values")
    assert notes_of(reading) == [
        "2 embeddings fit (x, y); none is used until one is chosen.",
        "2 output layers fit (a, b); none is used until one is chosen.",
    ]


@pytest.mark.parametrize(
    ("rows", "kind", "source"), [(2, "words", "file"), (5, "token_ids", None)], ids=["fits", "does not"]
)
def test_a_vocabulary_of_the_file_is_used_where_it_fits(rows: int, kind: str, source: str | None) -> None:
    reading = Reading("pytorch", (stack(),), (table("x", rows),), vocabulary=("not", "bad"))
    parts = assemble(reading, Choices())
    assert (parts.encoder.kind, parts.vocabulary_source) == (kind, source)
    assert isinstance(parts.encoder, VocabularyEncoder | IdsEncoder)


def test_a_given_vocabulary_goes_before_that_of_the_file() -> None:
    reading = Reading("pytorch", (stack(),), (table("x", 2),), vocabulary=("not", "bad"))
    parts = assemble(reading, Choices(frozenset({"vocabulary"}), vocabulary=("a", "b")))
    assert (parts.encoder.kind, parts.vocabulary_source) == ("characters", "given")


def test_a_vocabulary_as_large_as_the_input_is_one_hot() -> None:
    parts = assemble(Reading("keras", (stack(),), vocabulary=("a", "b", "c")), Choices())
    np.testing.assert_array_equal(parts.encoder.encode_text("ca").values, [[0, 0, 1], [1, 0, 0]])


def test_a_head_over_the_vocabulary_carries_its_names() -> None:
    reading = Reading("pytorch", (stack(),), (table("x", 2),), (layer("a"),), vocabulary=("not", "bad"))
    head = assemble(reading, Choices()).head
    assert head is not None
    assert head.labels == ("not", "bad")


def test_the_first_choice_counts_until_another_is_made() -> None:
    open_one = Undecided("lstm", "recurrent_activation", ("hard_sigmoid(1/6,0.5)", "hard_sigmoid(0.2,0.5)"))
    made = stack()
    reading = Reading(
        "keras-weights",
        (Stack("lstm", "lstm", made.layers, {"recurrent_activation": "hard_sigmoid(1/6,0.5)"}),),
        undecided=(open_one,),
    )
    assert assemble(reading, Choices()).stacks[0].options == {"recurrent_activation": "hard_sigmoid(1/6,0.5)"}
    chosen = Choices(options={"lstm": {"recurrent_activation": "hard_sigmoid(0.2,0.5)"}})
    assert assemble(reading, chosen).stacks[0].options == {"recurrent_activation": "hard_sigmoid(0.2,0.5)"}
    assert notes_of(reading, chosen) == ["recurrent_activation of lstm is hard_sigmoid(0.2,0.5), as chosen."]


def test_choices_are_the_same_after_they_were_stored() -> None:
    choices = Choices(
        frozenset({"embedding", "output", "vocabulary"}),
        "x",
        OutputChoice("a", "softmax", ("no", "yes")),
        {"lstm": {"reset_after": True}},
        ("a", "b"),
    )
    assert Choices.of_json(choices.as_json()) == choices
    assert Choices.of_json(Choices().as_json()) == Choices()
