"""A waiting process whose reader does what the first word of a file says: for tests of what holds it."""

import contextlib
import ctypes
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path

import numpy as np
import numpy.random  # a job can import nothing

from app.errors import NoRecurrentLayer
from app.readers import Embedding, Output, Reading, Source
from app.sandbox.limits import SandboxLimits
from app.sandbox.waiter import serve
from app.weights import random_stack


def read(source: Source) -> Reading:
    word, _, rest = source.content.partition(b" ")
    if word in DEEDS:
        DEEDS[word](rest.decode())
    return small()


def small() -> Reading:
    return Reading(
        "npz",
        (random_stack("lstm", 3, 4, seed=1),),
        (Embedding("embedding", np.ones((5, 3), np.float32)),),
        (Output("output", np.ones((2, 4), np.float32), np.zeros(2, np.float32)),),
    )


def loop(_: str) -> None:
    while True:
        pass


def allocate(_: str) -> None:
    np.ones(5 * 2**30 // 8)


def crash(_: str) -> None:
    ctypes.string_at(0)


def refuse(_: str) -> None:
    raise NoRecurrentLayer("there is none", hint="Save one.")


def fail(_: str) -> None:
    raise RuntimeError("a fault of the reader\r\n\x1b[31mand more")


def open_file(path: str) -> None:
    Path(path).read_bytes()


def connect(_: str) -> None:
    socket.socket()


def tell_environment(_: str) -> None:
    raise NoRecurrentLayer(json.dumps(dict(os.environ))[:500], hint=".")


def leave_a_child(_: str) -> None:
    """Fork a process that would outlive the job; at the limit of processes it cannot be made."""
    with contextlib.suppress(OSError):
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        raise NoRecurrentLayer(str(pid), hint=".")
    raise NoRecurrentLayer("none", hint=".")


def end_the_parent(_: str) -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)


def babble(_: str) -> None:
    for descriptor in range(3, 64):
        with contextlib.suppress(OSError):
            os.write(descriptor, b"[1, 2]\n" * 8)
    os._exit(0)


def write_much(_: str) -> None:
    for descriptor in range(3, 64):
        with contextlib.suppress(OSError), open(descriptor, "wb", closefd=False) as file:
            file.writelines(b"0" * 2**20 for _mebibyte in range(1024))
    os._exit(0)


def wait(seconds: str) -> None:
    time.sleep(float(seconds))


DEEDS = {
    b"loop": loop,
    b"allocate": allocate,
    b"crash": crash,
    b"refuse": refuse,
    b"fail": fail,
    b"open": open_file,
    b"connect": connect,
    b"environment": tell_environment,
    b"child": leave_a_child,
    b"parent": end_the_parent,
    b"babble": babble,
    b"much": write_much,
    b"wait": wait,
}

if __name__ == "__main__":
    serve(socket.socket(fileno=0), read, SandboxLimits.parse(sys.argv[1]))
