"""What cannot run, and numbers at the edge of what a precision holds."""

import numpy as np
import pytest

from app.errors import EmptySequence, GatescopeError, InvalidState, InvalidValues, NumericOverflow
from app.trace import InitialState, Selection, run
from app.weights import Array, CellWeights, Stack, random_stack

STACK = random_stack("lstm", 3, 5, seed=1)
VALUES = np.random.default_rng(3).normal(size=(7, 3))


@pytest.mark.parametrize(
    ("values", "kind", "message", "pointer"),
    [
        (np.zeros((0, 3)), EmptySequence, "the sequence is empty; at least 1 step is needed", None),
        (np.zeros((4, 2)), InvalidValues, "values have shape [4, 2]; [steps][3] is needed", "/values"),
        (np.zeros(3), InvalidValues, "values have shape [3]; [steps][3] is needed", "/values"),
        (
            np.array([[0, 0, 0], [0, np.nan, 0]]),
            InvalidValues,
            "the value nan at step 1, input 1 is not a finite float32 number",
            "/values/1/1",
        ),
        (
            np.array([[0, 0, 1e39]]),
            InvalidValues,
            "the value 1e+39 at step 0, input 2 is not a finite float32 number",
            "/values/0/2",
        ),
    ],
)
def test_values_that_cannot_run_are_refused(
    values: Array, kind: type[GatescopeError], message: str, pointer: str | None
) -> None:
    with pytest.raises(kind) as caught:
        run(STACK, values)
    assert caught.value.message == message
    assert caught.value.hint
    assert [place.pointer for place in caught.value.errors] == ([pointer] if pointer else [])


def test_a_value_too_large_for_float32_runs_in_float64() -> None:
    trace = run(STACK, np.array([[0, 0, 1e39]]), precision="float64")
    assert trace.layers[0].channels["cell_state"].dtype == np.float64


@pytest.mark.parametrize(
    ("hidden", "cells", "message"),
    [
        (np.zeros((2, 5)), np.zeros((1, 5)), "hidden_state has shape [2, 5]; [1, 5] is needed"),
        (np.zeros((1, 5)), np.zeros((1, 4)), "cell_state has shape [1, 4]; [1, 5] is needed"),
        (
            np.full((1, 5), np.inf),
            np.zeros((1, 5)),
            "hidden_state holds a number that is not a finite float32",
        ),
        (np.zeros((1, 5)), np.full((1, 5), 1e39), "cell_state holds a number that is not a finite float32"),
    ],
)
def test_states_that_do_not_fit_are_refused(hidden: Array, cells: Array, message: str) -> None:
    with pytest.raises(InvalidState) as caught:
        run(STACK, VALUES, initial_state=InitialState(hidden, cells))
    assert caught.value.message == message
    assert caught.value.errors[0].pointer == f"/initial_state/{message.split()[0]}"


def one_unit(w_x: float, w_h: float, b: float) -> Stack:
    weights = CellWeights(
        np.full((4, 1, 1), w_x, "f4"),
        np.full((4, 1, 1), w_h, "f4"),
        np.full((4, 1), b, "f4"),
    )
    return Stack("lstm", "lstm", ((weights,),))


def test_infinite_minus_infinite_is_an_overflow_and_says_where() -> None:
    states = InitialState(np.full((1, 1), 3e38), np.zeros((1, 1)))
    with pytest.raises(NumericOverflow) as caught:
        run(one_unit(3e38, -3e38, 0), np.full((3, 1), 3e38), initial_state=states)
    assert caught.value.message == "cell_state of layer 0 (forward) left the range of float32 numbers"
    assert caught.value.hint == "Use smaller values or weights, or precision float64."


def test_an_infinite_hidden_state_is_found_though_the_gates_close_on_it() -> None:
    """Two units that are 1 each, projected by 3e38 each; the next step's gates saturate and look well."""
    weights = CellWeights(
        np.full((4, 2, 1), 30, "f4"),
        np.full((4, 2, 1), -1e30, "f4"),
        np.zeros((4, 2), "f4"),
        np.full((1, 2), 3e38, "f4"),
    )
    states = InitialState(np.zeros((1, 1)), np.full((1, 2), 9))
    with pytest.raises(NumericOverflow, match="hidden_state of layer 0"):
        run(Stack("lstm", "lstm", ((weights,),)), np.ones((3, 1)), initial_state=states)


def test_a_preactivation_that_overflows_matters_only_where_it_is_asked_for() -> None:
    stack, values = one_unit(3e38, 0, 0), np.array([[1e10]])
    gate = run(stack, values).layers[0].channels["forget_gate"]
    assert gate.tolist() == [[1.0]]
    with pytest.raises(NumericOverflow, match="output_gate_preactivation of layer 0"):
        run(stack, values, selection=Selection(channels=["output_gate_preactivation"]))


def test_a_saturated_cell_stays_exact() -> None:
    """With every gate open c counts the steps; with every gate shut it keeps nothing."""
    counted = run(one_unit(1000, 0, 0), np.ones((300, 1))).layers[0].channels
    assert counted["cell_state"].ravel().tolist() == list(range(1, 301))
    shut = run(one_unit(-1000, 0, 0), np.ones((5, 1))).layers[0].channels
    assert shut["cell_state"].ravel().tolist() == [0] * 5
