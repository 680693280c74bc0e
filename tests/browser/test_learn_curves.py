"""Figures 2 and 3: a value is dragged or typed, what comes out is held, the loop runs away or does not."""

import math
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenArticle
from tests.browser.learn import Figure
from tests.browser.numbers import decimals, read_number


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def texts(figure: Figure) -> list[str]:
    return [text.strip() for text in figure.stage.locator(".stage-frame svg text").all_text_contents()]


def drag(figure: Figure, grip: str, unit: int, by: float) -> None:
    """Take a part of the drawing by the pointer and bring it so far to the right."""
    box = figure.stage.locator(f"[data-drag='{grip}'][data-unit='{unit}']").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + by / 2, y)
    mouse.move(x + by, y)
    mouse.up()
    mouse.move(0, 0)


@pytest.mark.parametrize(("name", "function"), [("2", sigmoid), ("3", math.tanh)])
def test_a_value_is_dragged_and_typed(article: OpenArticle, name: str, function: object) -> None:
    """Stage, slider and field are one number, and the curve answers to four decimals."""
    assert callable(function)
    figure = article(reduced_motion="reduce").chapter(name)
    figure.next.click()
    figure.next.click()
    figure.at(2)
    drag(figure, "value", 1, 150)
    moved = figure.drawn()
    value = read_number(moved["value"][1])
    assert value > 0.5
    assert moved["result"][1] == decimals(function(value), 4)
    field = figure.controls.get_by_role("textbox", name="Number going in")
    ranged = figure.controls.get_by_role("slider", name="Number going in")
    assert read_number(field.input_value()) == pytest.approx(value)
    assert float(ranged.input_value()) == pytest.approx(value, abs=0.07)
    for typed in ("-3", "−0,5", "0"):
        field.fill(typed)
        field.press("Enter")
        number = read_number(typed.replace(",", "."))
        assert read_number(figure.drawn()["value"][1]) == number
        assert figure.drawn()["result"][1] == decimals(function(number), 4)
    field.fill("7")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert figure.drawn()["result"][1] == decimals(function(0), 4)
    figure.controls.get_by_role("button", name="Put everything back").click()
    assert figure.drawn()["value"] == ["5", "0.1", "−0.5"]


def test_zero_and_one_close_and_open_what_waits(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("2")
    figure.go("curve_multiply")
    passes = texts(figure)
    assert decimals(sigmoid(0.1) * 0.8, 4) in " ".join(passes) + figure.said()[1]
    for words, value in (("come out at 0", 0), ("come out at 1", 1)):
        held = figure.controls.get_by_role("button", name=re.compile("Hold what comes out at " + words[-1]))
        held.click()
        assert [read_number(one) for one in figure.drawn()["result"]] == [value] * 3
        bars = figure.stage.locator("svg rect[data-vector=product]")
        widths = [float(bars.nth(k).get_attribute("width") or "nan") for k in range(3)]
        assert all(width == 0 for width in widths) if value == 0 else min(widths) > 100
        held.click()
    assert texts(figure) == passes


def test_times_three_twenty_times(article: OpenArticle) -> None:
    """Without a bound it is 0.1 × 3²⁰; with one it rests where x = tanh 3x."""
    figure = article(reduced_motion="reduce").chapter("3")
    figure.go("curve_repeat")
    shown = " ".join([*texts(figure), figure.said()[1]])
    free, bound = 0.1, 0.1
    for _ in range(20):
        free, bound = 3 * free, math.tanh(3 * bound)
    assert f"{free:,.1f}" == "348,678,440.1"
    assert f"{free:,.1f}" in shown
    assert decimals(bound, 4) == "0.9949"
    assert "0.9949" in shown
    slider = figure.transport.locator(".scrub")
    slider.evaluate("one => { one.value = 3.25; one.dispatchEvent(new Event('input', { bubbles: true })); }")
    assert f"{0.1 * 3**5:,.1f}" in figure.said()[1], "five rounds of twenty"
    figure.cell.focus()
    figure.cell.press("ArrowDown")
    assert f"−{0.5 * 3**5:,.1f}" in figure.said()[1]


def test_the_sigmoid_is_laid_over_tanh(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("3")
    figure.go("curve_tanh")
    before = figure.svg()
    assert "other" not in figure.drawn()
    overlay = figure.controls.get_by_role("button", name="Lay the sigmoid over it")
    overlay.click()
    assert figure.drawn()["other"] == [decimals(sigmoid(value), 4) for value in (5, 0.1, -0.5)]
    expect(overlay).to_have_attribute("aria-pressed", "true")
    overlay.click()
    assert figure.svg() == before
