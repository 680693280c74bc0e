"""Read the hostile ONNX files in a process of its own, under a memory limit, and print what came of each.

``python -m tests.readers.onnx_hostile`` prints one JSON object: "peak" in MiB, and "answers", by name the
error's code (or "read", or "fault"), its text, the seconds it took, and the files that were opened meanwhile.
"""

import json
import os
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any

from app.errors import GatescopeError
from app.readers import Source
from app.readers.onnx.reader import load, match
from tests.readers.onnx_bombs import bombs, good
from tests.readers.onnx_external import external

MEMORY = 1024 * 2**20
opened: list[str] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Note every file and every process that anything asks for."""
    if event in ("open", "os.listdir", "subprocess.Popen", "os.exec", "os.system", "socket.connect"):
        opened.append(f"{event} {arguments[0]}")


def answer(content: bytes, name: str) -> tuple[str, str]:
    """The code and the text of the answer to one file."""
    source = Source(content, name)
    try:
        if not match(source):
            return "no match", ""
        load(source)
    except GatescopeError as error:
        return error.code, f"{error.message} {error.hint}"
    except Exception as error:  # noqa: BLE001  # any other exception is what this looks for
        return "fault", repr(error)
    return "read", ""


def main() -> None:
    """Answer all of them, in the current folder."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    locations = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=True))
    # Modules are loaded before files are watched. One loaded later would fail where no file can be opened.
    load(Source(good().SerializeToString()))
    answers = {}
    sys.addaudithook(watch)
    for name, content, wanted in (*external(locations), *bombs()):
        opened.clear()
        # Of the processor, not of the clock: a busy machine is not the file's fault.
        start = time.process_time()
        code, text = answer(content, name)
        seconds = time.process_time() - start
        answers[name] = {
            "code": code,
            "wanted": wanted,
            "text": text,
            "seconds": seconds,
            "opened": opened[:],
        }
    # What getrusage says would begin at the size of the process that started this one.
    status = Path("/proc/self/status").read_text()
    peak = int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) // 1024
    print(json.dumps({"peak": peak, "answers": answers}))


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
