"""Fixtures of all tests: the application in process, the same application on a port, and a browser."""

import os

# Before NumPy is imported: one thread makes the sums, and so the last digits, the same on every machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import settings as hypothesis_settings

from tests.serving import served
from tools.chromium import FLAGS, find_chromium

TESTS = Path(__file__).parent

# A shared machine is no place for time limits, and a failure must come back on the next run.
hypothesis_settings.register_profile("gatescope", deadline=None, derandomize=True)
hypothesis_settings.load_profile("gatescope")


def pytest_configure() -> None:
    """Keep what a test sends away from the networks of whoever runs it."""
    os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="gatescope-tests-")


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(os.environ["XDG_DATA_HOME"], ignore_errors=True)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the comparisons with torch, unless they are asked for by path: they need the oracle extra."""
    asked = any("oracle" in str(argument) for argument in config.args)
    return True if collection_path == TESTS / "oracle" and not asked else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser tests last: Playwright keeps an event loop running, and a thread may have one only."""
    items.sort(key=lambda item: "playwright" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio, as uvicorn does."""
    return "asyncio"


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """Return the application with its default settings, whatever the environment says."""
    from app.main import create_app
    from app.settings import Settings

    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GATESCOPE_")]:
            patch.delenv(name)
        return create_app(Settings())


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Yield an HTTP client that calls the application in process."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="session")
def live_server(app: FastAPI) -> Iterator[str]:
    """Yield the address of the application served by uvicorn on a free port."""
    with served(app) as address:
        yield address


@pytest.fixture(scope="session")
def base_url(live_server: str) -> str:
    """Let ``page.goto("/")`` reach the live server."""
    return live_server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the installed Chromium, or else Playwright's own; without either the test fails."""
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": list(FLAGS)}
