"""Which language a page is written in."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import Request

__all__ = ["COOKIE", "choose_language"]

COOKIE = "lang"


def choose_language(request: Request, known: Iterable[str]) -> str:
    """The language of ``?lang=``, else of the cookie, else of Accept-Language, else English."""
    languages = list(known)
    for wanted in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if wanted in languages:
            return wanted
    return _accepted(request.headers.get("accept-language", ""), languages)


def _accepted(header: str, languages: list[str]) -> str:
    best, best_quality = "en", 0.0
    for part in header.split(",")[:20]:
        tag, _, parameter = part.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        quality = _quality(parameter)
        if language in languages and quality > best_quality:
            best, best_quality = language, quality
    return best


def _quality(parameter: str) -> float:
    name, _, number = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0
