"""Another network may bring another cell: the page draws and explains it without being loaded again."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import CHANNELS
from tests.browser.networks import OPENING
from tests.browser.numbers import decimals, read_number
from tests.browser.test_accessibility import findings
from tests.browser.test_arithmetic_card import LAST_DIGIT, explained, shown

LSTM: dict[str, Any] = {
    "m": "feelings",
    "text": OPENING,
    "s": 3,
    "op": "add",
    "at": 1,
    "u": 1,
    "c": "cell_state",
}
RNN: dict[str, Any] = {"m": "plain", "text": "(a)b", "s": 2, "op": "weigh_h", "at": 1, "u": 3}
GRU_CHANNELS = ["update_gate", "reset_gate", "recalled", "candidate", "hidden_state"]
GRU: dict[str, Any] = {"text": "(ab)", "s": 2, "at": 1, "u": 1}
OTHER: dict[str, Any] = {"m": "other", "text": "(ab)", "s": 2, "u": 1}


def test_the_cell_follows_the_network(explore: Open, api: httpx.Client) -> None:
    page = explore(reduced_motion="reduce").open(LSTM)
    page.shows(**LSTM)
    lanes = page.page.locator(".lane")
    expect(lanes).to_have_count(6)
    page.cell.focus()
    page.go(**RNN)
    page.shows(**RNN, c="hidden_state")  # the channel it has, in the place of the one it has not
    expect(lanes).to_have_count(1)
    expect(page.stage).to_contain_text("Weighted sum")
    expect(page.card.get_by_role("button", name="cell state")).to_have_count(0)
    expect(page.page.locator("#transport .scrub")).to_have_attribute("max", str(5 * len(RNN["text"])))
    account = explained(api, RNN, "candidate")
    card = shown(page, "h", account["value"])
    assert read_number(card["foot"][0][-1]) == pytest.approx(account["preactivation"], abs=LAST_DIGIT)
    assert page.drawn()["a_h"][3] == decimals(account["preactivation"])
    expect(page.cell).to_be_focused()
    assert findings(page) == []
    page.page.keyboard.press("ArrowRight")
    page.wait_for(op="squash_h", at="1")
    assert page.drawn()["h"][3] == decimals(account["value"])
    page.go(**LSTM)
    page.shows(**LSTM)
    expect(lanes).to_have_count(6)
    assert set(page.drawn()) >= {"f", "i", "g", "c"}


def test_what_an_lstm_does_otherwise_is_in_its_arithmetic(explore: Open, api: httpx.Client) -> None:
    page = explore(reduced_motion="reduce").open({**OTHER, "c": "hidden_state"})
    shown(page, "h", explained(api, OTHER, "hidden_state")["value"])
    for channel, symbol in zip(CHANNELS, "figoch", strict=True):
        account = explained(api, OTHER, channel)
        page.go(**OTHER, c=channel)
        card = shown(page, symbol, account["value"])
        assert read_number(card["foot"][-1][-1]) == pytest.approx(account["value"], abs=LAST_DIGIT)
        rows = card["body"] if account["function"] in ("product", "sum") else card["body"][:-1]
        products = [read_number(row[-1]) for row in rows]
        assert products == pytest.approx([term["product"] for term in account["terms"]], abs=LAST_DIGIT), (
            channel
        )
    page.go(**OTHER, c="forget_gate")
    expect(page.card).to_contain_text("hard σ(a) = min(1, max(0, 0.2·a + 0.5))")
    expect(page.card).to_contain_text("a, kept in ±1.5")
    expect(page.stage).to_contain_text("f, i and o also see c (peepholes) · sums are kept in ±1.5")


@pytest.mark.parametrize("network", ["gru-after", "gru-before"])
def test_a_gru_is_drawn_and_taken_apart(network: str, explore: Open, api: httpx.Client) -> None:
    place = {"m": network, **GRU, "op": "multiply_rm", "c": "recalled"}
    page = explore(reduced_motion="reduce").open(place)
    for channel, symbol in zip(GRU_CHANNELS, "zrmnh", strict=True):
        account = explained(api, place, channel)
        page.go(**{**place, "c": channel})
        card = shown(page, symbol, account["value"])
        assert read_number(card["foot"][-1][-1]) == pytest.approx(account["value"], abs=LAST_DIGIT)
        rows = [row for row in card["body"] if row[0] != "bias"]
        products = [read_number(row[-1]) for row in rows]
        terms = [term["product"] for term in account["terms"]]
        assert sorted(products) == pytest.approx(sorted(terms), abs=LAST_DIGIT), channel
    drawn = page.drawn()
    assert drawn["m"][1] == decimals(explained(api, place, "recalled")["value"])
    assert findings(page) == []
    page.cell.focus()
    page.go(**{**place, "op": "add"})
    page.shows(op="add")
    page.page.keyboard.press("ArrowRight")
    page.wait_for(op="handover", at="1")
    assert page.drawn()["h"][1] == decimals(explained(api, place, "hidden_state")["value"])
