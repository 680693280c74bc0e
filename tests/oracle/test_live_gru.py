"""The GRU against torch with networks made on the spot; runs by ``make oracle`` only."""

import numpy as np
import pytest
import torch

from app.selection import Selection
from app.trace import InitialState, Precision, run
from tests.oracle.gru_reference import CASES, CHANNELS, GruCase, by_hand, library, network, state
from tests.torch_names import stack_of

pytestmark = pytest.mark.oracle

TORCH: dict[Precision, torch.dtype] = {"float64": torch.float64, "float32": torch.float32}
TOLERANCE: dict[Precision, float] = {"float64": 2e-15, "float32": 1e-6}


def distance(gru: torch.nn.GRU, start: torch.Tensor, x: torch.Tensor, precision: Precision) -> float:
    """The largest difference of any channel, output or last state."""
    trace = run(
        stack_of({name: value.numpy() for name, value in gru.state_dict().items()}, "gru"),
        x.numpy(),
        initial_state=InitialState(start.numpy()),
        selection=Selection(channels=CHANNELS),
        precision=precision,
    )
    output, last = library(gru, x, start)
    hidden = [layer.channels["hidden_state"] for layer in trace.layers]
    ends = [
        rows[0 if layer.direction == "backward" else -1]
        for rows, layer in zip(hidden, trace.layers, strict=True)
    ]
    pairs = [(trace.output, output), (np.stack(ends), last)]
    places = by_hand(gru, x, start)
    for layer in trace.layers:
        expected = places[f"{layer.index}/{layer.direction}"]
        pairs += [(layer.channels[name], expected[name]) for name in CHANNELS]
    return max(float(np.abs(found - right.numpy()).max()) for found, right in pairs)


@pytest.mark.parametrize("length", [1, 2, 50, 1000])
@pytest.mark.parametrize("precision", TOLERANCE)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_channel_equals_torch(case: GruCase, precision: Precision, length: int) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(length)
    gru = network(case, TORCH[precision], inputs=7, units=12)
    start, x = state(case, gru), torch.randn(length, 7).to(TORCH[precision])
    assert distance(gru, start, x, precision) <= TOLERANCE[precision]


@pytest.mark.parametrize(("inputs", "units", "length"), [(1, 8, 200), (64, 128, 300), (32, 512, 60)])
@pytest.mark.parametrize("precision", TOLERANCE)
def test_every_channel_equals_torch_at_size(
    precision: Precision, inputs: int, units: int, length: int
) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(units)
    gru = network(GruCase(), TORCH[precision], inputs=inputs, units=units)
    x = torch.randn(length, inputs).to(TORCH[precision])
    assert distance(gru, state(GruCase(), gru), x, precision) <= TOLERANCE[precision]
