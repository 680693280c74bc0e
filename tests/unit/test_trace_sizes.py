"""Layers of different sizes in one stack."""

import numpy as np
import pytest

from app.admission import price_trace
from app.cells import get_cell
from app.errors import InvalidSelection, InvalidState
from app.selection import Selection, plan_selection
from app.trace import InitialState, run
from app.weights import Stack, random_stack

VALUES = np.random.default_rng(4).normal(size=(7, 2))


def tapering(*, bidirectional: bool = False) -> Stack:
    """Layers of 5, 3 and 4 units."""
    sides = 2 if bidirectional else 1
    widths = ((2, 5), (5 * sides, 3), (3 * sides, 4))
    parts = [
        random_stack("lstm", inputs, units, seed=seed, bidirectional=bidirectional)
        for seed, (inputs, units) in enumerate(widths)
    ]
    return Stack("s", "lstm", tuple(part.layers[0] for part in parts))


@pytest.mark.parametrize("bidirectional", [False, True])
def test_each_layer_runs_as_if_it_were_alone(bidirectional: bool) -> None:
    stack = tapering(bidirectional=bidirectional)
    trace, below = (
        run(stack, VALUES, selection=Selection(channels=["input", "cell_state", "hidden_state"])),
        VALUES,
    )
    for index, layer in enumerate(stack.layers):
        alone = run(Stack("s", "lstm", (layer,)), below)
        for found, right in zip(
            (part for part in trace.layers if part.index == index), alone.layers, strict=True
        ):
            assert found.units == tuple(range(stack.hidden_sizes[index])) == right.units
            assert found.initial_state["cell_state"].shape == (stack.hidden_sizes[index],)
            assert (found.channels["cell_state"] == right.channels["cell_state"]).all()
            assert (found.channels["hidden_state"] == right.channels["hidden_state"]).all()
        assert alone.output is not None
        below = alone.output
    np.testing.assert_array_equal(trace.output, below)


def test_a_chosen_unit_must_be_there_in_every_kept_layer() -> None:
    stack = tapering()
    assert run(stack, VALUES, selection=Selection(units=[4], layers=[0])).layers[0].units == (4,)
    three = run(stack, VALUES, selection=Selection(units=[0, 1, 2])).layers
    assert [layer.channels["cell_state"].shape for layer in three] == [(7, 3)] * 3
    with pytest.raises(InvalidSelection, match="units: 3 does not exist") as caught:
        run(stack, VALUES, selection=Selection(units=[3]))
    assert caught.value.hint == "Choose from 0 to 2, each once. The layers have 5, 3, 4 units."


def test_the_price_counts_each_layers_own_units() -> None:
    plan = plan_selection(Selection(channels=["cell_state"]), get_cell("lstm"), tapering(), 7)
    assert price_trace(tapering(), plan, precision="float32", encoding="npz").values == 7 * (5 + 3 + 4)


def test_states_are_given_row_by_row() -> None:
    stack = tapering()
    rows = [np.full(units, 0.5) for units in (5, 3, 4)]
    trace = run(stack, VALUES, initial_state=InitialState(rows, rows))
    assert [layer.initial_state["hidden_state"].tolist() for layer in trace.layers] == [
        [0.5] * 5,
        [0.5] * 3,
        [0.5] * 4,
    ]
    with pytest.raises(InvalidState) as caught:
        run(stack, VALUES, initial_state=InitialState(rows[::-1], rows))
    assert caught.value.message == (
        "hidden_state has rows of [4, 3, 5] numbers; rows of [5, 3, 4] numbers are needed"
    )
    with pytest.raises(
        InvalidState, match=r"hidden_state has shape \[3, 5\]; rows of \[5, 3, 4\] numbers are"
    ):
        run(stack, VALUES, initial_state=InitialState(np.zeros((3, 5)), rows))
