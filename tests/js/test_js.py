"""Run each tests/js/**/*.test.js in a real browser page of its own; harness.js says how to write one."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage

HERE = Path(__file__).parent
FILES = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("*.test.js"))

RUN = """async (file) => {
  const { run } = await import("/tests/js/harness.js");
  await import("/tests/js/" + file);
  return run();
}"""


def run_file(browser: Browser, address: str, file: str) -> tuple[list[dict[str, str | None]], list[str]]:
    """Return the result of each test of a file, and what the page complained of meanwhile."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    page = browser.new_page()
    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error.stack or error.message}"))
    try:
        page.goto(f"{address}/tests/js/blank.html")
        results = page.evaluate(RUN, file)
    finally:
        page.close()
    return results, complaints


@pytest.mark.parametrize("file", FILES)
def test_file(file: str, browser: Browser, file_server: str) -> None:
    """All tests of one file pass, and the console stays silent."""
    results, complaints = run_file(browser, file_server, file)
    failures = [f"{result['name']}\n    {result['error']}" for result in results if result["error"]]
    assert results, f"{file} registers no test"
    report = "\n".join([*failures, *complaints])
    assert not report, f"{file}: {len(failures)} of {len(results)} tests failed\n{report}"
