"""The networks in a folder, one at a time and all together."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import StoreFull, UnknownModel, shorten
from app.store.bench import Bench, sweep_benches
from app.store.disk import no_room, read_json, size_of, sync, write

__all__ = ["ARRAYS", "CARD", "CHOSEN", "ID_PATTERN", "Store", "StoreLimits", "Stored"]

ID_PATTERN = re.compile(r"u-[0-9a-f]{16}")
ARRAYS, CARD, CHOSEN, USED = "network.safetensors", "card.json", "chosen.json", ".used"
_INCOMING = ".incoming"
_DAY = 86400.0
# A last use is written down this seldom, so that reading does not write all the time.
_USE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """How much is kept and how long; the fields of :class:`app.settings.Settings` say more."""

    bytes: int
    networks: int
    days: float


@dataclass(frozen=True, slots=True)
class Stored:
    """One network in the store: where it lies, when it came and was last used, in seconds since 1970."""

    id: str
    folder: Path
    used_at: float
    expires_at: float
    version: tuple[int, int]

    @property
    def size(self) -> int:
        """Bytes on disk; 0 when it was deleted meanwhile."""
        return size_of(self.folder)

    def card(self) -> dict[str, Any]:
        """What was found in the file."""
        return read_json(self.folder / CARD)

    def chosen(self) -> dict[str, Any]:
        """What its owner decided, and what the API says of it since."""
        return read_json(self.folder / CHOSEN)

    def arrays(self) -> bytes:
        """All arrays, as they were written."""
        return (self.folder / ARRAYS).read_bytes()


class Store:
    """Keeps networks in a folder, within limits.

    Several processes may use one folder: every step is a rename.

    Parameters
    ----------
    folder : Path
        Is made when the first network comes.
    limits : StoreLimits
        More than these are refused; what nobody used for so long is removed.
    clock : callable
        Seconds since 1970.
    """

    def __init__(self, folder: Path, limits: StoreLimits, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.limits = limits
        self._clock = clock
        self._lock = threading.RLock()
        self._bench: Bench | None = None

    def all(self) -> list[Stored]:
        """The networks there are, the last that came first."""
        found = (self._find(name) for name in self._names())
        return sorted((one for one in found if one is not None), key=lambda one: (-one.version[0], one.id))

    def get(self, identifier: str) -> Stored:
        """One network.

        Raises
        ------
        UnknownModel
            When there is none of that id.
        """
        stored = self._find(identifier) if ID_PATTERN.fullmatch(identifier) else None
        if stored is None:
            raise UnknownModel(
                f"there is no network {shorten(identifier)} on this server",
                hint="It may have been deleted, or its time is up. Open its file again: "
                "the same file has the same id.",
            )
        return stored

    def touch(self, stored: Stored) -> None:
        """Write down that a network is in use: its lifetime begins anew."""
        now = self._clock()
        if now - stored.used_at > _USE_SECONDS:
            with contextlib.suppress(OSError):
                os.utime(stored.folder / USED, (now, now))

    @contextlib.contextmanager
    def workplace(self) -> Iterator[Path]:
        """An empty folder to write a network in; gone afterwards, whatever happened.

        Raises
        ------
        StoreFull
            When the disk is full, or cannot be written.
        """
        with no_room():
            place = Path(tempfile.mkdtemp(dir=self._open().folder))
        try:
            with no_room():
                yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def check_room(self, size: int) -> None:
        """Refuse what would go beyond the limits, after removing what nobody uses any more.

        Raises
        ------
        StoreFull
            With the limit.
        """
        self.sweep()
        networks = self.all()
        if len(networks) >= self.limits.networks:
            raise StoreFull(
                f"{len(networks)} networks are stored; the limit is {self.limits.networks}",
                hint="Delete a network that nobody needs any more.",
            )
        self._check_bytes(size)

    def _check_bytes(self, size: int) -> None:
        taken = sum(one.size for one in self.all())
        if taken + size > self.limits.bytes:
            raise StoreFull(
                f"the network takes {size:,} bytes; {max(0, self.limits.bytes - taken):,} of "
                f"{self.limits.bytes:,} are free",
                hint="Delete a network that nobody needs any more, or save this one in half precision.",
            )

    def add(self, identifier: str, place: Path, card: Mapping[str, Any], chosen: Mapping[str, Any]) -> Stored:
        """Make a written network visible, all of it in one step.

        Parameters
        ----------
        identifier : str
            Its id.
        place : Path
            A :meth:`workplace` that holds its arrays and nothing else.
        card : mapping
            What was found in the file.
        chosen : mapping
            What is decided to begin with.

        Raises
        ------
        StoreFull
            Over a limit, or the disk is full.
        """
        with no_room():
            write(place / CARD, {**card, "uploaded_at": self._clock()})
            write(place / CHOSEN, chosen)
            write(place / USED, {})
            os.utime(place / USED, (self._clock(), self._clock()))
            sync(place / ARRAYS)
            sync(place)
            with self._lock:
                self.check_room(size_of(place))
                try:
                    place.rename(self.folder / identifier)
                except OSError as error:
                    # Another request was faster with the same file: its network is the same.
                    if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                        raise
            sync(self.folder)
        return self.get(identifier)

    def choose(self, identifier: str, chosen: Mapping[str, Any]) -> Stored:
        """Keep what the owner of a network decided."""
        stored = self.get(identifier)
        with self.workplace() as place:
            write(place / CHOSEN, chosen)
            self._check_bytes(size_of(place))
            with contextlib.suppress(FileNotFoundError):
                (place / CHOSEN).replace(stored.folder / CHOSEN)
            sync(stored.folder)
        return self.get(identifier)

    def remove(self, identifier: str) -> None:
        """Delete a network; it vanishes in one step."""
        stored = self.get(identifier)
        with self.workplace() as place, contextlib.suppress(FileNotFoundError):
            stored.folder.rename(place / identifier)

    def sweep(self) -> None:
        """Remove what nobody used for so long, and what processes that have died left behind."""
        now = self._clock()
        for name in self._names():
            stored = self._find(name, expired=True)
            if stored is not None and stored.expires_at <= now:
                with contextlib.suppress(StoreFull), self.workplace() as place, contextlib.suppress(OSError):
                    stored.folder.rename(place / name)
        sweep_benches(self.folder / _INCOMING)

    def close(self) -> None:
        """Leave nothing behind."""
        with self._lock:
            if self._bench is not None:
                self._bench.close()
                self._bench = None

    def _names(self) -> list[str]:
        try:
            return [one.name for one in self.folder.iterdir() if ID_PATTERN.fullmatch(one.name)]
        except OSError:
            return []

    def _find(self, name: str, *, expired: bool = False) -> Stored | None:
        folder = self.folder / name
        try:
            used = (folder / USED).stat().st_mtime
            card = (folder / CARD).stat().st_mtime_ns
            try:
                chosen = (folder / CHOSEN).stat().st_mtime_ns
            except FileNotFoundError:
                chosen = 0
            stored = Stored(name, folder, used, used + self.limits.days * _DAY, (card, chosen))
        except OSError:
            return None
        return stored if expired or stored.expires_at > self._clock() else None

    def _open(self) -> Bench:
        with self._lock:
            if self._bench is None:
                incoming = self.folder / _INCOMING
                incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._bench = Bench(incoming)
                sweep_benches(incoming)
            return self._bench
