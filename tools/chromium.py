"""Find the browser for the tests and the screenshots: ``python -m tools.chromium`` prints its path."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Without these it fetches components, paints by the machine's colour profile, and will not start as root.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
)


def find_chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome; None means Playwright's own build."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def find_playwright_build() -> str | None:
    """Return the path of the Chromium that ``playwright install`` made, or None."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def main() -> int:
    """Print the path; exit with 1 when there is no browser."""
    path = find_chromium() or find_playwright_build()
    if path is None:
        print("No Chromium found. Run: make browser", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
