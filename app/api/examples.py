"""Example requests, answered by the application itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import orjson
from fastapi import FastAPI

from app.api.media import CSV, JSON

__all__ = ["Exchange", "exchange", "exchange_all"]

BASE = "/api/v1"
TRUTHS, SAMPLES = f"{BASE}/truths", f"{BASE}/samples"
TRACES, TRACE, ARITHMETIC = f"{BASE}/traces", f"{BASE}/trace", f"{BASE}/traces/arithmetic"
MODEL, WEIGHTS = f"{BASE}/models/{{model_id}}", f"{BASE}/models/{{model_id}}/weights"

RANDOM = {"cell": "lstm", "input_size": 2, "hidden_size": 2, "seed": 7}
VALUES = [[0.5, -1.0], [0.25, 0.75]]
GIVEN = {
    "cell": "lstm",
    "bidirectional": False,
    "weights": [
        {
            "W_x": [[[0.5]], [[1.0]], [[-0.75]], [[0.25]]],
            "W_h": [[[0.1]], [[-0.2]], [[0.3]], [[0.4]]],
            "b": [[1.0], [0.0], [0.0], [0.0]],
        }
    ],
}
GRU = {**RANDOM, "cell": "gru", "options": {"recurrent_activation": "hard_sigmoid(0.2,0.5)"}}
PLACE = {"layer": 0, "direction": "forward", "step": 1, "unit": 0}
HUGE = {**RANDOM, "input_size": 60_000, "hidden_size": 60_000}


@dataclass(frozen=True)
class Exchange:
    """One request and what the application said to it."""

    method: str
    path: str
    name: str
    summary: str
    status: int = 200
    media_type: str = JSON
    parameters: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    content: bytes | None = None
    sent_as: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    answer: Any = None


async def exchange_all(app: FastAPI, host: str) -> list[Exchange]:
    """Send every example request and keep the answers.

    Parameters
    ----------
    app : FastAPI
        Called in process.
    host : str
        A name that the application answers to.

    Returns
    -------
    list of Exchange
        With ``status``, ``media_type`` and ``answer`` as they came back.
    """
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        listed = (await client.get(f"{BASE}/models")).json()["models"]
        names = [model["id"] for model in listed]
        writing = await _first_that_writes(client, listed)
        return [await exchange(client, planned) for planned in _planned(names[:1], writing)]


async def _first_that_writes(client: httpx.AsyncClient, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first network that can write on, if there is one: asking is the way to know."""
    for model in listed:
        begin = next((example["text"] for example in model["examples"] if "text" in example), None)
        body = {"model": model["id"], "text": begin, "length": 1}
        if begin and (await client.post(f"{BASE}/samples", json=body)).status_code == httpx.codes.OK:
            return [model]
    return []


async def exchange(client: httpx.AsyncClient, planned: Exchange) -> Exchange:
    """Send one example request and keep the answer."""
    query = {key: value for key, value in planned.parameters.items() if f"{{{key}}}" not in planned.path}
    content = orjson.dumps(planned.body) if planned.body is not None else planned.content
    headers = {"Accept": planned.media_type, **planned.headers}
    if content is not None:
        headers["Content-Type"] = planned.sent_as
    address = planned.path.format(**planned.parameters)
    response = await client.request(planned.method, address, params=query, content=content, headers=headers)
    if not response.content:
        return replace(planned, status=response.status_code, media_type="")
    media_type = response.headers["content-type"].split(";")[0]
    answer = response.text if media_type == CSV else response.json()
    return replace(planned, status=response.status_code, media_type=media_type, answer=answer)


def _planned(models: list[str], writing: list[dict[str, Any]]) -> Iterator[Exchange]:
    for model in models:
        yield from _of_a_model(model)
    for writer in writing:
        yield from _of_a_writer(writer)
    yield Exchange("get", f"{BASE}/models", "all", "All networks")
    yield Exchange("get", "/healthz", "alive", "The process lives")
    yield Exchange("get", "/readyz", "ready", "It can compute")
    yield Exchange("post", TRACES, "random", "An untrained network", body={"model": RANDOM, "values": VALUES})
    yield Exchange(
        "post",
        TRACES,
        "given",
        "Given weights, arrays in base64",
        body={"model": GIVEN, "values": [[1.0], [-0.5]], "encoding": "base64"},
    )
    body: dict[str, Any] = {
        "model": GRU,
        "values": VALUES,
        "channels": ["reset_gate", "recalled", "candidate"],
    }
    yield Exchange("post", TRACES, "gru", "A GRU with another activation, what it recalls", body=body)
    for channel in ("forget_gate", "cell_state"):
        body = {"model": RANDOM, "values": VALUES, **PLACE, "channel": channel}
        yield Exchange(
            "post", ARITHMETIC, f"random_{channel}", "One number of an untrained network", body=body
        )
    yield from _refused()


def _of_a_model(model: str) -> Iterator[Exchange]:
    named, text = {"model_id": model}, {"model": model, "text": "not bad"}
    yield Exchange("get", MODEL, "one", "One network", parameters=named)
    rows = {**named, "layer": 0, "direction": "forward", "gate": "forget_gate", "unit": 0}
    yield Exchange("get", WEIGHTS, "row", "What the forget gate of unit 0 learned", parameters=rows)
    channels = ["forget_gate", "cell_state"]
    yield Exchange("post", TRACES, "text", "A text", body={**text, "channels": channels})
    yield Exchange(
        "post",
        TRACES,
        "table",
        "A text, answered as a table",
        media_type=CSV,
        body={**text, "channels": ["cell_state"], "units": [0]},
    )
    yield Exchange("get", TRACE, "text", "A text", parameters={**text, "channels": "cell_state"})
    parameters = {**text, "channels": "cell_state", "units": "0"}
    yield Exchange("get", TRACE, "table", "A text, as a table", media_type=CSV, parameters=parameters)
    body = {**text, **PLACE, "channel": "forget_gate"}
    yield Exchange("post", ARITHMETIC, "text", "One number of a trained network", body=body)
    yield Exchange("post", TRUTHS, "text", "A text", body=text)
    yield Exchange("get", TRACE, "empty", "Nothing to run", parameters={**text, "text": ""})
    yield Exchange("get", WEIGHTS, "layer", "No such layer", parameters={**named, "layer": 9})


def _of_a_writer(model: Mapping[str, Any]) -> Iterator[Exchange]:
    text = next((example["text"] for example in model["examples"] if "text" in example), "a")
    begun = {"model": model["id"], "text": text[:3], "channels": ["cell_state"]}
    manner = {"length": 8, "temperature": 0.8, "seed": 7}
    yield Exchange("post", SAMPLES, "drawn", "Eight more steps", body={**begun, **manner})
    yield Exchange(
        "post", SAMPLES, "likeliest", "The likeliest", body={**begun, "length": 3, "temperature": 0}
    )
    yield Exchange("post", SAMPLES, "long", "Too much at once", body={**begun, "length": 1_000_000})


def _refused() -> Iterator[Exchange]:
    nobody = {"model_id": "nobody"}
    yield Exchange("get", MODEL, "unknown", "No such network", parameters=nobody)
    yield Exchange("get", WEIGHTS, "unknown", "No such network", parameters=nobody)
    yield Exchange("get", TRACE, "unknown", "No such network", parameters={"model": "nobody", "text": "a"})
    for path, more in ((TRUTHS, {}), (SAMPLES, {"length": 8})):
        yield Exchange("post", path, "broken", "Broken JSON", content=b'{"model": "review"')
        yield Exchange("post", path, "form", "Not JSON", content=b"model=review", sent_as="text/plain")
        unknown = {"model": "nobody", "text": "a", **more}
        yield Exchange("post", path, "unknown", "No such network", body=unknown)
        yield Exchange("post", path, "none", "No sequence", body={"model": "nobody", **more})
    for path, place in ((TRACES, {}), (ARITHMETIC, {**PLACE, "channel": "forget_gate"})):
        sent = {"values": VALUES, **place}
        yield Exchange("post", path, "broken", "Broken JSON", content=b'{"model": "review"')
        yield Exchange("post", path, "unknown", "No such network", body={"model": "nobody", **sent})
        yield Exchange("post", path, "huge", "Too large a network", body={"model": HUGE, **sent})
        yield Exchange("post", path, "form", "Not JSON", content=b"model=review", sent_as="text/plain")
        yield Exchange(
            "post", path, "width", "Rows too short", body={"model": RANDOM, **sent, "values": [[1.0]]}
        )
