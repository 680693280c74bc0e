"""Every bundled network: a link opens its telling moment; it shows what its card says. The dialog of all."""

import re
from collections.abc import Mapping
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import Explore
from tests.browser.numbers import decimals, read_number
from tests.browser.test_accessibility import SIZES, findings
from tools.moments import cards, moment_of

CARDS = {card["id"]: card for card in cards()}


def sequence(moment: Mapping[str, str]) -> dict[str, Any]:
    """The sequence of a link, as the API takes it."""
    if "text" in moment:
        return {"text": moment["text"]}
    return {"values": [[float(cell) for cell in row.split(",")] for row in moment["values"].splitlines()]}


def shows_what_the_card_says(page: Explore, card: Mapping[str, Any], unit: int, channel: str) -> None:
    """Title, what to look at, and one unit pressed, with the card's correlation."""
    expect(page.page.locator(".network-title")).to_have_text(card["title"]["en"])
    looks = page.page.locator("#look .look-unit")
    expect(looks).to_have_count(len(card["look_at"]))
    places = [(look["unit"], look["channel"]) for look in card["look_at"]]
    pressed = [look.get_attribute("aria-pressed") == "true" for look in looks.all()]
    assert pressed == [place == (unit, channel) for place in places], card["id"]
    # A coloured text shows the cell state, also of a unit that is found by its hidden state.
    assert any(pressed) or card["examples"][0].get("overview") == "text", card["id"]
    assert unit in [number for number, _ in places], card["id"]
    for look, shown in zip(card["look_at"], looks.all(), strict=True):
        text = shown.text_content() or ""
        assert look["meaning"]["en"] in text
        found = re.search(r"r = (\S+)", text)
        assert found is not None, text
        r = read_number(found[1])
        assert abs(r - look["correlation"]) <= 0.005
        assert abs(r) < 1 or abs(look["correlation"]) == 1, "rounded to perfect"
        guided = look["name"] in card["training"]["readings"]
        assert ("guided unit" if guided else "found by looking") in text


def says_what_is_true(page: Explore, api: httpx.Client, moment: Mapping[str, str]) -> None:
    """The prediction at the step shown is the trace's, and close to what the rule says, if there is one."""
    asked = {"model": moment["m"], **sequence(moment)}
    step = int(moment["s"])
    predictions = api.post("/traces", json={**asked, "channels": ["hidden_state"]}).json()["predictions"]
    said = np.array(predictions["values"])[step]
    if predictions["kind"] != "softmax":
        printed = page.page.locator("#ribbon [aria-current=step] .token-value").text_content()
        assert printed == decimals(said[0]), moment["m"]
    truth = api.post("/truths", json=asked).json()
    expected = truth["expected"][step]
    if expected is None:
        return
    if truth["kind"] == "softmax":
        assert int(said.argmax()) in expected, moment["m"]
        return
    known = np.array([row for row in truth["expected"] if row is not None])
    apart = np.abs(said - np.array(expected)).max()
    assert apart <= 0.25 * max(1, np.ptp(known)), f"{moment['m']} says {said}, true is {expected}"


def test_each_opens_from_a_link_and_shows_what_its_card_says(
    explore: Open, shipped: httpx.Client, live_server: str
) -> None:
    page = explore(address=live_server, reduced_motion="reduce").open({"lang": "en"})
    for card in CARDS.values():
        moment = moment_of(card)
        page.go(**moment)
        page.shows(**{key: moment[key] for key in ("m", "s", "u", "c", "op")})
        shows_what_the_card_says(page, card, int(moment["u"]), moment["c"])
        says_what_is_true(page, shipped, moment)
        expect(page.page.locator("#sequence-error")).to_be_hidden()
    assert page.complaints == []


def test_a_unit_worth_a_look_is_chosen_by_keyboard(explore: Open, live_server: str) -> None:
    page = explore(address=live_server, reduced_motion="reduce").open({"m": "review", "c": "forget_gate"})
    look = CARDS["review"]["look_at"][0]
    button = page.page.locator("#look .look-unit").first
    expect(button).to_have_attribute("aria-pressed", "false")
    button.focus()
    page.page.keyboard.press("Enter")
    page.wait_for(u=str(look["unit"]), c=look["channel"])
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()


def test_the_dialog_is_read_and_used_by_keyboard(explore: Open, live_server: str) -> None:
    page = explore(address=live_server, reduced_motion="reduce").open({"lang": "en"})
    opener = page.page.locator(".network-button")
    opener.focus()
    page.page.keyboard.press("Enter")
    dialog = page.page.locator("dialog.dialog-networks")
    expect(dialog.locator(".network-card")).to_have_count(len(CARDS))
    summary = dialog.locator("summary", has_text="What was measured, Brackets")
    summary.focus()
    page.page.keyboard.press("Space")
    details = dialog.locator("details[open]")
    metrics = CARDS["brackets"]["metrics"]
    expect(details.locator("tbody tr")).to_have_count(len(metrics))
    expect(details.get_by_role("img", name="The loss falls from")).to_be_visible()
    dialog.locator("[data-network=brackets]").focus()
    page.page.keyboard.press("Enter")
    page.wait_for(m="brackets")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_what_was_measured(explore: Open, live_server: str, size: str) -> None:
    width, height = SIZES[size]
    page = explore(address=live_server, width=width, height=height, reduced_motion="reduce")
    for look in ({"lang": "en", "theme": "light"}, {"lang": "zh", "theme": "dark"}):
        page.open({"panel": "networks", **look})
        page.page.evaluate(
            "() => document.querySelectorAll('dialog details').forEach((one) => one.open = true)"
        )
        assert findings(page) == [], look
        body = page.page.locator("dialog[open] .dialog-body")
        assert body.evaluate("one => one.scrollWidth <= one.clientWidth"), look
        fits = "one => one.parentElement.scrollHeight <= one.parentElement.clientHeight"
        assert body.evaluate(fits), "only the body scrolls, its head stays"
        small = (
            "all => all.filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 24)"
            ".map(one => one.textContent)"
        )
        assert page.page.locator("dialog[open] :is(button, summary)").evaluate_all(small) == []
