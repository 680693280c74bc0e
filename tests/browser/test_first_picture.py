"""Nothing complains on any page, nothing comes from elsewhere, and the first picture is in the HTML."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Open
from tests.browser.explore import CHANNELS, OPERATIONS, Explore
from tests.browser.networks import OPENING


def use_dialogs_and_buttons(page: Explore) -> None:
    for name in ("networks", "save", "help", "table"):
        page.go(panel=name)
        expect(page.page.locator(f"dialog.dialog-{name}")).to_be_visible()
        page.page.keyboard.press("Escape")
    for channel in CHANNELS:
        page.go(c=channel)
    for button in page.buttons.filter(visible=True).all():
        button.click()
    for button in page.card.get_by_role("button", name="Close").all():
        button.click()


def use_controls_and_lanes(page: Explore) -> None:
    for name in ("stop at each gate", "loop"):
        page.page.get_by_role("button", name=name).click()
    page.page.get_by_role("combobox", name="Speed").select_option("4")
    for _ in range(3):
        page.page.get_by_role("button", name="Colours").click()
    kinds = page.page.get_by_role("group", name="What the sequence is made of")
    kinds.get_by_text("Numbers").click()
    kinds.get_by_text("Text").click()
    for example in page.page.locator("#examples button").all():
        example.hover()
    for lane in page.page.locator(".lane-plot").filter(visible=True).all():
        lane.click(position={"x": 30, "y": 10})
    page.page.get_by_role("button", name="switch to Chinese").click()
    expect(page.page.locator("html")).to_have_attribute("lang", "zh-CN")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])
def test_nothing_complains_while_everything_is_used(explore: Open, size: tuple[int, int]) -> None:
    page = explore(width=size[0], height=size[1]).open({"lang": "en"})
    use_dialogs_and_buttons(page)
    use_controls_and_lanes(page)
    assert page.complaints == []
    assert {urlsplit(request.url).netloc for request in page.requests} - {
        urlsplit(page.site).netloc,
        "",
    } == set()


@pytest.mark.parametrize("where", [{"m": "deep"}, {"m": "wide"}, {"m": "projected"}, {"m": "sensors"}])
def test_nothing_complains_with_any_network(explore: Open, where: dict[str, Any]) -> None:
    sequence = {"values": "1, 2\n3, 4"} if where["m"] == "sensors" else {"text": "(a)"}
    page = explore(reduced_motion="reduce").open({**where, **sequence})
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(2 if "values" in sequence else 3)
    for operation in OPERATIONS:
        page.go(**where, **sequence, op=operation, at=1)
        page.wait_for(op=operation)


def test_the_reference_complains_of_nothing(explore: Open) -> None:
    page = explore().open(path="/docs")
    expect(page.page.get_by_role("heading", level=1)).to_be_visible()


def test_the_error_page_complains_of_nothing_but_its_own_status(explore: Open) -> None:
    page = explore().open(path="/nowhere")
    expect(page.page.locator(".error-status")).to_have_text("404")
    assert len(page.complaints) == 2  # the status in the console, and as an answer
    assert all("404" in complaint for complaint in page.complaints)
    page.complaints.clear()


def test_the_first_picture_needs_no_request_to_the_api(explore: Open) -> None:
    """With everything but the page, its styles and its scripts out of reach, all numbers are there."""
    page = explore(frozen=True)
    kinds: set[str] = set()

    def gate(route: Route) -> None:
        kinds.add(route.request.resource_type)
        if route.request.resource_type in ("document", "stylesheet", "script"):
            route.continue_()
        else:
            route.abort()

    page.page.route("**/*", gate)
    page.open()
    assert len(page.drawn()["x"]) == 4
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(len(OPENING.split()))
    expect(page.page.locator(".terms tfoot tr").first).to_be_visible()
    assert all(len(set(lane)) > 20 for lane in page.lanes())
    page.pass_time(4500)
    page.rests()
    page.page.wait_for_function("() => location.hash.includes('op=handover')")
    assert set(page.drawn()) >= {"f", "i", "g", "o", "c", "h"}
    assert page.asked() == []
    assert kinds <= {"document", "stylesheet", "script"}


def test_no_lane_is_empty_and_no_two_are_alike(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open()
    lanes = page.lanes()
    assert len(lanes) == len(set(lanes)) == 6
    colours = page.page.evaluate(
        """() => [...document.querySelectorAll("#lanes canvas")].map((canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const seen = new Set();
          for (let k = 0; k < data.length; k += 4) seen.add(data.slice(k, k + 3).join());
          return seen.size;
        })"""
    )
    assert min(colours) >= 8


def test_scripts_that_are_not_ours_are_refused(explore: Open) -> None:
    """What an attacker would write into the page is stopped by the policy, not only by our care."""
    page = explore(reduced_motion="reduce").open()
    answer = page.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.append(document.createTextNode("globalThis.intruder = true"));
          document.body.append(script);
          const picture = document.createElement("p");
          try { picture.innerHTML = "<img src=x onerror='globalThis.intruder = true'>"; } catch (error) {
            return error.name;
          }
        }"""
    )
    assert answer == "TypeError"
    assert page.page.evaluate("globalThis.intruder") is None
    assert any("CSP" in complaint for complaint in page.complaints)
    page.complaints.clear()
