"""A figure in the page of another site: it loads, tells its height, follows its address, keeps to itself."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import OpenArticle
from tests.browser.learn import OPERATIONS, words_of

HOST = """<!doctype html><html lang="en"><title>A school</title>
<link rel="icon" href="data:,"><style>body {{ margin: 0 }}</style>
<h1>A school</h1>{frame}"""


class Host(BaseHTTPRequestHandler):
    """Answers with a page around whatever markup it is asked to show."""

    def __init__(self, pages: dict[str, str], *arguments: Any) -> None:
        self.pages = pages
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Serve the page whose name is asked for."""
        body = HOST.format(frame=self.pages.get(parse_qs(urlsplit(self.path).query)["page"][0], ""))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: pytest prints what failed."""


@pytest.fixture(scope="module")
def hosted() -> Iterator[Callable[[str], str]]:
    """Yield a function that puts markup into a page of another site and gives the page's address."""
    pages: dict[str, str] = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, pages)) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()

        def put(frame: str) -> str:
            pages[str(len(pages))] = frame
            return f"http://localhost:{server.server_port}/?page={len(pages) - 1}"

        yield put
        server.shutdown()
        thread.join()


def opened(page: Page, address: str) -> FrameLocator:
    """The host's page with the figure in it, made."""
    page.goto(address)
    frame = page.frame_locator("iframe")
    frame.locator(".stage svg [data-unit]").first.wait_for(state="attached")
    return frame


def fits(page: Page) -> bool:
    """Whether the frame is as high as what is in it, to the pixel."""
    inside = page.frames[1].evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    seen = page.locator("iframe").evaluate("frame => frame.clientHeight")
    return abs(inside - seen) <= 1


def test_the_lines_of_the_share_panel_work_on_another_site(
    article: OpenArticle, hosted: Callable[[str], str]
) -> None:
    """Copied as they are: the address is right, the height fits and follows the width."""
    page = article(reduced_motion="reduce")
    figure = page.chapter("4", language="zh")
    figure.share.click()
    code = page.page.locator("dialog[open] textarea").input_value()
    host = article(reduced_motion="reduce")
    frame = opened(host.page, hosted(code))
    assert host.page.locator("iframe").get_attribute("src") == f"{host.site}/embed/figure/4?lang=zh"
    assert "遗忘门" in (host.page.locator("iframe").get_attribute("title") or "")
    expect(frame.locator("html")).to_have_attribute("lang", "zh-CN")
    host.page.wait_for_function("() => document.querySelector('iframe').clientHeight > 400")
    heights = []
    for width in (1100, 390):
        host.page.set_viewport_size({"width": width, "height": 800})
        host.page.wait_for_timeout(300)
        assert fits(host.page), width
        assert host.page.frames[1].evaluate("document.documentElement.scrollWidth") <= width
        heights.append(host.page.locator("iframe").evaluate("frame => frame.clientHeight"))
    assert heights[0] != heights[1]


def test_a_frame_plays_and_computes(article: OpenArticle, hosted: Callable[[str], str]) -> None:
    page = article(reduced_motion="reduce")
    address = f"{page.site}/embed/figure/5?lang=zh#figure-5=squash_i,0,1"
    frame = opened(page.page, hosted(f"<iframe src='{address}' width=1000 height=900></iframe>"))
    title = frame.locator(".stage-caption b")
    words = words_of("zh")
    expect(title).to_contain_text(words["op.squash_i.title"])
    for operation in OPERATIONS["5"][2:]:
        frame.locator(".figure-transport .primary").click()
        expect(title).to_contain_text(words[f"op.{operation}.title"])
    frame.get_by_role("button", name=words["control.negate_g"].replace("{u}", "₂")).click()
    expect(frame.locator(".stage-frame svg")).to_contain_text("−0.82")
    assert page.page.url.startswith("http://localhost:"), "the host keeps its address"


def test_the_address_chooses_language_and_theme(article: OpenArticle, hosted: Callable[[str], str]) -> None:
    """Against the reader's own settings, and without changing them: no cookie, nothing kept."""
    page = article(reduced_motion="reduce", apart=True, locale="en-GB", color_scheme="light")
    kept = []
    for query, language, ground in (
        ("lang=zh&theme=dark", "zh-CN", "dark"),
        ("lang=en&theme=light", "en", "light"),
    ):
        frame = opened(page.page, hosted(f"<iframe src='{page.site}/embed/figure/2?{query}'></iframe>"))
        root = frame.locator("html")
        expect(root).to_have_attribute("lang", language)
        expect(root).to_have_attribute("data-theme", ground)
        kept.append(root.evaluate("html => getComputedStyle(html).backgroundColor"))
        assert page.page.context.cookies() == []
    assert kept[0] != kept[1]
    page.open("/learn")
    expect(page.page.locator("html")).to_have_attribute("lang", "en")


def test_links_of_a_frame_open_their_own_window(article: OpenArticle, hosted: Callable[[str], str]) -> None:
    page = article(reduced_motion="reduce")
    frame = opened(
        page.page, hosted(f"<iframe src='{page.site}/embed/figure/7' width=1000 height=900></iframe>")
    )
    with page.page.context.expect_page() as opening:
        frame.locator(".embed-source a").click()
    chapter = opening.value
    chapter.wait_for_url("**/learn/output-gate")
    assert chapter.evaluate("window.opener") is None
    frame.locator("button.share").click()
    own = frame.locator("dialog[open] a.primary")
    expect(own).to_have_attribute("target", "_blank")
    chapter.close()


def test_nothing_else_may_be_framed(article: OpenArticle, hosted: Callable[[str], str]) -> None:
    page = article(reduced_motion="reduce")
    for path in ("/", "/learn", "/learn/forget-gate", "/learn/glossary", "/docs"):
        page.page.goto(hosted(f"<iframe src='{page.site}{path}'></iframe>"))
        page.page.frames[1].wait_for_url("chrome-error://chromewebdata/", wait_until="commit")
        # The request that failed, and the reason on the console: they come one after the other.
        for _ in range(100):
            if len(page.complaints) >= 2:
                break
            page.page.wait_for_timeout(50)
        assert any("frame-ancestors" in complaint or "X-Frame" in complaint for complaint in page.complaints)
        page.complaints.clear()
