"""The waiting process: it forks one job a file, ends what takes too long, and says how each ended.

For every file the parent sends one byte and three descriptors: a socket to talk to the job, the file, and
where its arrays go. The job's last line on that socket comes from here: its exit status.
"""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass

from app.sandbox.job import Read, run_job
from app.sandbox.limits import SandboxLimits

__all__ = ["serve"]

# Codecs are imported when first used, and a job can open no file: those that archives and names need.
_CODECS = ("ascii", "latin-1", "utf-8", "utf-16", "utf-16-le", "utf-32", "cp437", "idna", "unicode_escape")
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38


@dataclass(slots=True)
class _Running:
    talk: socket.socket
    deadline: float
    late: bool = False


def serve(control: socket.socket, read: Read, limits: SandboxLimits) -> None:
    """Fork jobs until the parent closes its end.

    Parameters
    ----------
    control : socket
        The parent's end sends one byte and three descriptors a job.
    read : callable
        Makes a reading of a source; everything that it needs is imported already.
    limits : SandboxLimits
        Of every job.
    """
    for name in _CODECS:
        codecs.lookup(name)
    woken = _wake_on_child()
    running: dict[int, _Running] = {}
    # What exists now is shared with every job; a collector that walked through it would copy it.
    gc.collect()
    gc.freeze()
    control.sendall(b"r")
    while True:
        patience = min((one.deadline for one in running.values()), default=None)
        wait = None if patience is None else max(0.0, patience - time.monotonic())
        ready, _, _ = select.select([control, woken], [], [], wait)
        if woken in ready:
            woken.recv(4096)
        _reap(running)
        _stop_late(running)
        if control in ready and not _begin(control, running, read, limits):
            break
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _wake_on_child() -> socket.socket:
    """A socket that can be read from when a child has ended."""
    mine, theirs = socket.socketpair()
    theirs.setblocking(False)
    signal.set_wakeup_fd(theirs.detach(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return mine


def _begin(control: socket.socket, running: dict[int, _Running], read: Read, limits: SandboxLimits) -> bool:
    """Fork a job for what has come; False when the parent is gone."""
    message, descriptors, _, _ = socket.recv_fds(control, 1, 3)
    if not message or len(descriptors) != 3:
        return False
    talk = socket.socket(fileno=descriptors[0])
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _become_job(parent)
        run_job(read, limits, talk, descriptors[1], descriptors[2])
    os.close(descriptors[1])
    os.close(descriptors[2])
    running[pid] = _Running(talk, time.monotonic() + limits.seconds)
    return True


def _become_job(parent: int) -> None:
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if sys.platform == "linux":
        call = ctypes.CDLL(None).prctl
        call(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        call(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        call(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def _reap(running: dict[int, _Running]) -> None:
    for pid in list(running):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended == 0:
            continue
        one = running.pop(pid)
        # Whatever the job left running would hold its sockets open.
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
        said = json.dumps({"status": os.waitstatus_to_exitcode(status), "late": one.late})
        # The parent may have given up on this job, and so closed its end.
        with contextlib.suppress(OSError):
            one.talk.sendall(said.encode() + b"\n")
        one.talk.close()


def _stop_late(running: dict[int, _Running]) -> None:
    now = time.monotonic()
    for pid, one in running.items():
        if now >= one.deadline:
            one.late = True
            one.deadline = now + 1
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
