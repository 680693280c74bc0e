"""A site with networks of every shape, and pages that are watched: one that complains fails its test."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

from app.main import create_app
from app.settings import Settings
from tests.browser.explore import Explore
from tests.browser.learn import Article
from tests.browser.networks import write_networks
from tests.browser.watched import Watched
from tests.browser.windows import Windows
from tests.serving import served

Open = Callable[..., Explore]
OpenArticle = Callable[..., Article]


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


@pytest.fixture(scope="session")
def shipped(live_server: str) -> Iterator[httpx.Client]:
    """Yield a client of the API of the application as it is shipped."""
    with httpx.Client(base_url=f"{live_server}/api/v1", timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    """Yield the windows of all tests; `window` is what a test asks for."""
    windows = Windows(browser)
    yield windows
    windows.close()


@pytest.fixture
def window(windows: Windows, live_server: str) -> Iterator[Callable[..., Any]]:
    """Yield a function that makes a page: 1440 x 900 in light colours and English, unless told otherwise.

    It takes a window that an earlier test had: to load a page costs little, see `windows.py`. `frozen` holds
    its clock. A page `apart` has cookies of its own, as on another machine. A `fresh` page shares nothing
    with any page before it, not even the cache, and costs two seconds.
    """
    pages: list[Watched] = []

    def make(
        kind: type[Watched],
        address: str,
        *,
        width: int = 1440,
        height: int = 900,
        frozen: bool = False,
        apart: bool = False,
        fresh: bool = False,
        **pretends: Any,
    ) -> Watched:
        page = windows.take({"locale": "en-GB", **pretends}, frozen=frozen, apart=apart, fresh=fresh)
        page.set_viewport_size({"width": width, "height": height})
        pages.append(kind(page, address))
        if frozen:
            pages[-1].freeze()
        return pages[-1]

    yield make
    complaints = [complaint for page in pages for complaint in page.complaints]
    for page in pages:
        page.leave()
    windows.give_back([page.page for page in pages], blank=f"{live_server}/healthz")
    assert complaints == []


@pytest.fixture
def explore(window: Callable[..., Any], site: str) -> Open:
    """Return a function that makes a page for Explore, with the networks of these tests."""

    def make(*, address: str = site, **how: Any) -> Explore:
        page: Explore = window(Explore, address, **how)
        return page

    return make


@pytest.fixture
def article(window: Callable[..., Any], live_server: str) -> OpenArticle:
    """Return a function that makes a page for the article, as it is shipped."""

    def make(**how: Any) -> Article:
        page: Article = window(Article, live_server, **how)
        return page

    return make
