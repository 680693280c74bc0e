"""The bytes of an HDF5 file, looked through before the library gets them.

The library trusts the lists inside a file: of texts, whose sizes can send it round for ever, and of names,
which may be packed to any size. Both are found by their signatures and followed here first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import FileTooLarge, UnreadableFile

__all__ = ["SIGNATURE", "Uploaded", "look_through"]

SIGNATURE = b"\x89HDF\r\n\x1a\n"
# A model of a thousand layers needs about a hundred heaps of texts, of fifty texts each.
HEAPS, TEXTS = 4096, 100_000
_AGAIN = "Save the network again: model.save('model.keras')."


@dataclass(frozen=True, eq=False)
class Uploaded:
    """A file's bytes, and the length of the longest heap of texts in them: no text is longer."""

    content: bytes
    longest: int = 0


def look_through(content: bytes) -> Uploaded:
    r"""Check what the library would follow blindly.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    Uploaded

    Raises
    ------
    UnreadableFile
        When addresses are not of 64 bits, a heap of texts is damaged, or a heap of names is packed.
    FileTooLarge
        When there are more heaps or texts than in any model.

    Examples
    --------
    >>> look_through(SIGNATURE + b"\0\0\0\0\0\x08\x08\0").longest
    0
    """
    # The library reads other sizes too; the programs of this century write these.
    at = 13 if content[8:9] in (b"\0", b"\1") else 9
    if content[at : at + 2] != b"\x08\x08":
        raise _damaged("its addresses do not have 64 bits")
    _check_names(content)
    longest = texts = 0
    for count, start in enumerate(_places(content, b"GCOL\1")):
        size = int.from_bytes(content[start + 8 : start + 16], "little")
        if start + size > len(content):
            raise _damaged("a list of texts is longer than the file")
        texts += _walk(content[start : start + size])
        longest = max(longest, size)
        if count >= HEAPS or texts > TEXTS:
            raise FileTooLarge(
                f"the HDF5 file has more than {HEAPS:,} lists of texts, or {TEXTS:,} texts", hint=_AGAIN
            )
    return Uploaded(content, longest)


def _places(content: bytes, signature: bytes) -> Iterator[int]:
    found = content.find(signature)
    while found >= 0:
        yield found
        found = content.find(signature, found + 4)


def _walk(heap: bytes) -> int:
    """Count the texts of a heap: number, uses, size, bytes padded to eight; number 0 is the free rest."""
    at, count = 16, 0
    # What is left at the end may be too short for the head of a free rest.
    while at + 16 <= len(heap):
        number, size = heap[at : at + 2], int.from_bytes(heap[at + 8 : at + 16], "little")
        if number == b"\0\0":
            if size != len(heap) - at:
                break
            return count
        at += 16 + (size + 7) // 8 * 8
        count += 1
        if at > len(heap):
            break
    if len(heap) < 16 or not 0 <= len(heap) - at < 16:
        raise _damaged("the sizes in a list of texts do not add up")
    return count


def _check_names(content: bytes) -> None:
    for count, start in enumerate(_places(content, b"FRHP\0")):
        if content[start + 7 : start + 9] not in (b"\0\0", b""):
            raise UnreadableFile("the HDF5 file packs its list of names", hint=_AGAIN)
        if count >= HEAPS:
            raise FileTooLarge(f"the HDF5 file has more than {HEAPS:,} lists of names", hint=_AGAIN)


def _damaged(how: str) -> UnreadableFile:
    return UnreadableFile(
        f"the HDF5 file is damaged: {how}",
        hint="Copy or save the file again; a download may have stopped early.",
    )
