"""An LSTM written out gate by gate, as articles print it: W_f, W_i, W_c, W_o and their biases.

Either ``W_f`` [H, H + D] reads the hidden state and the input side by side, in this order, as in
f = sigmoid(W_f [h, x] + b_f); or ``W_f`` [H, D] reads the input and ``U_f`` [H, H] the hidden state.
Matrices may stand the other way round where their shapes show it. A GRU is not read this way: articles and
programs disagree on what its update gate keeps.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.errors import InvalidWeights
from app.readers.named.state_dict import Parts
from app.readers.named.tensors import Tensor
from app.readers.reading import Leftover, Note
from app.weights import Array, CellWeights, Stack

__all__ = ["read_letters"]

# Forget, input, candidate, output; the candidate goes by three letters.
CANDIDATES = ("c", "C", "g")


def read_letters(tensors: Mapping[str, Tensor]) -> Parts | None:
    """Find the gates of one LSTM layer under single letters; None when they are not there.

    Parameters
    ----------
    tensors : mapping of str to Tensor
        ``W_f``, ``W_i``, ``W_c`` (or ``W_C``, ``W_g``), ``W_o``, perhaps ``U_f`` and so on, and ``b_f``
        [H] and so on.

    Raises
    ------
    InvalidWeights
        When the shapes do not fit together.

    Examples
    --------
    >>> ones = lambda *shape: Tensor(shape, "float32", lambda: np.ones(shape, np.float32))
    >>> named = {f"W_{gate}": ones(4, 6) for gate in "fico"} | {f"b_{gate}": ones(4) for gate in "fico"}
    >>> layer = read_letters(named).stacks[0].layers[0][0]
    >>> layer.W_x.shape, layer.W_h.shape
    ((4, 4, 2), (4, 4, 4))
    """
    letters = next((["f", "i", c, "o"] for c in CANDIDATES if _complete(tensors, ["f", "i", c, "o"])), None)
    if letters is None:
        return None
    b = np.stack([tensors[f"b_{letter}"].read().reshape(-1) for letter in letters])
    units = b.shape[1]
    apart = all(f"U_{letter}" in tensors for letter in letters)
    W = _matrices(tensors, "W", letters, units)
    if apart:
        W_x, W_h = W, _matrices(tensors, "U", letters, units)
    else:
        W_h, W_x = np.ascontiguousarray(W[:, :, :units]), np.ascontiguousarray(W[:, :, units:])
    stack = Stack("lstm", "lstm", ((CellWeights(W_x, W_h, b),),))
    used = {f"{kind}_{letter}" for kind in ("W", "U", "b") for letter in letters}
    leftovers = (
        Leftover(name, one.shape, "no part of the layer") for name, one in tensors.items() if name not in used
    )
    return Parts((stack,), leftovers=tuple(leftovers), notes=() if apart else (_SIDE_BY_SIDE,))


_SIDE_BY_SIDE = Note(
    en="The matrices are taken to read the hidden state first and the input behind it, [h, x].",
    zh="矩阵被当作先读隐藏状态、再读输入，即 [h, x]。",
)


def _complete(tensors: Mapping[str, Tensor], letters: list[str]) -> bool:
    return all(
        f"W_{letter}" in tensors
        and len(tensors[f"W_{letter}"].shape) == 2
        and f"b_{letter}" in tensors
        and 0 not in tensors[f"b_{letter}"].shape
        and tensors[f"b_{letter}"].shape == tensors["b_f"].shape
        for letter in letters
    )


def _matrices(tensors: Mapping[str, Tensor], kind: str, letters: list[str], units: int) -> Array:
    """[4, H, N]; each is turned round when only its columns are as many as the units."""
    shapes = {tensors[f"{kind}_{letter}"].shape for letter in letters}
    shape = next(iter(shapes))
    if len(shapes) > 1 or len(shape) != 2 or units not in shape:
        raise InvalidWeights(
            f"{kind}_f and its like have the shapes {sorted(map(list, shapes))}; b_f has {units} units",
            hint="Give each gate W [H, H + D], or W [H, D] and U [H, H], and b [H].",
        )
    arrays = [tensors[f"{kind}_{letter}"].read() for letter in letters]
    return np.stack([array if shape[0] == units else array.T for array in arrays])
