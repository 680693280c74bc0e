"""Run each tests/js/**/*.test.js in a real browser page, loaded for it; harness.js says how to write one."""

from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Error, Page

HERE = Path(__file__).parent
FILES = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("*.test.js"))

RUN = """async (file) => {
  const { run } = await import("/tests/js/harness.js");
  await import("/tests/js/" + file);
  return run();
}"""


def run_file(page: Page, file: str) -> tuple[list[dict[str, str | None]], list[str]]:
    """Return the result of each test of a file, and what the page complained of meanwhile."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    def on_error(error: Error) -> None:
        complaints.append(f"uncaught: {error.stack or error.message}")

    page.on("console", on_console)
    page.on("pageerror", on_error)
    try:
        results = page.evaluate(RUN, file)
    finally:
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_error)
    return results, complaints


@pytest.mark.parametrize("file", FILES)
def test_file(file: str, blank: Page) -> None:
    """All tests of one file pass, and the console stays silent."""
    results, complaints = run_file(blank, file)
    failures = [f"{result['name']}\n    {result['error']}" for result in results if result["error"]]
    assert results, f"{file} registers no test"
    report = "\n".join([*failures, *complaints])
    assert not report, f"{file}: {len(failures)} of {len(results)} tests failed\n{report}"
