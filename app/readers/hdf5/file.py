"""An HDF5 file from a stranger, as plain groups and arrays.

The format can point outside itself (external storage, external and soft links, virtual datasets), describe
petabytes in a kilobyte, and run in circles. Everything is walked once before anything is read; what does not
lie in the file itself, in one place, within the limits, is refused.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass, field

from app.errors import FileTooLarge, UnreadableFile, shorten
from app.readers.archive import HARMLESS
from app.readers.hdf5.attributes import Attributes
from app.readers.hdf5.groups import children, is_group
from app.readers.hdf5.raw import AGAIN, SIGNATURE, Message, Uploaded, damaged
from app.readers.hdf5.values import Dataset, dataset, is_dataset
from app.readers.reading import ReadLimits, Source

__all__ = ["Group", "is_hdf5", "open_hdf5"]

# A layer of a model inside a model inside a model lies 15 deep.
DEPTH = 48
# A layer of three arrays takes six names, one without arrays two; no model has as many as this allows.
LINKS_PER_TENSOR = 3


@dataclass(frozen=True, eq=False)
class Group:
    """A folder of the file: what is in it, by name."""

    path: str
    address: int
    attributes: Attributes
    groups: dict[str, Group] = field(default_factory=dict)
    datasets: dict[str, Dataset] = field(default_factory=dict)

    def texts(self, name: str) -> tuple[str, ...] | None:
        """A list of texts kept as an attribute; long ones are cut into ``name0``, ``name1``, ... by Keras.

        Raises
        ------
        UnreadableFile, FileTooLarge
            When it is damaged, or longer than any model's.
        """
        whole = self.attributes.texts(self.address, name)
        if whole is not None:
            return whole
        parts: list[str] = []
        for index in itertools.count():
            part = self.attributes.texts(self.address, f"{name}{index}")
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
    """What is left of the limits while a file is walked, and the arrays that were met."""

    file: Uploaded
    attributes: Attributes
    limits: ReadLimits
    bytes_left: int
    links_left: int
    seen: set[int] = field(default_factory=set)
    found: list[tuple[Group, str, int, list[Message]]] = field(default_factory=list)


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
    >>> made = io.BytesIO()
    >>> with h5py.File(made, "w") as file:
    ...     file["layers/lstm/vars/0"] = [[0.5, 1.0]]
    >>> root = open_hdf5(made.getvalue(), ReadLimits())
    >>> root.find("layers/lstm/vars").datasets["0"].read()
    array([[0.5, 1. ]])
    """
    file = Uploaded(content)
    room = min(limits.unpacked_bytes, max(HARMLESS, limits.ratio * len(content)))
    walk = _Walk(file, Attributes(file), limits, room, LINKS_PER_TENSOR * limits.tensors)
    walk.seen.add(file.root)
    try:
        root = _group("/", file.root, list(file.messages(file.root)), walk, 0)
        for group, name, address, messages in walk.found:
            group.datasets[name] = _array(_below(group.path, name), address, messages, walk)
    except (struct.error, IndexError, OverflowError) as error:
        raise damaged("its structure cannot be followed") from error
    return root


def _group(path: str, address: int, messages: list[Message], walk: _Walk, depth: int) -> Group:
    if depth > DEPTH:
        raise UnreadableFile(f"the groups of the file are nested more than {DEPTH} deep", hint=AGAIN)
    group = Group(path, address, walk.attributes)
    for name, place in children(walk.file, messages, path):
        below = _below(path, name)
        _count(walk)
        if place in walk.seen:
            raise UnreadableFile(
                f"{shorten(below)} is a second name for something else in the file", hint=AGAIN
            )
        walk.seen.add(place)
        head = list(walk.file.messages(place))
        if is_dataset(head):
            walk.found.append((group, name, place, head))
            _count_arrays(walk)
        elif is_group(head):
            group.groups[name] = _group(below, place, head, walk, depth + 1)
    return group


def _below(path: str, name: str) -> str:
    return f"{path.rstrip('/')}/{name}"


def _count(walk: _Walk) -> None:
    walk.links_left -= 1
    if walk.links_left < 0:
        limit = LINKS_PER_TENSOR * walk.limits.tensors
        raise FileTooLarge(f"the file names more than {limit:,} objects, which is the limit", hint=AGAIN)


def _count_arrays(walk: _Walk) -> None:
    if len(walk.found) > walk.limits.tensors:
        raise FileTooLarge(
            f"the file holds more than {walk.limits.tensors:,} arrays, which is the limit",
            hint="Save the weights without the optimizer: model.save_weights('model.weights.h5').",
        )


def _array(path: str, address: int, messages: list[Message], walk: _Walk) -> Dataset:
    half = walk.attributes.texts(address, "dtype") == ("bfloat16",)
    found = dataset(path, walk.file, messages, walk.bytes_left, half)
    walk.bytes_left -= found.nbytes
    return found
