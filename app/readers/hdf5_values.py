"""Numbers and texts of an HDF5 file that a stranger sent, each checked before it is taken.

The library is asked where an array lies, and never to fetch it: what an array holds is cut out of the
uploaded bytes themselves, so that no file of the server can come in through external storage, and packed
pieces are inflated here with a bound, where the library would inflate without one.
"""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from h5py import h5d, h5s, h5t, h5z
from numpy.typing import NDArray

from app.errors import FileTooLarge, UnreadableFile, shorten
from app.readers.hdf5_attributes import Uploaded

__all__ = ["BROKEN", "Dataset", "damaged", "dataset"]

Array = NDArray[Any]

# What h5py and zlib raise when a file's structure makes no sense.
BROKEN = (
    OSError,
    RuntimeError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    MemoryError,
    SystemError,
    NotImplementedError,
    zlib.error,
)
# Pieces of one packed array; a network file has one to a few hundred.
CHUNKS = 65_536
_AGAIN = "Save the network again: model.save('model.keras')."
_PACKED = {h5z.FILTER_DEFLATE, h5z.FILTER_SHUFFLE, h5z.FILTER_FLETCHER32}


@dataclass(frozen=True, eq=False)
class Dataset:
    """An array of the file: where it is, what it looks like, and how to read it.

    ``dtype`` is None for two opaque bytes, as which Keras keeps bfloat16 and says so beside them.
    """

    path: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any] | None
    itemsize: int
    file: Uploaded
    handle: Any
    bfloat16: bool = False

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.itemsize

    @property
    def number(self) -> bool:
        """Whether these are floating-point numbers, as weights are."""
        return self.bfloat16 if self.dtype is None else self.dtype.kind == "f"

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
                hint="Weights are float32. " + _AGAIN,
            )
        try:
            raw = self._raw()
        except BROKEN as error:
            raise damaged(self.path) from error
        if self.dtype is None:
            wide = np.frombuffer(raw, "<u2").astype(np.uint32) << 16
            return wide.view(np.float32).reshape(self.shape)
        array = np.frombuffer(raw, self.dtype).reshape(self.shape)
        return array.astype(np.float64 if self.dtype.itemsize == 8 else np.float32)

    def _raw(self) -> bytes:
        plist = self.handle.get_create_plist()
        layout = plist.get_layout()
        if layout == h5d.CHUNKED:
            return self._join(plist)
        if layout == h5d.COMPACT:
            array = np.empty(self.shape, self.dtype or "V2")
            self.handle.read(h5s.ALL, h5s.ALL, array, self.handle.get_type())
            return array.tobytes()
        start = self.handle.get_offset()
        raw = self.file.content[start : start + self.nbytes] if start is not None and start >= 0 else b""
        return self._whole(raw)

    def _whole(self, raw: bytes) -> bytes:
        if len(raw) != self.nbytes:
            raise UnreadableFile(
                f"{shorten(self.path)} declares {self.nbytes:,} bytes; the file holds {len(raw):,} of them",
                hint="A download may have stopped early. " + _AGAIN,
            )
        return raw

    def _join(self, plist: Any) -> bytes:
        chunk = plist.get_chunk()
        filters = [plist.get_filter(index)[0] for index in range(plist.get_nfilters())]
        cells = math.prod(chunk)
        whole = np.empty(self.shape, f"V{self.itemsize}")
        for corner in _corners(self.shape, chunk):
            info = self.handle.get_chunk_info_by_coord(corner)
            if info.byte_offset is None:
                raise UnreadableFile(
                    f"{shorten(self.path)} declares {self.nbytes:,} bytes; a part of them is not in the file",
                    hint=_AGAIN,
                )
            raw = self.file.content[info.byte_offset : info.byte_offset + info.size]
            # Bit k of the mask says that filter k was left out for this piece.
            applied = [name for k, name in enumerate(filters) if not info.filter_mask >> k & 1]
            raw = self._unpack(raw, applied, cells * self.itemsize)
            place = tuple(slice(at, at + size) for at, size in zip(corner, chunk, strict=True))
            part = whole[place]
            inside = tuple(slice(0, size) for size in part.shape)
            part[...] = np.frombuffer(raw, f"V{self.itemsize}").reshape(chunk)[inside]
        return whole.tobytes()

    def _unpack(self, raw: bytes, filters: list[int], size: int) -> bytes:
        for name in reversed(filters):
            if name == h5z.FILTER_FLETCHER32:
                raw = raw[:-4]
            elif name == h5z.FILTER_DEFLATE:
                # Four bytes more than the piece: a checksum may lie inside.
                raw = zlib.decompressobj().decompress(raw, size + 5)
            else:
                raw = np.frombuffer(raw, np.uint8).reshape(self.itemsize, -1).T.tobytes()
        if len(raw) != size:
            raise UnreadableFile(
                f"a piece of {shorten(self.path)} does not unpack to the {size:,} bytes that it declares",
                hint=_AGAIN,
            )
        return raw


def _corners(shape: tuple[int, ...], chunk: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    return itertools.product(*(range(0, size, step) for size, step in zip(shape, chunk, strict=True)))


def dataset(path: str, handle: Any, address: int, file: Uploaded, room: int) -> Dataset:
    """Check an array that the library has opened but not looked into.

    Parameters
    ----------
    path : str
        Where it is in the file, for messages.
    handle : DatasetID
        As opened; its extent is asked for only after its storage is known to be ordinary.
    address : int
        Of its header, beside which its attributes are.
    file : Uploaded
        The whole file.
    room : int
        Bytes that it may have.

    Raises
    ------
    UnreadableFile
        When its storage is outside the file, put together from others, packed by an unknown filter, or holds
        less than it declares.
    FileTooLarge
        When it declares more bytes than there is room for.
    """
    plist = handle.get_create_plist()
    layout = plist.get_layout()
    if layout == h5d.VIRTUAL or plist.get_external_count():
        how = (
            "is put together from other arrays"
            if layout == h5d.VIRTUAL
            else "says that its numbers are in another file"
        )
        raise UnreadableFile(
            f"{shorten(path)} {how}; only numbers inside the uploaded file are read", hint=_AGAIN
        )
    if layout not in (h5d.COMPACT, h5d.CONTIGUOUS, h5d.CHUNKED):
        raise UnreadableFile(f"{shorten(path)} is stored in an unknown way", hint=_AGAIN)
    _check_filters(path, plist)
    dtype, itemsize = _type_of(path, handle.get_type())
    space = handle.get_space()
    shape = tuple(int(size) for size in space.shape) if space.get_simple_extent_type() != h5s.NULL else (0,)
    half = dtype is None and file.texts(address, "dtype") == ("bfloat16",)
    found = Dataset(path, shape, dtype, itemsize, file, handle, half)
    if found.nbytes > room:
        raise FileTooLarge(
            f"{shorten(path)} declares the shape {list(shape)}, {found.nbytes:,} bytes; "
            f"{max(room, 0):,} are left of the limit",
            hint="Save the weights without the optimizer: model.save_weights('model.weights.h5').",
        )
    if layout == h5d.CHUNKED:
        _check_chunks(path, shape, plist.get_chunk(), itemsize, room)
    elif handle.get_storage_size() < found.nbytes:
        raise UnreadableFile(
            f"{shorten(path)} declares {found.nbytes:,} bytes; "
            f"the file holds {handle.get_storage_size():,} of them",
            hint=_AGAIN,
        )
    return found


def _check_filters(path: str, plist: Any) -> None:
    for index in range(min(plist.get_nfilters(), 8)):
        name = plist.get_filter(index)[0]
        if name not in _PACKED:
            raise UnreadableFile(
                f"{shorten(path)} is packed by HDF5 filter {name}; gzip and shuffle are read",
                hint="Write the file without compression. " + _AGAIN,
            )


def _check_chunks(
    path: str, shape: tuple[int, ...], chunk: tuple[int, ...], itemsize: int, room: int
) -> None:
    count = math.prod(-(-size // step) for size, step in zip(shape, chunk, strict=True))
    if count > CHUNKS or math.prod(chunk) * itemsize > max(room, 0):
        raise FileTooLarge(
            f"{shorten(path)} is cut into {count:,} pieces of the shape {list(chunk)}; "
            f"{CHUNKS:,} pieces are the limit, each smaller than what may be unpacked",
            hint="Write the file without compression. " + _AGAIN,
        )


def _type_of(path: str, found: Any) -> tuple[np.dtype[Any] | None, int]:
    kind, itemsize = found.get_class(), int(found.get_size())
    if kind in (h5t.INTEGER, h5t.FLOAT) and itemsize <= 16:
        return found.dtype, itemsize
    # An enumeration is how h5py writes true and false.
    if kind == h5t.ENUM and itemsize == 1:
        return np.dtype("i1"), 1
    if kind == h5t.OPAQUE and itemsize == 2:
        return None, 2
    raise UnreadableFile(
        f"{shorten(path)} holds no plain numbers (HDF5 type class {kind}, {itemsize:,} bytes each)",
        hint=_AGAIN,
    )


def damaged(path: str) -> UnreadableFile:
    """The error for what the library cannot follow; its own words may name files, so they stay out."""
    return UnreadableFile(
        f"the HDF5 file is damaged at {shorten(path)}",
        hint="Copy or save the file again; a download may have stopped early.",
    )
