"""How far our numbers are from torch's (target 3)."""

import numpy as np
import torch
from torch import nn

from app.trace import Precision, run
from bench.report import Target, heading, table
from tests.oracle.reference import Case, by_hand, library, states
from tests.torch_names import stack_of

SIZES = ((1, 8, 200), (32, 32, 200), (64, 128, 1000), (128, 512, 1000))
PRECISIONS: dict[Precision, tuple[torch.dtype, float]] = {
    "float64": (torch.float64, 2e-15),
    "float32": (torch.float32, 1e-6),
}


def main(_: float) -> list[Target]:
    """Compare at the sizes of the timings, in both precisions."""
    heading("Largest difference from torch: six channels by hand, h and last c of torch.nn.LSTM")
    names = [f"D {inputs}, H {units}, T {length}" for inputs, units, length in SIZES]
    rows, targets = [], []
    for precision, (dtype, limit) in PRECISIONS.items():
        gaps = [distance(*size, precision, dtype) for size in SIZES]
        rows.append([precision, *(f"{gap:.1e}" for gap in gaps)])
        targets.append(Target(3, f"largest difference in {precision}", max(gaps), "<=", limit))
    table(["", *names], rows)
    return targets


def distance(inputs: int, units: int, length: int, precision: Precision, dtype: torch.dtype) -> float:
    """Largest absolute difference of any number of any channel."""
    torch.manual_seed(units)
    lstm = nn.LSTM(inputs, units).to(dtype).eval()
    x, start = torch.randn(length, inputs).to(dtype), states(Case(), lstm)
    stack = stack_of({name: value.numpy() for name, value in lstm.state_dict().items()})
    ours = run(stack, x.numpy(), precision=precision).layers[0].channels
    hand = by_hand(lstm, x, start)["0/forward"]
    output, _, last_c = library(lstm, x, start)
    pairs = [(ours[name], hand[name].numpy()) for name in ours]
    pairs += [(ours["hidden_state"], output.numpy()), (ours["cell_state"][-1:], last_c.numpy())]
    return max(float(np.abs(found - expected).max()) for found, expected in pairs)
