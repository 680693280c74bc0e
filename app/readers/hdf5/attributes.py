"""Texts that an HDF5 file keeps as attributes of its objects.

A text of any length lies in a list of texts (a "global heap"); the attribute holds its length, the address
of the list, and its number there.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.errors import FileTooLarge, UnreadableFile, shorten
from app.readers.hdf5.raw import AGAIN, UNDEFINED, Message, Uploaded, damaged

__all__ = ["Attributes", "extent"]

ATTRIBUTE, MANY_ATTRIBUTES = 0x0C, 0x15
STRING, VARIABLE = 3, 9
# A model's configuration in JSON, the longest text there is, has a few MB at most. Of a whole file:
TEXT_BYTES = 16 * 2**20
TEXTS = 60_000


@dataclass(frozen=True, slots=True)
class _Found:
    """An attribute of texts: bytes of each (None: as its reference says), how many, and the raw values."""

    size: int | None
    count: int
    raw: memoryview


@dataclass(eq=False, slots=True)
class Attributes:
    """The attributes of a file's objects; what was followed is kept, and all of it together is bounded."""

    file: Uploaded
    heaps: dict[int, dict[int, memoryview]] = field(default_factory=dict)
    known: dict[int, dict[bytes, Message]] = field(default_factory=dict)
    texts_left: int = TEXTS
    bytes_left: int = TEXT_BYTES

    def texts(self, address: int, name: str) -> tuple[str, ...] | None:
        """The text, or list of texts, that an object keeps under a name.

        Parameters
        ----------
        address : int
            Of the object's head.
        name : str
            Of the attribute.

        Returns
        -------
        tuple of str or None
            None when there is no such attribute, or it holds something else.

        Raises
        ------
        UnreadableFile
            When it is damaged, or not UTF-8.
        FileTooLarge
            When it holds more text than a model's configuration has.
        """
        try:
            if address not in self.known:
                self.known[address] = self._attributes(address)
            message = self.known[address].get(name.encode())
            found = None if message is None else _parse(message)
            if found is None:
                return None
            self._count(found.count, 0)
            return tuple(text.rstrip(b"\0").decode() for text in self._values(found))
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise damaged(f"the attribute {shorten(name)} cannot be followed") from error

    def _values(self, found: _Found) -> Iterator[bytes]:
        for at in range(found.count):
            if found.size is not None:
                start, length, place = at * found.size, found.size, found.raw
            else:
                length, heap, number = struct.unpack_from("<IQI", found.raw, 16 * at)
                start, place = 0, self._heap(heap).get(number, memoryview(b"")) if length else found.raw
            if start + length > len(place):
                raise damaged("a text is longer than its place")
            self._count(0, length)
            yield bytes(place[start : start + length])

    def _heap(self, address: int) -> dict[int, memoryview]:
        """The texts of a list by number."""
        if address not in self.heaps:
            signature, size = self.file.unpack("<5s3xQ", address)
            if signature != b"GCOL\1":
                raise damaged("a list of texts is not where it should be")
            heap = self.file.take(address, size)
            texts: dict[int, memoryview] = {}
            at = 16
            while at + 16 <= size:
                number, length = struct.unpack_from("<H6xQ", heap, at)
                if number == 0:
                    break
                self._count(1, 0)
                texts[number] = heap[at + 16 : at + 16 + length]
                at += 16 + -(-length // 8) * 8
            self.heaps[address] = texts
        return self.heaps[address]

    def _attributes(self, address: int) -> dict[bytes, Message]:
        found: dict[bytes, Message] = {}
        for message in self.file.messages(address):
            if message.kind == MANY_ATTRIBUTES and _elsewhere(message):
                raise UnreadableFile(
                    "the HDF5 file keeps attributes in a way that Keras does not write", hint=AGAIN
                )
            if message.kind == ATTRIBUTE and not message.shared:
                found.setdefault(_name(message), message)
        return found

    def _count(self, texts: int, size: int) -> None:
        self.texts_left -= texts
        self.bytes_left -= size
        if self.texts_left < 0 or self.bytes_left < 0:
            raise FileTooLarge(
                f"the attributes of the file hold more than {TEXTS:,} texts, or {TEXT_BYTES:,} bytes of text",
                hint=AGAIN,
            )


def extent(space: memoryview) -> tuple[int, ...]:
    """The shape that a dataspace of version 1 or 2 declares; (0,) of an empty one.

    Examples
    --------
    >>> extent(memoryview(bytes([2, 1, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0])))
    (7,)
    """
    version, rank, _, kind = struct.unpack_from("<BBBB", space)
    if version == 2 and kind == 2:
        return (0,)
    return struct.unpack_from(f"<{rank}Q", space, 8 if version == 1 else 4)


def _elsewhere(message: Message) -> bool:
    return message.number(2 + 2 * (message.number(1, "B") & 1)) != UNDEFINED


def _name(message: Message) -> bytes:
    start, length = 9 if message.number(0, "B") == 3 else 8, message.number(2, "H")
    return bytes(message.content[start : start + length]).rstrip(b"\0")


def _parse(message: Message) -> _Found | None:
    """An attribute of version 1, 2 or 3; None when it holds no texts."""
    version, flags, *sizes = struct.unpack_from("<BBHHH", message.content)
    if flags and version > 1:
        return None
    at, places = 9 if version == 3 else 8, []
    for size in sizes:
        places.append(message.content[at : at + size])
        at += -(-size // 8) * 8 if version == 1 else size
    kind, bits, length = struct.unpack_from("<BB2xI", places[1])
    count = math.prod(extent(places[2]))
    if kind & 15 == STRING:
        return _Found(length, count, message.content[at:])
    if kind & 15 == VARIABLE and bits & 15 == 1 and length == 16:
        return _Found(None, count, message.content[at:])
    return None
