"""The bundled networks through the API, as a reader meets them."""

import httpx
import numpy as np
import pytest

pytestmark = pytest.mark.anyio


async def trace(client: httpx.AsyncClient, **fields: object) -> dict[str, object]:
    answer = await client.post("/api/v1/traces", json=fields)
    assert answer.status_code == 200, answer.text
    parsed: dict[str, object] = answer.json()
    return parsed


async def test_review_comes_first_and_brackets_is_there(client: httpx.AsyncClient) -> None:
    models = (await client.get("/api/v1/models")).json()["models"]
    assert models[0]["id"] == "review"
    assert {"review", "brackets"} <= {model["id"] for model in models}
    for model in models:
        assert model["examples"]
        assert model["metrics"]
        assert model["license"]
        assert model["trained_on"]


async def test_every_example_runs(client: httpx.AsyncClient) -> None:
    for model in (await client.get("/api/v1/models")).json()["models"]:
        for example in model["examples"]:
            sequence = {kind: example[kind] for kind in ("text", "tokens", "values") if kind in example}
            body = await trace(client, model=model["id"], **sequence)
            assert body["predictions"] is not None


@pytest.mark.parametrize(
    "text",
    ["Frobnicate the quux, zyzzyva!", "这里没有一个英文单词", "a", "¡Olé! ñandú 😀 42", "not " * 500],
)
async def test_review_takes_any_text(client: httpx.AsyncClient, text: str) -> None:
    body = await trace(client, model="review", text=text)
    assert body["length"] == len(body["tokens"])  # type: ignore[arg-type]


async def test_review_feels_what_a_line_says(client: httpx.AsyncClient) -> None:
    said = {}
    for text in (
        "a wonderful great day",
        "a horrible awful day",
        "the movie was good",
        "the movie was not good",
    ):
        body = await trace(client, model="review", text=text)
        said[text] = body["predictions"]["values"][-1][0]  # type: ignore[index]
    assert said["a wonderful great day"] > 0.3
    assert said["a horrible awful day"] < -0.3
    assert said["the movie was good"] > 0 > said["the movie was not good"]


async def test_brackets_counts_depth(client: httpx.AsyncClient) -> None:
    body = await trace(client, model="brackets", text="(a(b)(c))d")
    depth = [row[0] for row in body["predictions"]["values"]]  # type: ignore[index]
    np.testing.assert_allclose(depth, [1, 1, 2, 2, 1, 2, 2, 1, 0, 0], atol=0.5)
    known = [token["known"] for token in body["tokens"]]  # type: ignore[attr-defined]
    assert known == [True, False, True, False, True, True, False, True, True, False]


@pytest.mark.parametrize(
    ("text", "sign", "tokens"),
    [
        ("不好吃", -1, ["不", "好吃"]),
        ("不错", 1, ["不错"]),
        ("服务一点都不好", -1, ["服务", "一点都不", "好"]),
        ("价格不贵", 1, ["价格", "不", "贵"]),
        ("难看，但是演员非常精彩", 1, ["难看", "但是", "演员", "非常", "精彩"]),
    ],
)
async def test_chinese_is_cut_into_words_and_felt(
    client: httpx.AsyncClient, text: str, sign: int, tokens: list[str]
) -> None:
    body = await trace(client, model="review-zh", text=text)
    assert [token["text"] for token in body["tokens"]] == tokens  # type: ignore[attr-defined]
    assert sign * body["predictions"]["values"][-1][0] > 0.1  # type: ignore[index]


async def test_quotes_tells_inside_from_outside(client: httpx.AsyncClient) -> None:
    body = await trace(client, model="quotes", text="他说：“好。”")
    inside = [row[0] > 0.5 for row in body["predictions"]["values"]]  # type: ignore[index]
    assert inside == [False, False, False, True, True, True, False]


async def test_latch_holds_what_was_set(client: httpx.AsyncClient) -> None:
    body = await trace(client, model="latch", text="wait set wait frobnicate reset wait")
    bits = [row[0] > 0.5 for row in body["predictions"]["values"]]  # type: ignore[index]
    assert bits == [False, True, True, True, False, False]
