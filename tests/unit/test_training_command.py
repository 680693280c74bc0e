"""``python -m app.training``: what it prints, what it writes, what it refuses to write."""

import json
from pathlib import Path

import pytest

from app.registry import read_network
from app.training import __main__ as command
from app.training.card import WORDS

FEW = ["brackets", "--steps", "8"]


def test_a_run_prints_progress_and_metrics_and_writes_what_the_registry_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([*FEW, "--out", str(tmp_path / "new")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "brackets: 3 units"
    assert lines[1].startswith("  step      1/8  loss ")
    assert lines[1].endswith(" s left")
    assert lines[9].split() == ["metric", "measured", "stored", "at", "least"]
    row = next(line.split() for line in lines if line.startswith("  accuracy "))
    assert row[2:] == ["1.0000", "0.98", "MISSED"]
    assert lines[-1] == f"  wrote brackets.safetensors and brackets.json to {tmp_path / 'new'}"
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
    monkeypatch.setattr(command, "ZOO", tmp_path)
    assert command.main([*FEW, "--out", str(tmp_path)]) == 1
    assert list(tmp_path.iterdir()) == []
    assert "  not written: it misses a threshold; try another --seed, or --out DIR to look at it" in (
        capsys.readouterr().out
    )


def test_the_words_of_a_card_can_be_written_again(tmp_path: Path) -> None:
    command.main([*FEW, "--out", str(tmp_path)])
    path = tmp_path / "brackets.json"
    before = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**before, "title": {"en": "Old", "zh": "旧"}}), encoding="utf-8")
    assert command.main(["brackets", "--words", "--out", str(tmp_path)]) == 0
    assert json.loads(path.read_text("utf-8")) == before
    assert before["title"] == json.loads((WORDS / "brackets.json").read_text("utf-8"))["title"]


def test_an_unknown_task_is_refused_with_the_choices(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["brakets"]) == 1
    assert capsys.readouterr().err == (
        f"there is no task 'brakets'\nChoose one or more of: {', '.join(command.ALL)}.\n"
    )
