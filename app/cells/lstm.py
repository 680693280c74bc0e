"""The LSTM cell, one step at a time, as its equations are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.cells.activations import SIGMOID, TANH, Activation, bounded, sigmoid
from app.cells.arithmetic import Arithmetic, Term, combine, term, terms
from app.cells.base import Channels, Chunk, GateSpec, Moments, State, Units
from app.cells.lstm_fast import run_fused
from app.cells.rows import row_of, run_by_step, sum_of_row, terms_of_row
from app.weights import Array, CellWeights

__all__ = ["CANDIDATE", "FORGET", "INPUT", "LSTM", "OUTPUT", "PEEPHOLES", "sigmoid"]

FORGET, INPUT, CANDIDATE, OUTPUT = range(4)
# The row of W_c that a gate reads; the candidate has none.
PEEPHOLES = {FORGET: 0, INPUT: 1, OUTPUT: 2}


@dataclass(frozen=True)
class LSTM:
    """Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000).

    With x [D] the input, h [P] and c [H] the states, G = 4 gates, * elementwise::

        f = sigmoid(W_x[f] x + W_h[f] h + b[f])      forget_gate
        i = sigmoid(W_x[i] x + W_h[i] h + b[i])      input_gate
        g = tanh   (W_x[g] x + W_h[g] h + b[g])      candidate
        c = f * c + i * g                            cell_state
        o = sigmoid(W_x[o] x + W_h[o] h + b[o])      output_gate
        h = o * tanh(c)                              hidden_state
        h = W_p h                                    where projected (Sak et al. 2014)

    These are the semantics of ``torch.nn.LSTM``, its two biases added. Files of other programs
    change them in the ways that the ONNX operator names.

    Attributes
    ----------
    recurrent_activation, activation, output_activation : Activation
        In place of the three sigmoids, of the candidate's tanh, and of the tanh of c.
    clip : float, optional
        Every sum is held between -clip and clip before its activation.
    input_forget : bool
        f = 1 - i: what is not written is kept.

    With peepholes W_c [3, H] (Gers & Schmidhuber 2000) a gate reads its own unit's cell state:
    f and i add W_c[f] * c and W_c[i] * c of before the step to their sums, o adds W_c[o] * c of after it.
    """

    recurrent_activation: Activation = SIGMOID
    activation: Activation = TANH
    output_activation: Activation = TANH
    clip: float | None = None
    input_forget: bool = False

    name = "lstm"
    states = ("cell_state", "hidden_state")
    extras = ()
    optional = ("W_p", "W_c")

    @cached_property
    def gates(self) -> tuple[GateSpec, ...]:
        """The rows of the weights, in their order."""
        gate = self.recurrent_activation.name
        return (
            GateSpec("forget_gate", "f", gate),
            GateSpec("input_gate", "i", gate),
            GateSpec("candidate", "g", self.activation.name),
            GateSpec("output_gate", "o", gate),
        )

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """All channels of a step: the gates, then the states."""
        return (*(gate.name for gate in self.gates), *self.states)

    def step(self, x: Array, state: State, weights: CellWeights) -> dict[str, Array]:
        """Run one step; see the class for the equations.

        Parameters
        ----------
        x : array [D]
            Input of this step.
        state : mapping
            "cell_state" [H] and "hidden_state" [P] of the step before.
        weights : CellWeights
            One layer and direction.

        Returns
        -------
        dict
            Each channel of this step: [H], hidden_state [P].

        Examples
        --------
        >>> from app.weights import random_stack
        >>> weights = random_stack("lstm", 2, 3, seed=1).layers[0][0]
        >>> zero = {"cell_state": np.zeros(3), "hidden_state": np.zeros(3)}
        >>> sorted(LSTM().step(np.ones(2), zero, weights))[:3]
        ['candidate', 'cell_state', 'forget_gate']
        """
        return self._advance(weights.W_x @ x, state, weights)

    def _advance(self, seen: Array, state: State, weights: CellWeights) -> dict[str, Array]:
        """One step from W_x x [4, H], a row a gate."""
        W_h, b, W_c = weights.W_h, weights.b, weights.W_c
        h, c = state["hidden_state"], state["cell_state"]
        a = seen + W_h @ h + b

        if W_c is not None:
            a[FORGET] += W_c[PEEPHOLES[FORGET]] * c
            a[INPUT] += W_c[PEEPHOLES[INPUT]] * c
        i = self.recurrent_activation(bounded(a[INPUT], self.clip))
        f = 1 - i if self.input_forget else self.recurrent_activation(bounded(a[FORGET], self.clip))
        g = self.activation(bounded(a[CANDIDATE], self.clip))
        c = f * c + i * g
        if W_c is not None:
            a[OUTPUT] += W_c[PEEPHOLES[OUTPUT]] * c
        o = self.recurrent_activation(bounded(a[OUTPUT], self.clip))
        h = o * self.output_activation(c)
        if weights.W_p is not None:
            h = weights.W_p @ h

        return dict(zip(self.channels, (f, i, g, o, c, h), strict=True))

    def run(self, inputs: Array, state: State, weights: CellWeights) -> Iterator[Chunk]:
        """All steps, fast; equal to :meth:`step` repeated (tested).

        Parameters
        ----------
        inputs : array [T, D]
            Inputs in the order of computing, of the weights' dtype.
        state : mapping
            Initial "cell_state" [H] and "hidden_state" [P].
        weights : CellWeights
            One layer and direction.

        Yields
        ------
        Chunk
            Views that the next chunk overwrites.
        """
        if self.fused(weights):
            return run_fused(inputs, state, weights)
        return run_by_step(self._advance, inputs, state, weights)

    def fused(self, weights: CellWeights) -> bool:
        """Whether the usual formula holds, which runs in fewer calls a step."""
        return weights.W_c is None and self == USUAL

    def derive(self, channel: str, units: Units, moments: Moments, weights: CellWeights) -> Array:
        """A gate's preactivation [n, U]: the sum before it is held within ``clip``.

        Parameters
        ----------
        channel : str
            Name of a gate with "_preactivation".
        units : list of int or slice
            U units.
        moments : Moments
            n steps.
        weights : CellWeights
            One layer and direction.

        Returns
        -------
        array [n, U]
            Of a forget gate that is 1 - i, that itself.
        """
        row = row_of(channel, self.gates)
        if self.input_forget and row == FORGET:
            return np.asarray(1 - moments.now["input_gate"][:, units])
        a = sum_of_row(row, units, moments, weights)
        if weights.W_c is not None and row in PEEPHOLES:
            c = (moments.now if row == OUTPUT else moments.before)["cell_state"]
            a += weights.W_c[PEEPHOLES[row], units] * c[:, units]
        return a

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
            Which number.
        weights : CellWeights
            One layer and direction.
        x : array [D]
            Input of the step.
        previous, current : mapping
            All channels of the step before (the initial state at step 0) and of this one.
        input_labels : sequence of str
            D names.

        Returns
        -------
        Arithmetic
            Terms of a gate: one an input and one a hidden unit, and its peephole where it has
            one; of a forget gate that is 1 - i, the input gate. Of the cell state: f * c(before)
            and i * g. Of the hidden state: o * tanh(c), or, where projected, one a unit.
        """
        if channel == "cell_state":
            return self._explain_cell_state(unit, previous, current)
        if channel == "hidden_state":
            return self._explain_hidden_state(unit, weights, current)
        row, value = row_of(channel, self.gates), current[channel][unit]
        if self.input_forget and row == FORGET:
            written = term("input_gate", unit, f"i{unit}", np.float32(-1), current["input_gate"][unit])
            return combine((written,), "sum", value, np.float32(1))
        parts = terms_of_row(row, unit, weights, x, previous["hidden_state"], input_labels)
        parts += self._peephole(row, unit, weights, previous, current)
        return combine(parts, self.gates[row].function, value, weights.b[row, unit], self.clip)

    def _peephole(
        self, row: int, unit: int, weights: CellWeights, previous: State, current: Channels
    ) -> tuple[Term, ...]:
        if weights.W_c is None or row not in PEEPHOLES:
            return ()
        weight = weights.W_c[PEEPHOLES[row], unit]
        if row == OUTPUT:
            return (term("cell_state", unit, f"c{unit}", weight, current["cell_state"][unit]),)
        return (term("cell_state", unit, f"c{unit} before", weight, previous["cell_state"][unit]),)

    def _explain_cell_state(self, unit: int, previous: State, current: Channels) -> Arithmetic:
        f, i, g = (current[name][unit] for name in ("forget_gate", "input_gate", "candidate"))
        kept = term("forget_gate", unit, f"f{unit} * c{unit} before", f, previous["cell_state"][unit])
        written = term("input_gate", unit, f"i{unit} * g{unit}", i, g)
        return combine((kept, written), "sum", current["cell_state"][unit])

    def _explain_hidden_state(self, unit: int, weights: CellWeights, current: Channels) -> Arithmetic:
        value, o = current["hidden_state"][unit], current["output_gate"]
        exposed = self.output_activation(current["cell_state"])
        name = self.output_activation.name
        if weights.W_p is None:
            label = f"o{unit} * {name} c{unit}"
            part = term("output_gate", unit, label, o[unit], exposed[unit])
            return combine((part,), "product", value)
        labels = [f"o{k} * {name} c{k}" for k in range(weights.hidden_size)]
        parts = terms("output_gate", labels, weights.W_p[unit], o * exposed)
        return combine(parts, "sum", value)


USUAL = LSTM()
