"""The plain recurrent cell: its step by pencil, its run, its numbers beside torch's."""

from collections.abc import Mapping
from functools import cache
from math import tanh
from pathlib import Path

import numpy as np
import pytest

from app.analysis.arithmetic import explain
from app.cells.rnn import RNN
from app.errors import InvalidState
from app.trace import InitialState, Precision, Selection, Trace, run
from app.weights import Array, CellWeights, Stack, random_stack
from tests.torch_names import stack_of

FOLDER = Path(__file__).parents[1] / "golden" / "engine" / "rnn"
NAMES = sorted(path.stem for path in FOLDER.glob("*.npz"))
TOLERANCE: Mapping[Precision, float] = {"float64": 2e-15, "float32": 1e-6}
LENGTHS = (1, 2, 50, 600)
CHANNELS = ("candidate_preactivation", "candidate", "hidden_state")


@cache
def golden(name: str) -> dict[str, Array]:
    with np.load(FOLDER / f"{name}.npz") as file:
        return dict(file)


def traced(name: str, precision: Precision, length: int) -> Trace:
    arrays = golden(name)
    weights = {
        key.removeprefix("weights/"): value for key, value in arrays.items() if key.startswith("weights/")
    }
    return run(
        stack_of(weights, "rnn"),
        arrays["inputs"][:length],
        initial_state=InitialState(arrays["hidden_state"]),
        selection=Selection(channels=CHANNELS),
        precision=precision,
    )


def test_one_step_by_pencil() -> None:
    weights = CellWeights(np.array([[[0.5], [2.0]]]), np.array([[[1.0, -0.5], [0.25, 0.0]]]), np.ones((1, 2)))
    found = RNN().step(np.array([0.8]), {"hidden_state": np.array([-0.3, 0.6])}, weights)
    expected = [tanh(0.5 * 0.8 + 1.0 * -0.3 - 0.5 * 0.6 + 1), tanh(2.0 * 0.8 + 0.25 * -0.3 + 1)]
    assert list(found) == ["candidate", "hidden_state"]
    for array in found.values():
        assert array.tolist() == pytest.approx(expected, rel=0, abs=2e-16)


@pytest.mark.parametrize("length", [1, 255, 256, 257, 600])
@pytest.mark.parametrize("projection", [None, 2])
def test_a_run_is_the_step_repeated(projection: int | None, length: int) -> None:
    weights = random_stack("rnn", 3, 5, seed=4, gates=1, projection_size=projection).layers[0][0]
    weights, inputs = weights.astype("f8"), np.random.default_rng(1).normal(size=(length, 3))
    state = {"hidden_state": np.full(weights.output_size, 0.5)}
    found: dict[str, list[Array]] = {"candidate": [], "hidden_state": []}
    for chunk in RNN().run(inputs, state, weights):
        assert len(chunk.channels["hidden_state"]) == chunk.stop - chunk.start
        for name, arrays in found.items():
            arrays.append(chunk.channels[name].copy())
    for t, x in enumerate(inputs):
        step = RNN().step(x, state, weights)
        for name, arrays in found.items():
            np.testing.assert_allclose(np.concatenate(arrays)[t], step[name], rtol=0, atol=1e-14)
        state = {"hidden_state": step["hidden_state"]}


def test_the_goldens_cover_every_combination() -> None:
    assert len(NAMES) == 8
    for part in ("1-layer", "3-layer", "forward", "bidirectional", "zeros", "given"):
        assert sum(part in name for name in NAMES) == 4


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("precision", TOLERANCE)
@pytest.mark.parametrize("name", NAMES)
def test_all_channels_equal_torch(name: str, precision: Precision, length: int) -> None:
    """Measured when the goldens were written: at most 4.5e-16 in float64 and 3.0e-7 in float32."""
    arrays, trace, start = golden(name), traced(name, precision, length), f"{precision}/{length}"
    steps, most = arrays[f"{start}/steps"], TOLERANCE[precision]
    assert trace.output is not None
    assert np.abs(trace.output[steps] - arrays[f"{start}/output"]).max() <= most
    for row, layer in enumerate(trace.layers):
        hidden = layer.channels["hidden_state"]
        assert hidden.dtype == precision
        last = hidden[0 if layer.direction == "backward" else -1]
        assert np.abs(last - arrays[f"{start}/last"][row]).max() <= most
        expected = arrays[f"{start}/{layer.index}/{layer.direction}"]
        for channel, right in zip(arrays["channels"], expected, strict=True):
            assert np.abs(layer.channels[str(channel)][steps] - right).max() <= most


def test_a_trace_has_the_states_of_the_cell_and_no_others() -> None:
    trace = run(random_stack("rnn", 2, 3, seed=7, gates=1), np.ones((4, 2)))
    assert list(trace.layers[0].channels) == ["candidate", "hidden_state"]
    assert list(trace.layers[0].initial_state) == ["hidden_state"]
    candidate, hidden = trace.layers[0].channels.values()
    np.testing.assert_array_equal(candidate, hidden)


def test_a_state_that_the_cell_has_not_is_refused() -> None:
    rows = np.zeros((1, 3))
    with pytest.raises(InvalidState) as caught:
        run(
            random_stack("rnn", 2, 3, seed=7, gates=1),
            np.ones((4, 2)),
            initial_state=InitialState(rows, rows),
        )
    assert caught.value.message == "cell_state was given, but the cell rnn has no such state"
    assert caught.value.hint == "Give hidden_state only."


def test_a_state_that_the_cell_needs_is_asked_for() -> None:
    with pytest.raises(InvalidState) as caught:
        run(random_stack("lstm", 2, 3, seed=7), np.ones((4, 2)), initial_state=InitialState(np.zeros((1, 3))))
    assert caught.value.message == "cell_state is missing; [1, 3] is needed"
    assert [place.pointer for place in caught.value.errors] == ["/initial_state/cell_state"]


@pytest.mark.parametrize("projection", [None, 2])
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_every_number_is_explained(direction: str, projection: int | None) -> None:
    stack = random_stack(
        "rnn", 2, 4, seed=3, gates=1, layers=2, bidirectional=True, projection_size=projection
    )
    inputs = np.random.default_rng(2).normal(size=(5, 2))
    trace = run(stack, inputs)
    layer = next(part for part in trace.layers if (part.index, part.direction) == (1, direction))
    for channel, function in (("candidate", "tanh"), ("hidden_state", "sum")):
        for step, unit in ((0, 1), (4, 0)):
            answer = explain(
                stack, inputs, layer=1, direction=direction, step=step, channel=channel, unit=unit
            )
            assert answer.function == function
            assert sum(part.product for part in answer.terms) + answer.bias == answer.preactivation
            reached = tanh(answer.preactivation) if function == "tanh" else answer.preactivation
            assert answer.value == pytest.approx(reached, abs=1e-6)
            assert answer.value == pytest.approx(float(layer.channels[channel][step, unit]), abs=1e-7)


def test_without_gates_an_early_input_fades() -> None:
    """Each step multiplies by W_h: a state halved at each of ten steps is a thousandth of itself."""
    weights = CellWeights(np.array([[[1.0]]]), np.array([[[0.5]]]), np.zeros((1, 1)))
    values = np.zeros((11, 1))
    values[0] = 1e-3
    hidden = (
        run(Stack("rnn", "rnn", ((weights,),)), values, precision="float64")
        .layers[0]
        .channels["hidden_state"]
    )
    assert hidden[10, 0] / hidden[0, 0] == pytest.approx(0.5**10, rel=1e-5)
