"""The article on a phone, at 320 px, on paper; one bright operator with its words beside it."""

import pytest

from tests.browser.conftest import OpenArticle
from tests.browser.learn import CHAPTERS, EXHIBITS, OPERATIONS, Figure
from tests.browser.test_sizes import OVERFLOW, SMALL_TARGETS, SMALL_TEXT

# The caption and the active operator on the screen, the transport whole in it.
TOGETHER = """figure => {
  const seen = (box) => box.width > 0 && box.top >= 0 && box.bottom <= innerHeight
    && box.left >= -1 && box.right <= innerWidth + 1;
  const of = (selector) => figure.querySelector(selector).getBoundingClientRect();
  const bright = [...figure.querySelectorAll(".stage-frame svg [data-operator]")].filter((one) =>
    [one, ...one.querySelectorAll("g")].every((g) => Number(g.getAttribute("opacity") ?? 1) === 1));
  const frame = of(".stage-frame");
  const inside = bright.filter((one) => {
    const box = one.getBoundingClientRect();
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return x > frame.left && x < frame.right && y > frame.top && y < frame.bottom;
  });
  return {
    caption: seen(of(".stage-caption")),
    transport: seen(of(".figure-transport")),
    operator: inside.map((one) => one.dataset.operator),
    top: frame.top,
  };
}"""
BRIGHT = """figure => {
  const full = (g) => Number(g.getAttribute("opacity") ?? 1) === 1;
  const bright = [...figure.querySelectorAll(".stage-frame svg [data-operator]")].filter(
    (one) => [one, ...one.querySelectorAll("g")].every(full));
  const caption = figure.querySelector(".stage-caption-drawn").getBoundingClientRect();
  const box = bright[0]?.getBoundingClientRect();
  const apart = (a0, a1, b0, b1) => Math.max(0, b0 - a1, a0 - b1);
  return {
    bright: bright.map((one) => one.dataset.operator),
    away: box && Math.hypot(apart(box.left, box.right, caption.left, caption.right),
                            apart(box.top, box.bottom, caption.top, caption.bottom)),
  };
}"""
# Not the links inside sentences, which 2.5.8 leaves out; a radio button is hit by its label.
IN_FIGURES = (
    ".figure :is(button, input, select, a[href]), .own a, "
    ".ask :is(button, label:has(input), summary, .number)"
)
# A line of the words below the stage.
LINE = 21


def test_one_operator_is_bright_and_its_words_are_near(article: OpenArticle) -> None:
    page = article(reduced_motion="reduce").open("/learn")
    for name in "4567":
        figure = page.figure(name).bring()
        for operation in OPERATIONS[name]:
            figure.go(operation)
            found = figure.element.evaluate(BRIGHT)
            assert len(found["bright"]) == 1, operation
            assert found["away"] <= 120, operation


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_off_or_too_small(article: OpenArticle, language: str) -> None:
    """Every figure, chart and table alive, the answers open; wide, on a phone, at 320 px."""
    page = article(reduced_motion="reduce").open(f"/learn?lang={language}")
    page.figures()
    page.exhibits()
    for details in page.page.locator("details").all():
        details.evaluate("one => { one.open = true; }")
    for width in (1440, 1024, 768, 390, 320):
        page.resize(width, 844)
        assert page.page.evaluate(OVERFLOW) == {"scrolls": 0, "beyond": []}, f"{width} px"
        if width != 320:
            # Where a table has no room for numbers, those of the word in hand stand below it.
            small = [
                one for one in page.page.evaluate(SMALL_TEXT) if not one.startswith("0.0 px: <span class")
            ]
            assert small == [], f"{width} px"
            assert page.page.evaluate(SMALL_TARGETS, IN_FIGURES) == [], f"{width} px"


def test_on_a_phone_words_operator_and_transport_are_seen_together(article: OpenArticle) -> None:
    """Each operation of each figure, once the reader has scrolled the stage to the top; Next hardly moves."""
    page = article(reduced_motion="reduce", width=390, height=844).open("/learn?lang=en")
    for figure in page.figures():
        places = set()
        for operation in OPERATIONS[figure.name]:
            figure.go(operation)
            figure.stage.evaluate("stage => stage.scrollIntoView({ block: 'start' })")
            found = figure.element.evaluate(TOGETHER)
            assert found["caption"], (figure.name, operation)
            assert found["transport"], (figure.name, operation)
            if figure.name in "4567":
                assert len(found["operator"]) == 1, (figure.name, operation)
            places.add(figure.next.evaluate("one => Math.round(one.getBoundingClientRect().top)"))
        assert max(places) - min(places) <= LINE, f"Next of figure {figure.name} jumps: {places}"


def test_on_a_phone_the_stage_is_followed_through_a_movement(article: OpenArticle) -> None:
    """The part shown holds the active operator in the middle of every operation too."""
    page = article(reduced_motion="reduce", width=390, height=844).open("/learn")
    for name in "4567":
        figure = page.figure(name).bring()
        for operation in OPERATIONS[name]:
            figure.go(operation, more="at:0.5")
            assert len(figure.element.evaluate(TOGETHER)["operator"]) == 1, (name, operation)


def strips(figure: Figure) -> int:
    return figure.element.locator(".figure-strip svg").count()


def test_on_paper_each_figure_is_a_strip_of_its_key_frames(article: OpenArticle) -> None:
    page = article().open("/learn")
    page.page.emulate_media(media="print")
    for name in CHAPTERS:
        figure = page.figure(name)
        assert strips(figure) >= 3, name
        assert figure.element.locator(".figure-live").evaluate_all(
            "all => all.every((one) => !one.checkVisibility())"
        )
        words = figure.element.locator(".figure-strip p").all_inner_texts()
        assert all(len(text) > 20 for text in words)
    for name in EXHIBITS:
        controls = page.page.locator(f"#figure-{name} :is(button, input, select)")
        assert controls.evaluate_all("all => all.every((one) => !one.checkVisibility())"), name
    for part in (".page-header nav", ".ask form", ".own"):
        found = page.page.locator(part)
        assert found.evaluate_all("all => all.every((one) => !one.checkVisibility())"), part
    assert page.page.locator(".ask-answer p").first.is_visible()
    data = page.page.pdf(format="A4")
    assert data.startswith(b"%PDF")
    assert 6 <= data.count(b"/Type /Page\n") <= 40
    page.page.emulate_media(media="screen")
    assert page.page.locator(".figure-strip").count() == 0
