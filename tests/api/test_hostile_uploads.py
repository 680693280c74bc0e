"""Files, names and ids of strangers: refused in words, and nothing of them stays."""

import asyncio
import random
from pathlib import Path

import httpx
import pytest

from app.sandbox import Sandbox
from tests.own_networks import (
    OCTETS,
    app_of,
    client_for,
    left,
    send,
    whole,
)
from tests.problem import check_problem

pytestmark = pytest.mark.anyio


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
        assert (await send(client, whole())).status_code == 201
        assert (await client.get(f"/models/{model}")).status_code == 200


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
