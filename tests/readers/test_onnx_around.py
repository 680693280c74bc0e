"""What stands before and behind the layers of an ONNX file: offered, told, or listed; nothing is dropped."""

from typing import Any

import numpy as np
import pytest

from tests.readers.onnx_made import Made, numbers, said


def tagger(**attributes: Any) -> Made:
    """An LSTM whose hidden states are "h" [T, B, H] and whose last one is "last" [1, B, H]."""
    made = Made().store(one=np.array([1]), merged=np.array([0, 0, -1]), end=np.array(-1))
    made.layer("LSTM", "X", "Y last", (2, 3), name="/rnn/LSTM", **attributes)
    made.add("Transpose", "Y", "t", perm=[0, 2, 1, 3]).add("Reshape", "t merged", "h")
    return made.store(fc__weight=numbers(6 if attributes else 3, 5), fc__bias=numbers(5))


FUNCTIONS = {
    "Softmax": "softmax",
    "LogSoftmax": "softmax",
    "Sigmoid": "sigmoid",
    "ArgMax": "linear",
    "Identity": "linear",
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_output_layer_is_offered_with_what_follows_it(function: str) -> None:
    made = tagger().add("MatMul", "h fc.weight", "a").add("Add", "fc.bias a", "b").add(function, "b", "p")
    found = made.read("p")
    (output,) = found.outputs
    assert (output.name, output.kind, output.stack) == ("fc", FUNCTIONS[function], "rnn")
    np.testing.assert_array_equal(output.W, made.arrays["fc.weight"].T)
    np.testing.assert_array_equal(output.b, made.arrays["fc.bias"])
    assert not found.leftovers


def test_a_gemm_over_the_last_step_is_offered_and_told() -> None:
    made = tagger().add("Gather", "h end", "z", axis=0).store(w=numbers(5, 3))
    found = made.add("Gemm", "z w fc.bias", "p", transB=1, name="/head/Gemm").read("p")
    (output,) = found.outputs
    assert (output.name, output.kind, output.W.shape) == ("fc", "linear", (5, 3))
    assert "In the file, fc reads the last step; here it is shown for every step." in said(found.notes)


def test_the_last_layer_is_found_among_the_last_states_of_all() -> None:
    made = Made().store(one=np.array([1]), end=np.array(-1), fc__weight=numbers(3, 5), fc__bias=numbers(5))
    made.layer("LSTM", "X", "low l", (2, 3)).add("Squeeze", "low one", "x")
    made.layer("LSTM", "x", "high h", (3, 3)).add("Concat", "l h", "all", axis=0)
    found = made.add("Gather", "all end", "z", axis=0).add("Gemm", "z fc.weight fc.bias", "p").read("p")
    assert [(output.name, output.stack) for output in found.outputs] == [("fc", "lstm")]


def test_the_last_states_of_both_directions_are_told_to_be_no_single_step() -> None:
    made = tagger(direction="bidirectional").store(first=np.array(0), second=np.array(1))
    made.add("Gather", "last first", "f", axis=0).add("Gather", "last second", "s", axis=0)
    found = made.add("Concat", "f s", "z", axis=1).add("Gemm", "z fc.weight fc.bias", "p").read("p")
    assert found.outputs[0].W.shape == (5, 6)
    assert "which here is never one step" in said(found.notes)


def test_a_convolution_over_single_steps_is_an_output_layer() -> None:
    made = tagger().store(out__weight=numbers(2, 3, 1), out__bias=numbers(2))
    found = (
        made.add("Transpose", "h", "z", perm=[1, 2, 0]).add("Conv", "z out.weight out.bias", "a").read("a")
    )
    (output,) = found.outputs
    assert (output.name, output.W.shape) == ("out", (2, 3))


def test_a_product_before_another_layer_is_left_over_with_the_reason() -> None:
    made = tagger().add("MatMul", "h fc.weight", "a").add("Relu", "a", "b").store(top__weight=numbers(5, 2))
    del made.arrays["fc.bias"]
    found = made.add("MatMul", "b top.weight", "p").read("p")
    assert not found.outputs
    assert [(left.name, left.shape, left.why) for left in found.leftovers] == [
        ("fc", (5, 3), "what follows it (Relu 'b') is not run here"),
        ("top", (5, 2), "read by MatMul 'p', which is not run here"),
    ]


def test_a_product_behind_a_function_is_left_over() -> None:
    found = tagger().add("Relu", "h", "a").add("MatMul", "a fc.weight", "p").read("p")
    assert not found.outputs
    assert ("fc", (3, 5), "read by MatMul 'p', which is not run here") in [
        (left.name, left.shape, left.why) for left in found.leftovers
    ]


def embedded(*, between: str = "") -> Made:
    """A lookup, perhaps with an operation behind it, and an LSTM."""
    made = Made(tokens=["B", "T"]).store(emb__weight=numbers(9, 2), place=numbers(1, 1, 2))
    made.add("Gather", "emb.weight tokens", "e").add("Transpose", "e", "x", perm=[1, 0, 2])
    if between:
        made.add(between, "x place", "moved")
    return made.layer("LSTM", "moved" if between else "x", "Y", (2, 3), name="/rnn/LSTM")


def test_an_embedding_that_feeds_a_stack_is_offered() -> None:
    found = embedded().read()
    (embedding,) = found.embeddings
    assert (embedding.name, embedding.stack, embedding.vectors.shape) == ("emb", "rnn", (9, 2))
    assert not found.notes


def test_an_embedding_with_something_behind_it_is_left_over() -> None:
    found = embedded(between="Add").read()
    assert not found.embeddings
    assert [(left.name, left.shape, left.why) for left in found.leftovers] == [
        ("emb", (9, 2), "read by Gather 'e', which is not run here"),
        ("place", (1, 1, 2), "read by Add 'moved', which is not run here"),
    ]
    assert "rnn reads what Add 'moved' makes, which is not run here: give it numbers, 2 a step." in said(
        found.notes
    )


def test_one_hot_rows_are_told() -> None:
    made = Made(tokens=["T", 1]).store(depth=np.array(4), values=np.array([0, 1], "f4"))
    found = made.add("OneHot", "tokens depth values", "x").layer("LSTM", "x", "Y", (4, 3)).read()
    assert (
        said(found.notes)
        == "lstm reads one-hot rows: of 4 numbers a step, the token's is 1 and the others 0."
    )


STATES = {
    "zeros": (np.zeros((1, 1, 3), "f4"), ""),
    "a state of its own": (
        np.ones((1, 1, 3), "f4"),
        "In the file lstm begins with a state of its own, not with zeros; here it begins with zeros.",
    ),
}


@pytest.mark.parametrize("kind", STATES)
def test_a_first_state_in_the_file(kind: str) -> None:
    array, note = STATES[kind]
    found = Made().store(h0=array).layer("LSTM", "X", "Y", (2, 3), more="- h0 h0").read()
    assert said(found.notes) == note
    assert not found.leftovers


@pytest.mark.parametrize("op", ["Expand", "ConstantOfShape"])
def test_zeros_made_in_the_shape_of_the_batch_are_no_state(op: str) -> None:
    made = Made().store(zero=np.zeros(1, "f4"), axis=np.array([1]), one=np.array([1]), units=np.array([3]))
    made.add("Relu", "X", "x").add("Shape", "x", "shape").add("Gather", "shape axis", "batch")
    made.add("Concat", "one batch units", "full", axis=0)
    made.add(op, "zero full" if op == "Expand" else "full", "z").add("Identity", "z", "h0")
    made.add("Concat", "h0 h0", "both", axis=0)
    found = made.layer("LSTM", "x", "Y", (2, 3), more="- both both", direction="bidirectional").read()
    assert [note.en for note in found.notes] == [
        "lstm reads what Relu 'x' makes, which is not run here: give it numbers, 2 a step."
    ]


def test_a_first_state_from_outside_is_told() -> None:
    found = Made(X=["T", 1, 2], h0=[1, 1, 3]).layer("RNN", "X", "Y", (2, 3), more="- h0").read()
    assert said(found.notes) == (
        "In the file rnn is given its first state from outside; here it begins with zeros."
    )


def test_a_decoder_that_goes_on_from_an_encoder_is_told() -> None:
    made = Made(X=["T", 1, 2], Z=["S", 1, 2]).layer("GRU", "X", "a h", (2, 3), name="/enc/GRU")
    found = made.layer("GRU", "Z", "Y", (2, 3), name="/dec/GRU", more="- h").read()
    assert [stack.name for stack in found.stacks] == ["enc", "dec"]
    assert said(found.notes) == (
        "In the file dec begins with the last state of GRU '/enc/GRU'; here it begins with zeros."
    )


def test_lengths_are_told() -> None:
    made = Made(X=["T", 1, 2], lengths=[1]).layer("LSTM", "X", "Y", (2, 3), more="lengths")
    assert said(
        made.read().notes
    ) == "The file gives lstm the length of each sequence; here all steps of a " + ("sequence run.")


def test_notes_are_in_both_languages() -> None:
    found = Made(X=["T", 1, 2], h0=[1, 1, 3]).layer("RNN", "X", "Y", (2, 3), more="- h0", direction="reverse")
    for note in found.read().notes:
        assert note.en.isascii()
        assert any("一" <= letter <= "鿿" for letter in note.zh)
