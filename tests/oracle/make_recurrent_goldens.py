"""Write ``tests/golden/engine/{rnn,gru}/*.npz``: what torch computes of the cells with one state.

Run by ``make golden``. Each file holds one network in float64, its inputs and states, and for both precisions
and each length the channels at some steps, and the output and last states of ``torch.nn.RNN`` or ``GRU``.
"""

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from tests.oracle import gru_reference, rnn_reference

ENGINE = Path(__file__).parents[1] / "golden" / "engine"
PRECISIONS = {"float64": torch.float64, "float32": torch.float32}
LENGTHS = (1, 2, 50, 600)
# The ends, and the steps around the borders of the engine's chunks.
MARKS = {
    "rnn": (0, 1, 2, 48, 49, 255, 256, 257, 343, 344, 511, 512, 513, 598, 599),
    "gru": (0, 1, 48, 49, 255, 256, 257, 343, 344, 511, 512, 598, 599),
}
REFERENCES = {"rnn": rnn_reference, "gru": gru_reference}


def make(reference: ModuleType, case: Any, seed: int, marks: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Compute one file's arrays by name."""
    torch.manual_seed(seed)
    module = reference.network(case, torch.float32)
    h0 = reference.state(case, module)
    # Few decimals, exact in both precisions, keep the files small and the comparison fair.
    x = (torch.randn(max(LENGTHS), module.input_size) * 64).round() / 64
    arrays = {f"weights/{name}": value.double().numpy() for name, value in module.state_dict().items()}
    arrays |= {
        "channels": np.array(reference.CHANNELS),
        "inputs": x.numpy(),
        "hidden_state": h0.double().numpy(),
    }
    for precision, dtype in PRECISIONS.items():
        module.to(dtype)
        for length in LENGTHS:
            kept = [mark for mark in marks if mark < length]
            output, last = reference.library(module, x[:length].to(dtype), h0.to(dtype))
            found = {"steps": np.array(kept), "output": output[kept].numpy(), "last": last.numpy()}
            for place, channels in reference.by_hand(module, x[:length].to(dtype), h0.to(dtype)).items():
                found[place] = torch.stack([channels[name][kept] for name in reference.CHANNELS]).numpy()
            arrays |= {f"{precision}/{length}/{name}": value for name, value in found.items()}
    return arrays


def main() -> None:
    """Write a file for each case of each cell."""
    torch.set_num_threads(1)
    for cell, reference in REFERENCES.items():
        folder = ENGINE / cell
        folder.mkdir(parents=True, exist_ok=True)
        for seed, case in enumerate(reference.CASES):
            path = folder / f"{case.name}.npz"
            np.savez_compressed(path, allow_pickle=False, **make(reference, case, seed, MARKS[cell]))
            print(f"{cell}/{path.name:46} {path.stat().st_size:8,} bytes")


if __name__ == "__main__":
    main()
