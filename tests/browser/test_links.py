"""A copied address opens the same picture, elsewhere and later."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import PANELS
from tests.browser.networks import OPENING

LINKS: dict[str, dict[str, Any]] = {
    "a middle": {
        "m": "feelings", "text": "I will buy it, but not again", "s": 3, "op": "multiply_fc", "at": 0.4,
        "u": 2, "c": "candidate", "lang": "en", "speed": 0.5, "loop": 1, "gate": 0,
    },
    "中文, dark": {
        "m": "feelings", "text": "不 good :) 中文 & <b>#%+", "s": 1, "op": "squash_f", "at": 1, "u": 1,
        "c": "forget_gate", "lang": "zh", "theme": "dark",
    },
    "deep, backward": {
        "m": "deep", "text": "((a) b)", "l": 1, "d": "backward", "s": 2, "op": "add", "at": 1, "u": 3,
        "c": "cell_state", "lang": "en",
    },
    "numbers": {
        "m": "sensors", "values": "0.5, -1\n1.5, 0.25\n3, 4", "s": 2, "op": "handover", "at": 1, "u": 6,
        "c": "hidden_state", "lang": "en", "theme": "light",
    },
    "numbers for words": {
        "m": "feelings", "values": "1, 0, 0, 0\n0, 1, 0, 0", "s": 1, "op": "settle", "at": 1, "u": 0,
        "c": "cell_state", "lang": "zh",
    },
    "wide": {
        "m": "wide", "text": "(()(()))" * 12, "s": 80, "op": "squash_o", "at": 1, "u": 300,
        "c": "output_gate", "lang": "en",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_a_copied_link_opens_the_same_picture(explore: Open, name: str) -> None:
    where = LINKS[name]
    first = explore().open(where)
    first.shows(**where)
    second = explore(apart=True)
    second.page.goto(first.page.url)
    second.shows(**where)
    assert second.hash() == first.hash()
    assert second.field.input_value() == first.field.input_value()
    assert second.lanes() == first.lanes()
    assert second.picture() == first.picture()
    assert second.differences(first) == 0


def test_a_link_is_kept_while_its_trace_is_on_its_way(explore: Open) -> None:
    """A copy of the address, taken before the answer is there, is a copy of the link."""
    where = LINKS["a middle"]
    page = explore()
    page.page.route("**/api/v1/traces", lambda route: None)
    page.open(where)
    page.page.get_by_role("button", name="switch to Chinese").click()
    page.wait_for(**{key: str(value) for key, value in where.items()} | {"lang": "zh"})


def test_an_open_dialog_is_in_the_link(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({"s": 1, "panel": "help"})
    expect(page.page.locator("dialog.dialog-help")).to_be_visible()
    for panel in PANELS:
        page.go(s=1, panel=panel)
        expect(page.page.locator("dialog[open]")).to_have_class(re.compile(f"dialog-{panel}"))
        page.page.keyboard.press("Escape")
        page.page.wait_for_function("() => !location.hash.includes('panel')")


def test_what_a_link_says_wrongly_is_left_as_it_was(explore: Open) -> None:
    """Nonsense changes nothing, numbers beyond the end are brought inside, and nothing is thrown."""
    page = explore(reduced_motion="reduce").open(
        "s=9999&u=77&l=5&d=sideways&op=nonsense&at=7&c=soul&speed=13&loop=maybe&gate=&panel=cellar&theme=pink&lang=tlh&x=1"
    )
    page.wait_for(s="10", u="2", c="forget_gate", op="arrive", lang="en")
    assert set(page.hash()) == {"m", "text", "s", "op", "u", "c", "lang"}
    assert page.page.locator("dialog[open]").count() == 0


def test_a_link_followed_in_the_open_page_does_the_same(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({"s": 1})
    page.go(m="deep", text="(ab)", l=1, d="backward", s=2, op="add", at=1, u=2, c="cell_state", lang="zh")
    page.wait_for(m="deep", l="1", d="backward", s="2", op="add", u="2", lang="zh")
    expect(page.page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert page.field.input_value() == "(ab)"
    assert set(page.drawn()) >= {"c", "fc", "ig", "c_prev"}


def test_back_and_forward_of_the_browser(explore: Open) -> None:
    """The page writes no history of its own, so going back leaves it."""
    page = explore(fresh=True, reduced_motion="reduce").open({"s": 1, "op": "add", "at": 1})
    for _ in range(3):
        page.next.click()
    page.wait_for(op="squash_o")
    assert page.page.evaluate("history.length") == 2  # the blank tab, and the page


def test_the_first_address_is_written_out(explore: Open) -> None:
    """Without a link the page says where it stands once something has moved."""
    page = explore(reduced_motion="reduce").open()
    page.next.click()
    page.wait_for(m="feelings", text=OPENING, op="arrive", at="1")
