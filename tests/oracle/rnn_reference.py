"""Expected values of plain recurrent networks: ``torch.nn.RNN`` itself, and its cell by hand in torch.

Nothing here imports ``app``: what the engine is compared with must not come from the engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import torch
from torch import Tensor, nn

CHANNELS = ("candidate_preactivation", "candidate", "hidden_state")


@dataclass(frozen=True)
class PlainCase:
    """One kind of network; ``given`` says whether it starts from given states or from zeros."""

    layers: int = 1
    bidirectional: bool = False
    given: bool = False

    @property
    def name(self) -> str:
        directions = "bidirectional" if self.bidirectional else "forward"
        return f"{self.layers}-layer-{directions}-{'given' if self.given else 'zeros'}"


CASES = [PlainCase(*options) for options in product((1, 3), (False, True), (False, True))]


def network(case: PlainCase, dtype: torch.dtype, *, inputs: int = 3, units: int = 5) -> nn.RNN:
    """Make a network of torch's usual random weights."""
    rnn = nn.RNN(inputs, units, num_layers=case.layers, bidirectional=case.bidirectional)
    return rnn.to(dtype).eval()


def state(case: PlainCase, rnn: nn.RNN) -> Tensor:
    """Draw initial states [rows, H]; zeros unless the case gives them."""
    h = torch.zeros(case.layers * (2 if case.bidirectional else 1), rnn.hidden_size)
    return (h.uniform_(-1, 1) if case.given else h).to(rnn.weight_ih_l0.dtype)


@torch.no_grad()
def library(rnn: nn.RNN, x: Tensor, start: Tensor) -> tuple[Tensor, Tensor]:
    """``torch.nn.RNN``: the output [T, width] and the last h [rows, H]."""
    output, h = rnn(x, start)
    return output, h


@torch.no_grad()
def by_hand(rnn: nn.RNN, x: Tensor, start: Tensor) -> dict[str, dict[str, Tensor]]:
    """State and preactivation of every step; keys are ``<layer>/<direction>``, values [T, H]."""
    places: dict[str, dict[str, Tensor]] = {}
    states = iter(start)
    for layer in range(rnn.num_layers):
        outputs = []
        for direction in ("forward", "backward")[: 2 if rnn.bidirectional else 1]:
            turn = (0,) if direction == "backward" else ()
            end = f"_l{layer}_reverse" if turn else f"_l{layer}"
            rows = list(_steps(rnn, end, x.flip(turn), next(states)))
            names = ("candidate_preactivation", "candidate")
            columns = (torch.stack(column).flip(turn) for column in zip(*rows, strict=True))
            channels = dict(zip(names, columns, strict=True))
            places[f"{layer}/{direction}"] = {**channels, "hidden_state": channels["candidate"]}
            outputs.append(channels["candidate"])
        x = torch.cat(outputs, dim=1)
    return places


def _steps(rnn: nn.RNN, end: str, x: Tensor, h: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    W_ih, W_hh, b_ih, b_hh = (getattr(rnn, name + end) for name in names)
    for x_t in x:
        a = W_ih @ x_t + b_ih + W_hh @ h + b_hh
        h = torch.tanh(a)
        yield a, h
