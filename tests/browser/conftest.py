"""A site with networks of every shape, and pages that are watched: one that complains fails its test."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext

from app.main import create_app
from app.settings import Settings
from tests.browser.explore import Explore
from tests.browser.networks import write_networks
from tests.serving import served

Open = Callable[..., Explore]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the application with the networks of these tests."""
    zoo = write_networks(tmp_path_factory.mktemp("networks"))
    with served(create_app(Settings(zoo_folder=zoo, default_model="feelings"))) as address:
        yield address


@pytest.fixture(scope="session")
def api(site: str) -> Iterator[httpx.Client]:
    """Yield a client of the same application's API."""
    with httpx.Client(base_url=f"{site}/api/v1", timeout=30) as client:
        yield client


@pytest.fixture
def explore(new_context: Callable[..., BrowserContext], site: str) -> Iterator[Open]:
    """Yield a function that makes a page: 1440 x 900 in light colours and English, unless told otherwise."""
    pages: list[Explore] = []

    def make(*, address: str = site, width: int = 1440, height: int = 900, **pretends: Any) -> Explore:
        settings = {"locale": "en-GB", "color_scheme": "light", **pretends}
        context = new_context(viewport={"width": width, "height": height}, **settings)
        pages.append(Explore(context.new_page(), address))
        return pages[-1]

    yield make
    assert [complaint for page in pages for complaint in page.complaints] == []
