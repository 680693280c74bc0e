"""The API without a server: the application in this process, asked as a client would ask it.

So a command refuses what the server refuses, in the same words, and prints what it would answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from app.main import create_app
from app.settings import Settings

__all__ = ["Api", "Refusal", "api"]

_HOST = "localhost"


class Refusal(Exception):
    """The application did not do what was asked; its words are the message."""


class Api:
    """Asks, and raises :class:`Refusal` where the answer is an error."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The answer to one request."""
        answer = await self._http.request(method, path, **options)
        if answer.is_success:
            return answer
        problem = answer.json()
        raise Refusal(f"{problem['detail']}\n{problem['hint']}".strip())

    async def open_file(self, path: Path) -> str:
        """Read the file of a network; its id until the end of the command."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Refusal(f"{path} cannot be read: {error.strerror}") from error
        headers = {"Content-Type": "application/octet-stream"}
        answer = await self.ask(
            "POST", "/models", params={"filename": path.name}, content=content, headers=headers
        )
        identifier: str = answer.json()["id"]
        return identifier


@asynccontextmanager
async def api(settings: Settings) -> AsyncIterator[Api]:
    """The application, with a store of its own that is gone afterwards."""
    with TemporaryDirectory(prefix="gatescope-") as folder:
        own = {"store_folder": Path(folder), "trusted_hosts": (_HOST,), "uploads": True}
        app = create_app(settings.model_copy(update=own))
        transport = httpx.ASGITransport(app=app)
        base = f"http://{_HOST}/api/v1"
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url=base) as http,
        ):
            yield Api(http)
