"""From a figure to Explore, from Explore to a chapter; a link and another language show the same moment."""

import re
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import Open, OpenArticle
from tests.browser.explore import OPERATIONS as EVERY
from tests.browser.learn import CHAPTERS, OPERATIONS, Figure, words_of

EXPLAINED = {
    "forget gate": "forget-gate", "input gate": "input-gate", "candidate": "input-gate",
    "cell state": "cell-state", "output gate": "output-gate", "hidden state": "output-gate",
}  # fmt: skip


def place_in(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).fragment))


def own_link(figure: Figure) -> str:
    """Where the share panel leads with the reader's own sentence."""
    figure.share.click()
    link = figure.page.locator("dialog[open] a.primary").get_attribute("href") or ""
    figure.page.keyboard.press("Escape")
    return link


def test_each_operation_opens_on_explore(article: OpenArticle, explore: Open, live_server: str) -> None:
    """The worked example leads to the trained network's first place, its own sentence to where one stands."""
    page = article(reduced_motion="reduce").open("/learn")
    review = page.boot()["datasets"]["review"]
    begin = {"m": "review", "s": str(review["place"]["step"]), "u": str(review["place"]["unit"])}
    drawn = {}
    for name, operations in OPERATIONS.items():
        operation = operations[-1]
        figure = page.figure(name).bring()
        figure.go(operation)
        place = place_in(own_link(figure))
        assert place | begin == place
        assert operation not in EVERY or place["op"] == operation
        if name in "4567":
            figure.go(operation, step=6, unit=2, more="d:review")
            place = {"m": "review", "text": review["text"], "s": "6", "op": operation, "u": "2"}
            assert place_in(own_link(figure)) == place
            numbers = figure.drawn()
            drawn[operation] = {vector: here for vector, here in numbers.items() if None not in here}
    other = explore(address=live_server, reduced_motion="reduce").open({"m": "review"})
    for operation, here in drawn.items():
        other.go(m="review", text=review["text"], s=6, op=operation, u=2, at=1)
        other.shows(s=6, u=2, op=operation)
        there = {vector: list(units.values()) for vector, units in other.drawn().items()}
        alike = set(here) & set(there)
        assert alike >= {"x", "h_prev"}
        assert {vector: there[vector] for vector in alike} == {vector: here[vector] for vector in alike}


def test_the_link_in_the_text_is_followed(article: OpenArticle) -> None:
    """A click on "run this on your own sentence" of each chapter: Explore, at this chapter's gate."""
    page = article(reduced_motion="reduce")
    words = words_of("en")
    for name in ("4", "7"):
        page.open(f"/learn/{CHAPTERS[name]}")
        link = page.page.locator(".own a").first
        place = place_in(link.get_attribute("href") or "")
        link.click()
        page.page.wait_for_url("**/#*")
        caption = page.page.locator("#stage .stage-caption b")
        expect(caption).to_have_text(re.compile(f"^{name} .* · {words['op.' + place['op'] + '.title']}$"))
        expect(page.page.locator("#arithmetic-unit")).to_have_value(str(int(place["u"]) + 1))


def test_each_gate_on_explore_leads_to_its_chapter(explore: Open, live_server: str) -> None:
    page = explore(address=live_server, reduced_motion="reduce").open({"m": "review", "s": 4})
    found = {}
    for channel in EXPLAINED:
        page.card.get_by_role("button", name=channel, exact=True).click()
        link = page.card.locator(".explained")
        expect(link).to_be_visible()
        found[channel] = (link.get_attribute("href") or "").removeprefix("/learn/")
    assert found == EXPLAINED
    page.card.locator(".explained").click()
    expect(page.page).to_have_url(f"{live_server}/learn/output-gate")
    expect(page.page.get_by_role("heading", name="The output gate")).to_be_visible()


def test_another_language_keeps_the_place(article: OpenArticle) -> None:
    """Chapter, figure, numbers, step, operation and unit; the figure is where the reader looks."""
    page = article(reduced_motion="reduce").open("/learn?lang=en", moment="figure-5=squash_g,1,2,d:review")
    figure = page.figure("5")
    figure.at(4)
    drawn = figure.drawn()
    for address, language in (("zh", "zh-CN"), ("en", "en")):
        page.page.locator(".page-language").click()
        expect(page.page.locator("html")).to_have_attribute("lang", language)
        assert f"lang={address}" in page.page.url
        figure.at(4)
        assert figure.drawn() == drawn
        expect(figure.card.locator(".number-name")).to_contain_text("₃")
        expect(page.page.locator("#input-gate")).to_be_in_viewport()


def test_a_copied_link_shows_the_same_moment(article: OpenArticle) -> None:
    """With a weight changed and a value held: the same drawing and the same controls, elsewhere."""
    page = article(reduced_motion="reduce")
    figure = page.chapter("4")
    figure.go("park_f", step=1)
    figure.controls.get_by_role("textbox", name="Weight of x₁ in f₂").fill("1.25")
    figure.cell.focus()
    figure.cell.press("ArrowDown")
    figure.controls.get_by_role("textbox", name="Forget gate f₃").fill("0.3")
    figure.share.click()
    address = page.page.locator("dialog[open] input.share-text").input_value()
    page.page.keyboard.press("Escape")
    assert "/learn/forget-gate#figure-4=park_f,1,2" in address
    other = article(reduced_motion="reduce", apart=True)
    other.page.goto(address)
    shown = other.figure("4")
    shown.at(5)
    expect(shown.element).to_be_in_viewport()
    assert shown.svg() == figure.svg()
    assert shown.drawn()["f"][2] == "0.30"
    assert shown.card.inner_text() == figure.card.inner_text()


def test_the_address_follows_the_reader_and_not_the_film(article: OpenArticle) -> None:
    page = article()
    figure = page.chapter("6")
    figure.rests()
    page.page.wait_for_timeout(1500)
    assert "#" not in page.page.url, "what moves by itself is not the reader's"
    figure.cell.focus()
    figure.cell.press("End")
    expect(page.page).to_have_url(re.compile(r"#figure-6=\w+,2,1"))
    page.page.reload()
    expect(figure.bar.locator(".figure-where")).to_have_text("step 3 of 3")


def test_what_a_link_says_wrongly_does_no_harm(article: OpenArticle) -> None:
    """At the first load, and followed within the page."""
    wrong = [
        "figure-4=join,9999,77,d:nobody,at:7", "figure-4=nonsense,0,0", "figure-9=join,0,0&%E0%A4%A&=&=",
        "figure-4=join,0,0,w:forget_gate/W_x/99/0/1", "figure-4=join,0,0,o:soul/all/set/1,v:unheard_of",
    ]  # fmt: skip
    figure = article(reduced_motion="reduce").chapter("4", moment=wrong[0])
    for moment in wrong:
        figure.page.evaluate("moment => { location.hash = moment }", moment)
        figure.go("park_f")
        assert figure.drawn()["f"] == ["0.97", "0.08", "0.51"]


def test_a_link_is_followed_though_the_address_is_written_before_it_is_heard(article: OpenArticle) -> None:
    figure = article(reduced_motion="reduce").chapter("4")
    figure.page.evaluate(
        "() => { location.hash = 'figure-4=squash_f,0,2';"
        " history.replaceState(null, '', '#figure-4=join,0,0'); }"
    )
    figure.at(4)
