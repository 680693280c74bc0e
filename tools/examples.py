"""Run the examples of the documents and print their answers below them: part of ``make docs``.

An example is a block of ``sh`` with one call of curl, of ``python`` or of ``js``, followed by a block
of ``json``, ``csv`` or ``text``. The tests run the same examples and compare.
"""

import io
import re
import shlex
from contextlib import redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from app.api.reference import pretty
from tools.chromium import FLAGS, find_chromium
from tools.shots import served

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
ADDRESS = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANSWERS = ("json", "csv", "text")


@dataclass(frozen=True)
class Example:
    """A block of code, and the block with its answer: what kind each is, and what it says."""

    page: Path
    language: str
    code: str
    form: str
    answer: str

    def __str__(self) -> str:
        return f"{self.page.name}: {' '.join(self.code.split())[:60]}"


def examples(language: str) -> list[Example]:
    """Return all examples in a language, page by page."""
    return [
        Example(path, language, code, form, answer)
        for path in PAGES
        for (found, code), (form, answer) in pairwise(BLOCK.findall(path.read_text(encoding="utf-8")))
        if found == language and form in ANSWERS
    ]


def run_curl(code: str, address: str) -> str:
    """Send what curl would send, and return the answer: JSON with its lines broken, or text as it is."""
    program, *words = shlex.split(code)
    method, url, body, headers = "GET", "", None, {}
    rest = iter(words)
    for word in rest:
        if word == "-H":
            key, _, value = next(rest).partition(": ")
            headers[key] = value
        elif word == "-d":
            method, body = "POST", next(rest)
        elif word.startswith(ADDRESS):
            url = word.replace(ADDRESS, address)
        elif word != "-s":
            raise ValueError(f"{program} {word}: only -s, -H, -d and one address are understood here")
    response = httpx.request(method, url, content=body, headers=headers)
    if "json" in response.headers["content-type"]:
        return pretty(response.json()) + "\n"
    return response.text.replace("\r\n", "\n")


def run_python(code: str, address: str) -> str:
    """Return what the code prints."""
    output = io.StringIO()
    with redirect_stdout(output):
        exec(compile(code.replace(ADDRESS, address), "example", "exec"), {})  # noqa: S102 - our own documents
    return output.getvalue()


def run_javascript(code: str, address: str, page: Page) -> str:
    """Return what the code logs, run in a page of that address."""
    logged: list[str] = []
    page.on("console", lambda message: logged.append(message.text) if message.type == "log" else None)
    page.goto(f"{address}/healthz")
    page.evaluate(f"async () => {{ {code.replace(ADDRESS, address)} }}")
    return "".join(f"{line}\n" for line in logged)


def print_answer(example: Example, answer: str) -> None:
    """Put an answer into its page, where another one stands."""
    if answer == example.answer:
        return
    text = example.page.read_text(encoding="utf-8")
    start = text.index(f"```{example.language}\n{example.code}```") + len(example.code)
    place = text.index(f"```{example.form}\n{example.answer}", start) + len(f"```{example.form}\n")
    example.page.write_text(text[:place] + answer + text[place + len(example.answer) :], encoding="utf-8")
    print(example)


def main() -> None:
    """Run every example and print what changed."""
    with served() as address, sync_playwright() as playwright:
        for example in examples("sh"):
            print_answer(example, run_curl(example.code, address))
        for example in examples("python"):
            print_answer(example, run_python(example.code, address))
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for example in examples("js"):
            print_answer(example, run_javascript(example.code, address, browser.new_page()))
        browser.close()


if __name__ == "__main__":
    main()
