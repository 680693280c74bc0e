"""Send damaged files to the application and count what comes back, and what stays behind."""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from fastapi import FastAPI

OCTETS = {"Content-Type": "application/octet-stream"}
KEPT = (200, 201)


@dataclass
class Outcome:
    """Answers by status and code; what was open before and after; what lay in the store.

    ``surprises`` are errors that a reader did not raise on purpose: refused all the same, with poorer words.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[bytes, int, str]] = field(default_factory=list)
    descriptors: tuple[int, int] = (0, 0)
    children: tuple[int, int] = (0, 0)
    left: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return sum(self.statuses.values())


def descriptors() -> int:
    """Open files, sockets and pipes of this process."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def children() -> int:
    """Processes below this one, however deep, the dead that nobody has fetched included."""
    found, waiting = 0, [os.getpid()]
    while waiting:
        process = waiting.pop()
        for thread in Path(f"/proc/{process}/task").glob("*/children"):
            below = [int(number) for number in thread.read_text().split()]
            found += len(below)
            waiting += below
    return found


class _Listener(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__()
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())


@contextmanager
def listening(heard: list[str]) -> Iterator[None]:
    """Collect what the application logs."""
    log, listener = logging.getLogger("gatescope"), _Listener(heard)
    log.addHandler(listener)
    propagate, log.propagate = log.propagate, False
    try:
        yield
    finally:
        log.removeHandler(listener)
        log.propagate = propagate


async def attack(app: FastAPI, store: Path, files: Iterable[bytes], secret: str = "\0") -> Outcome:
    """Send every file; delete what was accepted.

    Parameters
    ----------
    app : FastAPI
        With its sandbox.
    store : Path
        Its folder of networks.
    files : iterable of bytes
        What to send.
    secret : str
        What must be in no answer.
    """
    outcome = Outcome()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost/api/v1", timeout=60
    ) as client:
        # What is opened once and kept, such as the waiting process, is there before the count.
        await send(client, b"no network", Outcome(), secret)
        before = descriptors(), children()
        with listening(outcome.surprises):
            for content in files:
                await send(client, content, outcome, secret)
        # A process that has just ended may not have been fetched yet.
        for _ in range(40):
            if (descriptors(), children()) == before:
                break
            await asyncio.sleep(0.05)
    outcome.descriptors, outcome.children = zip(before, (descriptors(), children()), strict=True)
    outcome.left = sorted(
        str(path.relative_to(store)) for path in store.rglob("*") if path.is_file() and path.name != "lock"
    )
    return outcome


async def send(client: httpx.AsyncClient, content: bytes, outcome: Outcome, secret: str) -> None:
    """One file: opened and deleted, or refused with a message that is complete."""
    answer = await client.post("/models", params={"filename": "damaged"}, content=content, headers=OCTETS)
    outcome.statuses[answer.status_code] += 1
    said = answer.json()
    if answer.status_code in KEPT:
        trace = {"model": said["id"], "values": [[0.5] * said["stacks"][0]["input_size"]] * 3}
        run = await client.post("/traces", json=trace)
        if run.status_code >= 500:
            outcome.failures.append((content, run.status_code, run.text))
        gone = await client.delete(f"/models/{said['id']}")
        if gone.status_code != 204:
            outcome.failures.append((content, gone.status_code, gone.text))
        return
    outcome.codes[said["code"]] += 1
    complete = said["detail"] and said["hint"] and len(answer.content) <= 4096 and secret not in answer.text
    if answer.status_code >= 500 or not complete:
        outcome.failures.append((content, answer.status_code, answer.text))
