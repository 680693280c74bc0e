"""``python -m app.training``: what it prints, what it writes, what it refuses to write."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.registry import read_network
from app.training import __main__ as command
from app.training import controls, making
from app.training.task import Task
from app.training.tasks import ALL, TASKS

FEW = ["brackets", "--steps", "8", "--jobs", "1"]


@pytest.fixture(autouse=True)
def checkpoints_go_to_the_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(controls, "SEEDS", range(1))


def put(monkeypatch: pytest.MonkeyPatch, task: Task) -> None:
    """Let a task stand under its id in the zoo."""
    monkeypatch.setitem(ALL, task.id, task)


def test_a_run_prints_progress_and_metrics_and_writes_what_the_registry_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([*FEW, "--out", str(tmp_path / "new")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "brackets: 3 units"
    assert lines[1].startswith("brackets: step      1/8  loss ")
    assert lines[1].endswith(" s left")
    assert lines[9].split() == ["brackets:", "metric", "measured", "stored", "at", "least", "untrained"]
    row = next(line.split() for line in lines if line.startswith("brackets: accuracy "))
    assert (row[3], row[4], row[6]) == ("-", "0.98", "MISSED")
    assert lines[-1] == f"brackets: wrote brackets.safetensors and brackets.json to {tmp_path / 'new'}"
    network = read_network(tmp_path / "new" / "brackets.safetensors")
    assert network.card["training"]["steps"] == 8
    assert network.stacks[0].hidden_size == 3


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        command.main([*FEW, "--seed", "3", "--out", str(tmp_path / folder)])
    for name in ("brackets.safetensors", "brackets.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_network_that_falls_short_does_not_replace_one_of_the_zoo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(making, "ZOO", tmp_path)
    assert command.main([*FEW, "--out", str(tmp_path)]) == 1
    assert list(tmp_path.glob("**/*.json")) == []
    assert "brackets: not written: it misses a threshold; try another --seed, or --out DIR to look at it" in (
        capsys.readouterr().out
    )


def test_the_words_of_a_card_can_be_written_again(tmp_path: Path) -> None:
    command.main([*FEW, "--out", str(tmp_path)])
    path = tmp_path / "brackets.json"
    before = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**before, "title": {"en": "Old", "zh": "旧"}}), encoding="utf-8")
    assert command.main(["brackets", "--words", "--out", str(tmp_path)]) == 0
    assert json.loads(path.read_text("utf-8")) == before
    assert before["title"] == TASKS["brackets"].words.title


def test_a_companion_is_kept_apart_and_has_no_vocabulary_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = replace(TASKS["brackets"].recipe, cell="rnn", steps=8, tidiness=0.0)
    companion = replace(
        TASKS["brackets"],
        recipe=recipe,
        readings=(),
        measure=lambda model: {"weights": model.stack.parameters},
        at_least={},
        knock_outs=(),
        words=replace(TASKS["brackets"].words, knock_outs=()),
        companion_of="brackets",
    )
    put(monkeypatch, companion)
    assert command.main(["brackets", "--out", str(tmp_path / "new")]) == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["companions"]
    network = read_network(tmp_path / "new" / "companions" / "brackets.safetensors")
    assert network.stacks[0].cell == "rnn"
    assert (network.encoder.kind, network.encoder.size) == ("values", network.stacks[0].input_size)
    assert network.card["input"]["vocabulary_of"] == "brackets"
    assert "vocabulary" not in network.card["input"]


def test_a_recipe_of_no_steps_writes_the_first_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = replace(TASKS["brackets"].recipe, steps=0)
    words = replace(TASKS["brackets"].words, knock_outs=())
    put(monkeypatch, replace(TASKS["brackets"], recipe=recipe, at_least={}, knock_outs=(), words=words))
    assert command.main(["brackets", "--out", str(tmp_path)]) == 0
    network = read_network(tmp_path / "brackets.safetensors")
    assert set(network.stacks[0].layers[0][0].b.ravel()) == {0, 1.5}
    assert (network.card["training"]["steps"], network.card["curve"]) == (0, [])


def test_an_unknown_task_is_refused_with_the_choices(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["brakets"]) == 1
    assert capsys.readouterr().err == (
        f"there is no task 'brakets'\nChoose one or more of: {', '.join(ALL)}.\n"
    )
