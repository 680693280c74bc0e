"""Explore as a test reads and drives it: what is drawn, and where it stands."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Locator, expect

from tests.browser.watched import Watched

OPERATIONS = [
    "arrive", "join", "weigh_f", "squash_f", "park_f",
    "weigh_i", "squash_i", "weigh_g", "squash_g", "multiply_ig",
    "multiply_fc", "add", "settle",
    "weigh_o", "squash_o", "tanh_c", "multiply_o", "handover",
]  # fmt: skip
CHANNELS = ["forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state"]
PANELS = ["networks", "save", "help", "table"]

# What stands on the stage: vector -> unit -> its number, as text where it is written, else its tooltip's.
DRAWN = """stage => {
  const drawn = {};
  for (const cell of stage.querySelectorAll("svg [data-vector][data-unit]")) {
    const { vector, unit } = cell.dataset;
    const beside = cell.nextElementSibling;
    const written = beside && beside.tagName === "text" ? beside.textContent : null;
    const hinted = cell.querySelector("title")?.textContent ?? null;
    if (!vector) continue;
    (drawn[vector] ??= {})[unit] = { written, hinted };
  }
  return drawn;
}"""


def set_value(field: Locator, value: str) -> None:
    """Put a value into a field at once, as a drag or a paste does."""
    field.evaluate(
        """(field, value) => {
          field.value = value;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        value,
    )


def drawn_on(stage: Locator) -> dict[str, dict[int, str]]:
    """The numbers on a stage, as they are written; where they are too small, as they are hinted."""
    found = stage.evaluate(DRAWN)
    return {
        vector: {int(unit): number["written"] or number["hinted"] for unit, number in units.items()}
        for vector, units in found.items()
    }


class Explore(Watched):
    """The page at /."""

    def open(self, where: str | Mapping[str, Any] = "", *, path: str = "/") -> "Explore":
        """Load the page, at a link's hash; come back when its script has run."""
        link = where if isinstance(where, str) else urlencode(where)
        self.page.goto(f"{self.site}{path}{'#' if link else ''}{link}")
        if path == "/":
            self.stage.locator("svg [data-vector]").first.wait_for(state="attached")
        return self

    def go(self, **where: Any) -> None:
        """Follow a link without loading the page again."""
        self.page.evaluate("hash => { location.hash = hash }", urlencode(where))

    @property
    def stage(self) -> Locator:
        return self.page.locator("#stage")

    @property
    def cell(self) -> Locator:
        """What has the focus while single keys work."""
        return self.page.locator("#stage [tabindex='0']").first

    @property
    def field(self) -> Locator:
        return self.page.locator("#sequence")

    @property
    def buttons(self) -> Locator:
        """Play, previous step, previous operation, next operation, next step."""
        return self.page.locator("#transport .transport-buttons button")

    @property
    def next(self) -> Locator:
        return self.page.locator("#transport .button.primary")

    @property
    def card(self) -> Locator:
        return self.page.locator("#arithmetic")

    def rests(self) -> None:
        """Wait until nothing moves: the button says "play"."""
        expect(self.buttons.first).to_have_attribute("aria-label", re.compile("^(Play|播放)$"))

    def wait_for(self, **where: str) -> None:
        """Wait until the address says this."""
        self.page.wait_for_function(
            """where => {
              const now = new URLSearchParams(location.hash.slice(1));
              return Object.entries(where).every(([key, value]) => now.get(key) === value);
            }""",
            arg=where,
        )

    def drawn(self) -> dict[str, dict[int, str]]:
        """The numbers on the stage."""
        return drawn_on(self.stage)

    def picture(self, selector: str = "#stage") -> bytes:
        """The pixels of a part of the page, of the stage if nothing is said."""
        return super().picture(selector)

    def shows(self, **where: Any) -> None:
        """Wait until the page stands where a link says: its step, its unit, its card, and the address."""
        if "s" in where:
            current = f"#ribbon [aria-current=step][data-step='{where['s']}']"
            expect(self.page.locator(current)).to_be_visible()
        if "u" in where:
            expect(self.page.locator("#arithmetic-unit")).to_have_value(str(int(where["u"]) + 1))
        expect(self.page.locator(".terms tfoot tr").last).to_be_attached()
        expect(self.page.locator("#editor[aria-busy]")).to_have_count(0)
        self.wait_for(**{key: str(value) for key, value in where.items()})

    def lanes(self) -> list[str]:
        """The pixels of every lane, as the canvas holds them."""
        return self.page.evaluate(
            "() => [...document.querySelectorAll('#lanes canvas')].map((canvas) => canvas.toDataURL())"
        )
