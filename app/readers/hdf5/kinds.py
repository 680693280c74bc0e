"""Which numbers an array of an HDF5 file holds, and by which filters they are packed."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.errors import UnreadableFile, shorten
from app.readers.hdf5.raw import AGAIN

__all__ = ["DEFLATE", "FLETCHER32", "SHUFFLE", "Numbers", "filters", "numbers"]

DEFLATE, SHUFFLE, FLETCHER32 = 1, 2, 3
INTEGER, FLOAT, OPAQUE, ENUMERATION = 0, 1, 5, 8
# Bytes, bits of exponent and of mantissa, and bias of the floating-point numbers that NumPy knows.
_FLOATS = {(2, 5, 10, 15): "f2", (4, 8, 23, 127): "f4", (8, 11, 52, 1023): "f8"}
_BFLOAT16 = (2, 8, 7, 127)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A type: ``dtype`` is None of two bytes that NumPy has no type for, which may be bfloat16."""

    dtype: np.dtype[Any] | None
    itemsize: int
    bfloat16: bool = False


def numbers(path: str, kind: memoryview) -> Numbers:
    """Read a datatype.

    Parameters
    ----------
    path : str
        Of the array, for messages.
    kind : memoryview
        The bytes of its description.

    Raises
    ------
    UnreadableFile
        When these are no plain numbers.

    Examples
    --------
    >>> numbers("/x", memoryview(bytes([0x10, 8, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0])))
    Numbers(dtype=dtype('int32'), itemsize=4, bfloat16=False)
    """
    of, bits, size = struct.unpack_from("<BB2xI", kind)
    order = ">" if bits & 1 else "<"
    if of & 15 == INTEGER and size in (1, 2, 4, 8):
        return Numbers(np.dtype(f"{order}{'i' if bits & 8 else 'u'}{size}"), size)
    if of & 15 == FLOAT:
        exponent, mantissa, bias = struct.unpack_from("<5xBxBI", kind, 8)
        layout = (size, exponent, mantissa, bias)
        if layout in _FLOATS and not bits & 0x40:
            return Numbers(np.dtype(order + _FLOATS[layout]), size)
        if layout == _BFLOAT16 and order == "<":
            return Numbers(None, 2, bfloat16=True)
    # An enumeration is how h5py writes true and false, and two opaque bytes are how it writes bfloat16.
    if of & 15 == ENUMERATION and size == 1:
        return Numbers(np.dtype("i1"), 1)
    if of & 15 == OPAQUE and size == 2:
        return Numbers(None, 2)
    raise UnreadableFile(
        f"{shorten(path)} holds no plain numbers (HDF5 type class {of & 15}, {size:,} bytes each)", hint=AGAIN
    )


def filters(path: str, pipeline: memoryview) -> tuple[int, ...]:
    """The filters of an array's pieces, in the order of packing.

    Raises
    ------
    UnreadableFile
        When one of them is none that can be undone here.
    """
    version, count = struct.unpack_from("<BB", pipeline)
    at, found = 8 if version == 1 else 2, []
    for _ in range(count):
        (name,) = struct.unpack_from("<H", pipeline, at)
        if name not in (DEFLATE, SHUFFLE, FLETCHER32):
            raise UnreadableFile(
                f"{shorten(path)} is packed by HDF5 filter {name}; gzip and shuffle are read",
                hint="Write the file without compression. " + AGAIN,
            )
        found.append(name)
        if version == 1:
            length, values = struct.unpack_from("<H2xH", pipeline, at + 2)
            at += 8 + length + 4 * (values + values % 2)
        else:
            # Known filters have no name in the second version.
            (values,) = struct.unpack_from("<2xH", pipeline, at + 2)
            at += 6 + 4 * values
    return tuple(found)
