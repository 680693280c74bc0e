"""Another word, another trace: one question after the typing, and never an older answer over a newer one."""

import json
from contextlib import suppress
from typing import Any

import httpx
import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Request, Route, expect

from tests.browser.conftest import Open
from tests.browser.explore import Explore
from tests.browser.networks import OPENING
from tests.browser.numbers import decimals, trace, vectors

PLACE = {"m": "feelings", "s": 4, "op": "handover", "at": 1, "u": 0, "c": "hidden_state"}


def typed(page: Explore) -> list[str]:
    """The texts that the page asked traces of."""
    return [body(request)["text"] for request in page.asked()]


def body(request: Request) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(request.post_data or "{}")
    return sent


def test_one_changed_word_changes_lanes_stage_card_and_prediction(explore: Open, api: httpx.Client) -> None:
    page = explore(reduced_motion="reduce").open({**PLACE, "text": OPENING})
    page.shows(**PLACE)
    stage, lanes, card = page.picture(), page.lanes(), page.card.inner_text()
    predicted = page.page.locator("#ribbon .ribbon-value").inner_text()
    text = OPENING.replace("good", "bad")
    page.field.fill(text)
    expect(page.page.locator("#ribbon [data-step='4'] .token-text")).to_have_text("bad")
    expected = vectors(trace(api, model="feelings", text=text), step=4)
    assert page.drawn()["h"] == {unit: decimals(expected["h"][unit]) for unit in range(3)}
    assert page.picture() != stage
    assert all(before != after for before, after in zip(lanes, page.lanes(), strict=True))
    assert page.card.inner_text() != card
    assert page.page.locator("#ribbon .ribbon-value").inner_text() != predicted
    page.wait_for(text=text, s="4", u="0", op="handover", c="hidden_state")


def test_fast_typing_asks_once(explore: Open) -> None:
    page = explore(frozen=True, reduced_motion="reduce").open({**PLACE, "text": "good"})
    page.skip_time(500)
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(1)
    asked = len(page.asked())
    page.field.focus()
    page.field.press("End")
    page.page.keyboard.type(" and bad")
    page.pass_time(60)
    assert len(page.asked()) == asked
    page.pass_time(60)
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(3)
    assert typed(page)[asked:] == ["good and bad"]


def test_a_slow_answer_never_overwrites_a_newer_one(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({"m": "feelings", "text": "not good", "s": 1})
    page.shows(s=1)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if body(route.request).get("text") == "first answer, late":
            held.append(route)
        else:
            route.continue_()

    page.page.route("**/api/v1/traces", hold_the_first)
    with page.page.expect_request(lambda request: body(request).get("text") == "first answer, late"):
        page.field.fill("first answer, late")
    page.field.fill("second")
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(1)
    lanes = page.lanes()
    for route in held:
        # The page has given up on it; the browser may say so, or swallow the answer.
        with suppress(PlaywrightError):
            route.fulfill(response=route.fetch())
    page.next.click()
    assert page.lanes() == lanes
    expect(page.page.locator("#ribbon .token-text")).to_have_text(["second"])
    expect(page.field).to_have_value("second")


def test_typing_while_it_plays_stops_and_keeps_the_place(explore: Open) -> None:
    page = explore().open({**PLACE, "text": OPENING, "op": "arrive", "gate": 0})
    page.page.get_by_role("button", name="Play").click()
    page.field.fill(f"{OPENING} and again")
    page.rests()
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(13)
    assert page.page.locator("#ribbon [aria-current]").get_attribute("data-step") in ("4", "5")


def test_a_shorter_text_keeps_the_place_inside(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({**PLACE, "text": OPENING, "s": 9})
    page.shows(s=9)
    page.field.fill("not good")
    page.wait_for(s="1", text="not good")
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(2)


def test_text_becomes_numbers_and_back(explore: Open) -> None:
    """The same numbers that the words became run as numbers; the words are still there afterwards."""
    page = explore(reduced_motion="reduce").open({"m": "feelings", "text": "not good", "s": 1})
    page.shows(s=1)
    lanes = page.lanes()
    kinds = page.page.get_by_role("group", name="What the sequence is made of")
    kinds.get_by_text("Numbers").click()
    expect(page.field).to_have_value("0, 1, 0, 0\n1.9, 0, 0, 0")
    page.page.wait_for_function("() => location.hash.includes('values=')")
    expect(page.page.locator("#ribbon .token-text")).to_have_text(["1", "2"])
    assert page.lanes() == lanes
    kinds.get_by_text("Text").click()
    expect(page.field).to_have_value("not good")
    expect(page.page.locator("#ribbon .token-text")).to_have_text(["not", "good"])


def test_words_the_network_does_not_know_are_marked(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({"m": "feelings", "text": "zxcv good qwer"})
    unknown = page.page.locator("#ribbon .token.unknown .token-text")
    expect(unknown).to_have_text(["zxcv", "qwer"])
    expect(page.page.locator("#sequence-note")).to_contain_text("2")
    page.field.fill("asdf")
    expect(page.page.locator("#sequence-note")).to_contain_text("None of this is in the vocabulary")


@pytest.mark.parametrize("text", ["好，不好", "naïve café 😀 — “quoted”", "a\n\nb\tc", "x" * 400, "RTL שלום"])
def test_any_text_is_taken(explore: Open, api: httpx.Client, text: str) -> None:
    page = explore(reduced_motion="reduce").open({"m": "feelings", "text": "good"})
    page.field.fill(text)
    tokens = trace(api, model="feelings", text=text)["tokens"]
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(len(tokens))
    expect(page.field).to_have_value(text)
    assert page.page.locator("#sequence-error").is_hidden()


def test_an_example_and_another_network_are_one_click_away(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({**PLACE, "text": OPENING})
    page.page.get_by_role("button", name="Unknown words").click()
    expect(page.field).to_have_value("zxcv qwer")
    page.page.locator("#examples").get_by_role("button", name="Deep").click()
    page.wait_for(m="deep")
    expect(page.field).to_have_value("(()(()))((a)b)")
    expect(page.page.locator("#layers button")).to_have_count(4)
