"""Routes of the article: all of it, one chapter, the glossary, one figure alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.cells.lstm import sigmoid
from app.errors import shorten
from app.learn.chapters import CHAPTERS, Chapter, chapter_of, neighbours
from app.learn.course import Course
from app.learn.tables import WAITING, table_of
from app.pages import THEMES, Pages, script_data
from app.problems import Problem, Refused

__all__ = ["learn_routes"]

_ARTICLE = "js/learn.js"
_EMBED = "js/embed.js"
_GLOSSARY = "learn/glossary.json"


def learn_routes(pages: Pages, course: Course) -> APIRouter:
    """``/learn``, ``/learn/glossary``, ``/learn/{slug}``, ``/embed/figure/{figure}``.

    Parameters
    ----------
    pages : Pages
        Renders the templates.
    course : Course
        The numbers that the chapters tell.
    """
    router = APIRouter(include_in_schema=False)

    def article(request: Request, shown: tuple[Chapter, ...], **context: Any) -> Response:
        language = pages.language(request)
        boot = course.boot(language, [chapter.figure for chapter in shown])
        return pages.render(
            request,
            "learn.html",
            entry=_ARTICLE,
            boot=script_data(boot),
            shown=shown,
            **numbers(language),
            **context,
        )

    def numbers(language: str) -> dict[str, Any]:
        return {
            "chapters": CHAPTERS,
            "terms": pages.data(_GLOSSARY),
            "worked": course.worked.steps[0],
            "worked_steps": course.worked.steps,
            "review": course.review,
            "memory": course.memory,
            "training": course.training,
            "table_of": lambda figure: table_of(figure, course),
            "still": lambda figure: course.still(figure, language),
            "sigmoid": lambda a: float(sigmoid(np.asarray(a, np.float64))),
            "tanh": lambda a: float(np.tanh(a)),
            "waiting": WAITING,
        }

    @router.get("/learn")
    async def whole(request: Request) -> Response:
        return article(request, CHAPTERS, chapter=None, before=None, after=None)

    @router.get("/learn/glossary")
    async def terms(request: Request) -> Response:
        return pages.render(request, "glossary.html", chapters=CHAPTERS, terms=pages.data(_GLOSSARY))

    @router.get("/learn/{slug}")
    async def one(request: Request, slug: str) -> Response:
        chapter = chapter_of(slug=slug)
        if chapter is None:
            raise _missing("chapter", slug, [chapter.slug for chapter in CHAPTERS])
        before, after = neighbours(chapter)
        return article(request, (chapter,), chapter=chapter, before=before, after=after)

    @router.get("/embed/figure/{figure}")
    async def embed(request: Request, figure: str) -> Response:
        chapter = chapter_of(figure=figure)
        if chapter is None:
            raise _missing("figure", figure, [chapter.figure for chapter in CHAPTERS])
        language = pages.language(request)
        boot = course.boot(language, [figure])
        theme = request.query_params.get("theme")
        chosen: dict[str, Any] = {"theme": theme} if theme in THEMES else {}
        return pages.render(
            request,
            "embed.html",
            entry=_EMBED,
            remember=False,
            boot=script_data(boot),
            chapter=chapter,
            **chosen,
            **numbers(language),
        )

    return router


def _missing(noun: str, name: str, choices: list[str]) -> Refused:
    problem = Problem(
        404, "not_found", f"there is no {noun} {shorten(name)}", f"Choose one of: {', '.join(choices)}."
    )
    return Refused(problem)
