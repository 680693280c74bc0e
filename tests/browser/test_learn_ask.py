"""Predict, then reveal: a guess, then the true value; by keyboard, in both languages, kept nowhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenArticle
from tests.browser.learn import words_of
from tests.browser.numbers import decimals, read_number

ASKED = """() => [...document.querySelectorAll(".ask")].map(({ id, dataset }) => ({ id, ...dataset }))"""
KEPT = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
})"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_answer_is_revealed_and_right(article: OpenArticle, language: str) -> None:
    """A number in each chapter that has one to guess, choices elsewhere, three questions at the end."""
    page = article(reduced_motion="reduce").open(f"/learn?lang={language}")
    page.figures()
    page.exhibits()  # what comes to life above a question moves it
    words = words_of(language)
    before = page.page.evaluate(KEPT)
    asked = page.page.evaluate(ASKED)
    assert len(asked) == 10 + 3, "one a chapter, three at the end"
    assert sum(one["kind"] == "choice" for one in asked) >= 3
    address = page.page.url
    page.requests.clear()
    for one in asked:
        question = page.page.locator(f"#{one['id']}")
        answer = question.locator("details")
        assert answer.get_attribute("open") is None, "nothing is given away"
        if one["kind"] == "number":
            right = decimals(float(one["answer"]), int(one["decimals"]))
            question.get_by_role("textbox").fill("77")
        else:
            wrong = question.locator(f"input[type=radio]:not([value='{one['answer']}'])").first
            right = question.locator(f"[data-choice='{one['answer']}']").inner_text().strip().rstrip(".。")
            wrong.check()
        question.get_by_role("button", name=words["ask.check"]).click()
        said = question.get_by_role("status")
        expect(said).to_contain_text(right)
        expect(answer).to_have_attribute("open", "")
        reason = answer.locator("p").inner_text()
        assert reason.count(".") + reason.count("。") >= 1, one["id"]
        if one["kind"] == "number":
            shown = read_number(answer.locator("b").inner_text())
            assert shown == pytest.approx(float(one["answer"]), abs=10 ** -int(one["decimals"])), one["id"]
            question.get_by_role("textbox").fill(right)
        else:
            question.locator(f"input[value='{one['answer']}']").check()
        question.get_by_role("button", name=words["ask.check"]).click()
        expected = words[f"ask.{one['kind']}.same"].split("{guess}")[1]
        expect(said).to_contain_text(expected.strip())
    assert page.page.evaluate(KEPT) == before
    assert page.page.url == address
    assert [request.url for request in page.requests if "/static/" not in request.url] == []


def test_what_is_no_guess_is_said_and_reveals_nothing(article: OpenArticle) -> None:
    page = article(reduced_motion="reduce").open("/learn/forget-gate")
    question = page.page.locator(".ask[data-kind=number]").first
    field, said = question.get_by_role("textbox"), question.get_by_role("status")
    for wrong in ("", "  ", "abc", "<b>1</b>", "1/2", "1e999"):
        field.fill(wrong)
        question.get_by_role("button", name="Check my guess").click()
        expect(said).to_have_text("A number first, any number will do.")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(question.locator("details")).not_to_have_attribute("open", "")
    for typed in ("-0,04", "−0.04", "-.04", "－０．０４"):
        field.fill(typed)
        field.press("Enter")
        expect(said).to_have_text("Your guess: −0.04. That is it.")
        expect(field).not_to_have_attribute("aria-invalid", "true")
    field.fill("-0.05")
    field.press("Enter")
    expect(said).to_have_text("Your guess: −0.05. It is −0.04: that close.")


def test_a_choice_by_keyboard(article: OpenArticle) -> None:
    """The list is reached by Tab, changed by arrows, sent by Enter; with none chosen it says so."""
    page = article(reduced_motion="reduce").open("/learn/onward?lang=zh")
    words = words_of("zh")
    question = page.page.locator(".ask[data-kind=choice]").last
    answer = question.get_attribute("data-answer")
    button = question.get_by_role("button", name=words["ask.check"])
    button.focus()
    page.page.keyboard.press("Enter")
    expect(question.get_by_role("status")).to_have_text(words["ask.choice.missing"])
    expect(question.get_by_role("radio").first).to_be_focused()
    page.page.keyboard.press("Space")
    for _ in range(question.get_by_role("radio").count()):
        if question.locator("input:checked").get_attribute("value") == answer:
            break
        page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("Enter")
    expect(question.get_by_role("status")).to_contain_text("正是如此")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Tab")
    expect(question.locator("summary")).to_be_focused()


def test_the_answer_opens_without_a_guess(article: OpenArticle) -> None:
    page = article(reduced_motion="reduce").open("/learn/cell-state")
    question = page.page.locator(".ask").first
    question.locator("summary").press("Enter")
    expect(question.locator(".ask-answer p")).to_be_visible()
    assert question.get_by_role("status").inner_text() == ""
