"""The task that docs/training.md shows is trained as it stands there."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from app.encoders import VocabularyEncoder
from app.registry import read_network
from app.training.finding import find
from app.training.task import Model, Task
from tests.documents import DOCS, ROOT, text_of
from tools.examples import BLOCK

SECTION = text_of(DOCS / "training.md").split("## Add a network")[1]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first block of Python, in a file of its own."""
    code = next(code for language, code in BLOCK.findall(SECTION) if language == "python")
    path = tmp_path_factory.mktemp("task") / "first.py"
    path.write_text(code, encoding="utf-8")
    return path


def test_the_task_of_the_documents_trains_and_beats_untrained_networks(file: Path) -> None:
    out = file.parent / "zoo"
    command = [sys.executable, "-m", "app.training", str(file), "--out", str(out), "--jobs", "1"]
    command += ["--checkpoints", str(file.parent / "stopped")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")

    network = read_network(out / "first.safetensors")
    assert isinstance(network.encoder, VocabularyEncoder)
    assert network.head is not None
    task = find(f"{file}:first")
    metrics = task.measure(Model(network.stacks[0], network.encoder, network.head))
    for name, least in task.at_least.items():
        assert metrics[name] >= least > network.card["untrained"][name], name
    # What the text says of it.
    assert metrics["accuracy"] == 1
    assert 0.6 < network.card["untrained"]["accuracy"] < 0.72
    (cut,) = network.card["knock_outs"]
    assert 0.4 < cut["clamped"] < 0.6
    assert f"{cut['clamped']:.2f}" in cut["words"]["zh"]


def test_the_rule_of_the_documents_is_silent_where_it_says_so(file: Path) -> None:
    truth = find(f"{file}:first").truth
    assert truth is not None
    x, o = np.eye(2)
    np.testing.assert_array_equal(truth(np.array([x, o, o])), [[1], [1], [1]])
    np.testing.assert_array_equal(truth(np.array([o, x])), [[0], [0]])
    assert np.isnan(truth(np.array([0 * x, x]))).all()


def test_every_field_of_a_task_is_explained() -> None:
    rows = re.findall(r"^\| \d+ \| (`.*?) \|", SECTION, re.MULTILINE)
    explained = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert explained == {field.name for field in fields(Task)}
