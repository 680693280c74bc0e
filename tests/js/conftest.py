"""A server of the repository's own JavaScript, for tests that need no backend, and blank pages from it."""

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent.parent


class Handler(SimpleHTTPRequestHandler):
    """Serve ``/static`` and ``/tests`` of the repository, and nothing else of it."""

    protocol_version = "HTTP/1.1"  # a connection carries more than one module
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def send_head(self) -> Any:
        """Refuse every other folder."""
        if not self.path.startswith(("/static/", "/tests/")):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Let a file be kept: the browser's cache does not live longer than the run."""
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: pytest prints what failed."""


@pytest.fixture(scope="session")
def file_server() -> Iterator[str]:
    """Yield the address of a server of the repository's JavaScript."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(ROOT))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def js_window(browser: Browser) -> Iterator[Page]:
    """Yield one warm window for all these tests: a page loaded in it knows nothing of the page before."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def blank(js_window: Page, file_server: str) -> Page:
    """Return a page that was just loaded."""
    js_window.goto(f"{file_server}/tests/js/blank.html")
    return js_window


@pytest.fixture(scope="module")
def sheet(js_window: Page, file_server: str) -> Page:
    """Return one page for all drawings of a module: drawing leaves nothing behind in it."""
    js_window.goto(f"{file_server}/tests/js/blank.html")
    return js_window
