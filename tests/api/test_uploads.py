"""A network from a file: opened, listed, run, deleted."""

import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from app.sandbox import Sandbox
from app.schema import Model, Models
from tests.own_networks import (
    app_of,
    client_for,
    embedding,
    lstm,
    opened,
    output,
    parts_of,
    send,
    whole,
)
from tests.problem import check_problem

pytestmark = pytest.mark.anyio


async def test_a_file_becomes_a_network(own: httpx.AsyncClient) -> None:
    content = whole()
    answer = await send(own, content)
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
    assert model["input"] == {"kind": "token_ids", "size": 3, "labels": None}
    assert model["head"] == {"kind": "linear", "labels": None, "size": 2}
    assert (await own.get(answer.headers["location"].removeprefix("/api/v1"))).json() == model


async def test_the_same_file_is_the_same_network(own: httpx.AsyncClient) -> None:
    model = await opened(own, whole())
    again = await send(own, whole())
    assert (again.status_code, again.json()) == (200, model)
    listed = await own.get("/models")
    Models.model_validate_json(listed.content)
    assert [one["id"] for one in listed.json()["models"]] == ["feeling", "letters", "verse", model["id"]]


async def test_the_list_tells_how_each_is_kept(own: httpx.AsyncClient) -> None:
    assert (await own.get("/stored")).json()["stored"] == {}
    model = await opened(own, whole())
    parts = await parts_of(own, model)
    listed = (await own.get("/stored")).json()["stored"]
    assert listed == {model["id"]: parts["stored"]}
    assert listed[model["id"]]["bytes"] > 0


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


async def test_another_version_describes_what_is_stored_anew(
    zoo: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with client_for(app_of(zoo, tmp_path, sandbox)) as before:
        model = await opened(before, whole())
    path = tmp_path / model["id"] / "chosen.json"
    kept = json.loads(path.read_text())
    kept["described"] = {"by": "0.0.1", "model": {"id": model["id"], "title": "of another version"}}
    path.write_text(json.dumps(kept))
    async with client_for(app_of(zoo, tmp_path, sandbox)) as after:
        assert (await after.get("/models")).json()["models"][-1] == model


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
