"""Hold a gate still and see what breaks."""

from __future__ import annotations

import math

import numpy as np

from app.cells import cell_of
from app.errors import InvalidSelection, shorten
from app.weights import CellWeights, Stack

__all__ = ["clamp_gate"]

# The sigmoid of 40 is 1 and that of -40 is 4e-18: in sums of float32 numbers, 1 and 0.
FAR = 40.0


def clamp_gate(stack: Stack, gate: str, unit: int, value: float, layer: int = 0) -> Stack:
    """Hold one unit of a gate at a value, whatever is read.

    The gate's weights become 0 and its bias what the gate's function turns into the value, so that
    every engine runs the changed network as it is.

    Parameters
    ----------
    stack : Stack
        The network's layers.
    gate : str
        A gate of its cell, such as "forget_gate".
    unit : int
        From 0.
    value : float
        0 to 1 for a sigmoid gate, -1 to 1 for a candidate.
    layer : int
        From 0; every direction of it is changed.

    Returns
    -------
    Stack
        New; the given one is untouched.

    Raises
    ------
    InvalidSelection
        When the cell has no such gate, or the gate never takes such a value, or is squashed by
        something else than a sigmoid or a tanh.

    Examples
    --------
    >>> from app.trace import run
    >>> from app.weights import random_stack
    >>> clamped = clamp_gate(random_stack("lstm", 2, 3, seed=0), "forget_gate", 1, 0.25)
    >>> run(clamped, np.ones((2, 2))).layers[0].channels["forget_gate"][:, 1].round(6)
    array([0.25, 0.25], dtype=float32)
    """
    cell = cell_of(stack)
    gates = {spec.name: (row, spec.function) for row, spec in enumerate(cell.gates)}
    if gate not in gates:
        raise InvalidSelection(
            f"the cell {stack.cell} has no gate {shorten(gate)}", hint=f"Choose one of: {', '.join(gates)}."
        )
    row, function = gates[gate]
    if function not in ("sigmoid", "tanh") or not cell.fused(stack.layers[layer][0]):
        raise InvalidSelection(
            f"{gate} of a cell with options or peepholes cannot be held",
            hint="Choose a network of the usual formula.",
        )
    bias = _inverse(function, value, gate)
    layers = list(stack.layers)
    layers[layer] = tuple(_held(weights, row, unit, bias) for weights in layers[layer])
    return Stack(stack.name, stack.cell, tuple(layers), stack.options)


def _inverse(function: str, value: float, gate: str) -> float:
    """The preactivation that the gate's function turns into the value."""
    share = (value + 1) / 2 if function == "tanh" else value
    if not 0 <= share <= 1:
        raise InvalidSelection(
            f"{gate} never is {value:g}",
            hint=f"Give a value from {-1 if function == 'tanh' else 0} to 1.",
        )
    if share in (0, 1):
        return math.copysign(FAR, share - 0.5)
    logit = math.log(share / (1 - share))
    return logit / 2 if function == "tanh" else logit


def _held(weights: CellWeights, row: int, unit: int, bias: float) -> CellWeights:
    arrays = {name: np.array(array) for name, array in weights.arrays().items()}
    for name in ("W_x", "W_h"):
        arrays[name][row, unit] = 0
    arrays["b"][row, unit] = bias
    # The last row of a GRU has a second bias, which its reset gate multiplies.
    if "b_h" in arrays and row == weights.gates - 1:
        arrays["b_h"][unit] = 0
    return CellWeights(**arrays)
