"""A reading as a plain card and named arrays, and back: what a child process hands over and the store keeps.

The arrays are written in the layout of safetensors, one after the other, so that the writer never holds a
second copy. Whoever reads them back trusts nothing: sizes are checked against the bytes that are there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.errors import UnreadableFile
from app.heads import HeadKind
from app.readers import Embedding, Leftover, Note, Output, Reading, Undecided
from app.weights import CellWeights, Stack

__all__ = ["card_of", "clean", "read_tensors", "reading_of", "tensors_of", "write_tensors"]

Array = NDArray[Any]
Card = dict[str, Any]

_DTYPES: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F64": np.dtype("<f8")}
_NAMES: dict[np.dtype[Any], str] = {np.dtype("<f4"): "F32", np.dtype("<f8"): "F64"}
_DIRECTIONS = ("forward", "backward")
_ARRAYS = ("W_x", "W_h", "b", "W_p", "W_c", "b_h")
_KINDS: tuple[HeadKind, ...] = ("softmax", "sigmoid", "linear")
_LONGEST_NAME = 200
_LONGEST_SENTENCE = 600
# A header that says where at most some thousand arrays lie stays far below this.
_HEADER_BYTES = 8 * 2**20


def clean(text: object, limit: int = _LONGEST_NAME) -> str:
    """Text of a stranger's file as JSON can carry it: no lone surrogate, no more than ``limit`` characters.

    Examples
    --------
    >>> clean("long", 3), len(clean(chr(0xD800)))
    ('lo…', 6)
    """
    plain = str(text).encode("utf-8", "backslashreplace").decode()
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def tensors_of(reading: Reading) -> dict[str, Array]:
    """The arrays of a reading by a name that says their place.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> list(tensors_of(Reading("npz", (random_stack("lstm", 2, 3, seed=1),))))
    ['stacks.0.0.forward.W_x', 'stacks.0.0.forward.W_h', 'stacks.0.0.forward.b']
    """
    named: dict[str, Array] = {}
    for number, stack in enumerate(reading.stacks):
        for index, layer in enumerate(stack.layers):
            for direction, weights in zip(_DIRECTIONS, layer, strict=False):
                for name, array in weights.arrays().items():
                    named[f"stacks.{number}.{index}.{direction}.{name}"] = array
    for number, embedding in enumerate(reading.embeddings):
        named[f"embeddings.{number}.vectors"] = embedding.vectors
    for number, output in enumerate(reading.outputs):
        named[f"outputs.{number}.W"] = output.W
        named[f"outputs.{number}.b"] = output.b
    return named


def card_of(reading: Reading) -> Card:
    """All of a reading but its arrays, as JSON can carry it."""
    return {
        "format": reading.format,
        "stacks": [
            {"name": clean(stack.name), "cell": stack.cell, "options": dict(stack.options)}
            for stack in reading.stacks
        ],
        "embeddings": [{"name": clean(e.name), "stack": _maybe(e.stack)} for e in reading.embeddings],
        "outputs": [
            {"name": clean(o.name), "kind": o.kind, "stack": _maybe(o.stack)} for o in reading.outputs
        ],
        "vocabulary": None if reading.vocabulary is None else [clean(entry) for entry in reading.vocabulary],
        "leftovers": [
            {"name": clean(part.name), "shape": part.shape, "why": clean(part.why, _LONGEST_SENTENCE)}
            for part in reading.leftovers
        ],
        "undecided": [
            {"stack": clean(open_.stack), "option": open_.option, "choices": open_.choices}
            for open_ in reading.undecided
        ],
        "notes": [
            {"en": clean(note.en, _LONGEST_SENTENCE), "zh": clean(note.zh, _LONGEST_SENTENCE)}
            for note in reading.notes
        ],
    }


def _maybe(name: str | None) -> str | None:
    return None if name is None else clean(name)


def reading_of(card: Mapping[str, Any], tensors: Mapping[str, Array]) -> Reading:
    """The reading that a card and its arrays describe.

    Raises
    ------
    KeyError, TypeError, ValueError, GatescopeError
        When they do not describe one.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> stack, rest = random_stack("lstm", 2, 3, seed=1), Leftover("x", (2,), "why")
    >>> reading = Reading("npz", (stack,), leftovers=(rest,))
    >>> again = reading_of(card_of(reading), tensors_of(reading))
    >>> again.stacks[0].hidden_size, again.leftovers
    (3, (Leftover(name='x', shape=(2,), why='why'),))
    """
    vocabulary = card["vocabulary"]
    return Reading(
        format=clean(card["format"], 40),
        stacks=tuple(_stack(number, stack, tensors) for number, stack in enumerate(card["stacks"])),
        embeddings=tuple(
            Embedding(
                clean(one["name"]), _matrix(tensors[f"embeddings.{number}.vectors"]), _maybe(one["stack"])
            )
            for number, one in enumerate(card["embeddings"])
        ),
        outputs=tuple(_output(number, one, tensors) for number, one in enumerate(card["outputs"])),
        vocabulary=None if vocabulary is None else tuple(clean(entry) for entry in vocabulary),
        leftovers=tuple(
            Leftover(clean(one["name"]), _shape(one["shape"]), clean(one["why"], _LONGEST_SENTENCE))
            for one in card["leftovers"]
        ),
        undecided=tuple(
            Undecided(
                clean(one["stack"]),
                clean(one["option"], 40),
                tuple(_choice(choice) for choice in one["choices"]),
            )
            for one in card["undecided"]
        ),
        notes=tuple(
            Note(clean(one["en"], _LONGEST_SENTENCE), clean(one["zh"], _LONGEST_SENTENCE))
            for one in card["notes"]
        ),
    )


def _stack(number: int, card: Mapping[str, Any], tensors: Mapping[str, Array]) -> Stack:
    layers: list[tuple[CellWeights, ...]] = []
    while f"stacks.{number}.{len(layers)}.forward.W_x" in tensors:
        prefix = f"stacks.{number}.{len(layers)}."
        present = [direction for direction in _DIRECTIONS if f"{prefix}{direction}.W_x" in tensors]
        layers.append(
            tuple(
                CellWeights(
                    **{
                        name: tensors[f"{prefix}{direction}.{name}"]
                        for name in _ARRAYS
                        if f"{prefix}{direction}.{name}" in tensors
                    }
                )
                for direction in present
            )
        )
    options = {clean(name, 40): _option(value) for name, value in card["options"].items()}
    return Stack(clean(card["name"]), clean(card["cell"], 40), tuple(layers), options)


def _option(value: object) -> str | float | bool:
    if isinstance(value, bool | int | float):
        return value if math.isfinite(value) else str(value)
    return clean(value, 80)


def _choice(value: object) -> str | bool:
    return value if isinstance(value, bool) else clean(value, 80)


def _output(number: int, card: Mapping[str, Any], tensors: Mapping[str, Array]) -> Output:
    W, b = _matrix(tensors[f"outputs.{number}.W"]), tensors[f"outputs.{number}.b"]
    kind = card["kind"]
    if b.shape != W.shape[:1] or (kind is not None and kind not in _KINDS):
        raise ValueError(f"output {number} has W {W.shape}, b {b.shape}, kind {kind!r}")
    return Output(clean(card["name"]), W, b, kind, _maybe(card["stack"]))


def _matrix(array: Array) -> Array:
    if array.ndim != 2 or not np.isfinite(array).all():
        raise ValueError(f"an array of shape {array.shape} is no matrix of finite numbers")
    return array


def _shape(shape: Any) -> tuple[int, ...] | None:
    return None if shape is None else tuple(int(size) for size in shape)


def write_tensors(file: BinaryIO, tensors: Mapping[str, Array]) -> None:
    """Write arrays in the layout of safetensors, one after the other.

    Raises
    ------
    OSError
        When there is no room for them.
    """
    header: dict[str, dict[str, Any]] = {}
    at = 0
    for name, array in tensors.items():
        dtype = _NAMES.get(array.dtype.newbyteorder("<"), "F32")
        size = array.size * _DTYPES[dtype].itemsize
        header[name] = {"dtype": dtype, "shape": array.shape, "data_offsets": (at, at + size)}
        at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write(len(text).to_bytes(8, "little") + text)
    for name, array in tensors.items():
        file.write(np.ascontiguousarray(array, _DTYPES[header[name]["dtype"]]).data.cast("B"))
    file.flush()


def read_tensors(content: bytes) -> dict[str, Array]:
    """The arrays of :func:`write_tensors`, as read-only views of the bytes.

    Raises
    ------
    UnreadableFile
        When a declared size does not fit the bytes that are there.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO()
    >>> write_tensors(file, {"a": np.ones((2, 3), np.float32)})
    >>> read_tensors(file.getvalue())["a"].shape
    (2, 3)
    """
    length = int.from_bytes(content[:8], "little")
    if not 0 < length <= min(_HEADER_BYTES, len(content) - 8):
        raise UnreadableFile("the stored arrays have no header", hint="Upload the file again.")
    body = memoryview(content)[8 + length :]
    try:
        described = json.loads(content[8 : 8 + length])
        return {name: _view(body, name, one) for name, one in described.items()}
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise UnreadableFile(
            f"the stored arrays do not fit their header: {clean(error, 80)}", hint="Upload the file again."
        ) from None


def _view(body: memoryview, name: str, described: Mapping[str, Any]) -> Array:
    dtype = _DTYPES[described["dtype"]]
    start, stop = described["data_offsets"]
    shape = tuple(int(size) for size in described["shape"])
    count = math.prod(shape)
    whole = 0 <= start <= stop <= len(body) and min(shape, default=1) >= 0
    if not whole or count * dtype.itemsize != stop - start:
        raise ValueError(name)
    return np.frombuffer(body[start:stop], dtype).reshape(shape)
