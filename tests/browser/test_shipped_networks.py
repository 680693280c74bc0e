"""The page as it is delivered, with the trained networks: what a first visitor sees and does."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import OPERATIONS, Explore
from tests.browser.numbers import decimals, trace, vectors
from tests.browser.test_accessibility import findings

CEREAL = (
    "Amazing! This box of cereal gave me a perfectly balanced breakfast, as all things should be. "
    "I only ate half of it but will definitely be buying again!"
)
# An ordinary line, one with a negation, and one without a word that the network knows.
LINES = [CEREAL, "The breakfast was not good", "zxqv wkrt plmf"]


@pytest.fixture(scope="module")
def shipped_api(live_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{live_server}/api/v1", timeout=30) as client:
        yield client


def walk(page: Explore, api: httpx.Client, model: str, text: str, step: int) -> None:
    """Every operation of a step: the numbers drawn are the API's."""
    expected = vectors(trace(api, model=model, text=text), step=step)
    for operation in OPERATIONS:
        page.go(m=model, text=text, s=step, op=operation, at=1)
        page.wait_for(op=operation, s=str(step), at="1")
        for name, units in page.drawn().items():
            assert units == {unit: decimals(expected[name][unit]) for unit in units}, (operation, name)


def test_the_first_visit(explore: Open, shipped_api: httpx.Client, live_server: str) -> None:
    page = explore(address=live_server, frozen=True).open()
    text = page.field.input_value()
    page.pass_time(4500)
    page.rests()
    step = int(page.page.locator("#ribbon [aria-current]").get_attribute("data-step") or -1)
    page.wait_for(m="review", op="handover", at="1", s=str(step))
    expected = vectors(trace(shipped_api, model="review", text=text), step=step)
    for name, units in page.drawn().items():
        assert units == {unit: decimals(expected[name][unit]) for unit in units}, name
    assert page.asked() == []
    expect(page.next).to_contain_class("glow")


@pytest.mark.parametrize("text", LINES, ids=["cereal", "not", "unknown"])
def test_a_review_of_any_kind(explore: Open, shipped_api: httpx.Client, live_server: str, text: str) -> None:
    page = explore(address=live_server, reduced_motion="reduce").open()
    page.field.fill(text)
    tokens = trace(shipped_api, model="review", text=text)["tokens"]
    expect(page.page.locator("#ribbon .token-text").first).to_have_text(tokens[0]["text"])
    unknown = sum(not token["known"] for token in tokens)
    note = page.page.locator("#sequence-note")
    if unknown == len(tokens):
        expect(note).to_contain_text("None of this is in the vocabulary")
    elif unknown:
        expect(note).to_contain_text(str(unknown))
    walk(page, shipped_api, "review", text, min(3, len(tokens) - 1))


def test_brackets(explore: Open, shipped_api: httpx.Client, live_server: str) -> None:
    page = explore(address=live_server, reduced_motion="reduce").open({"m": "brackets", "text": "(()(()))"})
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(8)
    walk(page, shipped_api, "brackets", "(()(()))", 5)


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])
def test_axe_finds_nothing(explore: Open, live_server: str, size: tuple[int, int]) -> None:
    page = explore(address=live_server, width=size[0], height=size[1], reduced_motion="reduce").open()
    for language, theme in (("en", "light"), ("zh", "dark")):
        page.go(lang=language, theme=theme)
        page.wait_for(lang=language, theme=theme)
        assert findings(page) == [], (language, theme)


def test_every_example_of_every_network_runs(explore: Open, live_server: str) -> None:
    page = explore(address=live_server, reduced_motion="reduce").open({"lang": "en"})
    for network in ("brackets", "review"):
        page.page.locator(".network-button").click()
        page.page.locator(f"dialog [data-network={network}]").click()
        page.wait_for(m=network)
        examples = page.page.locator("#examples .example:not(:has(.badge))")
        for example in examples.all():
            example.click()
            expect(example).to_have_attribute("aria-pressed", "true")
            expect(page.page.locator("#editor[aria-busy]")).to_have_count(0)
            expect(page.page.locator("#sequence-error")).to_be_hidden()
