"""Who may send a file, how large, how many at once, and in what form."""

import asyncio
import resource
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.sandbox import Sandbox
from tests.own_networks import (
    app_of,
    client_for,
    file_of,
    left,
    lstm,
    send,
    whole,
)
from tests.problem import check_problem

pytestmark = pytest.mark.anyio


async def pieces(count: int, size: int = 65_536) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"\0" * size


async def test_a_file_over_the_limit_is_not_read(own: httpx.AsyncClient) -> None:
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        async for piece in pieces(10):
            read += 1
            yield piece

    answer = await send(own, chunks(), **{"Content-Length": str(65 * 2**20)})
    problem = check_problem(answer, 413, "file_too_large")
    assert problem["detail"] == "the file has 68,157,440 bytes; the limit is 67,108,864 bytes"
    assert "torch.save(model.state_dict(), 'model.pt')" in problem["hint"]
    assert read == 0


async def test_a_chunked_file_is_cut_at_the_limit_and_memory_stays_flat(
    zoo: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with client_for(app_of(zoo, tmp_path, sandbox)) as client:
        await send(client, b"warm")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        answer = await send(client, pieces(2000))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    problem = check_problem(answer, 413, "file_too_large")
    assert problem["detail"] == "the file has more; the limit is 67,108,864 bytes"
    # 64 MiB went to disk; in memory there was a piece at a time.
    assert after - before < 16 * 1024
    assert left(tmp_path) == []


async def test_json_keeps_its_own_limit(own: httpx.AsyncClient) -> None:
    for method, path in (("POST", "/traces"), ("PUT", "/models/u-0000000000000000/vocabulary")):
        headers = {"Content-Type": "application/json"}
        answer = await own.request(method, path, content=b" " * (3 * 2**20), headers=headers)
        check_problem(answer, 413, "body_too_large")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": ""},
        {"Origin": "localhost"},
        {"Origin": "http://["},
        {"Origin": "http://localhost@evil.example"},
        {"Origin": "http://evil.example/localhost"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_a_page_of_another_site_changes_nothing(
    own: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    model = (await send(own, whole())).json()["id"]
    for answer in [
        await send(own, file_of(lstm()), **headers),
        await own.delete(f"/models/{model}", headers=headers),
        await own.put(f"/models/{model}/vocabulary", json=list("abcde"), headers=headers),
        await own.put(f"/models/{model}/choices", json={"embedding": None}, headers=headers),
    ]:
        check_problem(answer, 403, "not_allowed")
    assert [one["id"] for one in (await own.get("/models")).json()["models"]][3:] == [model]
    assert (await own.get(f"/models/{model}")).json()["input"]["kind"] == "token_ids"


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}])
async def test_its_own_page_and_programs_may(own: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await send(own, whole(), **headers)).status_code == 201


async def test_a_preflight_of_another_site_is_not_answered(own: httpx.AsyncClient) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = await own.options("/models", headers=headers)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json"},
        {"Content-Type": ""},
        {"Content-Encoding": "gzip"},
    ],
)
async def test_a_file_comes_as_it_is(own: httpx.AsyncClient, headers: dict[str, str]) -> None:
    check_problem(await send(own, whole(), **headers), 415, "unsupported_media_type")


async def test_reading_is_bounded_and_says_when_to_come_back(
    zoo: Path, tmp_path: Path, stub: Sandbox
) -> None:
    app = app_of(zoo, tmp_path, stub, read_workers=1, read_queue=1)
    async with client_for(app) as client:
        answers = await asyncio.gather(*(send(client, b"wait 0.%d" % (30 + number)) for number in range(6)))
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [201, 201, 503, 503, 503, 503]
        refused = next(answer for answer in answers if answer.status_code == 503)
        assert check_problem(refused, 503, "overloaded")["detail"] == "2 files are on their way already"
        assert refused.headers["retry-after"] == "5"
        ready = await client.get("http://localhost/readyz")
    assert ready.status_code == 200
    assert left(tmp_path) == []


async def test_a_file_that_stops_coming_is_given_up(zoo: Path, tmp_path: Path, stub: Sandbox) -> None:
    async def slowly() -> AsyncIterator[bytes]:
        yield b"fine"
        await asyncio.sleep(5)
        yield b"more"

    async def drop_by_drop() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"fine"
            await asyncio.sleep(0.05)

    settings = {"receive_seconds": 0.2, "upload_seconds": 0.5}
    async with client_for(app_of(zoo, tmp_path, stub, **settings)) as client:
        silent = check_problem(await send(client, slowly()), 408, "too_slow")
        slow = check_problem(await send(client, drop_by_drop()), 408, "too_slow")
    assert silent["detail"] == "nothing of the file came for 0.2 seconds"
    assert slow["detail"] == "the file was not there after 0.5 seconds"
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("settings", "status", "code", "detail"),
    [
        ({"uploads": False}, 403, "not_allowed", "this server takes no files"),
        ({"store_networks": 1}, 507, "store_full", "1 networks are stored; the limit is 1"),
        ({"store_bytes": 3000}, 507, "store_full", "the network takes "),
    ],
)
async def test_what_a_deployment_does_not_allow(
    zoo: Path, tmp_path: Path, sandbox: Sandbox, settings: dict[str, Any], status: int, code: str, detail: str
) -> None:
    async with client_for(app_of(zoo, tmp_path, sandbox)) as client:
        model = (await send(client, whole())).json()["id"]
    async with client_for(app_of(zoo, tmp_path, sandbox, **settings)) as client:
        problem = check_problem(await send(client, file_of(lstm())), status, code)
        assert problem["detail"].startswith(detail)
        assert (await client.get(f"/models/{model}")).status_code == 200
    assert left(tmp_path) == []


async def test_deleting_can_be_off(zoo: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    async with client_for(app_of(zoo, tmp_path, sandbox, deletes=False)) as client:
        model = (await send(client, whole())).json()["id"]
        problem = check_problem(await client.delete(f"/models/{model}"), 403, "not_allowed")
        assert problem["detail"] == "this server lets nobody delete a network"
        assert (await client.get(f"/models/{model}")).status_code == 200
