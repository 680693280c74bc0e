"""A network from a file: opened, listed, run, completed, deleted."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI

from app.main import create_app, make_sandbox
from app.sandbox import Sandbox
from app.schema import Model, Models, Parts
from app.settings import Settings
from tests.own_networks import OCTETS, embedding, file_of, lstm, output, whole
from tests.problem import check_problem

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = make_sandbox(Settings())
    yield sandbox
    sandbox.close()


def app_of(zoo: Path, folder: Path, sandbox: Sandbox, **settings: Any) -> FastAPI:
    wanted = {"zoo_folder": zoo, "default_model": "feeling", "store_folder": folder, **settings}
    return create_app(Settings(**wanted), sandbox=sandbox)


def client_for(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost/api/v1")


@pytest.fixture
async def own(zoo: Path, tmp_path: Path, sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for(app_of(zoo, tmp_path, sandbox)) as client:
        yield client


async def send(client: httpx.AsyncClient, content: bytes, filename: str = "my.model.pt") -> httpx.Response:
    return await client.post("/models", params={"filename": filename}, content=content, headers=OCTETS)


async def opened(client: httpx.AsyncClient, content: bytes) -> dict[str, Any]:
    answer = await send(client, content)
    assert answer.status_code == 201, answer.text
    model: dict[str, Any] = answer.json()
    return model


async def parts_of(client: httpx.AsyncClient, model: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(f"/models/{model['id']}/parts")
    Parts.model_validate_json(answer.content)
    parts: dict[str, Any] = answer.json()
    return parts


async def test_a_file_becomes_a_network(own: httpx.AsyncClient) -> None:
    content = whole()
    answer = await send(own, content, "../runs/my.model.pt")
    digest = hashlib.sha256(content).hexdigest()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/v1/models/u-{digest[:16]}"
    Model.model_validate_json(answer.content)
    model = answer.json()
    assert (model["id"], model["digest"]) == (f"u-{digest[:16]}", f"sha256:{digest}")
    assert (model["title"], model["source"], model["format"]) == ("my", "uploaded", "safetensors")
    assert model["file_size"] == len(content)
    assert [(one["name"], one["cell"], one["hidden_size"]) for one in model["stacks"]] == [
        ("lstm", "lstm", 4)
    ]
    assert model["input"] == {"kind": "token_ids", "size": 3, "labels": None, "entries": 5, "stack": "lstm"}
    assert model["head"] == {"kind": "linear", "labels": None, "size": 2, "stack": "lstm"}
    assert (await own.get(answer.headers["location"].removeprefix("/api/v1"))).json() == model


async def test_the_same_file_is_the_same_network(own: httpx.AsyncClient) -> None:
    model = await opened(own, whole())
    again = await send(own, whole(), "another name.pt")
    assert (again.status_code, again.json()) == (200, model)
    listed = await own.get("/models")
    Models.model_validate_json(listed.content)
    assert [one["id"] for one in listed.json()["models"]] == ["feeling", "letters", "verse", model["id"]]


async def test_its_states_are_those_of_its_weights(own: httpx.AsyncClient) -> None:
    model = await opened(own, whole())
    trace = (await own.post("/traces", json={"model": model["id"], "token_ids": [4, 0, 2]})).json()
    arrays, vectors = lstm(), embedding()["embedding.weight"]
    hidden, cell = np.zeros(4), np.zeros(4)
    for step, token in enumerate([4, 0, 2]):
        sums = arrays["lstm.weight_ih_l0"] @ vectors[token] + arrays["lstm.weight_hh_l0"] @ hidden
        i, f, g, o = np.split(sums + arrays["lstm.bias_ih_l0"] + arrays["lstm.bias_hh_l0"], 4)
        cell = cell / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        hidden = np.tanh(cell) / (1 + np.exp(-o))
        np.testing.assert_allclose(trace["layers"][0]["cell_state"][step], cell, atol=1e-6)
        np.testing.assert_allclose(trace["layers"][0]["hidden_state"][step], hidden, atol=1e-6)
        said = output()["output.weight"] @ hidden + output()["output.bias"]
        np.testing.assert_allclose(trace["predictions"]["values"][step], said, atol=1e-6)


async def test_its_parts_say_what_is_used_and_what_is_not(own: httpx.AsyncClient) -> None:
    parts = await parts_of(own, await opened(own, whole()))
    assert parts["embeddings"] == [
        {"name": "embedding", "size": 3, "vectors": 5, "stack": "lstm", "chosen": True}
    ]
    assert parts["outputs"] == [
        {"name": "output", "size": 2, "kind": "linear", "stack": "lstm", "chosen": True}
    ]
    assert [(one["name"], one["shape"]) for one in parts["leftovers"]] == [("attention", [7, 7])]
    assert all(one["why"] for one in parts["leftovers"])
    assert all(note["en"] and note["zh"] for note in parts["notes"])
    assert (parts["undecided"], parts["vocabulary"]) == ([], None)
    stored = parts["stored"]
    assert stored["bytes"] > 500
    assert stored["uploaded_at"] < stored["expires_at"]
    assert stored["uploaded_at"].endswith("Z")


async def test_a_vocabulary_makes_it_read_text(own: httpx.AsyncClient) -> None:
    model = await opened(own, whole())
    address = f"/models/{model['id']}/vocabulary"
    without = await own.post("/traces", json={"model": model["id"], "text": "bad"})
    assert check_problem(without, 422, "unsupported_input")["hint"].startswith("Give it a vocabulary of 5")
    named = (await own.put(address, json=["[UNK]", "not", "bad", "good", "film"])).json()
    assert named["input"]["kind"] == "words"
    assert named["digest"] != model["digest"]
    said = (await own.post("/traces", json={"model": model["id"], "text": "Not a film"})).json()
    assert [(one["id"], one["known"]) for one in said["tokens"]] == [(1, True), (None, False), (4, True)]
    ids = (await own.post("/traces", json={"model": model["id"], "token_ids": [1, 0, 4]})).json()
    assert said["layers"] == ids["layers"]
    assert said["digest"] == named["digest"]
    letters = (await own.put(address, json={"a": 1, "b": 2, "c": 4})).json()
    assert letters["input"]["kind"] == "characters"
    assert (await parts_of(own, model))["vocabulary"] == {"kind": "characters", "size": 5, "source": "given"}


async def test_a_vocabulary_of_an_input_without_embedding_is_one_hot(own: httpx.AsyncClient) -> None:
    model = await opened(own, file_of(lstm()))
    assert model["input"]["kind"] == "values"
    named = (await own.put(f"/models/{model['id']}/vocabulary", json=["a", "b", "c"])).json()
    assert (named["input"]["kind"], named["input"]["labels"]) == ("characters", ["a", "b", "c"])
    text = (await own.post("/traces", json={"model": model["id"], "text": "cab"})).json()
    rows = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    values = (await own.post("/traces", json={"model": model["id"], "values": rows})).json()
    assert text["layers"] == values["layers"]


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        (["a", "b"], "the vocabulary has 2 entries; the embedding embedding needs 5"),
        ({"a": 5}, "the entry 'a' has the number 5; the embedding embedding has numbers 0 to 4"),
        ({"a": 1, "b": 1}, "the entries 'a' and 'b' have the same number 1"),
        ({"a": "b"}, "the map leads from 'a' to a text; it leads from an entry to its number"),
        ({}, "the vocabulary is empty"),
        (["a", "b", "c", "d", ""], "the entry '' has 0 characters; an entry has 1 to 200"),
    ],
)
async def test_a_vocabulary_that_does_not_fit(own: httpx.AsyncClient, given: Any, detail: str) -> None:
    model = await opened(own, whole())
    answer = await own.put(f"/models/{model['id']}/vocabulary", json=given)
    assert check_problem(answer, 422, "invalid_vocabulary")["detail"].startswith(detail)
    assert (await parts_of(own, model))["vocabulary"] is None


@pytest.mark.parametrize("given", [3, "text", [1], {"a": 0.5}, {"a": None}, [["a"]]])
async def test_what_is_no_vocabulary(own: httpx.AsyncClient, given: Any) -> None:
    model = await opened(own, whole())
    check_problem(await own.put(f"/models/{model['id']}/vocabulary", json=given), 422, "invalid_request")


async def test_of_several_layers_none_is_taken_until_one_is_chosen(own: httpx.AsyncClient) -> None:
    two = (embedding("word_embedding"), embedding("tag_embedding", 7), output("score"), output("topic", 6))
    model = await opened(own, file_of(lstm(), *two))
    assert (model["input"]["kind"], model["head"]) == ("values", None)
    assert "2 embeddings fit (" in " ".join(model["notes"])
    choices = {"embedding": "tag_embedding", "output": {"name": "topic", "kind": "softmax"}}
    chosen = (await own.put(f"/models/{model['id']}/choices", json=choices)).json()
    Model.model_validate(chosen)
    assert (chosen["input"]["kind"], chosen["head"]["size"], chosen["head"]["kind"]) == (
        "token_ids",
        6,
        "softmax",
    )
    parts = await parts_of(own, model)
    assert {one["name"] for one in parts["embeddings"] if one["chosen"]} == {"tag_embedding"}
    assert {one["name"] for one in parts["outputs"] if one["chosen"]} == {"topic"}
    trace = (await own.post("/traces", json={"model": model["id"], "token_ids": [1]})).json()
    assert sum(trace["predictions"]["values"][0]) == pytest.approx(1, abs=1e-6)
    without = (await own.put(f"/models/{model['id']}/choices", json={"output": None})).json()
    assert (without["head"], without["input"]["kind"]) == (None, "token_ids")


@pytest.mark.parametrize(
    ("choices", "detail", "pointer"),
    [
        ({"embedding": "lookup"}, "there is no embedding 'lookup' to choose", "/embedding"),
        ({"output": {"name": "fc"}}, "there is no output layer 'fc' to choose", "/output/name"),
        (
            {"output": {"name": "output", "kind": "softmax", "labels": ["a"]}},
            "1 labels were given; the output layer has 2 numbers",
            "/output/labels",
        ),
        (
            {"options": {"lstm": {"activation": "relu"}}},
            "there is no open option 'activation of lstm' to choose",
            "/options/lstm/activation",
        ),
    ],
)
async def test_a_choice_that_the_file_does_not_offer(
    own: httpx.AsyncClient, choices: dict[str, Any], detail: str, pointer: str
) -> None:
    model = await opened(own, whole())
    problem = check_problem(
        await own.put(f"/models/{model['id']}/choices", json=choices), 422, "invalid_selection"
    )
    assert problem["detail"] == detail
    assert problem["errors"][0]["pointer"] == pointer
    assert problem["hint"]


async def test_a_formula_that_the_file_does_not_record_can_be_chosen(own: httpx.AsyncClient) -> None:
    arrays = {name.replace("lstm", "rnn"): array[:4] for name, array in lstm().items()}
    model = await opened(own, file_of(arrays))
    [open_one] = (await parts_of(own, model))["undecided"]
    assert (open_one["option"], open_one["chosen"], open_one["choices"]) == (
        "activation",
        None,
        ["tanh", "relu"],
    )
    stack = open_one["stack"]
    chosen = await own.put(
        f"/models/{model['id']}/choices", json={"options": {stack: {"activation": "relu"}}}
    )
    assert chosen.json()["stacks"][0]["options"] == {"activation": "relu"}
    wanted = {"model": model["id"], "values": [[1.0, 2.0, 3.0]], "channels": ["hidden_state"]}
    states = np.array((await own.post("/traces", json=wanted)).json()["layers"][0]["hidden_state"])
    sums = arrays["rnn.weight_ih_l0"] @ [1, 2, 3] + arrays["rnn.bias_ih_l0"] + arrays["rnn.bias_hh_l0"]
    np.testing.assert_allclose(states[0], np.maximum(sums, 0), atol=1e-6)
    [decided] = (await parts_of(own, model))["undecided"]
    assert decided["chosen"] == "relu"
    refused = await own.put(
        f"/models/{model['id']}/choices", json={"options": {stack: {"activation": "elu"}}}
    )
    assert check_problem(refused, 422, "invalid_selection")["hint"] == "Choose one of: tanh, relu."


async def test_each_stack_reads_and_predicts_for_itself(own: httpx.AsyncClient) -> None:
    parts = (lstm("encoder", 3, 4), lstm("decoder", 6, 5, seed=2), embedding(), output("score", 2, 5))
    model = await opened(own, file_of(*parts))
    assert (model["input"]["stack"], model["head"]["stack"]) == ("encoder", "decoder")
    encoder = (await own.post("/traces", json={"model": model["id"], "token_ids": [1]})).json()
    assert (encoder["stack"], encoder["predictions"]) == ("encoder", None)
    decoder = {"model": model["id"], "stack": "decoder"}
    trace = (await own.post("/traces", json={**decoder, "values": [[0.0] * 6]})).json()
    assert trace["predictions"]["kind"] == "linear"
    refused = await own.post("/traces", json={**decoder, "token_ids": [1]})
    problem = check_problem(refused, 422, "unsupported_input")
    assert problem["hint"] == 'Send "values": one row a step with 6 numbers each.'


async def test_deleting(own: httpx.AsyncClient) -> None:
    model = await opened(own, whole())
    address = f"/models/{model['id']}"
    assert (await own.get(f"/trace?model={model['id']}&text=a")).status_code == 422
    answer = await own.delete(address)
    assert (answer.status_code, answer.content) == (204, b"")
    for path in (address, f"{address}/parts", f"{address}/weights"):
        problem = check_problem(await own.get(path), 404, "unknown_model")
        assert problem["detail"] == f"there is no network '{model['id']}' on this server"
    check_problem(await own.delete(address), 404, "unknown_model")
    check_problem(
        await own.post("/traces", json={"model": model["id"], "token_ids": [1]}), 404, "unknown_model"
    )
    assert len((await own.get("/models")).json()["models"]) == 3
    assert (await send(own, whole())).status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("DELETE", "", None), ("PUT", "/choices", {}), ("PUT", "/vocabulary", ["a"]), ("GET", "/parts", None)],
)
async def test_a_bundled_network_stays_as_it_is(
    own: httpx.AsyncClient, method: str, path: str, body: Any
) -> None:
    answer = await own.request(method, f"/models/feeling{path}", json=body)
    problem = check_problem(answer, 403, "not_allowed")
    assert problem["detail"] == "the network 'feeling' came with this server and stays as it is"
    check_problem(await own.request(method, f"/models/nobody{path}", json=body), 404, "unknown_model")


async def test_it_is_still_there_after_a_restart(zoo: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    async with client_for(app_of(zoo, tmp_path, sandbox)) as before:
        model = await opened(before, whole())
        named = (await before.put(f"/models/{model['id']}/vocabulary", json=list("abcde"))).json()
        wanted = {"model": model["id"], "text": "abe"}
        trace = await before.post("/traces", json=wanted)
    async with client_for(app_of(zoo, tmp_path, sandbox)) as after:
        assert (await after.get("/models")).json()["models"][-1] == named
        assert (await after.post("/traces", json=wanted)).content == trace.content


async def test_two_processes_see_the_same(zoo: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    one, other = (client_for(app_of(zoo, tmp_path, sandbox)) for _ in range(2))
    async with one, other:
        model = await opened(one, whole())
        assert (await other.get(f"/models/{model['id']}")).json() == model
        named = (await other.put(f"/models/{model['id']}/vocabulary", json=list("abcde"))).json()
        assert (await one.get(f"/models/{model['id']}")).json() == named
        assert (await one.get("/models")).json()["models"][-1] == named
        await other.delete(f"/models/{model['id']}")
        assert (await one.get(f"/models/{model['id']}")).status_code == 404


async def test_what_the_page_is_told(zoo: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    async with client_for(app_of(zoo, tmp_path, sandbox, deletes=False)) as client:
        model = await opened(client, whole())
        page = (await client.get("http://localhost/")).text
    assert f'"id":"{model["id"]}"' in page
    assert '"uploads":true,"deletes":false' in page.replace(" ", "")
