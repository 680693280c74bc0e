"""The table of chapters: their order, and the figure of each."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CHAPTERS", "Chapter", "chapter_of", "neighbours"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its name in addresses, and its figure.

    A figure of the original article has that article's number; the others have a name.
    """

    slug: str
    figure: str


CHAPTERS = (
    Chapter("control-flow", "1"),
    Chapter("memory", "memory"),
    Chapter("gates", "training"),
    Chapter("sigmoid", "2"),
    Chapter("tanh", "3"),
    Chapter("forget-gate", "4"),
    Chapter("input-gate", "5"),
    Chapter("cell-state", "6"),
    Chapter("output-gate", "7"),
    Chapter("onward", "sequence"),
)


def chapter_of(*, slug: str | None = None, figure: str | None = None) -> Chapter | None:
    """The chapter of that name, or with that figure; None when there is none.

    Examples
    --------
    >>> chapter_of(figure="4").slug
    'forget-gate'
    """
    return next((one for one in CHAPTERS if slug == one.slug or figure == one.figure), None)


def neighbours(chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
    """The chapters before and after one.

    Examples
    --------
    >>> before, after = neighbours(CHAPTERS[0])
    >>> before is None, after.slug
    (True, 'memory')
    """
    place = CHAPTERS.index(chapter)
    before = CHAPTERS[place - 1] if place else None
    after = CHAPTERS[place + 1] if place + 1 < len(CHAPTERS) else None
    return before, after
