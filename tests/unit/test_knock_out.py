"""A gate that is held still: in the numbers of the engine, and nothing else."""

import numpy as np
import pytest

from app.analysis.knock_out import clamp_gate
from app.errors import InvalidSelection
from app.trace import run
from app.weights import random_stack

STACK = random_stack("lstm", 3, 5, seed=2, layers=2, bidirectional=True)
INPUTS = np.random.default_rng(1).normal(size=(9, 3))


@pytest.mark.parametrize(
    ("gate", "value"),
    [
        ("forget_gate", 0.0),
        ("forget_gate", 1.0),
        ("output_gate", 0.3),
        ("candidate", -0.6),
        ("candidate", 1.0),
    ],
)
def test_a_clamped_gate_has_its_value_at_every_step(gate: str, value: float) -> None:
    before, after = (run(stack, INPUTS) for stack in (STACK, clamp_gate(STACK, gate, 2, value, layer=1)))
    for layer, clamped in zip(before.layers, after.layers, strict=True):
        held = clamped.channels[gate][:, 2]
        if layer.index == 1:
            np.testing.assert_allclose(held, value, atol=1e-7)
        else:
            np.testing.assert_array_equal(held, layer.channels[gate][:, 2])


def test_a_shut_forget_gate_leaves_only_what_is_written() -> None:
    stack = random_stack("lstm", 3, 5, seed=2)
    channels = run(clamp_gate(stack, "forget_gate", 2, 0.0), INPUTS).layers[0].channels
    written = channels["input_gate"] * channels["candidate"]
    np.testing.assert_allclose(channels["cell_state"][:, 2], written[:, 2], atol=1e-7)
    assert np.abs(channels["cell_state"] - written)[1:, [0, 1, 3, 4]].max() > 1e-3


def test_the_network_itself_is_left_alone() -> None:
    stack = random_stack("lstm", 2, 3, seed=0)
    before = {name: array.copy() for name, array in stack.layers[0][0].arrays().items()}
    clamp_gate(stack, "input_gate", 0, 0.5)
    for name, array in stack.layers[0][0].arrays().items():
        np.testing.assert_array_equal(array, before[name])


@pytest.mark.parametrize(
    ("gate", "value", "message"),
    [
        ("forget", 0.5, "the cell lstm has no gate 'forget'"),
        ("forget_gate", 1.2, "forget_gate never is 1.2"),
        ("candidate", -1.5, "candidate never is -1.5"),
    ],
)
def test_what_cannot_be_held_is_refused(gate: str, value: float, message: str) -> None:
    with pytest.raises(InvalidSelection) as caught:
        clamp_gate(STACK, gate, 0, value)
    assert caught.value.message == message


def test_a_gru_is_held_with_both_its_biases() -> None:
    stack = random_stack("gru", 3, 4, seed=2, gates=3, recurrent_bias=True)
    for gate, value in (("candidate", -0.5), ("update_gate", 0.25)):
        channels = run(clamp_gate(stack, gate, 1, value), INPUTS).layers[0].channels
        np.testing.assert_allclose(channels[gate][:, 1], value, atol=1e-7)


def test_a_cell_with_options_is_refused() -> None:
    stack = random_stack("lstm", 3, 4, seed=2, options={"clip": 0.5})
    with pytest.raises(
        InvalidSelection, match="forget_gate of a cell with options or peepholes cannot be held"
    ):
        clamp_gate(stack, "forget_gate", 0, 0.5)
