"""What a cell is: its gates, its states, one step, a fast run, and its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from app.cells.arithmetic import Arithmetic
from app.weights import Array, CellWeights

PREACTIVATION = "_preactivation"

State = Mapping[str, Array]
# Units to pick: some of them, or a slice of all, which copies no weights.
Units: TypeAlias = list[int] | slice
Channels = Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class GateSpec:
    """A row of weights: its channel, its symbol in formulas, and the activation that squashes it."""

    name: str
    symbol: str
    function: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some consecutive steps of a run, counted in the order of computing.

    ``channels`` maps a name to ``[n, H]`` (``[n, P]`` for a projected hidden state).
    The arrays are views into buffers that the next chunk overwrites: copy what is kept.
    """

    start: int
    stop: int
    channels: Channels


@dataclass(frozen=True, slots=True)
class Moments:
    """Consecutive steps with what each of them began from, in the order of computing.

    ``inputs`` is [n, D], ``before`` the states before each step, ``now`` its channels; all units.
    """

    inputs: Array
    before: State
    now: Channels


class Cell(Protocol):
    """A recurrent cell that knows one step; ``app.trace`` runs it over time."""

    @property
    def name(self) -> str:
        """Its key in ``app.cells.CELLS``."""
        ...

    @property
    def gates(self) -> tuple[GateSpec, ...]:
        """One a row of the weights, in their order."""
        ...

    @property
    def states(self) -> tuple[str, ...]:
        """What goes from step to step; the first one carries the memory."""
        ...

    @property
    def channels(self) -> tuple[str, ...]:
        """All channels of a step: the gates, then the states."""
        ...

    @property
    def extras(self) -> tuple[str, ...]:
        """Channels that are kept only when named, beside the inputs and the preactivations."""
        ...

    @property
    def optional(self) -> tuple[str, ...]:
        """Which of W_p, W_c and b_h the equations have a place for."""
        ...

    def step(self, x: Array, state: State, weights: CellWeights) -> dict[str, Array]:
        """One step, as readable as the equations."""
        ...

    def run(self, inputs: Array, state: State, weights: CellWeights) -> Iterator[Chunk]:
        """All steps, fast; equal to ``step`` repeated."""
        ...

    def fused(self, weights: CellWeights) -> bool:
        """Whether ``run`` takes a few calls a step, or as many as ``step``: its price depends on it."""
        ...

    def derive(self, channel: str, units: Units, moments: Moments, weights: CellWeights) -> Array:
        """A gate's preactivation or one of the extras, [n, U]: what a run does not keep."""
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
