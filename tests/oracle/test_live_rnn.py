"""The plain cell against torch with networks made on the spot; runs by ``make oracle`` only."""

import numpy as np
import pytest
import torch

from app.selection import Selection
from app.trace import InitialState, Precision, run
from tests.oracle.rnn_reference import CASES, PlainCase, by_hand, library, network, state
from tests.torch_names import stack_of

pytestmark = pytest.mark.oracle

CHANNELS = ("candidate", "hidden_state", "candidate_preactivation")
TORCH: dict[Precision, torch.dtype] = {"float64": torch.float64, "float32": torch.float32}
TOLERANCE: dict[Precision, float] = {"float64": 2e-15, "float32": 1e-6}


@pytest.mark.parametrize("length", [1, 2, 50, 1000])
@pytest.mark.parametrize("precision", TOLERANCE)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_channel_equals_torch(case: PlainCase, precision: Precision, length: int) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(length)
    rnn = network(case, TORCH[precision], inputs=7, units=12)
    start, x = state(case, rnn), torch.randn(length, 7).to(TORCH[precision])
    trace = run(
        stack_of({name: value.numpy() for name, value in rnn.state_dict().items()}, "rnn"),
        x.numpy(),
        initial_state=InitialState(start.numpy()),
        selection=Selection(channels=CHANNELS),
        precision=precision,
    )
    output, last = library(rnn, x, start)
    hidden = [layer.channels["hidden_state"] for layer in trace.layers]
    ends = [
        rows[0 if layer.direction == "backward" else -1]
        for rows, layer in zip(hidden, trace.layers, strict=True)
    ]
    pairs = [(trace.output, output), (np.stack(ends), last)]
    places = by_hand(rnn, x, start)
    for layer in trace.layers:
        expected = places[f"{layer.index}/{layer.direction}"]
        pairs += [(layer.channels[name], expected[name]) for name in CHANNELS]
    assert max(float(np.abs(found - right.numpy()).max()) for found, right in pairs) <= TOLERANCE[precision]
