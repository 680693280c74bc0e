"""The application with a zoo of two small networks."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.tiny_zoo import write_zoo

RANDOM = {"cell": "lstm", "input_size": 3, "hidden_size": 4, "seed": 7}
VALUES = [[0.5, -1.0, 0.25], [0.0, 1.0, 2.0], [-0.125, 0.75, 0.1], [1.0, 1.0, 1.0]]


@pytest.fixture(scope="session")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_zoo(tmp_path_factory.mktemp("zoo"))


@pytest.fixture(scope="session")
def tiny_app(zoo: Path) -> FastAPI:
    return create_app(Settings(zoo_folder=zoo, default_model="feeling"))


@pytest.fixture
async def api(tiny_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the JSON API."""
    transport = httpx.ASGITransport(app=tiny_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1") as client:
        yield client


@pytest.fixture
def inline() -> dict[str, Any]:
    """A request that needs no zoo."""
    return {"model": dict(RANDOM), "values": [list(row) for row in VALUES]}


def client_of(settings: Settings) -> httpx.AsyncClient:
    """A client of an application with other settings."""
    transport = httpx.ASGITransport(app=create_app(settings))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1")
