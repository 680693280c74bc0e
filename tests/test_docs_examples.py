"""The examples of the documents are run, and give the answers that are printed below them."""

import base64
import io
import json
import math
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Page

from tests.documents import BLOCK, PAGES, name, text_of

ADDRESS = "http://127.0.0.1:8000"
# A last digit of a float32 may fall otherwise on another processor; anything more is a wrong answer.
LAST_DIGITS = 2.0**-22


@dataclass(frozen=True)
class Example:
    """A block of code and the answer printed below it."""

    page: str
    language: str
    code: str
    form: str
    answer: str

    def __str__(self) -> str:
        return f"{self.page}: {' '.join(self.code.split())[:60]}"


def examples(*languages: str) -> list[Example]:
    """Every block of these languages together with the block after it."""
    found = []
    for path in PAGES:
        for (language, code), (form, answer) in pairwise(BLOCK.findall(text_of(path))):
            if language in languages and form in ("json", "csv", "text"):
                found.append(Example(name(path), language, code, form, answer))
    return found


async def ask(client: httpx.AsyncClient, command: str) -> httpx.Response:
    """Send what a line of curl sends."""
    program, *words = shlex.split(command)
    assert program == "curl"
    method, address, body, headers = "GET", "", None, {}
    arguments = iter(words)
    for word in arguments:
        if word == "-H":
            key, _, value = next(arguments).partition(": ")
            headers[key] = value
        elif word == "-d":
            method, body = "POST", next(arguments)
        elif word.startswith("http"):
            address = word
        else:
            assert word in ("-s", "-sG"), f"curl {word} is not understood here"
    assert address.startswith(ADDRESS)
    return await client.request(method, address, content=body, headers=headers)


def differences(printed: Any, real: Any, place: str = "") -> Iterator[str]:
    """Where two JSON values differ; the last digits of floating point numbers are free."""
    if isinstance(printed, dict) and isinstance(real, dict):
        if list(printed) != list(real):
            yield f"{place}: fields {list(printed)} are printed, {list(real)} came"
            return
        if "base64" in real:
            printed, real = ({**value, "base64": numbers(value)} for value in (printed, real))
        for key in real:
            yield from differences(printed[key], real[key], f"{place}/{key}")
    elif isinstance(printed, list) and isinstance(real, list) and len(printed) == len(real):
        for index, pair in enumerate(zip(printed, real, strict=True)):
            yield from differences(*pair, f"{place}/{index}")
    elif isinstance(printed, float) and isinstance(real, float):
        if not math.isclose(printed, real, rel_tol=0, abs_tol=LAST_DIGITS):
            yield f"{place}: {printed} is printed, {real} came"
    elif printed != real or type(printed) is not type(real):
        yield f"{place}: {printed!r} is printed, {real!r} came"


def numbers(array: dict[str, Any]) -> list[float]:
    decoded: list[float] = np.frombuffer(base64.b64decode(array["base64"]), array["dtype"]).tolist()
    return decoded


def table(text: str) -> list[list[Any]]:
    """Rows of CSV, the last column as numbers."""
    head, *rows = (line.split(",") for line in text.splitlines())
    return [head, *([*row[:-1], float(row[-1])] for row in rows)]


@pytest.mark.parametrize("example", examples("sh"), ids=str)
async def test_curl_gets_the_answer_that_is_printed(client: httpx.AsyncClient, example: Example) -> None:
    response = await ask(client, example.code)
    if example.form == "json":
        printed, real = json.loads(example.answer), response.json()
    else:
        printed, real = table(example.answer), table(response.text)
    assert list(differences(printed, real)) == []


@pytest.mark.parametrize("example", examples("python"), ids=str)
def test_python_prints_what_is_printed(live_server: str, example: Example) -> None:
    output = io.StringIO()
    with redirect_stdout(output):
        exec(compile(example.code.replace(ADDRESS, live_server), example.page, "exec"), {})
    assert output.getvalue() == example.answer


@pytest.mark.parametrize("example", examples("js"), ids=str)
def test_javascript_logs_what_is_printed(page: Page, live_server: str, example: Example) -> None:
    page.goto(f"{live_server}/healthz")
    logged: list[str] = []
    page.on("console", lambda message: logged.append(message.text) if message.type == "log" else None)
    code = example.code.replace(ADDRESS, live_server)
    page.evaluate(f"async () => {{ {code} }}")
    assert "\n".join(logged) + "\n" == example.answer


def test_the_readme_shows_all_three_languages() -> None:
    shown = {example.language for example in examples("sh", "python", "js") if example.page == "README.md"}
    assert shown == {"sh", "python", "js"}


def test_differences_are_found() -> None:
    printed = {"a": [1, 0.5], "b": {"dtype": "<f4", "base64": "AAAAPw=="}}
    assert list(differences(printed, {"a": [1, 0.5 + 1e-8], "b": printed["b"]})) == []
    assert list(differences(printed, {**printed, "a": [1, 0.501]})) == ["/a/1: 0.5 is printed, 0.501 came"]
    assert list(differences(printed, {**printed, "a": [2, 0.5]})) == ["/a/0: 1 is printed, 2 came"]
    assert list(differences(printed, {"a": [1, 0.5]})) == [": fields ['a', 'b'] are printed, ['a'] came"]
    other = {"dtype": "<f4", "base64": "AACAPw=="}
    assert list(differences(printed, {**printed, "b": other})) == [
        "/b/base64/0: 0.5 is printed, 1.0 came",
    ]
