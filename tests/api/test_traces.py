from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from app.cells import get_cell
from app.schema import TraceAnswer
from app.settings import Settings
from app.trace import run
from app.weights import random_stack
from tests.api.conftest import VALUES, client_of

pytestmark = pytest.mark.anyio

SIX = ["forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state"]
TOP = [
    "model", "digest", "stack", "cell", "length", "start", "stop", "tokens", "layers", "predictions",
]  # fmt: skip


async def post(api: httpx.AsyncClient, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
    answer = await api.post("/traces", json=body)
    assert answer.status_code == status, answer.text
    if status == 200:
        TraceAnswer.model_validate_json(answer.content)
    parsed: dict[str, Any] = answer.json()
    return parsed


async def test_the_answer_has_exactly_the_fields_of_the_contract(api: httpx.AsyncClient) -> None:
    body = await post(api, {"model": "feeling", "text": "not so bad"})
    assert list(body) == TOP
    assert [list(layer) for layer in body["layers"]] == [
        ["index", "direction", "units", "initial_state", *SIX]
    ] * 4
    assert (body["model"], body["stack"], body["cell"]) == ("feeling", "lstm", "lstm")
    assert (body["length"], body["start"], body["stop"]) == (3, 0, 3)
    assert body["tokens"] == [
        {"text": "not", "id": 0, "known": True},
        {"text": "so", "id": None, "known": False},
        {"text": "bad", "id": 1, "known": True},
    ]
    assert [(layer["index"], layer["direction"]) for layer in body["layers"]] == [
        (0, "forward"), (0, "backward"), (1, "forward"), (1, "backward"),
    ]  # fmt: skip
    first = body["layers"][0]
    assert first["units"] == [0, 1, 2, 3]
    assert first["initial_state"] == {"cell_state": [0.0] * 4, "hidden_state": [0.0] * 4}
    assert np.shape(first["forget_gate"]) == (3, 4)
    assert list(body["predictions"]) == ["kind", "labels", "values"]
    assert (body["predictions"]["kind"], body["predictions"]["labels"]) == ("softmax", ["bad", "good"])
    np.testing.assert_allclose(np.sum(body["predictions"]["values"], axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("precision", ["float32", "float64"])
async def test_the_numbers_are_those_of_the_engine_to_the_last_bit(
    api: httpx.AsyncClient, inline: dict[str, Any], precision: Any
) -> None:
    body = await post(api, {**inline, "precision": precision})
    trace = run(random_stack("lstm", 3, 4, seed=7), np.array(VALUES), precision=precision)
    assert (body["model"], body["tokens"], body["predictions"]) == ("inline", None, None)
    for name in SIX:
        sent = np.array(body["layers"][0][name], precision)
        np.testing.assert_array_equal(sent, trace.layers[0].channels[name])


async def test_floats_are_the_shortest_decimals(api: httpx.AsyncClient, inline: dict[str, Any]) -> None:
    text = (await api.post("/traces", json={**inline, "channels": ["forget_gate"]})).text
    trace = run(random_stack("lstm", 3, 4, seed=7), np.array(VALUES))
    for value in trace.layers[0].channels["forget_gate"].ravel():
        assert str(value) in text


async def test_the_four_kinds_of_sequence_agree(api: httpx.AsyncClient) -> None:
    text = await post(api, {"model": "feeling", "text": "not bad"})
    tokens = await post(api, {"model": "feeling", "tokens": ["not", "bad"]})
    ids = await post(api, {"model": "feeling", "token_ids": [0, 1]})
    values = await post(api, {"model": "feeling", "values": [[0.0, 1.0], [-2.5, 0.0]]})
    assert text == tokens == ids
    assert values["tokens"] is None
    assert values["layers"] == text["layers"]
    assert values["predictions"] == text["predictions"]


async def test_a_selection_sends_a_part_of_the_whole(api: httpx.AsyncClient) -> None:
    request = {"model": "feeling", "text": "not bad not good bad"}
    whole = await post(api, request)
    part = await post(
        api,
        {
            **request,
            "channels": ["hidden_state", "forget_gate"],
            "layers": [1],
            "directions": ["backward"],
            "units": [3, 0],
            "start": 1,
            "stop": 4,
        },
    )
    assert (part["length"], part["start"], part["stop"]) == (5, 1, 4)
    assert part["tokens"] == whole["tokens"][1:4]
    (layer,) = part["layers"]
    assert list(layer) == ["index", "direction", "units", "initial_state", "hidden_state", "forget_gate"]
    assert (layer["index"], layer["direction"], layer["units"]) == (1, "backward", [3, 0])
    for name in ("hidden_state", "forget_gate"):
        expected = np.array(whole["layers"][3][name])[1:4, [3, 0]]
        np.testing.assert_allclose(layer[name], expected, atol=1e-7)
    assert part["predictions"] is None


async def test_predictions_cover_the_selected_steps(api: httpx.AsyncClient) -> None:
    request = {"model": "feeling", "text": "not bad not good bad"}
    whole = (await post(api, request))["predictions"]
    part = (await post(api, {**request, "start": 1, "stop": 4, "channels": ["candidate"]}))["predictions"]
    np.testing.assert_allclose(part["values"], whole["values"][1:4], atol=1e-6)


async def test_without_the_whole_last_layer_there_is_no_prediction(api: httpx.AsyncClient) -> None:
    below = await post(api, {"model": "feeling", "text": "bad", "layers": [0]})
    forward = await post(api, {"model": "feeling", "text": "bad", "directions": ["forward"]})
    assert [layer["index"] for layer in below["layers"]] == [0, 0]
    assert [layer["index"] for layer in forward["layers"]] == [0, 1]
    assert below["predictions"] is forward["predictions"] is None


async def test_initial_states_carry_a_sequence_on(api: httpx.AsyncClient, inline: dict[str, Any]) -> None:
    whole = (await post(api, inline))["layers"][0]
    first = (await post(api, {**inline, "values": VALUES[:2]}))["layers"][0]
    states = {name: [first[name][-1]] for name in ("hidden_state", "cell_state")}
    rest = (await post(api, {**inline, "values": VALUES[2:], "initial_state": states}))["layers"][0]
    assert rest["initial_state"] == {name: rows[0] for name, rows in states.items()}
    for name in SIX:
        np.testing.assert_allclose(rest[name], whole[name][2:], atol=1e-6)


async def test_given_weights_equal_the_network_they_come_from(api: httpx.AsyncClient) -> None:
    entries = []
    for layer in (0, 1):
        for direction in ("forward", "backward"):
            answer = await api.get(f"/models/feeling/weights?layer={layer}&direction={direction}")
            entries.append({name: answer.json()[name] for name in ("W_x", "W_h", "b")})
    model = {"cell": "lstm", "bidirectional": True, "weights": entries}
    given = await post(api, {"model": model, "values": [[0.0, 1.0], [-2.5, 0.0]]})
    named = await post(api, {"model": "feeling", "text": "not bad"})
    assert given["layers"] == named["layers"]
    assert given["digest"] != named["digest"]


async def test_a_projected_network_sends_its_smaller_hidden_state(api: httpx.AsyncClient) -> None:
    answer = (await api.get("/models/letters/weights")).json()
    entry = {name: answer[name] for name in ("W_x", "W_h", "b", "W_p")}
    given = await post(api, {"model": {"weights": [entry]}, "values": [[1, 0], [0, 1]]})
    named = await post(api, {"model": "letters", "text": "ab"})
    assert np.shape(named["layers"][0]["hidden_state"]) == (2, 3)
    assert np.shape(named["layers"][0]["cell_state"]) == (2, 5)
    assert given["layers"] == named["layers"]


async def test_extra_channels_are_sent_when_they_are_named(api: httpx.AsyncClient) -> None:
    extra = ["input", *(f"{gate.name}_preactivation" for gate in get_cell("lstm").gates)]
    body = await post(api, {"model": "feeling", "text": "not bad", "channels": ["candidate", *extra]})
    assert list(body["layers"][0])[4:] == ["candidate", *extra]
    assert body["layers"][0]["input"] == [[0.0, 1.0], [-2.5, 0.0]]
    assert np.shape(body["layers"][2]["input"]) == (2, 8)
    np.testing.assert_allclose(
        np.tanh(body["layers"][0]["candidate_preactivation"]), body["layers"][0]["candidate"], atol=1e-6
    )


async def test_get_answers_what_post_answers(api: httpx.AsyncClient) -> None:
    query = {
        "model": "feeling", "text": "not <so> bad", "channels": "cell_state,hidden_state", "layers": "1",
        "directions": "forward,backward", "units": "0,2", "start": "1", "stop": "3", "precision": "float64",
        "encoding": "base64",
    }  # fmt: skip
    body = {
        "model": "feeling", "text": "not <so> bad", "channels": ["cell_state", "hidden_state"], "layers": [1],
        "directions": ["forward", "backward"], "units": [0, 2], "start": 1, "stop": 3, "precision": "float64",
        "encoding": "base64",
    }  # fmt: skip
    read, sent = await api.get("/trace", params=query), await api.post("/traces", json=body)
    assert read.status_code == sent.status_code == 200
    assert read.content == sent.content


async def test_get_is_cacheable(api: httpx.AsyncClient) -> None:
    query = {"model": "feeling", "text": "not bad"}
    first = await api.get("/trace", params=query)
    again = await api.get("/trace", params=query, headers={"If-None-Match": first.headers["etag"]})
    other = await api.get("/trace", params={**query, "text": "bad"})
    table = await api.get("/trace", params=query, headers={"Accept": "text/csv"})
    assert first.headers["cache-control"] == "public, max-age=300"
    assert "accept" in first.headers["vary"].lower()
    assert (again.status_code, again.content) == (304, b"")
    assert len({answer.headers["etag"] for answer in (first, other, table)}) == 3
    assert (await api.post("/traces", json=query)).headers["cache-control"] == "no-store"


async def test_head_is_get_without_a_body(api: httpx.AsyncClient) -> None:
    got = await api.get("/trace?model=feeling&text=bad")
    head = await api.head("/trace?model=feeling&text=bad", headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(got.content)


async def test_dear_traces_run_in_the_pool_and_say_the_same(zoo: Path) -> None:
    answers = []
    for loop_seconds in (0, 9):
        async with client_of(Settings(zoo_folder=zoo, loop_seconds=loop_seconds)) as client:
            answers.append(await client.post("/traces", json={"model": "feeling", "text": "not bad"}))
    assert answers[0].status_code == 200
    assert answers[0].content == answers[1].content
