"""What a run is given, checked: the sequence, and the states before its first step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from app.cells import cell_of
from app.errors import EmptySequence, InvalidState, InvalidValues
from app.weights import Array, Stack, read_only

__all__ = ["InitialState", "Precision", "read_sequence", "read_states"]

Precision = Literal["float32", "float64"]
STATES = ("cell_state", "hidden_state")


@dataclass(frozen=True, eq=False)
class InitialState:
    """States before the first step: one row a layer and direction, layer by layer.

    ``hidden_state`` is [L * directions, P], ``cell_state`` [L * directions, H]; None where the
    cell has no such state. Where layers differ in their units, a sequence of rows.
    """

    hidden_state: Array | Sequence[Array]
    cell_state: Array | Sequence[Array] | None = None


def read_sequence(stack: Stack, inputs: Array, precision: Precision) -> Array:
    """The sequence in the precision of the run.

    Parameters
    ----------
    stack : Stack
        The network's layers; D is its input size.
    inputs : array [T, D]
        One row a step.
    precision : {"float32", "float64"}
        Precision of the run.

    Returns
    -------
    array [T, D]
        Contiguous; ``inputs`` itself where nothing had to change.

    Raises
    ------
    EmptySequence, InvalidValues
        When there is no step, the rows are not D long, or a number is not finite.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> read_sequence(random_stack("lstm", 2, 3, seed=7), np.ones((5, 2)), "float32").dtype
    dtype('float32')
    """
    array = np.asarray(inputs)
    if array.ndim != 2 or array.shape[1] != stack.input_size:
        raise InvalidValues(
            f"values have shape {list(array.shape)}; [steps][{stack.input_size}] is needed",
            hint=f"Give one row a step, {stack.input_size} numbers a row.",
            pointer="/values",
        )
    if not len(array):
        raise EmptySequence(
            "the sequence is empty; at least 1 step is needed",
            hint="Give a text or some values.",
        )
    with np.errstate(over="ignore"):
        sequence = np.ascontiguousarray(array, dtype=precision)
    if not np.isfinite(sequence).all():
        step, index = (int(place[0]) for place in np.nonzero(~np.isfinite(sequence)))
        raise InvalidValues(
            f"the value {array[step, index]} at step {step}, input {index} "
            f"is not a finite {precision} number",
            hint=f"Give numbers of magnitude below {np.finfo(precision).max:.1e}.",
            pointer=f"/values/{step}/{index}",
        )
    return sequence


def read_states(stack: Stack, given: InitialState | None, dtype: np.dtype[Any]) -> list[dict[str, Array]]:
    """One pair of states a layer and direction, zeros when none were given.

    Parameters
    ----------
    stack : Stack
        The network's layers.
    given : InitialState or None
        What the caller starts from.
    dtype : numpy.dtype
        Precision of the run.

    Returns
    -------
    list of dict
        The cell's states, "cell_state" [H] and "hidden_state" [P], layer by layer, forward
        before backward.

    Raises
    ------
    InvalidState
        When the shapes do not fit the stack, or a number is not finite.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> states = read_states(random_stack("lstm", 2, 3, seed=7, layers=2), None, np.dtype("f4"))
    >>> [state["cell_state"].shape for state in states]
    [(3,), (3,)]
    """
    cell, places = cell_of(stack), [weights for layer in stack.layers for weights in layer]
    read: dict[str, list[Array]] = {}
    for name in STATES:
        state = None if given is None else getattr(given, name)
        widths = [w.output_size if name == "hidden_state" else w.hidden_size for w in places]
        if name in cell.states:
            rows = [np.zeros(width) for width in widths] if given is None else state
            read[name] = _state(name, rows, widths, dtype)
        elif state is not None:
            raise InvalidState(
                f"{name} was given, but the cell {cell.name} has no such state",
                hint=f"Give {' and '.join(cell.states)} only.",
                pointer=f"/initial_state/{name}",
            )
    return [{name: rows[place] for name, rows in read.items()} for place in range(len(places))]


def _state(
    name: str, given: Array | Sequence[Array] | None, widths: Sequence[int], dtype: np.dtype[Any]
) -> list[Array]:
    needed = f"rows of {list(widths)} numbers are needed"
    if len(set(widths)) == 1:
        needed = f"{[len(widths), widths[0]]} is needed"
    if given is None:
        raise InvalidState(
            f"{name} is missing; {needed}",
            hint="Give every state of the cell, or leave initial_state out for zeros.",
            pointer=f"/initial_state/{name}",
        )
    rows = [np.asarray(row) for row in given] if getattr(given, "ndim", 1) else []
    if [row.shape for row in rows] != [(width,) for width in widths]:
        raise InvalidState(
            f"{name} has {_shape(given)}; {needed}",
            hint="Give one row a layer and direction: layer 0 forward, layer 0 backward, ...",
            pointer=f"/initial_state/{name}",
        )
    with np.errstate(over="ignore"):
        rows = [row.astype(dtype) for row in rows]
    if not all(np.isfinite(row).all() for row in rows):
        raise InvalidState(
            f"{name} holds a number that is not a finite {dtype}",
            hint=f"Give numbers of magnitude below {np.finfo(dtype).max:.1e}.",
            pointer=f"/initial_state/{name}",
        )
    return [read_only(row) for row in rows]


def _shape(given: Array | Sequence[Array]) -> str:
    """How a message names what was given: its shape, or the lengths of its rows."""
    try:
        return f"shape {list(np.shape(given))}"
    except ValueError:
        return f"rows of {[len(row) for row in given]} numbers"
