"""The application with a zoo of two small networks."""

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app, make_sandbox
from app.sandbox import Sandbox, SandboxLimits
from app.settings import Settings
from tests.own_networks import app_of, client_for, left
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


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Reads files as a server does."""
    sandbox = make_sandbox(Settings())
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def stub() -> Iterator[Sandbox]:
    """Reads as a file tells it to; see tests/sandbox_readers.py."""
    sandbox = Sandbox(SandboxLimits(seconds=2), (sys.executable, "-m", "tests.sandbox_readers"))
    yield sandbox
    sandbox.close()


@pytest.fixture
async def own(zoo: Path, tmp_path: Path, sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application that takes files; none may be left half written."""
    async with client_for(app_of(zoo, tmp_path, sandbox)) as client:
        yield client
    assert left(tmp_path) == []
