"""axe finds nothing: in both languages, both themes, wide and narrow, with every dialog, on every page."""

from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open
from tests.browser.explore import Explore

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
LOOKS = list(product(["en", "zh"], ["light", "dark"], SIZES))


def findings(page: Explore) -> list[str]:
    """What axe finds, a line each: the rule, the element, what is wrong."""
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    answer = Axe().run(page.page, options=options)
    return [
        f"{violation['id']}: {node['html'][:160]} | {node['failureSummary'][:240]}"
        for violation in answer.response["violations"]
        for node in violation["nodes"]
    ]


def opened(explore: Open, look: tuple[str, str, str], path: str = "/", **where: Any) -> Explore:
    """A page in a language, a theme and a size, nothing moving."""
    language, theme, size = look
    width, height = SIZES[size]
    page = explore(width=width, height=height, color_scheme=theme, locale=language, reduced_motion="reduce")
    return page.open({"lang": language, **where} if path == "/" else "", path=path)


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_explore(explore: Open, look: tuple[str, str, str]) -> None:
    assert findings(opened(explore, look, s=4, op="add", at=1)) == []


@pytest.mark.parametrize("panel", ["networks", "save", "help", "table", "arithmetic"])
@pytest.mark.parametrize("look", [LOOKS[0], LOOKS[-1]], ids="-".join)
def test_explore_with_a_dialog_open(explore: Open, look: tuple[str, str, str], panel: str) -> None:
    page = opened(explore, look, s=4, op="add", at=1, panel=panel)
    if panel != "arithmetic":
        page.page.locator("dialog[open]").wait_for()
    assert findings(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_explore_with_an_error(explore: Open, theme: str) -> None:
    page = opened(explore, ("en", theme, "wide"))
    page.field.fill("")
    page.page.locator("#sequence-error").wait_for()
    assert findings(page) == []


@pytest.mark.parametrize("where", [{"m": "deep", "l": 1}, {"m": "wide", "s": 3}], ids=["deep", "wide"])
def test_explore_with_other_networks(explore: Open, where: dict[str, Any]) -> None:
    page = opened(explore, LOOKS[0], **where, text="(a(b))")
    page.page.locator("#ribbon [data-step='5']").wait_for()
    assert findings(page) == []


@pytest.mark.parametrize("look", [LOOKS[0], LOOKS[3], LOOKS[4], LOOKS[7]], ids="-".join)
def test_reference(explore: Open, look: tuple[str, str, str]) -> None:
    assert findings(opened(explore, look, "/docs")) == []


@pytest.mark.parametrize("look", [LOOKS[0], LOOKS[7]], ids="-".join)
def test_error_page(explore: Open, look: tuple[str, str, str]) -> None:
    page = opened(explore, look, "/nowhere")
    assert findings(page) == []
    assert [complaint for complaint in page.complaints if "404" not in complaint] == []
    page.complaints.clear()
