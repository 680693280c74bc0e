"""The LSTM forward and backward through time, for a batch of sequences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.cells.lstm import CANDIDATE, FORGET, INPUT, OUTPUT

__all__ = ["Gradients", "Parameters", "Tape", "backward", "forward"]

Array = NDArray[Any]
Parameters = dict[str, Array]
"""``W_x`` [G, H, D], ``W_h`` [G, H, H], ``b`` [G, H], ``head.W`` [K, H], ``head.b`` [K]; G gates."""
Gradients = dict[str, Array]


@dataclass(frozen=True, eq=False)
class Tape:
    """All channels of a forward pass, each [T, B, H]; T steps, B sequences, H units."""

    inputs: Array
    f: Array
    i: Array
    g: Array
    o: Array
    c: Array
    h: Array

    def before(self, name: str) -> Array:
        """A state one step earlier, zero at step 0."""
        state: Array = getattr(self, name)
        return np.concatenate([np.zeros_like(state[:1]), state[:-1]])


def forward(parameters: Mapping[str, Array], inputs: Array) -> Tape:
    """Run an LSTM from zero states, after the equations of :class:`app.cells.lstm.LSTM`.

    Parameters
    ----------
    parameters : mapping
        ``W_x`` [4, H, D], ``W_h`` [4, H, H], ``b`` [4, H].
    inputs : array [T, B, D]
        B sequences of T steps.

    Returns
    -------
    Tape

    Examples
    --------
    >>> shapes = {"W_x": (4, 3, 2), "W_h": (4, 3, 3), "b": (4, 3)}
    >>> tape = forward({name: np.zeros(shape) for name, shape in shapes.items()}, np.ones((5, 7, 2)))
    >>> tape.h.shape, float(tape.f[0, 0, 0])
    ((5, 7, 3), 0.5)
    """
    W_x, W_h, b = parameters["W_x"], parameters["W_h"], parameters["b"]
    steps, batch, _ = inputs.shape
    hidden = W_h.shape[1]
    gates = np.einsum("tbd,khd->tbkh", inputs, W_x, optimize=True) + b
    recurrent = W_h.reshape(4 * hidden, hidden).T
    c, h = np.zeros((2, steps, batch, hidden), gates.dtype)
    c_before, h_before = np.zeros((2, batch, hidden), gates.dtype)
    # sigmoid(a) = tanh(a / 2) / 2 + 1 / 2, so that one tanh serves all gates of a step.
    steep, shift = np.full((2, 4, 1), 0.5, gates.dtype)
    steep[CANDIDATE], shift[CANDIDATE] = 1, 0
    for t in range(steps):
        a = gates[t]
        a += (h_before @ recurrent).reshape(batch, 4, hidden)
        a *= steep
        np.tanh(a, out=a)
        a *= steep
        a += shift
        c_before = c[t] = a[:, FORGET] * c_before + a[:, INPUT] * a[:, CANDIDATE]
        h_before = h[t] = a[:, OUTPUT] * np.tanh(c_before)
    f, i, g, o = (gates[:, :, gate] for gate in (FORGET, INPUT, CANDIDATE, OUTPUT))
    return Tape(inputs, f, i, g, o, c, h)


def backward(
    parameters: Mapping[str, Array],
    tape: Tape,
    dh: Array,
    gates: Mapping[str, Array] | None = None,
) -> Gradients:
    """Gradients of a loss with respect to ``W_x``, ``W_h`` and ``b``.

    With d(z) the derivative of the loss with respect to z, from the last step to the first::

        d(h) = given + W_h^T d(a) of the step after
        d(o) = given + d(h) * tanh(c)
        d(c) = d(h) * o * (1 - tanh(c)^2) + f(after) * d(c)(after)
        d(f) = given + d(c) * c(before)
        d(i) = given + d(c) * g
        d(g) = given + d(c) * i
        d(a) = d(f) f (1 - f), d(i) i (1 - i), d(g) (1 - g^2), d(o) o (1 - o)
        d(W_x) = sum d(a) x^T     d(W_h) = sum d(a) h(before)^T     d(b) = sum d(a)

    Parameters
    ----------
    parameters : mapping
        As for :func:`forward`.
    tape : Tape
        What :func:`forward` returned.
    dh : array [T, B, H]
        The loss's own derivative with respect to each hidden state.
    gates : mapping, optional
        The same with respect to "f", "i", "g" or "o" [T, B, H], where a penalty looks at gates.

    Returns
    -------
    dict
        ``W_x`` [4, H, D], ``W_h`` [4, H, H], ``b`` [4, H].

    Notes
    -----
    Backpropagation through time (Werbos 1990) of the equations above; held against finite
    differences and an independent framework's automatic differentiation in the tests.

    Examples
    --------
    >>> zeros = {"W_x": np.zeros((4, 1, 1)), "W_h": np.zeros((4, 1, 1)), "b": np.zeros((4, 1))}
    >>> tape = forward(zeros, np.ones((1, 1, 1)))
    >>> backward(zeros, tape, np.ones((1, 1, 1)))["b"].ravel()
    array([0.  , 0.  , 0.25, 0.  ])
    """
    steps, batch, hidden = tape.h.shape
    f, i, g, o = tape.f, tape.i, tape.g, tape.o
    tanh_c = np.tanh(tape.c)
    slopes = (f * (1 - f), i * (1 - i), 1 - g**2, o * (1 - o))
    # d(a) is d(c) or d(h) times what is known of all steps before the loop, and the gate's own.
    da = np.empty((steps, batch, 4, hidden), tape.h.dtype)
    for gate, (known, slope) in enumerate(zip((tape.before("c"), g, i, tanh_c), slopes, strict=True)):
        np.multiply(known, slope, out=da[:, :, gate])
    own = [(gate, gates[name] * slopes[gate]) for gate, name in enumerate("figo") if gates and name in gates]
    leaves = o * (1 - tanh_c**2)
    recurrent = parameters["W_h"].reshape(4 * hidden, hidden)
    dc, from_after = np.zeros((2, batch, hidden), da.dtype)
    for t in range(steps - 1, -1, -1):
        dh_t = dh[t] + from_after
        dc += dh_t * leaves[t]
        da[t, :, :OUTPUT] *= dc[:, None]
        da[t, :, OUTPUT] *= dh_t
        for gate, given in own:
            da[t, :, gate] += given[t]
        from_after = da[t].reshape(batch, 4 * hidden) @ recurrent
        dc *= f[t]
    return {
        "W_x": np.einsum("tbkh,tbd->khd", da, tape.inputs, optimize=True),
        "W_h": np.einsum("tbkh,tbp->khp", da, tape.before("h"), optimize=True),
        "b": da.sum(axis=(0, 1)),
    }
