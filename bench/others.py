"""A GRU beside torch's h alone, and an LSTM with options that no fused run knows."""

import numpy as np
import torch
from torch import nn

from app.trace import run
from app.weights import Stack
from bench.report import Target, heading, table
from bench.rivals import plain_steps
from bench.timing import interleave
from bench.traces import SIZES, Size
from tests.torch_names import stack_of

# No times of others are at hand for these, so nothing is held to a limit.
RIVALS = ("torch h", "plain cell", "ours", "before", "LSTM h", "options")


def main(seconds: float) -> list[Target]:
    """Time all at the sizes of the LSTM but the largest, ``seconds`` a size."""
    heading("Four traces of a GRU over torch.nn.GRU's h alone, six of an LSTM over torch.nn.LSTM's")
    rows = []
    for size in SIZES[:-1]:
        times = measure(size, seconds)
        gru, lstm = times["torch h"], times["LSTM h"]
        ratios = [times[name] / (lstm if name == "options" else gru) for name in RIVALS[1:]]
        name = f"D {size.inputs}, H {size.units}, T {size.length}"
        rows.append([name, f"{gru * 1e3:.2f} ms", *(f"{ratio:.2f}" for ratio in ratios)])
    table(["", *RIVALS], rows)
    print("  before: the reset gate multiplies before the matrix; options: hard_sigmoid, over LSTM h")
    return []


def measure(size: Size, seconds: float) -> dict[str, float]:
    """Seconds a run of each, taking turns."""
    torch.manual_seed(size.units)
    gru, lstm = nn.GRU(size.inputs, size.units).eval(), nn.LSTM(size.inputs, size.units).eval()
    x = np.random.default_rng(0).normal(size=(size.length, size.inputs)).astype(np.float32)
    sequence, after, usual = torch.from_numpy(x), named(gru, "gru"), named(lstm, "lstm")
    before = Stack("gru", "gru", after.layers, {"reset_after": False})
    changed = Stack("lstm", "lstm", usual.layers, {"recurrent_activation": "hard_sigmoid(1/6,0.5)"})
    with torch.no_grad():
        return interleave(
            {
                "torch h": lambda: gru(sequence),
                "plain cell": lambda: plain_steps(after, x),
                "ours": lambda: run(after, x),
                "before": lambda: run(before, x),
                "LSTM h": lambda: lstm(sequence),
                "options": lambda: run(changed, x),
            },
            seconds,
        )


def named(module: nn.Module, cell: str) -> Stack:
    """The module's weights as a stack."""
    return stack_of({name: value.numpy() for name, value in module.state_dict().items()}, cell)
