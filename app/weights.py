"""Canonical weights: what every reader produces and every cell consumes.

One layer and direction is a :class:`CellWeights`; a :class:`Stack` holds the layers of
one recurrent part of a network. Arrays keep the gate axis first, in the cell's own gate
order, so that ``W_x[FORGET]`` is a plain matrix that can be read beside the equations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from app.errors import InvalidWeights

Array = NDArray[Any]


def read_only(array: Array) -> Array:
    """A view that nobody can write through.

    Examples
    --------
    >>> read_only(np.zeros(3)).flags.writeable
    False
    """
    view = array.view()
    view.flags.writeable = False
    return view


@dataclass(frozen=True, eq=False)
class CellWeights:
    """Weights of one layer in one direction; read-only, for cells keep them rearranged.

    Attributes
    ----------
    W_x : array [G, H, D]
        Input to gates; G gates in the cell's order, H units, D inputs.
    W_h : array [G, H, P]
        Hidden state to gates; P is H, or the projected size.
    b : array [G, H]
        One bias a gate and unit (frameworks that keep two: their sum).
    W_p : array [P, H] or None
        Projection of the hidden state, where the layer has one.
    W_c : array [3, H] or None
        Peepholes of an LSTM: what its forget, input and output gate read of their own unit's cell state.
    b_h : array [H] or None
        Bias of a GRU's candidate inside the reset product, where the reset comes after the matrix.

    Raises
    ------
    InvalidWeights
        When shapes do not fit together or a number is not finite.
    """

    W_x: Array
    W_h: Array
    b: Array
    W_p: Array | None = None
    W_c: Array | None = None
    b_h: Array | None = None

    def __post_init__(self) -> None:
        for name in ("W_x", "W_h", "b"):
            wanted = 2 if name == "b" else 3
            array = getattr(self, name)
            if array.ndim != wanted or 0 in array.shape:
                raise InvalidWeights(
                    f"{name} has shape {list(array.shape)}; {wanted} axes, none empty, are needed",
                    hint="Give W_x as [gates][units][inputs], W_h as [gates][units][hidden], "
                    "b as [gates][units].",
                )
        gates, hidden, _ = self.W_x.shape
        _expect("W_h", self.W_h, (gates, hidden, self.output_size))
        _expect("b", self.b, (gates, hidden))
        if self.W_p is not None:
            _expect("W_p", self.W_p, (self.output_size, hidden))
        elif self.output_size != hidden:
            raise InvalidWeights(
                f"W_h reads {self.output_size} hidden values but the layer has {hidden} units",
                hint="A layer whose hidden state is smaller than its units needs W_p.",
            )
        if self.W_c is not None:
            _expect("W_c", self.W_c, (3, hidden))
        if self.b_h is not None:
            _expect("b_h", self.b_h, (hidden,))
        for name, array in self.arrays().items():
            if not np.isfinite(array).all():
                raise InvalidWeights(
                    f"{name} holds a number that is not finite in {array.dtype}",
                    hint="Check the file: training may have diverged before it was saved.",
                )
            object.__setattr__(self, name, read_only(array))

    def arrays(self) -> dict[str, Array]:
        """The arrays by name, without those that the layer does not have."""
        named = {name: getattr(self, name) for name in ("W_x", "W_h", "b", "W_p", "W_c", "b_h")}
        return {name: array for name, array in named.items() if array is not None}

    @property
    def gates(self) -> int:
        return int(self.W_x.shape[0])

    @property
    def hidden_size(self) -> int:
        return int(self.W_x.shape[1])

    @property
    def input_size(self) -> int:
        return int(self.W_x.shape[2])

    @property
    def output_size(self) -> int:
        """Length of the hidden state: P where projected, else H."""
        return int(self.W_h.shape[2])

    @property
    def projection_size(self) -> int | None:
        return None if self.W_p is None else self.output_size

    @property
    def parameters(self) -> int:
        return sum(array.size for array in self.arrays().values())

    def astype(self, dtype: DTypeLike) -> CellWeights:
        """The same weights in another precision; itself when nothing changes."""
        if all(array.dtype == np.dtype(dtype) for array in self.arrays().values()):
            return self
        with np.errstate(over="ignore"):
            return CellWeights(**{name: a.astype(dtype) for name, a in self.arrays().items()})


@dataclass(frozen=True, eq=False)
class Stack:
    """The recurrent layers of one network.

    Attributes
    ----------
    name : str
        The stack's name in its file, such as "lstm" or "encoder".
    cell : str
        "lstm" (a key of ``app.cells.CELLS``).
    layers : tuple of tuples of CellWeights
        ``layers[l][d]``: layer l from 0; direction 0 forward, 1 backward. Layers may differ in
        their units, the directions of a layer may not.
    options : mapping
        What changes the cell's formula, such as a recurrent activation; see :func:`app.cells.get_cell`.
    """

    name: str
    cell: str
    layers: tuple[tuple[CellWeights, ...], ...]
    options: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.layers or {len(layer) for layer in self.layers} not in ({1}, {2}):
            raise InvalidWeights(
                "a stack needs at least one layer, and one or two directions in all of them",
                hint="Give one entry a layer, or two (forward, backward) when bidirectional.",
            )
        width = self.input_size
        for index, layer in enumerate(self.layers):
            for weights in layer:
                found = weights.input_size, weights.hidden_size, weights.output_size
                wanted = width, layer[0].hidden_size, layer[0].output_size
                if found != wanted:
                    raise InvalidWeights(
                        f"layer {index} has inputs, units and hidden values {list(found)}; "
                        f"{list(wanted)} are needed",
                        hint="Both directions of a layer have the same units; each layer reads the hidden "
                        "states of all directions below it.",
                    )
            width = sum(weights.output_size for weights in layer)

    @property
    def depth(self) -> int:
        return len(self.layers)

    @property
    def bidirectional(self) -> bool:
        return len(self.layers[0]) == 2

    @property
    def input_size(self) -> int:
        return self.layers[0][0].input_size

    @property
    def hidden_size(self) -> int:
        """Units of the first layer; :attr:`hidden_sizes` has them all."""
        return self.layers[0][0].hidden_size

    @property
    def hidden_sizes(self) -> tuple[int, ...]:
        """Units of each layer."""
        return tuple(layer[0].hidden_size for layer in self.layers)

    @property
    def projection_size(self) -> int | None:
        """Of the first layer."""
        return self.layers[0][0].projection_size

    @property
    def output_size(self) -> int:
        """Width of what the last layer hands on, all directions together."""
        return sum(weights.output_size for weights in self.layers[-1])

    @cached_property
    def parameters(self) -> int:
        return sum(weights.parameters for layer in self.layers for weights in layer)


def random_stack(
    cell: str,
    input_size: int,
    hidden_size: int,
    *,
    seed: int,
    gates: int = 4,
    layers: int = 1,
    bidirectional: bool = False,
    projection_size: int | None = None,
    recurrent_bias: bool = False,
    options: Mapping[str, Any] | None = None,
) -> Stack:
    """Untrained weights, uniform in ±1/sqrt(H), the usual initialisation of frameworks.

    Parameters
    ----------
    cell : str
        Name of the cell.
    input_size, hidden_size : int
        D and H.
    seed : int
        Seed of a PCG64 generator: the same seed gives the same weights everywhere.
    gates : int
        G, the gates of the cell.
    layers : int
        L.
    bidirectional : bool
        Two directions a layer.
    projection_size : int, optional
        P, smaller than H.
    recurrent_bias : bool
        Draw ``b_h``, the bias that a GRU's reset gate multiplies.
    options : mapping, optional
        Options of the cell.

    Returns
    -------
    Stack
        float32 weights.

    Examples
    --------
    >>> stack = random_stack("lstm", 3, 4, seed=7, layers=2)
    >>> stack.layers[1][0].W_x.shape
    (4, 4, 4)
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    bound = hidden_size**-0.5
    output = projection_size or hidden_size
    directions = 2 if bidirectional else 1

    def draw(*shape: int) -> Array:
        return generator.uniform(-bound, bound, shape).astype(np.float32)

    def weights(width: int) -> CellWeights:
        return CellWeights(
            W_x=draw(gates, hidden_size, width),
            W_h=draw(gates, hidden_size, output),
            b=draw(gates, hidden_size),
            W_p=draw(output, hidden_size) if projection_size else None,
            b_h=draw(hidden_size) if recurrent_bias else None,
        )

    widths = [input_size] + [output * directions] * (layers - 1)
    return Stack(
        name=cell,
        cell=cell,
        layers=tuple(tuple(weights(width) for _ in range(directions)) for width in widths),
        options=options or {},
    )


def _expect(name: str, array: Array, shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise InvalidWeights(
            f"{name} has shape {list(array.shape)}; {list(shape)} is needed",
            hint="All arrays of a layer must agree on gates, units and inputs.",
        )
