"""Arrays of an HDF5 file, checked before their numbers are cut out of the file's bytes."""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import FileTooLarge, UnreadableFile, shorten
from app.readers.hdf5.attributes import extent
from app.readers.hdf5.groups import tree
from app.readers.hdf5.kinds import DEFLATE, FLETCHER32, Numbers, filters, numbers
from app.readers.hdf5.raw import AGAIN, UNDEFINED, Message, Uploaded, damaged

__all__ = ["Dataset", "dataset", "is_dataset"]

Array = NDArray[Any]

SPACE, TYPE, EXTERNAL, LAYOUT, FILTERS = 0x01, 0x03, 0x07, 0x08, 0x0B
COMPACT, CONTIGUOUS, CHUNKED, VIRTUAL = range(4)
# Pieces of one packed array; a network file has one to a few hundred.
CHUNKS = 65_536
# The format allows no more axes.
RANK = 32


@dataclass(frozen=True, eq=False)
class Dataset:
    """An array of the file: what it looks like, where its bytes are, and how to read it.

    ``stored`` is None where the array is in pieces; ``piece`` is their shape then, and ``index`` the address
    of the tree that finds them.
    """

    path: str
    file: Uploaded
    shape: tuple[int, ...]
    numbers: Numbers
    stored: memoryview | None
    piece: tuple[int, ...] = ()
    index: int = UNDEFINED
    filters: tuple[int, ...] = ()

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.numbers.itemsize

    @property
    def number(self) -> bool:
        """Whether these are floating-point numbers, as weights are."""
        dtype = self.numbers.dtype
        return self.numbers.bfloat16 if dtype is None else dtype.kind == "f"

    def read(self) -> Array:
        """The numbers, in float32 or float64 as the file has them; half precision is widened.

        Raises
        ------
        UnreadableFile
            When the file does not hold what it declares.
        """
        if not self.number:
            raise UnreadableFile(
                f"{shorten(self.path)} does not hold floating-point numbers",
                hint="Weights are float32. " + AGAIN,
            )
        try:
            raw = self._join() if self.stored is None else self.stored
        except (struct.error, ValueError, zlib.error) as error:
            raise damaged(f"{shorten(self.path)} cannot be put together") from error
        if self.numbers.dtype is None:
            wide = np.frombuffer(raw, "<u2").astype(np.uint32) << 16
            return wide.view(np.float32).reshape(self.shape)
        array = np.frombuffer(raw, self.numbers.dtype).reshape(self.shape)
        return array.astype(np.float64 if array.itemsize == 8 else np.float32)

    def _join(self) -> bytes:
        """All pieces in their places; each has to be there once."""
        form = f"V{self.numbers.itemsize}"
        whole = np.empty(self.shape, form)
        left = math.prod(-(-size // step) for size, step in zip(self.shape, self.piece, strict=True))
        rank, seen = len(self.shape), set()
        if self.index != UNDEFINED:
            for key, address in tree(self.file, self.index, 1, 16 + 8 * rank):
                size, mask, *corner = struct.unpack_from(f"<II{rank}Q", key)
                place = tuple(slice(at, at + step) for at, step in zip(corner, self.piece, strict=True))
                part = whole[place]
                if not part.size or any(at % step for at, step in zip(corner, self.piece, strict=True)):
                    continue
                if tuple(corner) in seen:
                    raise damaged(f"a piece of {shorten(self.path)} is there twice")
                seen.add(tuple(corner))
                raw = self._unpack(self.file.take(address, size), mask)
                inside = tuple(slice(0, size) for size in part.shape)
                part[...] = np.frombuffer(raw, form).reshape(self.piece)[inside]
        if len(seen) != left:
            raise UnreadableFile(
                f"{shorten(self.path)} declares {self.nbytes:,} bytes; a part of them is not in the file",
                hint=AGAIN,
            )
        return whole.tobytes()

    def _unpack(self, packed: memoryview, mask: int) -> bytes:
        """Undo the filters of a piece; bit k of the mask says that filter k was left out."""
        size = math.prod(self.piece) * self.numbers.itemsize
        if len(packed) > size + size // 50 + 1024:
            raise damaged(f"a piece of {shorten(self.path)} is longer packed than unpacked")
        raw = bytes(packed)
        for k, name in reversed(list(enumerate(self.filters))):
            if mask >> k & 1:
                continue
            if name == FLETCHER32:
                raw = raw[:-4]
            elif name == DEFLATE:
                # A little more than the piece, for a checksum that may lie inside; no bomb goes off.
                raw = zlib.decompressobj().decompress(raw, size + 5)
            else:
                raw = np.frombuffer(raw, np.uint8).reshape(self.numbers.itemsize, -1).T.tobytes()
        if len(raw) != size:
            raise UnreadableFile(
                f"a piece of {shorten(self.path)} does not unpack to the {size:,} bytes that it declares",
                hint=AGAIN,
            )
        return raw


def is_dataset(messages: list[Message]) -> bool:
    """Whether an object's head is an array's."""
    return any(message.kind == LAYOUT for message in messages)


def dataset(path: str, file: Uploaded, messages: list[Message], room: int, half: bool) -> Dataset:
    """Check an array.

    Parameters
    ----------
    path : str
        Where it is in the file, for messages.
    file : Uploaded
        The whole file.
    messages : list of Message
        Its head.
    room : int
        Bytes that it may have.
    half : bool
        Whether an attribute beside it says that two opaque bytes are bfloat16.

    Raises
    ------
    UnreadableFile
        When its numbers are outside the file, put together from others, packed by an unknown filter, or fewer
        than it declares.
    FileTooLarge
        When it declares more bytes than there is room for.
    """
    parts = {message.kind: message for message in messages}
    if EXTERNAL in parts:
        raise _outside(path, "says that its numbers are in another file")
    if not {SPACE, TYPE, LAYOUT} <= set(parts) or any(parts[kind].shared for kind in (SPACE, TYPE, LAYOUT)):
        raise UnreadableFile(f"{shorten(path)} is described in a way that Keras does not write", hint=AGAIN)
    layout = parts[LAYOUT].content
    version, how = layout[0], layout[1]
    if version == 4 and how == VIRTUAL:
        raise _outside(path, "is put together from other arrays")
    found, shape = numbers(path, parts[TYPE].content), extent(parts[SPACE].content)
    if found.dtype is None and half:
        found = Numbers(None, 2, bfloat16=True)
    packed = filters(path, parts[FILTERS].content) if FILTERS in parts else ()
    size = math.prod(shape) * found.itemsize
    if len(shape) > RANK:
        raise damaged(f"{shorten(path)} has {len(shape)} axes")
    if size > room:
        raise FileTooLarge(
            f"{shorten(path)} declares the shape {list(shape)}, {size:,} bytes; "
            f"{max(room, 0):,} are left of the limit",
            hint="Save the weights without the optimizer: model.save_weights('model.weights.h5').",
        )
    if version == 3 and how == CHUNKED:
        index, piece = _pieces(path, layout, shape, found.itemsize, room)
        return Dataset(path, file, shape, found, None, piece, index, packed)
    if version not in (3, 4) or how not in (COMPACT, CONTIGUOUS):
        raise UnreadableFile(f"{shorten(path)} is stored in a way that Keras does not write", hint=AGAIN)
    return Dataset(path, file, shape, found, _stored(path, file, layout, size))


def _stored(path: str, file: Uploaded, layout: memoryview, size: int) -> memoryview:
    """The bytes of an array in one piece: in its head, or at an address."""
    if layout[1] == COMPACT:
        raw = layout[4 : 4 + struct.unpack_from("<H", layout, 2)[0]]
    else:
        start, length = struct.unpack_from("<QQ", layout, 2)
        # Nothing was ever written where the address is undefined: the library would make up zeros.
        raw = file.view[start : start + min(length, size)] if start != UNDEFINED else file.view[:0]
    if len(raw) < size:
        raise UnreadableFile(
            f"{shorten(path)} declares {size:,} bytes; the file holds {len(raw):,} of them",
            hint="A download may have stopped early. " + AGAIN,
        )
    return raw[:size]


def _pieces(
    path: str, layout: memoryview, shape: tuple[int, ...], itemsize: int, room: int
) -> tuple[int, tuple[int, ...]]:
    """Address of the tree of pieces, and the shape of one."""
    rank = layout[2] - 1
    index, *sizes = struct.unpack_from(f"<Q{rank + 1}I", layout, 3)
    piece = tuple(sizes[:-1])
    if rank != len(shape) or sizes[-1] != itemsize or 0 in piece or 0 in shape:
        raise damaged(f"the pieces of {shorten(path)} do not fit it")
    count = math.prod(-(-size // step) for size, step in zip(shape, piece, strict=True))
    if count > CHUNKS or math.prod(piece) * itemsize > max(room, 0):
        raise FileTooLarge(
            f"{shorten(path)} is cut into {count:,} pieces of the shape {list(piece)}; "
            f"{CHUNKS:,} pieces are the limit, each smaller than what may be unpacked",
            hint="Write the file without compression. " + AGAIN,
        )
    return index, piece


def _outside(path: str, how: str) -> UnreadableFile:
    return UnreadableFile(
        f"{shorten(path)} {how}; only numbers inside the uploaded file are read", hint=AGAIN
    )
