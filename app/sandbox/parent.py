"""The server's side: keep a waiting process warm, hand it files, and believe nothing that comes back."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import app
from app import errors
from app.errors import GatescopeError, Overloaded, StoreFull, UnreadableFile, shorten
from app.package import clean
from app.sandbox.limits import NO_ROOM, OUT_OF_MEMORY, SandboxLimits

__all__ = ["Sandbox"]

log = logging.getLogger("gatescope")

_ROOT = Path(app.__file__).resolve().parents[1]
_COMMAND = (sys.executable, "-m", "app.sandbox")
# A vocabulary of a million words is below this; more is no description of a network.
_MOST_SAID = 32 * 2**20
_START_SECONDS = 30.0
# After its time the waiting process ends a job; this long later it is taken to hang itself.
_GRACE_SECONDS = 5.0
_REFUSALS: dict[str, type[GatescopeError]] = {
    name: getattr(errors, name)
    for name in (
        "UnsupportedFormat", "UnreadableFile", "NoRecurrentLayer", "UnsupportedNetwork", "FileTooLarge",
        "InvalidWeights",
    )
}  # fmt: skip
_DAMAGED = (
    "The file may be damaged. Save it again, the weights alone: torch.save(model.state_dict(), 'model.pt')."
)


class Sandbox:
    """Reads files in processes of their own; safe to use from several threads.

    Parameters
    ----------
    limits : SandboxLimits
        Of every file.
    command : sequence of str
        Starts the waiting process; the limits follow as its last argument.
    """

    def __init__(self, limits: SandboxLimits, command: Sequence[str] = _COMMAND) -> None:
        self.limits = limits
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._waiter: _Waiter | None = None
        self._closed = False
        self._finalizer: Any = None

    def warm(self) -> None:
        """Start the waiting process now, so that the first file does not wait for it.

        A process that does not start stops nothing but the reading of files: whoever sends one is told.
        """
        with self._lock, contextlib.suppress(Overloaded, OSError):
            self._start()

    def read(self, source: Path, target: Path, filename: str) -> dict[str, Any]:
        """Read a file.

        Parameters
        ----------
        source : Path
            The file.
        target : Path
            Takes its arrays; exists and is empty. Holds anything when an error is raised.
        filename : str
            What the file calls itself, for messages.

        Returns
        -------
        dict
            The card: JSON of a stranger.

        Raises
        ------
        UnsupportedFormat, UnreadableFile, NoRecurrentLayer, UnsupportedNetwork, FileTooLarge, InvalidWeights
            As the reader says; also UnreadableFile when reading takes more time or memory than the limits, or
            breaks the reader.
        StoreFull
            When there was no room for the arrays.
        Overloaded
            When no process could be started.
        """
        with open(source, "rb") as file, open(target, "wb") as arrays:
            for _ in range(2):
                os.lseek(file.fileno(), 0, os.SEEK_SET)
                os.lseek(arrays.fileno(), 0, os.SEEK_SET)
                arrays.truncate()
                lines = self._ask(file.fileno(), arrays.fileno(), filename)
                ending = _parse(lines[-1]) if lines else {}
                if "status" in ending:
                    return self._conclude(lines[0], ending)
        raise Overloaded(
            "the process that reads files stopped while it read this one",
            hint="Send the file again in a moment.",
            retry_after=2,
        )

    def close(self) -> None:
        """End the waiting process and its jobs."""
        with self._lock:
            self._stop()

    def _ask(self, source: int, target: int, filename: str) -> list[bytes]:
        """What a job said, line by line; the last line is its ending, or is missing."""
        mine, theirs = socket.socketpair()
        with mine, theirs:
            mine.sendall(json.dumps({"filename": clean(filename)}).encode())
            mine.shutdown(socket.SHUT_WR)
            with self._lock:
                waiter = self._start()
                try:
                    socket.send_fds(waiter.control, [b"j"], [theirs.fileno(), source, target])
                except OSError:
                    self._stop()
                    return []
            theirs.close()
            try:
                said = _hear(mine, time.monotonic() + self.limits.seconds + _GRACE_SECONDS)
            except OSError:
                said = b""
            if not said.endswith(b"\n"):
                self._drop(waiter)
                return []
        return said.splitlines()

    def _conclude(self, first: bytes, ending: dict[str, Any]) -> dict[str, Any]:
        report = _parse(first)
        status = ending["status"]
        if status == 0 and isinstance(report.get("card"), dict):
            card: dict[str, Any] = report["card"]
            return card
        if status == 0 and isinstance(report.get("error"), dict):
            said = report["error"]
            kind = _REFUSALS.get(str(said.get("kind")), UnreadableFile)
            raise kind(clean(said.get("message"), 600), hint=clean(said.get("hint") or _DAMAGED, 600))
        if status == NO_ROOM:
            raise StoreFull(
                "there is no room on this server's disk for what the file holds",
                hint="Delete a network that nobody needs any more, or send a smaller one.",
            )
        raise UnreadableFile(self._ending(status, bool(ending.get("late")), report), hint=_DAMAGED)

    def _ending(self, status: int, late: bool, report: dict[str, Any]) -> str:
        if late or status == -signal.SIGXCPU:
            return f"reading the file took longer than {self.limits.seconds:g} seconds"
        if status == OUT_OF_MEMORY:
            return f"reading the file takes more memory than {self.limits.memory_bytes / 2**20:,.0f} MiB"
        if status == 0:
            # In one line: an error may repeat words of the file.
            log.error("a reader failed: %s", shorten(report.get("bug"), 4000))
            return "the file holds something that its reader does not expect"
        log.warning("a reading process ended with status %d", status)
        return "reading the file broke the process that read it"

    def _start(self) -> _Waiter:
        if self._waiter is None or self._waiter.process.poll() is not None:
            self._stop()
            self._waiter = _Waiter(self._command, self.limits)
            self._finalizer = weakref.finalize(self, self._waiter.stop)
            if not self._waiter.is_ready():
                log.error("the process that reads files does not start")
                self._stop()
                raise Overloaded(
                    "the process that reads files does not start",
                    hint="Try again later; the server's log says more.",
                    retry_after=10,
                )
        return self._waiter

    def _drop(self, waiter: _Waiter) -> None:
        """Stop a waiting process that hangs or is gone, unless another thread has done so."""
        with self._lock:
            if self._waiter is waiter:
                self._stop()

    def _stop(self) -> None:
        if self._waiter is not None:
            self._finalizer.detach()
            self._waiter.stop()
            self._waiter = None


class _Waiter:
    """A running ``python -m app.sandbox`` and the socket to it."""

    def __init__(self, command: Sequence[str], limits: SandboxLimits) -> None:
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  # our own module, no word of a request in it
                [*command, limits.dump()],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                # Its own words, such as why it does not start; a job has closed this before it reads.
                stderr=None,
                cwd=_ROOT,
                # Nothing of the server's environment is any business of a file.
                env={
                    "PATH": os.defpath,
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "OPENBLAS_NUM_THREADS": "1",
                    "OMP_NUM_THREADS": "1",
                },
                # Ctrl-C in a terminal is for the server, which closes the socket then.
                start_new_session=True,
            )

    def is_ready(self) -> bool:
        """Wait until everything is imported."""
        self.control.settimeout(_START_SECONDS)
        try:
            return self.control.recv(1) == b"r"
        except OSError:
            return False

    def stop(self) -> None:
        self.control.close()
        self.process.kill()
        # Its jobs end with it: they asked the system for that.
        self.process.wait()


def _hear(talk: socket.socket, deadline: float) -> bytes:
    """Everything until the other side has closed, within bounds."""
    said = bytearray()
    while True:
        talk.settimeout(max(0.01, deadline - time.monotonic()))
        block = talk.recv(2**16)
        if not block:
            return bytes(said)
        said += block
        if len(said) > _MOST_SAID:
            raise UnreadableFile("the file holds more names than a network has", hint=_DAMAGED)


def _parse(line: bytes) -> dict[str, Any]:
    with contextlib.suppress(ValueError, RecursionError):
        parsed = json.loads(line)
        if isinstance(parsed, dict):
            return parsed
    return {}
