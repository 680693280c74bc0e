"""What is in a group of an HDF5 file: names, and where the objects are that they name.

Old groups keep names in a tree of tables beside a heap of letters, new ones in the group's own head. A tree
is walked with every node met once and each level lower than the one above, for a file may say that a node is
below itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from app.errors import UnreadableFile, shorten
from app.readers.hdf5.raw import AGAIN, UNDEFINED, Message, Uploaded, damaged

__all__ = ["children", "is_group", "tree"]

LINK_INFO, LINK, TABLE = 0x02, 0x06, 0x11
NAME_BYTES = 1024


def is_group(messages: list[Message]) -> bool:
    """Whether an object's head is a group's."""
    return any(message.kind in (LINK_INFO, LINK, TABLE) for message in messages)


def children(file: Uploaded, messages: list[Message], path: str) -> Iterator[tuple[str, int]]:
    """Names in a group and the addresses of the objects.

    Parameters
    ----------
    file : Uploaded
        The whole file.
    messages : list of Message
        The group's head.
    path : str
        Of the group, for messages.

    Yields
    ------
    name, address

    Raises
    ------
    UnreadableFile
        When it is damaged, or names what does not lie in the file itself.
    """
    for message in messages:
        if message.kind == LINK_INFO and _elsewhere(message):
            raise UnreadableFile(
                f"the HDF5 file keeps the names in {shorten(path)} in a way that Keras does not write",
                hint=AGAIN,
            )
        if message.kind == LINK:
            yield _link(message, path)
        if message.kind == TABLE:
            yield from _table(file, message.number(0), message.number(8), path)


def tree(file: Uploaded, address: int, kind: int, key: int) -> Iterator[tuple[memoryview, int]]:
    """The lowest entries of a tree: the key before each, and the address that it leads to.

    Parameters
    ----------
    file : Uploaded
        The whole file.
    address : int
        Of the highest node.
    kind : int
        0 of names, 1 of an array's pieces.
    key : int
        Bytes of a key.

    Raises
    ------
    UnreadableFile
        When it is damaged, or leads back into itself.
    """
    nodes: list[tuple[int, int | None]] = [(address, None)]
    seen: set[int] = set()
    while nodes:
        at, above = nodes.pop()
        signature, of, level, entries = file.unpack("<4sBBH", at)
        if signature != b"TREE" or of != kind:
            raise damaged("a tree of names or pieces is not where it should be")
        if at in seen or (above is not None and level != above - 1):
            raise damaged("a tree of names or pieces leads back into itself")
        seen.add(at)
        file.count_entries(entries)
        node = file.take(at + 24, entries * (key + 8))
        below = []
        for place in range(0, len(node), key + 8):
            (child,) = struct.unpack_from("<Q", node, place + key)
            if level == 0:
                yield node[place : place + key], child
            else:
                below.append((child, level))
        nodes += reversed(below)


def _elsewhere(message: Message) -> bool:
    flags = message.number(1, "B")
    return message.number(2 + 8 * (flags & 1)) != UNDEFINED


def _link(message: Message, path: str) -> tuple[str, int]:
    flags = message.number(1, "B")
    kind = message.number(2, "B") if flags & 8 else 0
    at = 2 + bool(flags & 8) + 8 * bool(flags & 4) + bool(flags & 16)
    width = 1 << (flags & 3)
    length = int.from_bytes(message.content[at : at + width], "little")
    at += width
    name = _text(bytes(message.content[at : at + length]), path)
    if kind:
        raise _outside(name, path)
    return name, message.number(at + length)


def _table(file: Uploaded, names: int, heap: int, path: str) -> Iterator[tuple[str, int]]:
    signature, size, letters = file.unpack("<4s4xQ8xQ", heap)
    if signature != b"HEAP":
        raise damaged("the names of a group are not where they should be")
    text = file.take(letters, size)
    for _, table in tree(file, names, 0, 8):
        signature, count = file.unpack("<4s2xH", table)
        if signature != b"SNOD":
            raise damaged("a table of names is not where it should be")
        for at in range(count):
            start, address, cached = file.unpack("<QQI", table + 8 + 40 * at)
            found = bytes(text[start : start + NAME_BYTES + 1]).partition(b"\0")[0]
            name = _text(found, path)
            if cached == 2 or address == UNDEFINED:
                raise _outside(name, path)
            yield name, address


def _text(found: bytes, path: str) -> str:
    name = found[: NAME_BYTES + 1].decode(errors="replace")
    if not 0 < len(found) <= NAME_BYTES or not name.isprintable() or "\ufffd" in name:
        shown = shorten(f"{path.rstrip('/')}/{name}")
        raise UnreadableFile(
            f"a name in the file, {shown}, is empty, longer than {NAME_BYTES:,} bytes or no readable text",
            hint=AGAIN,
        )
    return name


def _outside(name: str, path: str) -> UnreadableFile:
    shown = shorten(f"{path.rstrip('/')}/{name}")
    return UnreadableFile(
        f"{shown} is a link to another place; only what lies in the uploaded file is read", hint=AGAIN
    )
