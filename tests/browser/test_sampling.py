"""The network writes on: the text, the numbers of a drawn step, the same seed, and the way back."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from app.main import create_app
from app.settings import Settings
from tests.browser.conftest import Open
from tests.browser.numbers import ALL, decimals, vectors
from tests.serving import served
from tests.tiny_zoo import write_verse

BEGINNING = "ab ba"
WANTED = {"length": 8, "temperature": 0.7, "seed": 5}


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the application with a network that writes."""
    zoo = tmp_path_factory.mktemp("writing")
    write_verse(zoo)
    with served(create_app(Settings(zoo_folder=zoo, default_model="verse"))) as address:
        yield address


def sample(address: str, **changes: Any) -> dict[str, Any]:
    body = {"model": "verse", "text": BEGINNING, "channels": ALL, **WANTED, **changes}
    answer = httpx.post(f"{address}/api/v1/samples", json=body)
    assert answer.status_code == 200, answer.text
    parsed: dict[str, Any] = answer.json()
    return parsed


def test_the_network_writes_on(explore: Open, writing: str) -> None:
    page = explore(address=writing, reduced_motion="reduce").open({"m": "verse", "text": BEGINNING, "s": 1})
    panel, said = page.page.locator("#write-on"), page.page.locator("#write-on [role=status]")
    expected = sample(writing)
    page.shows(s=1)
    traces = len(page.asked())
    panel.get_by_label("Temperature", exact=True).last.fill("0.7")
    panel.get_by_label("Characters").fill("8")
    panel.get_by_label("Seed", exact=True).fill("5")
    page.page.keyboard.press("Enter")
    expect(page.field).to_have_value(expected["text"])
    expect(said).to_have_text("8 more, drawn at temperature 0.7 with seed 5: the underlined part.")
    # It stands on the first drawn step, in the trace that came with the text: nothing else was asked for.
    page.shows(s=5, text=expected["text"], op="arrive")
    expect(page.page.locator("#ribbon [data-step]").first).to_be_visible()
    for step in (5, 12):
        page.go(m="verse", text=expected["text"], s=step, op="handover", at=1)
        page.wait_for(s=str(step), op="handover", at="1")
        numbers = vectors(expected["trace"], step=step)
        for name, units in page.drawn().items():
            assert units == {unit: decimals(numbers[name][unit]) for unit in units}, (step, name)
    assert (len(page.asked("/api/v1/samples")), len(page.asked())) == (1, traces)
    panel.get_by_role("button", name="Draw again").click()
    page.wait_for(s="5", text=expected["text"])
    panel.get_by_label("Seed", exact=True).fill("6")
    panel.get_by_role("button", name="Draw again").click()
    other = sample(writing, seed=6)["text"]
    assert other != expected["text"]
    expect(page.field).to_have_value(other)
    panel.get_by_role("button", name="Undo").click()
    expect(page.field).to_have_value(BEGINNING)
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(len(BEGINNING))
    expect(panel.get_by_role("button", name="Undo")).to_be_hidden()
    page.wait_for(text=BEGINNING)
