"""Files and requests of strangers: refused in words, in bounded room, and nothing of them stays."""

import asyncio
import random
import resource
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app, make_sandbox
from app.sandbox import Sandbox, SandboxLimits
from app.settings import Settings
from tests.own_networks import OCTETS, file_of, lstm, whole
from tests.problem import check_problem

pytestmark = pytest.mark.anyio

STUB = (sys.executable, "-m", "tests.sandbox_readers")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = make_sandbox(Settings())
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="module")
def stub() -> Iterator[Sandbox]:
    """Reads as a file tells it to; see tests/sandbox_readers.py."""
    sandbox = Sandbox(SandboxLimits(seconds=2), STUB)
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
    assert left(tmp_path) == []


def left(folder: Path) -> list[str]:
    """What is in the store besides whole networks and the locks of living processes."""
    incoming = [path for bench in folder.glob(".incoming/*") for path in bench.iterdir()]
    return [path.name for path in incoming if path.name != "lock"]


async def send(client: httpx.AsyncClient, content: Any, **headers: str) -> httpx.Response:
    return await client.post("/models", content=content, headers={**OCTETS, **headers})


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


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "unreadable_file"),
        (b"GIF89a" + b"\0" * 100, 415, "unsupported_format"),
        (b"\0" * 1000, 415, "unsupported_format"),
        (b"\x80\x02}q\x00.", 422, "no_recurrent_layer"),
        (whole()[:300], 422, "unreadable_file"),
        (b"PK\x03\x04" + b"\0" * 60, None, None),
        (b"\x89HDF\r\n\x1a\n" + b"\xff" * 200, 422, "unreadable_file"),
    ],
    ids=lambda value: repr(value[:8]) if isinstance(value, bytes) else None,
)
async def test_what_is_no_network_is_refused_and_not_kept(
    own: httpx.AsyncClient, tmp_path: Path, content: bytes, status: int | None, code: str | None
) -> None:
    answer = await send(own, content)
    assert status is None or (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    problem = check_problem(answer, answer.status_code, answer.json()["code"])
    assert 400 <= answer.status_code < 500
    assert problem["hint"]
    assert len((await own.get("/models")).json()["models"]) == 3
    assert list(tmp_path.glob("u-*")) == []


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"loop", 422, "unreadable_file"),
        (b"allocate", 422, "unreadable_file"),
        (b"crash", 422, "unreadable_file"),
        (b"fail", 422, "unreadable_file"),
        (b"babble", 422, "unreadable_file"),
        (b"refuse", 422, "no_recurrent_layer"),
        (b"parent", 503, "overloaded"),
    ],
)
async def test_other_requests_do_not_notice(
    zoo: Path, tmp_path: Path, stub: Sandbox, content: bytes, status: int, code: str
) -> None:
    async with client_for(app_of(zoo, tmp_path, stub)) as client:
        before = len(list(Path("/proc/self/fd").iterdir()))
        task = asyncio.create_task(send(client, content))
        waited = []
        while not task.done():
            begin = asyncio.get_running_loop().time()
            assert (await client.post("/traces", json={"model": "feeling", "text": "bad"})).status_code == 200
            waited.append(asyncio.get_running_loop().time() - begin)
            await asyncio.sleep(0.005)
        check_problem(await task, status, code)
        assert max(waited) < 0.5
        assert (await send(client, b"fine")).status_code == 201
        # One more at most: the lock of the place where files are written.
        assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2
    assert left(tmp_path) == []
    assert len(list(tmp_path.glob("u-*"))) == 1


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

    async with client_for(app_of(zoo, tmp_path, stub, receive_seconds=0.2)) as client:
        problem = check_problem(await send(client, slowly()), 408, "too_slow")
    assert problem["detail"] == "nothing of the file came for 0.2 seconds"
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


async def test_a_stored_network_that_is_damaged_is_told_apart(
    zoo: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with client_for(app_of(zoo, tmp_path, sandbox)) as client:
        model = (await send(client, whole())).json()["id"]
    arrays = tmp_path / model / "network.safetensors"
    arrays.write_bytes(arrays.read_bytes()[:-40])
    async with client_for(app_of(zoo, tmp_path, sandbox)) as client:
        problem = check_problem(await client.get(f"/models/{model}"), 500, "broken_model")
        assert problem["hint"] == "Delete it and open its file again."
        assert len((await client.get("/models")).json()["models"]) >= 3
        assert (await client.get("http://localhost/")).status_code == 200
        assert (await client.delete(f"/models/{model}")).status_code == 204
        assert (await send(client, whole())).status_code == 201


NAMES = [
    "../../etc/passwd",
    "..\\..\\boot.ini", "a\0b.pt", "a\r\nSet-Cookie: x=1", "\x1b[31mred.pt", "‮gpj.pt",
    "<img src=x onerror=alert(1)>.pt",
    "字.pt", ".pt", "", "/", "a" * 300, "%2e%2e%2f", "CON", "~root", "\u2028",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
async def test_a_name_is_text_to_be_shown(own: httpx.AsyncClient, tmp_path: Path, name: str) -> None:
    answer = await own.post("/models", params={"filename": name}, content=whole(), headers=OCTETS)
    assert answer.status_code == 201, answer.text
    title = answer.json()["title"]
    assert 0 < len(title) <= 80
    assert title.isprintable()
    assert not {"/", "\\"} & set(title)
    found = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")}
    assert found == {answer.json()["id"], ".incoming"}


async def test_no_id_leads_out_of_the_store(own: httpx.AsyncClient, tmp_path: Path) -> None:
    await send(own, whole())
    secret = tmp_path.parent / f"{tmp_path.name}-secret" / "card.json"
    secret.parent.mkdir()
    secret.write_text('{"planted": "secret"}')
    generator = random.Random(3)
    parts = [
        "..", "/", "%2f", "%2e%2e", "%5c", "\\", "u-", "0" * 16, "%00", "%0a", ";", "~", "%c0%ae", "．．",
        f"{tmp_path.name}-secret", "card.json", "network.safetensors", ".incoming", "chosen.json",
        ".", "%ff", "?", "%25",
    ]  # fmt: skip
    for _ in range(500):
        path = "".join(generator.choices(parts, k=generator.randint(1, 7)))
        method = generator.choice(["GET", "DELETE", "PUT"])
        suffix = {"PUT": "/vocabulary"}.get(method, generator.choice(["", "/parts", "/weights"]))
        answer = await own.request(method, f"/models/{path}{suffix}", json=["a"] if method == "PUT" else None)
        assert answer.status_code in (200, 403, 404, 405, 422), (path, answer.text)
        assert answer.status_code != 200 or "planted" not in answer.text
    assert secret.exists()
    assert len(list(tmp_path.glob("u-*"))) == 1


async def test_mutated_files_never_break_the_server(own: httpx.AsyncClient, tmp_path: Path) -> None:
    generator, good = random.Random(4), whole()
    for _ in range(60):
        content = bytearray(good)
        for _ in range(generator.randint(1, 6)):
            at = generator.randrange(len(content))
            if generator.random() < 0.5:
                content[at] = generator.randrange(256)
            else:
                del content[at : at + generator.randint(1, 60)]
        answer = await send(own, bytes(content))
        assert answer.status_code < 500, answer.text
        if answer.status_code == 201:
            assert (await own.delete(f"/models/{answer.json()['id']}")).status_code == 204
    assert list(tmp_path.glob("u-*")) == []
    assert {path.name for path in tmp_path.iterdir()} <= {".incoming"}
