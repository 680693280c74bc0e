"""The GRU: its step by pencil, its run, its numbers beside torch's, and how they came to be."""

from collections.abc import Mapping
from functools import cache
from math import exp, tanh
from pathlib import Path

import numpy as np
import pytest

from app.analysis.arithmetic import explain
from app.cells import get_cell
from app.cells.gru import GRU
from app.errors import NumericOverflow
from app.selection import extra_channels
from app.trace import InitialState, LayerTrace, Precision, Selection, Trace, run
from app.weights import Array, CellWeights, Stack, random_stack
from tests.torch_names import stack_of

FOLDER = Path(__file__).parents[1] / "golden" / "engine" / "gru"
NAMES = sorted(path.stem for path in FOLDER.glob("*.npz"))
TOLERANCE: Mapping[Precision, float] = {"float64": 2e-15, "float32": 1e-6}
LENGTHS = (1, 2, 50, 600)
EVERY_CHANNEL = (*GRU().channels, *extra_channels(GRU()))


def logistic(a: float) -> float:
    return 1 / (1 + exp(-a))


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
        stack_of(weights, "gru"),
        arrays["inputs"][:length],
        initial_state=InitialState(arrays["hidden_state"]),
        selection=Selection(channels=[str(name) for name in arrays["channels"]]),
        precision=precision,
    )


def random_gru(*, reset_after: bool, layers: int = 1, bidirectional: bool = False) -> Stack:
    return random_stack(
        "gru",
        2,
        4,
        seed=3,
        gates=3,
        layers=layers,
        bidirectional=bidirectional,
        recurrent_bias=reset_after,
        options={"reset_after": reset_after},
    )


@pytest.mark.parametrize("reset_after", [True, False])
def test_one_step_by_pencil(reset_after: bool) -> None:
    """Two units, one input: every equation written out in Python's own floats."""
    W_x = np.array([[0.5, -1.0], [1.5, 0.25], [-0.75, 2.0]])
    W_h = np.array([[[0.4, -0.3], [0.2, 0.9]], [[-0.6, 0.1], [0.7, -0.8]], [[1.1, -0.2], [0.3, 0.5]]])
    b, b_h = np.array([[0.1, -0.2], [0.3, -0.4], [0.05, 0.15]]), np.array([0.6, -0.7])
    x, h = 0.8, (-0.3, 0.6)

    def total(row: int, unit: int, heard: tuple[float, float]) -> float:
        return float(W_x[row, unit] * x + W_h[row, unit] @ np.array(heard) + b[row, unit])

    r = [logistic(total(0, unit, h)) for unit in (0, 1)]
    z = [logistic(total(1, unit, h)) for unit in (0, 1)]
    if reset_after:
        recalled = [float(W_h[2, unit] @ np.array(h) + b_h[unit]) for unit in (0, 1)]
        n = [tanh(W_x[2, unit] * x + r[unit] * recalled[unit] + b[2, unit]) for unit in (0, 1)]
    else:
        n = [tanh(total(2, unit, (r[0] * h[0], r[1] * h[1]))) for unit in (0, 1)]
    expected = [r, z, n, [(1 - z[unit]) * n[unit] + z[unit] * h[unit] for unit in (0, 1)]]

    weights = CellWeights(W_x[..., np.newaxis], W_h, b, b_h=b_h if reset_after else None)
    cell = GRU(reset_after=reset_after)
    found = cell.step(np.array([x]), {"hidden_state": np.array(h)}, weights)
    assert list(found) == ["reset_gate", "update_gate", "candidate", "hidden_state"]
    np.testing.assert_allclose(list(found.values()), expected, rtol=0, atol=3e-16)
    (chunk,) = cell.run(np.array([[x]]), {"hidden_state": np.array(h)}, weights)
    np.testing.assert_allclose([rows[0] for rows in chunk.channels.values()], expected, rtol=0, atol=3e-16)


def test_an_update_gate_near_one_keeps_the_state() -> None:
    bias = np.array([[0.0], [40.0], [0.0]])
    weights = CellWeights(np.ones((3, 1, 1)), np.ones((3, 1, 1)), bias)
    kept = run(
        Stack("g", "gru", ((weights,),)),
        np.ones((9, 1)),
        initial_state=InitialState(np.array([[0.25]])),
        precision="float64",
    )
    np.testing.assert_allclose(kept.layers[0].channels["hidden_state"], 0.25, atol=1e-15)
    replaced = CellWeights(np.ones((3, 1, 1)), np.ones((3, 1, 1)), -bias)
    channels = run(Stack("g", "gru", ((replaced,),)), np.ones((9, 1)), precision="float64").layers[0].channels
    np.testing.assert_allclose(channels["hidden_state"], channels["candidate"], atol=1e-15)


OPTIONS: tuple[dict[str, object], ...] = (
    {},
    {"reset_after": False},
    {"clip": 0.5},
    {"recurrent_activation": "hard_sigmoid(0.2,0.5)", "activation": "relu", "reset_after": False},
)


@pytest.mark.parametrize("length", [1, 255, 256, 257, 600])
@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_a_run_is_the_step_repeated(options: dict[str, object], length: int) -> None:
    cell, generator = get_cell("gru", options), np.random.default_rng(1)
    # Small recurrent weights: a run of hundreds of steps must not enlarge the last digit.
    weights = CellWeights(
        generator.normal(size=(3, 5, 3)),
        0.3 * generator.normal(size=(3, 5, 5)),
        generator.normal(size=(3, 5)),
        b_h=generator.normal(size=5) if "b_h" in cell.optional else None,
    )
    inputs, state = generator.normal(size=(length, 3)), {"hidden_state": generator.uniform(-1, 1, 5)}
    found: dict[str, list[Array]] = {name: [] for name in cell.channels}
    for chunk in cell.run(inputs, state, weights):
        for name, arrays in found.items():
            assert len(chunk.channels[name]) == chunk.stop - chunk.start
            arrays.append(chunk.channels[name].copy())
    for t, x in enumerate(inputs):
        step = cell.step(x, state, weights)
        for name, arrays in found.items():
            np.testing.assert_allclose(np.concatenate(arrays)[t], step[name], rtol=0, atol=2e-15)
        state = {"hidden_state": step["hidden_state"]}


def test_the_goldens_cover_every_combination() -> None:
    assert len(NAMES) == 8
    for part in ("1-layer", "2-layer", "forward", "bidirectional", "-bias-given", "no-bias-zeros"):
        assert sum(part in name for name in NAMES) == 4
    for name in NAMES:
        assert sorted(golden(name)["channels"]) == sorted(set(EVERY_CHANNEL) - {"input"})


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("precision", TOLERANCE)
@pytest.mark.parametrize("name", NAMES)
def test_all_channels_equal_torch(name: str, precision: Precision, length: int) -> None:
    """Measured when the goldens were written: at most 4.5e-16 in float64 and 2.4e-7 in float32."""
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


@pytest.mark.parametrize("reset_after", [True, False])
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_derived_channels_are_those_of_the_equations(direction: str, reset_after: bool) -> None:
    """Of a part of the steps and of the units, across a border of chunks."""
    stack = random_gru(reset_after=reset_after, layers=2, bidirectional=True)
    inputs = np.random.default_rng(2).normal(size=(300, 2))
    whole = run(stack, inputs, selection=Selection(channels=EVERY_CHANNEL), precision="float64")
    place = next(part for part in whole.layers if (part.index, part.direction) == (1, direction))
    weights = stack.layers[1][direction == "backward"].astype("float64")
    hidden, seen = place.channels["hidden_state"], place.channels["input"]
    start = np.zeros((1, 4))
    before = (
        np.concatenate([hidden[1:], start])
        if direction == "backward"
        else np.concatenate([start, hidden[:-1]])
    )
    r = place.channels["reset_gate"]
    recalled = before @ weights.W_h[2].T + weights.b_h if reset_after else r * before
    remembered = r * recalled if reset_after else recalled @ weights.W_h[2].T
    expected = {
        "recalled": recalled,
        "candidate_preactivation": seen @ weights.W_x[2].T + weights.b[2] + remembered,
        "reset_gate_preactivation": seen @ weights.W_x[0].T + before @ weights.W_h[0].T + weights.b[0],
    }
    part = run(
        stack,
        inputs,
        selection=Selection(channels=list(expected), units=[3, 1], start=40, stop=270),
        precision="float64",
    )
    picked = next(layer for layer in part.layers if (layer.index, layer.direction) == (1, direction))
    for name, array in expected.items():
        np.testing.assert_allclose(place.channels[name], array, rtol=0, atol=1e-15)
        np.testing.assert_allclose(picked.channels[name], array[40:270, [3, 1]], rtol=0, atol=1e-15)
    np.testing.assert_allclose(
        np.tanh(place.channels["candidate_preactivation"]), place.channels["candidate"], rtol=0, atol=1e-15
    )


def test_a_gate_that_overflows_behind_a_bounded_candidate_is_found() -> None:
    W_x = np.array([[[2.0]], [[-0.01]], [[0.5]]])
    weights = CellWeights(W_x, np.zeros((3, 1, 1)), np.zeros((3, 1)), b_h=np.ones(1))
    stack = Stack("g", "gru", ((weights,),), {"recurrent_activation": "exponential"})
    values = np.array([[0.5], [-0.5], [60.0]])
    assert np.isfinite(run(stack, values[:2]).layers[0].channels["reset_gate"]).all()
    with pytest.raises(NumericOverflow, match=r"reset_gate of layer 0 .* left the range of float32"):
        run(stack, values)
    hidden = (
        run(stack, values, selection=Selection(channels=["hidden_state"])).layers[0].channels["hidden_state"]
    )
    assert np.isfinite(hidden).all()


def test_what_is_recalled_is_kept_only_when_named() -> None:
    assert extra_channels(GRU()) == (
        "input",
        "reset_gate_preactivation",
        "update_gate_preactivation",
        "candidate_preactivation",
        "recalled",
    )
    trace = run(random_gru(reset_after=True), np.ones((4, 2)))
    assert list(trace.layers[0].channels) == ["reset_gate", "update_gate", "candidate", "hidden_state"]
    assert list(trace.layers[0].initial_state) == ["hidden_state"]


def traced_number(layer: LayerTrace, channel: str, step: int, unit: int) -> float:
    return float(layer.channels[channel][step, unit])


@pytest.mark.parametrize("reset_after", [True, False])
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_every_number_is_explained(direction: str, reset_after: bool) -> None:
    stack = random_gru(reset_after=reset_after, layers=2, bidirectional=True)
    inputs = np.random.default_rng(2).normal(size=(5, 2))
    trace = run(stack, inputs, selection=Selection(channels=EVERY_CHANNEL))
    layer = next(part for part in trace.layers if (part.index, part.direction) == (1, direction))
    seen, heard = ["input"] * 8, ["hidden_state"] * 4
    sources = {
        "reset_gate": ("sigmoid", seen + heard),
        "update_gate": ("sigmoid", seen + heard),
        "candidate": ("tanh", seen + ["recalled"] * (1 if reset_after else 4)),
        "recalled": ("sum", heard) if reset_after else ("product", ["hidden_state"]),
        "hidden_state": ("sum", ["candidate", "hidden_state"]),
    }
    squash = {"sigmoid": logistic, "tanh": tanh, "sum": float, "product": float}
    for channel, (function, expected) in sources.items():
        for step, unit in ((0, 1), (2, 3), (4, 0)):
            answer = explain(
                stack, inputs, layer=1, direction=direction, step=step, channel=channel, unit=unit
            )
            assert (answer.function, answer.clip) == (function, None)
            assert [part.source for part in answer.terms] == expected
            assert sum(part.product for part in answer.terms) + answer.bias == answer.preactivation
            assert answer.value == pytest.approx(squash[function](answer.preactivation), abs=1e-6)
            assert answer.value == pytest.approx(traced_number(layer, channel, step, unit), abs=1e-7)
            name = f"{channel}_preactivation"
            if name in layer.channels:
                assert answer.preactivation == pytest.approx(traced_number(layer, name, step, unit), abs=2e-6)
