"""Take the screenshots of ``docs/images``: ``make shots``, or some by ``make shots ARGS="explore-dark"``.

Each is the page as it opens, over a real server, not retouched. The README shows ``explore-light`` and
``learn-light``, ``docs/networks.md`` each bundled network at its telling moment.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, Popen
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tools.chromium import FLAGS, find_chromium
from tools.moments import cards, link_of

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Shot:
    """One picture: its file name, the address of the page, and what the browser pretends to be."""

    name: str
    address: str
    context: dict[str, Any] = field(default_factory=dict)


# The same moment in each: what was kept meets what is new, so that two gates and both products carry numbers.
MOMENT = "s=8&op=add&at=0.6&u=0"
# The old memory of unit 2 is nearly gone, and what is written takes its place.
FIGURE = "/learn/cell-state?lang=en#figure-6=add,0,1"
SHOTS = (
    Shot("explore-light", f"/#{MOMENT}&lang=en", {"viewport": DESKTOP, "color_scheme": "light"}),
    Shot("explore-dark", f"/#{MOMENT}&lang=en", {"viewport": DESKTOP, "color_scheme": "dark"}),
    Shot(
        "explore-zh", f"/#{MOMENT}&lang=zh", {"viewport": DESKTOP, "color_scheme": "light", "locale": "zh-CN"}
    ),
    Shot(
        "explore-phone",
        f"/#{MOMENT}&lang=en",
        {"viewport": PHONE, "device_scale_factor": 2, "has_touch": True},
    ),
    Shot("explore-reduced-motion", "/#lang=en", {"viewport": DESKTOP, "reduced_motion": "reduce"}),
    Shot("learn-light", FIGURE, {"viewport": DESKTOP, "color_scheme": "light"}),
    Shot("learn-dark", FIGURE, {"viewport": DESKTOP, "color_scheme": "dark"}),
    Shot(
        "learn-phone",
        FIGURE.replace("lang=en", "lang=zh"),
        {"viewport": PHONE, "device_scale_factor": 2, "has_touch": True},
    ),
    # There are many of them: three quarters of the size weigh a third less, and a document shows no more.
    *(
        Shot(
            f"network-{card['id']}",
            f"/{link_of(card)}&lang=en",
            {"viewport": DESKTOP, "device_scale_factor": 0.75, "color_scheme": "light"},
        )
        for card in cards()
    ),
)


def free_port() -> int:
    """Return a TCP port that nobody listens on."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def served() -> Iterator[str]:
    """Serve the page as ``make run`` does, and yield its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "app", "--host", "127.0.0.1", "--port", str(port)]
    with Popen(command, cwd=ROOT, stdout=DEVNULL) as server:
        try:
            wait_for(f"{address}/readyz", server)
            yield address
        finally:
            server.terminate()


def wait_for(url: str, server: Popen[bytes], seconds: float = 30) -> None:
    """Return when the URL answers; raise RuntimeError when the server ends or stays silent."""
    deadline = monotonic() + seconds
    while monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - our own http address
                return
        except (URLError, ConnectionError):
            sleep(0.1)
    raise RuntimeError(f"no answer from {url} within {seconds:g} s; does `make run` work?")


def settle(page: Page) -> None:
    """Wait until fonts are there and two frames were drawn."""
    page.evaluate("""async () => {
      await document.fonts.ready;
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    }""")


def take(browser: Browser, address: str, shot: Shot) -> Path:
    """Open the page for one shot, save the picture and return its path."""
    context = browser.new_context(**shot.context)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.message))
    page.goto(f"{address}{shot.address}", wait_until="networkidle")
    settle(page)
    if errors:
        raise RuntimeError(f"the page of shot {shot.name} failed: {errors[0]}")
    path = IMAGES / f"{shot.name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    context.close()
    return path


def main(names: list[str]) -> int:
    """Take the named shots, or all of them."""
    known = [shot.name for shot in SHOTS]
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"No shot named {', '.join(unknown)}; choose from {', '.join(known)}", file=sys.stderr)
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for shot in SHOTS:
            if not names or shot.name in names:
                print(take(browser, address, shot).relative_to(ROOT))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
