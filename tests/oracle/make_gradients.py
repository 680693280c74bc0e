"""Write ``tests/golden/training/*.npz``: gradients by torch's automatic differentiation.

Run it by ``make golden``. The loss is written here
again, step by step in torch, so that nothing of app/training takes part in it.
"""

from pathlib import Path

import numpy as np
import torch

FOLDER = Path(__file__).parents[1] / "golden" / "training"
# File and gates: the LSTM, and the plain cell, whose one row of weights is its candidate.
CASES = {"gradients": 4, "gradients_rnn": 1}

STEPS, BATCH, HIDDEN, INPUTS, OUTPUTS, READINGS = 6, 3, 4, 5, 2, 2
TIDINESS = 0.3


def make_case(gates: int, seed: int = 5) -> dict[str, np.ndarray]:
    """Parameters, a batch and the weights of its loss, in float64."""
    generator = np.random.Generator(np.random.PCG64(seed))

    def normal(*shape: int) -> np.ndarray:
        return 0.7 * generator.standard_normal(shape)

    return {
        "parameter:W_x": normal(gates, HIDDEN, INPUTS),
        "parameter:W_h": normal(gates, HIDDEN, HIDDEN),
        "parameter:b": normal(gates, HIDDEN),
        "parameter:head.W": normal(OUTPUTS, HIDDEN),
        "parameter:head.b": normal(OUTPUTS),
        "parameter:reading.W": normal(READINGS),
        "inputs": normal(STEPS, BATCH, INPUTS),
        "targets": normal(STEPS, BATCH, OUTPUTS),
        "readings": normal(STEPS, BATCH, READINGS),
        "hold": generator.random((STEPS, BATCH)) < 0.5,
        "weights": np.array([0.5, 0.2]),
        "tidiness": np.array(TIDINESS),
    }


def torch_loss(case: dict[str, torch.Tensor]) -> torch.Tensor:
    """The loss of app.training.loss, by torch alone."""
    h = c = torch.zeros(BATCH, HIDDEN, dtype=torch.float64)
    total = torch.zeros((), dtype=torch.float64)
    for t in range(STEPS):
        a = torch.einsum("bd,khd->kbh", case["inputs"][t], case["parameter:W_x"])
        a = a + torch.einsum("bp,khp->kbh", h, case["parameter:W_h"]) + case["parameter:b"][:, None]
        if len(a) == 1:
            h = a[0].tanh()
        else:
            f, i, g, o = a[0].sigmoid(), a[1].sigmoid(), a[2].tanh(), a[3].sigmoid()
            c = f * c + i * g
            h = o * c.tanh()
            busy = (i * g).abs() + (1 - f)
            total = total + case["tidiness"] * busy[case["hold"][t]].sum()
        y = h @ case["parameter:head.W"].T + case["parameter:head.b"]
        r = h[:, :READINGS] * case["parameter:reading.W"]
        total = total + ((y - case["targets"][t]) ** 2).sum()
        total = total + (case["weights"] * (r - case["readings"][t]) ** 2).sum()
    return total / (STEPS * BATCH)


def main() -> None:
    """Write each case and what torch says of it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, gates in CASES.items():
        case = make_case(gates)
        loss, arrays = differentiate(case)
        np.savez(FOLDER / f"{name}.npz", allow_pickle=False, **case, **arrays)
        print(f"wrote {name}.npz: loss {loss:.6f}, torch {torch.__version__}")


def differentiate(case: dict[str, np.ndarray]) -> tuple[float, dict[str, np.ndarray]]:
    """Loss and gradients of one case, under the names they are stored by."""
    tensors = {name: torch.from_numpy(array) for name, array in case.items()}
    parameters = {name: t.requires_grad_() for name, t in tensors.items() if name.startswith("parameter:")}
    loss = torch_loss(tensors)
    gradients = torch.autograd.grad(loss, list(parameters.values()))
    expected = {
        name.replace("parameter:", "gradient:"): gradient.numpy()
        for name, gradient in zip(parameters, gradients, strict=True)
    }
    return loss.item(), {**expected, "loss": loss.detach().numpy()}


if __name__ == "__main__":
    main()
