"""Gadgets, bombs and lies in the formats of torch: each is refused in words, none costs or leaves much."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.readers import Source, read
from tests.documents import ROOT
from tests.readers.gadgets import CALLS
from tests.readers.pickle_opcodes import in_row, packed, weights

# Seconds of processor time for one file; the usual one takes a millisecond.
SECONDS = 6.0
REFUSALS = {
    "FileTooLarge",
    "InvalidWeights",
    "NoRecurrentLayer",
    "UnreadableFile",
    "UnsupportedFormat",
    "UnsupportedNetwork",
}


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("canary") / "sang"


@pytest.fixture(scope="module")
def ended(canary: Path) -> dict[str, Any]:
    """Every hostile file, opened in a process that may use 512 MiB more than it starts with."""
    command = [sys.executable, "-m", "tests.readers.refusals", str(canary)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_what_is_refused_here_would_open_without_the_one_thing() -> None:
    for content in (packed(weights()), in_row(weights())):
        assert read(Source(content)).stacks[0].cell == "rnn"


@pytest.mark.parametrize("kind", ["gadgets", "bombs"])
def test_every_file_is_refused_in_words_that_say_why(ended: dict[str, Any], kind: str) -> None:
    wrong = [one for one in ended[kind] if one["error"] not in REFUSALS or one["words"] not in one["message"]]
    assert wrong == []
    assert all(len(one["message"]) < 500 for one in ended[kind])
    assert [one["name"] for one in ended[kind] if not one["hint"]] == []


def test_gadgets_are_refused_as_unreadable_and_nothing_runs(ended: dict[str, Any], canary: Path) -> None:
    assert len(CALLS.strip().splitlines()) >= 50
    assert {one["error"] for one in ended["gadgets"]} == {"UnreadableFile"}
    assert not canary.exists()
    assert ended["left"] == {"children": [], "descriptors": [], "modules": []}


def test_no_file_takes_long(ended: dict[str, Any]) -> None:
    slow = {
        one["name"]: one["seconds"] for one in ended["bombs"] + ended["gadgets"] if one["seconds"] > SECONDS
    }
    assert slow == {}
