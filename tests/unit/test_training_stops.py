"""A training that is stopped goes on from there, to the very same network."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.inputs import Precision
from app.training import checkpoint, making
from app.training.crew import stopping
from app.training.loop import Run, Stopped, fit, start
from app.training.making import Order, make
from app.training.task import Task
from app.training.tasks.brackets import BRACKETS, vocabulary

ROOT = Path(making.__file__).parents[2]
VECTORS = vocabulary().vectors
QUICK = replace(
    BRACKETS,
    recipe=replace(BRACKETS.recipe, steps=40, batch=4, lengths=(3, 6), dropout=0.2, weight_decay=0.1),
    measure=lambda model: {"weights": float(np.sum(model.head.W)), "r_depth": 1.0},
    at_least={},
    knock_outs=(),
    words=replace(BRACKETS.words, knock_outs=()),
)


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_a_training_goes_on_bit_for_bit(tmp_path: Path, precision: Precision) -> None:
    task = replace(QUICK, recipe=replace(QUICK.recipe, precision=precision))
    whole = fit(task, VECTORS)
    kept: list[Run] = []

    def pause(run: Run) -> bool:
        kept.append(run)
        return run.step == 17

    with pytest.raises(Stopped):
        fit(task, VECTORS, pause=pause)
    about = checkpoint.fingerprint(task, VECTORS, 40, 4)
    checkpoint.save(tmp_path / "brackets.npz", kept[-1], about)
    run = checkpoint.load(tmp_path / "brackets.npz", about)
    assert run is not None
    assert run.step == 17
    resumed = fit(task, VECTORS, run=run)
    assert resumed.curve == whole.curve
    for name, array in whole.parameters.items():
        assert array.dtype == precision
        np.testing.assert_array_equal(resumed.parameters[name], array)


def test_a_checkpoint_of_another_recipe_is_left_alone(tmp_path: Path) -> None:
    path, run = tmp_path / "brackets.npz", start(QUICK, 2)
    about = checkpoint.fingerprint(QUICK, VECTORS, 40, 4)
    checkpoint.save(path, run, about)
    other = replace(QUICK, recipe=replace(QUICK.recipe, rate=0.03))
    assert checkpoint.load(path, checkpoint.fingerprint(other, VECTORS, 40, 4)) is None
    assert checkpoint.load(path, checkpoint.fingerprint(QUICK, VECTORS, 40, 5)) is None
    assert checkpoint.load(path, checkpoint.fingerprint(QUICK, 2 * VECTORS, 40, 4)) is None
    assert checkpoint.load(tmp_path / "none.npz", about) is None
    assert checkpoint.load(path, about) is not None
    assert [found.name for found in tmp_path.iterdir()] == ["brackets.npz"]


def test_the_same_order_goes_on_and_writes_the_same_bytes(tmp_path: Path) -> None:
    said: list[str] = []
    calls = iter(range(10_000))
    whole = Order(tmp_path / "whole", tmp_path / "kept")
    assert make(QUICK, whole, said.append, lambda: False).state == "made"
    order = Order(tmp_path / "parts", tmp_path / "kept")
    assert make(QUICK, order, said.append, lambda: next(calls) == 10).state == "stopped"
    assert said[-1] == "stopped after step 11; the same command goes on from there"
    assert (tmp_path / "kept" / "brackets.npz").exists()
    assert make(QUICK, order, said.append, lambda: False).state == "made"
    assert "goes on after step 11" in said
    for name in ("brackets.safetensors", "brackets.json"):
        assert (tmp_path / "parts" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_fresh_order_forgets_what_was_stopped(tmp_path: Path) -> None:
    said: list[str] = []
    order = Order(tmp_path / "new", tmp_path / "kept")
    calls = iter(range(10_000))
    make(QUICK, order, said.append, lambda: next(calls) == 3)
    said.clear()
    make(QUICK, replace(order, fresh=True), said.append, lambda: False)
    assert not [line for line in said if line.startswith("goes on")]


def test_a_signal_is_remembered_and_its_handler_put_back() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with stopping() as wish:
        assert not wish()
        os.kill(os.getpid(), signal.SIGINT)
        assert wish()
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def command(tmp_path: Path, *names: str) -> list[str]:
    line = [sys.executable, "-m", "app.training", *names, "--jobs", "2"]
    return [*line, "--out", str(tmp_path / "new"), "--checkpoints", str(tmp_path / "kept")]


def stopped_when(line: list[str], enough: Callable[[list[str]], bool]) -> tuple[str, int]:
    """Run a command until it has said enough, send one signal; all that it said, and its exit status."""
    told: list[str] = []
    with subprocess.Popen(
        line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for said in process.stdout:
            told.append(said)
            if enough(told):
                process.send_signal(signal.SIGTERM)
                break
        told.append(process.stdout.read())
    return "".join(told), process.returncode


def kept(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "kept").iterdir())


def test_networks_in_two_processes_are_stopped_by_one_signal_and_go_on(tmp_path: Path) -> None:
    """As a person does it: the command line, a signal, the same line again; the third is not begun."""
    line = command(tmp_path, "brackets", "review-rnn", "latch", "--steps", "300")
    both = {"brackets", "review-rnn"}

    def enough(told: list[str]) -> bool:
        return {said.partition(":")[0] for said in told if " step " in said} >= both

    said, status = stopped_when(line, enough)
    assert status == 1
    assert said.count("the same command goes on from there") == 2
    assert "latch: " not in said
    assert "Traceback" not in said
    assert kept(tmp_path) == ["brackets.npz", "review-rnn.npz"]
    again = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert again.stdout.count("goes on after step") == 2
    assert (tmp_path / "new" / "brackets.json").exists()
    assert (tmp_path / "new" / "latch.json").exists()
    assert (tmp_path / "new" / "companions" / "review-rnn.json").exists()


def test_a_worker_without_work_breaks_nothing_when_all_are_stopped(tmp_path: Path) -> None:
    """The one network is made before its first update, the other is stopped on the way."""
    line = command(tmp_path, "review-untrained", "brackets")
    said, status = stopped_when(line, lambda told: "wrote review-untrained" in told[-1])
    assert status == 1
    assert "Traceback" not in said
    assert said.count("the same command goes on from there") == 1
    assert kept(tmp_path) == ["brackets.npz"]


def test_a_changed_recipe_is_not_compared_with_the_stored_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(making, "ZOO", tmp_path)
    order = Order(tmp_path, tmp_path / "kept")
    assert make(QUICK, order, said.append, lambda: False).state == "made"
    assert make(QUICK, order, said.append, lambda: False).state == "agrees"
    card = json.loads((tmp_path / "brackets.json").read_text("utf-8"))
    moved = {**card, "metrics": {**card["metrics"], "weights": card["metrics"]["weights"] + 0.5}}
    (tmp_path / "brackets.json").write_text(json.dumps(moved), encoding="utf-8")
    made = make(QUICK, order, said.append, lambda: False)
    assert made.state == "differs"
    assert made.faults[0].startswith("differs: weights")
    (tmp_path / "brackets.json").write_text(json.dumps(moved), encoding="utf-8")
    other: Task = replace(QUICK, recipe=replace(QUICK.recipe, rate=0.03))
    assert make(other, order, said.append, lambda: False).state == "made"
