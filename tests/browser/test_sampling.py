"""The network of the sonnets writes on: text, numbers of a drawn step, the same seed, the way back."""

from typing import Any

import httpx
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.numbers import ALL, decimals, vectors

BEGINNING = "Shall I compare thee\n"
WANTED = {"length": 40, "temperature": 0.7, "seed": 5}


def sample(api: httpx.Client, **changes: Any) -> dict[str, Any]:
    body = {"model": "sonnets", "text": BEGINNING, "channels": ALL, **WANTED, **changes}
    answer = api.post("/samples", json=body)
    assert answer.status_code == 200, answer.text
    parsed: dict[str, Any] = answer.json()
    return parsed


def test_the_network_writes_on(explore: Open, live_server: str, shipped: httpx.Client) -> None:
    page = explore(address=live_server, reduced_motion="reduce")
    page.open({"m": "sonnets", "text": BEGINNING, "s": 1})
    panel, said = page.page.locator("#write-on"), page.page.locator("#write-on [role=status]")
    expected, start = sample(shipped), len(BEGINNING)
    page.shows(s=1)
    traces = len(page.asked())
    panel.get_by_label("Temperature", exact=True).last.fill("0.7")
    panel.get_by_label("Characters").fill("40")
    panel.get_by_label("Seed", exact=True).fill("5")
    page.page.keyboard.press("Enter")
    expect(page.field).to_have_value(expected["text"])
    expect(said).to_have_text("40 more, drawn at temperature 0.7 with seed 5: the underlined part.")
    # It stands on the first drawn step, in the trace that came with the text: nothing else was asked for.
    page.shows(s=start, text=expected["text"], op="arrive")
    expect(page.page.locator(f"#ribbon [data-step='{start}']")).to_contain_class("drawn")
    expect(page.page.locator(f"#ribbon [data-step='{start - 1}']")).not_to_contain_class("drawn")
    for step in (start, start + 39):
        page.go(m="sonnets", text=expected["text"], s=step, op="handover", at=1)
        page.wait_for(s=str(step), op="handover", at="1")
        numbers = vectors(expected["trace"], step=step)
        for name, units in page.drawn().items():
            assert units == {unit: decimals(numbers[name][unit]) for unit in units}, (step, name)
    assert (len(page.asked("/api/v1/samples")), len(page.asked())) == (1, traces)
    again = panel.get_by_role("button", name="Draw again")
    again.click()
    page.wait_for(s=str(start), text=expected["text"])
    panel.get_by_label("Seed", exact=True).fill("6")
    again.click()
    other = sample(shipped, seed=6)["text"]
    assert other != expected["text"]
    expect(page.field).to_have_value(other)
    panel.get_by_role("button", name="Undo").click()
    expect(page.field).to_have_value(BEGINNING)
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(start)
    expect(panel.get_by_role("button", name="Undo")).to_be_hidden()
    page.wait_for(text=BEGINNING)
