"""The bytes of an HDF5 file, and the heads of the objects in it.

The file comes from a stranger. The library for this format follows whatever the file says: out of the file,
round in circles until its stack ends, into 4 GiB of memory for a text of three letters (all three were
measured). So the few structures that files of Keras are made of are followed here, in bounds, and no byte of
the file reaches that library. Layout: the HDF5 File Format Specification, version 3.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.errors import FileTooLarge, UnreadableFile

__all__ = ["AGAIN", "SIGNATURE", "UNDEFINED", "Message", "Uploaded", "damaged"]

SIGNATURE = b"\x89HDF\r\n\x1a\n"
UNDEFINED = 2**64 - 1
CONTINUATION = 0x10
# An object of Keras has up to a dozen messages in its head, in one or two blocks. Of a whole file:
MESSAGES, BLOCKS = 120_000, 1000
# Entries of all trees: of names, and of the pieces of arrays.
ENTRIES = 120_000
AGAIN = "Save the network again: model.save('model.keras')."


@dataclass(frozen=True, slots=True)
class Message:
    """A part of an object's head: what kind it is, whether it only says where it lies, and its bytes."""

    kind: int
    shared: bool
    content: memoryview

    def number(self, at: int, form: str = "Q") -> int:
        """An unsigned number of eight bytes, or of another size by its letter in ``struct``."""
        return int(struct.unpack_from(f"<{form}", self.content, at)[0])


@dataclass(eq=False, slots=True)
class Uploaded:
    """The bytes of an HDF5 file.

    Raises
    ------
    UnreadableFile
        When its first block is damaged, or of a kind that no program of Keras writes.

    Examples
    --------
    >>> Uploaded(SIGNATURE + bytes(100))
    Traceback (most recent call last):
    app.errors.UnreadableFile: the HDF5 file is damaged: its addresses do not have 64 bits
    """

    content: bytes
    view: memoryview = field(init=False, repr=False)
    messages_left: int = MESSAGES
    entries_left: int = ENTRIES

    def __post_init__(self) -> None:
        self.view = memoryview(self.content)
        version = self.content[8:9]
        old = version in (b"\0", b"\1")
        sizes = 13 if old else 9
        if self.content[sizes : sizes + 2] != b"\x08\x08":
            raise damaged("its addresses do not have 64 bits")
        (base,) = self.unpack("<Q", {b"\0": 24, b"\1": 28}.get(version, 12))
        if version > b"\3" or base:
            raise damaged("its first block is of an unknown version, or begins elsewhere")

    @property
    def root(self) -> int:
        """Address of the root group's head."""
        return int(self.unpack("<Q", {0: 64, 1: 68}.get(self.content[8], 36))[0])

    def unpack(self, form: str, at: int) -> tuple[Any, ...]:
        """Numbers at an address; the format is one of ``struct``."""
        return struct.unpack(form, self.take(at, struct.calcsize(form)))

    def take(self, at: int, size: int) -> memoryview:
        """Bytes at an address.

        Raises
        ------
        UnreadableFile
            When the file does not hold so many there.
        """
        if not 0 <= at <= len(self.content) - size:
            raise damaged("it refers to a place behind its end")
        return self.view[at : at + size]

    def messages(self, address: int) -> Iterator[Message]:
        """All parts of the head of an object.

        Raises
        ------
        UnreadableFile
            When there is no head, or it runs in a circle.
        FileTooLarge
            When there is more of them than in any model.
        """
        second = bytes(self.take(address, 4)) == b"OHDR"
        start, size, ordered = self._second(address) if second else self._first(address)
        form, head = ("<BHB", 6 if ordered else 4) if second else ("<HHB", 8)
        blocks, seen = [(start, size)], {start}
        while blocks:
            at, size = blocks.pop(0)
            block = self.take(at, size)
            at = 0
            while at + head <= len(block):
                kind, length, flags = struct.unpack_from(form, block, at)
                message = Message(kind, bool(flags & 2), block[at + head : at + head + length])
                at += head + length
                self._count()
                if kind == CONTINUATION:
                    place, size = message.number(0), message.number(8)
                    if place in seen or len(seen) > BLOCKS:
                        raise damaged("the head of an object runs in a circle")
                    seen.add(place)
                    # The second version puts a signature before a block and a checksum behind it.
                    blocks.append((place + 4, size - 8) if second and size >= 8 else (place, size))
                yield message

    def count_entries(self, number: int) -> None:
        """Count entries of a tree that are about to be followed.

        Raises
        ------
        FileTooLarge
            When there are more than in any model.
        """
        self.entries_left -= number
        if self.entries_left < 0:
            raise FileTooLarge(
                f"the trees of names and pieces in the file have more than {ENTRIES:,} entries", hint=AGAIN
            )

    def _count(self) -> None:
        self.messages_left -= 1
        if self.messages_left < 0:
            raise FileTooLarge(
                f"the heads of the objects in the file have more than {MESSAGES:,} parts", hint=AGAIN
            )

    def _first(self, address: int) -> tuple[int, int, bool]:
        """Where the parts of a head of version 1 begin, and how many bytes they have."""
        version, size = self.unpack("<B7xI", address)
        if version != 1:
            raise damaged("the head of an object is not where it should be")
        return address + 16, size, False

    def _second(self, address: int) -> tuple[int, int, bool]:
        """The same of version 2, and whether the parts carry their order."""
        flags = self.take(address, 6)[5]
        at = address + 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
        width = 1 << (flags & 3)
        return at + width, int.from_bytes(self.take(at, width), "little"), bool(flags & 4)


def damaged(how: str) -> UnreadableFile:
    """The error for a file that does not hold together.

    Examples
    --------
    >>> damaged("it ends early").message
    'the HDF5 file is damaged: it ends early'
    """
    return UnreadableFile(
        f"the HDF5 file is damaged: {how}",
        hint="Copy or save the file again; a download may have stopped early.",
    )
