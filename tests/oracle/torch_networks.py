"""Small networks of torch, and their states of every step by torch's own one-step calls.

Nothing here imports ``app``: what the readers are compared with must not come from them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

Array = np.ndarray[Any, Any]

STEPS, INPUTS, UNITS, WORDS, LABELS, PROJECTED = 7, 3, 4, 6, 5, 2
CLASSES = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN, "relu": nn.RNN}


@dataclass(frozen=True)
class Shape:
    """How a network is built."""

    name: str
    layers: int = 1
    bidirectional: bool = False
    bias: bool = True
    projected: bool = False


SHAPES = [
    Shape("one"),
    Shape("two", layers=2),
    Shape("both", bidirectional=True),
    Shape("two-both", layers=2, bidirectional=True),
    Shape("no-bias", bias=False),
    Shape("projected", projected=True),
    Shape("two-both-projected", layers=2, bidirectional=True, projected=True),
]
CASES = [
    (cell, shape)
    for cell, shape in product(("lstm", "gru", "rnn"), SHAPES)
    if cell == "lstm" or not shape.projected
] + [("relu", SHAPES[3])]


class Tagger(nn.Module):  # type: ignore[misc] # torch is not installed where types are checked
    """A label for every word: embedding, recurrent layers, linear layer."""

    def __init__(self, cell: str, shape: Shape) -> None:
        super().__init__()
        options: dict[str, Any] = {"proj_size": PROJECTED} if shape.projected else {}
        if cell == "relu":
            options["nonlinearity"] = "relu"
        self.embedding = nn.Embedding(WORDS, INPUTS)
        self.rnn = CLASSES[cell](
            INPUTS, UNITS, shape.layers, bias=shape.bias, bidirectional=shape.bidirectional, **options
        )
        width = (PROJECTED if shape.projected else UNITS) * (2 if shape.bidirectional else 1)
        self.tag = nn.Linear(width, LABELS)

    def forward(self, words: Tensor) -> Tensor:
        """Scores [T, LABELS] of words [T]."""
        hidden, _ = self.rnn(self.embedding(words))
        return self.tag(hidden)


def tagger(cell: str, shape: Shape, seed: int) -> Tagger:
    """Make a network whose biases differ from gate to gate, ready to be run."""
    torch.manual_seed(seed)
    made = Tagger(cell, shape)
    for parameter in made.parameters():
        nn.init.uniform_(parameter, -0.9, 0.9)
    return made.eval()


@torch.no_grad()
def expected(network: Tagger) -> dict[str, Array]:
    """Words, scores, and of the stack "rnn" what it is given and all its states; see :func:`of_stack`."""
    words = torch.arange(STEPS) * 5 % WORDS
    vectors = network.embedding(words)
    arrays = of_stack("rnn", [network.rnn], vectors)
    top = [
        arrays[f"rnn|{network.rnn.num_layers - 1}/{way}/hidden_state"]
        for way in ways(network.rnn.bidirectional)
    ]
    assert np.allclose(np.concatenate(top, 1), network.rnn(vectors)[0], atol=1e-6), "one step is not as all"
    return {**arrays, "words": words.numpy(), "scores": network(words).numpy()}


@torch.no_grad()
def of_stack(name: str, modules: Sequence[nn.RNNBase], x: Tensor) -> dict[str, Array]:
    """``<name>|input``, and the states of modules that feed one another, layers counted through."""
    arrays, above = {f"{name}|input": x.numpy()}, 0
    for module in modules:
        found = states(module, x)
        for place, array in found.items():
            layer, _, rest = place.partition("/")
            arrays[f"{name}|{int(layer) + above}/{rest}"] = array.numpy()
        x = torch.cat(
            [found[f"{module.num_layers - 1}/{way}/hidden_state"] for way in ways(module.bidirectional)], 1
        )
        above += module.num_layers
    return arrays


@torch.no_grad()
def states(rnn: nn.RNNBase, x: Tensor) -> dict[str, Tensor]:
    """``<layer>/<direction>/hidden_state`` [T, P] and ``.../cell_state`` [T, H], by position."""
    found: dict[str, Tensor] = {}
    for layer in range(rnn.num_layers):
        outputs = []
        for way in ways(rnn.bidirectional):
            turn = (0,) if way == "backward" else ()
            rows = list(_steps(_single(rnn, layer, way), x.flip(turn)))
            for name, column in zip(("hidden_state", "cell_state"), zip(*rows, strict=True), strict=False):
                found[f"{layer}/{way}/{name}"] = torch.cat(column).flip(turn)
            outputs.append(found[f"{layer}/{way}/hidden_state"])
        x = torch.cat(outputs, dim=1)
    return found


def ways(bidirectional: bool) -> tuple[str, ...]:
    """The directions by name."""
    return ("forward", "backward")[: 2 if bidirectional else 1]


def _single(rnn: nn.RNNBase, layer: int, way: str) -> nn.RNNBase:
    """One layer in one direction as a module of its own."""
    end = f"_l{layer}" + ("_reverse" if way == "backward" else "")
    weights = {
        name.removesuffix(end) + "_l0": value
        for name, value in rnn.state_dict().items()
        if name.endswith(end)
    }
    options: dict[str, Any] = {"proj_size": rnn.proj_size} if rnn.proj_size else {}
    if isinstance(rnn, nn.RNN):
        options["nonlinearity"] = rnn.nonlinearity
    inputs = weights["weight_ih_l0"].shape[1]
    single = type(rnn)(inputs, rnn.hidden_size, bias=rnn.bias, **options).to(weights["weight_ih_l0"].dtype)
    single.load_state_dict(weights)
    return single


def _steps(single: nn.RNNBase, x: Tensor) -> Iterator[tuple[Tensor, ...]]:
    """States after each step: what the module hands on when it is given one input and its last state."""
    state = None
    for row in x:
        _, state = single(row[None], state)
        yield state if isinstance(state, tuple) else (state,)
