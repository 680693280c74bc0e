"""The article says the same in both languages, and everything it names exists."""

import json
import re

import pytest

from app.learn.chapters import CHAPTERS
from app.settings import Settings

TEMPLATES = Settings().templates_folder
FOLDER = TEMPLATES / "learn"
LANGUAGES = ("en", "zh")
SLUGS = [chapter.slug for chapter in CHAPTERS]
CALL = re.compile(r"\{\{-?\s*(term|figure|formula|ask_number|ask_choice|own)\(([^{}]*)\)\s*-?\}\}", re.DOTALL)
NAME = re.compile(r'^"([\w-]+)"')
ANSWER = re.compile(r'^"[\w-]+",\s*([^,]+)')
LITERAL = re.compile(r"[-\d.]+")
# What a question assumes, the column that the original sends through its curves, and its two wrong values.
GIVEN = {"0.9", "0.99", "0.1", "−0.5", "0.006", "0.009"}
WRITTEN = re.compile(r"(?<![\w.#-])[-−]?\d+\.\d+")


def source(language: str, slug: str) -> str:
    return (FOLDER / language / f"{slug}.html").read_text(encoding="utf-8")


def calls(language: str, slug: str) -> list[tuple[str, str]]:
    """The macros that a chapter calls, with what each is about."""
    return [
        (name, (NAME.match(given.strip()) or [given, given])[1])
        for name, given in CALL.findall(source(language, slug))
    ]


def glossary() -> dict[str, dict[str, object]]:
    terms: dict[str, dict[str, object]] = json.loads((FOLDER / "glossary.json").read_bytes())
    return terms


def linked() -> dict[str, set[str]]:
    """The chapters that link each term, in English."""
    found: dict[str, set[str]] = {}
    for slug in SLUGS:
        for name, key in calls("en", slug):
            if name == "term":
                found.setdefault(key, set()).add(slug)
    return found


def test_both_languages_have_the_same_chapters() -> None:
    for language in LANGUAGES:
        assert {path.stem for path in (FOLDER / language).glob("*.html")} == set(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_both_languages_are_built_alike(slug: str) -> None:
    """Figures, formulas, questions and links in the same order; terms may change places in a sentence."""
    english, chinese = (calls(language, slug) for language in LANGUAGES)
    assert [call for call in chinese if call[0] != "term"] == [call for call in english if call[0] != "term"]
    assert sorted(chinese) == sorted(english)


@pytest.mark.parametrize("slug", SLUGS)
def test_both_languages_ask_for_the_same_answer(slug: str) -> None:
    answers = []
    for language in LANGUAGES:
        asked = [given for name, given in CALL.findall(source(language, slug)) if name.startswith("ask")]
        answers.append([(ANSWER.match(given.strip()) or ["", ""])[1].strip() for given in asked])
    assert answers[0] == answers[1]
    assert all(answers[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_answer_to_a_number_is_computed(language: str, slug: str) -> None:
    for name, given in CALL.findall(source(language, slug)):
        if name == "ask_number":
            answer = (ANSWER.match(given.strip()) or ["", ""])[1].strip()
            assert not LITERAL.fullmatch(answer), answer


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_no_result_is_typed_into_the_text(language: str, slug: str) -> None:
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>", " ", source(language, slug), flags=re.DOTALL)
    assert set(WRITTEN.findall(text)) <= GIVEN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_term_is_linked_once_in_a_chapter(language: str, slug: str) -> None:
    keys = [key for name, key in calls(language, slug) if name == "term"]
    assert len(keys) == len(set(keys))


def test_every_term_that_is_linked_is_explained_and_the_other_way_round() -> None:
    assert set(linked()) == set(glossary())


@pytest.mark.parametrize("key", glossary())
def test_a_term_is_explained_in_both_languages(key: str) -> None:
    entry = glossary()[key]
    assert set(entry) == {"chapter", *LANGUAGES}
    assert entry["chapter"] in linked()[key]
    for language in LANGUAGES:
        words = entry[language]
        assert isinstance(words, dict)
        assert set(words) == {"term", "meaning"}
        assert all(isinstance(value, str) and value.strip() for value in words.values())


def test_the_words_around_the_text_are_there_in_both_languages() -> None:
    words = json.loads((TEMPLATES / "words.json").read_bytes())
    assert list(words["en"]) == list(words["zh"])
    for chapter in CHAPTERS:
        assert {f"chapter.{chapter.slug}", f"figure.{chapter.figure}"} <= set(words["en"])
