"""Write ``tests/golden/engine/gru/*.npz``: what torch computes of GRUs; run by ``make golden``.

Each file holds one network in float64, its inputs and states, and for both precisions and each length
the channels at some steps, and the output and last states of ``torch.nn.GRU``.
"""

from pathlib import Path

import numpy as np
import torch

from tests.oracle.gru_reference import CASES, CHANNELS, GruCase, by_hand, library, network, state

FOLDER = Path(__file__).parents[1] / "golden" / "engine" / "gru"
PRECISIONS = {"float64": torch.float64, "float32": torch.float32}
LENGTHS = (1, 2, 50, 600)
# The ends, and the steps around the borders of the engine's chunks.
MARKS = (0, 1, 48, 49, 255, 256, 257, 343, 344, 511, 512, 598, 599)


def make(case: GruCase, seed: int) -> dict[str, np.ndarray]:
    """Compute one file's arrays by name."""
    torch.manual_seed(seed)
    gru = network(case, torch.float32)
    h0 = state(case, gru)
    # Few decimals, exact in both precisions, keep the files small and the comparison fair.
    x = (torch.randn(max(LENGTHS), gru.input_size) * 64).round() / 64
    arrays = {f"weights/{name}": value.double().numpy() for name, value in gru.state_dict().items()}
    arrays |= {"channels": np.array(CHANNELS), "inputs": x.numpy(), "hidden_state": h0.double().numpy()}
    for precision, dtype in PRECISIONS.items():
        gru.to(dtype)
        for length in LENGTHS:
            marks = [mark for mark in MARKS if mark < length]
            output, last = library(gru, x[:length].to(dtype), h0.to(dtype))
            found = {"steps": np.array(marks), "output": output[marks].numpy(), "last": last.numpy()}
            for place, channels in by_hand(gru, x[:length].to(dtype), h0.to(dtype)).items():
                found[place] = torch.stack([channels[name][marks] for name in CHANNELS]).numpy()
            arrays |= {f"{precision}/{length}/{name}": value for name, value in found.items()}
    return arrays


def main() -> None:
    """Write a file for each case."""
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for seed, case in enumerate(CASES):
        path = FOLDER / f"{case.name}.npz"
        np.savez_compressed(path, allow_pickle=False, **make(case, seed))
        print(f"gru/{path.name:46} {path.stat().st_size:8,} bytes")


if __name__ == "__main__":
    main()
