"""What goes wrong is said where it happens, in the reader's language; what was typed and drawn stays."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from app.main import create_app
from app.settings import Settings
from tests.browser.conftest import Open
from tests.browser.explore import Explore, set_value
from tests.browser.networks import OPENING, words_of, write_networks
from tests.serving import served

LANGUAGES = ["en", "zh"]
NUMBERS = {"m": "sensors", "values": "0.5, -1\n1.5, 0.25", "s": 1}


def words(language: str, key: str, **values: Any) -> str:
    """A sentence of the page with its places filled."""
    return re.sub(r"\{(\w+)\}", lambda place: str(values[place[1]]), words_of(language)[key])


def said(page: Explore) -> Any:
    return page.page.locator("#sequence-error > span")


def opened(explore: Open, language: str, **where: Any) -> Explore:
    place = {"m": "feelings", "text": OPENING, "s": 4, **where}
    if "values" in where:
        del place["text"]
    page = explore(reduced_motion="reduce").open({**place, "lang": language})
    expect(page.page.locator(f"#ribbon [aria-current][data-step='{place['s']}']")).to_be_visible()
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_read(explore: Open, language: str) -> None:
    page = opened(explore, language)
    stage = page.picture()
    asked = len(page.asked())
    for text in ("", "   \n "):
        page.field.fill(text)
        expect(said(page)).to_have_text(words(language, "error.empty_sequence"))
        expect(page.field).to_have_value(text)
        expect(page.field).to_have_attribute("aria-invalid", "true")
    assert page.picture() == stage
    assert len(page.asked()) == asked
    page.field.fill("good")
    expect(page.page.locator("#sequence-error")).to_be_hidden()
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_without_a_single_word(explore: Open, language: str) -> None:
    """Not empty, and yet nothing that the network reads: the server says so."""
    page = opened(explore, language)
    page.field.fill("!!! ... ---")
    expect(said(page)).to_have_text(words(language, "error.empty_sequence"))
    expect(page.field).to_have_value("!!! ... ---")
    forgive(page, 422)


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_that_are_not_numbers(explore: Open, language: str) -> None:
    """The row and the column are named, or how many numbers a row must have."""
    page = opened(explore, language, **NUMBERS)
    for typed, key, values in (
        ("0.5, -1\n1.5, zero", "error.not_a_number", {"row": 2, "column": 2, "value": "zero"}),
        ("0.5, NaN", "error.not_a_number", {"row": 1, "column": 2, "value": "NaN"}),
        ("1e999, 2", "error.not_a_number", {"row": 1, "column": 1, "value": "1e999"}),
        ("1, 2\n\n3", "error.wrong_width", {"row": 3, "found": 1, "expected": 2}),
        ("1, 2, 3", "error.wrong_width", {"row": 1, "found": 3, "expected": 2}),
    ):
        page.field.fill(typed)
        expect(said(page)).to_have_text(words(language, key, **values))
        expect(page.field).to_have_value(typed)
    page.field.fill("1, 2\n3, 4\n5, 6")
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(3)
    expect(page.page.locator("#sequence-error")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_long(explore: Open, language: str) -> None:
    """Too many characters, rows or words; the page says the limit that the server has."""
    page = opened(explore, language, **NUMBERS)
    set_value(page.field, "1, 2\n" * 10_001)
    expect(said(page)).to_have_text(words(language, "error.sequence_too_long", length=10_001, limit=10_000))
    page = opened(explore, language)
    set_value(page.field, "a" * 100_001)
    expect(said(page)).to_have_text(words(language, "error.text_too_long", length=100_001, limit=100_000))
    set_value(page.field, "a " * 10_001)
    expect(said(page)).to_have_text(words(language, "error.sequence_too_long", limit=10_000))
    expect(page.field).to_have_value("a " * 10_001)
    forgive(page, 422)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_network_in_a_link(explore: Open, language: str) -> None:
    page = explore(reduced_motion="reduce").open({"m": "nobody", "text": "my own words", "lang": language})
    expect(said(page)).to_have_text(words(language, "error.unknown_model"))
    expect(page.field).to_have_value("my own words")
    assert set(page.drawn()) >= {"x", "c_prev", "h_prev"}
    page.page.locator(".network-button").click()
    page.page.locator("dialog .network-card").first.click()
    expect(page.page.locator("#sequence-error")).to_be_hidden()
    page.wait_for(m="feelings")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_server_is_gone_while_it_plays(explore: Open, language: str) -> None:
    place = {"m": "feelings", "text": OPENING, "s": 2, "op": "arrive", "gate": 0}
    page = explore().open({**place, "lang": language})
    expect(page.page.locator("#ribbon [aria-current][data-step='2']")).to_be_visible()
    page.page.context.set_offline(True)
    page.field.fill(f"{OPENING} today")
    expect(said(page)).to_have_text(words(language, "error.offline"))
    expect(page.field).to_have_value(f"{OPENING} today")
    page.buttons.first.click()
    page.wait_for(op="weigh_f")
    expect(page.buttons.first).to_have_attribute("aria-label", words(language, "transport.pause"))
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(11)
    page.buttons.first.click()
    page.page.context.set_offline(False)
    page.page.get_by_role("button", name=words(language, "error.retry")).click()
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(12)
    expect(page.page.locator("#sequence-error")).to_be_hidden()
    expect(page.field).to_have_value(f"{OPENING} today")
    forgive(page, "ERR_INTERNET_DISCONNECTED")


def test_the_server_ends_for_good(explore: Open, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Not a simulated loss: the process behind the port is gone."""
    zoo = write_networks(tmp_path_factory.mktemp("networks"))
    with served(create_app(Settings(zoo_folder=zoo, default_model="feelings"))) as address:
        page = explore(address=address, reduced_motion="reduce").open({"s": 2, "op": "arrive"})
        # Dialogs are fetched a few seconds after the page; this reader was there before.
        save = page.page.locator(".save-button, #transport .button", has_text="Save").first
        save.click()
        expect(page.page.locator("dialog[open]")).to_be_visible()
        page.page.keyboard.press("Escape")
    page.field.fill("good")
    expect(said(page)).to_have_text(words("en", "error.offline"))
    for _ in range(3):
        page.next.click()
    page.wait_for(op="weigh_f", s="2")
    save.click()
    page.page.locator("dialog[open]").get_by_role("button", name="JSON").click()
    expect(page.page.locator("dialog[open] [role=status]")).to_have_text(words("en", "save.failed"))
    forgive(page, "ERR_CONNECTION")


@pytest.mark.parametrize(
    ("status", "code", "key"),
    [
        (503, "overloaded", "error.overloaded"),
        (413, "too_expensive", "error.too_expensive"),
        (422, "numeric_overflow", "error.numeric_overflow"),
        (500, "broken_model", None),
    ],
)
def test_a_refusal_of_the_server(explore: Open, status: int, code: str, key: str | None) -> None:
    page = opened(explore, "en")
    problem = {
        "type": "about:blank",
        "title": "x",
        "status": status,
        "detail": "a plain sentence",
        "code": code,
    }
    page.page.route("**/api/v1/traces", lambda route: route.fulfill(status=status, json=problem))
    page.field.fill("not good")
    expected = words("en", key) if key else words("en", "error.unexpected", message="a plain sentence")
    expect(said(page)).to_have_text(expected)
    expect(page.field).to_have_value("not good")
    page.page.unroute("**/api/v1/traces")
    page.field.fill("not good again")
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(3)
    forgive(page, status)


def test_an_answer_that_is_not_json(explore: Open) -> None:
    page = opened(explore, "en")
    page.page.route("**/api/v1/traces", lambda route: route.fulfill(status=502, body="<html>Bad gateway"))
    page.field.fill("not good")
    expect(said(page)).to_have_text(words("en", "error.offline"))
    page.page.unroute("**/api/v1/traces")
    page.page.get_by_role("button", name="Try again").click()
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(2)
    forgive(page, 502)


def test_weights_that_do_not_come_are_said_too(explore: Open) -> None:
    """The layer below is another layer's weights: without them the card says what it waits for."""
    page = explore(reduced_motion="reduce").open({"m": "deep", "text": "(a)", "s": 1, "c": "forget_gate"})
    expect(page.page.locator(".terms tfoot tr").first).to_be_visible()
    page.page.route("**/weights?**", lambda route: route.abort("connectionrefused"))
    page.page.get_by_role("button", name="Layer 2 ← backward").click()
    expect(page.card).to_contain_text(words("en", "arithmetic.waiting"))
    expect(said(page)).to_have_text(words("en", "error.offline"))
    page.page.unroute("**/weights?**")
    page.page.get_by_role("button", name="Try again").click()
    expect(page.page.locator(".terms tfoot tr").first).to_be_visible()
    forgive(page, "ERR_CONNECTION_REFUSED")


def test_an_error_follows_the_language(explore: Open) -> None:
    page = opened(explore, "en")
    page.field.fill("")
    expect(said(page)).to_have_text(words("en", "error.empty_sequence"))
    page.page.get_by_role("button", name="switch to Chinese").click()
    expect(said(page)).to_have_text(words("zh", "error.empty_sequence"))


def forgive(page: Explore, what: int | str) -> None:
    """The browser itself writes failed requests to the console; nothing else may stand there."""
    assert [complaint for complaint in page.complaints if str(what) not in complaint] == []
    page.complaints.clear()
