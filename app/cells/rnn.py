"""The plain recurrent cell: what an LSTM is without its gates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.cells.activations import TANH, Activation, bounded
from app.cells.arithmetic import Arithmetic, combine, term, terms
from app.cells.base import Channels, Chunk, GateSpec, Moments, State, Units
from app.cells.rows import sum_of_row, terms_of_row
from app.weights import Array, CellWeights

CANDIDATE = 0
CHUNK = 256


@dataclass(frozen=True)
class RNN:
    """Plain recurrent network (Elman 1990): the new candidate replaces all that was remembered.

    With x [D] the input, h [P] the only state, G = 1 row of weights::

        g = tanh(W_x[g] x + W_h[g] h + b[g])         candidate
        h = g                                        hidden_state
        h = W_p g                                    where projected

    These are the semantics of ``torch.nn.RNN``, its two biases added. It has no gate: nothing
    stands between the candidate and the state. What the LSTM keeps by a product with f, this
    cell has to bring through W_h and tanh at every step.

    Attributes
    ----------
    activation : Activation
        In place of the tanh.
    clip : float, optional
        The sum is held between -clip and clip before it.
    """

    activation: Activation = TANH
    clip: float | None = None

    name = "rnn"
    states = ("hidden_state",)
    extras = ()
    optional = ("W_p",)

    @cached_property
    def gates(self) -> tuple[GateSpec, ...]:
        """The one row of the weights."""
        return (GateSpec("candidate", "g", self.activation.name),)

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """All channels of a step: the candidate, then the state."""
        return (*(gate.name for gate in self.gates), *self.states)

    def step(self, x: Array, state: State, weights: CellWeights) -> dict[str, Array]:
        """Run one step; see the class for the equations.

        Parameters
        ----------
        x : array [D]
            Input of this step.
        state : mapping
            "hidden_state" [P] of the step before.
        weights : CellWeights
            One layer and direction.

        Returns
        -------
        dict
            Each channel of this step: candidate [H], hidden_state [P].

        Examples
        --------
        >>> weights = CellWeights(np.array([[[0.5]]]), np.array([[[-1.0]]]), np.array([[0.25]]))
        >>> step = RNN().step(np.array([1.0]), {"hidden_state": np.array([0.5])}, weights)
        >>> {name: array.round(4).tolist() for name, array in step.items()}
        {'candidate': [0.2449], 'hidden_state': [0.2449]}
        """
        W_x, W_h, b = weights.W_x, weights.W_h, weights.b
        h = state["hidden_state"]

        g = self.activation(bounded(W_x[CANDIDATE] @ x + W_h[CANDIDATE] @ h + b[CANDIDATE], self.clip))
        h = g
        if weights.W_p is not None:
            h = weights.W_p @ g

        return dict(zip(self.channels, (g, h), strict=True))

    def run(self, inputs: Array, state: State, weights: CellWeights) -> Iterator[Chunk]:
        """All steps, the inputs' part of a chunk in one product; equal to :meth:`step` repeated.

        Parameters
        ----------
        inputs : array [T, D]
            Inputs in the order of computing, of the weights' dtype.
        state : mapping
            Initial "hidden_state" [P].
        weights : CellWeights
            One layer and direction.

        Yields
        ------
        Chunk
            Views that the next chunk overwrites.

        Examples
        --------
        >>> from app.weights import random_stack
        >>> weights = random_stack("rnn", 2, 3, seed=1, gates=1).layers[0][0]
        >>> zero = {"hidden_state": np.zeros(3, "f4")}
        >>> [chunk.stop for chunk in RNN().run(np.ones((300, 2), "f4"), zero, weights)]
        [256, 300]
        """
        W_x, W_h = weights.W_x[CANDIDATE].T, weights.W_h[CANDIDATE]
        candidates = np.empty((CHUNK, weights.hidden_size), inputs.dtype)
        projected = weights.W_p is not None
        hidden = np.empty((CHUNK, weights.output_size), inputs.dtype) if projected else candidates
        h = np.array(state["hidden_state"])
        for start in range(0, len(inputs), CHUNK):
            count = min(CHUNK, len(inputs) - start)
            candidates[:count] = inputs[start : start + count] @ W_x + weights.b[CANDIDATE]
            for g, hidden_row in zip(candidates[:count], hidden, strict=False):
                g += W_h @ h
                g[:] = self.activation(bounded(g, self.clip))
                if weights.W_p is not None:
                    np.matmul(weights.W_p, g, hidden_row)
                h = hidden_row
            # The next chunk writes over the row that h is a view of.
            h = h.copy()
            yield Chunk(
                start, start + count, {"candidate": candidates[:count], "hidden_state": hidden[:count]}
            )

    def fused(self, weights: CellWeights) -> bool:
        """Always: whatever the activation, a step is three calls."""
        return True

    def derive(self, channel: str, units: Units, moments: Moments, weights: CellWeights) -> Array:
        """The candidate's preactivation [n, U]: the sum before it is held within ``clip``.

        Parameters
        ----------
        channel : str
            "candidate_preactivation".
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
        return sum_of_row(CANDIDATE, units, moments, weights)

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
            Terms of the candidate: one an input and one a hidden unit. Of the hidden state:
            the candidate itself, once; or, where projected, one a unit.
        """
        value, g = current[channel][unit], current["candidate"]
        if channel == "hidden_state":
            if weights.W_p is None:
                return combine((term("candidate", unit, f"g{unit}", np.float32(1), g[unit]),), "sum", value)
            labels = [f"g{k}" for k in range(weights.hidden_size)]
            return combine(terms("candidate", labels, weights.W_p[unit], g), "sum", value)
        parts = terms_of_row(CANDIDATE, unit, weights, x, previous["hidden_state"], input_labels)
        return combine(parts, self.activation.name, value, weights.b[CANDIDATE, unit], self.clip)
