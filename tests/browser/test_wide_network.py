"""512 units: what stands for many is said, and the number that is shown is one of them."""

import httpx
import numpy as np
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import set_value
from tests.browser.numbers import decimals, trace, vectors

TEXT = "(()(()))((a)b)" * 8
PLACE = {"m": "wide", "text": TEXT, "s": 20, "op": "squash_f", "at": 1, "u": 100, "c": "forget_gate"}


def test_the_page_says_what_it_sums_up(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open(PLACE)
    page.shows(**PLACE)
    rows = page.page.locator(".lane canvas").first.evaluate("canvas => canvas.height")
    expect(page.page.locator(".lanes-legend")).to_contain_text(f"{rows} bins of 512 units")
    expect(page.page.locator(".lanes-legend")).to_contain_text("the value of the largest magnitude")
    stage = " ".join(page.stage.locator("svg").first.locator("text").all_text_contents())
    assert "3 of 512 units in numbers" in stage
    assert "64 runs of units" in stage
    page.page.get_by_role("button", name="switch to Chinese").click()
    expect(page.page.locator(".lanes-legend")).to_contain_text("512")
    expect(page.page.locator(".lanes-legend")).to_contain_text(str(rows))


def test_probes_show_the_chosen_unit_as_the_api_has_it(explore: Open, api: httpx.Client) -> None:
    page = explore(reduced_motion="reduce").open(PLACE)
    page.shows(**PLACE)
    expected = vectors(trace(api, model="wide", text=TEXT), step=20)
    drawn = page.drawn()
    assert len(drawn["f"]) == 3
    assert 100 in drawn["f"]
    for name in ("f", "c_prev", "h_prev"):
        assert drawn[name] == {unit: decimals(expected[name][unit]) for unit in drawn[name]}, name
    shut = round(100 * float(np.mean(expected["f"] < 0.1)))
    opened = round(100 * float(np.mean(expected["f"] > 0.9)))
    stage = " ".join(page.stage.locator("svg").first.locator("text").all_text_contents())
    assert f"f: {shut} % of the units below 0.1, {opened} % above 0.9" in stage


def test_each_row_of_a_lane_shows_the_largest_magnitude(explore: Open, api: httpx.Client) -> None:
    """The candidate's lane: a row for each pixel of it, the strongest of its units, told by its sign."""
    page = explore(reduced_motion="reduce").open({**PLACE, "text": "(a)b", "s": 2})
    page.shows(s=2, u=100)
    [layer] = trace(api, model="wide", text="(a)b")["layers"]
    values = np.array(layer["candidate"])[0]
    canvas = page.page.locator(".lane[data-channel=candidate] canvas")
    blueness = canvas.evaluate(
        """canvas => {
          const { width, height } = canvas;
          const pixels = canvas.getContext("2d").getImageData(Math.floor(width / 8), 0, 1, height).data;
          return Array.from({ length: height }, (_, y) => pixels[4 * y + 2] - pixels[4 * y]);
        }"""
    )
    rows = len(blueness)
    assert 10 < rows < 64
    strongest = [max(values[512 * y // rows : 512 * (y + 1) // rows], key=abs) for y in range(rows)]
    told = [y for y in range(rows) if abs(strongest[y]) > 0.03]
    assert len(told) > rows / 2
    assert [np.sign(blueness[y]) for y in told] == [np.sign(strongest[y]) for y in told]


def test_another_unit_brings_its_own_weights(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open(PLACE)
    page.shows(**PLACE)
    asked = len(page.asked("/api/v1/models/wide/weights"))
    page.page.locator("#arithmetic-unit").fill("400")
    page.page.locator("#arithmetic-unit").press("Enter")
    page.wait_for(u="399")
    expect(page.card.locator(".number-name")).to_contain_text("f₄₀₀")
    expect(page.page.locator(".terms tfoot tr").first).to_be_visible()
    assert len(page.asked("/api/v1/models/wide/weights")) == asked + 1


def test_two_thousand_steps_can_be_scrubbed(explore: Open) -> None:
    """A long sequence of a wide network: the page of steps follows the playhead, and nothing complains."""
    page = explore(reduced_motion="reduce").open({**PLACE, "text": "(()a)" * 400, "s": 1000})
    expect(page.page.locator("#ribbon [aria-current][data-step='1000']")).to_be_visible(timeout=30_000)
    expect(page.page.locator(".lanes-legend")).to_contain_text("of 2,000 shown")
    lanes = page.lanes()
    slider = page.page.locator("#transport .scrub")
    for step in (0, 1999, 500, 1000):
        set_value(slider, str(step * 18 + 4))
        expect(page.page.locator(f"#ribbon [aria-current][data-step='{step}']")).to_be_visible()
    assert page.lanes() == lanes
