"""What moves by itself, and for how long; and what happens when motion is not wanted."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import OPERATIONS


def test_one_step_plays_once_and_rests_within_five_seconds(explore: Open) -> None:
    page = explore(frozen=True).open()
    first = page.picture()
    expect(page.buttons.first).to_have_attribute("aria-label", "Pause")
    numbers = set(page.drawn())
    page.pass_time(1500)
    assert page.picture() != first
    assert set(page.drawn()) > numbers
    page.pass_time(3500)
    expect(page.buttons.first).to_have_attribute("aria-label", "Play")
    step = page.page.locator("#ribbon [aria-current]").get_attribute("data-step")
    assert page.hash() | {"s": step, "op": OPERATIONS[-1], "at": "1"} == page.hash()
    assert set(page.drawn()) >= {"f", "i", "g", "o", "c", "h", "fc", "ig", "tanh_c"}
    rest = page.picture("body")
    page.pass_time(3000)
    assert page.picture("body") == rest


def test_nothing_moves_after_five_seconds(explore: Open) -> None:
    """By the reader's own clock, glow and all: two screenshots, styles running as they do."""
    page = explore()
    page.open()
    page.page.wait_for_timeout(5200)
    before = page.page.screenshot(animations="allow")
    page.page.wait_for_timeout(1300)
    assert page.page.screenshot(animations="allow") == before
    assert page.page.evaluate("document.getAnimations().length") == 0


def test_the_next_button_invites_once(explore: Open) -> None:
    page = explore(frozen=True).open()
    assert "glow" not in (page.next.get_attribute("class") or "")
    page.pass_time(5000)
    expect(page.next).to_contain_class("glow")
    assert page.page.locator(".glow").count() == 1


def test_a_link_plays_nothing(explore: Open) -> None:
    page = explore(frozen=True).open({"s": 2, "op": "add", "at": 0.5})
    before = page.picture()
    page.pass_time(3000)
    assert page.picture() == before


@pytest.mark.parametrize("where", ["", "s=3&op=add"])
def test_with_reduced_motion_nothing_moves_by_itself(explore: Open, where: str) -> None:
    page = explore(frozen=True, reduced_motion="reduce").open(where)
    before = page.picture("body")
    page.pass_time(6000)
    assert page.picture("body") == before
    assert page.page.evaluate("document.getAnimations().length") == 0


def test_with_reduced_motion_next_shows_the_operation_done(explore: Open) -> None:
    page = explore(frozen=True, reduced_motion="reduce").open({"s": 3, "op": "arrive"})
    page.skip_time(400)
    for operation in OPERATIONS[:6]:
        page.next.click()
        done = page.picture()
        page.skip_time(500)
        assert page.hash() | {"op": operation, "at": "1"} == page.hash()
        assert page.picture() == done


def test_with_reduced_motion_the_wires_are_numbered(explore: Open) -> None:
    """The order that motion would show is written beside the operators."""
    numbers = "svg => [...svg.querySelectorAll('[data-operator] text')].map((one) => one.textContent)"
    still = explore(reduced_motion="reduce").open({"s": 3, "op": "arrive"})
    written = ",".join(still.stage.locator("svg").first.evaluate(numbers)).replace(" ", "")
    assert {str(k) for k in range(1, 19)} <= set(written.split(","))
    moving = explore().open({"s": 3, "op": "arrive"})
    assert not {"12", "13", "18"} & set(
        ",".join(moving.stage.locator("svg").first.evaluate(numbers)).split(",")
    )


def test_motion_switched_off_while_the_page_is_open(explore: Open) -> None:
    page = explore().open({"s": 3, "op": "arrive"})
    page.page.emulate_media(reduced_motion="reduce")
    page.next.click()
    expect(page.buttons.first).to_have_attribute("aria-label", "Play")
    page.wait_for(op="arrive", at="1")


def test_play_stops_at_each_gate_and_can_be_told_not_to(explore: Open) -> None:
    page = explore(frozen=True).open({"s": 3, "op": "arrive", "speed": 4})
    page.pass_time(400)
    page.buttons.first.click()
    page.pass_time(1800)
    assert page.hash() | {"s": "3", "op": "park_f", "at": "1"} == page.hash()
    page.buttons.first.click()
    page.pass_time(1800)
    assert page.hash() | {"s": "3", "op": "multiply_ig", "at": "1"} == page.hash()
    page.page.get_by_role("button", name="stop at each gate").click()
    page.buttons.first.click()
    page.pass_time(3500)
    assert page.hash()["s"] == "4"
    assert page.hash()["gate"] == "0"


def test_loop_comes_round_and_speed_counts(explore: Open) -> None:
    page = explore(frozen=True).open({"s": 3, "op": "weigh_i", "speed": 4, "loop": 1})
    page.pass_time(400)
    page.buttons.first.click()
    seen = set()
    for _ in range(8):
        page.pass_time(250)
        seen.add(page.page.locator("#transport .scrub").input_value())
    expect(page.buttons.first).to_have_attribute("aria-label", "Pause")
    places = sorted(float(value) for value in seen)
    assert places[0] >= 3 * 18 + 5
    assert places[-1] <= 3 * 18 + 10


def test_the_live_region_speaks_at_a_stop_and_is_silent_while_playing(explore: Open) -> None:
    page = explore(frozen=True).open({"s": 3, "op": "arrive", "at": 1})
    page.pass_time(400)
    live = page.page.locator("#live")
    said = [live.inner_text()]
    page.next.click()
    for _ in range(4):
        page.pass_time(100)
        assert live.inner_text() == said[0]
    page.pass_time(800)
    assert live.inner_text() not in ("", said[0])
    assert "4 of 11" in live.inner_text()


def test_a_dark_page_is_dark_before_its_script_runs(explore: Open) -> None:
    """No white flash: without any script the page is already dark."""
    page = explore(color_scheme="dark", java_script_enabled=False)
    page.page.goto(page.site)
    ground = page.page.locator("html").evaluate("html => getComputedStyle(html).backgroundColor")
    assert ground == "rgb(15, 20, 27)"
    page.complaints.clear()  # every script that was not let in
