"""A page that is watched from the first byte on: what it asked for, what it complained of, how it looks."""

import base64
import math
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import ConsoleMessage, Dialog, Error, FloatRect, Page, Request, Response

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


class Watched:
    """One page in one browser context."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        self.requests: list[Request] = []
        for event, hear in self._hears().items():
            page.on(event, hear)

    def leave(self) -> None:
        """Hear no more of the page: its window will be another test's."""
        for event, hear in self._hears().items():
            self.page.remove_listener(event, hear)

    def _hears(self) -> dict[Any, Callable[[Any], None]]:
        return {
            "console": self._on_console,
            "pageerror": self._on_error,
            "dialog": self._on_dialog,
            "requestfailed": self._on_failed,
            "response": self._on_response,
            "request": self._on_request,
        }

    def _on_console(self, message: ConsoleMessage) -> None:
        # The page at which a window waited names no icon, and the browser may say so a moment later. Ours do.
        if message.location["url"].endswith("/favicon.ico"):
            return
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _on_error(self, error: Error) -> None:
        self.complaints.append(f"uncaught: {error.stack or error.message}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        self.requests.append(request)

    def _on_failed(self, request: Request) -> None:
        # The page itself aborts a question that a newer one has overtaken.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def hash(self) -> dict[str, str]:
        """The selection as the address says it."""
        return dict(parse_qsl(urlsplit(self.page.url).fragment, keep_blank_values=True))

    def freeze(self) -> None:
        """Hold the clock before the page is loaded; only `pass_time` and `skip_time` let time pass."""
        self.page.clock.install(time=0)
        self.page.clock.pause_at(1000)

    def pass_time(self, milliseconds: int) -> None:
        """Let time pass on a held clock, every frame of it drawn."""
        self.page.clock.run_for(milliseconds)

    def skip_time(self, milliseconds: int) -> None:
        """Let time pass on a held clock in one leap."""
        self.page.clock.fast_forward(milliseconds)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, and the page two frames to follow."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def picture(self, selector: str) -> bytes:
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

    def differences(self, other: "Watched") -> int:
        """How many pixels of the two pages differ by more than a rounded corner does."""
        pictures = [page.page.screenshot(animations="disabled", caret="hide") for page in (self, other)]
        blank = self.page.context.new_page()
        found: int = blank.evaluate(COMPARE, [base64.b64encode(png).decode() for png in pictures])
        blank.close()
        return found

    def asked(self, path: str = "/api/v1/traces") -> list[Request]:
        """The questions put to the API under a path so far."""
        return [request for request in self.requests if urlsplit(request.url).path == path]
