"""A zip from strangers: members are counted, named and unpacked within bounds, and never written anywhere.

A zip says of itself how large it is, and lies at will. So what is believed is only what was read: members are
unpacked 64 KiB at a time, and the bytes that come out are counted against two limits, one of the file's kind
(``ReadLimits.unpacked_bytes``) and one of its own size (``ReadLimits.ratio``).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from app.errors import FileTooLarge, UnreadableFile, shorten
from app.readers.reading import Source

__all__ = ["Archive", "is_zip"]

CHUNK = 64 * 2**10
# A network of a few units may compress better than any ratio allows: below this size it can harm nobody.
HARMLESS = 2**20
# A name in a zip of weights is a path in a network; the longest that was seen has 150 characters.
NAME_LENGTH = 1024

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    IndexError,
    KeyError,
)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def is_zip(source: Source) -> bool:
    r"""Whether a file begins as a zip does.

    Examples
    --------
    >>> is_zip(Source(b"PK\x03\x04...")), is_zip(Source(b"GIF89a"))
    (True, False)
    """
    return source.content[:4] in (b"PK\x03\x04", b"PK\x05\x06")


class Archive:
    """The members of a zip.

    Parameters
    ----------
    source : Source
        The whole file; its limits bound members (two a tensor, and 1000 more), unpacked bytes and ratio.

    Raises
    ------
    UnreadableFile
        When it is damaged, encrypted or packed in a way that no network file is, when two members share a
        name or overlap, or a name climbs out of its folder.
    FileTooLarge
        When it has too many members.

    Examples
    --------
    >>> packed = io.BytesIO()
    >>> with zipfile.ZipFile(packed, "w") as made:
    ...     made.writestr("model/config.json", "{}")
    >>> archive = Archive(Source(packed.getvalue()))
    >>> archive.names, archive.size("model/config.json"), archive.read("model/config.json")
    (('model/config.json',), 2, b'{}')
    """

    def __init__(self, source: Source) -> None:
        limits = source.limits
        members = 2 * limits.tensors + 1000
        # Counted before the directory is parsed: each entry of it costs a kilobyte of memory.
        found = source.content.count(b"PK\x01\x02")
        if found > members:
            raise FileTooLarge(
                f"the zip has about {found:,} members; the limit is {members:,}",
                hint="Save the weights alone, without other files.",
            )
        self._left = min(limits.unpacked_bytes, max(HARMLESS, limits.ratio * len(source.content)))
        self._allowed = self._left
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.content))
        except _BROKEN as error:
            raise _damaged(error) from error
        self._members = {info.filename: info for info in self._zip.infolist() if info.filename[-1:] != "/"}
        self._check(len(source.content))

    def _check(self, length: int) -> None:
        infos = self._zip.infolist()
        if len({info.filename for info in infos}) < len(infos):
            raise UnreadableFile("two members of the zip have the same name", hint="Save the file again.")
        if sum(info.compress_size for info in infos) > length:
            raise UnreadableFile(
                "the members of the zip overlap: together they are longer than the file",
                hint="Save the file again.",
            )
        for info in infos:
            if info.flag_bits & 1:
                raise UnreadableFile(
                    f"{shorten(info.filename)} in the zip is encrypted",
                    hint="Save the file without a password.",
                )
            if info.compress_type not in _METHODS:
                raise UnreadableFile(
                    f"{shorten(info.filename)} in the zip is compressed by method {info.compress_type}; "
                    "stored (0) and deflated (8) are read",
                    hint="Pack the folder again with ordinary zip compression.",
                )
            if not _plain(info):
                raise UnreadableFile(
                    f"the zip names a member {shorten(info.orig_filename)}, which is no path inside it",
                    hint="Pack the folder again.",
                )

    @property
    def names(self) -> tuple[str, ...]:
        """Every file, in the order of the directory; folders are left out."""
        return tuple(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """What a member says it will be when unpacked: to refuse by, not to trust."""
        return self._members[name].file_size

    def stream(self, name: str) -> Iterator[bytes]:
        """Unpack a member in pieces of at most 64 KiB; raises as :meth:`read` does."""
        member = self._members[name]
        if member.file_size > self._left:
            raise self._too_large(name, member.file_size)
        try:
            with self._zip.open(member) as unpacked:
                while piece := unpacked.read(CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise self._too_large(name, self._allowed - self._left)
                    yield piece
        except _BROKEN as error:
            raise _damaged(error) from error

    def read(self, name: str) -> bytes:
        """Unpack a member.

        Raises
        ------
        UnreadableFile
            When it is damaged.
        FileTooLarge
            When it, or all that was read of this archive so far, passes the limits.
        """
        return b"".join(self.stream(name))

    def begin(self, name: str, length: int) -> bytes:
        """The first bytes of a member, at least ``length`` where it has so many."""
        begun = b""
        for piece in self.stream(name):
            begun += piece
            if len(begun) >= length:
                break
        return begun

    def _too_large(self, name: str, size: int) -> FileTooLarge:
        return FileTooLarge(
            f"{shorten(name)} would unpack to {size:,} bytes or more; "
            f"{self._allowed:,} are allowed for this whole file",
            hint="Save the recurrent part of the network alone, without optimizer or compression.",
        )


def _plain(info: zipfile.ZipInfo) -> bool:
    name = info.orig_filename
    parts = name.split("/")
    return (
        0 < len(name) <= NAME_LENGTH
        and not any(character in name for character in "\\\0:")
        and name.isprintable()
        and not name.startswith("/")
        and ".." not in parts
    )


def _damaged(error: Exception) -> UnreadableFile:
    return UnreadableFile(
        f"the file begins as a zip but is damaged: {shorten(str(error), 80)}",
        hint="Copy or save the file again; a download may have stopped early.",
    )
