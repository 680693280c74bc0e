"""axe finds nothing in the article, its chapters' figures, the glossary, a figure for other pages."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenArticle
from tests.browser.learn import Article
from tests.browser.test_accessibility import findings


def dark(page: Article, theme: str) -> None:
    page.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_article_with_every_figure_alive(article: OpenArticle, language: str) -> None:
    page = article(reduced_motion="reduce").open(f"/learn?lang={language}")
    page.figures()
    page.exhibits()
    for theme in ("light", "dark") if language == "en" else ("dark",):
        dark(page, theme)
        assert findings(page) == [], theme


def test_a_chapter_on_a_phone_with_edits_answers_and_errors(article: OpenArticle) -> None:
    page = article(reduced_motion="reduce", width=390, height=844)
    figure = page.chapter("4", language="zh", moment="figure-4=park_f,1,2,o:forget_gate/all/set/1")
    field = figure.controls.get_by_role("textbox").first
    field.fill("7")
    field.press("Enter")
    page.page.locator(".ask form button").first.click()
    for theme in ("light", "dark"):
        dark(page, theme)
        assert findings(page) == [], theme


def test_the_share_panel(article: OpenArticle) -> None:
    page = article(reduced_motion="reduce")
    figure = page.chapter("5", language="zh")
    figure.share.click()
    expect(page.page.locator("dialog[open]")).to_be_visible()
    for theme in ("light", "dark"):
        dark(page, theme)
        assert findings(page) == [], theme


@pytest.mark.parametrize("path", ["/learn/glossary", "/embed/figure/4", "/embed/figure/2"])
def test_glossary_and_frames(article: OpenArticle, path: str) -> None:
    page = article(reduced_motion="reduce")
    for language in ("en", "zh"):
        page.open(f"{path}?lang={language}")
        if "embed" in path:
            page.figure(path[-1]).bring()
        for theme in ("light", "dark"):
            dark(page, theme)
            assert findings(page) == [], (language, theme)
