"""Numbers into a network that reads one a step: a table pasted or opened, a curve drawn, keys, a field."""

import json
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.explore import Explore
from tests.browser.numbers import decimals, trace, vectors
from tests.browser.test_accessibility import findings
from tests.browser.test_sizes import OVERFLOW, SMALL_TARGETS, TARGETS

PLACE = {"m": "tide", "s": 1, "op": "handover", "at": 1, "u": 0, "c": "hidden_state"}
YEARS = '"YEAR","NORTH","SUNACTIVITY"\r\n1700,1,5\r\n1701,0,11.5\r\n1702,1,16\r\n1703,2,23\r\n'
PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def runs(page: Explore, api: httpx.Client, values: list[float], step: int) -> None:
    """Wait until the page has asked of these numbers, and compare what it draws with the API's answer."""
    expect(page.page.locator(".step-number")).to_contain_text(f"of {len(values)}")
    page.go(**PLACE | {"s": step}, values="\n".join(f"{value:g}" for value in values))
    page.shows(s=step)
    read = page.stage.locator("svg [data-vector=x] + text").first
    expect(read).to_have_text(decimals(values[step]))
    asked: dict[str, Any] = json.loads(page.asked()[-1].post_data or "{}")
    assert asked["values"] == [[value] for value in values]
    expected = vectors(trace(api, model="tide", values=asked["values"]), step=step)
    assert page.drawn()["h"] == {unit: decimals(expected["h"][unit]) for unit in range(3)}


def point(pad: Locator, step: int, count: int, high: float, value: float) -> tuple[float, float]:
    """Where on the screen a value stands: the ends of the drawn curve's frame say where the scales begin."""
    box = pad.bounding_box()
    assert box is not None
    zero = pad.locator(".draw-zero").get_attribute("d") or ""
    left, y0 = (float(part) for part in zero.split(" ")[0].removeprefix("M").split(","))
    right = float(zero.split("H")[1]) - 4
    x = left + 5 + (right - left - 5) * step / (count - 1)
    y = y0 - (y0 - 8) * value / high
    return box["x"] + 1 + x, box["y"] + 1 + y


def test_a_pasted_table_is_taken_without_header_and_years(explore: Open, api: httpx.Client) -> None:
    page = explore(reduced_motion="reduce").open({**PLACE, "values": "0.5\n1.5"})
    page.shows(s=1)
    taken = page.page.locator(".taken")
    expect(taken).to_be_hidden()
    page.field.evaluate(PASTE, YEARS)
    expect(page.field).to_have_value("5\n11.5\n16\n23")
    expect(taken).to_contain_text("4 rows, column SUNACTIVITY. Left out: the header, column YEAR, NORTH.")
    runs(page, api, [5, 11.5, 16, 23], step=3)
    page.page.get_by_label("Column", exact=True).select_option("NORTH")
    expect(page.field).to_have_value("1\n0\n1\n2")
    runs(page, api, [1, 0, 1, 2], step=3)
    taken.get_by_role("button", name="Undo").click()
    expect(page.field).to_have_value("0.5\n1.5")
    expect(taken).to_be_hidden()
    runs(page, api, [0.5, 1.5], step=1)


def test_a_table_with_a_fault_changes_nothing(explore: Open, tmp_path: Path) -> None:
    page = explore(reduced_motion="reduce").open({**PLACE, "values": "0.5\n1.5"})
    page.shows(s=1)
    asked = len(page.asked())
    page.field.evaluate(PASTE, "year;n\n2001;1,5\n2002;n/a\n2003;2,5")
    said = page.page.locator(".taken-said")
    expect(said).to_have_text("Row 3, column n: “n/a” is not a number. Your sequence is as it was.")
    picker = page.page.locator("#editor input[type=file]")
    sheet = tmp_path / "sheet.xlsx"
    sheet.write_bytes(b"PK\x03\x04\x00\x00")
    picker.set_input_files(sheet)
    expect(said).to_have_text(
        "“sheet.xlsx” is not a text file. Save the table as CSV first. Your sequence is as it was."
    )
    large = tmp_path / "large.csv"
    large.write_text("1\n" * 500_001, encoding="utf-8")
    picker.set_input_files(large)
    expect(said).to_contain_text("“large.csv” has 1001 kB; up to 1000 kB can be read.")
    expect(page.field).to_have_value("0.5\n1.5")
    assert len(page.asked()) == asked
    good = tmp_path / "good.csv"
    good.write_bytes("\ufeffJahr;Größe\r\n2001;1,5\r\n2002;2,5\r\n".encode("utf-16-le"))
    picker.set_input_files(good)
    expect(page.field).to_have_value("1.5\n2.5")
    expect(said).to_have_text("2 rows, column Größe. Left out: the header, column Jahr.")


def test_the_curve_is_drawn_with_the_pointer_and_with_keys(explore: Open, api: httpx.Client) -> None:
    page = explore(reduced_motion="reduce").open({**PLACE, "values": "\n".join(["10"] * 6 + ["100"])})
    page.shows(s=1)
    pad = page.page.get_by_role("slider", name="Curve of the sequence")
    mouse = page.page.mouse
    mouse.move(*point(pad, 1, 7, 100, 20))
    mouse.down()
    mouse.move(*point(pad, 4, 7, 100, 80))
    mouse.up()
    expect(page.field).to_have_value("10\n20\n40\n60\n80\n10\n100")
    expect(pad).to_have_attribute("aria-valuetext", "step 5 of 7: 80")
    runs(page, api, [10, 20, 40, 60, 80, 10, 100], step=4)
    pad.focus()
    for key in ("ArrowRight", "PageUp", "ArrowUp", "ArrowUp"):
        page.page.keyboard.press(key)
    expect(page.field).to_have_value("10\n20\n40\n60\n80\n22\n100")
    value = page.page.get_by_label("Value at step 6")
    value.fill("33,5")
    value.press("Enter")
    expect(page.field).to_have_value("10\n20\n40\n60\n80\n33.5\n100")
    page.page.get_by_label("Steps of the sequence").fill("8")
    page.page.keyboard.press("Tab")
    expect(page.field).to_have_value("10\n20\n40\n60\n80\n33.5\n100\n100")
    runs(page, api, [10, 20, 40, 60, 80, 33.5, 100, 100], step=5)
    back = page.page.get_by_role("button", name="Undo the last change of the curve")
    for _ in range(4):
        back.click()
    expect(page.field).to_have_value("10\n10\n10\n10\n10\n10\n100")
    expect(back).to_be_hidden()
    expect(pad).to_be_focused()
    page.field.fill("10\nten")
    expect(page.page.locator("#sequence-error")).to_contain_text("Row 2, column 1: “ten” is not a number.")
    mouse.move(*point(pad, 1, 7, 100, 50))
    mouse.down()
    mouse.up()
    expect(page.field).to_have_value("10\nten")


def test_on_a_phone_the_curve_takes_a_finger_and_stays_within_the_page(explore: Open) -> None:
    page = explore(width=390, height=844, reduced_motion="reduce", has_touch=True)
    page.open({**PLACE, "values": "10\n10\n10\n10\n10\n10\n100"}).shows(s=1)
    pad = page.page.get_by_role("slider", name="Curve of the sequence")
    pad.scroll_into_view_if_needed()
    before = page.page.evaluate("scrollY")
    touch = page.page.context.new_cdp_session(page.page)
    for kind, place in (("touchStart", (1, 20)), ("touchMove", (4, 80)), ("touchEnd", None)):
        points = [dict(zip("xy", point(pad, place[0], 7, 100, place[1]), strict=True))] if place else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(page.field).to_have_value("10\n20\n40\n60\n80\n10\n100")
    assert page.page.evaluate("scrollY") == before
    page.field.evaluate(PASTE, YEARS)
    expect(page.page.locator(".taken")).to_be_visible()
    assert page.page.evaluate(OVERFLOW) == {"scrolls": 0, "beyond": []}
    assert page.page.evaluate(SMALL_TARGETS, TARGETS) == []
    assert findings(page) == []
