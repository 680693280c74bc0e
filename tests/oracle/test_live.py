"""The engine against torch with networks made on the spot; runs by ``make oracle`` only."""

import numpy as np
import pytest
import torch

from app.cells import get_cell
from app.selection import INPUT, extra_channels
from app.trace import InitialState, LayerTrace, Precision, Selection, Trace, run
from app.weights import Array
from tests.oracle.reference import CASES, Case, States, by_hand, library, network, states
from tests.torch_names import stack_of

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN"),
]

LSTM = get_cell("lstm")
EVERY_CHANNEL = (*LSTM.channels, *(name for name in extra_channels(LSTM) if name != INPUT))
TORCH: dict[Precision, torch.dtype] = {"float64": torch.float64, "float32": torch.float32}
TOLERANCE: dict[Precision, float] = {"float64": 2e-15, "float32": 1e-6}


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> None:
    torch.set_num_threads(1)


def sequence(lstm: torch.nn.LSTM, length: int) -> torch.Tensor:
    return torch.randn(length, lstm.input_size).to(lstm.weight_ih_l0.dtype)


def traced(lstm: torch.nn.LSTM, x: torch.Tensor, start: States, precision: Precision) -> Trace:
    return run(
        stack_of({name: value.numpy() for name, value in lstm.state_dict().items()}),
        x.numpy(),
        initial_state=InitialState(*(state.numpy() for state in start)),
        selection=Selection(channels=EVERY_CHANNEL),
        precision=precision,
    )


def last_step(layer: LayerTrace, channel: str) -> Array:
    return layer.channels[channel][0 if layer.direction == "backward" else -1]


def distance(trace: Trace, lstm: torch.nn.LSTM, x: torch.Tensor, start: States) -> float:
    """The largest difference of any channel, output or last state, over max(1, |expected|)."""
    output, last_h, last_c = library(lstm, x, start)
    pairs = [
        (trace.output, output),
        (np.stack([last_step(layer, "hidden_state") for layer in trace.layers]), last_h),
        (np.stack([last_step(layer, "cell_state") for layer in trace.layers]), last_c),
    ]
    by_place = by_hand(lstm, x, start)
    for layer in trace.layers:
        expected = by_place[f"{layer.index}/{layer.direction}"]
        pairs += [(layer.channels[name], expected[name]) for name in EVERY_CHANNEL]
    gaps = (np.abs(found - right.numpy()) / np.maximum(1, np.abs(right.numpy())) for found, right in pairs)
    return max(float(gap.max()) for gap in gaps)


@pytest.mark.parametrize("length", [1, 2, 50, 1000])
@pytest.mark.parametrize("precision", TOLERANCE)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_channel_equals_torch(case: Case, precision: Precision, length: int) -> None:
    torch.manual_seed(length)
    lstm = network(case, TORCH[precision], inputs=7, units=12, size=5)
    start, x = states(case, lstm), sequence(lstm, length)
    assert distance(traced(lstm, x, start, precision), lstm, x, start) <= TOLERANCE[precision]


@pytest.mark.parametrize(
    ("inputs", "units", "length"), [(1, 8, 200), (32, 32, 200), (64, 128, 300), (32, 512, 60)]
)
@pytest.mark.parametrize("precision", TOLERANCE)
def test_every_channel_equals_torch_at_size(
    precision: Precision, inputs: int, units: int, length: int
) -> None:
    torch.manual_seed(units)
    lstm = network(Case(), TORCH[precision], inputs=inputs, units=units)
    start, x = states(Case(), lstm), sequence(lstm, length)
    assert distance(traced(lstm, x, start, precision), lstm, x, start) <= TOLERANCE[precision]


@pytest.mark.parametrize("precision", TOLERANCE)
def test_a_cell_that_never_forgets(precision: Precision) -> None:
    """With f near 1, c climbs into the hundreds: the agreement is then relative to c."""
    torch.manual_seed(3)
    lstm = network(Case(), TORCH[precision])
    with torch.no_grad():
        lstm.bias_ih_l0[5:15] += 8
    start, x = states(Case(), lstm), sequence(lstm, 1000)
    trace = traced(lstm, x, start, precision)
    assert np.abs(trace.layers[0].channels["cell_state"]).max() > 100
    # A sum of 1000 terms gathers the rounding of each: measured 6.4e-15 and 7.1e-6, relative to c.
    assert distance(trace, lstm, x, start) <= 20 * TOLERANCE[precision]
