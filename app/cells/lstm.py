"""The LSTM cell, one step at a time, as its equations are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from app.cells.arithmetic import Arithmetic, combine, term, terms
from app.cells.base import Channels, Chunk, GateSpec, State
from app.cells.lstm_fast import run_fused
from app.weights import Array, CellWeights

FORGET, INPUT, CANDIDATE, OUTPUT = range(4)


def sigmoid(a: Array) -> Array:
    """Logistic function, elementwise, without overflow: 1 / (1 + exp(-a)).

    Parameters
    ----------
    a : array, any shape
        Preactivations.

    Returns
    -------
    array
        Same shape, in (0, 1). Computed as (1 + tanh(a/2)) / 2: absolute error below
        6e-8 in float32; the relative error grows to 6e-4 at a = -10.

    Examples
    --------
    >>> sigmoid(np.array([-0.5, 0.0, 5.0])).round(3)
    array([0.378, 0.5  , 0.993])
    """
    half = np.asarray(0.5, dtype=a.dtype)
    return np.asarray(half * np.tanh(half * a) + half)


class LSTM:
    """Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000).

    With x [D] the input, h [P] and c [H] the states, G = 4 gates, * elementwise::

        f = sigmoid(W_x[f] x + W_h[f] h + b[f])      forget_gate
        i = sigmoid(W_x[i] x + W_h[i] h + b[i])      input_gate
        g = tanh   (W_x[g] x + W_h[g] h + b[g])      candidate
        o = sigmoid(W_x[o] x + W_h[o] h + b[o])      output_gate
        c = f * c + i * g                            cell_state
        h = o * tanh(c)                              hidden_state
        h = W_p h                                    where projected (Sak et al. 2014)

    These are the semantics of ``torch.nn.LSTM``, its two biases added.
    """

    name = "lstm"
    gates: tuple[GateSpec, ...] = (
        GateSpec("forget_gate", "f", "sigmoid"),
        GateSpec("input_gate", "i", "sigmoid"),
        GateSpec("candidate", "g", "tanh"),
        GateSpec("output_gate", "o", "sigmoid"),
    )
    states: tuple[str, ...] = ("cell_state", "hidden_state")

    @property
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
        W_x, W_h, b = weights.W_x, weights.W_h, weights.b
        h, c = state["hidden_state"], state["cell_state"]

        f = sigmoid(W_x[FORGET] @ x + W_h[FORGET] @ h + b[FORGET])
        i = sigmoid(W_x[INPUT] @ x + W_h[INPUT] @ h + b[INPUT])
        g = np.tanh(W_x[CANDIDATE] @ x + W_h[CANDIDATE] @ h + b[CANDIDATE])
        o = sigmoid(W_x[OUTPUT] @ x + W_h[OUTPUT] @ h + b[OUTPUT])
        c = f * c + i * g
        h = o * np.tanh(c)
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
        return run_fused(inputs, state, weights)

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
            Terms of a gate: one an input and one a hidden unit. Of the cell state:
            f * c(before) and i * g. Of the hidden state: o * tanh(c), or, where
            projected, one a unit.
        """
        if channel == "cell_state":
            return self._explain_cell_state(unit, previous, current)
        if channel == "hidden_state":
            return self._explain_hidden_state(unit, weights, current)
        row = next(n for n, gate in enumerate(self.gates) if gate.name == channel)
        before = [f"h{k} before" for k in range(weights.output_size)]
        parts = terms("input", input_labels, weights.W_x[row, unit], x) + terms(
            "hidden_state", before, weights.W_h[row, unit], previous["hidden_state"]
        )
        gate = self.gates[row]
        return combine(parts, gate.function, current[channel][unit], weights.b[row, unit])

    def _explain_cell_state(self, unit: int, previous: State, current: Channels) -> Arithmetic:
        f, i, g = (current[name][unit] for name in ("forget_gate", "input_gate", "candidate"))
        kept = term("forget_gate", unit, f"f{unit} * c{unit} before", f, previous["cell_state"][unit])
        written = term("input_gate", unit, f"i{unit} * g{unit}", i, g)
        return combine((kept, written), "sum", current["cell_state"][unit])

    def _explain_hidden_state(self, unit: int, weights: CellWeights, current: Channels) -> Arithmetic:
        value, o = current["hidden_state"][unit], current["output_gate"]
        exposed = np.tanh(current["cell_state"])
        if weights.W_p is None:
            label = f"o{unit} * tanh c{unit}"
            part = term("output_gate", unit, label, o[unit], exposed[unit])
            return combine((part,), "product", value)
        labels = [f"o{k} * tanh c{k}" for k in range(weights.hidden_size)]
        parts = terms("output_gate", labels, weights.W_p[unit], o * exposed)
        return combine(parts, "sum", value)
