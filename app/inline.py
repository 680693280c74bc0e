"""Networks that come inside a request: random ones from a seed, or given weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.cells import Cell, check_stack, get_cell
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
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> int:
        """How many weights it would have."""
        directions = 2 if self.bidirectional else 1
        cell = self._cell()
        output = self.projection_size or self.hidden_size
        widths = [self.input_size] + [output * directions] * (self.layers - 1)
        others = (self.projection_size or 0) * self.hidden_size
        if "b_h" in cell.optional:
            others += self.hidden_size
        per_width = (len(cell.gates) * self.hidden_size * (width + output + 1) for width in widths)
        return directions * sum(count + others for count in per_width)

    def check(self, limit: int) -> None:
        """Refuse too large a network.

        Raises
        ------
        InvalidWeights
            When the cell has no projection, or it is not smaller than the units.
        TooExpensive
            With the count of weights and the limit.
        """
        if self.projection_size is not None and "W_p" not in self._cell().optional:
            raise InvalidWeights(
                f"projection_size is {self.projection_size}, but the cell {self.cell} has no projection",
                hint="Leave projection_size out, or choose the cell lstm or rnn.",
                pointer="/model/projection_size",
            )
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
        cell = self._cell()
        stack = random_stack(
            self.cell,
            self.input_size,
            self.hidden_size,
            seed=self.seed,
            gates=len(cell.gates),
            layers=self.layers,
            bidirectional=self.bidirectional,
            projection_size=self.projection_size,
            recurrent_bias="b_h" in cell.optional,
            options=self.options,
        )
        return _inline(stack, f"Untrained network, seed {self.seed}")

    def _cell(self) -> Cell:
        return get_cell(self.cell, self.options)


def given_network(
    cell: str,
    weights: Sequence[Mapping[str, Any]],
    *,
    bidirectional: bool,
    options: Mapping[str, Any] | None = None,
) -> Network:
    """A network from weights that were sent, one mapping a layer and direction.

    Raises
    ------
    InvalidWeights
        When the arrays do not fit together, or the cell has no place for one.
    UnsupportedNetwork
        When an option names an activation that is not known.

    Examples
    --------
    >>> entry = {"W_x": [[[1.0]]] * 4, "W_h": [[[0.5]]] * 4, "b": [[0.0]] * 4}
    >>> given_network("lstm", [entry], bidirectional=False).stacks[0].hidden_size
    1
    """
    get_cell(cell, options)
    cells = [_read_entry(index, entry) for index, entry in enumerate(weights)]
    step = 2 if bidirectional else 1
    layers = tuple(tuple(cells[at : at + step]) for at in range(0, len(cells), step))
    stack = Stack(cell, cell, layers, options or {})
    check_stack(stack)
    return _inline(stack, "Given weights")


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
    # Two networks of the same arrays differ by their options alone.
    options = repr(sorted(stack.options.items())).encode() if stack.options else b""
    return Network(
        id=INLINE_ID,
        title=title,
        source="inline",
        digest=digest_of(options, *(repr(a.shape).encode() + a.tobytes() for a in arrays)),
        format="inline",
        file_size=0,
        stacks=(stack,),
        encoder=ValuesEncoder(stack.input_size),
    )
