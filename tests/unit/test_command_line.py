import json
from pathlib import Path

import pytest

from app.__main__ import main
from tests.tiny_zoo import write_zoo


@pytest.fixture(autouse=True)
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATESCOPE_ZOO_FOLDER", str(write_zoo(tmp_path)))
    monkeypatch.setenv("GATESCOPE_DEFAULT_MODEL", "feeling")


def test_models_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("feeling      Feeling (lstm, 2 x 4 units, ")
    assert lines[0].endswith("weights; reads words)")
    assert len(lines) == 3


def test_a_trace_is_printed_step_by_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "--text", "not bad"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:4] == ["step", "token", "unit", "forget_gate"]
    assert lines[1].split()[:3] == ["0", "not", "0"]
    assert lines[5].startswith("     prediction after 'not': ")
    assert len(lines) == 1 + 2 * 5


def test_json_is_what_the_api_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "--model", "letters", "--text", "ab", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["model"], answer["length"], answer["predictions"]) == ("letters", 2, None)


def test_bytes_that_are_not_text_are_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "--model", "letters", "--text", "a\udcffb", "--json"]) == 0
    assert [token["text"] for token in json.loads(capsys.readouterr().out)["tokens"]] == ["a", "?", "b"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--model", "nobody", "--text", "a"],
            "there is no network 'nobody'\nChoose one of: feeling, letters, verse.",
        ),
        (["--text", ""], "the text is empty, so there is no step to run\nType at least one word."),
    ],
)
def test_a_refusal_is_said_on_the_error_stream(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["trace", *arguments]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip() == said


@pytest.mark.parametrize("arguments", [["serve"], []])
def test_serving_hands_the_limits_to_the_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    seen: dict[str, object] = {}
    monkeypatch.setattr("app.__main__.uvicorn.run", lambda app, **options: seen.update(options))
    assert main([*arguments, "--host", "127.0.0.2", "--port", "8123"]) == 0
    assert capsys.readouterr().out == "Gatescope: http://127.0.0.2:8123\n"
    assert (seen["host"], seen["port"], seen["http"]) == ("127.0.0.2", 8123, "h11")
    assert seen["timeout_graceful_shutdown"] == 8
    assert seen["h11_max_incomplete_event_size"] == 16 * 1024
