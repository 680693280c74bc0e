import math
from typing import Any

import httpx
import pytest

from app.schema import ArithmeticAnswer

pytestmark = pytest.mark.anyio

CHANNELS = ["forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state"]
SEQUENCE = {"model": "feeling", "text": "not bad not good"}
SQUASH = {
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "tanh": math.tanh,
    "sum": lambda x: x,
    "product": lambda x: x,
}


async def explain(api: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    place = {"layer": 0, "direction": "forward", "step": 1, "channel": "forget_gate", "unit": 2}
    answer = await api.post("/traces/arithmetic", json={**SEQUENCE, **place, **fields})
    assert answer.status_code == 200, answer.text
    ArithmeticAnswer.model_validate_json(answer.content)
    parsed: dict[str, Any] = answer.json()
    return parsed


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("direction", ["forward", "backward"])
async def test_the_products_add_up_and_give_the_traced_number(
    api: httpx.AsyncClient, channel: str, layer: int, direction: str
) -> None:
    trace = (await api.post("/traces", json=SEQUENCE)).json()
    traced = next(x for x in trace["layers"] if (x["index"], x["direction"]) == (layer, direction))
    for step in range(4):
        body = await explain(api, channel=channel, layer=layer, direction=direction, step=step)
        assert list(body) == ["terms", "bias", "preactivation", "function", "value"]
        assert all(
            list(term) == ["source", "index", "label", "weight", "value", "product"] for term in body["terms"]
        )
        assert all(term["weight"] * term["value"] == term["product"] for term in body["terms"])
        assert sum(term["product"] for term in body["terms"]) + body["bias"] == body["preactivation"]
        assert body["value"] == traced[channel][step][2]
        assert SQUASH[body["function"]](body["preactivation"]) == pytest.approx(body["value"], abs=3e-7)


async def test_inputs_are_named_after_the_labels_of_the_network(api: httpx.AsyncClient) -> None:
    body = await explain(api)
    assert [term["source"] for term in body["terms"]] == ["input"] * 2 + ["hidden_state"] * 4
    assert [term["label"] for term in body["terms"][:2]] == ["valence", "negator"]
    assert body["function"] == "sigmoid"


async def test_every_field_of_a_trace_is_taken(api: httpx.AsyncClient) -> None:
    selection = {"channels": ["candidate"], "layers": [0], "units": [1], "start": 0, "stop": 2}
    fields = {**selection, "directions": ["forward"], "encoding": "base64", "stack": "lstm"}
    assert await explain(api, **fields) == await explain(api)


async def test_the_precision_and_initial_state_are_those_of_the_trace(api: httpx.AsyncClient) -> None:
    states = {"hidden_state": [[0.1] * 4] * 4, "cell_state": [[0.7] * 4] * 4}
    fields = {"precision": "float64", "initial_state": states}
    trace = (await api.post("/traces", json={**SEQUENCE, **fields})).json()
    body = await explain(api, **fields, channel="cell_state", step=0)
    assert body["value"] == trace["layers"][0]["cell_state"][0][2]
    assert [term["source"] for term in body["terms"]] == ["forget_gate", "input_gate"]
    assert body["terms"][0]["value"] == 0.7


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"step": 4}, "step"),
        ({"unit": 9}, "unit"),
        ({"layer": 2}, "layer"),
        ({"channel": "reset_gate"}, "reset_gate"),
    ],
)
async def test_a_number_that_does_not_exist_names_the_field(
    api: httpx.AsyncClient, fields: dict[str, Any], detail: str
) -> None:
    place = {"layer": 0, "direction": "forward", "step": 1, "channel": "forget_gate", "unit": 2}
    answer = await api.post("/traces/arithmetic", json={**SEQUENCE, **place, **fields})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid_selection")
    assert detail in problem["detail"]
    assert problem["hint"]


async def test_a_missing_place_is_named(api: httpx.AsyncClient) -> None:
    answer = await api.post("/traces/arithmetic", json=SEQUENCE)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "/layer: this field is needed (4 more)"
    assert [error["pointer"] for error in answer.json()["errors"]] == [
        "/layer", "/direction", "/step", "/channel", "/unit",
    ]  # fmt: skip
