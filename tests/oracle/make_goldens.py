"""Write ``tests/golden/engine/*.npz``: what torch computes, for the tests that run without torch.

Run it by ``make golden``. Each file holds one network in float64, its inputs and states, and for
both precisions and each length the channels at some steps, and the last states of ``torch.nn.LSTM``.
"""

from pathlib import Path

import numpy as np
import torch

from tests.oracle.reference import CASES, Case, States, by_hand, library, network, states

FOLDER = Path(__file__).parents[1] / "golden" / "engine"
PRECISIONS = {"float64": torch.float64, "float32": torch.float32}
LENGTHS = (1, 2, 50, 1000)
# Of a long sequence: its ends, and the steps around multiples of 64, where a chunked run may go wrong.
MARKS = (0, 1, 2, 48, 49, 63, 64, 65, 127, 128, 500, 935, 936, 937, 998, 999)
# What has a number a unit; stored as one array, which keeps the files small.
CHANNELS = (
    "forget_gate",
    "input_gate",
    "candidate",
    "output_gate",
    "cell_state",
    "forget_gate_preactivation",
    "input_gate_preactivation",
    "candidate_preactivation",
    "output_gate_preactivation",
)


def make(case: Case, seed: int) -> dict[str, np.ndarray]:
    """Compute one file's arrays by name."""
    torch.manual_seed(seed)
    lstm = network(case, torch.float32)
    h0, c0 = states(case, lstm)
    # Few decimals, exact in both precisions, keep the files small and the comparison fair.
    x = (torch.randn(max(LENGTHS), lstm.input_size) * 64).round() / 64
    arrays = {f"weights/{name}": value.double().numpy() for name, value in lstm.state_dict().items()}
    arrays |= {"channels": np.array(CHANNELS), "inputs": x.numpy()}
    arrays |= {"hidden_state": h0.double().numpy(), "cell_state": c0.double().numpy()}
    for precision, dtype in PRECISIONS.items():
        lstm.to(dtype)
        for length in LENGTHS:
            found = expected(lstm, x[:length].to(dtype), (h0.to(dtype), c0.to(dtype)))
            arrays |= {f"{precision}/{length}/{name}": value for name, value in found.items()}
    return arrays


def expected(lstm: torch.nn.LSTM, x: torch.Tensor, start: States) -> dict[str, np.ndarray]:
    """Channels at the marked steps by hand; output and last states by the library."""
    marks = [mark for mark in MARKS if mark < len(x)]
    output, last_h, last_c = library(lstm, x, start)
    found = {}
    for place, channels in by_hand(lstm, x, start).items():
        found[f"{place}/hidden_state"] = channels["hidden_state"][marks].numpy()
        found[f"{place}/channels"] = torch.stack([channels[name][marks] for name in CHANNELS]).numpy()
    return found | {
        "steps": np.array(marks),
        "output": output[marks].numpy(),
        "last_hidden_state": last_h.numpy(),
        "last_cell_state": last_c.numpy(),
    }


def main() -> None:
    """Write a file for each case."""
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for seed, case in enumerate(CASES):
        path = FOLDER / f"{case.name}.npz"
        np.savez_compressed(path, allow_pickle=False, **make(case, seed))
        print(f"{path.name:50} {path.stat().st_size:8,} bytes")


if __name__ == "__main__":
    main()
