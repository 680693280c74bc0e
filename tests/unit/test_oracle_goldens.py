"""All channels against torch, from expected values stored by ``tests/oracle/make_goldens.py``.

Measured when they were written: at most 4.5e-16 in float64 and 3.6e-7 in float32, over 1000 steps.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from app.cells import get_cell
from app.selection import INPUT, extra_channels
from app.trace import InitialState, LayerTrace, Precision, Selection, Trace, run
from app.weights import Array
from tests.torch_names import stack_of

FOLDER = Path(__file__).parents[1] / "golden" / "engine"
NAMES = sorted(path.stem for path in FOLDER.glob("*.npz"))
TOLERANCE: Mapping[Precision, float] = {"float64": 2e-15, "float32": 1e-6}
LENGTHS = (1, 2, 50, 1000)
LSTM = get_cell("lstm")
EVERY_CHANNEL = (*LSTM.channels, *(name for name in extra_channels(LSTM) if name != INPUT))


@cache
def golden(name: str) -> dict[str, Array]:
    with np.load(FOLDER / f"{name}.npz") as file:
        return dict(file)


@cache
def traced(name: str, precision: Precision, length: int) -> Trace:
    arrays = golden(name)
    weights = {
        key.removeprefix("weights/"): value for key, value in arrays.items() if key.startswith("weights/")
    }
    return run(
        stack_of(weights),
        arrays["inputs"][:length],
        initial_state=InitialState(arrays["hidden_state"], arrays["cell_state"]),
        selection=Selection(channels=EVERY_CHANNEL),
        precision=precision,
    )


def assert_within(most: float, found: Array, expected: Array) -> None:
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= most


def last_step(layer: LayerTrace, channel: str) -> Array:
    return layer.channels[channel][0 if layer.direction == "backward" else -1]


def test_the_goldens_cover_every_combination() -> None:
    assert len(NAMES) == 16
    for part in ("1-layer", "3-layer", "forward", "bidirectional", "plain", "projected", "zeros", "given"):
        assert sum(part in name.split("-") or name.startswith(part) for name in NAMES) == 8


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("precision", TOLERANCE)
@pytest.mark.parametrize("name", NAMES)
def test_channels_equal_the_cell_by_hand_in_torch(name: str, precision: Precision, length: int) -> None:
    arrays, trace, most = golden(name), traced(name, precision, length), TOLERANCE[precision]
    steps = arrays[f"{precision}/{length}/steps"]
    for layer in trace.layers:
        place = f"{precision}/{length}/{layer.index}/{layer.direction}"
        assert layer.channels["cell_state"].dtype == precision
        assert_within(most, layer.channels["hidden_state"][steps], arrays[f"{place}/hidden_state"])
        for channel, expected in zip(arrays["channels"], arrays[f"{place}/channels"], strict=True):
            assert_within(most, layer.channels[str(channel)][steps], expected)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("precision", TOLERANCE)
@pytest.mark.parametrize("name", NAMES)
def test_outputs_and_last_states_equal_torch_nn_lstm(name: str, precision: Precision, length: int) -> None:
    arrays, trace, most = golden(name), traced(name, precision, length), TOLERANCE[precision]
    start = f"{precision}/{length}"
    assert trace.output is not None
    assert_within(most, trace.output[arrays[f"{start}/steps"]], arrays[f"{start}/output"])
    for channel in ("hidden_state", "cell_state"):
        last = np.stack([last_step(layer, channel) for layer in trace.layers])
        assert_within(most, last, arrays[f"{start}/last_{channel}"])


def test_the_comparison_can_fail() -> None:
    arrays = golden("3-layer-bidirectional-projected-given")
    trace = traced("3-layer-bidirectional-projected-given", "float64", 50)
    found = trace.layers[5].channels["forget_gate"][arrays["float64/50/steps"]]
    expected = arrays["float64/50/2/backward/channels"][0]
    with pytest.raises(AssertionError):
        assert_within(TOLERANCE["float64"], found + 4e-15, expected)
