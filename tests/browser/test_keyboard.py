"""The whole job by keyboard: everything is reached, nothing traps, single keys work on the stage alone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.explore import CHANNELS, OPERATIONS, Explore
from tests.browser.networks import OPENING

PLACE = {"s": 4, "op": "squash_i", "at": 1, "u": 1, "c": "input_gate"}
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const name = one.ariaLabel ?? one.labels?.[0]?.textContent ?? one.textContent.trim();
  const inside = one.closest("[id]")?.id ?? "";
  const shows = getComputedStyle(one).outlineStyle !== "none";
  return { name, inside, drawn: box.width * box.height > 0, shows };
}"""
# Everything that can be operated and is not hidden.
OPERABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, [tabindex='0']")]
  .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0 && !one.closest("dialog"))
  .map((one) => one.ariaLabel ?? one.labels?.[0]?.textContent ?? one.textContent.trim())"""


def stops(page: Explore, most: int = 120) -> list[dict[str, Any]]:
    """Where Tab leads, from the top of the page until it leaves it."""
    found: list[dict[str, Any]] = []
    for _ in range(most):
        page.page.keyboard.press("Tab")
        stop = page.page.evaluate(FOCUSED)
        if stop is None:
            return found
        found.append(stop)
    pytest.fail(f"Tab does not leave the page: {found[-6:]}")


def presses(page: Explore) -> Callable[..., None]:
    """A key, and what the address says a moment later: on a held clock, for moments add up to seconds."""

    def press(key: str, *, without: str = "", **then: str) -> None:
        page.page.keyboard.press(key)
        page.skip_time(400)
        page.wait_for(**then)
        assert not without or without not in page.hash()

    return press


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])
def test_tab_reaches_everything_and_leaves_again(explore: Open, size: tuple[int, int]) -> None:
    page = explore(width=size[0], height=size[1], reduced_motion="reduce").open({**PLACE, "m": "feelings"})
    page.shows(**PLACE)
    visited = stops(page)
    assert sorted(stop["name"] for stop in visited) == sorted(page.page.evaluate(OPERABLE))
    assert [stop for stop in visited if not stop["drawn"] or not stop["shows"]] == []
    order = list(dict.fromkeys(stop["inside"] for stop in visited))
    parts = ["header", "sequence", "examples", "stage", "arithmetic", "ribbon", "lanes", "transport"]
    assert [part for part in order if part in parts] == [part for part in parts if part in order]
    assert [stop["name"] for stop in visited if not stop["name"]] == []


def test_skip_link_leads_to_the_stage_and_keeps_the_link(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open(PLACE)
    page.shows(**PLACE)
    page.page.keyboard.press("Tab")
    skip = page.page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.page.keyboard.press("Enter")
    expect(page.cell).to_be_focused()
    page.page.keyboard.press("ArrowRight")
    page.wait_for(op="weigh_g", s="4", u="1", text=OPENING)


def test_every_key_on_the_stage(explore: Open) -> None:
    page = explore(frozen=True, reduced_motion="reduce").open({**PLACE, "m": "feelings", "text": OPENING})
    page.shows(**PLACE)
    page.cell.focus()

    press = presses(page)
    press("ArrowRight", op="weigh_g", s="4")
    press("ArrowLeft", op="squash_i", s="4")
    press("Shift+ArrowRight", op="squash_i", s="5")
    press("Shift+ArrowLeft", op="squash_i", s="4")
    press("ArrowDown", u="2")
    press("ArrowDown", u="2")
    press("ArrowUp", u="1")
    press("Home", s="0", op="arrive")
    press("End", s="10", op="handover", at="1")
    for figure, operation in {"4": "arrive", "5": "weigh_i", "6": "multiply_fc", "7": "weigh_o"}.items():
        press(figure, op=operation, s="10")
    chosen = page.hash()["c"]
    for step in range(1, 7):
        press("g", c=CHANNELS[(CHANNELS.index(chosen) + step) % 6])
    press("l", loop="1")
    press("Shift+L", without="loop")
    press("[", speed="0.5")
    press("[", speed="0.25")
    press("]", speed="0.5")
    press("?", panel="help")
    page.page.keyboard.press("Escape")
    expect(page.cell).to_be_focused()
    press("Enter", panel="arithmetic")
    press("Escape", without="panel")
    expect(page.cell).to_be_focused()


def test_space_plays_and_holds(explore: Open) -> None:
    page = explore(frozen=True).open({**PLACE, "gate": 0})
    page.pass_time(400)
    page.cell.focus()
    page.page.keyboard.press("Space")
    page.pass_time(700)
    expect(page.buttons.first).to_have_attribute("aria-label", "Pause")
    page.page.keyboard.press("Space")
    expect(page.buttons.first).to_have_attribute("aria-label", "Play")
    held = page.picture()
    page.pass_time(800)
    assert page.picture() == held


def test_keys_typed_into_the_sequence_are_only_typed(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({**PLACE, "s": 3, "text": "not bad at all"})
    page.shows(**PLACE | {"s": 3})
    page.wait_for(lang="en")
    before = page.hash()
    page.field.focus()
    page.page.keyboard.press("End")
    page.page.keyboard.type("l g 45[]?GL")
    page.page.keyboard.press("Enter")
    for key in ("ArrowLeft", "ArrowRight", "Home", "End"):
        page.page.keyboard.press(key)
    expect(page.field).to_have_value("not bad at alll g 45[]?GL\n")
    page.wait_for(text="not bad at alll g 45[]?GL\n")
    changed = {name for name in before | page.hash() if page.hash().get(name) != before.get(name)}
    assert changed == {"text"}


def test_keys_do_nothing_while_the_focus_is_elsewhere(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open(PLACE)
    page.shows(**PLACE)
    page.page.get_by_role("button", name="stop at each gate").focus()
    for key in ("g", "l", "5", "ArrowRight", "]", "?"):
        page.page.keyboard.press(key)
    page.next.click()
    page.wait_for(op="weigh_g", s="4", c="candidate")
    assert page.page.locator("dialog[open]").count() == 0
    assert {"loop", "speed", "panel"} & set(page.hash()) == set()


def test_the_lanes_are_a_grid_for_the_arrow_keys(explore: Open) -> None:
    page = explore(frozen=True, reduced_motion="reduce").open({**PLACE, "m": "feelings", "text": OPENING})
    page.shows(**PLACE)
    cell = page.page.get_by_role("gridcell")
    cell.focus()

    press = presses(page)
    words = OPENING.split()
    drawn = {unit: page.drawn()["i"][unit] for unit in (1, 2)}
    assert str(cell.get_attribute("aria-label")).startswith(f"i₂, input gate, step 5 {words[4]}: {drawn[1]}")
    page.page.keyboard.press("ArrowDown")
    assert str(cell.get_attribute("aria-label")).startswith(f"i₃, input gate, step 5 {words[4]}: {drawn[2]}")
    press("ArrowDown", c="candidate", u="0")
    press("ArrowRight", s="5", c="candidate")
    press("Home", s="0")
    press("End", s="10")
    expect(cell).to_be_focused()
    press("Enter", panel="arithmetic")


def test_view_as_table_shows_every_number_and_gives_the_focus_back(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({**PLACE, "op": "squash_i"})
    page.shows(**PLACE)
    button = page.page.get_by_role("button", name="View as table")
    button.focus()
    page.page.keyboard.press("Enter")
    table = page.page.locator("dialog.dialog-table")
    expect(table).to_be_visible()
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(11)
    shown = [cell.inner_text() for cell in rows.nth(4).locator("td:not(.outlook)").all()]
    assert [f"{float(cell.replace('−', '-')):.2f}".replace("-", "−") for cell in shown] == [
        page.drawn()["i"][unit] for unit in range(3)
    ]
    assert rows.nth(4).get_attribute("aria-current") == "step"
    page.page.keyboard.press("Escape")
    expect(table).to_be_hidden()
    expect(button).to_be_focused()


def test_a_dialog_keeps_the_focus_and_gives_it_back(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open(PLACE)
    for panel, opener in {"networks": "Network: Feelings", "save": "Save", "help": "Help"}.items():
        button = page.page.get_by_role("button", name=opener).first
        button.focus()
        page.page.keyboard.press("Enter")
        dialog = page.page.locator(f"dialog.dialog-{panel}")
        expect(dialog).to_be_visible()
        for _ in range(12):
            page.page.keyboard.press("Tab")
            outside = (
                "one => document.activeElement !== document.body && !one.contains(document.activeElement)"
            )
            assert not dialog.evaluate(outside), panel
        page.page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(button).to_be_focused()


def test_a_network_is_chosen_and_a_sequence_read_to_its_end_by_keyboard(explore: Open) -> None:
    """The job itself: another network, another text, every operation of a step, the next step, the number."""
    page = explore(frozen=True, reduced_motion="reduce").open(PLACE)

    press = presses(page)
    page.page.get_by_role("button", name="Network: Feelings").focus()
    page.page.keyboard.press("Enter")
    choice = page.page.locator("dialog .network-card", has_text="Deep")
    for _ in range(20):
        page.page.keyboard.press("Tab")
        if choice.evaluate("one => one === document.activeElement"):
            break
    press("Enter", m="deep")
    page.field.focus()
    page.page.keyboard.press("ControlOrMeta+A")
    page.page.keyboard.type("(a)")
    page.skip_time(400)
    page.wait_for(text="(a)")
    expect(page.page.locator("#ribbon [data-step]")).to_have_count(3)
    page.cell.focus()
    page.page.keyboard.press("Home")
    for operation in OPERATIONS:
        press("ArrowRight", op=operation, s="0", at="1")
    press("ArrowRight", op="arrive", s="1")
    page.page.get_by_role("button", name="Layer 2 ← backward").focus()
    press("Enter", l="1", d="backward")
    page.cell.focus()
    press("Enter", panel="arithmetic")
    expect(page.card).to_be_focused()
