"""The cells that Gatescope can run: one file each, one registry line each."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from app.cells.activations import Activation, activation
from app.cells.arithmetic import Arithmetic, Term
from app.cells.base import PREACTIVATION, Cell, Chunk, GateSpec, Moments
from app.cells.gru import GRU
from app.cells.lstm import LSTM
from app.cells.rnn import RNN
from app.errors import InvalidWeights, UnsupportedNetwork, shorten
from app.weights import Stack

__all__ = [
    "CELLS",
    "PREACTIVATION",
    "Arithmetic",
    "Cell",
    "Chunk",
    "GateSpec",
    "Moments",
    "Term",
    "cell_of",
    "check_stack",
    "get_cell",
]

# Each is a frozen dataclass, whose fields are the options that change its formula.
CELLS: dict[str, Cell] = {cell.name: cell for cell in (LSTM(), GRU(), RNN())}


def get_cell(name: str, options: Mapping[str, Any] | None = None) -> Cell:
    """Look a cell up.

    Parameters
    ----------
    name : str
        A key of :data:`CELLS`.
    options : mapping, optional
        What differs from the usual formula, by the names of the cell's fields: activations as text
        (see :func:`app.cells.activations.activation`), "clip" a number, the others true or false.

    Raises
    ------
    InvalidWeights
        When there is no such cell or option; the message lists the choices.
    UnsupportedNetwork
        When an activation is not known.

    Examples
    --------
    >>> [gate.symbol for gate in get_cell("lstm").gates]
    ['f', 'i', 'g', 'o']
    >>> get_cell("rnn", {"activation": "relu"}).gates[0].function
    'relu'
    """
    try:
        cell = CELLS[name]
    except KeyError:
        raise InvalidWeights(
            f"there is no cell named {shorten(name)}",
            hint=f"Choose one of: {', '.join(CELLS)}.",
            pointer="/model/cell",
        ) from None
    return _with_options(cell, options) if options else cell


def cell_of(stack: Stack) -> Cell:
    """The cell of a stack, with the stack's options; raises like :func:`get_cell`.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> cell_of(random_stack("lstm", 2, 3, seed=1)).name
    'lstm'
    """
    return get_cell(stack.cell, stack.options)


def check_stack(stack: Stack) -> Cell:
    """The cell of a stack, when the cell has a place for all of the stack's weights.

    Raises
    ------
    InvalidWeights, UnsupportedNetwork
        When an option or an array does not fit. The pointer counts the layers and directions.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> check_stack(random_stack("gru", 2, 3, seed=1, gates=3)).states
    ('hidden_state',)
    """
    cell = cell_of(stack)
    names = [gate.name for gate in cell.gates]
    for place, weights in enumerate(weights for layer in stack.layers for weights in layer):
        if weights.gates != len(names):
            raise InvalidWeights(
                f"the arrays have {weights.gates} gates; {len(names)} are needed",
                hint=f"Give the gates in this order: {', '.join(names)}.",
                pointer=f"/model/weights/{place}",
            )
        for name in weights.arrays():
            if name not in ("W_x", "W_h", "b", *cell.optional):
                raise InvalidWeights(
                    f"{name} was given, but the cell {cell.name} with its options has no place for it",
                    hint=f"Leave {name} out, or choose the cell and the options that it belongs to.",
                    pointer=f"/model/weights/{place}/{name}",
                )
    return cell


def _with_options(cell: Any, options: Mapping[str, Any]) -> Cell:
    usual = {field.name: getattr(cell, field.name) for field in fields(cell)}
    for option in options:
        if option not in usual:
            raise InvalidWeights(
                f"the cell {cell.name} has no option {shorten(option)}",
                hint=f"Choose from: {', '.join(usual)}.",
                pointer="/model/options",
            )
    changed: Cell = replace(
        cell, **{name: _read(name, value, usual[name]) for name, value in options.items()}
    )
    return changed


def _read(option: str, value: object, usual: object) -> object:
    """The value of a field: an activation by its name, a limit, or a yes or no."""
    if isinstance(usual, Activation) and isinstance(value, str):
        try:
            return activation(value)
        except UnsupportedNetwork as fault:
            pointer = f"/model/options/{option}"
            raise UnsupportedNetwork(fault.message, hint=fault.hint, pointer=pointer) from None
    if isinstance(usual, bool) and isinstance(value, bool):
        return value
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0
    # Compared as it is: a whole number may be too large to become a float.
    if option == "clip" and 0 < number <= sys.float_info.max:
        return float(number)
    needed = "the name of a function" if isinstance(usual, Activation) else "true or false"
    if option == "clip":
        needed = "a finite number above 0"
    raise InvalidWeights(
        f"the option {option} is {shorten(value)}; {needed} is needed",
        hint="Leave the option out for the usual formula.",
        pointer=f"/model/options/{option}",
    )
