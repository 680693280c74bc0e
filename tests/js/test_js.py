"""Run each tests/js/**/*.test.js in a real browser page of its own; harness.js says how to write one."""

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FILES = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("*.test.js"))

RUN = """async (file) => {
  const { run } = await import("/tests/js/harness.js");
  await import("/tests/js/" + file);
  return run();
}"""


class Handler(SimpleHTTPRequestHandler):
    """Serve ``/static`` and ``/tests`` of the repository, and nothing else of it."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def send_head(self) -> Any:
        """Refuse every other folder."""
        if not self.path.startswith(("/static/", "/tests/")):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Let no page see a file of an earlier run."""
        self.send_header("Cache-Control", "no-store")
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


def run_file(browser: Browser, address: str, file: str) -> tuple[list[dict[str, str | None]], list[str]]:
    """Return the result of each test of a file, and what the page complained of meanwhile."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    page = browser.new_page()
    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error.stack or error.message}"))
    try:
        page.goto(f"{address}/tests/js/blank.html")
        results = page.evaluate(RUN, file)
    finally:
        page.close()
    return results, complaints


@pytest.mark.parametrize("file", FILES)
def test_file(file: str, browser: Browser, file_server: str) -> None:
    """All tests of one file pass, and the console stays silent."""
    results, complaints = run_file(browser, file_server, file)
    failures = [f"{result['name']}\n    {result['error']}" for result in results if result["error"]]
    assert results, f"{file} registers no test"
    report = "\n".join([*failures, *complaints])
    assert not report, f"{file}: {len(failures)} of {len(results)} tests failed\n{report}"
