"""What strangers may send as ONNX: each a clear error, bounded time and memory, and no other file opened."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.errors import GatescopeError
from app.readers import Source
from app.readers.onnx.reader import load
from app.readers.reading import Reading
from tests.readers.onnx_bombs import bombs
from tests.readers.onnx_external import external
from tests.readers.onnx_files import files

SECRET = "planted-secret-7f3a"
ROOT = Path(__file__).parents[2]
SECONDS = 5
MEBIBYTES = 480
PLACES = ("parent", "absolute", "link", "name")
NAMES = [name for name, _, _ in (*external(dict.fromkeys(PLACES, "")), *bombs())]
MUTANTS = 400


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All answers, from a process that stands beside files with a secret."""
    folder = tmp_path_factory.mktemp("upload")
    inside = folder / "inside"
    inside.mkdir()
    for place in (folder / "secret.bin", inside / "secret.bin"):
        place.write_bytes(SECRET.encode() * 16)
    (inside / "link.bin").symlink_to(folder / "secret.bin")
    places = {
        "parent": "../secret.bin",
        "absolute": str(folder / "secret.bin"),
        "link": "link.bin",
        "name": "secret.bin",
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.readers.onnx_hostile",
            *(word for pair in places.items() for word in pair),
        ],
        cwd=inside,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        check=True,
    )
    assert SECRET.encode() not in done.stdout + done.stderr
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("name", NAMES)
def test_each_is_refused_clearly(report: dict[str, Any], name: str) -> None:
    answer = report["answers"][name]
    assert answer["code"] == answer["wanted"], answer["text"]
    assert 60 < len(answer["text"]) < 700
    assert not answer["opened"]
    assert answer["seconds"] < SECONDS


def test_together_they_take_bounded_memory(report: dict[str, Any]) -> None:
    assert set(report["answers"]) == set(NAMES)
    assert report["peak"] < MEBIBYTES


def test_a_tensor_in_another_file_is_refused_with_the_line_that_avoids_it(report: dict[str, Any]) -> None:
    for name in NAMES:
        if name.startswith("external-"):
            text = report["answers"][name]["text"]
            assert "lies in another file, which is never opened" in text
            assert "torch.onnx.export(model, args, 'model.onnx', external_data=False)" in text


def test_mutated_files_are_read_or_refused() -> None:
    generator = random.Random(5)
    originals = [content for name, content in sorted(files().items()) if name.endswith(".onnx")]
    seen: set[str] = set()
    for _ in range(MUTANTS):
        content = bytearray(generator.choice(originals))
        for _ in range(generator.choice((1, 2, 8))):
            content[generator.randrange(len(content))] = generator.randrange(256)
        try:
            seen.add(type(load(Source(bytes(content)))).__name__)
        except GatescopeError as error:
            seen.add(error.code)
    # A mutation that never reached the numbers, or never broke the file, would prove little.
    assert {Reading.__name__, "unreadable_file", "unsupported_network"} <= seen
