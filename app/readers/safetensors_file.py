"""Safetensors: eight bytes of length, a JSON header of names, types, shapes and places, then the numbers.

The header is checked here, field by field, for two reasons: ``safetensors.numpy`` cannot read bfloat16, and a
message can say which field of which tensor is wrong.
Format: https://github.com/huggingface/safetensors#format
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from app.errors import FileTooLarge, UnreadableFile, shorten
from app.readers.json_text import read_json
from app.readers.named.plain_names import read_plain
from app.readers.named.state_dict import read_state_dict
from app.readers.named.tensors import ITEM_BYTES, Budget, Tensor, floats, sized
from app.readers.reading import Reading, Source
from app.weights import Array

__all__ = ["load", "match", "named_tensors"]

HEADER_BYTES = 8 * 2**20
TYPES = {
    "F64": "float64",
    "F32": "float32",
    "F16": "float16",
    "BF16": "bfloat16",
    "F8_E4M3": "float8",
    "F8_E5M2": "float8",
    "F8_E8M0": "float8",
    "C64": "complex64",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U64": "uint64",
    "U32": "uint32",
    "U16": "uint16",
    "U8": "uint8",
    "BOOL": "bool",
}
_AGAIN = "Save it again: safetensors.torch.save_file(model.state_dict(), 'model.safetensors')."


def match(source: Source) -> bool:
    r"""Whether a file begins with a length and an object of JSON.

    Examples
    --------
    >>> match(Source(b"\x02\0\0\0\0\0\0\0{}")), match(Source(b'{"cell": {"'))
    (True, False)
    """
    start = source.content[:9]
    # The upper bytes of a length are zero, or it is a lie that the reader will name; in text they are
    # neither.
    return start[8:9] == b"{" and (start[6:8] == b"\0\0" or start[7] > 0x7F)


def load(source: Source) -> Reading:
    """Read a file of named tensors.

    Raises
    ------
    UnreadableFile, FileTooLarge, NoRecurrentLayer, UnsupportedNetwork, InvalidWeights
        See :func:`named_tensors` and :func:`app.readers.state_dict.read_state_dict`.
    """
    budget = Budget(source.limits)
    tensors = named_tensors(source.content, budget)
    return (read_plain(tensors) or read_state_dict(tensors)).reading("safetensors")


def named_tensors(content: bytes, budget: Budget) -> dict[str, Tensor]:
    """Read the header of a safetensors file.

    Parameters
    ----------
    content : bytes
        The whole file.
    budget : Budget
        Counts the tensors, and the bytes of those that are read later.

    Returns
    -------
    dict of str to Tensor
        Each lies inside the file, and no two overlap.

    Raises
    ------
    UnreadableFile
        Names the tensor and the field that is wrong.
    FileTooLarge
        When the header or the number of tensors passes its limit.

    Examples
    --------
    >>> header = b'{"b": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}'
    >>> content = len(header).to_bytes(8, "little") + header + bytes([0, 0, 128, 63])
    >>> named_tensors(content, Budget(Source(b"").limits))["b"].read()
    array([1.], dtype=float32)
    """
    length = int.from_bytes(content[:8], "little")
    if length > len(content) - 8:
        raise UnreadableFile(
            f"the header of the safetensors file declares {length:,} bytes; {len(content) - 8:,} follow",
            hint=f"A download may have stopped early. {_AGAIN}",
        )
    if length > HEADER_BYTES:
        raise FileTooLarge(
            f"the header of the safetensors file has {length:,} bytes; the limit is {HEADER_BYTES:,}",
            hint="Save the recurrent part of the network alone.",
        )
    header = read_json(content[8 : 8 + length], "the header of the safetensors file", HEADER_BYTES)
    if not isinstance(header, dict):
        raise UnreadableFile("the header of the safetensors file is no object", hint=_AGAIN)
    header.pop("__metadata__", None)
    budget.count(len(header))
    data = memoryview(content)[8 + length :]
    tensors = {name: _tensor(name, entry, data, budget) for name, entry in header.items()}
    total = sum(math.prod(tensor.shape) * ITEM_BYTES[tensor.dtype] for tensor in tensors.values())
    if total > len(data):
        raise UnreadableFile(
            f"tensors of the safetensors file overlap: they need {total:,} bytes, {len(data):,} are there",
            hint=_AGAIN,
        )
    return tensors


def _tensor(name: str, entry: Any, data: memoryview, budget: Budget) -> Tensor:
    dtype, shape, (begin, end) = _fields(name, entry)
    count = sized(shape)
    if count is None or begin > end or end > len(data) or end - begin != count * ITEM_BYTES[dtype]:
        raise UnreadableFile(
            f"{shorten(name)} declares shape {shorten(list(shape))} of {dtype} at bytes {begin} to {end}, "
            f"which does not fit the {len(data):,} bytes of data",
            hint=_AGAIN,
        )

    def read() -> Array:
        budget.spend(max(4, ITEM_BYTES[dtype]) * count, name)
        return floats(data[begin:end], dtype, name).reshape(shape)

    return Tensor(shape, dtype, read)


def _fields(name: str, entry: Any) -> tuple[str, tuple[int, ...], tuple[int, int]]:
    fields: Mapping[str, Any] = entry if isinstance(entry, dict) else {}
    dtype: Any = fields.get("dtype")
    shape: Any = fields.get("shape")
    offsets: Any = fields.get("data_offsets")
    if not isinstance(dtype, str) or dtype not in TYPES:
        raise UnreadableFile(
            f"{shorten(name)} has the type {shorten(dtype)}; known are {', '.join(TYPES)}", hint=_AGAIN
        )
    if not _counts(shape) or not _counts(offsets) or len(offsets) != 2:
        raise UnreadableFile(
            f"{shorten(name)} needs a shape and two data_offsets, lists of whole numbers from 0", hint=_AGAIN
        )
    return TYPES[dtype], tuple(shape), (offsets[0], offsets[1])


def _counts(value: Any) -> bool:
    return isinstance(value, list) and all(type(item) is int and item >= 0 for item in value)
