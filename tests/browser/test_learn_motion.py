"""What moves in the article by itself: the first operation of a figure in view, once, and nothing else."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenArticle
from tests.browser.learn import CHAPTERS, OPERATIONS

# Below the first screen of a chapter: its figure is made, and not seen.
LOW = {"width": 1440, "height": 330}


def test_nothing_moves_before_a_figure_is_in_view(article: OpenArticle) -> None:
    """Made below the window, it waits; once seen it plays one operation, rests, and invites once."""
    page = article(frozen=True, **LOW)
    page.open("/learn/forget-gate")
    figure = page.figure("4")
    page.pass_time(300)
    figure.stage.locator("svg [data-unit]").first.wait_for(state="attached")
    before = figure.svg()
    page.pass_time(3000)
    assert figure.svg() == before
    page.page.set_viewport_size({"width": 1440, "height": 900})
    figure.stage.scroll_into_view_if_needed()
    play = figure.transport.locator("button").nth(3)
    for _ in range(20):
        page.pass_time(100)
        if play.get_attribute("aria-label") == "Pause":
            break
    expect(play).to_have_attribute("aria-label", "Pause")
    moving = figure.svg()
    page.pass_time(300)
    assert figure.svg() != moving
    page.pass_time(4400)
    expect(play).to_have_attribute("aria-label", "Play")
    expect(figure.next).to_contain_class("glow")
    rest = figure.svg()
    assert figure.transport.locator(".figure-count").inner_text() == "1 of 5"
    page.pass_time(6000)
    assert figure.svg() == rest


def test_no_figure_plays_longer_than_five_seconds(article: OpenArticle) -> None:
    """The whole article, scrolled through: five seconds after the last figure was reached all is at rest."""
    page = article().open("/learn")
    figures = page.figures()
    for figure in figures:
        figure.stage.scroll_into_view_if_needed()
        page.page.wait_for_timeout(150)
    page.page.wait_for_timeout(5000)
    before = [figure.svg() for figure in figures]
    picture = page.page.screenshot(animations="allow")
    page.page.wait_for_timeout(700)
    assert [figure.svg() for figure in figures] == before
    assert page.page.screenshot(animations="allow") == picture
    assert page.page.evaluate("document.getAnimations().length") == 0
    for figure in figures:
        figure.rests()


def test_with_reduced_motion_nothing_moves(article: OpenArticle) -> None:
    page = article(frozen=True, reduced_motion="reduce").open("/learn")
    for name in CHAPTERS:
        figure = page.figure(name)
        figure.element.scroll_into_view_if_needed()
        page.pass_time(200)
        figure.stage.locator("svg [data-unit]").first.wait_for(state="attached")
        before = figure.svg()
        figure.stage.scroll_into_view_if_needed()
        page.pass_time(1500)
        assert figure.svg() == before, name
        figure.next.click()
        after = figure.svg()
        page.pass_time(500)
        assert figure.svg() == after, name
        figure.rests()
    assert page.page.evaluate("document.getAnimations().length") == 0


def test_next_plays_one_operation_and_stops(article: OpenArticle) -> None:
    """At the pace that the figure says: longer operations longer, none longer than five seconds."""
    page = article(frozen=True)
    page.open("/learn/tanh", moment="figure-3=curve_compare,0,1")
    figure = page.figure("3")
    page.pass_time(500)
    figure.element.scroll_into_view_if_needed()
    page.pass_time(500)
    figure.at(3)
    figure.next.click()
    page.pass_time(2000)
    expect(figure.transport.locator("button").nth(3)).to_have_attribute("aria-label", "Pause")
    page.pass_time(2900)
    figure.at(4)


def test_scrubbed_away_and_back_the_drawing_is_the_same(article: OpenArticle) -> None:
    """In the document and in pixels, in the middle of a movement."""
    page = article().open("/learn", moment="figure-4=weigh_f,0,1,at:0.5")
    for name in ("2", "4", "6"):
        figure = page.figure(name).bring()
        figure.go(OPERATIONS[name][1], more="at:0.5")
        page.page.mouse.move(0, 0)
        figure.element.scroll_into_view_if_needed()
        figure.stage.scroll_into_view_if_needed()
        before, pixels = figure.svg(), page.picture(f"#figure-{name}-stage")
        slider = figure.transport.locator(".scrub")
        here = slider.input_value()
        for place in ("0", "2.7", "1.2", here):
            slider.evaluate(
                """(one, place) => {
                  one.value = place;
                  one.dispatchEvent(new Event("input", { bubbles: true }));
                }""",
                place,
            )
            if place != here:
                assert figure.svg() != before
        assert figure.svg() == before, name
        assert page.picture(f"#figure-{name}-stage") == pixels, name
