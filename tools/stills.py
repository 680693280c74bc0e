"""Draw the still pictures of the article's figures: ``make stills``.

Each is drawn in a browser by the page's own code, from the numbers of the served page. They are what a reader
sees where no script runs; ``tests/browser/test_stills.py`` holds them to what the page draws.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.chromium import FLAGS, find_chromium
from tools.shots import ROOT, served

STILLS = ROOT / "static" / "stills"
LANGUAGES = ("en", "zh")
DRAW = """async () => {
  const { FIGURES } = await import("/static/js/figures/index.js");
  const { stillPicture } = await import("/static/js/pages/pictures.js");
  const { createTranslate } = await import("/static/js/i18n/translate.js");
  const boot = JSON.parse(document.getElementById("boot").textContent);
  const t = createTranslate(boot.words, () => boot.language);
  const still = (script) => [script.id, stillPicture(script, boot, t)];
  return Object.fromEntries(Object.values(FIGURES).map(still));
}"""


def draw(browser: Browser, address: str) -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of each still picture.

    Parameters
    ----------
    browser : Browser
        Draws.
    address : str
        Where the application is served, without a slash at its end.
    """
    for language in LANGUAGES:
        page = browser.new_page()
        page.goto(f"{address}/learn/control-flow?lang={language}")
        drawn: dict[str, str] = page.evaluate(DRAW)
        page.close()
        for figure, svg in drawn.items():
            yield STILLS / f"figure-{figure}.{language}.svg", f"{svg}\n"


def main() -> int:
    """Write all of them."""
    STILLS.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for path, text in draw(browser, address):
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
