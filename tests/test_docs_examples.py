"""The examples of the documents are run, and give the answers that are printed below them."""

import base64
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.documents import ROOT
from tools.examples import Example, examples, print_answer, run_curl, run_javascript, run_python

# A last digit of a float32 may fall otherwise on another processor; anything more is a wrong answer.
LAST_DIGITS = 2.0**-22


@pytest.mark.parametrize("example", examples("sh"), ids=str)
def test_curl_gets_what_is_printed(live_server: str, example: Example) -> None:
    answer = run_curl(example.code, live_server)
    assert list(differences(read(example.form, example.answer), read(example.form, answer))) == [], (
        "run `make docs`"
    )


@pytest.mark.parametrize("example", examples("python"), ids=str)
def test_python_prints_what_is_printed(live_server: str, example: Example) -> None:
    assert run_python(example.code, live_server) == example.answer, "run `make docs`"


@pytest.mark.parametrize("example", examples("js"), ids=str)
def test_javascript_logs_what_is_printed(page: Page, live_server: str, example: Example) -> None:
    assert run_javascript(example.code, live_server, page) == example.answer, "run `make docs`"


def read(form: str, text: str) -> Any:
    """JSON, or the rows of a table with numbers at their ends."""
    if form == "json":
        return json.loads(text)
    head, *rows = (line.rsplit(",", 1) for line in text.splitlines())
    return [head, *([place, float(number)] for place, number in rows)]


def differences(printed: Any, real: Any, place: str = "") -> Iterator[str]:
    """Where two values differ; only the last digits of floating point numbers are free."""
    if isinstance(printed, dict) and isinstance(real, dict):
        if list(printed) != list(real):
            yield f"{place}: fields {list(printed)} are printed, {list(real)} came"
            return
        if "base64" in real:
            printed, real = ({**array, "base64": numbers(array)} for array in (printed, real))
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


ARRAY = {"dtype": "<f4", "base64": "AAAAPw=="}


@pytest.mark.parametrize(
    ("printed", "real", "found"),
    [
        ({"a": [1, 0.5]}, {"a": [1, 0.5 + 1e-8]}, []),
        ({"a": [1, 0.5]}, {"a": [1, 0.501]}, ["/a/1: 0.5 is printed, 0.501 came"]),
        ({"a": [1, 0.5]}, {"a": [2, 0.5]}, ["/a/0: 1 is printed, 2 came"]),
        ({"a": [1]}, {"a": [1.0]}, ["/a/0: 1 is printed, 1.0 came"]),
        ({"a": [1]}, {"a": [1, 2]}, ["/a: [1] is printed, [1, 2] came"]),
        ({"a": 1}, {"a": 1, "b": 2}, [": fields ['a'] are printed, ['a', 'b'] came"]),
        (ARRAY, {**ARRAY, "base64": "AQAAPw=="}, []),
        (ARRAY, {**ARRAY, "base64": "AACAPw=="}, ["/base64/0: 0.5 is printed, 1.0 came"]),
    ],
)
def test_every_difference_is_found(printed: Any, real: Any, found: list[str]) -> None:
    assert list(differences(printed, real)) == found


def test_the_readme_has_examples_in_three_languages() -> None:
    shown = {
        language
        for language in ("sh", "python", "js")
        for example in examples(language)
        if example.page == ROOT / "README.md"
    }
    assert shown == {"sh", "python", "js"}


def test_an_answer_is_printed_below_its_own_example(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```text\nold\n```\n```python\nprint(1)\n```\n```text\nold\n```\n", encoding="utf-8")
    print_answer(Example(page, "python", "print(1)\n", "text", "old\n"), run_python("print(1)\n", ""))
    assert page.read_text(encoding="utf-8") == (
        "```text\nold\n```\n```python\nprint(1)\n```\n```text\n1\n```\n"
    )


def test_curl_with_an_unknown_option_is_refused() -> None:
    with pytest.raises(ValueError, match="curl --data: only -s, -H, -d and one address are understood here"):
        run_curl("curl --data x", "")
