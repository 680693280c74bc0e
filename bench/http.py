"""Requests of 50 characters at H = 32 beside an empty route (target 5).

What counts is the server's processor time a request: one worker that always has a request
waiting, as here, answers at just that rate, and the client's own work does not blur it.
"""

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from app.weights import random_stack
from bench.report import Target, heading, table
from bench.server import CLOCK_PATH, EMPTY_PATH

LETTERS = "abcdefghijklmnopqrstuvwxyz ,.'"
UNITS, LENGTH = 32, 50
CONNECTIONS = 4
ROUND_REQUESTS = 100


def main(seconds: float) -> list[Target]:
    """Serve, ask in turns, compare rates."""
    heading(f"HTTP, one worker: {LENGTH} characters, H = {UNITS}, {CONNECTIONS} connections kept open")
    texts = (f"{n:0{LENGTH}d}".translate(str.maketrans("0123456789", LETTERS[:10])) for n in count())

    def trace(encoding: str) -> Callable[[], bytes]:
        # Another text each time, so that no cache can answer.
        return lambda: post("/api/v1/traces", {"model": "letters", "text": next(texts), "encoding": encoding})

    kinds = {
        "empty route": lambda: post(EMPTY_PATH, {}),
        "trace, base64": trace("base64"),
        "trace, JSON": trace("json"),
    }
    with tempfile.TemporaryDirectory() as folder, served(write_network(Path(folder))) as port:
        times = take_turns(port, kinds, seconds)
    empty = times["empty route"]
    rows = [
        [name, f"{found * 1e6:.0f}", f"{1 / found:.0f}", f"{empty / found:.2f}"]
        for name, found in times.items()
    ]
    table(["", "µs a request", "requests a second", "of the empty route"], rows)
    return [
        Target(5, "rate of a base64 trace / empty route", empty / times["trace, base64"], ">=", 0.20),
        Target(5, "rate of a JSON trace / empty route", empty / times["trace, JSON"], ">=", 0.14),
    ]


def take_turns(port: int, kinds: dict[str, Callable[[], bytes]], seconds: float) -> dict[str, float]:
    """Median seconds a request of each kind, in rounds that take turns."""
    found: dict[str, list[float]] = {kind: [] for kind in kinds}
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(CONNECTIONS)
        ]
        for request in kinds.values():
            ask(lines, request, ROUND_REQUESTS)
        started = time.perf_counter()
        while time.perf_counter() - started < seconds:
            for kind, request in kinds.items():
                found[kind].append(ask(lines, request, ROUND_REQUESTS))
    return {kind: float(np.median(rounds)) for kind, rounds in found.items()}


def ask(lines: list[socket.socket], request: Callable[[], bytes], requests: int) -> float:
    """Seconds of the server a request; every line has one under way, so that it never waits for us."""
    waiting = [request() for _ in range(requests)]
    started = clock(lines[0])
    for line in lines:
        line.sendall(waiting.pop())
    for n in range(requests):
        line = lines[n % len(lines)]
        read_answer(line)
        if waiting:
            line.sendall(waiting.pop())
    return (clock(lines[0]) - started) / requests


def clock(line: socket.socket) -> float:
    """Processor time that the server has used."""
    line.sendall(f"GET {CLOCK_PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return float(read_answer(line))


def read_answer(line: socket.socket) -> bytes:
    """Read one answer and return its body; anything but 200 is an error."""
    head = b""
    while b"\r\n\r\n" not in head:
        head += line.recv(1 << 18)
    head, _, body = head.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"the server answered {head.decode()} {body.decode()}")
    fields = dict(field.lower().split(b": ", 1) for field in head.split(b"\r\n")[1:])
    length = int(fields[b"content-length"])
    while len(body) < length:
        body += line.recv(length - len(body))
    return body


def post(path: str, fields: dict[str, str]) -> bytes:
    """One request as it stands on the wire."""
    body = json.dumps(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def write_network(folder: Path) -> Path:
    """A network that reads characters; its weights are from a seed."""
    weights = random_stack("lstm", len(LETTERS), UNITS, seed=1).layers[0][0]
    tensors = {f"lstm.0.forward.{name}": array for name, array in weights.arrays().items()}
    tensors["encoder.vectors"] = np.eye(len(LETTERS), dtype=np.float32)
    card: dict[str, object] = {
        "id": "letters",
        "title": {"en": "Letters", "zh": "字母"},
        "stack": {"name": "lstm", "cell": "lstm", "options": {}},
        "input": {"kind": "characters", "vocabulary": list(LETTERS), "labels": list(LETTERS)},
        "head": None,
        "examples": [],
    }
    save_file(tensors, folder / "letters.safetensors")
    (folder / "letters.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


@contextmanager
def served(zoo: Path) -> Iterator[int]:
    """A server of its own on a free port, for as long as the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with subprocess.Popen([sys.executable, "-m", "bench.server", str(port), str(zoo)]) as process:
        try:
            wait_until_open(port, process)
            yield port
        finally:
            process.terminate()


def wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the port answers; fail when the server has ended or takes half a minute."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start; what it said is above")
