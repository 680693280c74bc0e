"""What a file can do to the process that reads it, and that nothing comes of it for anybody else."""

import logging
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import GatescopeError, NoRecurrentLayer, Overloaded, UnreadableFile
from app.package import read_tensors, reading_of
from app.sandbox import Sandbox, SandboxLimits

COMMAND = (sys.executable, "-m", "tests.sandbox_readers")
LIMITS = SandboxLimits(seconds=2, unpacked_bytes=2**20)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(LIMITS, COMMAND)
    yield sandbox
    sandbox.close()


def read(sandbox: Sandbox, folder: Path, content: str = "fine") -> dict[str, Any]:
    source, target = folder / "file", folder / "arrays"
    source.write_text(content)
    target.touch()
    return sandbox.read(source, target, "network.pt")


def refusal(sandbox: Sandbox, folder: Path, content: str) -> GatescopeError:
    with pytest.raises(GatescopeError) as raised:
        read(sandbox, folder, content)
    return raised.value


def descriptors(pid: int | str = "self") -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def test_what_was_read_comes_back_whole(sandbox: Sandbox, tmp_path: Path) -> None:
    card = read(sandbox, tmp_path)
    reading = reading_of(card, read_tensors((tmp_path / "arrays").read_bytes()))
    assert (reading.format, reading.stacks[0].hidden_size, len(reading.embeddings[0].vectors)) == (
        "npz",
        4,
        5,
    )


@pytest.mark.parametrize(
    ("content", "seconds", "message"),
    [
        ("loop", 4, "reading the file took longer than 2 seconds"),
        ("wait 60", 4, "reading the file took longer than 2 seconds"),
        ("allocate", 2, "reading the file takes more memory than 1,024 MiB"),
        ("crash", 2, "reading the file broke the process that read it"),
        ("fail", 2, "the file holds something that its reader does not expect"),
        ("open /etc/passwd", 2, "the file holds something that its reader does not expect"),
        ("connect", 2, "the file holds something that its reader does not expect"),
        ("babble", 2, "the file holds something that its reader does not expect"),
    ],
)
def test_what_a_file_does_stays_in_its_own_process(
    sandbox: Sandbox, tmp_path: Path, content: str, seconds: float, message: str
) -> None:
    begin = time.monotonic()
    error = refusal(sandbox, tmp_path, content)
    assert type(error) is UnreadableFile
    assert error.message == message
    assert "torch.save(model.state_dict(), 'model.pt')" in error.hint
    assert time.monotonic() - begin < seconds
    assert read(sandbox, tmp_path)["format"] == "npz"


def test_a_refusal_keeps_its_kind_and_words(sandbox: Sandbox, tmp_path: Path) -> None:
    error = refusal(sandbox, tmp_path, "refuse")
    assert (type(error), error.message, error.hint) == (NoRecurrentLayer, "there is none", "Save one.")


def test_a_fault_of_a_reader_is_told_to_who_runs_the_server(
    sandbox: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "gatescope"):
        refusal(sandbox, tmp_path, "fail")
    [record] = caplog.records
    assert "RuntimeError: a fault of the reader" in record.getMessage()
    assert not {"\n", "\r", "\x1b"} & set(record.getMessage())


def test_a_job_writes_no_more_than_a_file_of_arrays_may_take(sandbox: Sandbox, tmp_path: Path) -> None:
    refusal(sandbox, tmp_path, "much")
    assert (tmp_path / "arrays").stat().st_size <= 2 * LIMITS.unpacked_bytes + 16 * 2**20


def test_nothing_of_the_servers_environment_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATESCOPE_SECRET", "planted")
    sandbox = Sandbox(LIMITS, COMMAND)
    said = refusal(sandbox, tmp_path, "environment").message
    sandbox.close()
    assert "OPENBLAS_NUM_THREADS" in said
    assert "planted" not in said


def test_a_child_of_a_job_ends_with_it(sandbox: Sandbox, tmp_path: Path) -> None:
    begin = time.monotonic()
    said = refusal(sandbox, tmp_path, "child").message
    assert time.monotonic() - begin < 2
    # A limit of processes binds everybody but root.
    if said != "none":
        wait_until(lambda: not Path(f"/proc/{said}").exists() or state_of(int(said)) == "Z")


def test_the_waiting_process_is_started_again_when_it_is_gone(sandbox: Sandbox, tmp_path: Path) -> None:
    read(sandbox, tmp_path)
    waiting = sandbox._waiter
    assert waiting is not None
    waiting.process.kill()
    waiting.process.wait()
    assert read(sandbox, tmp_path)["format"] == "npz"


def test_a_file_that_ends_the_waiting_process_is_tried_twice(sandbox: Sandbox, tmp_path: Path) -> None:
    error = refusal(sandbox, tmp_path, "parent")
    assert type(error) is Overloaded
    assert error.message == "the process that reads files stopped while it read this one"
    assert read(sandbox, tmp_path)["format"] == "npz"


def test_one_file_does_not_disturb_the_others(sandbox: Sandbox, tmp_path: Path) -> None:
    said: list[str] = []

    def one(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            said.append(
                read(sandbox, folder, ("crash", "wait 0.3", "allocate", "wait 0.1")[number % 4])["format"]
            )
        except UnreadableFile:
            said.append("refused")

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["npz"] * 4 + ["refused"] * 4


def test_no_descriptor_and_no_process_is_left(tmp_path: Path) -> None:
    sandbox = Sandbox(SandboxLimits(seconds=0.2), COMMAND)
    read(sandbox, tmp_path)
    waiting = sandbox._waiter
    assert waiting is not None
    before = descriptors()
    theirs = descriptors(waiting.process.pid)
    for content in ("fine", "crash", "allocate", "refuse", "wait 60", "fail") * 3:
        try:
            read(sandbox, tmp_path, content)
        except GatescopeError:
            continue
    assert descriptors() == before
    wait_until(lambda: descriptors(waiting.process.pid) == theirs)
    assert children(waiting.process.pid) == []
    sandbox.close()
    assert descriptors() == before - 1
    assert not Path(f"/proc/{waiting.process.pid}").exists()


def test_jobs_end_with_the_waiting_process(tmp_path: Path) -> None:
    sandbox = Sandbox(SandboxLimits(seconds=30), COMMAND)
    sandbox.warm()
    waiting = sandbox._waiter
    assert waiting is not None
    thread = threading.Thread(target=lambda: refusal(sandbox, tmp_path, "wait 20"))
    thread.start()
    wait_until(lambda: len(children(waiting.process.pid)) == 1)
    [job] = children(waiting.process.pid)
    # The second try begins in a process that is started for it, and is ended in the same way.
    waiting.process.kill()
    wait_until(lambda: not Path(f"/proc/{job}").exists())
    wait_until(lambda: sandbox._waiter is not waiting and sandbox._waiter is not None)
    wait_until(lambda: sandbox._waiter is not None and len(children(sandbox._waiter.process.pid)) == 1)
    sandbox.close()
    thread.join(10)
    assert not thread.is_alive()


def test_a_process_that_does_not_start_is_an_overload(tmp_path: Path) -> None:
    sandbox = Sandbox(LIMITS, (sys.executable, "-c", "pass"))
    error = refusal(sandbox, tmp_path, "fine")
    assert type(error) is Overloaded
    assert error.message == "the process that reads files does not start"


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def state_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def wait_until(condition: Any) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
