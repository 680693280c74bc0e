"""Where a process writes what is not yet whole; nobody else touches it while that process lives."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path

__all__ = ["Bench", "sweep_benches"]


class Bench:
    """A folder for what a process is writing; the lock on it is free when the process has died."""

    def __init__(self, incoming: Path) -> None:
        # Another process may take the lock of a folder that is a moment old, and remove it.
        for _ in range(3):
            self.folder = Path(tempfile.mkdtemp(dir=incoming, prefix="p-"))
            lock = _try_lock(self.folder)
            if lock is not None:
                break
        self.close = weakref.finalize(self, _clear, self.folder, lock)


def _clear(bench: Path, lock: int | None) -> None:
    shutil.rmtree(bench, ignore_errors=True)
    if lock is not None:
        os.close(lock)


def _try_lock(bench: Path) -> int | None:
    """A descriptor that holds the lock of a bench, or None when its process lives."""
    import fcntl

    try:
        lock = os.open(bench / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


def sweep_benches(incoming: Path) -> None:
    """Remove the benches of processes that have died."""
    for bench in incoming.glob("p-*"):
        lock = _try_lock(bench)
        if lock is not None:
            _clear(bench, lock)
