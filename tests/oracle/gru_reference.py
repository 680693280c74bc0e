"""Expected values of GRUs: ``torch.nn.GRU`` itself, and its cell by hand in torch.

Nothing here imports ``app``: what the engine is compared with must not come from the engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import torch
from torch import Tensor, nn

GATES = ("reset_gate", "update_gate", "candidate")
CHANNELS = (*(f"{gate}_preactivation" for gate in GATES), *GATES, "recalled", "hidden_state")


@dataclass(frozen=True)
class GruCase:
    """One kind of network; ``given`` says whether it starts from given states or from zeros."""

    layers: int = 1
    bidirectional: bool = False
    bias: bool = True
    given: bool = False

    @property
    def name(self) -> str:
        directions = "bidirectional" if self.bidirectional else "forward"
        bias = "bias" if self.bias else "no-bias"
        return f"{self.layers}-layer-{directions}-{bias}-{'given' if self.given else 'zeros'}"


# Given states with one of the two biases each: half the files say as much.
CASES = [
    GruCase(layers, both, bias, given=bias)
    for layers, both, bias in product((1, 2), (False, True), (True, False))
]


def network(case: GruCase, dtype: torch.dtype, *, inputs: int = 3, units: int = 5) -> nn.GRU:
    """Make a network of torch's usual random weights."""
    gru = nn.GRU(inputs, units, num_layers=case.layers, bidirectional=case.bidirectional, bias=case.bias)
    return gru.to(dtype).eval()


def state(case: GruCase, gru: nn.GRU) -> Tensor:
    """Draw initial states [rows, H]; zeros unless the case gives them."""
    h = torch.zeros(case.layers * (2 if case.bidirectional else 1), gru.hidden_size)
    return (h.uniform_(-1, 1) if case.given else h).to(gru.weight_ih_l0.dtype)


@torch.no_grad()
def library(gru: nn.GRU, x: Tensor, start: Tensor) -> tuple[Tensor, Tensor]:
    """``torch.nn.GRU``: the output [T, width] and the last h [rows, H]."""
    output, h = gru(x, start)
    return output, h


@torch.no_grad()
def by_hand(gru: nn.GRU, x: Tensor, start: Tensor) -> dict[str, dict[str, Tensor]]:
    """All channels of every step; keys are ``<layer>/<direction>``, values [T, H]."""
    places: dict[str, dict[str, Tensor]] = {}
    states = iter(start)
    for layer in range(gru.num_layers):
        outputs = []
        for direction in ("forward", "backward")[: 2 if gru.bidirectional else 1]:
            turn = (0,) if direction == "backward" else ()
            end = f"_l{layer}_reverse" if turn else f"_l{layer}"
            rows = list(_steps(gru, end, x.flip(turn), next(states)))
            columns = (torch.stack(column).flip(turn) for column in zip(*rows, strict=True))
            places[f"{layer}/{direction}"] = dict(zip(CHANNELS, columns, strict=True))
            outputs.append(places[f"{layer}/{direction}"]["hidden_state"])
        x = torch.cat(outputs, dim=1)
    return places


def _steps(gru: nn.GRU, end: str, x: Tensor, h: Tensor) -> Iterator[tuple[Tensor, ...]]:
    W_ih, W_hh = (getattr(gru, name + end) for name in ("weight_ih", "weight_hh"))
    zeros = torch.zeros(len(W_ih), dtype=W_ih.dtype)
    b_ih, b_hh = (getattr(gru, name + end, zeros) for name in ("bias_ih", "bias_hh"))
    for x_t in x:
        seen_r, seen_z, seen_n = (W_ih @ x_t + b_ih).chunk(3)
        heard_r, heard_z, recalled = (W_hh @ h + b_hh).chunk(3)
        a_r, a_z = seen_r + heard_r, seen_z + heard_z
        r, z = torch.sigmoid(a_r), torch.sigmoid(a_z)
        a_n = seen_n + r * recalled
        n = torch.tanh(a_n)
        h = (1 - z) * n + z * h
        yield a_r, a_z, a_n, r, z, n, recalled, h
