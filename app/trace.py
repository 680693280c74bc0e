"""Run a stack over time and keep every channel of every step that was asked for.

A cell computes in chunks (see :mod:`app.cells`); a trace copies what was selected out of
them. What nobody asked for is not kept, and where possible not computed: steps behind
``stop`` (unless a backward direction starts there), layers above the last one asked, and
the other direction of that one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.cells import Cell, Chunk, Moments, cell_of
from app.errors import NumericOverflow
from app.inputs import InitialState, Precision, read_sequence, read_states
from app.selection import DIRECTIONS, INPUT, Plan, Selection, plan_selection
from app.weights import Array, CellWeights, Stack, read_only

__all__ = ["InitialState", "LayerTrace", "Precision", "Selection", "Trace", "run"]


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """Selected channels of one layer in one direction, by position in the sequence.

    ``channels`` maps a name to [stop - start, U] for the U selected units; a projected
    hidden_state is kept whole, [stop - start, P], and "input" is [stop - start, D].
    ``initial_state`` has each state of the cell, "cell_state" [H] or "hidden_state" [P], whole.
    """

    index: int
    direction: str
    units: tuple[int, ...]
    initial_state: Mapping[str, Array]
    channels: Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Trace:
    """What a run left behind.

    ``output`` is what the last layer hands on, [stop - start, P * directions]; None when
    the selection leaves out the last layer or one of its directions.
    """

    cell: str
    length: int
    start: int
    stop: int
    layers: tuple[LayerTrace, ...]
    output: Array | None


def run(
    stack: Stack,
    inputs: Array,
    *,
    initial_state: InitialState | None = None,
    selection: Selection | None = None,
    precision: Precision = "float32",
) -> Trace:
    """Run a stack forward and return its trace.

    Parameters
    ----------
    stack : Stack
        The layers; semantics of ``torch.nn.LSTM``, ``torch.nn.GRU`` or ``torch.nn.RNN`` in evaluation
        mode, batch of one, changed by the stack's options.
    inputs : array [T, D]
        One row a step.
    initial_state : InitialState, optional
        Zeros when absent.
    selection : Selection, optional
        Everything when absent.
    precision : {"float32", "float64"}
        Precision of the whole computation.

    Returns
    -------
    Trace
        Arrays of the given precision. A backward direction is stored by position in
        the sequence, not by order of computing.

    Raises
    ------
    EmptySequence, InvalidValues, InvalidState, InvalidSelection
        When the arguments do not fit the stack.
    NumericOverflow
        When a number left the range of the precision.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> trace = run(random_stack("lstm", 2, 3, seed=7), np.ones((5, 2)))
    >>> trace.layers[0].channels["forget_gate"].shape
    (5, 3)
    """
    cell = cell_of(stack)
    below = read_sequence(stack, inputs, precision)
    plan = plan_selection(selection or Selection(), cell, stack, len(below))
    states = read_states(stack, initial_state, below.dtype)
    traces: list[LayerTrace] = []
    for index in range(plan.depth):
        outputs = []
        for direction, weights in zip(DIRECTIONS, stack.layers[index], strict=False):
            state = states.pop(0)
            if not plan.runs(index, direction):
                continue
            layer = _Layer(index, direction, weights.astype(below.dtype), state)
            hidden, kept = _run_layer(cell, layer, below, plan, stack.bidirectional)
            outputs.append(hidden)
            if plan.keeps(index, direction):
                traces.append(_finish(layer, below, hidden, kept, plan))
        below = outputs[0] if len(outputs) == 1 else np.concatenate(outputs, axis=1)
    whole = plan.depth == stack.depth and len(outputs) == len(stack.layers[-1])
    output = read_only(below[plan.start : plan.stop]) if whole else None
    return Trace(cell.name, plan.length, plan.start, plan.stop, tuple(traces), output)


@dataclass(frozen=True, eq=False)
class _Layer:
    index: int
    direction: str
    weights: CellWeights
    state: Mapping[str, Array]

    @property
    def backward(self) -> bool:
        return self.direction == "backward"

    def by_position(self, array: Array) -> Array:
        """Turn the order of computing into the order of the sequence, or back."""
        return np.ascontiguousarray(array[::-1]) if self.backward else array


def _run_layer(
    cell: Cell, layer: _Layer, below: Array, plan: Plan, bidirectional: bool
) -> tuple[Array, dict[str, Array]]:
    """All hidden states [T, P] by position, and the kept channels in order of computing."""
    steps = plan.steps(layer.index, layer.backward, bidirectional)
    inputs = layer.by_position(below)[:steps]
    keeper = _Keeper(cell, layer, plan, below.dtype)
    hidden = np.zeros((plan.length, layer.weights.output_size), below.dtype)

    before: Mapping[str, Array] = layer.state
    # An overflow is found at the end, in the states; a warning on the way says nothing more.
    with np.errstate(over="ignore", invalid="ignore"):
        for chunk in cell.run(inputs, layer.state, layer.weights):
            hidden[chunk.start : chunk.stop] = chunk.channels["hidden_state"]
            keeper.keep(chunk, inputs, before)
            before = {name: chunk.channels[name][-1].copy() for name in cell.states}
    # Once infinite, c stays infinite or becomes NaN: its last step tells of all before it. An infinite
    # h may hide behind a gate that it closes, so every step of it is looked at.
    for name, array in before.items():
        if name != "hidden_state":
            _check_finite(name, array, layer)
    _check_finite("hidden_state", hidden, layer)
    # The usual gates are bounded; another activation may overflow behind one that is.
    for name in keeper.extras if cell.fused(layer.weights) else keeper.kept:
        _check_finite(name, keeper.kept[name], layer)
    return layer.by_position(hidden), keeper.kept


class _Keeper:
    """Copies what was asked for out of the chunks of a run, in the order of computing."""

    def __init__(self, cell: Cell, layer: _Layer, plan: Plan, dtype: Any) -> None:
        self._cell, self._layer = cell, layer
        self._columns: Any = slice(None) if plan.all_units else list(plan.units)
        self._first, self._last = plan.span(layer.backward)
        asked = plan.channels if plan.keeps(layer.index, layer.direction) else ()
        self._copied = [name for name in asked if name in cell.channels and name != "hidden_state"]
        self.extras = [name for name in asked if name not in (INPUT, *cell.channels)]
        shape = self._last - self._first, len(plan.units_of(layer.index))
        self.kept = {name: np.empty(shape, dtype) for name in (*self._copied, *self.extras)}

    def keep(self, chunk: Chunk, inputs: Array, before: Mapping[str, Array]) -> None:
        """Copy a chunk's part; ``before`` are the states that it began from."""
        low, high = max(chunk.start, self._first), min(chunk.stop, self._last)
        if low >= high:
            return
        inside, place = (
            slice(low - chunk.start, high - chunk.start),
            slice(low - self._first, high - self._first),
        )
        for name in self._copied:
            self.kept[name][place] = chunk.channels[name][inside, self._columns]
        if not self.extras:
            return
        earlier = {
            name: np.concatenate([state[np.newaxis], chunk.channels[name][:-1]])[inside]
            for name, state in before.items()
        }
        now = {name: array[inside] for name, array in chunk.channels.items()}
        moments = Moments(inputs[low:high], earlier, now)
        for name in self.extras:
            self.kept[name][place] = self._cell.derive(name, self._columns, moments, self._layer.weights)


def _finish(layer: _Layer, below: Array, hidden: Array, kept: dict[str, Array], plan: Plan) -> LayerTrace:
    channels = {name: layer.by_position(array) for name, array in kept.items()}
    window, units = slice(plan.start, plan.stop), plan.units_of(layer.index)
    if "hidden_state" in plan.channels:
        whole = plan.all_units or layer.weights.projection_size is not None
        channels["hidden_state"] = (
            hidden[window] if whole else np.ascontiguousarray(hidden[window, list(units)])
        )
    if INPUT in plan.channels:
        channels[INPUT] = below[window]
    # Each is our own array or a view made here: the caller's input stays as writable as it was.
    for array in channels.values():
        array.setflags(write=False)
    ordered = {name: channels[name] for name in plan.channels}
    return LayerTrace(layer.index, layer.direction, units, layer.state, ordered)


def _check_finite(name: str, array: Array, layer: _Layer) -> None:
    if not np.isfinite(array).all():
        raise NumericOverflow(
            f"{name} of layer {layer.index} ({layer.direction}) left the range of {array.dtype} numbers",
            hint="Use smaller values or weights, or precision float64.",
        )
