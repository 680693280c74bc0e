"""A network on one sequence, with every number of every step under its letter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import orjson

from app.cells import cell_of
from app.encoders import Encoded, ValuesEncoder, encode_values
from app.heads import predict
from app.network import Network, digest_of
from app.selection import PREACTIVATION, Selection, extra_channels
from app.trace import InitialState, LayerTrace, run
from app.weights import Array, CellWeights, Stack

__all__ = ["Example", "Moment", "read_worked", "trained_example"]


@dataclass(frozen=True, eq=False)
class Moment:
    """All numbers of one step, float64, [H] each but ``x`` [D].

    The letters are those of the formulas: ``a_f`` is the preactivation of f, ``fc`` the
    product of f and ``c_before``, ``ig`` that of i and g.

    Examples
    --------
    >>> from app.settings import Settings
    >>> content = (Settings().static_folder / "learn" / "worked.json").read_bytes()
    >>> read_worked(content).steps[0].fc.round(3)
    array([ 0.776, -0.04 ,  0.102])
    """

    x: Array
    h_before: Array
    c_before: Array
    a_f: Array
    a_i: Array
    a_g: Array
    a_o: Array
    f: Array
    i: Array
    g: Array
    o: Array
    c: Array
    h: Array

    @property
    def fc(self) -> Array:
        """What is left of the memory: f * c of the step before."""
        return np.asarray(self.f * self.c_before)

    @property
    def ig(self) -> Array:
        """What is written: i * g."""
        return np.asarray(self.i * self.g)

    @property
    def tanh_c(self) -> Array:
        """The new memory, squashed for showing."""
        return np.asarray(np.tanh(self.c))


@dataclass(frozen=True, eq=False)
class Example:
    """A network of one layer and direction, a sequence, and where to look first.

    Attributes
    ----------
    network : Network
        Its first stack is the one that runs.
    encoded : Encoded
        ``values`` [T, D], tokens where there are any.
    initial_state : InitialState or None
        Zeros when None.
    text : str or None
        The sequence as it would be typed.
    step, unit : int
        The place to look at first, from 0.
    """

    network: Network
    encoded: Encoded
    initial_state: InitialState | None
    text: str | None
    step: int
    unit: int

    @property
    def stack(self) -> Stack:
        return self.network.stacks[0]

    @cached_property
    def trace(self) -> LayerTrace:
        """The first layer, forward, in float64."""
        cell = cell_of(self.stack)
        channels = [*cell.channels, *extra_channels(cell)]
        selection = Selection(channels=channels, layers=[0], directions=["forward"])
        whole = run(
            self.stack,
            self.encoded.values,
            initial_state=self.initial_state,
            selection=selection,
            precision="float64",
        )
        return whole.layers[0]

    @cached_property
    def steps(self) -> tuple[Moment, ...]:
        """Every step of an LSTM by letter."""
        return tuple(self._moment(step) for step in range(len(self.encoded.values)))

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The texts of the steps; empty for a sequence of numbers."""
        return tuple(token.text for token in self.encoded.tokens or ())

    @cached_property
    def predictions(self) -> Array | None:
        """What the head says after every step, [T, K]."""
        head = self.network.head
        return None if head is None else predict(head, self.trace.channels["hidden_state"])

    def _moment(self, step: int) -> Moment:
        channels = self.trace.channels
        before = (
            {name: channels[name][step - 1] for name in self.trace.initial_state}
            if step
            else self.trace.initial_state
        )
        gates = {gate.symbol: gate.name for gate in cell_of(self.stack).gates}
        return Moment(
            x=channels["input"][step],
            h_before=before["hidden_state"],
            c_before=before["cell_state"],
            c=channels["cell_state"][step],
            h=channels["hidden_state"][step],
            **{symbol: channels[name][step] for symbol, name in gates.items()},
            **{f"a_{symbol}": channels[name + PREACTIVATION][step] for symbol, name in gates.items()},
        )


def read_worked(content: bytes) -> Example:
    """The worked example: a cell of three units whose weights were set by hand.

    Parameters
    ----------
    content : bytes
        ``static/learn/worked.json``: weights with the gate axis first, states, inputs.

    Returns
    -------
    Example
        Three steps, no tokens, no head.
    """
    given: dict[str, Any] = orjson.loads(content)
    weights = CellWeights(**{name: np.asarray(given[name], np.float64) for name in ("W_x", "W_h", "b")})
    stack = Stack("lstm", "lstm", ((weights,),))
    network = Network(
        id=given["id"],
        title="Worked example",
        source="bundled",
        digest=digest_of(content),
        format="json",
        file_size=len(content),
        stacks=(stack,),
        encoder=ValuesEncoder(stack.input_size, ("x₁", "x₂")),
        card={"notes": ["The weights were set by hand so that every gate has something to do."]},
    )
    states = given["initial_state"]
    state = InitialState(**{name: np.asarray([row], np.float64) for name, row in states.items()})
    return Example(network, encode_values(given["inputs"], stack.input_size), state, None, 0, 1)


def trained_example(network: Network) -> Example | None:
    """A trained network on the first text of its card.

    Returns
    -------
    Example or None
        None where there is no such text, or more than one layer and direction.

    Examples
    --------
    >>> from app.registry import Registry
    >>> from app.settings import Settings
    >>> network = Registry(Settings().zoo_folder, first="review").get("review")
    >>> trained_example(network).tokens[:4]
    ('The', 'breakfast', 'was', 'not')
    """
    stack = network.stacks[0]
    shown = next((one for one in network.card.get("examples", ()) if one.get("text")), None)
    if shown is None or stack.depth > 1 or stack.bidirectional or stack.cell != "lstm":
        return None
    text: str = shown["text"]
    encoded = network.encoder.encode_text(text)
    return Example(network, encoded, None, text, shown.get("step", 0), shown.get("unit", 0))
