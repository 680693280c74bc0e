from collections.abc import Iterator
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from app.cells import CELLS, get_cell
from app.cells.base import Chunk, State
from app.cells.lstm import LSTM
from app.selection import extra_channels
from app.trace import InitialState, Precision, Selection, Trace, run
from app.weights import Array, CellWeights, Stack, random_stack

ALL_CHANNELS = (*LSTM().channels, *extra_channels(get_cell("lstm")))
LENGTH = 70
VALUES = np.random.default_rng(3).normal(size=(LENGTH, 3))
SHAPES = {
    "one layer": random_stack("lstm", 3, 5, seed=1),
    "three layers": random_stack("lstm", 3, 5, seed=2, layers=3),
    "bidirectional": random_stack("lstm", 3, 5, seed=3, layers=2, bidirectional=True),
    "projected": random_stack("lstm", 3, 5, seed=4, layers=2, bidirectional=True, projection_size=2),
}
every_shape = pytest.mark.parametrize("stack", SHAPES.values(), ids=SHAPES)


def logistic(a: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-a)))


@every_shape
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_a_trace_equals_the_plain_steps(stack: Stack, precision: Precision) -> None:
    """Layer by layer and direction by direction, with nothing but ``step``."""
    trace = run(stack, VALUES, selection=Selection(channels=ALL_CHANNELS), precision=precision)
    kept = iter(trace.layers)
    below, cell = VALUES.astype(precision), LSTM()
    for layer in stack.layers:
        outputs = []
        for direction, weights in enumerate(weights.astype(precision) for weights in layer):
            found = next(kept)
            assert (found.channels["input"] == below).all()
            state: State = {
                "cell_state": np.zeros(weights.hidden_size, precision),
                "hidden_state": np.zeros(weights.output_size, precision),
            }
            for position in range(LENGTH)[:: -1 if direction else 1]:
                state = cell.step(below[position], state, weights)
                for name in cell.channels:
                    gap = np.abs(found.channels[name][position] - state[name]).max()
                    assert gap <= (1e-6 if precision == "float32" else 2e-15)
            outputs.append(found.channels["hidden_state"])
        below = np.concatenate(outputs, axis=1)
    assert trace.output is not None
    assert (trace.output == below).all()


@every_shape
@pytest.mark.parametrize(("precision", "most"), [("float32", 2e-7), ("float64", 4e-16)])
def test_a_gate_is_the_function_of_its_preactivation(stack: Stack, precision: Precision, most: float) -> None:
    for layer in run(stack, VALUES, selection=Selection(channels=ALL_CHANNELS), precision=precision).layers:
        for gate in LSTM().gates:
            a = layer.channels[gate.name + "_preactivation"].astype("f8")
            expected = logistic(a) if gate.function == "sigmoid" else np.tanh(a)
            assert np.abs(layer.channels[gate.name] - expected).max() <= most


SELECTIONS = {
    "channels": Selection(channels=["cell_state", "input_gate_preactivation", "input"]),
    "one channel": Selection(channels=["hidden_state"]),
    "window": Selection(start=60, stop=66),
    "one step": Selection(start=0, stop=1),
    "last step": Selection(start=LENGTH - 1),
    "units": Selection(units=[4, 0, 2], channels=ALL_CHANNELS),
    "one unit": Selection(units=[1], start=3, stop=9),
    "lowest layer": Selection(layers=[0], stop=5),
    "highest layer": Selection(layers=[-1]),
    "forward": Selection(directions=["forward"], start=2, stop=68),
    "backward": Selection(directions=["backward"], start=2, stop=68, channels=ALL_CHANNELS, units=[3]),
}


@every_shape
@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
def test_a_selection_is_a_part_of_the_whole_trace(stack: Stack, selection: Selection) -> None:
    if selection.directions == ["backward"] and not stack.bidirectional:
        selection = replace(selection, directions=["forward"])
    if selection.layers == [-1]:
        selection = replace(selection, layers=[stack.depth - 1])
    whole = run(stack, VALUES, selection=Selection(channels=ALL_CHANNELS))
    part = run(stack, VALUES, selection=selection)

    window = slice(selection.start, selection.stop)
    layers, directions = selection.layers, selection.directions
    expected = [
        layer
        for layer in whole.layers
        if (layers is None or layer.index in layers) and (directions is None or layer.direction in directions)
    ]
    assert [(x.index, x.direction) for x in part.layers] == [(x.index, x.direction) for x in expected]
    for found, all_of_it in zip(part.layers, expected, strict=True):
        assert tuple(found.channels) == tuple(selection.channels or LSTM().channels)
        for name, array in found.channels.items():
            right = all_of_it.channels[name][window]
            undivided = name == "input" or (name == "hidden_state" and stack.projection_size)
            if selection.units is not None and not undivided:
                right = right[:, list(selection.units)]
            assert array.shape == right.shape
            # A product of fewer rows may be summed in another order.
            assert np.abs(array - right).max() <= 3e-7


def test_an_output_is_there_when_all_of_the_last_layer_ran() -> None:
    stack = SHAPES["bidirectional"]
    whole = run(stack, VALUES).output
    part = run(stack, VALUES, selection=Selection(start=5, stop=9, layers=[1])).output
    assert whole is not None
    assert part is not None
    assert (part == whole[5:9]).all()
    assert run(stack, VALUES, selection=Selection(layers=[0])).output is None
    assert run(stack, VALUES, selection=Selection(directions=["backward"])).output is None


class Counting(LSTM):
    """An LSTM that notes how many steps each run was asked for."""

    name = "counting"

    def __init__(self) -> None:
        self.steps: list[int] = []

    def run(self, inputs: Array, state: State, weights: CellWeights) -> Iterator[Chunk]:
        self.steps.append(len(inputs))
        return super().run(inputs, state, weights)


@pytest.mark.parametrize(
    ("shape", "selection", "steps"),
    [
        ("one layer", Selection(), [70]),
        ("one layer", Selection(stop=10), [10]),
        ("one layer", Selection(start=9, stop=10), [10]),
        ("three layers", Selection(layers=[0, 1]), [70, 70]),
        ("three layers", Selection(layers=[1], stop=20), [20, 20]),
        ("bidirectional", Selection(), [70, 70, 70, 70]),
        # Above a backward direction all steps are needed; the last layer stops where it may.
        ("bidirectional", Selection(start=50, stop=60), [70, 70, 60, 20]),
        ("bidirectional", Selection(layers=[0], start=50, stop=60), [60, 20]),
        ("bidirectional", Selection(directions=["backward"], start=50), [70, 70, 20]),
        ("bidirectional", Selection(layers=[0], directions=["forward"]), [70]),
    ],
)
def test_what_was_not_asked_is_not_computed(
    shape: str, selection: Selection, steps: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = Counting()
    monkeypatch.setitem(CELLS, "counting", cell)
    run(replace(SHAPES[shape], cell="counting"), VALUES, selection=selection)
    assert cell.steps == steps


def test_states_are_given_by_layer_then_direction() -> None:
    stack = SHAPES["projected"]
    hidden = np.arange(8.0).reshape(4, 2) / 10
    cells = -np.arange(20.0).reshape(4, 5) / 20
    trace = run(stack, VALUES, initial_state=InitialState(hidden, cells), precision="float64")
    for row, layer in enumerate(trace.layers):
        assert (layer.initial_state["hidden_state"] == hidden[row]).all()
        assert (layer.initial_state["cell_state"] == cells[row]).all()
    zeros = run(stack, VALUES, precision="float64").layers[0]
    assert zeros.initial_state["cell_state"].tolist() == [0] * 5
    assert (zeros.channels["cell_state"][0] != trace.layers[0].channels["cell_state"][0]).any()


def test_going_on_from_the_last_state_is_the_whole_run() -> None:
    stack = SHAPES["three layers"]
    whole, first = run(stack, VALUES), run(stack, VALUES[:33])
    state = InitialState(
        *(
            np.stack([layer.channels[name][-1] for layer in first.layers])
            for name in ("hidden_state", "cell_state")
        )
    )
    rest = run(stack, VALUES[33:], initial_state=state)
    for long, short in zip(whole.layers, rest.layers, strict=True):
        assert np.abs(long.channels["cell_state"][33:] - short.channels["cell_state"]).max() <= 3e-7


def test_a_trace_cannot_be_changed() -> None:
    values = VALUES.copy()
    trace = run(SHAPES["one layer"], values, selection=Selection(channels=ALL_CHANNELS))
    with pytest.raises(FrozenInstanceError):
        trace.length = 3  # type: ignore[misc]
    for array in (*trace.layers[0].channels.values(), trace.output):
        assert array is not None
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1
    assert values.flags.writeable


def test_the_same_request_twice_is_the_same_to_the_last_bit() -> None:
    def numbers() -> Trace:
        return run(SHAPES["projected"], VALUES, selection=Selection(channels=ALL_CHANNELS))

    for first, again in zip(numbers().layers, numbers().layers, strict=True):
        assert all((first.channels[name] == again.channels[name]).all() for name in ALL_CHANNELS)
