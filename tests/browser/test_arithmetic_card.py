"""The card that takes a number apart agrees with the API's own account of the same number."""

from typing import Any

import httpx
import pytest

from tests.browser.conftest import Open
from tests.browser.explore import CHANNELS, Explore
from tests.browser.networks import OPENING
from tests.browser.numbers import decimals, read_number

# Half of the last digit shown, and the float32 of the trace behind it.
LAST_DIGIT = 0.5e-4 + 2e-6
PLACES: list[dict[str, Any]] = [
    {"m": "feelings", "text": OPENING, "s": 0, "u": 0},
    {"m": "feelings", "text": OPENING, "s": 7, "u": 2},
    {"m": "deep", "text": "(a(b))", "s": 4, "l": 0, "d": "backward", "u": 3},
    {"m": "deep", "text": "(a(b))", "s": 0, "l": 1, "u": 1},
    {"m": "deep", "text": "(a(b))", "s": 2, "l": 1, "d": "backward", "u": 0},
    {"m": "projected", "text": "(ab", "s": 2, "u": 2},
]
READ = """card => {
  const cells = (row) => [...row.cells].map((cell) => cell.textContent.trim());
  return {
    body: [...card.querySelectorAll(".terms tbody tr")].map(cells),
    foot: [...card.querySelectorAll(".terms tfoot tr")].map(cells),
    name: card.querySelector(".number-name").textContent,
  };
}"""
ALL_TERMS = """card => {
  for (const link of card.querySelectorAll(".link")) {
    const wanted = link.closest("thead") ? "largest first" : "All";
    if (!link.hidden && link.textContent.startsWith(wanted)) link.click();
  }
}"""


def explained(api: httpx.Client, place: dict[str, Any], channel: str) -> dict[str, Any]:
    """The API's account of one number."""
    body = {
        "model": place["m"], "text": place["text"], "layer": place.get("l", 0), "step": place["s"],
        "direction": place.get("d", "forward"), "channel": channel, "unit": place["u"],
    }  # fmt: skip
    answer = api.post("/traces/arithmetic", json=body)
    assert answer.status_code == 200, answer.text
    account: dict[str, Any] = answer.json()
    return account


def shown(page: Explore, symbol: str, value: float) -> dict[str, Any]:
    """The card, every term of it in the network's own order, once it shows this number."""
    name = page.card.locator(".number-name")
    name.filter(has_text=f"= {decimals(value)}").filter(has_text=symbol).wait_for()
    page.card.locator(".terms tbody tr").first.wait_for()
    page.card.evaluate(ALL_TERMS)
    found: dict[str, Any] = page.card.evaluate(READ)
    return found


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place['m']}-{place['s']}-{place.get('l', 0)}")
def test_card_agrees_with_the_api_for_every_channel(
    explore: Open, api: httpx.Client, place: dict[str, Any]
) -> None:
    page = explore(reduced_motion="reduce").open({**place, "c": "hidden_state"})
    shown(page, "h", explained(api, place, "hidden_state")["value"])  # its trace is here: links are followed
    for channel, symbol in zip(CHANNELS, "figoch", strict=True):
        account = explained(api, place, channel)
        page.go(**place, c=channel)
        card = shown(page, symbol, account["value"])
        terms = account["terms"]
        rows = card["body"]
        if account["function"] in ("sigmoid", "tanh"):
            *rows, bias = rows
            assert read_number(bias[-1]) == pytest.approx(account["bias"], abs=LAST_DIGIT)
            assert card["foot"][0][0].startswith("sum a")
            assert read_number(card["foot"][0][-1]) == pytest.approx(account["preactivation"], abs=LAST_DIGIT)
        assert read_number(card["foot"][-1][-1]) == pytest.approx(account["value"], abs=LAST_DIGIT)
        assert len(rows) == len(terms), channel
        for row, term in zip(rows, terms, strict=True):
            numbers = [read_number(cell) for cell in row[1:]]
            wanted = [term["weight"], term["value"], term["product"]]
            assert numbers == pytest.approx(wanted, abs=LAST_DIGIT), (channel, row, term)


def test_the_sum_on_the_card_is_the_sum_of_its_rows(explore: Open) -> None:
    """A reader with a pocket calculator comes to the same result, as far as four decimals go."""
    page = explore(reduced_motion="reduce").open({"s": 3, "u": 1, "c": "candidate"})
    page.card.locator(".terms tfoot tr").first.wait_for()
    card = page.card.evaluate(READ)
    total = sum(read_number(row[-1]) for row in card["body"])
    assert total == pytest.approx(read_number(card["foot"][0][-1]), abs=1e-4 * len(card["body"]))


def test_many_terms_are_cut_to_the_largest_and_the_rest_is_summed(explore: Open, api: httpx.Client) -> None:
    place = {"m": "wide", "text": "(ab)", "s": 2, "u": 7}
    account = explained(api, place, "forget_gate")
    page = explore(reduced_motion="reduce").open({**place, "c": "forget_gate"})
    page.card.locator(".terms tfoot tr").first.wait_for()
    card = page.card.evaluate(READ)
    largest = sorted((abs(term["product"]) for term in account["terms"]), reverse=True)[:8]
    *rows, rest, bias = card["body"]
    assert [abs(read_number(row[-1])) for row in rows] == pytest.approx(largest, abs=LAST_DIGIT)
    assert rest[0] == f"the other {len(account['terms']) - 8} terms"
    others = sum(term["product"] for term in account["terms"]) - sum(
        sorted((term["product"] for term in account["terms"]), key=abs, reverse=True)[:8]
    )
    assert read_number(rest[-1]) == pytest.approx(others, abs=LAST_DIGIT)
    assert read_number(bias[-1]) == pytest.approx(account["bias"], abs=LAST_DIGIT)
    page.card.get_by_role("button", name=f"All {len(account['terms'])} terms").click()
    assert page.card.locator(".terms tbody tr").count() == len(account["terms"]) + 1


def test_a_factor_leads_to_its_own_arithmetic(explore: Open) -> None:
    """Every number that stands elsewhere can be visited: c, then its f, then the h before it."""
    page = explore(reduced_motion="reduce").open(
        {"s": 4, "op": "handover", "at": 1, "u": 1, "c": "cell_state"}
    )
    page.card.get_by_role("button", name="go to f₂").click()
    page.wait_for(c="forget_gate", u="1", s="4", op="squash_f")
    page.card.get_by_role("button", name="go to h₁ before").click()
    page.wait_for(c="hidden_state", u="0", s="3", op="multiply_o")


def test_a_unit_and_a_channel_are_chosen_on_the_card(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({"s": 4})
    page.card.get_by_role("button", name="output gate").click()
    page.page.locator("#arithmetic-unit").fill("3")
    page.page.locator("#arithmetic-unit").press("Enter")
    page.wait_for(c="output_gate", u="2")
    page.page.locator("#arithmetic-unit").fill("99")
    page.page.locator("#arithmetic-unit").press("Enter")
    page.wait_for(u="2")
    assert page.page.locator("#arithmetic-unit").input_value() == "3"
