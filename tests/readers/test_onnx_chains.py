"""Layers behind layers in an ONNX file: joined where one feeds the next, and nowhere else."""

import numpy as np
import pytest
from onnx import TensorProto, helper

from app.readers.reading import Reading
from tests.readers.onnx_made import Made, node, said, stored


def shapes(found: Reading) -> list[tuple[str, list[int]]]:
    """Name and units of each layer, by stack."""
    return [(stack.name, list(stack.hidden_sizes)) for stack in found.stacks]


def pair(
    *between: tuple[str, str, str], directions: int = 1, second: str = "LSTM", units: int = 3
) -> Reading:
    """Two layers with operations between; the first writes "h", the second reads "x"."""
    made = Made().store(one=np.array([1]), merged=np.array([0, 0, -1]), fixed=np.array([-1, 1, 6]))
    kind = {"direction": "bidirectional"} if directions == 2 else {}
    made.layer("LSTM", "X", "h", (2, units), name="/low/LSTM", **kind)
    for op, inputs, outputs in between:
        word, *numbers = op.split()
        perm = {"perm": [int(number) for number in numbers]} if word == "Transpose" else {}
        made.add(word, inputs, outputs, **perm)
    return made.layer(second, "x", "Y", (units * directions, 4), name="/high/LSTM", **kind).read()


JOINED = {
    "squeeze": (("Squeeze", "h one", "x"),),
    "dropout": (("Squeeze", "h one", "a"), ("Dropout", "a", "x")),
    "transpose and reshape": (("Transpose 0 2 1 3", "h", "a"), ("Reshape", "a merged", "x")),
    "there and back": (
        ("Squeeze", "h one", "a"),
        ("Transpose 1 0 2", "a", "b"),
        ("Identity", "b", "c"),
        ("Transpose 1 0 2", "c", "x"),
    ),
}


@pytest.mark.parametrize("way", JOINED)
def test_layers_are_joined_through_moves(way: str) -> None:
    found = pair(*JOINED[way])
    assert shapes(found) == [("low", [3, 4])]
    assert not found.notes


@pytest.mark.parametrize("way", ["transpose and reshape"])
def test_both_directions_are_joined(way: str) -> None:
    assert shapes(pair(*JOINED[way], directions=2)) == [("low", [3, 4])]


APART = {
    "a function": (("Squeeze", "h one", "a"), ("Tanh", "a", "x")),
    "a factor": (("Squeeze", "h one", "a"), ("Add", "a a", "x")),
    "a cut at zero": (("Squeeze", "h one", "a"), ("Relu", "a", "x")),
    "a normalisation": (("Squeeze", "h one", "a"), ("LpNormalization", "a", "x")),
}


@pytest.mark.parametrize("way", APART)
def test_layers_with_something_between_stay_apart(way: str) -> None:
    found = pair(*APART[way])
    assert shapes(found) == [("low", [3]), ("high", [4])]


def test_directions_that_are_interleaved_are_not_taken_for_joined() -> None:
    """The sizes fit, but unit 0 forward stands beside unit 0 backward."""
    found = pair(("Transpose 0 2 3 1", "h", "a"), ("Reshape", "a merged", "x"), directions=2)
    assert shapes(found) == [("low", [3]), ("high", [4])]


@pytest.mark.parametrize("steps", [7, "T"])
def test_a_file_for_one_length_is_followed_at_that_length(steps: int | str) -> None:
    made = Made(X=[steps, 1, 2]).store(shape=np.array([7, 1, 3]))
    made.layer("LSTM", "X", "h", (2, 3)).add("Reshape", "h shape", "x").layer("LSTM", "x", "Y", (3, 4))
    assert shapes(made.read()) == [("lstm", [3, 4])]


def test_another_cell_begins_another_stack() -> None:
    found = pair(("Squeeze", "h one", "x"), second="GRU")
    assert [(stack.cell, stack.depth) for stack in found.stacks] == [("lstm", 1), ("gru", 1)]


def test_a_layer_that_feeds_two_ends_its_stack() -> None:
    made = Made().store(one=np.array([1])).layer("LSTM", "X", "h", (2, 3)).add("Squeeze", "h one", "x")
    found = made.layer("LSTM", "x", "a", (3, 4)).layer("LSTM", "x", "b", (3, 5)).read("a", "b")
    assert shapes(found) == [("lstm", [3]), ("lstm_2", [4]), ("lstm_3", [5])]


def test_tied_weights_are_two_layers_but_one_network_in_two_places_is_one() -> None:
    made = Made().store(one=np.array([1])).layer("LSTM", "X", "h", (2, 2)).add("Squeeze", "h one", "x")
    made.add("LSTM", "x h_W h_R h_B", "Y", hidden_size=2)
    assert shapes(made.read()) == [("lstm", [2, 2])]
    twice = Made(X=["T", 1, 2], Z=["T", 1, 2]).layer("LSTM", "X", "a", (2, 2))
    found = twice.add("LSTM", "Z a_W a_R a_B", "b", hidden_size=2).read("a", "b")
    assert shapes(found) == [("lstm", [2])]
    assert "The file runs lstm in 2 places with the same weights; it is shown once." in said(found.notes)


NAMES = {
    "/encoder/rnn/LSTM": "encoder.rnn",
    "/encoder/rnn/LSTM_1": "encoder.rnn",
    "If_0_else_branch__Inline_0__/decoder/rnn/LSTM": "decoder.rnn",
    "sequential/lstm_4/PartitionedCall/LSTM__12": "sequential.lstm_4",
    "node_LSTM_45": "lstm",
    "": "lstm",
    "my_layer": "my_layer",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_stack_is_named_after_its_module(name: str) -> None:
    assert shapes(Made().layer("LSTM", "X", "Y", (2, 3), name=name).read()) == [(NAMES[name], [3])]


def branch(name: str, *arrays: dict[str, np.ndarray], state: str) -> object:
    """A branch with one LSTM of its own weights, from zeros or from a state."""
    result = helper.make_tensor_value_info(f"{name}_Y", TensorProto.FLOAT, None)
    inputs = ["X", f"{name}_W", f"{name}_R", "", "", *([state, state] if state else [])]
    inner = node("LSTM", inputs, [f"{name}_Y"], hidden_size=2, name="/rnn/LSTM")
    return helper.make_graph([inner], name, [], [result], stored(arrays[0]))


def branches(*, alike: bool) -> Reading:
    """An If over two LSTMs, and a layer behind it."""
    generator = np.random.default_rng(1)
    first, second = (
        {
            "W": generator.normal(size=(1, 8, 2)).astype("f4"),
            "R": generator.normal(size=(1, 8, 2)).astype("f4"),
        }
        for _ in range(2)
    )
    bodies = {
        f"{role}_branch": branch(role, {f"{role}_{key}": a for key, a in arrays.items()}, state=state)
        for role, arrays, state in (("then", first, ""), ("else", first if alike else second, "state"))
    }
    made = Made(X=["T", 1, 2], state=[1, 1, 2], rate=[1])
    made.store(one=np.array([1]), wide=np.array(16, "f4")).add("Equal", "rate wide", "is_wide")
    made.nodes.append(node("If", ["is_wide"], ["h"], **bodies))
    made.add("Squeeze", "h one", "x")
    return made.layer("LSTM", "x", "Y", (2, 3), name="/top/LSTM").read()


def test_the_same_layer_in_both_branches_is_one_and_feeds_the_next() -> None:
    found = branches(alike=True)
    assert shapes(found) == [("rnn", [2, 3])]
    # One branch begins with zeros, so nothing needs to be said of the other's state.
    assert not found.notes


def test_other_weights_in_each_branch_are_two_stacks_and_the_condition_is_told() -> None:
    found = branches(alike=False)
    assert sorted(shapes(found)) == [("rnn.else", [2]), ("rnn.then", [2]), ("top", [3])]
    assert "The file takes rnn.then when rate is 16.0." in said(found.notes)
    assert "The file takes rnn.else when rate is not 16.0." in said(found.notes)
    assert "In the file rnn.else is given its first state from outside; here it begins with zeros." in said(
        found.notes
    )


def test_a_layer_inside_a_function_of_the_file_is_found() -> None:
    body = [
        node("LSTM", ["x", "w", "r"], ["y"], hidden_size=3, name="/inside/LSTM"),
        node("Squeeze", ["y", "axis"], ["z"]),
    ]
    made = Made().layer("LSTM", "-", "a", (2, 3))
    made.nodes.clear()
    made.functions.append(
        helper.make_function(
            "own", "Recur", ["x", "w", "r", "axis"], ["z"], body, [helper.make_opsetid("", 21)]
        )
    )
    made.store(one=np.array([1])).add("Recur", "X a_W a_R one", "x", domain="own")
    found = made.layer("LSTM", "x", "Y", (3, 4)).read()
    assert shapes(found) == [("inside", [3, 4])]
    assert found.stacks[0].layers[0][0].W_x[1, 0, 0] == made.arrays["a_W"][0, 0, 0]


def both_ways(*, order: str = "f b", first: str = "X") -> Made:
    """A forward and a backward node over one input, put side by side, and a bidirectional one behind them."""
    made = Made().store(one=np.array([1]), merged=np.array([0, 0, -1]))
    made.add("Identity", "X", "same")
    made.layer("LSTM", "X", "forth", (2, 3), name="/low/LSTM")
    made.layer("LSTM", first, "back", (2, 3), name="/low/LSTM_1", direction="reverse")
    made.add("Squeeze", "forth one", "f").add("Squeeze", "back one", "b").add("Concat", order, "x", axis=2)
    return made.layer("LSTM", "x", "Y", (6, 4), name="/high/LSTM", direction="bidirectional")


def test_a_forward_and_a_backward_node_over_one_input_are_one_layer() -> None:
    made = both_ways()
    found = made.read()
    assert shapes(found) == [("low", [3, 4])]
    assert not found.notes
    layer = found.stacks[0].layers[0]
    assert [weights.W_x[1, 0, 0] for weights in layer] == [
        made.arrays["forth_W"][0, 0, 0],
        made.arrays["back_W"][0, 0, 0],
    ]


def test_directions_in_another_order_do_not_feed_the_next_layer() -> None:
    assert shapes(both_ways(order="b f").read()) == [("low", [3]), ("high", [4])]


def test_nodes_over_other_inputs_stay_apart() -> None:
    found = both_ways(first="same").read()
    assert [(stack.name, stack.bidirectional) for stack in found.stacks] == [
        ("low", False),
        ("low_2", False),
        ("high", True),
    ]
