"""The plain recurrent network forward and backward through time, for a batch of sequences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.cells.rnn import CANDIDATE

__all__ = ["PlainTape", "backward", "forward"]

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class PlainTape:
    """Inputs [T, B, D] and states [T, B, H] of a forward pass; T steps, B sequences, H units."""

    inputs: Array
    h: Array

    def before(self) -> Array:
        """The states one step earlier, zero at step 0."""
        return np.concatenate([np.zeros_like(self.h[:1]), self.h[:-1]])


def forward(parameters: Mapping[str, Array], inputs: Array) -> PlainTape:
    """Run a plain network from zero states, after the equations of :class:`app.cells.rnn.RNN`.

    Parameters
    ----------
    parameters : mapping
        ``W_x`` [1, H, D], ``W_h`` [1, H, H], ``b`` [1, H].
    inputs : array [T, B, D]
        B sequences of T steps.

    Returns
    -------
    PlainTape

    Examples
    --------
    >>> ones = {"W_x": np.ones((1, 1, 1)), "W_h": np.ones((1, 1, 1)), "b": np.zeros((1, 1))}
    >>> forward(ones, np.ones((2, 1, 1))).h.ravel().round(3)
    array([0.762, 0.943])
    """
    W_x, W_h, b = (parameters[name][CANDIDATE] for name in ("W_x", "W_h", "b"))
    h = inputs @ W_x.T + b
    before = np.zeros_like(h[0])
    for step in h:
        step += before @ W_h.T
        before = np.tanh(step, step)
    return PlainTape(inputs, h)


def backward(parameters: Mapping[str, Array], tape: PlainTape, dh: Array) -> dict[str, Array]:
    """Gradients of a loss with respect to ``W_x``, ``W_h`` and ``b``.

    With d(z) the derivative of the loss with respect to z, from the last step to the first::

        d(h) = given + W_h^T d(a) of the step after
        d(a) = d(h) * (1 - h^2)
        d(W_x) = sum d(a) x^T     d(W_h) = sum d(a) h(before)^T     d(b) = sum d(a)

    The error reaches an early step only through one W_h and one slope of tanh for each step on the
    way; in the LSTM it has the way along the cell state besides.

    Parameters
    ----------
    parameters : mapping
        As for :func:`forward`.
    tape : PlainTape
        What :func:`forward` returned.
    dh : array [T, B, H]
        The loss's own derivative with respect to each state.

    Returns
    -------
    dict
        ``W_x`` [1, H, D], ``W_h`` [1, H, H], ``b`` [1, H].

    Notes
    -----
    Held against finite differences and an independent framework's automatic differentiation in the
    tests.

    Examples
    --------
    >>> zeros = {"W_x": np.zeros((1, 1, 1)), "W_h": np.zeros((1, 1, 1)), "b": np.zeros((1, 1))}
    >>> backward(zeros, forward(zeros, np.ones((3, 1, 1))), np.ones((3, 1, 1)))["b"]
    array([[3.]])
    """
    W_h = parameters["W_h"][CANDIDATE]
    slope = 1 - tape.h**2
    da = np.empty_like(tape.h)
    from_after = np.zeros_like(da[0])
    for t in range(len(da) - 1, -1, -1):
        da[t] = (dh[t] + from_after) * slope[t]
        from_after = da[t] @ W_h
    return {
        "W_x": np.einsum("tbh,tbd->hd", da, tape.inputs, optimize=True)[np.newaxis],
        "W_h": np.einsum("tbh,tbp->hp", da, tape.before(), optimize=True)[np.newaxis],
        "b": da.sum(axis=(0, 1))[np.newaxis],
    }
