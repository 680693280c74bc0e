"""A tensor of a file before anyone asked for its numbers: shape and type now, the array when it is used.

A checkpoint may hold a whole image network in front of its recurrent layers. Of what is not used only names
and shapes are wanted, so the bytes of a tensor are decoded when it is read, and counted then.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.errors import FileTooLarge, UnsupportedNetwork, shorten
from app.readers.reading import ReadLimits
from app.weights import Array

__all__ = ["ITEM_BYTES", "Budget", "Tensor", "floats", "sized"]

# Bytes of one number, by torch's name of the type.
ITEM_BYTES = {
    "float64": 8,
    "float32": 4,
    "float16": 2,
    "bfloat16": 2,
    "complex32": 4,
    "complex64": 8,
    "complex128": 16,
    "float8": 1,
    "int64": 8,
    "int32": 4,
    "int16": 2,
    "int8": 1,
    "uint64": 8,
    "uint32": 4,
    "uint16": 2,
    "uint8": 1,
    "bool": 1,
    "qint8": 1,
    "quint8": 1,
    "qint32": 4,
}
AXES = 32


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """A named part of a file.

    Attributes
    ----------
    shape : tuple of int
        As the file declares it; :func:`sized` has looked at it.
    dtype : str
        A key of :data:`ITEM_BYTES`.
    read : callable
        The numbers, float32 or float64, in that shape.
    """

    shape: tuple[int, ...]
    dtype: str
    read: Callable[[], Array]


class Budget:
    """What a file may still take of its limits.

    Examples
    --------
    >>> budget = Budget(ReadLimits(unpacked_bytes=100, tensors=2))
    >>> budget.spend(60, "weight")
    >>> budget.spend(60, "bias")
    Traceback (most recent call last):
    app.errors.FileTooLarge: with 'bias' the arrays of this file come to 120 bytes; the limit is 100
    """

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._bytes = 0

    def spend(self, count: int, name: str) -> None:
        """Count bytes that are about to be allocated."""
        self._bytes += count
        if self._bytes > self._limits.unpacked_bytes:
            raise FileTooLarge(
                f"with {shorten(name)} the arrays of this file come to {self._bytes:,} bytes; "
                f"the limit is {self._limits.unpacked_bytes:,}",
                hint="Save the recurrent part of the network alone, in float32.",
            )

    def count(self, tensors: int) -> None:
        """Look at how many tensors there are."""
        if tensors > self._limits.tensors:
            raise FileTooLarge(
                f"the file has {tensors:,} tensors; the limit is {self._limits.tensors:,}",
                hint="Save the recurrent part of the network alone, without optimizer.",
            )


def sized(shape: tuple[int, ...]) -> int | None:
    """How many numbers a declared shape holds; None for one that no array can have.

    Examples
    --------
    >>> sized((3, 4)), sized(()), sized((-1,)), sized((2**40, 2**40))
    (12, 1, None, None)
    """
    if len(shape) > AXES or any(axis < 0 for axis in shape):
        return None
    count = math.prod(shape)
    return count if count < 2**48 else None


def floats(raw: bytes | memoryview, dtype: str, name: str, *, big_endian: bool = False) -> Array:
    r"""Numbers of a tensor's bytes, as float32; float64 stays what it is.

    Parameters
    ----------
    raw : bytes
        A whole count of numbers.
    dtype : str
        Half precision (float16, bfloat16) is widened, which changes no value.
    name : str
        For the message.
    big_endian : bool
        Order of the bytes of a number.

    Raises
    ------
    UnsupportedNetwork
        For every type that is not a plain real number.

    Examples
    --------
    >>> floats(b"\x80\x3f\x00\xc0", "bfloat16", "bias")
    array([ 1., -2.], dtype=float32)
    """
    order = ">" if big_endian else "<"
    if dtype in ("float64", "float32", "float16"):
        array = np.frombuffer(raw, np.dtype(f"{order}f{ITEM_BYTES[dtype]}"))
        return array.astype(np.float64 if dtype == "float64" else np.float32)
    if dtype == "bfloat16":
        bits = np.frombuffer(raw, np.dtype(f"{order}u2")).astype(np.uint32) << np.uint32(16)
        return bits.view(np.float32)
    raise UnsupportedNetwork(
        f"{shorten(name)} holds numbers of type {dtype}; float16, bfloat16, float32 and float64 are read",
        hint="Save the trained network before it is quantized: "
        "torch.save(model.float().state_dict(), 'model.pt').",
    )
