"""Texts that an HDF5 file keeps as attributes, read from its bytes.

The library allocates what a text's own length field says, up to 4 GiB a text, before it looks whether there
is so much; and follows sizes in a list of texts round for ever. So the few structures that hold texts are
followed here, each against the bytes that there are: the object's header, its attribute messages, the global
heap.
Layout: the HDF5 File Format Specification, sections IV.A and III.E.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.errors import FileTooLarge, UnreadableFile, shorten

__all__ = ["SIGNATURE", "Uploaded"]

SIGNATURE = b"\x89HDF\r\n\x1a\n"
ATTRIBUTE, CONTINUATION, MANY_ATTRIBUTES = 0x0C, 0x10, 0x15
STRING, VARIABLE = 3, 9
UNDEFINED = 2**64 - 1
# A model's configuration in JSON, the longest text there is, has a few MB at most.
TEXT_BYTES = 16 * 2**20
TEXTS = 200_000
# An object of Keras has up to a dozen messages in its header, in one or two blocks; of a whole file:
MESSAGES, BLOCKS = 300_000, 1000
_AGAIN = "Save the network again: model.save('model.keras')."


@dataclass(frozen=True, slots=True)
class _Attribute:
    """An attribute of texts: how long each is (None: as its reference says), how many, and the raw values."""

    size: int | None
    count: int
    raw: memoryview


@dataclass(slots=True)
class _Spent:
    """What has been followed of a file so far; all of it together is bounded."""

    messages: int = 0
    texts: int = 0
    size: int = 0

    def check(self) -> None:
        if self.messages > MESSAGES or self.texts > TEXTS or self.size > TEXT_BYTES:
            raise FileTooLarge(
                f"the attributes of the file hold more than {TEXTS:,} texts, or {TEXT_BYTES:,} bytes of text",
                hint=_AGAIN,
            )


@dataclass(frozen=True, eq=False)
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
    heaps: dict[int, dict[int, tuple[int, int]]] = field(default_factory=dict, repr=False)
    attributes: dict[int, dict[bytes, memoryview]] = field(default_factory=dict, repr=False)
    spent: _Spent = field(default_factory=_Spent, repr=False)

    def __post_init__(self) -> None:
        at = 13 if self.content[8:9] in (b"\0", b"\1") else 9
        if self.content[at : at + 2] != b"\x08\x08":
            raise _damaged("its addresses do not have 64 bits")
        # Packed lists of names are unpacked by the library without a bound.
        start = self.content.find(b"FRHP\0")
        for _ in range(BLOCKS):
            if start < 0:
                return
            if self.content[start + 7 : start + 9] not in (b"\0\0", b""):
                raise UnreadableFile("the HDF5 file packs its list of names", hint=_AGAIN)
            start = self.content.find(b"FRHP\0", start + 5)
        raise FileTooLarge(f"the HDF5 file has more than {BLOCKS:,} lists of names", hint=_AGAIN)

    @property
    def root(self) -> int:
        """Address of the root group's header."""
        return self._number({0: 64, 1: 68}.get(self.content[8], 36))

    def texts(self, address: int, name: str) -> tuple[str, ...] | None:
        """The text, or list of texts, that an object keeps under a name.

        Parameters
        ----------
        address : int
            Of the object's header.
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
            if address not in self.attributes:
                self.attributes[address] = self._attributes(address)
            message = self.attributes[address].get(name.encode())
            found = None if message is None else _parse(message)
            if found is None:
                return None
            self.spent.texts += found.count
            self.spent.check()
            texts = self._fixed(found) if found.size is not None else self._variable(found)
            return tuple(text.rstrip(b"\0").decode() for text in texts)
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise _damaged(f"the attribute {shorten(name)} cannot be followed") from error

    def _fixed(self, found: _Attribute) -> Iterator[bytes]:
        size = found.size or 0
        self.spent.size += found.count * size
        self.spent.check()
        if len(found.raw) < found.count * size:
            raise _damaged("an attribute is longer than its place")
        for at in range(found.count):
            yield bytes(found.raw[at * size : (at + 1) * size])

    def _variable(self, found: _Attribute) -> Iterator[bytes]:
        for at in range(found.count):
            length, address, index = struct.unpack_from("<IQI", found.raw, 16 * at)
            start, size = self._heap(address).get(index, (0, 0)) if length else (0, 0)
            if size < length or start + size > len(self.content):
                raise _damaged("a text is longer than its place")
            self.spent.size += length
            self.spent.check()
            yield self.content[start : start + length]

    def _heap(self, address: int) -> dict[int, tuple[int, int]]:
        """Where each text of a global heap begins, and its bytes, by number."""
        if address not in self.heaps:
            if self.content[address : address + 5] != b"GCOL\1":
                raise _damaged("a list of texts is not where it should be")
            end = min(address + self._number(address + 8), len(self.content))
            texts: dict[int, tuple[int, int]] = {}
            at = address + 16
            while at + 16 <= end:
                number, size = struct.unpack_from("<H6xQ", self.content, at)
                if number == 0:
                    break
                self.spent.texts += 1
                self.spent.check()
                texts[number] = (at + 16, size)
                at += 16 + -(-size // 8) * 8
            self.heaps[address] = texts
        return self.heaps[address]

    def _attributes(self, address: int) -> dict[bytes, memoryview]:
        """The attribute messages of an object by name."""
        found: dict[bytes, memoryview] = {}
        for kind, shared, message in self._messages(address):
            if kind == MANY_ATTRIBUTES and self._dense(message):
                raise UnreadableFile(
                    "the HDF5 file keeps attributes in a way that Keras does not write", hint=_AGAIN
                )
            if kind == ATTRIBUTE and not shared:
                found.setdefault(_name(message), message)
        return found

    def _dense(self, message: memoryview) -> bool:
        (heap,) = struct.unpack_from("<Q", message, 2 + 2 * (message[1] & 1))
        return bool(heap != UNDEFINED)

    def _messages(self, address: int) -> Iterator[tuple[int, bool, memoryview]]:
        """Kind, whether it lies elsewhere, and bytes of each message of an object's header."""
        second = self.content[address : address + 4] == b"OHDR"
        start, size, ordered = self._second(address) if second else self._first(address)
        blocks, seen, content = [(start, size)], {start}, memoryview(self.content)
        while blocks:
            at, size = blocks.pop(0)
            end = min(at + size, len(self.content))
            head = (6 if ordered else 4) if second else 8
            while at + head <= end:
                kind, length, flags = struct.unpack_from("<BHB" if second else "<HHB", self.content, at)
                message = content[at + head : at + head + length]
                at += head + length
                self.spent.messages += 1
                self.spent.check()
                if kind == CONTINUATION:
                    begin, long = struct.unpack_from("<QQ", message)
                    block = (begin + 4, long - 8) if second else (begin, long)
                    if block[0] in seen or len(seen) > BLOCKS:
                        raise _damaged("the head of an object runs in a circle")
                    seen.add(block[0])
                    blocks.append(block)
                yield kind, bool(flags & 2), message

    def _first(self, address: int) -> tuple[int, int, bool]:
        """Where the messages of a header of version 1 begin, and how many bytes they have."""
        version, size = struct.unpack_from("<B7xI", self.content, address)
        if version != 1:
            raise _damaged("the head of an object is not where it should be")
        return address + 16, size, False

    def _second(self, address: int) -> tuple[int, int, bool]:
        """The same of version 2, and whether messages carry their order."""
        flags = self.content[address + 5]
        at = address + 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
        width = 1 << (flags & 3)
        return at + width, int.from_bytes(self.content[at : at + width], "little"), bool(flags & 4)

    def _number(self, at: int) -> int:
        return int(struct.unpack_from("<Q", self.content, at)[0])


def _name(message: memoryview) -> bytes:
    (length,) = struct.unpack_from("<H", message, 2)
    start = 9 if message[0] == 3 else 8
    return bytes(message[start : start + length]).rstrip(b"\0")


def _parse(message: memoryview) -> _Attribute | None:
    """An attribute message of version 1, 2 or 3; None when it holds no texts."""
    version, flags, name, kind, space = struct.unpack_from("<BBHHH", message)
    if flags and version > 1:
        return None
    at = 9 if version == 3 else 8
    pad = 8 if version == 1 else 1
    places = []
    for size in (name, kind, space):
        places.append(message[at : at + size])
        at += -(-size // pad) * pad
    of_kind, bits, length = struct.unpack_from("<BB2xI", places[1])
    count = _count(places[2])
    if of_kind & 15 == STRING:
        return _Attribute(length, count, message[at:])
    if of_kind & 15 == VARIABLE and bits & 15 == 1 and length == 16:
        return _Attribute(None, count, message[at:])
    return None


def _count(space: memoryview) -> int:
    """Elements of a dataspace of version 1 or 2."""
    version, rank, _, kind = struct.unpack_from("<BBBB", space)
    if version == 2 and kind == 2:
        return 0
    return math.prod(struct.unpack_from(f"<{rank}Q", space, 8 if version == 1 else 4))


def _damaged(how: str) -> UnreadableFile:
    return UnreadableFile(
        f"the HDF5 file is damaged: {how}",
        hint="Copy or save the file again; a download may have stopped early.",
    )
