"""A server of the repository's own JavaScript, for tests that need no backend."""

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent


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
