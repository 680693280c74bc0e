"""axe finds nothing: in both languages, both themes, wide and narrow, with every dialog, on every page."""

from itertools import product
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import PANELS, Explore
from tests.browser.watched import Watched

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
LOOKS = list(product(["en", "zh"], ["light", "dark"]))


# Of all that axe has to say, only what is wrong comes back: the rest is most of it.
RUN = """async (options) => (await axe.run(options)).violations.flatMap(({ id, nodes }) => nodes.map(
  ({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} | ${failureSummary.slice(0, 240)}`))"""


def findings(page: Watched) -> list[str]:
    """What axe finds, a line each: the rule, the element, what is wrong. A page reads axe itself once."""
    if not page.page.evaluate("() => 'axe' in globalThis"):
        page.page.evaluate(AXE_SCRIPT)
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found: list[str] = page.page.evaluate(RUN, options)
    return found


def opened(explore: Open, size: str, where: dict[str, Any] | None = None, path: str = "/") -> Explore:
    """A page on which nothing moves."""
    width, height = SIZES[size]
    return explore(width=width, height=height, reduced_motion="reduce").open(where or "", path=path)


@pytest.mark.parametrize("size", SIZES)
def test_explore(explore: Open, size: str) -> None:
    page = opened(explore, size, {"s": 4, "op": "add", "at": 1})
    for language, theme in LOOKS:
        page.go(s=4, op="add", at=1, lang=language, theme=theme)
        page.wait_for(lang=language, theme=theme)
        assert findings(page) == [], (language, theme)


@pytest.mark.parametrize("size", SIZES)
def test_explore_with_a_dialog_open(explore: Open, size: str) -> None:
    page = opened(explore, size, {"s": 4, "op": "add", "at": 1})
    for panel, (language, theme) in zip([*PANELS, "arithmetic"], [*LOOKS, LOOKS[0]], strict=True):
        page.go(s=4, panel=panel, lang=language, theme=theme)
        shown = page.card if panel == "arithmetic" else page.page.locator(f"dialog.dialog-{panel}")
        expect(shown).to_be_visible()
        assert findings(page) == [], panel
        page.page.keyboard.press("Escape")


def test_explore_with_an_error(explore: Open) -> None:
    page = opened(explore, "wide")
    page.field.fill("")
    expect(page.page.locator("#sequence-error")).to_be_visible()
    for theme in ("light", "dark"):
        page.go(theme=theme)
        page.wait_for(theme=theme)
        assert findings(page) == [], theme


@pytest.mark.parametrize("where", [{"m": "deep", "l": 1}, {"m": "wide", "s": 3}], ids=["deep", "wide"])
def test_explore_with_other_networks(explore: Open, where: dict[str, Any]) -> None:
    page = opened(explore, "wide", {**where, "text": "(a(b))"})
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(6)
    assert findings(page) == []


@pytest.mark.parametrize("path", ["/docs", "/nowhere"])
def test_pages_without_scripts(explore: Open, path: str) -> None:
    page = opened(explore, "wide", path=path)
    for language, theme, size in (("en", "light", "wide"), ("zh", "dark", "phone")):
        page.resize(*SIZES[size])
        page.page.emulate_media(color_scheme="light" if theme == "light" else "dark")
        page.open(path=f"{path}?lang={language}")
        assert findings(page) == [], (language, theme, size)
    if path == "/nowhere":
        assert [complaint for complaint in page.complaints if "404" not in complaint] == []
        page.complaints.clear()
