"""Traces that are refused: status, code, place, and the words a person reads."""

from typing import Any

import httpx
import pytest

from tests.problem import check_problem

pytestmark = pytest.mark.anyio

WEIGHTS = {"W_x": [[[0.5]]] * 4, "W_h": [[[0.25]]] * 4, "b": [[0.0]] * 4}

REFUSED = [
    ({"text": ""}, 422, "empty_sequence", "the text is empty, so there is no step to run", "/text"),
    ({"text": "…"}, 422, "empty_sequence", "the text '…' holds no word, so there is no step to run", "/text"),
    (
        {"tokens": []},
        422,
        "empty_sequence",
        "the list of tokens is empty, so there is no step to run",
        "/tokens",
    ),
    (
        {"values": []},
        422,
        "empty_sequence",
        "the list of values is empty, so there is no step to run",
        "/values",
    ),
    (
        {"text": "bad", "model": "nobody"},
        404,
        "unknown_model",
        "there is no network 'nobody'",
        None,
    ),
    (
        {"text": "bad", "values": [[1, 2]]},
        422,
        "invalid_request",
        "the request: exactly one of text, tokens, token_ids, values is needed; found text and values",
        "",
    ),
    (
        {},
        422,
        "invalid_request",
        "the request: exactly one of text, tokens, token_ids, values is needed; found none of them",
        "",
    ),
    (
        {"values": [[1, "x"]]},
        422,
        "invalid_request",
        "/values/0/1: 'x' should be a valid number",
        "/values/0/1",
    ),
    (
        {"values": [[1, True]]},
        422,
        "invalid_request",
        "/values/0/1: True should be a valid number",
        "/values/0/1",
    ),
    (
        {"values": [[1]]},
        422,
        "invalid_values",
        "step 0 has 1 values; this network takes 2 a step",
        "/values/0",
    ),
    (
        {"values": [[1, 1e300]]},
        422,
        "invalid_values",
        "the value 1e+300 at step 0, input 1 is not a finite float32 number",
        "/values/0/1",
    ),
    ({"text": 5}, 422, "invalid_request", "/text: 5 should be a valid string", "/text"),
    ({"text": "bad", "txt": 1}, 422, "invalid_request", "/txt: there is no such field", "/txt"),
    (
        {"text": "bad", "precision": "float16"},
        422,
        "invalid_request",
        "/precision: 'float16' should be 'float32' or 'float64'",
        "/precision",
    ),
    ({"text": "bad", "layers": [2]}, 422, "invalid_selection", "layers: 2 does not exist", "/layers/0"),
    (
        {"text": "bad", "channels": ["reset_gate"]},
        422,
        "invalid_selection",
        "channels: 'reset_gate' does not exist",
        "/channels/0",
    ),
    ({"text": "bad", "units": [1, 1]}, 422, "invalid_selection", "units: 1 is named twice", "/units/1"),
    (
        {"text": "bad", "start": 1},
        422,
        "invalid_selection",
        "steps 1 to 1 are not in a sequence of 1 steps",
        "/start",
    ),
    (
        {"token_ids": [0, 4]},
        422,
        "invalid_values",
        "token id 4 does not exist; ids go from 0 to 3",
        "/token_ids/1",
    ),
    (
        {"text": "bad", "initial_state": {"hidden_state": [[0.0]], "cell_state": [[0.0] * 4] * 4}},
        422,
        "invalid_state",
        "hidden_state has shape [1, 1]; [4, 4] is needed",
        "/initial_state/hidden_state",
    ),
    (
        {"text": "bad", "initial_state": {"hidden_state": [[0.0], []], "cell_state": []}},
        422,
        "invalid_state",
        "the rows of hidden_state do not have one length",
        "/initial_state/hidden_state",
    ),
    (
        {"text": "bad", "model": {"input_size": 2, "hidden_size": 2}},
        422,
        "unsupported_input",
        "this network has no vocabulary, so it cannot read text",
        "/text",
    ),
    (
        {"values": [[1]], "model": {"hidden_size": 2}},
        422,
        "invalid_request",
        "/model/input_size: this field is needed",
        "/model/input_size",
    ),
    (
        {"values": [[1]], "model": {"input_size": 1, "hidden_size": 0}},
        422,
        "invalid_request",
        "/model/hidden_size: 0 should be greater than or equal to 1",
        "/model/hidden_size",
    ),
    (
        {"values": [[1]], "model": {"cell": "mgu", "input_size": 1, "hidden_size": 2}},
        422,
        "invalid_weights",
        "there is no cell named 'mgu'",
        "/model/cell",
    ),
    (
        {"values": [[1]], "model": {"input_size": 60000, "hidden_size": 60000}},
        413,
        "too_expensive",
        "the network would have 28,800,240,000 weights; the limit is 4,000,000",
        "/model",
    ),
    (
        {"values": [[1]], "model": {"weights": [{**WEIGHTS, "b": [[0.0]] * 3}]}},
        422,
        "invalid_weights",
        "b has shape [3, 1]; [4, 1] is needed",
        None,
    ),
    (
        {"values": [[1]], "model": {"weights": [{**WEIGHTS, "W_x": [[[0.5, "a"]]]}]}},
        422,
        "invalid_request",
        "/model/weights/0/W_x/0/0/1: 'a' should be a valid number",
        "/model/weights/0/W_x/0/0/1",
    ),
    ({"text": "bad", "model": None}, 422, "invalid_request", "/model: None should be", "/model"),
    (
        {"text": "bad", "model": ["feeling"]},
        422,
        "invalid_request",
        "/model: a list of 1 should be",
        "/model",
    ),
    (
        {"text": "a" * 100_001},
        422,
        "sequence_too_long",
        "text has 100,001 characters; the limit is 100,000",
        "/text",
    ),
    (
        {"tokens": ["a"] * 10_001},
        422,
        "sequence_too_long",
        "tokens has 10,001 steps; the limit is 10,000",
        "/tokens",
    ),
    (
        {"text": "a " * 10_001},
        422,
        "sequence_too_long",
        "text has 10,001 steps; the limit is 10,000",
        "/text",
    ),
    (
        {"values": [[0.0]] * 10_000, "model": {"input_size": 1, "hidden_size": 100}},
        413,
        "too_expensive",
        "the answer would hold 6,000,000 numbers; as JSON the limit is 2,000,000",
        None,
    ),
    (
        {
            "values": [[0.0]] * 10_000,
            "model": {"input_size": 1, "hidden_size": 300, "layers": 2},
            "encoding": "base64",
        },
        413,
        "too_expensive",
        "the answer would take about 185.4 MiB; the limit is 64.0 MiB",
        None,
    ),
]


@pytest.mark.parametrize(
    ("fields", "status", "code", "detail", "pointer"), REFUSED, ids=[row[3][:48] for row in REFUSED]
)
async def test_a_refused_trace_says_what_and_where(
    api: httpx.AsyncClient, fields: dict[str, Any], status: int, code: str, detail: str, pointer: str | None
) -> None:
    problem = check_problem(await api.post("/traces", json={"model": "feeling", **fields}), status, code)
    assert problem["detail"].startswith(detail)
    assert [error["pointer"] for error in problem["errors"]][:1] == ([] if pointer is None else [pointer])
