import hashlib
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from app.schema import Model, Models, Weights
from app.weights import random_stack

pytestmark = pytest.mark.anyio

KEYS = [
    "id", "title", "source", "digest", "format", "file_size", "stacks", "input", "head",
    "examples", "trained_on", "metrics", "license", "notes",
]  # fmt: skip
STACK = [
    "name", "cell", "layers", "bidirectional", "input_size", "hidden_size", "projection_size",
    "parameters", "options",
]  # fmt: skip


async def test_the_list_holds_every_network_the_default_first(api: httpx.AsyncClient) -> None:
    answer = await api.get("/models")
    assert answer.status_code == 200
    assert [model["id"] for model in answer.json()["models"]] == ["feeling", "letters", "verse"]
    Models.model_validate_json(answer.content)


async def test_one_network_has_the_fields_of_the_contract(api: httpx.AsyncClient, zoo: Path) -> None:
    answer = await api.get("/models/feeling")
    model = answer.json()
    Model.model_validate_json(answer.content)
    assert list(model) == KEYS
    assert [list(stack) for stack in model["stacks"]] == [STACK]
    files = (zoo / "feeling.safetensors").read_bytes() + (zoo / "feeling.json").read_bytes()
    assert model == {
        "id": "feeling",
        "title": "Feeling",
        "source": "bundled",
        "digest": "sha256:" + hashlib.sha256(files).hexdigest(),
        "format": "safetensors",
        "file_size": (zoo / "feeling.safetensors").stat().st_size,
        "stacks": [
            {
                "name": "lstm",
                "cell": "lstm",
                "layers": 2,
                "bidirectional": True,
                "input_size": 2,
                "hidden_size": 4,
                "projection_size": None,
                "parameters": random_stack("lstm", 2, 4, seed=3, layers=2, bidirectional=True).parameters,
                "options": {},
            }
        ],
        "input": {"kind": "words", "size": 2, "labels": ["valence", "negator"]},
        "head": {"kind": "softmax", "labels": ["bad", "good"], "size": 2},
        "examples": [
            {"title": "A “not”", "text": "not bad <b>at</b> all"},
            {"title": "Numbers", "values": [[0.5, 1.0]]},
        ],
        "trained_on": "nothing: weights from a seed",
        "metrics": {"accuracy": 0.5},
        "license": "MIT",
        "notes": ["Only for tests.", "Two layers."],
    }


async def test_what_a_card_leaves_out_is_null(api: httpx.AsyncClient) -> None:
    model = (await api.get("/models/letters")).json()
    assert list(model) == KEYS
    assert model["stacks"][0]["projection_size"] == 3
    absent = {name: model[name] for name in ("head", "examples", "trained_on", "metrics", "license", "notes")}
    assert absent == {
        "head": None, "examples": [], "trained_on": None, "metrics": None, "license": None, "notes": [],
    }  # fmt: skip


async def test_weights_are_those_of_the_layer_and_direction(api: httpx.AsyncClient) -> None:
    answer = await api.get("/models/feeling/weights?layer=1&direction=backward")
    Weights.model_validate_json(answer.content)
    body: dict[str, Any] = answer.json()
    original = random_stack("lstm", 2, 4, seed=3, layers=2, bidirectional=True).layers[1][1]
    assert list(body) == ["model", "stack", "layer", "direction", "gates", "units", "W_x", "W_h", "b", "W_p"]
    assert body["gates"] == ["forget_gate", "input_gate", "candidate", "output_gate"]
    assert (body["model"], body["stack"], body["layer"], body["direction"]) == (
        "feeling",
        "lstm",
        1,
        "backward",
    )
    assert body["units"] == [0, 1, 2, 3]
    assert body["W_p"] is None
    for name in ("W_x", "W_h", "b"):
        np.testing.assert_array_equal(np.array(body[name], np.float32), getattr(original, name))


async def test_one_row_is_one_gate_and_one_unit(api: httpx.AsyncClient) -> None:
    whole = (await api.get("/models/letters/weights")).json()
    row = (await api.get("/models/letters/weights?gate=candidate&unit=4")).json()
    assert (row["gates"], row["units"]) == (["candidate"], [4])
    assert row["W_x"] == [[whole["W_x"][2][4]]]
    assert row["W_h"] == [[whole["W_h"][2][4]]]
    assert row["b"] == [[whole["b"][2][4]]]
    assert row["W_p"] == whole["W_p"]
    assert np.shape(whole["W_p"]) == (3, 5)


@pytest.mark.parametrize(
    ("query", "status", "detail", "hint"),
    [
        ("layer=2", 422, "layer 2 does not exist", "Choose from: 0, 1."),
        ("unit=4", 422, "unit 4 does not exist", "Choose from: 0, 1, 2, 3."),
        (
            "gate=reset_gate",
            422,
            "gate 'reset_gate' does not exist",
            "Choose from: forget_gate, input_gate, candidate, output_gate.",
        ),
        ("stack=decoder", 422, "network 'feeling' has no stack 'decoder'", "Choose one of: lstm."),
        (
            "direction=up",
            422,
            "/direction: 'up' should be 'forward' or 'backward'",
            "See /docs for the fields of this request.",
        ),
        ("layer=x", 422, "/layer: 'x' should be a valid integer, unable to parse string as an integer", None),
        ("colour=red", 422, "/colour: there is no such field", None),
    ],
)
async def test_a_place_that_does_not_exist_names_the_choices(
    api: httpx.AsyncClient, query: str, status: int, detail: str, hint: str | None
) -> None:
    answer = await api.get(f"/models/feeling/weights?{query}")
    assert answer.status_code == status
    assert answer.json()["detail"] == detail
    assert hint is None or answer.json()["hint"] == hint


@pytest.mark.parametrize(
    "path", ["/models/nobody", "/models/nobody/weights", "/models/..%2f..%2fetc", "/models/%00"]
)
async def test_an_unknown_network_is_404_with_the_choices(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path)
    assert answer.status_code == 404
    if "nobody" in path:
        assert answer.json()["detail"] == "there is no network 'nobody'"
        assert answer.json()["hint"] == "Choose one of: feeling, letters, verse."
        assert answer.json()["code"] == "unknown_model"
