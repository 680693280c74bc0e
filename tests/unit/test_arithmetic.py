from math import exp, tanh

import numpy as np
import pytest

from app.analysis.arithmetic import explain
from app.cells import Arithmetic
from app.cells.arithmetic import combine, decimal, term
from app.errors import EmptySequence, InvalidSelection
from app.trace import InitialState, Precision, run
from app.weights import random_stack

CHANNELS = ("forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state")
STACK = random_stack("lstm", 3, 4, seed=11, layers=2, bidirectional=True, projection_size=2)
PLAIN = random_stack("lstm", 3, 4, seed=12, layers=2, bidirectional=True)
VALUES = np.random.default_rng(5).normal(size=(6, 3))
STATES = InitialState(np.full((4, 2), 0.25), np.linspace(-1, 1, 16).reshape(4, 4))
FUNCTIONS = {
    "sigmoid": lambda a: 1 / (1 + exp(-a)),
    "tanh": tanh,
    "product": lambda a: a,
    "sum": lambda a: a,
}


def assert_adds_up(answer: Arithmetic, precision: Precision) -> None:
    assert all(part.weight * part.value == part.product for part in answer.terms)
    assert sum(part.product for part in answer.terms) + answer.bias == answer.preactivation
    most = 4e-7 if precision == "float32" else 1e-15
    assert FUNCTIONS[answer.function](answer.preactivation) == pytest.approx(answer.value, rel=0, abs=most)


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize("layer", [0, 1])
def test_every_number_of_a_trace_adds_up(
    layer: int, direction: str, channel: str, precision: Precision
) -> None:
    """At the first step, which reads the initial state, in the middle, and at the last."""
    trace = run(STACK, VALUES, initial_state=STATES, precision=precision)
    traced = trace.layers[2 * layer + (direction == "backward")]
    assert (traced.index, traced.direction) == (layer, direction)
    for step in (0, 3, 5):
        for unit in range(traced.channels[channel].shape[1]):
            answer = explain(
                STACK,
                VALUES,
                layer=layer,
                direction=direction,
                step=step,
                channel=channel,
                unit=unit,
                initial_state=STATES,
                precision=precision,
            )
            assert_adds_up(answer, precision)
            assert answer.value == decimal(traced.channels[channel][step, unit])


def test_a_gate_has_a_term_an_input_and_a_hidden_unit() -> None:
    answer = explain(
        STACK,
        VALUES,
        layer=0,
        direction="forward",
        step=0,
        channel="candidate",
        unit=3,
        initial_state=STATES,
        input_labels=["valence", "negator", "but"],
    )
    weights = STACK.layers[0][0]
    assert answer.function == "tanh"
    assert [part.source for part in answer.terms] == ["input"] * 3 + ["hidden_state"] * 2
    assert [part.label for part in answer.terms] == ["valence", "negator", "but", "h0 before", "h1 before"]
    assert [part.index for part in answer.terms] == [0, 1, 2, 0, 1]
    assert answer.terms[0].weight == decimal(weights.W_x[2, 3, 0])
    assert answer.terms[0].value == decimal(np.float32(VALUES[0, 0]))
    assert answer.terms[4].weight == decimal(weights.W_h[2, 3, 1])
    assert answer.terms[4].value == 0.25
    assert answer.bias == decimal(weights.b[2, 3])


def test_the_step_before_a_backward_one_is_the_step_behind_it() -> None:
    trace = run(PLAIN, VALUES).layers[1]
    answer = explain(PLAIN, VALUES, layer=0, direction="backward", step=2, channel="forget_gate", unit=0)
    before = [decimal(number) for number in trace.channels["hidden_state"][3]]
    assert [part.value for part in answer.terms[3:]] == before
    last = explain(PLAIN, VALUES, layer=0, direction="backward", step=5, channel="forget_gate", unit=0)
    assert [part.value for part in last.terms[3:]] == [0] * 4


def test_the_cell_state_is_what_is_kept_and_what_is_written() -> None:
    channels = run(PLAIN, VALUES, precision="float64").layers[0].channels
    answer = explain(
        PLAIN,
        VALUES,
        layer=0,
        direction="forward",
        step=4,
        channel="cell_state",
        unit=2,
        precision="float64",
    )
    kept, written = answer.terms
    assert (kept.source, kept.label, written.source, written.label) == (
        "forget_gate",
        "f2 * c2 before",
        "input_gate",
        "i2 * g2",
    )
    assert (kept.weight, kept.value) == (channels["forget_gate"][4, 2], channels["cell_state"][3, 2])
    assert (written.weight, written.value) == (channels["input_gate"][4, 2], channels["candidate"][4, 2])
    assert (answer.bias, answer.function) == (0, "sum")


def test_the_hidden_state_is_one_product_or_a_projection_of_all() -> None:
    plain = explain(PLAIN, VALUES, layer=0, direction="forward", step=1, channel="hidden_state", unit=3)
    assert (plain.function, [part.label for part in plain.terms]) == ("product", ["o3 * tanh c3"])
    projected = explain(STACK, VALUES, layer=0, direction="forward", step=1, channel="hidden_state", unit=1)
    assert projected.function == "sum"
    assert [part.label for part in projected.terms] == [f"o{k} * tanh c{k}" for k in range(4)]
    W_p = STACK.layers[0][0].W_p
    assert W_p is not None
    assert [part.weight for part in projected.terms] == [decimal(number) for number in W_p[1]]


def test_inputs_of_a_higher_layer_are_named_after_what_they_are() -> None:
    answer = explain(STACK, VALUES, layer=1, direction="forward", step=1, channel="forget_gate", unit=0)
    assert [part.label for part in answer.terms][:4] == [
        "h0 of layer 0",
        "h1 of layer 0",
        "h0 of layer 0 backward",
        "h1 of layer 0 backward",
    ]
    unnamed = explain(PLAIN, VALUES, layer=0, direction="forward", step=1, channel="forget_gate", unit=0)
    assert [part.label for part in unnamed.terms][:3] == ["x0", "x1", "x2"]


@pytest.mark.parametrize(
    ("wrong", "message", "hint"),
    [
        ({"layer": 2}, "layer: 2 does not exist", "Choose from 0 to 1."),
        ({"direction": "up"}, "direction: 'up' does not exist", "Choose from forward, backward."),
        ({"step": 6}, "step: 6 does not exist", "Choose from 0 to 5."),
        ({"step": -1}, "step: -1 does not exist", "Choose from 0 to 5."),
        ({"unit": 4}, "unit: 4 does not exist", "Choose from 0 to 3."),
        (
            {"channel": "input"},
            "channel: 'input' does not exist",
            f"Choose from {', '.join(CHANNELS)}.",
        ),
    ],
)
def test_a_number_that_does_not_exist_is_refused(wrong: dict[str, object], message: str, hint: str) -> None:
    place = {"layer": 0, "direction": "forward", "step": 0, "channel": "forget_gate", "unit": 0, **wrong}
    with pytest.raises(InvalidSelection) as caught:
        explain(STACK, VALUES, **place)  # type: ignore[arg-type]
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert caught.value.errors[0].pointer == f"/{next(iter(wrong))}"


def test_an_empty_sequence_is_said_to_be_one() -> None:
    with pytest.raises(EmptySequence, match="the sequence is empty"):
        explain(STACK, VALUES[:0], layer=0, direction="forward", step=0, channel="candidate", unit=0)


def test_a_projected_hidden_state_has_fewer_units() -> None:
    with pytest.raises(InvalidSelection, match="unit: 2 does not exist"):
        explain(STACK, VALUES, layer=0, direction="forward", step=0, channel="hidden_state", unit=2)


def test_factors_are_the_decimals_a_reader_sees() -> None:
    shown = np.float32(0.1234)
    assert decimal(shown) == 0.1234 != float(shown)
    assert term("input", 0, "x", shown, np.float32(10)).product == 0.1234 * 10
    assert combine((), "sum", 1.0, np.float32(0.1)).preactivation == 0.1
