import pytest

from app.cells import get_cell
from app.errors import InvalidSelection
from app.selection import Plan, Selection, extra_channels, plan_selection
from app.weights import random_stack

LSTM = get_cell("lstm")


def plan(selection: Selection, *, length: int = 10, bidirectional: bool = False) -> Plan:
    stack = random_stack("lstm", 2, 4, seed=1, layers=3, bidirectional=bidirectional)
    return plan_selection(selection, LSTM, stack, length)


def test_no_selection_is_everything_but_the_extra_channels() -> None:
    whole = plan(Selection(), bidirectional=True)
    assert whole.channels == LSTM.channels
    assert (whole.layers, whole.directions, whole.units) == ((0, 1, 2), ("forward", "backward"), (0, 1, 2, 3))
    assert (whole.start, whole.stop, whole.depth, whole.all_units) == (0, 10, 3, True)
    assert plan(Selection()).directions == ("forward",)


def test_the_extra_channels_are_what_goes_in_and_the_preactivations() -> None:
    assert extra_channels(LSTM) == (
        "input",
        "forget_gate_preactivation",
        "input_gate_preactivation",
        "candidate_preactivation",
        "output_gate_preactivation",
    )


def test_the_order_of_asking_is_kept() -> None:
    found = plan(Selection(channels=["hidden_state", "input", "forget_gate"], units=[3, 0]))
    assert found.channels == ("hidden_state", "input", "forget_gate")
    assert (found.units, found.all_units) == ((3, 0), False)


@pytest.mark.parametrize(
    ("selection", "message", "hint", "pointer"),
    [
        (
            Selection(channels=["forget_gate", "reset_gate"]),
            "channels: 'reset_gate' does not exist",
            f"Choose from {', '.join((*LSTM.channels, *extra_channels(LSTM)))}, each once.",
            "/channels/1",
        ),
        (Selection(layers=[3]), "layers: 3 does not exist", "Choose from 0 to 2, each once.", "/layers/0"),
        (Selection(layers=[-1]), "layers: -1 does not exist", "Choose from 0 to 2, each once.", "/layers/0"),
        (
            Selection(directions=["backward"]),
            "directions: 'backward' does not exist",
            "Choose from forward, each once.",
            "/directions/0",
        ),
        (Selection(units=[1, 2, 1]), "units: 1 is named twice", "Choose from 0 to 3, each once.", "/units/2"),
        (
            Selection(units=[]),
            "units: the list is empty",
            "Leave units out for all, or choose from 0 to 3.",
            "/units",
        ),
        (
            Selection(start=3, stop=3),
            "steps 3 to 3 are not in a sequence of 10 steps",
            "Give 0 <= start < stop <= 10; stop is not included.",
            "/stop",
        ),
        (
            Selection(start=10),
            "steps 10 to 10 are not in a sequence of 10 steps",
            "Give 0 <= start < stop <= 10; stop is not included.",
            "/start",
        ),
        (
            Selection(stop=11),
            "steps 0 to 11 are not in a sequence of 10 steps",
            "Give 0 <= start < stop <= 10; stop is not included.",
            "/stop",
        ),
        (
            Selection(start=-1),
            "steps -1 to 10 are not in a sequence of 10 steps",
            "Give 0 <= start < stop <= 10; stop is not included.",
            "/start",
        ),
    ],
)
def test_what_does_not_exist_is_refused(selection: Selection, message: str, hint: str, pointer: str) -> None:
    with pytest.raises(InvalidSelection) as caught:
        plan(selection)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert [place.pointer for place in caught.value.errors] == [pointer]


@pytest.mark.parametrize(
    ("layer", "backward", "steps"),
    [(2, False, 7), (2, True, 6), (1, False, 10), (0, True, 10)],
)
def test_a_lower_layer_of_a_bidirectional_stack_runs_whole(layer: int, backward: bool, steps: int) -> None:
    asked = plan(Selection(start=4, stop=7), bidirectional=True)
    assert asked.steps(layer, backward, bidirectional=True) == steps


def test_a_span_counts_in_the_order_of_computing() -> None:
    asked = plan(Selection(start=2, stop=5), bidirectional=True)
    assert (asked.span(backward=False), asked.span(backward=True)) == ((2, 5), (5, 8))
