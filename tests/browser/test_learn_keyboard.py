"""Every figure from first to last by the keyboard alone, in Chinese, with reduced motion."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenArticle
from tests.browser.learn import CHAPTERS, OPERATIONS, Article, Figure, words_of

# More presses of Tab than any figure has places to stop at.
MANY = 60
# Where the focus is: the kind of place in the figure, or "outside".
PLACE = """figure => {
  const here = document.activeElement;
  if (!figure.contains(here)) return ["outside", ""];
  const part = here.closest(".figure-bar, .stage, .figure-transport, .controls, .products");
  const seen = here.getBoundingClientRect();
  const style = getComputedStyle(here);
  const ringed = style.outlineStyle !== "none" || style.boxShadow !== "none";
  return [part?.className ?? "", seen.width > 0 && ringed ? "seen" : "unseen"];
}"""
# All that the Tab key should reach, once each: of radio buttons one.
STOPS = """figure => [...figure.querySelectorAll("a[href], button, input, select, textarea, [tabindex='0']")]
  .filter((one) => one.checkVisibility() && one.tabIndex >= 0).length"""


def tab_to_the_stage(page: Article, figure: Figure) -> None:
    """From the text before the figure, by Tab alone."""
    figure.enter()
    for _ in range(MANY):
        if figure.cell.evaluate("cell => cell === document.activeElement"):
            return
        page.page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach the stage of figure {figure.name}")


def test_every_figure_is_finished_by_arrow_keys(article: OpenArticle) -> None:
    page = article(reduced_motion="reduce").open("/learn?lang=zh")
    words = words_of("zh")
    for name, operations in OPERATIONS.items():
        figure = page.figure(name).bring()
        tab_to_the_stage(page, figure)
        page.page.keyboard.press("ArrowLeft")
        for _ in range(2 * len(operations)):
            page.page.keyboard.press("ArrowRight")
            if figure.said()[0].endswith(f"· {words[f'op.{operations[-1]}.title']}"):
                break
        figure.at(len(operations))
        gate, now, rule = figure.said()
        assert gate.endswith(f"· {words[f'op.{operations[-1]}.title']}"), name
        assert rule == words[f"op.{operations[-1]}.rule"]
        assert now
        assert "{" not in now
        live = figure.element.locator(".figure-live > [role=status]")
        expect(live).to_contain_text(now)


def test_space_and_back_and_home_and_unit(article: OpenArticle) -> None:
    """The other single keys: play, one back, units up and down, the card's channel, first and last step."""
    page = article(reduced_motion="reduce")
    figure = page.chapter("4", language="zh")
    figure.cell.focus()
    for _ in range(5):
        page.page.keyboard.press("Space")
        figure.rests()
        if figure.transport.locator(".figure-count").inner_text().startswith("5"):
            break
    figure.at(5)
    page.page.keyboard.press("ArrowLeft")
    page.page.keyboard.press("ArrowLeft")
    place = figure.transport.locator(".figure-count").inner_text()
    assert place[0] in "34"
    page.page.keyboard.press("ArrowDown")
    expect(figure.card.locator(".number-name")).to_contain_text("₃")
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("ArrowUp")
    expect(figure.card.locator(".number-name")).to_contain_text("₁")
    page.page.keyboard.press("Shift+ArrowRight")
    expect(figure.bar).to_contain_text("第 2 步")
    page.page.keyboard.press("End")
    expect(figure.bar).to_contain_text("第 3 步")
    page.page.keyboard.press("Home")
    expect(figure.bar).to_contain_text("第 1 步")


@pytest.mark.parametrize("name", ["3", "4"])
def test_tab_goes_through_every_control_and_leaves(article: OpenArticle, name: str) -> None:
    """No trap: each place once, every one of them visible with a ring, then out; backwards the same."""
    page = article(reduced_motion="reduce")
    figure = page.chapter(name, language="zh")
    figure.enter()
    wanted = figure.element.evaluate(STOPS)
    for key in ("Tab", "Shift+Tab"):
        places = []
        for _ in range(MANY):
            place, look = figure.element.evaluate(PLACE)
            if place == "outside":
                break
            places.append(place)
            assert look == "seen", (key, places)
            page.page.keyboard.press(key)
        assert place == "outside", f"{key} does not leave the figure"
        assert len(places) == wanted
        page.page.keyboard.press("Shift+Tab" if key == "Tab" else "Tab")


def test_letters_typed_into_a_field_are_not_commands(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("4", language="zh")
    field = figure.controls.locator("input[type=text]").first
    field.focus()
    before = (figure.said(), figure.svg())
    for key in ("l", "g", "End", "3", "?"):
        figure.page.keyboard.press(key)
    assert (figure.said(), figure.svg()) == before
    assert figure.page.locator("dialog[open]").count() == 0


def test_the_number_of_a_figure_can_be_typed(article: OpenArticle) -> None:
    """Every drag has a field beside it: typed and confirmed by the keyboard, its name said."""
    page = article(reduced_motion="reduce").open("/learn?lang=zh")
    for name in CHAPTERS:
        figure = page.figure(name).bring()
        fields = figure.controls.locator("input[type=range]")
        for k in range(fields.count()):
            ranged = fields.nth(k)
            label = ranged.get_attribute("aria-label") or ""
            typed = figure.controls.get_by_role("textbox", name=label, exact=True)
            assert label
            typed.focus()
            page.page.keyboard.press("Control+a")
            page.page.keyboard.type("0.75")
            page.page.keyboard.press("Enter")
            assert float(ranged.input_value()) == pytest.approx(0.75, abs=0.05), (name, label)
            ranged.focus()
            page.page.keyboard.press("ArrowRight")
            assert float(typed.input_value().replace("−", "-")) > 0.75, (name, label)


def test_the_keys_are_listed_and_the_list_closes(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("5", language="zh")
    figure.cell.focus()
    figure.page.keyboard.press("?")
    dialog = figure.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    figure.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(figure.cell).to_be_focused()
