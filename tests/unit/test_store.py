"""Networks on disk: whole or not there at all, within limits, gone when their time is up."""

import errno
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.errors import StoreFull, UnknownModel
from app.store import ARRAYS, CARD, Store, Stored, StoreLimits

DAY = 86400.0
LIMITS = StoreLimits(bytes=10_000, networks=4, days=30)


class Clock:
    """A time that a test sets."""

    now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Store:
    return Store(tmp_path / "networks", LIMITS, clock)


def identifier(number: int) -> str:
    return f"u-{number:016x}"


def add(store: Store, number: int = 1, size: int = 100) -> Stored:
    with store.workplace() as place:
        (place / ARRAYS).write_bytes(b"0" * size)
        return store.add(identifier(number), place, {"title": f"network {number}"}, {"choices": {}})


def left(store: Store) -> list[str]:
    """Everything below the folder that is no network, and no place of a living process."""
    incoming = store.folder / ".incoming"
    return [path.name for bench in incoming.glob("*") for path in bench.iterdir() if path.name != "lock"]


def test_a_folder_is_made_by_the_first_network(store: Store) -> None:
    assert (store.all(), store.folder.exists()) == ([], False)
    stored = add(store)
    assert stored.card() == {"title": "network 1", "uploaded_at": Clock.now}
    assert stored.arrays() == b"0" * 100
    assert store.get(identifier(1)).version == stored.version
    assert left(store) == []


def test_the_last_that_came_is_the_first_in_the_list(store: Store) -> None:
    for number in (1, 2, 3):
        os.utime(add(store, number).folder / CARD, (number, number))
    assert [stored.id for stored in store.all()] == [identifier(number) for number in (3, 2, 1)]


def test_what_its_owner_decides_replaces_what_was_decided(store: Store) -> None:
    before = add(store)
    after = store.choose(before.id, {"choices": {"output": "fc"}})
    assert after.chosen() == {"choices": {"output": "fc"}}
    assert after.version != before.version
    assert left(store) == []


def test_a_deleted_network_is_gone(store: Store) -> None:
    stored = add(store)
    store.remove(stored.id)
    assert store.all() == []
    assert left(store) == []
    with pytest.raises(UnknownModel, match="there is no network 'u-0000000000000001' on this server"):
        store.remove(stored.id)


def test_a_limit_of_networks(store: Store) -> None:
    for number in range(4):
        add(store, number)
    with pytest.raises(StoreFull, match="4 networks are stored; the limit is 4"):
        add(store, 9)
    assert len(store.all()) == 4
    assert left(store) == []


def test_a_limit_of_bytes(store: Store) -> None:
    add(store, 1, 6000)
    with pytest.raises(StoreFull, match=r"the network takes 6,\d{3} bytes; 3,\d{3} of 10,000 are free"):
        add(store, 2, 6000)
    store.remove(identifier(1))
    add(store, 2, 6000)


def test_what_is_decided_counts_too(store: Store) -> None:
    stored = add(store, 1, 6000)
    with pytest.raises(StoreFull, match="are free"):
        store.choose(stored.id, {"choices": "a" * 5000})
    assert store.get(stored.id).chosen() == {"choices": {}}
    assert left(store) == []


def test_a_network_stays_as_long_as_it_is_used(store: Store, clock: Clock) -> None:
    add(store, 1)
    add(store, 2)
    clock.now += 20 * DAY
    store.touch(store.get(identifier(1)))
    clock.now += 20 * DAY
    assert [stored.id for stored in store.all()] == [identifier(1)]
    with pytest.raises(UnknownModel):
        store.get(identifier(2))
    assert (store.folder / identifier(2)).exists()
    store.sweep()
    assert not (store.folder / identifier(2)).exists()
    clock.now += 10 * DAY
    assert store.all() == []


def test_the_same_network_twice_at_once_is_one(store: Store) -> None:
    faults: list[BaseException] = []

    def one() -> None:
        try:
            add(store)
        except BaseException as fault:  # noqa: BLE001  # told to the thread of the test
            faults.append(fault)

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (faults, len(store.all()), left(store)) == ([], 1, [])


def test_an_id_is_never_a_path(store: Store, tmp_path: Path) -> None:
    add(store)
    (tmp_path / "secret.json").write_text("{}")
    generator = random.Random(5)
    parts = [
        "..",
        "/",
        "\\",
        "%2e",
        "%2f",
        ".",
        "u-",
        "0" * 16,
        "\0",
        "\n",
        "a" * 16,
        "．．",
        "~",
        "u-" + "0" * 16,
    ]
    tried = ["".join(generator.choices(parts, k=generator.randint(1, 6))) for _ in range(500)]
    tried += [
        identifier(1) + "\n",
        identifier(1).upper(),
        " " + identifier(1),
        identifier(1) + "/.",
        "u-" + "١" * 16,
    ]
    for name in tried:
        for way in (store.get, store.remove, lambda name: store.choose(name, {})):
            with pytest.raises(UnknownModel):
                way(name)
    assert (tmp_path / "secret.json").read_text() == "{}"
    assert [stored.id for stored in store.all()] == [identifier(1)]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("step", ["app.store.networks.write", "os.fsync"])
def test_a_full_disk_is_a_refusal_and_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, number: int, step: str
) -> None:
    add(store, 1)
    with monkeypatch.context() as patch:
        patch.setattr(step, failing(number))
        with pytest.raises(StoreFull, match="this server has no room to keep a network"):
            add(store, 2)
        with pytest.raises(StoreFull):
            store.choose(identifier(1), {})
    assert [stored.id for stored in store.all()] == [identifier(1)]
    assert left(store) == []
    assert store.get(identifier(1)).chosen() == {"choices": {}}


def failing(number: int) -> Callable[..., None]:
    def fail(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_folder_that_cannot_be_made_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFull, match="not a directory"):
        add(Store(tmp_path / "file" / "networks", LIMITS))


KILLED = """
import os, pathlib, sys
from app.store import ARRAYS, Store, StoreLimits
folder, step, what = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
store = Store(folder, StoreLimits(10_000, 10, 30.0))
def place_it(number):
    with store.workplace() as place:
        (place / ARRAYS).write_bytes(b"0" * 1000)
        store.add(f"u-{number:016x}", place, {"title": "whole"}, {"choices": 1})
place_it(1)
steps = 0
def end(event, arguments):
    global steps
    if event in ("open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.utime", "os.listdir"):
        steps += 1
        if steps == step:
            os._exit(9)
sys.addaudithook(end)
{"add": lambda: place_it(2), "choose": lambda: store.choose("u-" + "0" * 15 + "1", {"choices": 2}),
 "remove": lambda: store.remove("u-" + "0" * 15 + "1")}[what]()
print(steps)
"""


@pytest.mark.parametrize("what", ["add", "choose", "remove"])
def test_a_process_that_ends_at_any_step_leaves_no_half_of_a_network(tmp_path: Path, what: str) -> None:
    ended, step = 0, 0
    while True:
        step += 1
        folder = tmp_path / str(step)
        program = [sys.executable, "-c", KILLED, str(folder), str(step), what]
        done = subprocess.run(program, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 9), done.stderr
        store = Store(folder, LIMITS)
        for stored in store.all():
            assert stored.card()["title"] == "whole"
            assert len(stored.arrays()) == 1000
            assert stored.chosen()["choices"] in (1, 2)
        names = {stored.id for stored in store.all()}
        assert names <= {identifier(1), identifier(2)}
        assert identifier(1) in names or what == "remove"
        # The next process clears away what the dead one left.
        store.sweep()
        assert list((folder / ".incoming").iterdir()) == []
        if done.returncode == 0:
            break
        ended += 1
    assert ended >= 8, "the steps were not met"


def test_a_living_process_keeps_its_place(store: Store) -> None:
    with store.workplace() as place:
        other = Store(store.folder, LIMITS)
        other.sweep()
        add(other, 2)
        assert place.is_dir()
    other.close()
    store.close()
    assert list((store.folder / ".incoming").iterdir()) == []


def test_a_network_that_is_not_one_is_not_listed(store: Store) -> None:
    add(store)
    (store.folder / identifier(7)).mkdir()
    (store.folder / "notes.txt").write_text("")
    (store.folder / identifier(8)).write_text("")
    assert [stored.id for stored in store.all()] == [identifier(1)]
    assert json.loads((store.folder / identifier(1) / CARD).read_text())["title"] == "network 1"
