"""Arrays under Gatescope's own names: ``<stack>.<layer>.<direction>.W_x``, or just W_x, W_h and b."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.cells import check_stack
from app.errors import UnreadableFile, shorten
from app.readers.named.state_dict import Parts
from app.readers.named.tensors import Tensor
from app.readers.reading import Embedding, Leftover, Output, Undecided
from app.weights import CellWeights, Stack

__all__ = ["CELLS", "read_plain", "stack_of"]

# The cell, by the number of gates: the first axis of W_x.
CELLS = {4: "lstm", 3: "gru", 1: "rnn"}
_FULL = re.compile(
    r"^(?P<stack>.+)\.(?P<layer>[0-9]{1,3})\.(?P<direction>forward|backward)\.(?P<array>W_[xhpc]|b|b_h)$"
)
_SHORT = re.compile(r"^(?P<array>W_[xhpc]|b|b_h)$")


def read_plain(tensors: Mapping[str, Tensor]) -> Parts | None:
    """Find layers under canonical names; None when there are none.

    Parameters
    ----------
    tensors : mapping of str to Tensor
        ``W_x`` [G, H, D], ``W_h`` [G, H, P], ``b`` [G, H] and, where the layer has them, ``W_p`` [P, H],
        ``W_c`` [3, H] and ``b_h`` [H]. ``encoder.vectors`` [V, D] is an embedding, ``head.W`` and
        ``head.b`` an output.

    Raises
    ------
    UnreadableFile
        When an array of a layer is missing.
    InvalidWeights
        When shapes do not fit together.

    Examples
    --------
    >>> import numpy as np
    >>> ones = lambda *shape: Tensor(shape, "float32", lambda: np.ones(shape, np.float32))
    >>> parts = read_plain({"W_x": ones(3, 2, 5), "W_h": ones(3, 2, 2), "b": ones(3, 2)})
    >>> parts.stacks[0].cell, parts.stacks[0].hidden_size, parts.stacks[0].options
    ('gru', 2, {'reset_after': True})
    """
    stacks: dict[str, dict[tuple[int, int], dict[str, Tensor]]] = {}
    rest: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        found = _FULL.match(name) or _SHORT.match(name)
        if found is None:
            rest[name] = tensor
            continue
        place = found.groupdict()
        key = int(place.get("layer") or 0), int(place.get("direction") == "backward")
        stacks.setdefault(place.get("stack") or "", {}).setdefault(key, {})[place["array"]] = tensor
    if not stacks:
        return None
    made = tuple(_stack(name, places) for name, places in stacks.items())
    only = made[0].name if len(made) == 1 else None
    embeddings: tuple[Embedding, ...] = ()
    outputs: tuple[Output, ...] = ()
    if "encoder.vectors" in rest and rest["encoder.vectors"].shape[1:] == (made[0].input_size,):
        embeddings = (Embedding("encoder", rest.pop("encoder.vectors").read(), only),)
    if {"head.W", "head.b"} <= set(rest) and rest["head.W"].shape[1:] == (made[0].output_size,):
        outputs = (Output("head", rest.pop("head.W").read(), rest.pop("head.b").read(), None, only),)
    leftovers = tuple(Leftover(name, tensor.shape, "no part of a layer") for name, tensor in rest.items())
    undecided = (Undecided(one.name, "reset_after", (True, False)) for one in made if _undecided(one))
    return Parts(made, embeddings, outputs, leftovers, tuple(undecided))


def _undecided(stack: Stack) -> bool:
    """Whether a GRU has no bias that tells where its reset gate stands, before or after the matrix."""
    return stack.cell == "gru" and all(weights.b_h is None for layer in stack.layers for weights in layer)


def _stack(name: str, places: Mapping[tuple[int, int], Mapping[str, Tensor]]) -> Stack:
    depth, both = 1 + max(layer for layer, _ in places), any(direction for _, direction in places)
    wanted = [(layer, direction) for layer in range(depth) for direction in range(1 + both)]
    for place in wanted:
        for array in ("W_x", "W_h", "b"):
            if array not in places.get(place, {}):
                where = f"layer {place[0]}{', backward' if place[1] else ''} of {shorten(name or 'the file')}"
                raise UnreadableFile(f"{where} has no {array}", hint="Each layer needs W_x, W_h and b.")
    cells = [CellWeights(**{key: tensor.read() for key, tensor in places[place].items()}) for place in wanted]
    step = 1 + both
    layers = tuple(tuple(cells[at : at + step]) for at in range(0, len(cells), step))
    return stack_of(name, layers)


def stack_of(
    name: str,
    layers: tuple[tuple[CellWeights, ...], ...],
    cell: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> Stack:
    """A stack whose cell follows from the number of gates, unless it is given; raises InvalidWeights."""
    gates = layers[0][0].gates
    if cell is None and gates not in CELLS:
        raise UnreadableFile(
            f"W_x has {gates} gates; 4 (LSTM), 3 (GRU) and 1 (RNN) are known",
            hint="Give W_x as [gates][units][inputs].",
        )
    cell = cell or CELLS[gates]
    given = dict(options or {})
    if cell == "gru":
        given.setdefault("reset_after", True)
    stack = Stack(name or cell, cell, layers, given)
    check_stack(stack)
    return stack
