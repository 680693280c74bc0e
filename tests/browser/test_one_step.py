"""One step, operation by operation: every number drawn on the stage is the API's, to the decimals shown."""

from typing import Any

import httpx
import pytest

from tests.browser.conftest import Open
from tests.browser.explore import OPERATIONS, Explore
from tests.browser.networks import OPENING
from tests.browser.numbers import decimals, trace, vectors

# What each operation leaves on the stage that was not there before.
MAKES = {
    "weigh_f": "a_f", "squash_f": "f", "weigh_i": "a_i", "squash_i": "i", "weigh_g": "a_g", "squash_g": "g",
    "multiply_ig": "ig", "multiply_fc": "fc", "add": "c", "weigh_o": "a_o", "squash_o": "o",
    "tanh_c": "tanh_c", "multiply_o": "h",
}  # fmt: skip
PLACES: list[dict[str, Any]] = [
    {"m": "feelings", "text": OPENING, "s": 0},
    {"m": "feelings", "text": OPENING, "s": 5},
    {"m": "deep", "text": "(a(b))", "s": 3, "l": 1},
    {"m": "deep", "text": "(a(b))", "s": 5, "l": 0, "d": "backward"},
    {"m": "deep", "text": "(a(b))", "s": 2, "l": 1, "d": "backward"},
    {"m": "sensors", "values": "0.5, -1\n1.5, 0.25\n-2e-1, 3", "s": 1},
]


def asked(place: dict[str, Any]) -> dict[str, Any]:
    """The same question for the API."""
    if "text" in place:
        return {"model": place["m"], "text": place["text"]}
    rows = [[float(cell) for cell in line.split(",")] for line in place["values"].splitlines()]
    return {"model": place["m"], "values": rows}


def wrong_numbers(page: Explore, expected: dict[str, Any]) -> dict[str, Any]:
    """What the stage shows otherwise than the API: vector and unit -> shown, expected."""
    return {
        f"{name}[{unit}]": (shown, decimals(expected[name][unit]))
        for name, units in page.drawn().items()
        for unit, shown in units.items()
        if shown != decimals(expected[name][unit])
    }


def test_packets_carry_their_numbers_on_the_way(explore: Open, api: httpx.Client) -> None:
    """In motion: the numbers are right from the first frame to the last, and the operation then rests."""
    place = PLACES[1]
    expected = vectors(trace(api, **asked(place)), step=place["s"])
    page = explore(frozen=True).open({**place, "op": "arrive", "speed": 4})
    page.pass_time(400)
    for operation in OPERATIONS:
        page.next.click()
        page.pass_time(60)
        assert page.buttons.first.get_attribute("aria-label") == "Pause"
        assert wrong_numbers(page, expected) == {}, f"in the middle of {operation}"
        page.pass_time(200)
        assert page.buttons.first.get_attribute("aria-label") == "Play"
        assert wrong_numbers(page, expected) == {}, f"after {operation}"
    page.pass_time(400)
    assert page.hash() | {"op": "handover", "at": "1", "s": "5"} == page.hash()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(map(str, place.values()))[:40])
def test_next_operation_shows_the_numbers_of_the_api(
    explore: Open, api: httpx.Client, place: dict[str, Any]
) -> None:
    layer, direction, step = place.get("l", 0), place.get("d", "forward"), place["s"]
    answer = trace(api, **asked(place))
    expected = vectors(answer, step=step, layer=layer, direction=direction)
    page = explore(frozen=True, reduced_motion="reduce").open({**place, "op": "arrive"})
    page.skip_time(400)
    made = {"x", "c_prev", "h_prev"}
    for operation in OPERATIONS:
        page.next.click()
        page.skip_time(400)
        assert page.hash() | {"s": str(step), "op": operation, "at": "1"} == page.hash()
        drawn = page.drawn()
        made |= {MAKES[operation]} if operation in MAKES else set()
        assert wrong_numbers(page, expected) == {}, f"after {operation}"
        assert set(drawn) <= made, f"{operation} shows what is not made yet"
        assert operation not in MAKES or MAKES[operation] in drawn, operation
    following = step + (1 if direction == "forward" else -1)
    if 0 <= following < answer["length"]:
        page.next.click()
        page.skip_time(400)
        assert (page.hash()["s"], page.hash()["op"]) == (str(following), "arrive")
        later = vectors(answer, step=following, layer=layer, direction=direction)
        assert wrong_numbers(page, later) == {}
        assert later["c_prev"] == pytest.approx(expected["c"])


def test_up_to_four_units_are_written_out(explore: Open) -> None:
    page = explore().open({"s": 4, "op": "handover", "at": 1})
    unwritten = page.page.locator("#stage svg [data-vector]:not([data-vector='']) + :not(text)")
    assert unwritten.count() == 0
    assert set(page.drawn()["h"]) == {0, 1, 2}


def test_one_operator_is_bright_and_its_caption_is_near(explore: Open) -> None:
    """Exactly one operator stands out, and the words lie within 120 px of it."""
    page = explore().open({"s": 4, "op": "arrive"})
    for operation in OPERATIONS:
        page.go(s=4, op=operation, at=1)
        page.wait_for(op=operation, at="1")
        found = page.stage.evaluate(
            """stage => {
              const full = (g) => Number(g.getAttribute("opacity") ?? 1) === 1;
              const bright = [...stage.querySelectorAll("svg [data-operator]")].filter(
                (one) => [...one.querySelectorAll("g")].every(full));
              const caption = stage.querySelector(".stage-caption-drawn").getBoundingClientRect();
              const box = bright[0].getBoundingClientRect();
              const apart = (a0, a1, b0, b1) => Math.max(0, b0 - a1, a0 - b1);
              return {
                bright: bright.map((one) => one.dataset.operator),
                away: Math.hypot(apart(box.left, box.right, caption.left, caption.right),
                                 apart(box.top, box.bottom, caption.top, caption.bottom)),
              };
            }"""
        )
        assert len(found["bright"]) == 1, operation
        assert found["away"] <= 120, operation
