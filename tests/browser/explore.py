"""The page as a test reads and drives it: what is drawn, where it stands, what it complained of."""

import base64
import math
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import ConsoleMessage, Dialog, FloatRect, Locator, Page, Request, Response, expect

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

# Antialiased corners of cards differ by a level or two of 255 from one run of the browser to the next.
COMPARE = """async (pictures) => {
  const [a, b] = await Promise.all(pictures.map(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  }));
  if (a.length !== b.length) return Infinity;
  let pixels = 0;
  for (let k = 0; k < a.length; k += 4) {
    if ([0, 1, 2].some((j) => Math.abs(a[k + j] - b[k + j]) > 3)) pixels += 1;
  }
  return pixels;
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


class Explore:
    """One page in one browser context, watched from the first byte on."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        self.requests: list[Request] = []
        page.on("console", self._on_console)
        page.on(
            "pageerror", lambda error: self.complaints.append(f"uncaught: {error.stack or error.message}")
        )
        page.on("dialog", self._on_dialog)
        page.on("requestfailed", self._on_failed)
        page.on("response", self._on_response)
        page.on("request", lambda request: self.requests.append(request))
        # A report of the Content-Security-Policy reaches the console too; the event names what was blocked.
        page.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " (event) => console.error('CSP', event.violatedDirective, event.blockedURI));"
        )

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_failed(self, request: Request) -> None:
        # The page itself aborts a question that a newer one has overtaken.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

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

    def skip_time(self, milliseconds: int) -> None:
        """Let time pass on a held clock in one leap."""
        self.page.clock.fast_forward(milliseconds)

    def hash(self) -> dict[str, str]:
        """The selection as the address says it."""
        return dict(parse_qsl(urlsplit(self.page.url).fragment, keep_blank_values=True))

    def rests(self) -> None:
        """Wait until nothing moves: the button says "play"."""
        expect(self.buttons.first).to_have_attribute("aria-label", re.compile("^(Play|播放)$"))

    def freeze(self) -> None:
        """Hold the clock before the page is loaded; only `pass_time` and `skip_time` let time pass."""
        self.page.clock.install(time=0)
        self.page.clock.pause_at(1000)

    def pass_time(self, milliseconds: int) -> None:
        """Let time pass on a held clock, every frame of it drawn."""
        self.page.clock.run_for(milliseconds)

    def wait_for(self, **where: str) -> None:
        """Wait until the address says this."""
        self.page.wait_for_function(
            """where => {
              const now = new URLSearchParams(location.hash.slice(1));
              return Object.entries(where).every(([key, value]) => now.get(key) === value);
            }""",
            arg=where,
        )

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, and the page two frames to follow."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def drawn(self) -> dict[str, dict[int, str]]:
        """The numbers on the stage, as they are written; where they are too small, as they are hinted."""
        found = self.stage.evaluate(DRAWN)
        return {
            vector: {int(unit): number["written"] or number["hinted"] for unit, number in units.items()}
            for vector, units in found.items()
        }

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

    def picture(self, selector: str = "#stage") -> bytes:
        """The pixels of a part of the page, without its edge, which shares its pixels with what is around."""
        box = self.page.locator(selector).first.bounding_box()
        assert box is not None, f"{selector} is not drawn"
        inside: FloatRect = {
            "x": math.ceil(box["x"]) + 3,
            "y": math.ceil(box["y"]) + 3,
            "width": math.floor(box["width"]) - 6,
            "height": math.floor(box["height"]) - 6,
        }
        return self.page.screenshot(clip=inside, animations="disabled", caret="hide")

    def lanes(self) -> list[str]:
        """The pixels of every lane, as the canvas holds them."""
        return self.page.evaluate(
            "() => [...document.querySelectorAll('#lanes canvas')].map((canvas) => canvas.toDataURL())"
        )

    def differences(self, other: "Explore") -> int:
        """How many pixels of the two pages differ by more than a rounded corner does."""
        pictures = [page.page.screenshot(animations="disabled", caret="hide") for page in (self, other)]
        blank = self.page.context.new_page()
        found: int = blank.evaluate(COMPARE, [base64.b64encode(png).decode() for png in pictures])
        blank.close()
        return found

    def asked(self, path: str = "/api/v1/traces") -> list[Request]:
        """The questions put to the API under a path so far."""
        return [request for request in self.requests if urlsplit(request.url).path == path]
