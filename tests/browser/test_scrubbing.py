"""A frame is a function of where one stands: whichever way one comes there, the pixels are the same."""

import pytest

from tests.browser.conftest import Open
from tests.browser.explore import Explore, set_value
from tests.browser.networks import OPENING

PLACE = {"m": "feelings", "text": OPENING, "s": 4, "u": 1, "c": "candidate", "lang": "en"}
MIDDLE = {"op": "multiply_ig", "at": 0.35}


def scrub(page: Explore, position: float) -> None:
    """Move the slider as a hand does."""
    set_value(page.page.locator("#transport .scrub"), str(position))


@pytest.mark.parametrize("pretends", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_scrub_away_and_back_gives_identical_pixels(explore: Open, pretends: dict[str, str]) -> None:
    page = explore(**pretends).open({**PLACE, **MIDDLE})
    page.wait_for(op="multiply_ig", at="0.35")
    slider = page.page.locator("#transport .scrub")
    here = float(slider.input_value())
    before, lanes = page.picture(), page.lanes()
    for position in (0, 30.5, 200, 81.4, 82.5):
        scrub(page, position)
        assert page.picture() != before
    scrub(page, here)
    assert page.picture() == before
    assert page.lanes() == lanes


def test_stepping_back_and_forth_gives_identical_pixels(explore: Open) -> None:
    page = explore(reduced_motion="reduce").open({**PLACE, "op": "squash_g", "at": 1})
    before = page.picture()
    _, previous_step, back, forth, next_step = page.buttons.all()[:5]
    forth.click()
    after = page.picture()
    back.click()
    assert page.picture() == before
    forth.click()
    assert page.picture() == after
    back.click()
    next_step.click()
    assert page.picture() != before
    previous_step.click()
    assert page.picture() == before


def test_played_scrubbed_and_linked_to_give_identical_pixels(explore: Open) -> None:
    """Three ways to the end of an operation."""
    played = explore(frozen=True).open({**PLACE, "op": "park_f", "at": 1})
    played.next.click()
    played.pass_time(1000)
    linked = explore().open({**PLACE, "op": "weigh_i", "at": 1})
    linked.wait_for(op="weigh_i", at="1")
    scrubbed = explore().open({**PLACE, "op": "arrive"})
    scrub(scrubbed, 4 * 18 + 6)
    pictures = [page.picture() for page in (played, linked, scrubbed)]
    assert pictures[0] == pictures[1] == pictures[2]


def test_scrubbing_ends_at_the_ends(explore: Open) -> None:
    page = explore().open({**PLACE, "op": "add"})
    scrub(page, 10_000)
    page.wait_for(s="10", op="handover", at="1")
    assert page.next.get_attribute("aria-disabled") == "true"
    scrub(page, -5)
    page.wait_for(s="0", op="arrive")
    assert page.buttons.nth(2).get_attribute("aria-disabled") == "true"


def test_a_step_can_be_typed_instead_of_dragged(explore: Open) -> None:
    """Every drag has a number field."""
    page = explore(reduced_motion="reduce").open({**PLACE, "op": "add", "at": 1})
    field = page.page.locator("#step-number")
    field.fill("7")
    field.press("Enter")
    page.wait_for(s="6", op="add", at="1")
    field.fill("400")
    field.press("Enter")
    page.wait_for(s="10")
    assert field.input_value() == "11"
