"""Files that are on disk when a function returns, and what is said when they cannot be."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.errors import StoreFull

__all__ = ["no_room", "read_json", "size_of", "sync", "write"]

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR)


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder; 0 when it is gone."""
    try:
        return sum(path.stat().st_size for path in folder.iterdir())
    except FileNotFoundError:
        return 0


def read_json(path: Path) -> dict[str, Any]:
    """An object of JSON."""
    parsed: dict[str, Any] = json.loads(path.read_bytes())
    return parsed


def write(path: Path, value: Mapping[str, Any]) -> None:
    """Write an object of JSON and force it to disk."""
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    sync(path)


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def no_room() -> Iterator[None]:
    """A disk that is full or may not be written is a refusal, not a failure."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise StoreFull(
            "this server has no room to keep a network: " + (os.strerror(error.errno or 0)).lower(),
            hint="Delete a network that nobody needs any more; whoever runs the server can make room.",
        ) from error
