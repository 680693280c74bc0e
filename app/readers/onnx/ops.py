"""The operations that move, cut and join arrays, as NumPy does them.

They are what stands between a stored weight and the node that reads it, and between two layers. Each takes
a call and returns the node's outputs. Whatever goes wrong in one, such as shapes that do not fit, means that
the result is not known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.readers.onnx.graph import Node
from app.readers.onnx.tensors import TYPES, Budget, decode
from app.weights import Array

__all__ = ["MOVES", "OPS", "Call"]


@dataclass(frozen=True, slots=True)
class Call:
    """One node, its inputs as arrays, and what may still be allocated."""

    node: Node
    inputs: Sequence[Any]
    budget: Budget

    def given(self, place: int) -> Any:
        """An input that the node may have; None where it has not."""
        return self.inputs[place] if place < len(self.inputs) else None

    def spend(self, shape: Sequence[int], width: int = 8) -> None:
        """Pay for an array before it is made."""
        sizes = [int(size) for size in shape]
        if any(size < 0 for size in sizes):
            raise ValueError(f"a size is negative: {sizes}")
        self.budget.spend(math.prod(sizes) * width)


def _identity(call: Call) -> Sequence[Array]:
    return (call.inputs[0],)


def _constant(call: Call) -> Sequence[Array]:
    tensor = call.node.tensor("value")
    if tensor is not None:
        array = decode(tensor, call.budget)
        return () if array is None else (array,)
    if "value_int" in call.node.attributes:
        return (np.array(call.node.integer("value_int"), "i8"),)
    if "value_float" in call.node.attributes:
        return (np.array(call.node.number("value_float"), "f4"),)
    if "value_ints" in call.node.attributes:
        return (np.array(call.node.ints("value_ints"), "i8"),)
    return (
        (np.array(call.node.floats("value_floats"), "f4"),) if "value_floats" in call.node.attributes else ()
    )


def _constant_of_shape(call: Call) -> Sequence[Array]:
    tensor = call.node.tensor("value")
    filling = np.zeros(1, "f4") if tensor is None else decode(tensor, call.budget)
    if filling is None:
        return ()
    shape = [int(size) for size in call.inputs[0]]
    call.spend(shape, filling.itemsize)
    return (np.full(shape, filling.ravel()[0]),)


def _cast(call: Call) -> Sequence[Array]:
    stored = TYPES[call.node.integer("to")][0]
    call.spend(call.inputs[0].shape, 4)
    # bfloat16 has no type in NumPy: what lies between two of its casts is left unknown.
    return () if call.node.integer("to") == 16 else (call.inputs[0].astype(stored),)


def _axes(call: Call) -> list[int] | None:
    """Axes as an input (since opset 13) or as an attribute."""
    if len(call.inputs) > 1 and call.inputs[1] is not None:
        return [int(axis) for axis in call.inputs[1].ravel()]
    return call.node.ints("axes")


def _squeeze(call: Call) -> Sequence[Array]:
    axes = _axes(call)
    return (np.squeeze(call.inputs[0], None if axes is None else tuple(axes)),)


def _unsqueeze(call: Call) -> Sequence[Array]:
    axes = _axes(call)
    return () if axes is None else (np.expand_dims(call.inputs[0], tuple(axes)),)


def _transpose(call: Call) -> Sequence[Array]:
    return (np.transpose(call.inputs[0], call.node.ints("perm")),)


def _reshape(call: Call) -> Sequence[Array]:
    data, wanted = call.inputs[0], [int(size) for size in call.inputs[1]]
    if not call.node.integer("allowzero"):
        wanted = [data.shape[axis] if size == 0 else size for axis, size in enumerate(wanted)]
    call.spend(data.shape, data.itemsize)
    return (data.reshape(wanted),)


def _flatten(call: Call) -> Sequence[Array]:
    axis = call.node.integer("axis", 1) % (call.inputs[0].ndim + 1)
    return (call.inputs[0].reshape(math.prod(call.inputs[0].shape[:axis]), -1),)


def _concat(call: Call) -> Sequence[Array]:
    call.budget.spend(sum(array.nbytes for array in call.inputs))
    return (np.concatenate(call.inputs, call.node.integer("axis")),)


def _slice(call: Call) -> Sequence[Array]:
    data = call.inputs[0]
    if len(call.inputs) > 1:
        starts, ends = (array.ravel().tolist() for array in call.inputs[1:3])
        given = [array.ravel().tolist() if array is not None else None for array in call.inputs[3:5]]
        axes, steps = [*given, None, None][:2]
    else:
        starts, ends, axes, steps = (
            call.node.ints("starts"),
            call.node.ints("ends"),
            call.node.ints("axes"),
            None,
        )
    cut = [slice(None)] * data.ndim
    rows = zip(axes or range(len(starts)), starts, ends, steps or [1] * len(starts), strict=True)
    for axis, start, end, step in rows:
        # Backwards, a very negative end means "down to the first".
        last = None if step < 0 and end < -data.shape[axis] else end
        cut[axis] = slice(start, last, step)
    return (data[tuple(cut)],)


def _split(call: Call) -> Sequence[Array]:
    data, axis = call.inputs[0], call.node.integer("axis")
    sizes = (
        call.inputs[1].tolist()
        if len(call.inputs) > 1 and call.inputs[1] is not None
        else call.node.ints("split")
    )
    if sizes is None:
        size = -(-data.shape[axis] // len(call.node.outputs))
        return np.split(data, range(size, data.shape[axis], size), axis)
    return np.split(data, np.cumsum(sizes)[:-1].tolist(), axis) if sum(sizes) == data.shape[axis] else ()


def _gather(call: Call) -> Sequence[Array]:
    data, indices, axis = call.inputs[0], call.inputs[1], call.node.integer("axis")
    call.spend(indices.shape, data.nbytes // max(data.shape[axis], 1))
    return (np.asarray(np.take(data, indices, axis)),)


def _shape(call: Call) -> Sequence[Array]:
    shape = call.inputs[0].shape
    stop = call.node.integer("end", len(shape))
    return (np.array(shape[call.node.integer("start") : stop], "i8"),)


def _size(call: Call) -> Sequence[Array]:
    return (np.array(call.inputs[0].size, "i8"),)


def _expand(call: Call) -> Sequence[Array]:
    shape = np.broadcast_shapes(call.inputs[0].shape, tuple(int(size) for size in call.inputs[1]))
    call.spend(shape, call.inputs[0].itemsize)
    return (np.broadcast_to(call.inputs[0], shape),)


def _pairwise(function: Callable[[Array, Array], Any]) -> Callable[[Call], Sequence[Array]]:
    def apply(call: Call) -> Sequence[Array]:
        shape = np.broadcast_shapes(call.inputs[0].shape, call.inputs[1].shape)
        call.spend(shape, 8)
        return (np.asarray(function(call.inputs[0], call.inputs[1])),)

    return apply


def _divide(left: Array, right: Array) -> Array:
    return np.asarray(left / right if left.dtype.kind == "f" else left // right)


def _negate(call: Call) -> Sequence[Array]:
    call.spend(call.inputs[0].shape, 8)
    return (np.logical_not(call.inputs[0]) if call.node.op == "Not" else np.negative(call.inputs[0]),)


def _where(call: Call) -> Sequence[Array]:
    call.spend(np.broadcast_shapes(*(array.shape for array in call.inputs)), 8)
    return (np.where(*call.inputs),)


def _dequantize(call: Call) -> Sequence[Array]:
    data, scale = call.inputs[:2]
    zero = call.given(2) if call.given(2) is not None else np.zeros_like(scale, data.dtype)
    if call.node.integer("block_size") or scale.ndim > 1:
        return ()
    call.spend(data.shape, 12)
    if scale.ndim == 1 and scale.size > 1:
        wide = [1] * data.ndim
        wide[call.node.integer("axis", 1)] = scale.size
        scale, zero = scale.reshape(wide), zero.reshape(wide)
    return ((data.astype("i4") - zero.astype("i4")).astype(scale.dtype) * scale,)


Operation = Callable[[Call], Sequence[Array]]

OPS: dict[str, Operation] = {
    "Identity": _identity,
    "Dropout": _identity,
    "Constant": _constant,
    "ConstantOfShape": _constant_of_shape,
    "Cast": _cast,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Transpose": _transpose,
    "Reshape": _reshape,
    "Flatten": _flatten,
    "Concat": _concat,
    "Slice": _slice,
    "Split": _split,
    "Gather": _gather,
    "Shape": _shape,
    "Size": _size,
    "Expand": _expand,
    "Add": _pairwise(np.add),
    "Sub": _pairwise(np.subtract),
    "Mul": _pairwise(np.multiply),
    "Div": _pairwise(_divide),
    "Equal": _pairwise(np.equal),
    "Less": _pairwise(np.less),
    "Greater": _pairwise(np.greater),
    "And": _pairwise(np.logical_and),
    "Or": _pairwise(np.logical_or),
    "Not": _negate,
    "Neg": _negate,
    "Where": _where,
    "DequantizeLinear": _dequantize,
}

# Those that change no number; a shape that is asked for on the way changes none either.
MOVES = frozenset(
    {
        *("Identity", "Dropout", "Cast", "Squeeze", "Unsqueeze", "Transpose", "Reshape", "Flatten"),
        *("Concat", "Slice", "Split", "Gather", "Expand", "Shape", "Size"),
    }
)
