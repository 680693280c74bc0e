"""The fast run against the plain step, repeated."""

import tracemalloc
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cells.base import Chunk, State
from app.cells.lstm import LSTM
from app.cells.lstm_fast import chunk_steps, run_fused
from app.weights import Array, CellWeights, random_stack

CELL = LSTM()
# Both ways round each number; a thousand steps of a well-behaved network do not add up to more.
TOLERANCE = {"float32": 1e-6, "float64": 2e-15}


def drawn(units: int, inputs: int, projected: int | None = None, precision: str = "float32") -> CellWeights:
    stack = random_stack("lstm", inputs, units, seed=units, projection_size=projected)
    return stack.layers[0][0].astype(precision)


def given_state(weights: CellWeights) -> State:
    generator = np.random.default_rng(weights.parameters)
    dtype = weights.b.dtype
    return {
        "cell_state": generator.uniform(-1, 1, weights.hidden_size).astype(dtype),
        "hidden_state": generator.uniform(-1, 1, weights.output_size).astype(dtype),
    }


def sequence(length: int, weights: CellWeights) -> Array:
    values = np.random.default_rng(length).normal(size=(length, weights.input_size))
    return values.astype(weights.b.dtype)


def plain(inputs: Array, state: State, weights: CellWeights) -> dict[str, Array]:
    steps = []
    for x in inputs:
        state = CELL.step(x, state, weights)
        steps.append(state)
    return {name: np.stack([step[name] for step in steps]) for name in CELL.channels}


def joined(chunks: Iterable[Chunk]) -> dict[str, Array]:
    copies = [{name: array.copy() for name, array in chunk.channels.items()} for chunk in chunks]
    return {name: np.concatenate([copy[name] for copy in copies]) for name in CELL.channels}


def assert_same(inputs: Array, weights: CellWeights) -> None:
    state = given_state(weights)
    fast, slow = joined(run_fused(inputs, state, weights)), plain(inputs, state, weights)
    for name in CELL.channels:
        assert fast[name].dtype == slow[name].dtype == weights.b.dtype
        assert fast[name].shape == slow[name].shape
        assert np.abs(fast[name] - slow[name]).max() <= TOLERANCE[str(weights.b.dtype)], name


@settings(max_examples=60)
@given(
    units=st.integers(1, 40),
    inputs=st.integers(1, 20),
    length=st.integers(1, 300),
    projected=st.none() | st.integers(1, 40),
    precision=st.sampled_from(["float32", "float64"]),
)
def test_equal_for_any_shape(
    units: int, inputs: int, length: int, projected: int | None, precision: str
) -> None:
    weights = drawn(units, inputs, projected if projected and projected < units else None, precision)
    assert_same(sequence(length, weights), weights)


@pytest.mark.parametrize("projected", [None, 3])
@pytest.mark.parametrize("length", [63, 64, 65, 127, 128, 129, 255, 256, 257, 512, 1000])
def test_equal_across_the_borders_of_chunks(length: int, projected: int | None) -> None:
    weights = drawn(5, 2, projected)
    assert_same(sequence(length, weights), weights)


@pytest.mark.parametrize(("units", "steps"), [(63, 256), (64, 128), (255, 128), (256, 256)])
@pytest.mark.parametrize("more", [-1, 0, 1, 130])
def test_equal_across_the_borders_of_larger_layers(units: int, steps: int, more: int) -> None:
    weights, length = drawn(units, 4), steps + more
    assert chunk_steps(units) == steps
    assert_same(sequence(length, weights), weights)


def test_chunks_follow_each_other_to_the_end() -> None:
    weights = drawn(3, 2)
    chunks = run_fused(sequence(520, weights), given_state(weights), weights)
    assert [(chunk.start, chunk.stop) for chunk in chunks] == [(0, 256), (256, 512), (512, 520)]


def test_a_longer_run_after_a_shorter_one_gets_the_room_it_needs() -> None:
    weights = drawn(4, 3)
    for length in (1, 70, 300, 5, 257):
        assert_same(sequence(length, weights), weights)


def test_a_second_run_is_not_disturbed_by_the_first() -> None:
    """Buffers are kept between runs: neither old numbers nor a run at the same time may show."""
    weights = drawn(6, 3)
    state, inputs = given_state(weights), sequence(400, weights)
    expected = joined(run_fused(inputs, state, weights))
    interrupted = run_fused(inputs * 2, state, weights)
    next(interrupted)
    for _ in range(2):
        again = joined(run_fused(inputs, state, weights))
        assert all((again[name] == expected[name]).all() for name in CELL.channels)
    first = run_fused(inputs, state, weights)
    second = run_fused(-inputs, state, weights)
    for one, other in zip(first, second, strict=True):
        assert (one.channels["cell_state"] == expected["cell_state"][one.start : one.stop]).all()
        assert (other.channels["cell_state"] != one.channels["cell_state"]).any()


def test_the_given_state_is_left_as_it_was() -> None:
    weights = drawn(4, 2)
    state = given_state(weights)
    before = {name: array.copy() for name, array in state.items()}
    joined(run_fused(sequence(70, weights), state, weights))
    assert all((state[name] == before[name]).all() for name in state)


def test_nothing_is_allocated_in_the_loop() -> None:
    weights = drawn(64, 2)
    state, inputs = given_state(weights), sequence(64, weights)
    for _ in run_fused(inputs, state, weights):
        pass
    chunks = run_fused(inputs, state, weights)
    tracemalloc.start()
    next(chunks)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The inputs with their column of ones, and Python's own small change; six channels are 98 kB.
    assert peak < inputs.nbytes * 1.5 + 8_000
