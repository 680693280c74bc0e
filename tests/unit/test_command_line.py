import json
from pathlib import Path

import numpy as np
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
    assert lines[5].split()[:4] == ["0", "not", "←", "0"]
    assert lines[9].startswith("     prediction after 'not': ")
    assert len(lines) == 1 + 2 * (2 * 4 + 1)


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
    monkeypatch.setattr("app.commands.serve.uvicorn.run", lambda app, **options: seen.update(options))
    assert main([*arguments, "--host", "127.0.0.2", "--port", "8123"]) == 0
    assert capsys.readouterr().out == "Gatescope: http://127.0.0.2:8123\n"
    assert (seen["host"], seen["port"], seen["http"]) == ("127.0.0.2", 8123, "h11")
    assert seen["timeout_graceful_shutdown"] == 8
    assert seen["h11_max_incomplete_event_size"] == 16 * 1024


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """The file of an LSTM over three letters, as somebody's training left it."""
    generator = np.random.default_rng(3)
    shapes = {
        "embedding.weight": (3, 2),
        "lstm.weight_ih_l0": (16, 2),
        "lstm.weight_hh_l0": (16, 4),
        "lstm.bias_ih_l0": (16,),
        "lstm.bias_hh_l0": (16,),
        "fc.weight": (3, 4),
        "fc.bias": (3,),
        "convolution.weight": (2, 2, 3),
    }
    path = tmp_path / "letters.npz"
    weights = {name: generator.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    np.savez(path, allow_pickle=False, **weights)
    return path


def test_a_file_is_told_part_by_part(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(network)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("letters (npz, ")
    assert "  lstm: lstm, 1 layer, 2 inputs, 4 units, 112 weights\n" in said
    assert "  embedding embedding: 3 x 2 (in use)\n" in said
    assert "  output layer fc: 3 numbers (in use)\n" in said
    assert "  not used: convolution [2, 2, 3]: " in said


def test_a_file_runs_as_the_api_would_run_it(
    network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vocabulary = tmp_path / "vocabulary.json"
    vocabulary.write_text('{"a": 0, "b": 1, "c": 2}')
    asked = [
        "trace",
        str(network),
        "--vocabulary",
        str(vocabulary),
        "--output",
        "fc=softmax",
        "--text",
        "cab",
    ]
    assert main([*asked, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["model"].startswith("u-")
    assert [(token["text"], token["id"]) for token in answer["tokens"]] == [("c", 2), ("a", 0), ("b", 1)]
    assert sum(answer["predictions"]["values"][0]) == pytest.approx(1, abs=1e-6)
    with np.load(network) as weights:
        inputs = weights["embedding.weight"][[2, 0, 1]]
    rows = tmp_path / "rows.csv"
    rows.write_text("x,y\n" + "\n".join(",".join(map(str, row)) for row in inputs))
    arrays = tmp_path / "trace.npz"
    assert main(["trace", str(network), "--values", str(rows), "--npz", str(arrays)]) == 0
    with np.load(arrays) as trace:
        ours = trace["layers.0.forward.cell_state"]
    assert ours == pytest.approx(np.array(answer["layers"][0]["cell_state"], np.float32), abs=1e-7)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["inspect", "/nowhere/model.pt"], "/nowhere/model.pt cannot be read: No such file or directory"),
        (
            ["trace", "FILE", "--text", "cab"],
            "this network's embedding has 3 rows but no vocabulary, so it cannot read text\n",
        ),
        (["trace", "FILE", "--values", "/nowhere.csv"], "/nowhere.csv cannot be read: "),
        (
            ["trace", "FILE", "--output", "head", "--token-ids", "1"],
            "there is no output layer 'head' to choose\nChoose one of: fc.\n",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    network: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main([str(network) if one == "FILE" else one for one in arguments]) == 1
    assert capsys.readouterr().err.startswith(said)
