"""Two languages, the same keys, the same place; and words that are 40 % longer than ours."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Open
from tests.browser.explore import OPERATIONS, Explore
from tests.browser.networks import OPENING

PLACE = {"m": "feelings", "text": OPENING, "s": 6, "op": "squash_g", "at": 0.55, "u": 2, "c": "candidate"}
CUT = """() => [...document.querySelectorAll("button, label, a, h1, h2, h3, p, th, td, summary, span")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, svg, dialog:not([open])"))
  .filter((one) => {
    const style = getComputedStyle(one);
    const hides = style.overflowX !== "visible" && style.textOverflow !== "ellipsis";
    return hides && one.scrollWidth > one.clientWidth + 1 && style.overflowX !== "auto";
  })
  .map((one) => one.outerHTML.slice(0, 120))"""
# Buttons whose words leave the button, or that lie on one another.
SPILLED = """() => [...document.querySelectorAll("button")]
  .filter((one) => one.checkVisibility() && !one.closest("dialog:not([open])") && one.innerText.trim())
  .filter((one) => getComputedStyle(one).overflowX === "visible" && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 120))"""
STRETCH = {"a": "áa", "e": "ée", "i": "íi", "o": "óo", "u": "úu"}


def test_a_switch_keeps_the_place_and_the_picture(explore: Open) -> None:
    page = explore().open({**PLACE, "lang": "en"})
    page.shows(**PLACE)
    numbers, lanes, english = page.drawn(), page.lanes(), page.page.locator("body").inner_text()
    asked = len(page.asked())
    page.page.get_by_role("button", name="switch to Chinese").click()
    page.wait_for(**{key: str(value) for key, value in PLACE.items()}, lang="zh")
    expect(page.page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert page.drawn() == numbers
    assert page.lanes() == lanes
    assert page.field.input_value() == OPENING
    chinese = page.page.locator("body").inner_text()
    assert "下一运算" in chinese or re.search("下一", chinese)
    assert len(page.asked()) == asked
    page.page.locator("#header .language").click()
    page.wait_for(lang="en")
    assert page.page.locator("body").inner_text() == english


def test_the_language_is_remembered_by_the_next_page(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({"lang": "zh"})
    expect(page.page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.page.get_by_role("link", name="API").click()
    expect(page.page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.page.goto(page.site)
    expect(page.page.locator("html")).to_have_attribute("lang", "zh-CN")


@pytest.mark.parametrize(("locale", "lang"), [("zh-CN", "zh-CN"), ("en-US", "en"), ("fr-FR", "en")])
def test_the_browser_language_is_followed(explore: Open, locale: str, lang: str) -> None:
    page = explore(locale=locale, reduced_motion="reduce").open()
    expect(page.page.locator("html")).to_have_attribute("lang", lang)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_key_and_no_placeholder_is_ever_shown(explore: Open, language: str) -> None:
    """A word that is missing would show its key; a place that is not filled its braces."""
    page = explore(reduced_motion="reduce").open({**PLACE, "lang": language})
    for operation in OPERATIONS:
        page.go(**{**PLACE, "op": operation, "at": 1, "lang": language})
        page.wait_for(op=operation)
        shown = page.page.evaluate(
            """() => document.body.innerText + [...document.querySelectorAll("#stage text, [aria-label]")]
              .map((one) => `${one.textContent} ${one.ariaLabel ?? ""} ${one.title ?? ""}`).join("\\n")"""
        )
        assert not re.findall(
            r"\b(?:op|stage|gate|meaning|arithmetic|channel|lane|transport)\.\w+(?:\.\w+)*", shown
        )
        assert not re.findall(r"\{\w+\}", shown)


def longer(word: str) -> str:
    """The same word with 40 % more letters, its places untouched."""
    parts = re.split(r"(\{\w+\})", word)
    stretched = [part if part.startswith("{") else _stretch(part) for part in parts]
    return "".join(stretched)


def _stretch(text: str) -> str:
    grown = "".join(STRETCH.get(sign, sign) for sign in text)
    missing = round(len(text) * 1.4) - len(grown)
    return grown + "·" * max(0, missing)


def pseudo(explore: Open, width: int, height: int, **where: Any) -> Explore:
    """The page with its English stretched on the way from the server."""
    page = explore(width=width, height=height, reduced_motion="reduce")

    def stretch(route: Route) -> None:
        response = route.fetch()
        start = '<script type="application/json" id="boot">'
        head, rest = response.text().split(start)
        data, tail = rest.split("</script>", 1)
        boot = json.loads(data)
        boot["words"]["en"] = {key: longer(word) for key, word in boot["words"]["en"].items()}
        body = head + start + json.dumps(boot).replace("<", "\\u003c") + "</script>" + tail
        route.fulfill(response=response, body=body)

    page.page.route(f"{page.site}/", stretch)
    return page.open({**PLACE, "lang": "en", **where})


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844), (320, 640)], ids=lambda size: size[0])
def test_words_that_are_longer_do_not_break_the_page(explore: Open, size: tuple[int, int]) -> None:
    page = pseudo(explore, *size)
    assert longer("Next operation") in page.next.inner_text()
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for panel in (None, "networks", "save", "help"):
        if panel:
            page.go(panel=panel)
            expect(page.page.locator(f"dialog.dialog-{panel}")).to_be_visible()
        assert page.page.evaluate(sideways) == 0, panel
        assert page.page.evaluate(CUT) == [], panel
        assert page.page.evaluate(SPILLED) == [], panel
        page.page.keyboard.press("Escape")


def test_longer_words_fit_the_captions_of_the_stage(explore: Open) -> None:
    """Every caption stays in the drawing, its words in its box."""
    page = pseudo(explore, 1440, 900)
    for operation in OPERATIONS:
        page.go(**{**PLACE, "op": operation, "at": 1})
        page.wait_for(op=operation, at="1")
        outside = page.stage.evaluate(
            """stage => {
              const frame = stage.querySelector("svg").getBoundingClientRect();
              const caption = stage.querySelector(".stage-caption-drawn");
              const box = caption.querySelector("rect").getBoundingClientRect();
              const far = (a, b) =>
                Math.max(b.left - a.left, a.right - b.right, b.top - a.top, a.bottom - b.bottom);
              const lines = [...caption.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
              return [...lines.map((line) => far(line, box)), far(box, frame)].filter((one) => one > 1);
            }"""
        )
        assert outside == [], operation
