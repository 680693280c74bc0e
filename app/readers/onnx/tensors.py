"""Tensors of an ONNX file as arrays, checked before anything is allocated."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from app.errors import FileTooLarge, UnreadableFile, shorten
from app.readers.reading import ReadLimits
from app.weights import Array

__all__ = ["Budget", "check", "decode", "integers", "is_weight", "shape_of", "text", "type_name"]

FLOAT16, BFLOAT16 = 10, 16
# TensorProto.DataType -> stored form, and the field that holds it when raw_data does not.
TYPES: dict[int, tuple[str, str]] = {
    1: ("<f4", "float_data"),
    2: ("<u1", "int32_data"),
    3: ("<i1", "int32_data"),
    4: ("<u2", "int32_data"),
    5: ("<i2", "int32_data"),
    6: ("<i4", "int32_data"),
    7: ("<i8", "int64_data"),
    9: ("?", "int32_data"),
    10: ("<f2", "int32_data"),
    11: ("<f8", "double_data"),
    12: ("<u4", "uint64_data"),
    13: ("<u8", "uint64_data"),
    16: ("<u2", "int32_data"),
}
FLOATS = (1, 10, 11, 16)
AXES_LIMIT = 32
OPERATION_LIMIT = 200_000


def text(value: str | bytes) -> str:
    """A name of the file; parsers hand out bytes where it is not UTF-8.

    Examples
    --------
    >>> text(bytes([104, 255]))
    'h�'
    """
    return value.decode(errors="replace") if isinstance(value, bytes) else value


class Budget:
    """What may still be allocated and computed while one file is read."""

    def __init__(self, limits: ReadLimits, operations: list[int] | None = None) -> None:
        self.limits = limits
        self._bytes = limits.unpacked_bytes
        self._operations = [OPERATION_LIMIT] if operations is None else operations

    def fresh(self) -> Budget:
        """A budget of bytes for arrays that are thrown away, out of the same operations."""
        return Budget(self.limits, self._operations)

    def spend(self, size: int) -> None:
        """Take bytes for an array.

        Raises
        ------
        FileTooLarge
            When all arrays of the file together take more than the limit.
        """
        self._bytes -= size
        if self._bytes < 0:
            raise FileTooLarge(
                f"the arrays of the ONNX file take more than {self.limits.unpacked_bytes} bytes",
                hint="Export the recurrent part of the network alone.",
            )

    def work(self) -> None:
        """Take one operation on arrays; raises FileTooLarge when there were too many."""
        self._operations[0] -= 1
        if self._operations[0] < 0:
            raise FileTooLarge(
                "the weights of the ONNX file are computed in too many steps",
                hint="Let the exporter fold constants: torch.onnx.export(..., do_constant_folding=True).",
            )


def type_name(tensor: Any) -> str:
    """The standard's name of a tensor's type, or its number."""
    import onnx

    names = onnx.TensorProto.DataType
    return names.Name(tensor.data_type) if tensor.data_type in names.values() else str(tensor.data_type)


def shape_of(tensor: Any) -> tuple[int, ...]:
    """Sizes of a tensor's axes, as declared."""
    return tuple(int(size) for size in tensor.dims)


def integers(tensor: Any) -> list[int]:
    """A few integers, such as a shape; none where there are other numbers, or too many."""
    if tensor.data_type != 7 or not 0 < math.prod(tensor.dims) <= AXES_LIMIT:
        return []
    raw = tensor.raw_data
    return np.frombuffer(raw, "<i8").tolist() if raw and len(raw) % 8 == 0 else list(tensor.int64_data)


def is_weight(tensor: Any) -> bool:
    """Whether a tensor looks like a weight: floating-point numbers, more than one."""
    return tensor.data_type in FLOATS and math.prod(shape_of(tensor)) > 1


def check(tensor: Any, limits: ReadLimits) -> None:
    """Hold a tensor's declared shape against the data that it has.

    Parameters
    ----------
    tensor : TensorProto
        As parsed; nothing of it is copied here.
    limits : ReadLimits
        ``unpacked_bytes`` bounds the array.

    Raises
    ------
    UnreadableFile
        When a size is negative, or data and shape do not agree.
    FileTooLarge
        When the array would be larger than allowed.

    Examples
    --------
    >>> from onnx import TensorProto
    >>> check(TensorProto(name="W", data_type=1, dims=[2, 3], float_data=[0.5]), ReadLimits())
    Traceback (most recent call last):
    app.errors.UnreadableFile: the tensor 'W' of shape [2, 3] needs 6 numbers and has 1
    """
    name, shape = shorten(text(tensor.name)), shape_of(tensor)
    if len(shape) > AXES_LIMIT or any(size < 0 for size in shape):
        raise UnreadableFile(
            f"the tensor {name} of the ONNX file has shape {shorten(list(shape))}",
            hint=f"At most {AXES_LIMIT} axes, none of them negative, are read. Export the network again.",
        )
    if tensor.data_type not in TYPES:
        return
    stored, field = TYPES[tensor.data_type]
    count, width = math.prod(shape), np.dtype(stored).itemsize
    if count * max(width, 4) > limits.unpacked_bytes:
        raise FileTooLarge(
            f"the tensor {name} of shape {shorten(list(shape))} takes more than "
            f"{limits.unpacked_bytes} bytes",
            hint="Export the recurrent part of the network alone.",
        )
    found = len(tensor.raw_data) / width if tensor.HasField("raw_data") else len(getattr(tensor, field))
    if found != count or tensor.HasField("segment"):
        raise UnreadableFile(
            f"the tensor {name} of shape {shorten(list(shape))} needs {count} numbers and has {found:g}",
            hint="The file is damaged. Export the network again.",
        )


def decode(tensor: Any, budget: Budget) -> Array | None:
    """The tensor's array, 16-bit floats widened to 32 bits; None for a type that no weight has.

    Raises
    ------
    UnreadableFile, FileTooLarge
        See :func:`check`.

    Examples
    --------
    >>> from onnx import TensorProto
    >>> half = TensorProto(data_type=TensorProto.FLOAT16, dims=[1, 2], raw_data=bytes.fromhex("003c00c0"))
    >>> decode(half, Budget(ReadLimits()))
    array([[ 1., -2.]], dtype=float32)
    """
    check(tensor, budget.limits)
    if tensor.data_type not in TYPES:
        return None
    stored, field = TYPES[tensor.data_type]
    shape = shape_of(tensor)
    budget.spend(math.prod(shape) * max(np.dtype(stored).itemsize, 4))
    if tensor.HasField("raw_data"):
        array = np.frombuffer(tensor.raw_data, "u1" if stored == "?" else stored)
    elif tensor.data_type in (FLOAT16, BFLOAT16):
        array = np.array(getattr(tensor, field), "i8").astype("u2")
    else:
        array = np.array(getattr(tensor, field), np.dtype("i8") if field == "int32_data" else stored)
    if tensor.data_type == FLOAT16:
        array = array.view("<f2").astype("f4")
    elif tensor.data_type == BFLOAT16:
        array = (array.astype("u4") << 16).view("f4")
    else:
        array = array.astype(stored, copy=False)
    return array.reshape(shape)
