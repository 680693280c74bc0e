"""Networks that come inside a request: random ones from a seed, or given weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.cells import get_cell
from app.encoders import ValuesEncoder
from app.errors import InvalidWeights, TooExpensive
from app.network import Network, digest_of
from app.weights import CellWeights, Stack, random_stack

__all__ = ["INLINE_ID", "RandomNetwork", "given_network"]

INLINE_ID = "inline"


@dataclass(frozen=True, slots=True)
class RandomNetwork:
    """The sizes of an untrained network, known before its weights exist.

    Examples
    --------
    >>> random = RandomNetwork("lstm", input_size=3, hidden_size=4, seed=7)
    >>> random.parameters, random.build().stacks[0].parameters
    (128, 128)
    """

    cell: str
    input_size: int
    hidden_size: int
    seed: int
    layers: int = 1
    bidirectional: bool = False
    projection_size: int | None = None

    @property
    def parameters(self) -> int:
        """How many weights it would have."""
        directions = 2 if self.bidirectional else 1
        gates = len(get_cell(self.cell).gates)
        output = self.projection_size or self.hidden_size
        widths = [self.input_size] + [output * directions] * (self.layers - 1)
        projection = (self.projection_size or 0) * self.hidden_size
        per_width = (gates * self.hidden_size * (width + output + 1) for width in widths)
        return directions * sum(count + projection for count in per_width)

    def check(self, limit: int) -> None:
        """Refuse too large a network.

        Raises
        ------
        InvalidWeights
            When the projection is not smaller than the units.
        TooExpensive
            With the count of weights and the limit.
        """
        if self.projection_size is not None and self.projection_size >= self.hidden_size:
            raise InvalidWeights(
                f"projection_size {self.projection_size} is not smaller than hidden_size {self.hidden_size}",
                hint="Give a smaller projection_size, or null for none.",
                pointer="/model/projection_size",
            )
        if self.parameters > limit:
            raise TooExpensive(
                f"the network would have {self.parameters:,} weights; the limit is {limit:,}",
                hint="Use fewer layers, units or inputs.",
                pointer="/model",
            )

    def build(self) -> Network:
        """Draw the weights."""
        stack = random_stack(
            self.cell,
            self.input_size,
            self.hidden_size,
            seed=self.seed,
            gates=len(get_cell(self.cell).gates),
            layers=self.layers,
            bidirectional=self.bidirectional,
            projection_size=self.projection_size,
        )
        return _inline(stack, f"Untrained network, seed {self.seed}")


def given_network(cell: str, weights: Sequence[Mapping[str, Any]], *, bidirectional: bool) -> Network:
    """A network from weights that were sent, one mapping a layer and direction.

    Raises
    ------
    InvalidWeights
        When the arrays do not fit together.

    Examples
    --------
    >>> entry = {"W_x": [[[1.0]]] * 4, "W_h": [[[0.5]]] * 4, "b": [[0.0]] * 4}
    >>> given_network("lstm", [entry], bidirectional=False).stacks[0].hidden_size
    1
    """
    gates = [gate.name for gate in get_cell(cell).gates]
    cells = [_read_entry(index, entry) for index, entry in enumerate(weights)]
    for index, entry in enumerate(cells):
        if entry.gates != len(gates):
            raise InvalidWeights(
                f"the arrays have {entry.gates} gates; {len(gates)} are needed",
                hint=f"Give the gates in this order: {', '.join(gates)}.",
                pointer=f"/model/weights/{index}",
            )
    step = 2 if bidirectional else 1
    layers = tuple(tuple(cells[at : at + step]) for at in range(0, len(cells), step))
    return _inline(Stack(cell, cell, layers), "Given weights")


def _read_entry(index: int, entry: Mapping[str, Any]) -> CellWeights:
    arrays = {}
    for name, rows in entry.items():
        try:
            arrays[name] = np.asarray(rows, np.float64)
        except ValueError:
            raise InvalidWeights(
                f"the rows of {name} in entry {index} do not have one length",
                hint="Give every row of an array the same length.",
                pointer=f"/model/weights/{index}/{name}",
            ) from None
    return CellWeights(**arrays)


def _inline(stack: Stack, title: str) -> Network:
    arrays = [a for layer in stack.layers for w in layer for a in w.arrays().values()]
    return Network(
        id=INLINE_ID,
        title=title,
        source="inline",
        digest=digest_of(*(repr(a.shape).encode() + a.tobytes() for a in arrays)),
        format="inline",
        file_size=0,
        stacks=(stack,),
        encoder=ValuesEncoder(stack.input_size),
    )
