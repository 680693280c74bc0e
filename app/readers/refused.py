"""Files that are known and not read: each is named, with what to export instead."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import UnsupportedFormat, shorten
from app.readers.archive import Archive, is_zip
from app.readers.reading import Reading, Source

__all__ = ["known_zip", "load", "match"]

_TORCH = "Open it in PyTorch and save the weights: torch.save(model.state_dict(), 'model.pt')."
_KERAS = "Open it in Keras and save it: model.save('model.keras')."
# First bytes, where they stand, what they are of, and what to do.
_KNOWN: tuple[tuple[bytes, int, str, str], ...] = (
    (b"ustar", 257, "a tar archive, as PyTorch before 0.2 and NeMo write them", _TORCH),
    (b"TFL3", 4, "a TensorFlow Lite model", _KERAS),
    (b"GGUF", 0, "a GGUF file of a language model", "Networks with LSTM, GRU or RNN layers are read."),
    (
        b"\x93NUMPY",
        0,
        "a single NumPy array, and a layer needs several with names",
        "Save them together: numpy.savez('model.npz', W_x=W_x, W_h=W_h, b=b).",
    ),
    (b"\x1f\x8b", 0, "compressed by gzip", "Unpack it first: gunzip model.pt.gz."),
    (b"BZh", 0, "compressed by bzip2", "Unpack it first."),
    (b"\xfd7zXZ", 0, "compressed by xz", "Unpack it first."),
    (b"7z\xbc\xaf", 0, "a 7z archive", "Unpack it, and open the file of weights in it."),
)
# A member of a zip, what the zip then is, and what to do.
_MEMBERS: tuple[tuple[str, str, str], ...] = (
    ("saved_model.pb", "a zip of a TensorFlow SavedModel", _KERAS),
    ("models/model.json", "a program of torch.export", _TORCH),
    ("archive_format", "a program of torch.export", _TORCH),
    (".data/version", "a package of torch.package", _TORCH),
)


def match(source: Source) -> bool:
    """Whether a file is known, and not read by any reader asked before this one.

    Examples
    --------
    >>> match(Source(b"GGUF....")), match(Source(b"GIF89a"))
    (True, False)
    """
    return is_zip(source) or any(_begins(source, start, at) for start, at, _, _ in _KNOWN)


def load(source: Source) -> Reading:
    """Refuse the file.

    Raises
    ------
    UnsupportedFormat
        Says what it is and what to export instead.
    UnreadableFile, FileTooLarge
        When it is a zip that cannot be opened.
    """
    for start, at, what, then in _KNOWN:
        if _begins(source, start, at):
            raise UnsupportedFormat(f"the file {shorten(source.filename)} is {what}", hint=then)
    names = Archive(source).names
    known = known_zip(names)
    if known is not None:
        raise UnsupportedFormat(f"the file {shorten(source.filename)} is {known[0]}", hint=known[1])
    some = ", ".join(shorten(name, 40) for name in names[:4])
    raise UnsupportedFormat(
        f"the zip {shorten(source.filename)} is of no known format; it holds {some or 'nothing'}",
        hint="Known zips are those of PyTorch, TorchScript, Keras 3, NumPy (npz), and model folders with "
        "safetensors.",
    )


def known_zip(names: Sequence[str]) -> tuple[str, str] | None:
    """What a zip with these members is, and what to do, if it is one that is not read.

    Examples
    --------
    >>> known_zip(["model/saved_model.pb"])[0]
    'a zip of a TensorFlow SavedModel'
    """
    return next(
        ((what, then) for end, what, then in _MEMBERS if any(name.endswith(end) for name in names)), None
    )


def _begins(source: Source, start: bytes, at: int) -> bool:
    return source.content[at : at + len(start)] == start
