"""The lane of the prediction: what is drawn is what the API says, over what should have been said."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.numbers import trace
from tests.browser.test_accessibility import findings

TEXT = "(()(()))((a)b)"
DOTS = "dots => dots.map((dot) => Number(dot.dataset.value))"
# The heights of the stairs, read off the path: one number a run of equal ones, in px.
STAIRS = """path => {
  const heights = [];
  let y = null;
  for (const [, command, numbers] of path.getAttribute("d").matchAll(/([MVH])([^MVH]*)/g)) {
    const values = numbers.trim().split(" ").map(Number);
    if (command === "M") y = values[1];
    if (command === "V") y = values[0];
    if (command === "H") heights.push(y);
  }
  return heights;
}"""


def truth(api: httpx.Client, **what: Any) -> list[list[float] | None]:
    answer = api.post("/truths", json=what)
    assert answer.status_code == 200, answer.text
    expected: list[list[float] | None] = answer.json()["expected"]
    return expected


def test_the_stairs_of_brackets(explore: Open, shipped: httpx.Client, live_server: str) -> None:
    page = explore(address=live_server, reduced_motion="reduce")
    page.open({"m": "brackets", "text": TEXT, "s": 4, "lang": "en"})
    lane = page.page.locator("#prediction")
    expect(lane.locator("circle")).to_have_count(len(TEXT))
    said = [row[0] for row in trace(shipped, model="brackets", text=TEXT)["predictions"]["values"]]
    assert lane.locator("circle").evaluate_all(DOTS) == pytest.approx(said, abs=1e-6)

    depths = [row[0] for row in truth(shipped, model="brackets", text=TEXT) if row]
    assert depths == [1, 2, 1, 2, 3, 2, 1, 0, 1, 2, 2, 1, 1, 0]
    heights = lane.locator(".truth-line").evaluate(STAIRS)
    bottom, stair = max(heights), (max(heights) - min(heights)) / 3
    assert [round((bottom - y) / stair) for y in heights] == depths

    plot = lane.get_by_role("img")
    expect(plot).to_have_attribute(
        "aria-label", f"Prediction after each step. At step 5: said {said[4]:.2f}, true 3"
    )
    box = plot.bounding_box()
    assert box is not None
    plot.click(position={"x": box["width"] * 7.5 / len(TEXT), "y": 20})
    page.shows(s=7)
    expect(page.page.locator("#ribbon .ribbon-value")).to_have_text(f"said {said[7]:.2f}, true 0")

    page.page.get_by_role("button", name="View as table").click()
    row = page.page.locator("dialog.dialog-table tbody tr").nth(4).locator(".outlook")
    expect(row.first).to_be_visible()
    assert row.all_inner_texts() == [f"{said[4]:.4f}", "3"]
    page.page.keyboard.press("Escape")
    page.page.get_by_role("button", name="switch to Chinese").click()
    expect(page.page.locator("#ribbon .ribbon-value")).to_have_text(f"预测 {said[7]:.2f}，真值 0")
    assert findings(page) == []


def test_labels_and_networks_without_a_head(explore: Open) -> None:
    """Three labels are three rows of dots; without a head there is no lane, and the lanes have its place."""
    page = explore(reduced_motion="reduce").open({"m": "deep", "text": "(a(b))", "s": 2})
    lane = page.page.locator("#prediction")
    expect(lane.locator(".dot")).to_have_count(18)
    expect(lane.locator(".ring")).to_have_count(0)
    probabilities = lane.locator(".dot").evaluate_all("dots => dots.map((dot) => Number(dot.dataset.p))")
    assert [sum(probabilities[k : k + 3]) for k in range(0, 18, 3)] == pytest.approx([1] * 6, abs=1e-5)
    low = page.page.locator(".lane canvas").first.evaluate("canvas => canvas.height")
    page.go(m="projected", text="(a(b))", s=2)
    expect(lane).to_be_hidden()
    high = page.page.locator(".lane canvas").first
    expect(high).not_to_have_attribute("height", str(low))
