"""Expected values from torch: ``torch.nn.LSTM`` itself, and its cell computed by hand in torch operations.

Nothing here imports ``app``: what the engine is compared with must not come from the engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import torch
from torch import Tensor, nn

States = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class Case:
    """One kind of network; ``given`` says whether it starts from given states or from zeros."""

    layers: int = 1
    bidirectional: bool = False
    projected: bool = False
    given: bool = False

    @property
    def name(self) -> str:
        words = [
            f"{self.layers}-layer",
            "bidirectional" if self.bidirectional else "forward",
            "projected" if self.projected else "plain",
            "given" if self.given else "zeros",
        ]
        return "-".join(words)

    @property
    def rows(self) -> int:
        return self.layers * (2 if self.bidirectional else 1)


CASES = [Case(*options) for options in product((1, 3), (False, True), (False, True), (False, True))]


def network(case: Case, dtype: torch.dtype, *, inputs: int = 3, units: int = 5, size: int = 2) -> nn.LSTM:
    """Make a network of torch's usual random weights; ``size`` is that of the projection."""
    lstm = nn.LSTM(
        inputs,
        units,
        num_layers=case.layers,
        bidirectional=case.bidirectional,
        proj_size=size if case.projected else 0,
    )
    return lstm.to(dtype).eval()


def states(case: Case, lstm: nn.LSTM) -> States:
    """Draw initial states of torch's shapes, [rows, P] and [rows, H]; zeros unless the case gives them."""
    dtype = lstm.weight_ih_l0.dtype
    shapes = (case.rows, lstm.proj_size or lstm.hidden_size), (case.rows, lstm.hidden_size)
    if not case.given:
        h, c = (torch.zeros(shape, dtype=dtype) for shape in shapes)
    else:
        h, c = (torch.empty(shape).uniform_(-1, 1).to(dtype) for shape in shapes)
    return h, c


@torch.no_grad()
def library(lstm: nn.LSTM, x: Tensor, start: States) -> tuple[Tensor, Tensor, Tensor]:
    """``torch.nn.LSTM``: the output [T, width], the last h [rows, P], the last c [rows, H]."""
    output, (h, c) = lstm(x, start)
    return output, h, c


@torch.no_grad()
def by_hand(lstm: nn.LSTM, x: Tensor, start: States) -> dict[str, dict[str, Tensor]]:
    """Every channel of every step, by torch's documented equations, one step after the other.

    Keys are ``<layer>/<direction>``, then the channel; values [T, H], a projected hidden state [T, P].
    """
    places: dict[str, dict[str, Tensor]] = {}
    h0, c0 = (iter(state) for state in start)
    for layer in range(lstm.num_layers):
        outputs = []
        for direction in ("forward", "backward")[: 2 if lstm.bidirectional else 1]:
            end = f"_l{layer}_reverse" if direction == "backward" else f"_l{layer}"
            order = range(len(x))[:: -1 if direction == "backward" else 1]
            found = dict(zip(order, _steps(lstm, end, x[list(order)], next(h0), next(c0)), strict=True))
            rows = [found[t] for t in range(len(x))]
            channels = {name: torch.stack([row[name] for row in rows]) for name in rows[0]}
            places[f"{layer}/{direction}"] = channels
            outputs.append(channels["hidden_state"])
        x = torch.cat(outputs, dim=1)
    return places


def _steps(lstm: nn.LSTM, end: str, x: Tensor, h: Tensor, c: Tensor) -> Iterator[dict[str, Tensor]]:
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    W_ih, W_hh, b_ih, b_hh = (getattr(lstm, name + end) for name in names)
    for x_t in x:
        a_i, a_f, a_g, a_o = (W_ih @ x_t + b_ih + W_hh @ h + b_hh).chunk(4)
        i, f, g, o = torch.sigmoid(a_i), torch.sigmoid(a_f), torch.tanh(a_g), torch.sigmoid(a_o)
        c = f * c + i * g
        h = o * torch.tanh(c)
        if lstm.proj_size:
            h = getattr(lstm, "weight_hr" + end) @ h
        yield {
            "forget_gate": f,
            "input_gate": i,
            "candidate": g,
            "output_gate": o,
            "cell_state": c,
            "hidden_state": h,
            "forget_gate_preactivation": a_f,
            "input_gate_preactivation": a_i,
            "candidate_preactivation": a_g,
            "output_gate_preactivation": a_o,
        }
