"""The article with the network cut after it was loaded, and its text without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenArticle
from tests.browser.learn import CHAPTERS, EXHIBITS, OPERATIONS
from tests.browser.numbers import decimals


def test_every_figure_lives_without_a_network(article: OpenArticle) -> None:
    """Cut before the first figure below the window is made: all are made, play, and compute."""
    page = article(fresh=True).open("/learn")
    page.page.wait_for_load_state("networkidle")
    page.page.context.set_offline(True)
    page.requests.clear()
    for name in CHAPTERS:
        figure = page.figure(name).bring()
        figure.go(OPERATIONS[name][0], more="at:0.5")
        figure.transport.locator("button").nth(3).click()
        expect(figure.transport.locator(".figure-count")).not_to_contain_text("1 of", timeout=8000)
        figure.go(OPERATIONS[name][-1])
        before = figure.svg()
        changes = figure.controls.locator("input[type=range]")
        if changes.count():
            changes.first.focus()
            changes.first.press("End")
        else:
            figure.controls.locator("button.toggle").first.click()
        assert figure.svg() != before, name
        if name not in "23":
            figure.bar.get_by_role("button", name="Trained network").click()
            assert len(figure.drawn()["h_prev"]) == 4
        figure.share.click()
        expect(page.page.locator("dialog[open]")).to_be_visible()
        page.page.keyboard.press("Escape")
    for exhibit in page.exhibits():
        assert exhibit.inner_text()
    page.page.locator(".ask form button").first.click()
    assert [request.url for request in page.requests if request.url.startswith("http")] == []
    page.page.context.set_offline(False)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_text_without_a_script(article: OpenArticle, language: str) -> None:
    """Chapters, formulas, questions that unfold, and each figure's numbers in a picture or a table."""
    page = article(java_script_enabled=False)
    page.open(f"/learn?lang={language}")
    page.complaints.clear()  # every script that was not let in
    document = page.page
    assert document.locator(".chapter").count() == 10
    formulas = document.locator("math[display=block]")
    assert formulas.count() >= 7
    for k in range(formulas.count()):
        box = formulas.nth(k).bounding_box()
        assert box is not None
        assert box["height"] > 10
        assert formulas.nth(k).get_attribute("alttext")
    question = document.locator(".ask").first
    assert not question.locator(".ask-answer p").is_visible()
    question.locator("summary").click()
    expect(question.locator(".ask-answer p")).to_be_visible()
    assert document.locator(".ask form").count() == 0
    for name in [*CHAPTERS, *EXHIBITS]:
        figure = document.locator(f"#figure-{name}")
        assert figure.locator("table, svg, img").first.is_visible(), name
        figure.locator("table").first.scroll_into_view_if_needed()
    numbers = document.locator("#figure-4").inner_text()
    for value in (0.97, 0.08, 0.51, -0.5):
        assert decimals(value) in numbers, value


def test_a_chapter_leads_on_and_back_without_a_script(article: OpenArticle) -> None:
    page = article(java_script_enabled=False)
    page.open("/learn/tanh?lang=zh")
    page.complaints.clear()
    page.page.get_by_role("link", name="遗忘门").last.click()
    expect(page.page).to_have_url(f"{page.site}/learn/forget-gate")
    expect(page.page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.page.get_by_role("link", name="Tanh").last.click()
    expect(page.page).to_have_url(f"{page.site}/learn/tanh")
    page.page.locator(".term").first.click()
    assert "/learn/glossary#" in page.page.url
    assert page.page.locator(":target").count() == 1
    page.complaints.clear()
