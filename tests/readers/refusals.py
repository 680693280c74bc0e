"""Open every hostile file in this process, under a limit of memory, and print how each ended as JSON.

``python -m tests.readers.refusals CANARY`` is a process of its own, so that a limit holds and a leak shows.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

from app.errors import GatescopeError
from app.readers import Source, read
from tests.readers.bombs import bombs
from tests.readers.gadgets import gadgets

ROOM = 512 * 2**20


def main(canary: str) -> None:
    """Print one JSON object: of each file its ending, and what the process has left behind."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    before = descriptors()
    ended = {
        kind: [ending(name, content, words) for name, content, words in files]
        for kind, files in (("gadgets", gadgets(canary)), ("bombs", bombs()))
    }
    left = {
        "children": Path(f"/proc/self/task/{os.getpid()}/children").read_text().split(),
        "descriptors": sorted(descriptors() - before),
        "modules": sorted({"torch", "joblib", "pandas", "antigravity", "pty", "idlelib"} & set(sys.modules)),
    }
    print(json.dumps({**ended, "left": left}))


def descriptors() -> set[str]:
    """Numbers of the files that this process has open."""
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def ending(name: str, content: bytes, words: str) -> dict[str, object]:
    """How a file ended, the words that its message was to have, and the seconds of processor time."""
    start = time.process_time()
    error = message = hint = ""
    try:
        read(Source(content, name))
    except GatescopeError as refusal:
        error, message, hint = type(refusal).__name__, refusal.message, refusal.hint
    except BaseException as fault:  # noqa: BLE001  what gets past the readers is what is looked for
        error, message = f"escaped: {type(fault).__name__}", str(fault)[:200]
    seconds = time.process_time() - start
    return {
        "name": name,
        "error": error,
        "message": message,
        "hint": hint,
        "words": words,
        "seconds": seconds,
    }


if __name__ == "__main__":
    main(sys.argv[1])
