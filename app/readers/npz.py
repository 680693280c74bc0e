"""Arrays of NumPy in one zip: torch's names, Gatescope's own, or a single layer's W_x, W_h and b.

The header of each array is read before its numbers: 236 bytes can ask for 256 GiB.
Format: ``numpy.lib.format``.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from app.errors import UnreadableFile, shorten
from app.readers.archive import Archive, is_zip
from app.readers.plain_names import read_plain
from app.readers.reading import Reading, Source
from app.readers.state_dict import read_state_dict
from app.readers.tensors import Budget, Tensor, floats, sized
from app.readers.vocabulary import find_vocabulary
from app.weights import Array

__all__ = ["load", "match"]

HEADER_BYTES = 10_000
# Eight bytes of magic and version, four of length, and the header itself.
BEGINNING = 12 + HEADER_BYTES
TYPES = {"f8": "float64", "f4": "float32", "f2": "float16"}
TEXTS = 2**20
# The header is text of Python literals, parsed with a bound on its length; a warning is an old or odd header.
_DAMAGE = (ValueError, KeyError, TypeError, SyntaxError, RecursionError, MemoryError, Warning)


def match(source: Source) -> bool:
    """Whether this is a zip of arrays; a zip of torch or Keras holds none.

    Examples
    --------
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
        if array.dtype.kind in "US":
            texts[name] = array.texts()
        else:
            tensors[name] = array.tensor(name, budget)
    parts = read_plain(tensors) or read_state_dict(tensors)
    vocabulary, notes = find_vocabulary(texts, parts.embeddings, parts.stacks)
    return parts.reading("npz", vocabulary=vocabulary, notes=notes)


class _Header:
    """What an array says of itself, checked against the member that holds it."""

    def __init__(self, archive: Archive, member: str) -> None:
        self._archive, self._member = archive, member
        start = io.BytesIO(archive.begin(member, BEGINNING)[:BEGINNING])
        try:
            version = np.lib.format.read_magic(start)
            read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
            self.shape, self._fortran, self.dtype = read[version](start, max_header_size=HEADER_BYTES)
        except _DAMAGE as error:
            raise UnreadableFile(
                f"{shorten(member)} is no array of NumPy: {shorten(str(error).partition(chr(10))[0], 80)}",
                hint="Save the arrays with numpy.savez.",
            ) from error
        self._start = start.tell()
        count = sized(self.shape)
        if self.dtype.hasobject:
            raise UnreadableFile(
                f"{shorten(member)} holds Python objects, which are stored as a pickle",
                hint="Save plain arrays of numbers: numpy.savez('model.npz', **{name: array, ...}).",
            )
        has = archive.size(member) - self._start
        if self.dtype.names or count is None or count * self.dtype.itemsize != has:
            raise UnreadableFile(
                f"{shorten(member)} declares shape {shorten(list(self.shape))} of {self.dtype}, "
                f"which does not fit the {has:,} bytes behind its header",
                hint="Save the arrays again with numpy.savez.",
            )
        self._count = count

    def tensor(self, name: str, budget: Budget) -> Tensor:
        dtype = TYPES.get(self.dtype.str[1:], str(self.dtype))
        big = self.dtype.str[0] == ">"

        def read() -> Array:
            budget.spend(max(4, self.dtype.itemsize) * self._count, name)
            flat = floats(self._raw(), dtype, name, big_endian=big)
            return np.ascontiguousarray(flat.reshape(self.shape, order="F" if self._fortran else "C"))

        return Tensor(self.shape, dtype, read)

    def texts(self) -> list[str] | None:
        """A list of texts, which may be a vocabulary."""
        if len(self.shape) != 1 or self.dtype.kind != "U" or self._count * self.dtype.itemsize > TEXTS * 4:
            return None
        return [str(text) for text in np.frombuffer(self._raw(), self.dtype)]

    def _raw(self) -> bytes:
        raw = self._archive.read(self._member)[self._start :]
        if len(raw) != self._count * self.dtype.itemsize:
            raise UnreadableFile(f"{shorten(self._member)} ends after {len(raw):,} bytes of numbers")
        return raw
