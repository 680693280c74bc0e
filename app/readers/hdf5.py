"""An HDF5 file from a stranger, as plain groups and arrays.

The format can point outside itself (external storage, external and soft links, virtual datasets), describe
petabytes in a kilobyte, and run in circles. Everything is walked once before anything is read; what does not
lie in the file itself, in one place, within the limits, is refused.
"""

from __future__ import annotations

import io
import itertools
from dataclasses import dataclass, field
from typing import Any

from h5py import h5, h5d, h5f, h5fd, h5g, h5l, h5o, h5p

from app.errors import FileTooLarge, GatescopeError, UnreadableFile, shorten
from app.readers.archive import HARMLESS
from app.readers.hdf5_attributes import SIGNATURE, Uploaded
from app.readers.hdf5_values import BROKEN, Dataset, damaged, dataset
from app.readers.reading import ReadLimits, Source

__all__ = ["Group", "is_hdf5", "open_hdf5"]

# A layer of a model inside a model inside a model lies 15 deep.
DEPTH = 48
# A layer of three arrays takes six names, one without arrays two.
LINKS_PER_TENSOR = 6
NAME_BYTES = 1024
_AGAIN = "Save the network again: model.save('model.keras')."


@dataclass(frozen=True, eq=False)
class Group:
    """A folder of the file: what is in it, by name."""

    path: str
    address: int
    file: Uploaded
    groups: dict[str, Group] = field(default_factory=dict)
    datasets: dict[str, Dataset] = field(default_factory=dict)

    def texts(self, name: str) -> tuple[str, ...] | None:
        """A list of texts kept as an attribute; long ones are cut into ``name0``, ``name1``, ... by Keras.

        Raises
        ------
        UnreadableFile, FileTooLarge
            When it is damaged, or longer than any model's.
        """
        whole = self.file.texts(self.address, name)
        if whole is not None:
            return whole
        parts: list[str] = []
        for index in itertools.count():
            part = self.file.texts(self.address, f"{name}{index}")
            if part is None:
                break
            parts += part
        return tuple(parts) or None

    def text(self, name: str) -> str | None:
        """A text kept as an attribute, or None; raises as :meth:`texts` does."""
        found = self.texts(name)
        return found[0] if found else None

    def find(self, path: str) -> Group | None:
        """The group at a path of names with "/" between them, or None."""
        here: Group | None = self
        for name in path.split("/"):
            here = here.groups.get(name) if here else None
        return here


@dataclass(slots=True)
class _Walk:
    """What is left of the limits while a file is walked."""

    file: Uploaded
    limits: ReadLimits
    bytes_left: int
    links_left: int
    arrays_left: int
    seen: set[int] = field(default_factory=set)
    found: list[tuple[Group, str, int, Any]] = field(default_factory=list)


def is_hdf5(source: Source) -> bool:
    r"""Whether a file begins as HDF5 does.

    Examples
    --------
    >>> is_hdf5(Source(b"\x89HDF\r\n\x1a\n...")), is_hdf5(Source(b"GIF89a"))
    (True, False)
    """
    return source.content.startswith(SIGNATURE)


def open_hdf5(content: bytes, limits: ReadLimits) -> Group:
    """Walk a file and hand back its root.

    Parameters
    ----------
    content : bytes
        The whole file.
    limits : ReadLimits
        ``unpacked_bytes``, ``ratio`` and ``tensors`` bound its arrays, all together, those of the optimizer
        too.

    Returns
    -------
    Group
        With everything below it; no array is read yet.

    Raises
    ------
    UnreadableFile
        When it is damaged, or points outside itself or in circles.
    FileTooLarge
        When it declares more than the limits allow.

    Examples
    --------
    >>> import io, h5py
    >>> with h5py.File(io.BytesIO(), "w", driver=None) as made:
    ...     made["layers/lstm/vars/0"] = [[0.5, 1.0]]
    ...     made.flush()
    ...     content = made.id.get_file_image()
    >>> open_hdf5(content, ReadLimits()).find("layers/lstm/vars").datasets["0"].read()
    array([[0.5, 1. ]])
    """
    uploaded = Uploaded(content)
    room = min(limits.unpacked_bytes, max(HARMLESS, limits.ratio * len(content)))
    walk = _Walk(uploaded, limits, room, LINKS_PER_TENSOR * limits.tensors, limits.tensors)
    try:
        # Of the ways to open bytes this one asks the file system for nothing, not even for a name.
        access = h5p.create(h5p.FILE_ACCESS)
        access.set_fileobj_driver(h5fd.fileobj_driver, io.BytesIO(content))
        file = h5f.open(b"uploaded", h5f.ACC_RDONLY, access)
        root = _group("/", h5o.open(file, b"/"), uploaded.root, walk, 0)
    except GatescopeError:
        raise
    except BROKEN as error:
        raise damaged("/") from error
    # Looked into only now that their number is known: each costs a tenth of a millisecond.
    for group, name, address, handle in walk.found:
        group.datasets[name] = _array(_below(group.path, name), handle, address, walk)
    return root


def _group(path: str, handle: Any, address: int, walk: _Walk, depth: int) -> Group:
    if depth > DEPTH:
        raise UnreadableFile(f"the groups of the file are nested more than {DEPTH} deep", hint=_AGAIN)
    group = Group(path, address, walk.file)
    for name, text, place in _names(path, handle, walk):
        below = _below(path, text)
        try:
            child = h5o.open(handle, name)
            if isinstance(child, h5g.GroupID):
                group.groups[text] = _group(below, child, place, walk, depth + 1)
            elif isinstance(child, h5d.DatasetID):
                _count(walk)
                walk.found.append((group, text, place, child))
        except GatescopeError:
            raise
        except BROKEN as error:
            raise damaged(below) from error
    return group


def _below(path: str, name: str) -> str:
    return f"{path.rstrip('/')}/{name}"


def _count(walk: _Walk) -> None:
    walk.arrays_left -= 1
    if walk.arrays_left < 0:
        raise FileTooLarge(
            f"the file holds more than {walk.limits.tensors:,} arrays, which is the limit",
            hint="Save the weights without the optimizer: model.save_weights('model.weights.h5').",
        )


def _array(path: str, handle: Any, address: int, walk: _Walk) -> Dataset:
    try:
        found = dataset(path, handle, address, walk.file, walk.bytes_left)
    except BROKEN as error:
        raise damaged(path) from error
    walk.bytes_left -= found.nbytes
    return found


def _names(path: str, handle: Any, walk: _Walk) -> list[tuple[bytes, str, int]]:
    """Names in a group, and addresses, of objects that lie in the file itself and were not met before."""
    names: list[tuple[bytes, str, int]] = []

    def visit(name: bytes, info: Any) -> GatescopeError | None:
        walk.links_left -= 1
        if walk.links_left < 0:
            limit = LINKS_PER_TENSOR * walk.limits.tensors
            return FileTooLarge(
                f"the file names more than {limit:,} objects, which is the limit", hint=_AGAIN
            )
        shown = shorten(_below(path, name[:NAME_BYTES].decode(errors="replace")))
        if info.type != h5l.TYPE_HARD:
            return UnreadableFile(
                f"{shown} is a link to another place; only what lies in the uploaded file is read",
                hint=_AGAIN,
            )
        if info.u in walk.seen:
            return UnreadableFile(f"{shown} is a second name for something else in the file", hint=_AGAIN)
        # What goes through the library's own loop must not be an exception: it would lose it.
        text = name.decode(errors="replace")
        if len(name) > NAME_BYTES or not text.isprintable() or "\ufffd" in text:
            return UnreadableFile(
                f"a name in the file, {shown}, is longer than {NAME_BYTES:,} bytes or no readable text",
                hint=_AGAIN,
            )
        walk.seen.add(info.u)
        names.append((name, text, info.u))
        return None

    # In the order of the file: any other would build a list of everything first.
    failed = handle.links.iterate(visit, info=True, order=h5.ITER_NATIVE)
    error = failed[0] if isinstance(failed, tuple) else failed
    if isinstance(error, GatescopeError):
        raise error
    return names
