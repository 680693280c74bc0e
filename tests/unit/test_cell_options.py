"""What files of other programs change in a cell: activations, clip, input_forget, peepholes; by pencil."""

from math import exp, tanh
from typing import Any

import numpy as np
import pytest

from app.analysis.arithmetic import explain
from app.cells import cell_of, check_stack, get_cell
from app.cells.lstm import LSTM
from app.errors import InvalidWeights, UnsupportedNetwork
from app.selection import extra_channels
from app.trace import Selection, run
from app.weights import Array, CellWeights, Stack, random_stack

W_C = np.array([[0.7], [-0.4], [1.3]])
NUMBERS = {"f": (0.5, -1.0, 0.1), "i": (1.5, 0.25, -0.2), "g": (-0.75, 2.0, 0.3), "o": (2.0, 0.5, -0.4)}
X, H, C = 0.8, -0.3, 1.25


def logistic(a: float) -> float:
    return 1 / (1 + exp(-a))


def one_unit(W_c: Array | None) -> CellWeights:
    W_x, W_h, b = (np.array(column) for column in zip(*NUMBERS.values(), strict=True))
    return CellWeights(W_x.reshape(4, 1, 1), W_h.reshape(4, 1, 1), b.reshape(4, 1), W_c=W_c)


def held(a: float, clip: float = 0.5) -> float:
    return min(max(a, -clip), clip)


def by_pencil(name: str) -> list[float]:
    f, i, g, o = (w_x * X + w_h * H + bias for w_x, w_h, bias in NUMBERS.values())
    match name:
        case "peepholes":
            f, i, g = logistic(f + 0.7 * C), logistic(i - 0.4 * C), tanh(g)
            c = f * C + i * g
            o = logistic(o + 1.3 * c)
            return [f, i, g, o, c, o * tanh(c)]
        case "peepholes and clip":
            f, i, g = logistic(held(f + 0.7 * C)), logistic(held(i - 0.4 * C)), tanh(held(g))
            c = f * C + i * g
            o = logistic(held(o + 1.3 * c))
            return [f, i, g, o, c, o * tanh(c)]
        case "input_forget":
            i, g, o = logistic(i), tanh(g), logistic(o)
            c = (1 - i) * C + i * g
            return [1 - i, i, g, o, c, o * tanh(c)]
        case _:
            f, i, o = (min(max(a / 6 + 0.5, 0), 1) for a in (f, i, o))
            g = max(g, 0)
            c = f * C + i * g
            return [f, i, g, o, c, o * c / (1 + abs(c))]


VARIANTS: dict[str, tuple[dict[str, Any], Array | None]] = {
    "peepholes": ({}, W_C),
    "peepholes and clip": ({"clip": 0.5}, W_C),
    "input_forget": ({"input_forget": True}, None),
    "activations": (
        {
            "recurrent_activation": "hard_sigmoid(1/6,0.5)",
            "activation": "relu",
            "output_activation": "softsign",
        },
        None,
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_one_step_by_pencil(name: str) -> None:
    options, W_c = VARIANTS[name]
    cell, weights = get_cell("lstm", options), one_unit(W_c)
    state = {"cell_state": np.array([C]), "hidden_state": np.array([H])}
    found = cell.step(np.array([X]), state, weights)
    assert list(found) == list(LSTM().channels)
    assert [float(array[0]) for array in found.values()] == pytest.approx(by_pencil(name), rel=0, abs=4e-16)
    (chunk,) = cell.run(np.array([[X]]), state, weights)
    assert [float(rows[0, 0]) for rows in chunk.channels.values()] == pytest.approx(
        by_pencil(name), rel=0, abs=4e-16
    )


def test_clip_holds_sums_and_not_the_cell_state() -> None:
    """As onnxruntime does: c may leave the range that the sums are held in."""
    weights = CellWeights(np.ones((4, 1, 1)), np.zeros((4, 1, 1)), np.full((4, 1), 5.0))
    stack = Stack("s", "lstm", ((weights,),), {"clip": 3.0, "activation": "relu"})
    c = run(stack, np.ones((9, 1)), precision="float64").layers[0].channels["cell_state"]
    assert c[0, 0] == pytest.approx(logistic(3) * 3)
    assert c[-1, 0] > 15


def test_a_plain_network_takes_another_function() -> None:
    weights = CellWeights(np.array([[[2.0]]]), np.array([[[0.5]]]), np.array([[-0.25]]))
    stack = Stack("s", "rnn", ((weights,),), {"activation": "relu", "clip": 4.0})
    h = run(stack, np.array([[1.0], [-3.0], [9.0]]), precision="float64").layers[0].channels["hidden_state"]
    assert h.ravel().tolist() == [1.75, 0.0, 4.0]


def stack_with(options: dict[str, Any], *, peepholes: bool, projection: int | None = None) -> Stack:
    plain = random_stack("lstm", 2, 4, seed=3, layers=2, bidirectional=True, projection_size=projection)
    draws = np.random.default_rng(5)

    def with_peepholes(weights: CellWeights) -> CellWeights:
        return CellWeights(
            **weights.arrays(), W_c=draws.normal(size=(3, 4)).astype("f4") if peepholes else None
        )

    layers = tuple(tuple(with_peepholes(weights) for weights in layer) for layer in plain.layers)
    return Stack("s", "lstm", layers, options)


EVERYTHING = {"clip": 0.75, "recurrent_activation": "hard_sigmoid(0.2,0.5)", "output_activation": "softsign"}
STACKS = {
    "peepholes": stack_with({}, peepholes=True),
    "projected": stack_with({}, peepholes=True, projection=2),
    "everything": stack_with(EVERYTHING, peepholes=True),
    "coupled": stack_with({"input_forget": True}, peepholes=True),
}


@pytest.mark.parametrize("name", STACKS)
def test_a_trace_is_the_step_repeated_and_gates_are_functions_of_their_sums(name: str) -> None:
    stack = STACKS[name]
    cell, inputs = cell_of(stack), np.random.default_rng(2).normal(size=(260, 2))
    wanted = Selection(channels=(*cell.channels, *extra_channels(cell)))
    trace = run(stack, inputs, selection=wanted, precision="float64")
    for layer in trace.layers:
        weights = stack.layers[layer.index][layer.direction == "backward"].astype("float64")
        state = dict(layer.initial_state)
        order = range(260)[::-1] if layer.direction == "backward" else range(260)
        for step in order:
            state = cell.step(layer.channels["input"][step], state, weights)
            for channel in cell.channels:
                assert np.abs(layer.channels[channel][step] - state[channel]).max() <= 2e-15
    if name == "everything":
        sums = trace.layers[0].channels["output_gate_preactivation"]
        assert np.abs(sums).max() > 0.75
        squashed = 0.2 * np.clip(sums, -0.75, 0.75) + 0.5
        np.testing.assert_allclose(trace.layers[0].channels["output_gate"], squashed, rtol=0, atol=1e-15)


@pytest.mark.parametrize("name", STACKS)
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_every_number_is_explained(direction: str, name: str) -> None:
    stack = STACKS[name]
    cell, inputs = cell_of(stack), np.random.default_rng(2).normal(size=(5, 2))
    trace = run(stack, inputs, selection=Selection(channels=(*cell.channels, *extra_channels(cell))))
    layer = next(part for part in trace.layers if (part.index, part.direction) == (1, direction))
    for channel in cell.channels:
        for step, unit in ((0, 1), (2, 0), (4, 1)):
            answer = explain(
                stack, inputs, layer=1, direction=direction, step=step, channel=channel, unit=unit
            )
            assert sum(part.product for part in answer.terms) + answer.bias == answer.preactivation
            assert answer.value == pytest.approx(float(layer.channels[channel][step, unit]), abs=1e-7)
            sums = layer.channels.get(f"{channel}_preactivation")
            if sums is not None:
                assert answer.preactivation == pytest.approx(float(sums[step, unit]), abs=2e-6)
            assert answer.value == pytest.approx(
                reached(answer.function, answer.preactivation, answer.clip), abs=1e-6
            )


def reached(function: str, preactivation: float, clip: float | None) -> float:
    a = preactivation if clip is None else held(preactivation, clip)
    squash = {
        "sigmoid": logistic,
        "tanh": tanh,
        "hard_sigmoid(0.2,0.5)": lambda a: min(max(0.2 * a + 0.5, 0), 1),
    }
    return squash.get(function, float)(a)


def test_a_peephole_is_a_term_of_its_own_and_a_coupled_gate_a_sum() -> None:
    place: dict[str, Any] = {"layer": 0, "direction": "forward", "step": 2, "unit": 1}
    inputs = np.random.default_rng(2).normal(size=(5, 2))

    def last_term(channel: str) -> tuple[str, str]:
        part = explain(STACKS["peepholes"], inputs, channel=channel, **place).terms[-1]
        return part.source, part.label

    assert last_term("forget_gate") == ("cell_state", "c1 before")
    assert last_term("output_gate") == ("cell_state", "c1")
    assert last_term("candidate")[0] == "hidden_state"
    coupled = explain(STACKS["coupled"], inputs, channel="forget_gate", **place)
    assert (coupled.function, coupled.bias) == ("sum", 1.0)
    assert [(part.source, part.weight) for part in coupled.terms] == [("input_gate", -1.0)]


@pytest.mark.parametrize(
    ("cell", "options", "said", "hint"),
    [
        (
            "rnn",
            {"reset_after": True},
            "the cell rnn has no option 'reset_after'",
            "Choose from: activation, clip.",
        ),
        (
            "lstm",
            {"clip": -1.0},
            "the option clip is -1.0; a finite number above 0 is needed",
            "usual formula",
        ),
        (
            "lstm",
            {"clip": True},
            "the option clip is True; a finite number above 0 is needed",
            "usual formula",
        ),
        ("lstm", {"clip": 10**400}, "the option clip is 1000", "usual formula"),
        ("lstm", {"clip": float("inf")}, "the option clip is inf", "usual formula"),
        ("gru", {"reset_after": 1}, "the option reset_after is 1; true or false is needed", "usual formula"),
        (
            "gru",
            {"activation": 3},
            "the option activation is 3; the name of a function is needed",
            "usual formula",
        ),
    ],
)
def test_options_that_do_not_fit_are_refused(
    cell: str, options: dict[str, Any], said: str, hint: str
) -> None:
    with pytest.raises(InvalidWeights) as caught:
        get_cell(cell, options)
    assert caught.value.message.startswith(said)
    assert hint in caught.value.hint


def test_an_unknown_function_says_where() -> None:
    with pytest.raises(UnsupportedNetwork, match="the activation 'gelu' cannot be run") as caught:
        get_cell("lstm", {"output_activation": "gelu"})
    assert [place.pointer for place in caught.value.errors] == ["/model/options/output_activation"]


def test_the_usual_options_are_no_options() -> None:
    usual = {"recurrent_activation": "sigmoid", "activation": "tanh", "input_forget": False}
    assert get_cell("lstm", usual) == get_cell("lstm") == get_cell("lstm", {})
    assert get_cell("lstm", usual).fused(one_unit(None))
    assert not get_cell("lstm").fused(one_unit(W_C))
    assert not get_cell("lstm", {"clip": 3}).fused(one_unit(None))


def test_arrays_need_a_place_in_the_equations() -> None:
    peepholes = Stack("s", "lstm", ((one_unit(W_C),),))
    assert check_stack(peepholes).name == "lstm"
    three = {name: np.ones((3, 2, 2)) for name in ("W_x", "W_h")}
    gru = CellWeights(**three, b=np.ones((3, 2)), b_h=np.ones(2))
    assert check_stack(Stack("s", "gru", ((gru,),))).name == "gru"
    with pytest.raises(InvalidWeights, match="b_h was given, but the cell gru with its options has no place"):
        check_stack(Stack("s", "gru", ((gru,),), {"reset_after": False}))
    with pytest.raises(InvalidWeights, match="the arrays have 3 gates; 4 are needed"):
        check_stack(Stack("s", "lstm", ((gru,),)))
