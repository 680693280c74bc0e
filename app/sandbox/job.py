"""One file: take the limits on, read, write the arrays, say what was found, exit."""

from __future__ import annotations

import errno
import json
import math
import os
import resource
import socket
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

from app.errors import GatescopeError
from app.package import card_of, tensors_of, write_tensors
from app.readers import Reading, Source
from app.sandbox.limits import NO_ROOM, OUT_OF_MEMORY, SandboxLimits

__all__ = ["Read", "run_job"]

Read = Callable[[Source], Reading]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_HIGHEST_DESCRIPTOR = 4096
_BLOCK = 2**20


def run_job(read: Read, limits: SandboxLimits, talk: socket.socket, source: int, target: int) -> NoReturn:
    """Read one file in a forked process that ends here.

    Parameters
    ----------
    read : callable
        Makes a reading of a source.
    limits : SandboxLimits
        Of this job.
    talk : socket
        Says the file's name, and takes one line of JSON: ``card``, ``error`` or ``bug``.
    source, target : int
        Descriptors: the file, and where its arrays go.
    """
    status = 0
    try:
        _close_others({talk.fileno(), source, target})
        _limit(limits)
        status = _read(read, limits, talk, source, target)
    except MemoryError:
        status = OUT_OF_MEMORY
    except BaseException:  # noqa: BLE001  # nothing may leave a fork; the parent sees the status
        status = 1
    os._exit(status)


def _read(read: Read, limits: SandboxLimits, talk: socket.socket, source: int, target: int) -> int:
    try:
        filename = json.loads(_all_of(talk.fileno()))["filename"]
        reading = read(Source(_all_of(source), filename, limits.reading))
        with open(target, "wb", closefd=False) as file:
            write_tensors(file, tensors_of(reading))
        report: dict[str, object] = {"card": card_of(reading)}
    except GatescopeError as error:
        report = {"error": {"kind": type(error).__name__, "message": error.message, "hint": error.hint}}
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001  # a fault of the reader: told to whoever runs the server
        if isinstance(error, OSError) and error.errno in _FULL:
            return NO_ROOM
        report = {"bug": traceback.format_exc(limit=-8)[-4000:]}
    _say(talk, report)
    return 0


def _say(talk: socket.socket, report: dict[str, object]) -> None:
    talk.sendall(json.dumps(report, allow_nan=False).encode() + b"\n")


def _all_of(descriptor: int) -> bytes:
    """All bytes of a file, in one piece where its size is known."""
    size = os.fstat(descriptor).st_size
    if size:
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(size)
    blocks = []
    while block := os.read(descriptor, _BLOCK):
        blocks.append(block)
    return b"".join(blocks)


def _close_others(keep: set[int]) -> None:
    """Close what the waiting process holds: its own socket and those of other jobs."""
    below = -1
    for descriptor in [*sorted(keep), _HIGHEST_DESCRIPTOR]:
        os.closerange(below + 1, descriptor)
        below = descriptor


def _limit(limits: SandboxLimits) -> None:
    seconds = math.ceil(limits.seconds)
    wanted = {
        "RLIMIT_CPU": seconds,
        "RLIMIT_AS": _address_space() + limits.memory_bytes,
        # All arrays and the words that say where they lie.
        "RLIMIT_FSIZE": 2 * limits.unpacked_bytes + 16 * 2**20,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": 0,
        # The last one: from here on nothing can be opened, so nothing can be imported either.
        "RLIMIT_NOFILE": 0,
    }
    for name, value in wanted.items():
        which = getattr(resource, name, None)
        if which is not None and (name != "RLIMIT_AS" or sys.platform == "linux"):
            # Only where the soft limit is lower does the signal say that it was the time.
            resource.setrlimit(which, (value, value + 1 if name == "RLIMIT_CPU" else value))


def _address_space() -> int:
    """What this process takes before it has read anything."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
