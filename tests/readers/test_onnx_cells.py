"""One recurrent ONNX node: rows of weights, options, what is refused; and how a file is recognised."""

from typing import Any

import numpy as np
import pytest

from app.errors import GatescopeError, UnsupportedNetwork
from app.readers import Source, read
from app.readers.onnx.reader import load, match
from app.readers.reading import Reading
from tests.readers.onnx_files import files, reading
from tests.readers.onnx_made import Made, numbers


def blocks(*values: float, units: int = 2, columns: int | None = 3) -> np.ndarray:
    """A block of equal rows for each gate, one direction."""
    rows = np.repeat(np.array(values, np.float32), units)
    return rows[np.newaxis] if columns is None else np.repeat(rows[:, np.newaxis], columns, 1)[np.newaxis]


def lstm(**attributes: Any) -> Reading:
    return Made().layer("LSTM", "X", "Y", (2, 3), **attributes).read()


def test_rows_of_an_lstm_are_put_in_our_order() -> None:
    made = Made().store(
        W=blocks(1, 2, 3, 4, columns=2),
        R=blocks(5, 6, 7, 8, columns=2),
        B=blocks(10, 20, 30, 40, 1, 2, 3, 4, columns=None),
        P=blocks(1, 2, 3, columns=None),
    )
    (stack,) = made.add("LSTM", "X W R B - - - P", "Y", hidden_size=2).read().stacks
    weights = stack.layers[0][0]
    assert stack.cell == "lstm"
    assert not stack.options
    # ONNX: input, output, forget, cell. Ours: forget, input, candidate, output.
    assert weights.W_x[:, 0, 0].tolist() == [3, 1, 4, 2]
    assert weights.W_h[:, 0, 0].tolist() == [7, 5, 8, 6]
    assert weights.b[:, 0].tolist() == [33, 11, 44, 22]
    assert weights.W_c is not None
    assert weights.W_c[:, 0].tolist() == [3, 1, 2]


@pytest.mark.parametrize("after", [0, 1])
def test_rows_of_a_gru_are_put_in_our_order_and_its_biases_stay_apart(after: int) -> None:
    made = Made().store(
        W=blocks(1, 2, 3, columns=2),
        R=blocks(5, 6, 7, columns=2),
        B=blocks(10, 20, 30, 1, 2, 3, columns=None),
    )
    made.add("GRU", "X W R B", "Y", hidden_size=2, linear_before_reset=after)
    (stack,) = made.read().stacks
    weights = stack.layers[0][0]
    assert stack.options == {"reset_after": bool(after)}
    # ONNX: update, reset, hidden. Ours: reset, update, candidate.
    assert weights.W_x[:, 0, 0].tolist() == [2, 1, 3]
    assert weights.W_h[:, 0, 0].tolist() == [6, 5, 7]
    assert weights.b[:, 0].tolist() == [22, 11, 30 if after else 33]
    assert (weights.b_h is not None) == bool(after)
    if weights.b_h is not None:
        assert weights.b_h.tolist() == [3, 3]


@pytest.mark.parametrize(
    ("name", "options"),
    {
        "lstm-peepholes": {},
        "lstm-clip": {"clip": 0.5},
        "lstm-input-forget": {"input_forget": True},
        "lstm-hard-sigmoid": {"recurrent_activation": "hard_sigmoid(0.2,0.5)"},
        "lstm-soft": {"activation": "softsign", "output_activation": "softplus"},
        "lstm-all-options": {
            "recurrent_activation": "hard_sigmoid(0.25,0.4)",
            "activation": "leaky_relu(0.1)",
            "output_activation": "scaled_tanh(1.5,0.9)",
            "input_forget": True,
            "clip": 0.8,
        },
        "gru-activations": {
            "recurrent_activation": "hard_sigmoid(0.3,0.4)",
            "activation": "elu(0.7)",
            "reset_after": False,
        },
        "rnn-relu": {"activation": "relu"},
        "rnn-affine-clip": {"activation": "affine(0.5,0.1)", "clip": 0.9},
    }.items(),
)
def test_options(name: str, options: dict[str, object]) -> None:
    (stack,) = reading(name).stacks
    assert dict(stack.options) == options


def test_the_usual_functions_written_out_are_no_option() -> None:
    assert not lstm(activations=["Sigmoid", "Tanh", "Tanh"], clip=0.0, input_forget=0).stacks[0].options


def test_a_layer_that_reads_from_the_end_says_so() -> None:
    found = lstm(direction="reverse")
    assert found.extra["backward"] == [True]
    assert found.notes[0].en == (
        "lstm reads its sequence from the last step to the first. Here it runs from first to last: "
        "give it the sequence in reverse order."
    )


def test_half_precision_is_widened_and_double_stays() -> None:
    for kind, wanted in (("f2", "f4"), ("f4", "f4"), ("f8", "f8")):
        made = Made().layer("LSTM", "X", "Y", (2, 3))
        made.arrays = {name: array.astype(kind) for name, array in made.arrays.items()}
        weights = made.read().stacks[0].layers[0][0]
        assert weights.W_x.dtype == weights.b.dtype == np.dtype(wanted)
        assert weights.W_x[1, 0, 0] == made.arrays["Y_W"][0, 0, 0]


REFUSED = {
    "other functions backward": (
        {"direction": "bidirectional", "activations": ["Sigmoid", "Tanh", "Tanh", "Sigmoid", "Relu", "Tanh"]},
        "LSTM 'l' has other activations forward (sigmoid, tanh, tanh) than backward (sigmoid, relu, tanh)",
    ),
    "an unknown function": (
        {"activations": ["Sigmoid", "Swish", "Tanh"]},
        "LSTM 'l' has the activation 'Swish'",
    ),
    "a function without its numbers": (
        {"activations": ["Sigmoid", "Affine", "Tanh"]},
        "LSTM 'l' has the activation Affine without its numbers",
    ),
}


@pytest.mark.parametrize(("attributes", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_run_is_named(attributes: dict[str, Any], message: str) -> None:
    with pytest.raises(UnsupportedNetwork) as caught:
        lstm(name="l", **attributes)
    assert caught.value.message == message


def test_a_projection_that_an_exporter_dropped_is_found_out() -> None:
    made = Made().store(c0=np.zeros((1, 1, 4), "f4"), h0=np.zeros((1, 1, 3), "f4"))
    made.layer("LSTM", "X", "Y", (2, 3), more="- h0 c0", name="l")
    with pytest.raises(UnsupportedNetwork) as caught:
        made.read()
    assert caught.value.message == (
        "LSTM 'l' has 3 units, but a cell state of 4: its projection was lost when the file was written, for "
        "ONNX has none"
    )
    assert "torch.save(model.state_dict(), 'model.pt')" in caught.value.hint


def test_weights_from_outside_are_named() -> None:
    made = Made(X=["T", 1, 2], W=[1, 12, 2]).store(R=numbers(1, 12, 3))
    made.add("LSTM", "X W R", "Y", hidden_size=3, name="l")
    with pytest.raises(UnsupportedNetwork) as caught:
        made.read()
    assert caught.value.message == (
        "LSTM 'l' reads its weights from 'W': an input of the network, not a part of the file"
    )


def test_a_node_that_cannot_be_run_is_left_over_where_another_can() -> None:
    made = Made().layer("LSTM", "X", "Y", (2, 3), name="good")
    found = made.layer("GRU", "Y", "Z", (2, 3), name="odd", activations=["Swish", "Tanh"]).read()
    assert [stack.cell for stack in found.stacks] == ["lstm"]
    assert found.leftovers[0].name == "GRU 'odd'"
    assert found.leftovers[0].why == "GRU 'odd' has the activation 'Swish'"


def test_no_recurrent_node_says_what_there_is_and_what_to_export() -> None:
    with pytest.raises(GatescopeError) as caught:
        Made().add("Relu", "X", "a").add("Relu", "a", "Y").read()
    assert caught.value.code == "no_recurrent_layer"
    assert "it has no LSTM, GRU or RNN node; its operations are Relu (2)" in caught.value.message
    assert "dynamo=False" in caught.value.hint


OTHERS = {
    "zip": b"PK\x03\x04" + bytes(40),
    "pickle": b"\x80\x02}q\x00." + bytes(20),
    "old torch": bytes.fromhex("80028a0a6cfc9c46f9206aa85019") + bytes(20),
    "hdf5": b"\x89HDF\r\n\x1a\n" + bytes(40),
    "safetensors": bytes([8, 18, 0, 0, 0, 0, 0, 0]) + b'{"a":{}}' + bytes(300),
    "json": b'{"cell": "lstm"}',
    "text": b": a list of words\n" * 30,
    "npy": b"\x93NUMPY\x01\x00" + bytes(40),
    "nothing": b"",
    "zeros": bytes(64),
}


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_format_is_taken_for_onnx(name: str) -> None:
    assert not match(Source(OTHERS[name], "model.onnx"))


def test_a_file_is_known_by_its_bytes() -> None:
    for name, content in files().items():
        if name.endswith(".onnx"):
            assert match(Source(content, "model.pt"))
            assert match(Source(content[:60], "model.pt"))
    assert read(Source(files()["rnn-relu.onnx"], "model.pt")).format == "onnx"


def test_names_that_are_not_utf8_are_read() -> None:
    content = Made().layer("LSTM", "X", "Y", (2, 3), name="rnn_A").content()
    assert load(Source(content.replace(b"rnn_A", b"rnn_\xff"))).stacks[0].cell == "lstm"
