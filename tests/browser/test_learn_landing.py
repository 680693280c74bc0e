"""A link to a chapter leads there, although the figures above it change their height as they come to life."""

import pytest

from tests.browser.conftest import OpenArticle

TOP = "id => document.getElementById(id).getBoundingClientRect().top"
# Just below the header, which stays at the top of the window.
BELOW = "id => Math.abs(document.getElementById(id).getBoundingClientRect().top - 76) < 2"
SIZES = [(390, 844), (1440, 900)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("slug", ["sigmoid", "output-gate"])
def test_a_link_leads_to_its_chapter_and_stays_there(
    article: OpenArticle, width: int, height: int, slug: str
) -> None:
    page = article(width=width, height=height).open("/learn", moment=slug).page
    page.wait_for_selector("#figure-7[data-live], #figure-2[data-live]", state="attached")
    page.wait_for_timeout(400)
    assert page.evaluate(BELOW, slug), page.evaluate(TOP, slug)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_contents_lead_to_each_chapter(article: OpenArticle, width: int, height: int) -> None:
    page = article(width=width, height=height).open("/learn").page
    page.locator(".ask form").first.wait_for(state="attached")
    for slug in ("cell-state", "gates", "input-gate"):
        page.evaluate("slug => document.querySelector(`.chapters a[href='#${slug}']`).click()", slug)
        page.wait_for_timeout(600)
        assert page.evaluate(BELOW, slug), (slug, page.evaluate(TOP, slug))


def test_a_reader_who_scrolls_on_is_not_held(article: OpenArticle) -> None:
    page = article(width=390, height=844).open("/learn", moment="tanh").page
    page.locator("#figure-3[data-live]").wait_for(state="attached")
    page.evaluate("scrollBy(0, 500)")
    page.wait_for_timeout(300)
    after = page.evaluate(TOP, "tanh")
    assert after < -300
    page.evaluate("document.querySelector('#tanh p').style.paddingBottom = '40px'")
    page.wait_for_timeout(300)
    assert abs(page.evaluate(TOP, "tanh") - after) < 60
