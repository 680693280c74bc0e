"""NumPy's arrays inside a pickle, as records of the calls that would rebuild them."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.errors import UnreadableFile, shorten
from app.readers.named.tensors import Budget, Tensor, floats, sized
from app.readers.pickles.values import Record
from app.weights import Array

__all__ = ["array_of", "is_array"]

_TYPES = {"f8": "float64", "f4": "float32", "f2": "float16"}
_RECONSTRUCT = {"numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct"}
_FROM_BUFFER = {"numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer"}


def is_array(value: Any) -> bool:
    """Whether a value of a pickle rebuilds an array of NumPy.

    Examples
    --------
    >>> from app.readers.pickles.values import Name
    >>> is_array(Record(Name("numpy.core.multiarray", "_reconstruct")))
    True
    """
    return isinstance(value, Record) and value.kind.path in _RECONSTRUCT | _FROM_BUFFER


def array_of(record: Record, name: str, budget: Budget) -> Tensor:
    """An array whose bytes lie in the pickle.

    Raises
    ------
    UnreadableFile
        When its shape does not fit its bytes.
    """
    shape, kind, fortran, raw = _parts(record)
    code, big = _type(kind)
    item = int(code[1:]) if code[1:].isdecimal() and len(code) < 4 else 0
    count = sized(shape) if isinstance(shape, tuple) and all(type(axis) is int for axis in shape) else None
    if count is None or not isinstance(raw, bytes) or len(raw) != count * item:
        raise UnreadableFile(
            f"{shorten(name)} is no array of numbers: its shape and bytes do not fit together",
            hint="Save the weights: torch.save(model.state_dict(), 'model.pt').",
        )
    dtype = _TYPES.get(code, code)

    def read() -> Array:
        budget.spend(max(4, item) * count, name)
        flat = floats(raw, dtype, name, big_endian=big)
        return np.ascontiguousarray(flat.reshape(shape, order="F" if fortran else "C"))

    return Tensor(shape, dtype, read)


def _parts(record: Record) -> tuple[Any, Any, bool, Any]:
    """Shape, type, order and bytes: of a state (version, shape, type, order, bytes), or of arguments."""
    if record.kind.path in _FROM_BUFFER:
        if len(record.arguments) == 4:
            raw, kind, shape, order = record.arguments
            return shape, kind, order == "F", bytes(raw) if isinstance(raw, bytearray) else raw
    elif isinstance(record.state, tuple) and len(record.state) == 5:
        _, shape, kind, fortran, raw = record.state
        return shape, kind, fortran is True, raw
    return None, None, False, None


def _type(kind: Any) -> tuple[str, bool]:
    """Code such as "f4", and whether the big end comes first."""
    if not isinstance(kind, Record) or kind.kind.path != "numpy.dtype" or not kind.arguments:
        return "", False
    code = kind.arguments[0]
    order = kind.state[1] if isinstance(kind.state, tuple) and len(kind.state) > 1 else "<"
    return (code if isinstance(code, str) else ""), order == ">"
