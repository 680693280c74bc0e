"""Write ``tests/golden/training/heads.npz``: the losses of the three heads by torch; part of ``make golden``.

The recurrent part, dropout's mask and the readings are written here again in torch; the losses
are torch's own.
"""

import numpy as np
import torch
from torch.nn import functional

from tests.oracle.make_gradients import BATCH, FOLDER, HIDDEN, INPUTS, OUTPUTS, READINGS, STEPS, make_case

KEPT = 0.75


def make() -> dict[str, np.ndarray]:
    """The case of the LSTM with targets for each head, some of them unknown, and a mask."""
    case = make_case(4, seed=8)
    generator = np.random.Generator(np.random.PCG64(9))
    raised = np.exp(case["targets"])
    case["targets:linear"] = case["targets"].copy()
    case["targets:sigmoid"] = (case["targets"] > 0).astype(float)
    case["targets:softmax"] = raised / raised.sum(axis=2, keepdims=True)
    silent = generator.random((STEPS, BATCH)) < 0.25
    for head in ("linear", "sigmoid", "softmax"):
        case[f"targets:{head}"][silent] = np.nan
    case["seen"] = (generator.random((STEPS, BATCH, HIDDEN)) < KEPT) / KEPT
    return case


def loss_of(case: dict[str, torch.Tensor], head: str) -> torch.Tensor:
    """The loss of one head."""
    h = c = torch.zeros(BATCH, HIDDEN, dtype=torch.float64)
    total = torch.zeros((), dtype=torch.float64)
    targets = case[f"targets:{head}"]
    for t in range(STEPS):
        a = torch.einsum("bd,khd->kbh", case["inputs"][t], case["parameter:W_x"])
        a = a + torch.einsum("bp,khp->kbh", h, case["parameter:W_h"]) + case["parameter:b"][:, None]
        f, i, g, o = a[0].sigmoid(), a[1].sigmoid(), a[2].tanh(), a[3].sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        total = total + case["tidiness"] * ((i * g).abs() + (1 - f))[case["hold"][t]].sum()
        known = ~targets[t].isnan().any(dim=1)
        scores = ((h * case["seen"][t]) @ case["parameter:head.W"].T + case["parameter:head.b"])[known]
        total = total + _miss(scores, targets[t][known], head)
        r = h[:, :READINGS] * case["parameter:reading.W"]
        total = total + (case["weights"] * (r - case["readings"][t]) ** 2).sum()
    return total / (STEPS * BATCH)


def _miss(scores: torch.Tensor, targets: torch.Tensor, head: str) -> torch.Tensor:
    if head == "linear":
        return functional.mse_loss(scores, targets, reduction="sum")
    if head == "sigmoid":
        return functional.binary_cross_entropy_with_logits(scores, targets, reduction="sum")
    return functional.cross_entropy(scores, targets, reduction="sum")


def main() -> None:
    """Write the case, and what torch says of it for each head."""
    case = make()
    assert case["inputs"].shape == (STEPS, BATCH, INPUTS)
    assert case["targets"].shape[2] == OUTPUTS
    arrays = dict(case)
    for head in ("linear", "sigmoid", "softmax"):
        tensors = {name: torch.from_numpy(array) for name, array in case.items()}
        parameters = {
            name: t.requires_grad_() for name, t in tensors.items() if name.startswith("parameter:")
        }
        loss = loss_of(tensors, head)
        gradients = torch.autograd.grad(loss, list(parameters.values()))
        arrays[f"loss:{head}"] = loss.detach().numpy()
        for name, gradient in zip(parameters, gradients, strict=True):
            arrays[f"gradient:{head}:{name.removeprefix('parameter:')}"] = gradient.numpy()
        print(f"heads.npz: {head} {loss.item():.6f}, torch {torch.__version__}")
    np.savez(FOLDER / "heads.npz", allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
