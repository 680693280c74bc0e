"""The sequence as a text: each sign has the colour of its number, and the whole of it goes by keyboard."""

import httpx
import numpy as np
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.numbers import trace
from tests.browser.test_accessibility import findings
from tests.browser.test_sizes import OVERFLOW, PHONE, SMALL_TARGETS, TARGETS

TEXT = "(()(()))((a)b)"
TINTS = "tokens => tokens.map((token) => getComputedStyle(token).backgroundColor.match(/\\d+/g).map(Number))"
PAPER, PLUS, MINUS = (255, 255, 255), (15, 134, 240), (236, 158, 94)


def signed(value: float) -> list[int]:
    """The colour of a signed number on white, mixed in linear light."""
    far = np.array(MINUS if value < 0 else PLUS) / 255
    linear = np.where(far <= 0.04045, far / 12.92, ((far + 0.055) / 1.055) ** 2.4)
    mixed = 1 + (linear - 1) * abs(value)
    return np.round(
        255 * np.where(mixed <= 0.0031308, 12.92 * mixed, 1.055 * mixed ** (1 / 2.4) - 0.055)
    ).tolist()


def test_a_letter_has_the_colour_of_tanh_c(explore: Open, shipped: httpx.Client, live_server: str) -> None:
    page = explore(address=live_server, reduced_motion="reduce")
    page.open({"m": "brackets", "text": TEXT, "s": 3, "u": 0, "lang": "en", "theme": "light"})
    page.shows(s=3, u=0)
    page.page.get_by_role("button", name="Text", exact=True).last.click()
    page.wait_for(o="text", c="cell_state")
    expect(page.page.locator("#lanes")).to_be_hidden()
    tokens = page.page.locator(".text-box [data-step]")
    expect(tokens).to_have_count(len(TEXT))
    assert page.page.locator(".text-box").inner_text() == TEXT
    [layer] = trace(shipped, model="brackets", text=TEXT)["layers"]
    for unit in (0, 1):
        memory = np.tanh(np.array(layer["cell_state"])[:, unit])
        found = np.array(tokens.evaluate_all(TINTS))
        assert np.abs(found - np.array([signed(value) for value in memory])).max() <= 1
        expect(page.page.locator(".text-range")).to_contain_text(
            f"tanh c{'₁₂'[unit]}: {memory.min():.2f}".replace("-", "−")
        )
        page.page.get_by_role("button", name="Next unit").click()
    assert findings(page) == []

    box = page.page.locator(".text-box")
    box.focus()
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("ArrowRight")
    page.shows(s=4, u=1)
    expect(box.locator("[aria-current]")).to_have_attribute("data-step", "4")
    page.page.keyboard.press("End")
    page.shows(s=len(TEXT) - 1)
    tokens.nth(2).click()
    page.shows(s=2)

    page.resize(PHONE["width"], PHONE["height"])
    expect(box).to_be_visible()
    assert page.page.evaluate(OVERFLOW) == {"scrolls": 0, "beyond": []}
    assert page.page.evaluate(SMALL_TARGETS, TARGETS) == []
    page.page.get_by_role("button", name="Lanes", exact=True).click()
    expect(page.page.locator("#lanes")).to_be_visible()
    expect(page.page.locator(".lane.chosen canvas")).to_have_attribute("height", "42")


def test_numbers_have_no_text(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({"m": "sensors", "values": "0.5, 1\n1, 0", "o": "text"})
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(2)
    expect(page.page.locator("#overview")).to_be_hidden()
    expect(page.page.locator("#lanes")).to_be_visible()
