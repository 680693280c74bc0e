"""Raw bodies that others answered with 500: never a 5xx here, never an echo, never above 4 KiB."""

import json
import random
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

pytestmark = pytest.mark.anyio

MARK = "zxq9marker"
GOOD = b'{"model": {"input_size": 2, "hidden_size": 2}, "values": [[0.5, 1.0]]}'


def body(values: bytes) -> bytes:
    return b'{"model": {"input_size": 2, "hidden_size": 2}, "values": ' + values + b"}"


async def post(api: httpx.AsyncClient, content: bytes, path: str = "/traces") -> httpx.Response:
    answer = await api.post(path, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code < 500, answer.text
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert len(answer.content) <= 4096
        json.loads(answer.content.decode("utf-8"))
    return answer


@pytest.mark.parametrize(
    ("content", "status", "detail"),
    [
        (b"", 400, "the body is not JSON: EOF while parsing a value at line 1 column 0"),
        (b"{", 400, "the body is not JSON: EOF while parsing an object at line 1 column 1"),
        (GOOD[:-9], 400, "the body is not JSON: EOF while parsing a value at line 1 column 61"),
        (GOOD + b"x", 400, "the body is not JSON: trailing characters"),
        (b"\xff\xfe{}", 400, "the body is not JSON: expected value"),
        (b'{"model": "\xff"}', 400, "the body is not JSON: invalid unicode code point"),
        (b'{"model": "\\ud800", "text": "a"}', 400, "the body is not JSON: unexpected end of hex escape"),
        (b'{"model": "feeling", "text": "a\\udfffb"}', 400, "the body is not JSON: lone"),
        (body(b"[[NaN, 1]]"), 422, "/values/0/0: nan should be a finite number"),
        (body(b"[[1, -Infinity]]"), 422, "/values/0/1: -inf should be a finite number"),
        (body(b"[[1e999, 1]]"), 422, "/values/0/0: inf should be a finite number"),
        (body(b"[[" + b"9" * 5000 + b", 1]]"), 400, "the body is not JSON: number out of range"),
        (body(b"[[" + b"9" * 400 + b", 1]]"), 422, "/values/0/0: "),
        (body(b"[" * 2000 + b"]" * 2000), 400, "the body is not JSON: recursion limit exceeded"),
        (b"[" * 2000, 400, "the body is not JSON: recursion limit exceeded"),
        (b'{"a":' * 2000, 400, "the body is not JSON: recursion limit exceeded"),
        (b"null", 422, "the request: None should be"),
        (b"[]", 422, "the request: a list of 0 should be"),
        (b'"text"', 422, "the request: 'text' should be"),
        (b"1", 422, "the request: 1 should be"),
        (b'{"": 1}', 422, "/model: this field is needed"),
        (b'{"model": "a\\u0000b", "text": "a"}', 404, "there is no network 'a\\x00b'"),
        (b'{"model": "' + b"m" * 101 + b'", "text": "a"}', 422, "/model: 'mmmm"),
    ],
    ids=lambda value: repr(value)[:40] if isinstance(value, bytes) else None,
)
async def test_known_traps(api: httpx.AsyncClient, content: bytes, status: int, detail: str) -> None:
    answer = await post(api, content)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"].startswith(detail), answer.json()["detail"]


def echoes() -> Iterator[bytes]:
    long = (MARK * 40_000)[:300_000]
    yield json.dumps({"model": "feeling", "text": [long]}).encode()
    yield json.dumps({"model": long, "text": "a"}).encode()
    yield json.dumps({"model": "feeling", "text": "a", long: 1}).encode()
    yield json.dumps({"model": "feeling", "text": "a", **{f"{MARK}{n}": n for n in range(900)}}).encode()
    yield json.dumps({"model": "feeling", "text": "a", **{f"{MARK}{n}": n for n in range(9000)}}).encode()
    yield json.dumps({"model": "feeling", "text": "a", "channels": [long]}).encode()
    yield json.dumps({"model": "feeling", "tokens": [1, long]}).encode()
    yield json.dumps({"model": "feeling", "values": [[MARK] * 20_000]}).encode()
    yield json.dumps(
        {"model": "feeling", "text": "a", **{"字" * 200 + str(n): n for n in range(20)}}
    ).encode()
    yield json.dumps(
        {"model": {"cell": "字" * 40, "input_size": 1, "hidden_size": 1}, "values": [[1]]}
    ).encode()


@pytest.mark.parametrize("content", list(echoes()), ids=range(10))
async def test_an_error_never_repeats_the_request(api: httpx.AsyncClient, content: bytes) -> None:
    answer = await post(api, content)
    assert 400 <= answer.status_code < 500
    assert MARK * 20 not in answer.text
    assert answer.text.count(MARK) <= 8 * 10


async def test_a_declared_body_over_the_limit_is_not_read(api: httpx.AsyncClient) -> None:
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(64):
            read += 1
            yield b" " * 65_536

    headers = {"Content-Type": "application/json", "Content-Length": str(3 * 2**20)}
    answer = await api.post("/traces", content=chunks(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert answer.json()["detail"] == "the body has 3,145,728 bytes; the limit is 2,097,152 bytes"
    assert read == 0


async def test_a_chunked_body_is_cut_at_the_limit(api: httpx.AsyncClient) -> None:
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(1000):
            read += 1
            yield b" " * 65_536

    answer = await api.post("/traces", content=chunks(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert answer.json()["detail"] == "the body has more; the limit is 2,097,152 bytes"
    assert read <= 34


@pytest.mark.parametrize("path", ["/traces", "/traces/arithmetic", "/truths", "/samples"])
async def test_mutated_bodies_never_break_the_server(api: httpx.AsyncClient, path: str) -> None:
    generator = random.Random(2)
    sources = [
        GOOD,
        b'{"model":"feeling","text":"not bad","channels":["cell_state"],"units":[0,1],"stop":2}',
        (
            b'{"model":"feeling","tokens":["a"],"layer":0,"direction":"forward","step":0,'
            b'"channel":"candidate","unit":1}'
        ),
        b'{"model":"verse","text":"a b","length":9,"temperature":0.5,"seed":3,"top":2}',
    ]
    pieces = [
        b"NaN",
        b"-1e999",
        b"\\ud800",
        b"\xff",
        b"null",
        b"[[",
        b"]]",
        b"{}",
        b'"',
        b"9" * 30,
        b"-",
        b"\x00",
    ]
    for _ in range(1500):
        content = bytearray(generator.choice(sources))
        for _ in range(generator.randint(1, 4)):
            at = generator.randrange(len(content))
            match generator.randrange(3):
                case 0:
                    content[at : at + generator.randint(0, 6)] = generator.choice(pieces)
                case 1:
                    content[at] = generator.randrange(256)
                case _:
                    del content[at : at + generator.randint(1, 20)]
            content = content or bytearray(b" ")
        await post(api, bytes(content), path)


@pytest.mark.parametrize(
    "query",
    [
        "model=feeling",
        "text=a",
        "model=feeling&text=a&units=1,2,x",
        "model=feeling&text=a&units=" + "1," * 3000,
        "model=feeling&text=a&start=-1",
        "model=feeling&text=a&start=" + "9" * 5000,
        "model=feeling&text=%ff%fe&channels=%00",
        "model=feeling&text=a&colour=red",
        "model=" + "m" * 5000 + "&text=a",
        "model=feeling&text=a&start=NaN",
        "model=feeling&text=a&encoding=xml",
    ],
)
async def test_hostile_queries(api: httpx.AsyncClient, query: str) -> None:
    answer = await api.get(f"/trace?{query}")
    assert 400 <= answer.status_code < 500
    assert len(answer.content) <= 4096
    assert answer.headers["content-type"] == "application/problem+json"
