"""Which part of a trace was asked for, and the least work that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.cells import PREACTIVATION, Cell
from app.errors import InvalidSelection, shorten
from app.weights import Stack

__all__ = ["DIRECTIONS", "INPUT", "PREACTIVATION", "Plan", "Selection", "extra_channels", "plan_selection"]

INPUT = "input"
DIRECTIONS = ("forward", "backward")

Item = TypeVar("Item", str, int)


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep of a trace; None means all of it.

    Attributes
    ----------
    channels : sequence of str, optional
        The cell's channels when None; see :func:`extra_channels` for more.
    layers : sequence of int, optional
        Layer indices from 0.
    directions : sequence of str, optional
        "forward", "backward".
    units : sequence of int, optional
        Unit indices from 0, the same in every kept layer.
    start, stop : int
        Steps from ``start`` up to, not including, ``stop`` (None: the end).
    """

    channels: Sequence[str] | None = None
    layers: Sequence[int] | None = None
    directions: Sequence[str] | None = None
    units: Sequence[int] | None = None
    start: int = 0
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A selection made complete for one stack and one length.

    ``depth`` is how many layers must run; ``length`` the steps of the whole sequence. ``sizes`` are the
    units of all layers; where all are kept, a layer's are those of :meth:`units_of`.
    """

    channels: tuple[str, ...]
    layers: tuple[int, ...]
    directions: tuple[str, ...]
    units: tuple[int, ...]
    all_units: bool
    sizes: tuple[int, ...]
    start: int
    stop: int
    length: int
    depth: int

    def units_of(self, layer: int) -> tuple[int, ...]:
        """The kept units of a layer."""
        return tuple(range(self.sizes[layer])) if self.all_units else self.units

    def keeps(self, layer: int, direction: str) -> bool:
        """Whether channels of this layer and direction were asked for."""
        return layer in self.layers and direction in self.directions

    def runs(self, layer: int, direction: str) -> bool:
        """Whether they must be computed: asked for, or read by a layer above."""
        return layer < self.depth - 1 or direction in self.directions

    def steps(self, layer: int, backward: bool, bidirectional: bool) -> int:
        """How many steps a layer must run, in its order of computing.

        Steps behind ``stop`` matter only to a backward direction, of this layer or of
        one above it.
        """
        feeds_backward = bidirectional and layer < self.depth - 1
        if feeds_backward:
            return self.length
        return self.length - self.start if backward else self.stop

    def span(self, backward: bool) -> tuple[int, int]:
        """The kept steps, counted in the order of computing."""
        if backward:
            return self.length - self.stop, self.length - self.start
        return self.start, self.stop


def extra_channels(cell: Cell) -> tuple[str, ...]:
    """Channels that are kept only when named: what the layer saw, the preactivations, the cell's extras.

    Examples
    --------
    >>> from app.cells import get_cell
    >>> extra_channels(get_cell("lstm"))[:2]
    ('input', 'forget_gate_preactivation')
    """
    return (INPUT, *(gate.name + PREACTIVATION for gate in cell.gates), *cell.extras)


def plan_selection(selection: Selection, cell: Cell, stack: Stack, length: int) -> Plan:
    """Check a selection and fill in its defaults.

    Parameters
    ----------
    selection : Selection
    cell : Cell
    stack : Stack
    length : int
        T, the steps of the sequence.

    Returns
    -------
    Plan

    Raises
    ------
    InvalidSelection
        Names the field, the value and the choices.

    Examples
    --------
    >>> from app.cells import get_cell
    >>> from app.weights import random_stack
    >>> stack = random_stack("lstm", 2, 3, seed=1, layers=2)
    >>> plan = plan_selection(Selection(layers=[0], stop=4), get_cell("lstm"), stack, 9)
    >>> plan.depth, plan.stop, plan.units
    (1, 4, (0, 1, 2))
    """
    present = DIRECTIONS[: 2 if stack.bidirectional else 1]
    channels = _choose("channels", selection.channels, cell.channels, extra_channels(cell))
    layers = _choose("layers", selection.layers, tuple(range(stack.depth)))
    sizes = stack.hidden_sizes
    kept_sizes = {sizes[layer] for layer in layers}
    # A unit is chosen in every kept layer, so the smallest of them has the say.
    common = tuple(range(min(kept_sizes)))
    about = "" if len(kept_sizes) == 1 else f" The layers have {', '.join(map(str, sizes))} units."
    units = _choose("units", selection.units, common, about=about)
    stop = length if selection.stop is None else selection.stop
    if not 0 <= selection.start < stop <= length:
        raise InvalidSelection(
            f"steps {selection.start} to {stop} are not in a sequence of {length} steps",
            hint=f"Give 0 <= start < stop <= {length}; stop is not included.",
            pointer="/stop" if selection.stop is not None else "/start",
        )
    return Plan(
        channels=channels,
        layers=layers,
        directions=_choose("directions", selection.directions, present),
        units=units,
        all_units=selection.units is None or (units == common and len(kept_sizes) == 1),
        sizes=sizes,
        start=selection.start,
        stop=stop,
        length=length,
        depth=max(layers) + 1,
    )


def _choose(
    name: str,
    chosen: Sequence[Item] | None,
    choices: tuple[Item, ...],
    extras: tuple[Item, ...] = (),
    about: str = "",
) -> tuple[Item, ...]:
    if chosen is None:
        return choices
    known = set(choices) | set(extras)
    for position, item in enumerate(chosen):
        if item not in known or item in chosen[:position]:
            fault = "is named twice" if item in known else "does not exist"
            raise InvalidSelection(
                f"{name}: {shorten(item)} {fault}",
                hint=f"Choose from {_range_or_list((*choices, *extras))}, each once.{about}",
                pointer=f"/{name}/{position}",
            )
    if not chosen:
        raise InvalidSelection(
            f"{name}: the list is empty",
            hint=f"Leave {name} out for all, or choose from {_range_or_list((*choices, *extras))}.",
            pointer=f"/{name}",
        )
    return tuple(chosen)


def _range_or_list(choices: Sequence[str | int]) -> str:
    if isinstance(choices[0], int):
        return f"{choices[0]} to {choices[-1]}"
    return ", ".join(str(choice) for choice in choices)
