"""The JavaScript that the documents print, run in a browser against the answers printed below it."""

import pytest
from playwright.sync_api import Page

from tools.examples import Example, examples, run_javascript


@pytest.mark.parametrize("example", examples("js"), ids=str)
def test_javascript_logs_what_is_printed(page: Page, live_server: str, example: Example) -> None:
    assert run_javascript(example.code, live_server, page) == example.answer, "run `make docs`"
