"""Take one traced number apart: which products made it."""

from __future__ import annotations

from collections.abc import Sequence

from app.cells import Arithmetic, cell_of
from app.errors import InvalidSelection, shorten
from app.selection import DIRECTIONS, INPUT, Selection
from app.trace import InitialState, LayerTrace, Precision, run
from app.weights import Array, Stack

__all__ = ["explain"]


def explain(
    stack: Stack,
    inputs: Array,
    *,
    layer: int,
    direction: str,
    step: int,
    channel: str,
    unit: int,
    initial_state: InitialState | None = None,
    precision: Precision = "float32",
    input_labels: Sequence[str] | None = None,
) -> Arithmetic:
    """How one number of a trace came to be.

    Parameters
    ----------
    stack : Stack
    inputs : array [T, D]
        What the first layer sees.
    layer, direction, step, channel, unit
        Which number: layer, step and unit from 0.
    initial_state : InitialState, optional
        Zeros when absent.
    precision : {"float32", "float64"}
        Precision of the trace.
    input_labels : sequence of str, optional
        D names for the first layer's inputs; "x0", "x1", ... when absent. Inputs of a
        higher layer are named after the hidden units below it.

    Returns
    -------
    Arithmetic
        ``value`` is the traced number; the terms add up to its preactivation.

    Raises
    ------
    InvalidSelection
        When that number does not exist; names the field and the choices.

    Examples
    --------
    >>> import numpy as np
    >>> from app.weights import random_stack
    >>> answer = explain(random_stack("lstm", 2, 3, seed=7), np.ones((5, 2)),
    ...     layer=0, direction="forward", step=4, channel="cell_state", unit=1)
    >>> answer.function, [term.source for term in answer.terms]
    ('sum', ['forget_gate', 'input_gate'])
    """
    cell = cell_of(stack)
    _check(layer, range(stack.depth), "layer")
    _check(direction, DIRECTIONS[: len(stack.layers[0])], "direction")
    _check(channel, (*cell.channels, *cell.extras), "channel")
    # The whole sequence runs: a shorter one could differ from the reader's trace in the last digit.
    trace = run(
        stack,
        inputs,
        initial_state=initial_state,
        selection=Selection((*cell.channels, *cell.extras, INPUT), layers=[layer], directions=[direction]),
        precision=precision,
    )
    _check(step, range(trace.length), "step")
    kept = trace.layers[0]
    current = _moment(kept, step)
    backward = direction == "backward"
    before = step + 1 if backward else step - 1
    weights = stack.layers[layer][1 if backward else 0].astype(current[channel].dtype)
    _check(unit, range(len(current[channel])), "unit")
    return cell.explain(
        channel,
        unit,
        weights=weights,
        x=current[INPUT],
        previous=_moment(kept, before) if 0 <= before < trace.length else kept.initial_state,
        current=current,
        input_labels=_labels(stack, layer, input_labels),
    )


def _moment(trace: LayerTrace, row: int) -> dict[str, Array]:
    return {name: array[row] for name, array in trace.channels.items()}


def _labels(stack: Stack, layer: int, input_labels: Sequence[str] | None) -> Sequence[str]:
    if layer == 0:
        return input_labels or [f"x{index}" for index in range(stack.input_size)]
    below = [weights.output_size for weights in stack.layers[layer - 1]]
    sides = ["", " backward"] if len(below) == 2 else [""]
    return [
        f"h{unit} of layer {layer - 1}{side}"
        for size, side in zip(below, sides, strict=True)
        for unit in range(size)
    ]


def _check(value: str | int, choices: Sequence[str] | range, name: str) -> None:
    if value not in choices:
        listed = f"{choices[0]} to {choices[-1]}" if isinstance(choices, range) else ", ".join(choices)
        raise InvalidSelection(
            f"{name}: {shorten(value)} does not exist",
            hint=f"Choose from {listed}.",
            pointer=f"/{name}",
        )
