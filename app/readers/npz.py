"""Arrays of NumPy in one zip: torch's names, Gatescope's own, or a single layer's W_x, W_h and b.

The header of each array is read before its numbers: 236 bytes can ask for 256 GiB.
Format: ``numpy.lib.format``.
"""

from __future__ import annotations

import ast
import re
from typing import Any

import numpy as np

from app.errors import UnreadableFile, shorten
from app.readers.archive import Archive, is_zip
from app.readers.named.letter_names import read_letters
from app.readers.named.plain_names import read_plain
from app.readers.named.state_dict import read_state_dict
from app.readers.named.tensors import Budget, Tensor, floats, sized
from app.readers.named.vocabulary import find_vocabulary
from app.readers.reading import Reading, Source
from app.weights import Array

__all__ = ["load", "match"]

MAGIC = b"\x93NUMPY"
HEADER_BYTES = 10_000
# Eight bytes of magic and version, four of length, and the header itself.
BEGINNING = 12 + HEADER_BYTES
TYPES = {"f8": "float64", "f4": "float32", "f2": "float16"}
TEXTS = 2**20
_KIND = re.compile(r"[<>|=](?:O|[biufcUS][0-9]{1,6})")
_AGAIN = "Save the arrays again with numpy.savez."


def match(source: Source) -> bool:
    """Whether this is a zip of arrays; a zip of torch or Keras holds none.

    Examples
    --------
    >>> import io
    >>> packed = io.BytesIO()
    >>> np.savez(packed, W_x=np.zeros((4, 1, 1)))
    >>> match(Source(packed.getvalue()))
    True
    """
    if not is_zip(source):
        return False
    names = Archive(source).names
    return bool(names) and all(name.endswith(".npy") for name in names)


def load(source: Source) -> Reading:
    """Read the arrays.

    Raises
    ------
    UnreadableFile
        When an array is damaged, holds pickled objects, or declares another size than it has.
    FileTooLarge, NoRecurrentLayer, UnsupportedNetwork, InvalidWeights
        As :func:`app.readers.state_dict.read_state_dict`.
    """
    archive = Archive(source)
    budget = Budget(source.limits)
    budget.count(len(archive.names))
    tensors: dict[str, Tensor] = {}
    texts: dict[str, Any] = {}
    for member in archive.names:
        name = member.removesuffix(".npy")
        array = _Header(archive, member)
        if array.kind[1] in "US":
            texts[name] = array.texts()
        else:
            tensors[name] = array.tensor(name, budget)
    parts = read_letters(tensors) or read_plain(tensors) or read_state_dict(tensors)
    vocabulary, notes = find_vocabulary(texts, parts.embeddings, parts.stacks)
    return parts.reading("npz", vocabulary=vocabulary, notes=notes)


class _Header:
    """What an array says of itself, checked against the member that holds it."""

    def __init__(self, archive: Archive, member: str) -> None:
        self._archive, self._member = archive, member
        start = archive.begin(member, BEGINNING)
        # Version 1 has two bytes of length, 2 and 3 four.
        width = {b"\1": 2, b"\2": 4, b"\3": 4}.get(start[6:7], 0)
        length = int.from_bytes(start[8 : 8 + width], "little")
        if not start.startswith(MAGIC) or not width or length > HEADER_BYTES:
            raise UnreadableFile(f"{shorten(member)} is no array of NumPy", hint=_AGAIN)
        self._start = 8 + width + length
        self.kind, self.shape, self._fortran = self._fields(start[8 + width : self._start])
        if self.kind[1] == "O":
            raise UnreadableFile(
                f"{shorten(member)} holds Python objects, which are stored as a pickle",
                hint="Save plain arrays of numbers: numpy.savez('model.npz', **{name: array, ...}).",
            )
        # Texts count characters of four bytes.
        self._item = int(self.kind[2:]) * (4 if self.kind[1] == "U" else 1)
        count = sized(self.shape)
        has = archive.size(member) - self._start
        if count is None or count * self._item != has:
            raise UnreadableFile(
                f"{shorten(member)} declares shape {shorten(list(self.shape))} of {self.kind}, "
                f"which does not fit the {has:,} bytes behind its header",
                hint=_AGAIN,
            )
        self._count = count

    def _fields(self, written: bytes) -> tuple[str, tuple[int, ...], bool]:
        """Type, shape and order, which the header writes as a dictionary of Python."""
        try:
            header = ast.literal_eval(written.decode("latin1").strip())
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            header = None
        fields = header if isinstance(header, dict) else {}
        kind, shape, fortran = (fields.get(key) for key in ("descr", "shape", "fortran_order"))
        known = isinstance(kind, str) and _KIND.fullmatch(kind)
        if not known or not isinstance(shape, tuple) or not all(type(axis) is int for axis in shape):
            raise UnreadableFile(
                f"the header of {shorten(self._member)} tells no type and shape: {shorten(written, 80)}",
                hint=_AGAIN,
            )
        return str(kind), shape, fortran is True

    def tensor(self, name: str, budget: Budget) -> Tensor:
        dtype, big = TYPES.get(self.kind[1:], self.kind), self.kind[0] == ">"

        def read() -> Array:
            budget.spend(max(4, self._item) * self._count, name)
            flat = floats(self._raw(), dtype, name, big_endian=big)
            return np.ascontiguousarray(flat.reshape(self.shape, order="F" if self._fortran else "C"))

        return Tensor(self.shape, dtype, read)

    def texts(self) -> list[str] | None:
        """A list of texts, which may be a vocabulary."""
        if len(self.shape) != 1 or self.kind[1] != "U" or not 0 < self._count * self._item <= 4 * TEXTS:
            return None
        return [str(text) for text in np.frombuffer(self._raw(), np.dtype(self.kind))]

    def _raw(self) -> bytes:
        raw = self._archive.read(self._member)[self._start :]
        if len(raw) != self._count * self._item:
            raise UnreadableFile(
                f"{shorten(self._member)} ends after {len(raw):,} bytes of numbers", hint=_AGAIN
            )
        return raw
