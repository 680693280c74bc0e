"""Every error: status, code, and the words a person reads."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.api.conftest import client_of
from tests.problem import check_problem

pytestmark = pytest.mark.anyio

WEIGHTS = {"W_x": [[[0.5]]] * 4, "W_h": [[[0.25]]] * 4, "b": [[0.0]] * 4}


async def test_an_overflow_is_an_error_never_a_null(api: httpx.AsyncClient) -> None:
    entry = {**WEIGHTS, "W_x": [[[1e38]]] * 4}
    body = {
        "model": {"weights": [entry]},
        "values": [[1e3]],
        "channels": ["candidate_preactivation", "candidate"],
    }
    problem = check_problem(await api.post("/traces", json=body), 422, "numeric_overflow")
    said = "candidate_preactivation of layer 0 (forward) left the range of float32 numbers"
    assert problem["detail"] == said


@pytest.mark.parametrize(
    ("method", "path", "status", "code", "detail", "allow"),
    [
        ("GET", "/nothing", 404, "not_found", "there is nothing at '/api/v1/nothing'", None),
        ("GET", "/models/feeling/", 404, "not_found", "there is nothing at '/api/v1/models/feeling/'", None),
        (
            "GET",
            "/traces",
            405,
            "method_not_allowed",
            "'GET' is not possible at this address; possible: POST",
            "POST",
        ),
        (
            "POST",
            "/models/feeling",
            405,
            "method_not_allowed",
            "'POST' is not possible at this address; possible: DELETE, GET",
            "DELETE, GET",
        ),
        (
            "PATCH",
            "/models",
            405,
            "method_not_allowed",
            "'PATCH' is not possible at this address; possible: GET, POST",
            "GET, POST",
        ),
    ],
)
async def test_wrong_addresses_and_methods(
    api: httpx.AsyncClient, method: str, path: str, status: int, code: str, detail: str, allow: str | None
) -> None:
    answer = await api.request(method, path)
    assert check_problem(answer, status, code)["detail"] == detail
    assert answer.headers.get("allow") == allow


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
async def test_only_json_is_read(api: httpx.AsyncClient, kind: str | None) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    answer = await api.post("/traces", content=b'{"model": "feeling", "text": "bad"}', headers=headers)
    problem = check_problem(answer, 415, "unsupported_media_type")
    assert problem["detail"] == f"the body is {kind or 'of no declared type'}; application/json is needed"


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.x+json"]
)
async def test_json_by_any_of_its_names_is_read(api: httpx.AsyncClient, kind: str) -> None:
    body = b'{"model": "feeling", "text": "bad"}'
    assert (await api.post("/traces", content=body, headers={"Content-Type": kind})).status_code == 200


async def test_a_failure_of_the_server_is_500_and_says_nothing_of_its_inside(zoo: Path) -> None:
    app = create_app(Settings(zoo_folder=zoo))

    @app.get("/api/v1/boom")
    async def boom() -> None:
        raise RuntimeError("secret inside")

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.get("/api/v1/boom")
        problem = check_problem(answer, 500, "internal_error")
        assert "secret" not in answer.text
        assert problem["detail"] == "the server failed while it answered; the request may be fine"
        page = await client.get("/api/v1/models")
        assert page.status_code == 200


async def test_a_full_pool_is_503_with_a_time_to_come_back(zoo: Path) -> None:
    import asyncio

    settings = Settings(zoo_folder=zoo, loop_seconds=0, pool_workers=1, pool_queue=0)
    body = {
        "model": {"input_size": 1, "hidden_size": 8},
        "values": [[0.5]] * 5000,
        "channels": ["cell_state"],
    }
    async with client_of(settings) as client:
        answers = await asyncio.gather(*(client.post("/traces", json=body) for _ in range(6)))
    refused = [answer for answer in answers if answer.status_code == 503]
    assert refused
    problem = check_problem(refused[0], 503, "overloaded")
    assert problem["detail"] == "all 1 workers are busy and 0 requests wait already"
    assert refused[0].headers["retry-after"] == "2"


async def test_an_untrusted_host_is_refused(tiny_app: FastAPI) -> None:
    transport = httpx.ASGITransport(app=tiny_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://evil.example:8000") as client:
        problem = check_problem(await client.get("/healthz"), 400, "untrusted_host")
    assert problem["detail"] == "this server does not answer to the name 'evil.example'"


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8123", "LOCALHOST", "127.0.0.1:1", "[::1]:8000", "[::1]"]
)
async def test_its_own_names_are_trusted(api: httpx.AsyncClient, host: str) -> None:
    assert (await api.get("/models", headers={"Host": host})).status_code == 200
