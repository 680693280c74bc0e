"""The GRU cell, one step at a time, as its equations are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.cells.activations import SIGMOID, TANH, Activation, bounded
from app.cells.arithmetic import Arithmetic, Term, combine, term, terms
from app.cells.base import Channels, Chunk, GateSpec, Moments, State, Units
from app.cells.gru_fast import run_fused
from app.cells.rows import row_of, run_by_step, sum_of_row, terms_of_row
from app.weights import Array, CellWeights

__all__ = ["CANDIDATE", "GRU", "RECALLED", "RESET", "UPDATE"]

RESET, UPDATE, CANDIDATE = range(3)
RECALLED = "recalled"


@dataclass(frozen=True)
class GRU:
    """Gated recurrent unit (Cho et al. 2014), which remembers in its hidden state alone.

    With x [D] the input, h [H] the only state, G = 3 gates, * elementwise::

        r = sigmoid(W_x[r] x + W_h[r] h + b[r])      reset_gate
        z = sigmoid(W_x[z] x + W_h[z] h + b[z])      update_gate
        m = W_h[n] h + b_h                           recalled, with reset_after; or
        m = r * h                                    recalled, without
        n = tanh(W_x[n] x + r * m + b[n])            candidate, with reset_after; or
        n = tanh(W_x[n] x + W_h[n] m + b[n])         candidate, without
        h = (1 - z) * n + z * h                      hidden_state

    A z near 1 keeps the state, one near 0 replaces it. With ``reset_after`` these are the semantics
    of ``torch.nn.GRU``, cuDNN, Keras 3 and ONNX's linear_before_reset = 1; each pair of biases is
    added but for b_h [H], which r multiplies. Without, they are those of the paper, of Keras's
    ``reset_after=False`` and of linear_before_reset = 0.

    Attributes
    ----------
    recurrent_activation, activation : Activation
        In place of the two sigmoids, and of the tanh.
    clip : float, optional
        Every sum is held between -clip and clip before its activation.
    reset_after : bool
        Where the reset gate multiplies: after the matrix, or before it.
    """

    recurrent_activation: Activation = SIGMOID
    activation: Activation = TANH
    clip: float | None = None
    reset_after: bool = True

    name = "gru"
    states = ("hidden_state",)
    extras = (RECALLED,)

    @cached_property
    def gates(self) -> tuple[GateSpec, ...]:
        """The rows of the weights, in their order."""
        gate = self.recurrent_activation.name
        return (
            GateSpec("reset_gate", "r", gate),
            GateSpec("update_gate", "z", gate),
            GateSpec("candidate", "n", self.activation.name),
        )

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """All channels of a step: the gates, then the state."""
        return (*(gate.name for gate in self.gates), *self.states)

    @property
    def optional(self) -> tuple[str, ...]:
        """The bias that the reset gate multiplies, where it comes after the matrix."""
        return ("b_h",) if self.reset_after else ()

    def step(self, x: Array, state: State, weights: CellWeights) -> dict[str, Array]:
        """Run one step; see the class for the equations.

        Parameters
        ----------
        x : array [D]
            Input of this step.
        state : mapping
            "hidden_state" [H] of the step before.
        weights : CellWeights
            One layer and direction.

        Returns
        -------
        dict
            Each channel of this step, [H].

        Examples
        --------
        >>> weights = CellWeights(np.ones((3, 1, 1)), np.ones((3, 1, 1)), np.zeros((3, 1)))
        >>> step = GRU().step(np.array([0.5]), {"hidden_state": np.array([-0.5])}, weights)
        >>> {name: array.round(4).tolist() for name, array in step.items()}
        {'reset_gate': [0.5], 'update_gate': [0.5], 'candidate': [0.2449], 'hidden_state': [-0.1275]}
        """
        return self._advance(weights.W_x @ x, state, weights)

    def _advance(self, seen: Array, state: State, weights: CellWeights) -> dict[str, Array]:
        """One step from W_x x [3, H], a row a gate."""
        W_h, b, h = weights.W_h, weights.b, state["hidden_state"]

        r = self.recurrent_activation(bounded(seen[RESET] + W_h[RESET] @ h + b[RESET], self.clip))
        z = self.recurrent_activation(bounded(seen[UPDATE] + W_h[UPDATE] @ h + b[UPDATE], self.clip))
        remembered = r * _recall(weights, h) if self.reset_after else W_h[CANDIDATE] @ (r * h)
        n = self.activation(bounded(seen[CANDIDATE] + remembered + b[CANDIDATE], self.clip))
        h = (1 - z) * n + z * h

        return dict(zip(self.channels, (r, z, n, h), strict=True))

    def run(self, inputs: Array, state: State, weights: CellWeights) -> Iterator[Chunk]:
        """All steps, fast; equal to :meth:`step` repeated (tested).

        Parameters
        ----------
        inputs : array [T, D]
            Inputs in the order of computing, of the weights' dtype.
        state : mapping
            Initial "hidden_state" [H].
        weights : CellWeights
            One layer and direction.

        Yields
        ------
        Chunk
            Views that the next chunk overwrites.
        """
        if self.fused(weights):
            return run_fused(inputs, state, weights, reset_after=self.reset_after)
        return run_by_step(self._advance, inputs, state, weights)

    def fused(self, weights: CellWeights) -> bool:
        """Whether one of the two usual formulas holds, which run in fewer calls a step."""
        return self in USUAL

    def derive(self, channel: str, units: Units, moments: Moments, weights: CellWeights) -> Array:
        """What the candidate reads of the hidden state, or a gate's sum before ``clip``: [n, U].

        Parameters
        ----------
        channel : str
            "recalled", or the name of a gate with "_preactivation".
        units : list of int or slice
            U units.
        moments : Moments
            n steps.
        weights : CellWeights
            One layer and direction.

        Returns
        -------
        array [n, U]
        """
        h, r = moments.before["hidden_state"], moments.now["reset_gate"]
        if channel == RECALLED:
            recalled = self._recalled(h, r, weights, units)
            return np.asarray(recalled)
        row = row_of(channel, self.gates)
        if row != CANDIDATE:
            return sum_of_row(row, units, moments, weights)
        seen = moments.inputs @ weights.W_x[row, units].T + weights.b[row, units]
        if self.reset_after:
            return np.asarray(seen + r[:, units] * self._recalled(h, r, weights, units))
        return np.asarray(seen + (r * h) @ weights.W_h[row, units].T)

    def _recalled(self, h: Array, r: Array, weights: CellWeights, units: Units) -> Array:
        if not self.reset_after:
            return np.asarray((r * h)[:, units])
        recalled = h @ weights.W_h[CANDIDATE, units].T
        return np.asarray(recalled if weights.b_h is None else recalled + weights.b_h[units])

    def explain(
        self,
        channel: str,
        unit: int,
        *,
        weights: CellWeights,
        x: Array,
        previous: State,
        current: Channels,
        input_labels: Sequence[str],
    ) -> Arithmetic:
        """How one number of one step came to be.

        Parameters
        ----------
        channel, unit : str, int
            Which number; "recalled" too.
        weights : CellWeights
            One layer and direction.
        x : array [D]
            Input of the step.
        previous, current : mapping
            All channels of the step before (the initial state at step 0) and of this one; of this
            one "recalled" too.
        input_labels : sequence of str
            D names.

        Returns
        -------
        Arithmetic
            Terms of the two gates: one an input and one a hidden unit. Of the candidate: one an input,
            and r * recalled with reset_after, or one W_h * recalled a unit without. Of the hidden
            state: (1 - z) * n and z * h(before).
        """
        value, h = current[channel][unit], previous["hidden_state"]
        if channel == "hidden_state":
            z, n = current["update_gate"][unit], current["candidate"][unit]
            replaced = term("candidate", unit, f"(1 - z{unit}) * n{unit}", 1 - z, n)
            kept = term("hidden_state", unit, f"z{unit} * h{unit} before", z, h[unit])
            return combine((replaced, kept), "sum", value)
        if channel == RECALLED:
            return self._explain_recalled(unit, weights, h, current)
        row = row_of(channel, self.gates)
        if row == CANDIDATE:
            parts = terms("input", input_labels, weights.W_x[row, unit], x)
            parts += self._remembered(unit, weights, current)
        else:
            parts = terms_of_row(row, unit, weights, x, h, input_labels)
        return combine(parts, self.gates[row].function, value, weights.b[row, unit], self.clip)

    def _remembered(self, unit: int, weights: CellWeights, current: Channels) -> tuple[Term, ...]:
        recalled = current[RECALLED]
        if self.reset_after:
            r = current["reset_gate"][unit]
            return (term(RECALLED, unit, f"r{unit} * recalled {unit}", r, recalled[unit]),)
        labels = [f"r{k} * h{k} before" for k in range(len(recalled))]
        return terms(RECALLED, labels, weights.W_h[CANDIDATE, unit], recalled)

    def _explain_recalled(self, unit: int, weights: CellWeights, h: Array, current: Channels) -> Arithmetic:
        value = current[RECALLED][unit]
        if not self.reset_after:
            r = current["reset_gate"][unit]
            return combine(
                (term("hidden_state", unit, f"r{unit} * h{unit} before", r, h[unit]),), "product", value
            )
        labels = [f"h{k} before" for k in range(len(h))]
        parts = terms("hidden_state", labels, weights.W_h[CANDIDATE, unit], h)
        bias = np.float32(0) if weights.b_h is None else weights.b_h[unit]
        return combine(parts, "sum", value, bias)


def _recall(weights: CellWeights, h: Array) -> Array:
    """W_h[n] h + b_h, which the reset gate multiplies."""
    recalled = weights.W_h[CANDIDATE] @ h
    return np.asarray(recalled if weights.b_h is None else recalled + weights.b_h)


USUAL = (GRU(), GRU(reset_after=False))
