"""Tensors of a PyTorch file: records of ``_rebuild_tensor`` and the storages that they look into.

A tensor is a window on a storage: offset, shape and strides. All four come from the file, so the last
number that the window reaches is compared with the storage before anything is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.errors import UnreadableFile, shorten
from app.readers.named.tensors import ITEM_BYTES, Budget, Tensor, floats, sized
from app.readers.pickles.values import Name, Persistent, Record
from app.weights import Array

__all__ = ["STORAGES", "Storage", "is_tensor", "storage_of", "tensor_of"]

STORAGES = {
    "FloatStorage": "float32",
    "DoubleStorage": "float64",
    "HalfStorage": "float16",
    "BFloat16Storage": "bfloat16",
    "LongStorage": "int64",
    "IntStorage": "int32",
    "ShortStorage": "int16",
    "CharStorage": "int8",
    "ByteStorage": "uint8",
    "BoolStorage": "bool",
    "ComplexFloatStorage": "complex64",
    "ComplexDoubleStorage": "complex128",
    "QInt8Storage": "qint8",
    "QUInt8Storage": "quint8",
    "QInt32Storage": "qint32",
    "UntypedStorage": "uint8",
}
_PLAIN = {"_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3"}
_AGAIN = "Save it again: torch.save(model.state_dict(), 'model.pt')."


@dataclass(frozen=True, slots=True)
class Storage:
    """A run of numbers beside the pickle; ``length`` counts numbers, as the pickle declares them."""

    key: str
    dtype: str
    length: int


ReadStorage = Callable[[Storage], bytes]


def is_tensor(value: Any) -> bool:
    """Whether a value of a pickle rebuilds a tensor.

    Examples
    --------
    >>> is_tensor(Record(Name("torch._utils", "_rebuild_tensor_v2")))
    True
    """
    return (
        isinstance(value, Record)
        and value.kind.module == "torch._utils"
        and value.kind.name.startswith("_rebuild_")
        and "tensor" in value.kind.name
    )


def storage_of(identity: Any) -> Storage | None:
    """The storage that a persistent id names: ("storage", class, key, device, length, view).

    Examples
    --------
    >>> storage_of(("storage", Name("torch", "FloatStorage"), "0", "cpu", 12))
    Storage(key='0', dtype='float32', length=12)
    """
    if not isinstance(identity, tuple) or len(identity) < 5 or identity[0] != "storage":
        return None
    _, kind, key, _, length, *view = identity
    if not isinstance(kind, Name) or not isinstance(key, str) or type(length) is not int or length < 0:
        return None
    if kind.last not in STORAGES or any(part is not None for part in view):
        return None
    return Storage(key, STORAGES[kind.last], length)


def tensor_of(record: Record, name: str, read_storage: ReadStorage, budget: Budget, *, big: bool) -> Tensor:
    """A tensor whose numbers are read later.

    Parameters
    ----------
    record : Record
        For which :func:`is_tensor` holds.
    name : str
        For messages.
    read_storage : callable
        The bytes of a storage, exactly as many as it declares.
    budget : Budget
        Counts what is read.
    big : bool
        Whether numbers are stored big end first.

    Raises
    ------
    UnreadableFile
        When the window reaches beyond its storage, or is no window at all.
    """
    if record.kind.name not in _PLAIN:
        # Quantized, sparse, on another device: named when a layer needs it.
        kind = record.kind.name.removeprefix("_rebuild_")
        dtype = "qint8" if kind == "qtensor" else kind
        return Tensor((), dtype, lambda: floats(b"", dtype, name))
    storage, offset, shape, strides = _window(record, name)
    count = sized(shape)
    last = offset + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
    if count is None or (count and last >= storage.length):
        raise UnreadableFile(
            f"{shorten(name)} has shape {shorten(list(shape))}, strides {shorten(list(strides))} and offset "
            f"{offset:,}: that reaches beyond its storage of {storage.length:,} numbers",
            hint=_AGAIN,
        )

    def read() -> Array:
        if not count:
            return np.zeros(shape, np.float32)
        item = ITEM_BYTES.get(storage.dtype)
        if item is None:
            return floats(b"", storage.dtype, name)
        # Strides of zero repeat numbers, large ones skip many: both what is read and what is made counts.
        budget.spend(max(4, item) * max(count, last + 1 - offset), name)
        raw = memoryview(read_storage(storage))[offset * item : (last + 1) * item]
        window = floats(raw, storage.dtype, name, big_endian=big)
        steps = tuple(stride * window.itemsize for stride in strides)
        return np.ascontiguousarray(np.lib.stride_tricks.as_strided(window, shape, steps))

    return Tensor(shape, storage.dtype, read)


def _window(record: Record, name: str) -> tuple[Storage, int, tuple[int, ...], tuple[int, ...]]:
    arguments = record.arguments
    if len(arguments) >= 4:
        stored, offset, shape, strides = arguments[:4]
        storage = storage_of(stored.id) if isinstance(stored, Persistent) else None
        whole = all(_counts(part) for part in (shape, strides)) and len(shape) == len(strides)
        if storage is not None and whole and type(offset) is int and offset >= 0:
            dtype = arguments[6] if record.kind.name == "_rebuild_tensor_v3" and len(arguments) > 6 else None
            return _typed(storage, dtype), offset, tuple(shape), tuple(strides)
    raise UnreadableFile(f"{shorten(name)} is no tensor of torch: its parts do not fit together", hint=_AGAIN)


def _typed(storage: Storage, dtype: Any) -> Storage:
    """Version 3 stores bytes and says their type apart; it is used for types that have no storage class."""
    if not isinstance(dtype, Name) or storage.dtype != "uint8":
        return storage
    name = "float8" if dtype.name.startswith("float8") else dtype.name
    return Storage(storage.key, name, storage.length // ITEM_BYTES.get(name, 1))


def _counts(value: Any) -> bool:
    return isinstance(value, tuple | list) and all(type(item) is int and 0 <= item < 2**48 for item in value)
