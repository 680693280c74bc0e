"""What training makes small, and its gradient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.heads import HeadKind
from app.training import backward_rnn
from app.training.backward import Gradients, Tape, backward, forward
from app.training.task import Batch

__all__ = ["loss_and_gradients"]

Array = NDArray[Any]


def loss_and_gradients(
    parameters: Mapping[str, Array],
    batch: Batch,
    weights: Array,
    tidiness: float,
    cell: str = "lstm",
    *,
    head: HeadKind = "linear",
    seen: Array | None = None,
) -> tuple[float, Gradients]:
    """Loss of a batch, a mean over its T * B steps, and the gradient of every parameter.

    With s the head's scores and r_m the reading of unit m::

        s    = head.W h + head.b
        r_m  = reading.W[m] h_m
        loss = miss(s, target) + sum_m weight_m (r_m - wanted_m)^2
               + tidiness * (sum |i * g| + sum (1 - f))        on steps that hold

        linear   miss = |s - target|^2
        sigmoid  miss = - sum_k target_k log p_k + (1 - target_k) log (1 - p_k),  p = sigmoid(s)
        softmax  miss = - sum_k target_k log p_k,                                 p = softmax(s)

    Parameters
    ----------
    parameters : mapping
        ``W_x``, ``W_h``, ``b``; ``head.W`` [K, H], ``head.b`` [K]; ``reading.W`` [M].
    batch : Batch
        B sequences of T steps; a target that is NaN counts for nothing.
    weights : array [M]
        The weight of each reading.
    tidiness : float
        Weight of the penalty on busy gates, which only an LSTM has.
    cell : str
        "lstm" or "rnn".
    head : {"linear", "sigmoid", "softmax"}
        What follows the scores.
    seen : array [T, B, H], optional
        What the head's input is multiplied by: the mask of dropout, 0 or 1 / kept share.

    Returns
    -------
    float, dict
        The loss, and an array for each parameter.

    Examples
    --------
    >>> shapes = {"W_x": (4, 2, 1), "W_h": (4, 2, 2), "b": (4, 2), "head.W": (1, 2), "head.b": (1,)}
    >>> zeros = {name: np.zeros(shape) for name, shape in shapes.items()}
    >>> zeros |= {"reading.W": np.zeros(1)}
    >>> ones = np.ones((3, 5, 1))
    >>> batch = Batch(ones, 2 * ones, ones, np.zeros((3, 5), bool))
    >>> loss, gradients = loss_and_gradients(zeros, batch, np.array([0.5]), 0.0)
    >>> loss, gradients["head.b"]
    (4.5, array([-4.]))
    """
    run = backward_rnn.forward if cell == "rnn" else forward
    tape = run(parameters, batch.inputs)
    count = batch.hold.size
    shown = tape.h if seen is None else tape.h * seen
    missed, ds = _miss(head, shown @ parameters["head.W"].T + parameters["head.b"], batch.targets)
    read = tape.h[..., : weights.size]
    apart = read * parameters["reading.W"] - batch.readings
    penalty, gates = _penalty(tape, batch.hold, tidiness) if isinstance(tape, Tape) else (0.0, {})
    loss = float(missed + np.sum(weights * apart**2)) / count + penalty

    dy = ds / count
    dr = 2 * weights * apart / count
    dh = dy @ parameters["head.W"]
    if seen is not None:
        dh *= seen
    dh[..., : weights.size] += dr * parameters["reading.W"]
    if isinstance(tape, Tape):
        gradients = backward(parameters, tape, dh, gates)
    else:
        gradients = backward_rnn.backward(parameters, tape, dh)
    gradients["head.W"] = np.einsum("tbk,tbh->kh", dy, shown)
    gradients["head.b"] = dy.sum(axis=(0, 1))
    gradients["reading.W"] = (dr * read).sum(axis=(0, 1))
    return loss, gradients


def _miss(head: HeadKind, scores: Array, targets: Array) -> tuple[float, Array]:
    """How far the scores are from the targets, summed, and the slope at each score."""
    silent = np.isnan(targets)
    if head == "linear":
        error = np.where(silent, 0, scores - targets)
        return float(np.sum(error**2)), 2 * error
    wanted = np.where(silent, 0, targets)
    if head == "sigmoid":
        # - t log p - (1 - t) log (1 - p) = log(1 + exp(s)) - t s
        missed = np.where(silent, 0, np.logaddexp(0, scores) - wanted * scores)
        return float(np.sum(missed)), np.where(silent, 0, (1 + np.tanh(scores / 2)) / 2 - wanted)
    logs = scores - scores.max(axis=-1, keepdims=True)
    logs -= np.log(np.exp(logs).sum(axis=-1, keepdims=True))
    return -float(np.sum(wanted * logs)), np.exp(logs) * wanted.sum(axis=-1, keepdims=True) - wanted


def _penalty(tape: Tape, hold: Array, tidiness: float) -> tuple[float, dict[str, Array]]:
    """Mean of |i * g| + (1 - f) over the steps that hold, and its slope at f, i and g."""
    if not tidiness:
        return 0.0, {}
    share = tidiness * hold[..., None] / hold.size
    written = tape.i * tape.g
    side = share * np.sign(written)
    value = float(np.sum(share * (np.abs(written) + 1 - tape.f)))
    return value, {"f": -share + np.zeros_like(tape.f), "i": side * tape.g, "g": side * tape.i}
