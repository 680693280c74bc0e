"""Windows that are kept from test to test: each test loads its page anew, in a window that is already warm.

A new window costs a process of the browser, and every script is compiled again: about a second, where a page
loaded in a window that held one before takes a fifth of it. A load begins with nothing of the page before it,
whatever that test did. What the window itself remembers is put back: media, routes, the pointer, cookies,
permissions, the network.
"""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

# A report of the Content-Security-Policy reaches the console too; the event names what was blocked.
NAME_WHAT_IS_BLOCKED = (
    "addEventListener('securitypolicyviolation',"
    " (event) => console.error('CSP', event.violatedDirective, event.blockedURI));"
)
# What a page is told of the reader's wishes, which a window can change between two pages.
MEDIA: dict[str, Any] = {"media": "null", "color_scheme": "light", "reduced_motion": "no-preference"}
# A held clock repeats at each load all that it ever did, so it is not kept for ever.
USES_OF_A_CLOCK = 25


@dataclass
class Kind:
    """Windows that pretend the same: those in use, and those that wait."""

    context: BrowserContext
    frozen: bool
    uses: int = 0
    waiting: list[Page] = field(default_factory=list)


class Windows:
    """Every window of the browser, by what it pretends."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kinds: dict[str, Kind] = {}

    def take(self, pretends: dict[str, Any], *, frozen: bool, apart: bool, fresh: bool) -> Page:
        """Return a window; `conftest.py` says what is asked for."""
        settings = {name: value for name, value in pretends.items() if name not in MEDIA}
        media = {name: pretends.get(name, usual) for name, usual in MEDIA.items()}
        if fresh:
            page = self._context(settings).new_page()
        else:
            name = repr((sorted(settings.items()), frozen, apart))
            if name not in self._kinds:
                self._kinds[name] = Kind(self._context(settings), frozen)
            kind = self._kinds[name]
            kind.uses += 1
            page = kind.waiting.pop() if kind.waiting else kind.context.new_page()
        page.emulate_media(**media)
        page.bring_to_front()  # one behind another window may be drawn once a second
        return page

    def give_back(self, pages: list[Page], blank: str) -> None:
        """Take back the windows of a test; those to be used again wait at an address without a script."""
        for context in {page.context for page in pages}:
            name = next((name for name, kind in self._kinds.items() if kind.context is context), None)
            if name is None:
                context.close()
                continue
            kind = self._kinds[name]
            if kind.frozen and kind.uses >= USES_OF_A_CLOCK:
                del self._kinds[name]
                context.close()
                continue
            self._put_back(kind, [page for page in pages if page.context is context], blank)

    def close(self) -> None:
        """Close all of them."""
        for kind in self._kinds.values():
            kind.context.close()
        self._kinds.clear()

    def _context(self, settings: dict[str, Any]) -> BrowserContext:
        context = self._browser.new_context(**settings)
        context.add_init_script(NAME_WHAT_IS_BLOCKED)
        return context

    def _put_back(self, kind: Kind, pages: list[Page], blank: str) -> None:
        """Nothing that a test opened stays open, and no window keeps what it did."""
        for page in kind.context.pages:
            if page not in kind.waiting and page not in pages:
                page.close()
        kind.context.set_offline(False)
        kind.context.clear_cookies()
        kind.context.clear_permissions()
        for page in pages:
            try:
                page.unroute_all(behavior="ignoreErrors")
                page.goto(blank)
                page.mouse.move(0, 0)
                kind.waiting.append(page)
            except PlaywrightError:
                page.close()
