"""Nothing is cut off, nothing is too small: on a phone, at 320 px, and on wide screens."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import OPERATIONS, PANELS, Explore

PHONE = {"width": 390, "height": 844}
OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  const scrolls = document.documentElement.scrollWidth - wide;
  const beyond = [...document.querySelectorAll("body *")].filter((one) => {
    if (!one.checkVisibility() || one.closest("svg, .visually-hidden, dialog:not([open])")) return false;
    for (let up = one.parentElement; up; up = up.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return false;
    const box = one.getBoundingClientRect();
    return box.right > wide + 0.5 || box.left < -0.5;
  });
  return { scrolls, beyond: beyond.map((one) => one.outerHTML.slice(0, 90)) };
}"""
# What a finger has to hit, without the links inside sentences, which 2.5.8 leaves out.
TARGETS = "a[href], button, input, select, textarea, [role=gridcell]"
SMALL_TARGETS = """targets => [...document.querySelectorAll(targets)]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .skip"))
  .map((one) => ({ one, box: one.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.height < 23.9 || box.width < 21.9))
  .map(({ one, box }) => `${one.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`)"""
SMALL_TEXT = """() => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const one = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !one.checkVisibility()) continue;
    if (one.closest("script, style, noscript, title, .visually-hidden, dialog:not([open])")) continue;
    const scale = one.ownerSVGElement ? Math.abs(one.getScreenCTM().a) : 1;
    const size = parseFloat(getComputedStyle(one).fontSize) * scale;
    if (size < 11.95) found.add(`${size.toFixed(1)} px: ${one.outerHTML.slice(0, 100)}`);
  }
  return [...found];
}"""


def still(explore: Open, *, width: int, height: int = 844, **where: Any) -> Explore:
    page = explore(width=width, height=height, reduced_motion="reduce")
    return page.open({"s": 4, "op": "add", "at": 1, "lang": "en", **where})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sideways_scroll_at_any_width(explore: Open, language: str) -> None:
    page = still(explore, width=320, lang=language)
    for width in (320, 360, 390, 480, 640, 759, 760, 768, 820, 1024, 1079, 1100, 1280, 1440, 1920):
        page.resize(width, 844 if width < 760 else 900)
        assert page.page.evaluate(OVERFLOW) == {"scrolls": 0, "beyond": []}, f"{width} px"


@pytest.mark.parametrize(
    "where", [{"m": "deep", "l": 1, "text": "(a(b)) ((a))"}, {"m": "wide", "text": "()" * 40}]
)
def test_no_sideways_scroll_with_other_networks(explore: Open, where: dict[str, Any]) -> None:
    page = still(explore, **PHONE, **where)
    page.page.locator("#ribbon [data-step='11']").wait_for()
    assert page.page.evaluate(OVERFLOW) == {"scrolls": 0, "beyond": []}


def test_no_dialog_is_wider_than_a_small_phone(explore: Open) -> None:
    page = still(explore, width=320, height=640)
    for panel in (*PANELS, "arithmetic"):
        page.go(panel=panel)
        shown = page.card if panel == "arithmetic" else page.page.locator(f"dialog.dialog-{panel}")
        shown.wait_for()
        box = shown.bounding_box()
        assert box is not None
        assert box["x"] >= 0, panel
        assert box["x"] + box["width"] <= 320, panel
        assert box["y"] >= 0, panel
        assert box["y"] + box["height"] <= 640, panel
        assert page.page.evaluate(OVERFLOW)["scrolls"] == 0, panel
        page.page.keyboard.press("Escape")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_caption_gate_and_transport_are_visible_together(explore: Open, language: str) -> None:
    page = still(explore, **PHONE, lang=language)
    for operation in OPERATIONS:
        page.go(op=operation, at=1, lang=language)
        page.wait_for(op=operation, at="1")
        seen = page.page.evaluate(
            """operator => {
              const inside = (box, frame) => box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1
                && box.left >= frame.left - 1 && box.right <= frame.right + 1;
              const screen = { top: 0, left: 0, right: innerWidth, bottom: innerHeight };
              const bright = [...document.querySelectorAll("#stage svg [data-operator]")].find(
                (one) => [...one.querySelectorAll("g")].every((g) => !g.hasAttribute("opacity")));
              const stage = document.querySelector("#stage svg").getBoundingClientRect();
              const caption = document.querySelector("#stage .stage-caption").getBoundingClientRect();
              const bar = document.querySelector("#transport .transport-bar").getBoundingClientRect();
              const buttons = document.querySelector("#transport .transport-buttons").getBoundingClientRect();
              return {
                operator: inside(bright.getBoundingClientRect(), stage) && inside(stage, screen),
                caption: caption.height > 0 && inside(caption, screen) && caption.bottom <= bar.top + 1,
                transport: inside(bar, screen) && inside(buttons, bar),
              };
            }"""
        )
        assert seen == {"operator": True, "caption": True, "transport": True}, operation


def test_on_a_phone_one_lane_stands_and_another_can_be_chosen(explore: Open) -> None:
    page = still(explore, **PHONE, c="forget_gate")
    lanes = page.page.locator(".lane").filter(visible=True)
    assert [lane.get_attribute("data-channel") for lane in lanes.all()] == ["forget_gate"]
    page.page.locator(".lane-choice").get_by_role("button", name="cell state").click()
    page.wait_for(c="cell_state")
    assert [lane.get_attribute("data-channel") for lane in lanes.all()] == ["cell_state"]
    assert (
        len(
            set(
                page.page.evaluate(
                    "() => [...document.querySelectorAll('.lane.chosen canvas')].map((c) => c.width)"
                )
            )
        )
        == 1
    )


def test_on_a_phone_the_arithmetic_is_a_sheet(explore: Open) -> None:
    page = still(explore, **PHONE, c="forget_gate")
    assert not page.card.is_visible()
    page.page.get_by_role("button", name="How this number came to be").click()
    page.card.get_by_role("button", name="Close").wait_for()
    box = page.card.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    page.card.get_by_role("button", name="Close").click()
    assert not page.card.is_visible()


@pytest.mark.parametrize("size", [(1440, 900), (390, 844), (320, 640)], ids=["wide", "phone", "small"])
def test_targets_are_large_enough(explore: Open, size: tuple[int, int]) -> None:
    page = still(explore, width=size[0], height=size[1])
    assert page.page.evaluate(SMALL_TARGETS, TARGETS) == []
    for panel in (*PANELS, "arithmetic"):
        page.go(panel=panel)
        shown = page.card if panel == "arithmetic" else page.page.locator(f"dialog.dialog-{panel}")
        shown.wait_for()
        assert page.page.evaluate(SMALL_TARGETS, TARGETS) == [], panel
        page.page.keyboard.press("Escape")


@pytest.mark.parametrize("model", ["feelings", "deep", "wide"])
def test_no_text_is_smaller_than_twelve_pixels(explore: Open, model: str) -> None:
    page = still(explore, width=1440, height=900, m=model, text="a (b) a (a)")
    page.page.locator("#ribbon [data-step='3']").wait_for()
    for size in ((1440, 900), (1280, 720), (1100, 800), (1024, 768), (768, 1024), (390, 844)):
        page.resize(*size)
        assert page.page.evaluate(SMALL_TEXT) == [], size


def test_text_spacing_of_a_reader_does_not_cut_words(explore: Open) -> None:
    """Success criterion 1.4.12: wider letters, words and lines lose no content."""
    page = explore(width=1440, height=900, reduced_motion="reduce").open({"s": 4})
    page.page.evaluate(
        """async () => {
          const wider = new CSSStyleSheet();
          await wider.replace("* { line-height: 1.5 !important; letter-spacing: .12em !important; }");
          document.adoptedStyleSheets.push(wider);
        }"""
    )
    assert page.page.locator("h1").evaluate("one => parseFloat(getComputedStyle(one).letterSpacing)") > 1
    assert page.page.evaluate(OVERFLOW) == {"scrolls": 0, "beyond": []}


def test_the_caption_is_whole_at_any_width(explore: Open) -> None:
    """Drawn beside the operator, or as text below the window: all of it, inside the card."""
    page = still(explore, width=1440, height=900)
    for size in ((1440, 900), (1280, 720), (1100, 800), (1024, 768), (900, 1200), (768, 1024), (390, 844)):
        page.resize(*size)
        captions = page.page.evaluate(
            """() => {
              const card = document.querySelector(".stage-card").getBoundingClientRect();
              return [".stage-caption-drawn", ".stage-caption"]
                .map((name) => document.querySelector(name).getBoundingClientRect())
                .filter((box) => box.height > 0)
                .map((box) => box.top >= card.top && box.bottom <= card.bottom
                  && box.left >= card.left && box.right <= card.right);
            }"""
        )
        assert captions == [True], size


@pytest.mark.parametrize(
    "size", [(1440, 900), (1366, 768), (1280, 720), (1024, 768)], ids=lambda size: size[0]
)
def test_stage_and_transport_are_in_view_together(explore: Open, size: tuple[int, int]) -> None:
    page = still(explore, width=size[0], height=size[1])
    expect(page.buttons.first).to_be_in_viewport(ratio=1)
    expect(page.next).to_be_in_viewport(ratio=1)
    expect(page.page.locator(".stage-caption-drawn")).to_be_in_viewport(ratio=1)
    if size[1] >= 900:
        assert page.page.evaluate("document.documentElement.scrollHeight") == size[1]
