"""The reference page: everything of the document, in both languages, without another host."""

import re
from html.parser import HTMLParser

import httpx
import pytest

from app.handlers import catalogue

pytestmark = pytest.mark.anyio


class Anchors(HTMLParser):
    """Collects ids and links to them."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value and value.startswith("#"):
                self.links.append(value[1:])


async def test_every_route_and_every_problem_is_there(browser_like: httpx.AsyncClient) -> None:
    page = (await browser_like.get("/docs")).text
    document = (await browser_like.get("/api/v1/openapi.json")).json()
    for path, methods in document["paths"].items():
        assert f"<code>{path}</code>" in page
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
    for code, status, _ in catalogue():
        assert f'<tr id="error-{code}"><th scope="row"><code>{code}</code></th><td>{status}</td>' in page


async def test_every_link_on_the_page_leads_somewhere(browser_like: httpx.AsyncClient) -> None:
    anchors = Anchors()
    anchors.feed((await browser_like.get("/docs")).text)
    assert len(anchors.ids) == len(set(anchors.ids))
    assert set(anchors.links) <= set(anchors.ids)


async def test_it_needs_no_script_and_no_other_host(browser_like: httpx.AsyncClient) -> None:
    page = (await browser_like.get("/docs")).text
    assert "<script" not in page
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert not [source for source in sources if re.match(r"(?:https?:)?//", source)]


@pytest.mark.parametrize(("language", "heading"), [("en", "API reference"), ("zh", "接口参考")])
async def test_headings_are_in_the_readers_language(
    browser_like: httpx.AsyncClient, language: str, heading: str
) -> None:
    page = (await browser_like.get(f"/docs?lang={language}")).text
    assert f"<h1>{heading}</h1>" in page


async def test_a_curl_line_of_the_page_works(browser_like: httpx.AsyncClient) -> None:
    page = (await browser_like.get("/docs")).text
    line = re.search(r"curl -s &#39;http://localhost(/api/v1/trace\?[^&]*(?:&amp;[^&]*)*)&#39;", page)
    assert line is not None
    answer = await browser_like.get(line[1].replace("&amp;", "&"))
    assert answer.status_code == 200


async def test_every_problem_type_leads_to_its_row(browser_like: httpx.AsyncClient) -> None:
    page = (await browser_like.get("/docs")).text
    problem = (await browser_like.get("/api/v1/models/nobody")).json()
    path, anchor = problem["type"].split("#")
    assert path == "/docs"
    assert f'id="{anchor}"' in page
