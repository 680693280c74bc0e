"""The pages of an application with a zoo of two small networks."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.tiny_zoo import write_zoo


@pytest.fixture(scope="session")
def pages_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    zoo: Path = write_zoo(tmp_path_factory.mktemp("zoo"))
    return create_app(Settings(zoo_folder=zoo, default_model="feeling"))


@pytest.fixture
async def browser_like(pages_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client that asks for pages, as a browser does."""
    transport = httpx.ASGITransport(app=pages_app)
    headers = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as client:
        yield client
