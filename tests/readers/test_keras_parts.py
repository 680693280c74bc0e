"""What stands round the recurrent layers of Keras files: found, offered, noted or listed, never dropped."""

import io
import zipfile
from dataclasses import replace

import h5py
import numpy as np
import pytest

from app.heads import Head, predict
from app.readers import Leftover, Reading, Source, read
from app.trace import run
from tests.readers.keras_files import content, differences, expected, files, reading

WHOLE = [("keras3.zip", ".keras"), ("keras3.zip", ".h5"), ("keras2.zip", ".h5")]


def output_of(found: Reading, name: str) -> tuple[object, ...]:
    (one,) = (output for output in found.outputs if output.name == name)
    return one.W.shape, one.b.shape, one.kind, one.stack


def notes(found: Reading) -> str:
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in note.zh) for note in found.notes)
    return " ".join(note.en for note in found.notes)


@pytest.mark.parametrize(("archive", "end"), WHOLE)
def test_a_classifier(archive: str, end: str) -> None:
    found = reading(f"classifier{end}", archive)
    (table,) = found.embeddings
    assert (table.name, table.vectors.shape, table.stack) == ("embedding", (7, 3), "bidirectional")
    assert output_of(found, "dense") == ((2, 8), (2,), "softmax", "bidirectional")
    assert not found.leftovers
    assert not found.undecided
    assert "embedding marks token 0 as padding (mask_zero)" in notes(found)
    assert "dense reads the forward direction's last state and the backward direction's" in notes(found)


@pytest.mark.parametrize(("archive", "end"), WHOLE)
def test_table_stack_and_head_make_the_models_own_predictions(archive: str, end: str) -> None:
    found = reading(f"letters{end}", archive)
    stored = expected("letters", archive)["model"]
    (stack,), (table,), (dense,) = found.stacks, found.embeddings, found.outputs
    assert (table.stack, dense.stack, dense.kind) == ("lstm", "lstm", "softmax")
    trace = run(stack, table.vectors[stored["tokens"]])
    assert trace.output is not None
    made = predict(Head("softmax", dense.W, dense.b), trace.output)
    assert np.abs(made - stored["predictions"]).max() <= 1e-6


@pytest.mark.parametrize(("archive", "end"), WHOLE)
def test_a_decoder_that_starts_from_an_encoder(archive: str, end: str) -> None:
    found = reading(f"translator{end}", archive)
    assert output_of(found, "word") == ((6, 3), (6,), "softmax", "decoder")
    assert [(one.name, one.vectors.shape, one.stack) for one in found.embeddings] == [
        ("source", (5, 2), "encoder"),
        ("target", (6, 4), "decoder"),
    ]
    assert "decoder starts from states that encoder hands on." in notes(found)


@pytest.mark.parametrize(("archive", "end"), WHOLE)
def test_branches_and_a_model_in_the_model(archive: str, end: str) -> None:
    found = reading(f"branches{end}", archive)
    shapes = {stack.name: [weights.W_x.shape for (weights,) in stack.layers] for stack in found.stacks}
    assert shapes == {"low": [(4, 4, 3), (4, 2, 4)], "inner/deep": [(1, 3, 2)], "side": [(3, 3, 3)]}
    assert output_of(found, "each") == ((2, 3), (2,), "sigmoid", "inner/deep")
    assert set(found.leftovers) == {
        Leftover("join", None, "Concatenate is not run"),
        Leftover("out", (5, 1), "reads join, not the hidden state of a stack"),
    }


@pytest.mark.parametrize(("archive", "end"), WHOLE)
def test_a_convolution_in_front(archive: str, end: str) -> None:
    found = reading(f"pictures{end}", archive)
    assert [(stack.name, stack.input_size) for stack in found.stacks] == [("lstm", 4)]
    assert not found.embeddings
    assert not found.outputs
    assert found.leftovers == (
        Leftover("conv", (3, 3, 4), "Conv1D is not run"),
        Leftover("norm", (3,), "BatchNormalization is not run"),
        Leftover("hidden", (3, 5), "reads norm, not the hidden state of a stack"),
        Leftover("out", (5, 2), "reads hidden, not the hidden state of a stack"),
    )


@pytest.mark.parametrize(("archive", "end"), WHOLE)
def test_what_reads_from_the_end_says_so(archive: str, end: str) -> None:
    found = reading(f"reversed{end}", archive)
    assert [(stack.name, stack.depth) for stack in found.stacks] == [("back", 2)]
    assert "back was trained to read sequences from the end (go_backwards)." in notes(found)


@pytest.mark.parametrize(
    ("archive", "name", "slope"),
    [
        ("keras3.zip", "hard.keras", "1/6"),
        ("keras3.zip", "hard.h5", "1/6"),
        ("keras2.zip", "hard.keras", "0.2"),
        ("keras2.zip", "hard.h5", "0.2"),
    ],
)
def test_hard_sigmoid_is_that_of_the_version(archive: str, name: str, slope: str) -> None:
    (stack,) = reading(name, archive).stacks
    assert stack.options == {
        "activation": "relu",
        "output_activation": "relu",
        "recurrent_activation": f"hard_sigmoid({slope},0.5)",
    }


@pytest.mark.parametrize(
    ("archive", "name", "choices"),
    [
        ("keras3.zip", "hard.weights.h5", ("sigmoid", "hard_sigmoid(1/6,0.5)", "hard_sigmoid(0.2,0.5)")),
        ("keras2.zip", "hard.weights.h5", ("sigmoid", "hard_sigmoid(1/6,0.5)", "hard_sigmoid(0.2,0.5)")),
        ("keras2.zip", "hard-weights.h5", ("sigmoid", "hard_sigmoid(0.2,0.5)")),
    ],
)
def test_what_weights_alone_do_not_say_is_asked(archive: str, name: str, choices: tuple[str, ...]) -> None:
    found = reading(name, archive)
    assert [(one.stack, one.option, one.choices) for one in found.undecided] == [
        ("lstm", "recurrent_activation", choices)
    ]
    assert "The file holds weights alone." in notes(found)
    assert "lstm to lstm_1 are taken as one stack" in notes(found)
    # With the right choice, and the candidate's function, the states are the framework's again.
    slope = choices[-1] if archive == "keras2.zip" else choices[1]
    options = {"recurrent_activation": slope, "activation": "relu", "output_activation": "relu"}
    (stack,) = found.stacks
    settled = replace(found, stacks=(replace(stack, options=options),))
    assert max(differences(settled, name, archive).values()) <= 1e-6


@pytest.mark.parametrize(
    ("archive", "name"),
    [("keras3.zip", "classifier.weights.h5"), ("keras2.zip", "classifier-weights.h5")],
)
def test_weights_alone_offer_what_fits(archive: str, name: str) -> None:
    found = reading(name, archive)
    assert [(one.vectors.shape, one.stack) for one in found.embeddings] == [((7, 3), None)]
    assert output_of(found, "dense") == ((2, 8), (2,), None, None)


@pytest.mark.parametrize(("precision", "tolerance"), [("float16", 2e-3), ("bfloat16", 2e-2), ("gzip", 1e-6)])
def test_half_precision_and_packed_arrays(precision: str, tolerance: float) -> None:
    found = read(Source(content(f"{precision}.weights.h5")))
    assert found.stacks[0].layers[0][0].W_x.dtype == np.float32
    worst = max(differences(found, "lstm-one.keras", "keras3.zip").values())
    assert worst <= tolerance
    assert (worst > 1e-5) == (precision != "gzip")


def test_every_file_is_read() -> None:
    for archive in ("keras3.zip", "keras2.zip"):
        for name in files(archive):
            if not name.endswith(".npz"):
                assert reading(name, archive).stacks, name


def with_config(name: str, change: dict[str, str]) -> Reading:
    """A ``.keras`` file with pieces of its configuration replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content(name))) as old, zipfile.ZipFile(packed, "w") as new:
        for member in old.namelist():
            text = old.read(member)
            if member == "config.json":
                for before, after in change.items():
                    assert before.encode() in text
                    text = text.replace(before.encode(), after.encode())
            new.writestr(member, text)
    return read(Source(packed.getvalue()))


def test_directions_that_are_added_end_a_stack() -> None:
    found = with_config("lstm-two-both.keras", {'"merge_mode": "concat"': '"merge_mode": "sum"'})
    assert [(stack.name, stack.depth) for stack in found.stacks] == [
        ("bidirectional", 1),
        ("bidirectional_1", 1),
    ]
    assert "bidirectional puts its two directions together by 'sum'." in notes(found)


def test_a_layer_that_keeps_its_state_says_so() -> None:
    found = with_config("lstm-one.keras", {'"stateful": false': '"stateful": true'})
    assert "lstm keeps its states from one batch to the next (stateful)." in notes(found)


def test_a_layer_that_hands_on_its_last_state_ends_a_stack() -> None:
    found = with_config("lstm-two.keras", {'"return_sequences": true': '"return_sequences": false'})
    assert [stack.name for stack in found.stacks] == ["lstm", "lstm_1"]


def test_another_function_behind_the_output_is_named() -> None:
    found = with_config("translator.keras", {'"activation": "softmax"': '"activation": "relu"'})
    assert output_of(found, "word") == ((6, 3), (6,), None, "decoder")
    assert "word is followed by relu, which is none of softmax, sigmoid and linear" in notes(found)


def test_one_of_two_layers_that_cannot_be_run_is_listed() -> None:
    found = with_config("soft.keras", {'"activation": "elu"': '"activation": "mish"'})
    assert [stack.name for stack in found.stacks] == ["simple_rnn"]
    assert found.leftovers[0] == Leftover("gru", (3, 9), "the activation 'mish' cannot be run")


@pytest.mark.parametrize(
    ("name", "entries", "note"),
    [
        (
            "words-learnt.keras",
            ("<0>", "[UNK]", "good", "film", "a", "very", "not", "at", "all", "<9>", "<10>"),
            "In training it also changed the text first (lower_and_strip_punctuation).",
        ),
        ("words-given.keras", ("<0>", "[UNK]", "不", "好"), "Here tokens are looked up as you write them."),
    ],
)
def test_a_model_that_reads_text_brings_its_vocabulary(
    name: str, entries: tuple[str, ...], note: str
) -> None:
    found = reading(name, "keras2.zip")
    assert found.vocabulary == entries
    assert len(found.embeddings[0].vectors) == len(entries)
    assert not found.leftovers
    assert note in notes(found)


def test_layers_with_numbers_that_are_not_finite_are_listed() -> None:
    packed = io.BytesIO(content("letters.weights.h5"))
    with h5py.File(packed, "r+") as file:
        file["layers/embedding/vars/0"][0, 0] = np.nan
        file["layers/dense/vars/1"][0] = np.inf
    found = read(Source(packed.getvalue()))
    assert not found.embeddings
    assert not found.outputs
    assert {(one.name, one.why) for one in found.leftovers} == {
        ("embedding", "holds a number that is not finite"),
        ("dense", "holds a number that is not finite"),
    }


def test_weights_alone_list_what_fits_nowhere() -> None:
    found = reading("pictures-weights.h5", "keras2.zip")
    why = "by its shape no recurrent, embedding or output layer of a stack"
    assert found.leftovers == (
        Leftover("conv", (3, 3, 4), why),
        Leftover("norm", (3,), why),
        Leftover("out", (5, 2), why),
    )
