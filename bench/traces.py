"""Six traces beside torch's h alone and other ways to them (targets 1 and 2)."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from app.trace import run
from bench.report import Target, heading, table
from bench.rivals import cell_recipe, onnx_hidden, plain_steps, recipe, torch_hidden
from bench.timing import interleave
from tests.torch_names import stack_of


@dataclass(frozen=True)
class Size:
    """A layer and a length, and what is held to: how near torch, how far before the recipe."""

    inputs: int
    units: int
    length: int
    over_torch: float
    before_recipe: float | None


SIZES = (
    Size(1, 8, 200, 3.7, 9),
    Size(32, 32, 200, 3.0, 9),
    Size(64, 128, 1000, 1.6, 6),
    Size(128, 512, 1000, 1.15, 2.7),
    Size(256, 1024, 2000, 1.15, None),
)
RIVALS = ("torch h", "onnxruntime h", "LSTMCell loop", "forum recipe", "plain cell", "ours")


def main(seconds: float) -> list[Target]:
    """Time all rivals at all sizes, ``seconds`` a size."""
    heading("Six traces over torch.nn.LSTM's h alone: float32, batch 1, one thread")
    rows, targets = [], []
    for size in SIZES:
        times = measure(size, seconds)
        base, name = times["torch h"], f"D {size.inputs}, H {size.units}, T {size.length}"
        ratios = [f"{times[rival] / base:.2f}" if rival in times else "-" for rival in RIVALS[1:]]
        rows.append([name, f"{base * 1e3:.2f} ms", *ratios])
        targets.append(Target(1, f"ours / torch h at {name}", times["ours"] / base, "<=", size.over_torch))
        if size.before_recipe:
            gain = times["forum recipe"] / times["ours"]
            targets.append(Target(2, f"forum recipe / ours at {name}", gain, ">=", size.before_recipe))
    table(["", *RIVALS], rows)
    print("  torch, onnxruntime: h and no gate; LSTMCell loop: h and c and no gate; the others: all six")
    return targets


def measure(size: Size, seconds: float) -> dict[str, float]:
    """Seconds a run of each rival, taking turns."""
    torch.manual_seed(size.units)
    lstm = nn.LSTM(size.inputs, size.units).eval()
    x = np.random.default_rng(0).normal(size=(size.length, size.inputs)).astype(np.float32)
    stack = stack_of({name: value.numpy() for name, value in lstm.state_dict().items()})
    sequence, cell_loop = torch.from_numpy(x), cell_recipe(lstm)
    rivals = {
        "torch h": torch_hidden(lstm, x),
        "onnxruntime h": onnx_hidden(lstm, x),
        "ours": lambda: run(stack, x),
    }
    # Loops over the largest layer would take a minute and teach nothing new.
    if size.before_recipe:
        rivals["LSTMCell loop"] = lambda: cell_loop(sequence)
        rivals["forum recipe"] = lambda: recipe(lstm, sequence)
        rivals["plain cell"] = lambda: plain_steps(stack, x)
    return interleave(rivals, seconds)
