"""What a cell is: its gates, its states, one step, a fast run, and its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from app.cells.arithmetic import Arithmetic
from app.weights import Array, CellWeights

State = Mapping[str, Array]
Channels = Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class GateSpec:
    """A row of weights: its channel, its symbol in formulas, and what squashes it."""

    name: str
    symbol: str
    function: Literal["sigmoid", "tanh"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some consecutive steps of a run, counted in the order of computing.

    ``channels`` maps a name to ``[n, H]`` (``[n, P]`` for a projected hidden state).
    The arrays are views into buffers that the next chunk overwrites: copy what is kept.
    """

    start: int
    stop: int
    channels: Channels


class Cell(Protocol):
    """A recurrent cell that knows one step; ``app.trace`` runs it over time."""

    name: str
    gates: tuple[GateSpec, ...]
    states: tuple[str, ...]

    @property
    def channels(self) -> tuple[str, ...]:
        """All channels of a step: the gates, then the states."""
        ...

    def step(self, x: Array, state: State, weights: CellWeights) -> dict[str, Array]:
        """One step, as readable as the equations."""
        ...

    def run(self, inputs: Array, state: State, weights: CellWeights) -> Iterator[Chunk]:
        """All steps, fast; equal to ``step`` repeated."""
        ...

    def explain(
        self,
        channel: str,
        unit: int,
        *,
        weights: CellWeights,
        x: Array,
        previous: State,
        current: Channels,
        input_labels: Sequence[str],
    ) -> Arithmetic:
        """How one number of one step came to be."""
        ...
