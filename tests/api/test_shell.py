"""What stands around every answer: headers, compression, health."""

import asyncio
import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.api.conftest import client_of

pytestmark = pytest.mark.anyio

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
POLICY = [
    "default-src 'none'",
    "style-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
]


def check_headers(answer: httpx.Response) -> None:
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"].split("; ")
    assert set(POLICY) <= set(policy)
    assert not any("unsafe" in part or "*" in part for part in policy)
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/docs", 200),
        ("GET", "/static/css/tokens.css", 200),
        ("GET", "/api/v1/models", 200),
        ("HEAD", "/healthz", 200),
        ("GET", "/static/js/nothing.js", 404),
        ("GET", "/nothing", 404),
        ("PUT", "/api/v1/models", 405),
        ("OPTIONS", "/api/v1/traces", 405),
        ("POST", "/api/v1/traces", 415),
    ],
)
async def test_every_status_carries_the_headers(
    tiny_app: FastAPI, method: str, path: str, status: int
) -> None:
    transport = httpx.ASGITransport(app=tiny_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.request(method, path)
    assert answer.status_code == status
    check_headers(answer)


async def test_answers_made_outside_the_routes_carry_the_headers(zoo: Path) -> None:
    app = create_app(Settings(zoo_folder=zoo, body_bytes=10))

    @app.get("/boom")
    async def boom() -> None:
        raise RuntimeError

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        too_large = await client.post("/api/v1/traces", json={"model": "feeling", "text": "bad"})
        failed = await client.get("/boom")
        foreign = await client.get("/", headers={"Host": "evil.example"})
        cached = await client.get("/api/v1/trace?model=feeling&text=a")
        unchanged = await client.get(cached.url, headers={"If-None-Match": cached.headers["etag"]})
    answers = [too_large, failed, foreign, unchanged]
    assert [answer.status_code for answer in answers] == [413, 500, 400, 304]
    for answer in answers:
        check_headers(answer)


async def test_a_page_is_compressed_and_a_posted_trace_is_not(tiny_app: FastAPI) -> None:
    transport = httpx.ASGITransport(app=tiny_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        page = await client.get("/")
        plain = await client.get("/", headers={"Accept-Encoding": "identity"})
        posted = await client.post(
            "/api/v1/traces",
            json={"model": {"input_size": 1, "hidden_size": 20}, "values": [[0.5]] * 20},
        )
        small = await client.get("/healthz")
    assert page.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in page.headers["vary"].lower()
    assert int(page.headers["content-length"]) < len(plain.content) / 2
    for answer in (plain, posted, small):
        assert "content-encoding" not in answer.headers


async def test_static_files_are_compressed_once_and_best(tiny_app: FastAPI) -> None:
    transport = httpx.ASGITransport(app=tiny_app)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
        client.stream("GET", "/static/css/tokens.css") as answer,
    ):
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    source = (Settings().static_folder / "css" / "tokens.css").read_bytes()
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == source


async def test_health(tiny_app: FastAPI) -> None:
    transport = httpx.ASGITransport(app=tiny_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        alive, ready = await client.get("/healthz"), await client.get("/readyz")
    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
    assert alive.headers["cache-control"] == "no-store"


async def test_a_full_pool_is_not_ready_but_alive_and_serves_files(zoo: Path) -> None:
    settings = Settings(zoo_folder=zoo, loop_seconds=0, pool_workers=1, pool_queue=0)
    body = {"model": {"input_size": 1, "hidden_size": 64}, "values": [[0.5]] * 10_000, "units": [0]}
    async with client_of(settings) as client:
        busy = asyncio.create_task(client.post("/traces", json=body))
        await asyncio.sleep(0.05)
        ready = await client.get("http://localhost/readyz")
        alive = await client.get("http://localhost/healthz")
        file = await client.get("http://localhost/static/css/tokens.css")
        assert not busy.done()
        assert (await busy).status_code == 200
        again = await client.get("http://localhost/readyz")
    assert (ready.status_code, ready.json()["code"]) == (503, "overloaded")
    assert (alive.status_code, file.status_code, again.status_code) == (200, 200, 200)
