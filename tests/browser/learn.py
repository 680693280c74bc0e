"""The article as a test reads and drives it: its figures, one by one."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.explore import drawn_on
from tests.browser.watched import Watched

# Figure -> its chapter, and the operations it plays.
CHAPTERS = {
    "1": "control-flow", "2": "sigmoid", "3": "tanh", "4": "forget-gate", "5": "input-gate",
    "6": "cell-state", "7": "output-gate",
}  # fmt: skip
OPERATIONS = {
    "1": ["whole", "road", "line", "forget", "input", "output", "next"],
    "2": ["curve_slide", "curve_sigmoid", "curve_multiply"],
    "3": ["curve_slide", "curve_tanh", "curve_compare", "curve_repeat"],
    "4": ["arrive", "join", "weigh_f", "squash_f", "park_f"],
    "5": ["weigh_i", "squash_i", "weigh_g", "squash_g", "multiply_ig"],
    "6": ["multiply_fc", "add", "settle"],
    "7": ["weigh_o", "squash_o", "tanh_c", "multiply_o", "handover"],
}  # fmt: skip
# Figures without a stage.
EXHIBITS = ["memory", "training", "sequence"]
# What a screen of any size shows of the moment: the words below a narrow stage are there on a wide one too.
SAID = """stage => [...stage.querySelectorAll(".stage-caption > *")]
  .slice(0, 3).map((part) => part.textContent)"""

# The document keeps attributes in the order in which they were set, which is not part of the drawing.
DRAWING = """svg => {
  const written = (node) => node.nodeType === Node.TEXT_NODE ? node.data : [
    node.nodeName,
    Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]).sort()),
    [...node.childNodes].map(written),
  ];
  return JSON.stringify(written(svg));
}"""


def words_of(language: str) -> dict[str, str]:
    """The words of the article's figures in a language, those of the page included."""
    folder = Path(__file__).parents[2] / "static" / "i18n"
    words: dict[str, str] = {}
    for path in (folder / f"{language}.json", folder / "learn" / f"{language}.json"):
        words |= json.loads(path.read_text(encoding="utf-8"))
    return words


class Figure:
    """One figure of the article."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.element = page.locator(f"#figure-{name}")
        self.stage = page.locator(f"#figure-{name}-stage")
        self.cell = self.stage.locator(".stage-frame")
        self.bar = page.locator(f"#figure-{name}-figure-bar")
        self.transport = page.locator(f"#figure-{name}-figure-transport")
        self.controls = page.locator(f"#figure-{name}-controls")
        self.card = page.locator(f"#figure-{name}-products")
        self.share = self.element.locator("button.share")
        self.next = self.transport.locator(".button.primary")

    def bring(self) -> "Figure":
        """Scroll to the figure, as a reader does, and wait until it is made."""
        self.element.scroll_into_view_if_needed()
        self.stage.locator("svg [data-unit]").first.wait_for(state="attached")
        return self

    def enter(self) -> None:
        """Put the focus where the Tab key comes from when it reaches this figure."""
        self.element.evaluate(
            """figure => [...document.querySelectorAll("a[href], button, input, summary")]
              .filter((one) => one.checkVisibility() && one.compareDocumentPosition(figure) === 4)
              .at(-1).focus()"""
        )
        self.page.keyboard.press("Tab")

    def go(self, operation: str, *, step: int = 0, unit: int = 1, more: str = "") -> None:
        """Follow a link to a moment of this figure, and wait until it is drawn."""
        moment = ",".join([operation, str(step), str(unit), *([more] if more else [])])
        self.page.evaluate("hash => { location.hash = hash }", f"figure-{self.name}={moment}")
        self.at(OPERATIONS[self.name].index(operation) + 1)

    def at(self, place: int) -> None:
        """Wait until it rests at this operation, counted from 1."""
        expect(self.transport.locator(".figure-count")).to_have_text(
            re.compile(rf"^\D*{place}\D+{len(OPERATIONS[self.name])}\D*$")
        )
        self.rests()

    def rests(self) -> None:
        """Wait until nothing moves: the button says "play"."""
        expect(self.transport.get_by_role("button", name=re.compile("^(Play|播放)$"))).to_be_attached()

    def said(self) -> list[str]:
        """Gate and operation, what happens now, the rule."""
        words: list[str] = self.stage.evaluate(SAID)
        return words

    def drawn(self) -> dict[str, list[str]]:
        """The numbers on the stage by vector, unit by unit."""
        return {name: [units[unit] for unit in sorted(units)] for name, units in drawn_on(self.stage).items()}

    def svg(self) -> str:
        """The drawing as the document holds it."""
        drawing: str = self.stage.locator(".stage-frame svg").evaluate(DRAWING)
        return drawing


class Article(Watched):
    """A page under /learn, or a figure for other pages."""

    def open(self, path: str = "/learn", *, moment: str = "") -> "Article":
        """Load a page, at a link's hash."""
        self.page.goto(f"{self.site}{path}{'#' if moment else ''}{moment}")
        return self

    def chapter(self, name: str, *, language: str = "en", moment: str = "") -> Figure:
        """Load the chapter of a figure; its figure, made."""
        self.open(f"/learn/{CHAPTERS[name]}?lang={language}", moment=moment)
        return self.figure(name).bring()

    def figure(self, name: str) -> Figure:
        return Figure(self.page, name)

    def figures(self) -> list[Figure]:
        """Every figure of a page of the article with a stage, made, the last one in view."""
        return [self.figure(name).bring() for name in CHAPTERS]

    def exhibits(self) -> list[Locator]:
        """Every figure without a stage, made, the last one in view."""
        found = [self.page.locator(f"#figure-{name}") for name in EXHIBITS]
        for exhibit in found:
            exhibit.scroll_into_view_if_needed()
            exhibit.locator(".exhibit").wait_for(state="attached")
        return found

    def boot(self) -> dict[str, Any]:
        """What the server wrote for the scripts."""
        data: dict[str, Any] = self.page.locator("#boot").evaluate("node => JSON.parse(node.textContent)")
        return data
