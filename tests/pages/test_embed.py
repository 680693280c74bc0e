"""One figure for other sites' frames, and no other page."""

import re

import httpx
import pytest
from pydantic import ValidationError

from app.learn.chapters import CHAPTERS
from app.main import create_app
from app.settings import Settings

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("chapter", CHAPTERS, ids=[chapter.figure for chapter in CHAPTERS])
async def test_a_figure_stands_alone_and_leads_to_its_chapter(
    client: httpx.AsyncClient, chapter: object
) -> None:
    figure, slug = chapter.figure, chapter.slug  # type: ignore[attr-defined]  # parametrised
    page = (await client.get(f"/embed/figure/{figure}")).text
    assert re.findall(r'data-figure="(\w+)"', page) == [figure]
    assert '<body class="page embed">' in page
    assert "<header" not in page
    assert f'<a href="/learn/{slug}" target="_blank" rel="noopener">' in page
    assert f'"figures":["{figure}"]' in page


async def test_only_a_figure_may_be_framed(client: httpx.AsyncClient) -> None:
    framed = (await client.get("/embed/figure/4")).headers
    assert "frame-ancestors *" in framed["content-security-policy"]
    assert "x-frame-options" not in framed
    assert framed["cross-origin-resource-policy"] == "cross-origin"
    for path in (
        "/",
        "/learn",
        "/learn/forget-gate",
        "/learn/glossary",
        "/docs",
        "/embed",
        "/embedded",
        "/nothing",
    ):
        headers = (await client.get(path)).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-resource-policy"] == "same-origin"


async def test_the_policy_is_otherwise_the_same(client: httpx.AsyncClient) -> None:
    policies = [
        (await client.get(path)).headers["content-security-policy"] for path in ("/learn", "/embed/figure/4")
    ]
    assert policies[0].replace("frame-ancestors 'none'", "frame-ancestors *") == policies[1]


async def test_a_deployment_chooses_who_may_frame() -> None:
    app = create_app(Settings(embed_ancestors="https://school.example https://*.example.org"))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://localhost"
    ) as client:
        policy = (await client.get("/embed/figure/4")).headers["content-security-policy"]
    assert "frame-ancestors https://school.example https://*.example.org;" in policy


@pytest.mark.parametrize("value", ["", "*; script-src *", "a.example, b.example", "a\r\nX: y"])
def test_a_value_that_would_change_the_policy_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="embed_ancestors"):
        Settings(embed_ancestors=value)


@pytest.mark.parametrize(
    ("query", "cookie", "attribute"),
    [
        ("?theme=dark", "", ' data-theme="dark"'),
        ("?theme=light", "theme=dark", ' data-theme="light"'),
        ("?theme=<x>", "theme=dark", ' data-theme="dark"'),
        ("", "", ""),
    ],
)
async def test_the_address_chooses_the_theme(
    client: httpx.AsyncClient, query: str, cookie: str, attribute: str
) -> None:
    page = (await client.get(f"/embed/figure/4{query}", headers={"Cookie": cookie})).text
    assert f'<html lang="en"{attribute}>' in page


async def test_the_address_chooses_the_language(client: httpx.AsyncClient) -> None:
    answer = await client.get("/embed/figure/4?lang=zh", headers={"Accept-Language": "en"})
    assert '<html lang="zh-CN"' in answer.text
    assert "遗忘门" in answer.text
    assert "set-cookie" not in answer.headers  # the choice of another site is not the reader's


@pytest.mark.parametrize("figure", ["0", "8", "04", "worked", "%3Cb%3E"])
async def test_another_figure_does_not_exist(client: httpx.AsyncClient, figure: str) -> None:
    answer = await client.get(f"/embed/figure/{figure}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "memory" in answer.text
    assert "<b>" not in answer.text.split("<main")[1]
