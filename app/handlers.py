"""Every error becomes one JSON body, or a page for a browser: here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from app.errors import (
    BrokenModel,
    FieldError,
    GatescopeError,
    InvalidInput,
    NotAllowed,
    NumericOverflow,
    Overloaded,
    StoreFull,
    TooExpensive,
    UnknownModel,
    UnsupportedFormat,
    shorten,
)
from app.problems import MEDIA_TYPE, Problem, Refused

__all__ = ["catalogue", "install", "problem_of", "problem_of_house", "respond"]

Render = Callable[[Request, Problem], Response]

_STATUS: dict[type[GatescopeError], int] = {
    InvalidInput: 422,
    UnsupportedFormat: 415,
    NumericOverflow: 422,
    UnknownModel: 404,
    NotAllowed: 403,
    StoreFull: 507,
    TooExpensive: 413,
    Overloaded: 503,
    BrokenModel: 500,
}
# Problems that only the web knows.
_WEB = (
    ("invalid_json", 400, "The body is not JSON."),
    ("untrusted_host", 400, "The request names a host that this server does not answer to."),
    ("too_slow", 408, "The body stopped coming."),
    ("not_found", 404, "There is nothing at this address."),
    ("method_not_allowed", 405, "The address exists; this method does not."),
    ("body_too_large", 413, "The body is over the limit."),
    (
        "unsupported_media_type",
        415,
        "The body is not declared as JSON, or a file not as application/octet-stream.",
    ),
    ("invalid_request", 422, "Fields are missing, unknown, of the wrong type or out of range."),
    ("internal_error", 500, "The server failed."),
)
_MOST_FAULTS = 1000
# Pydantic names the branch of a union in the place of an error; a client never sent it.
_BRANCHES = {("model", "id"), ("model", "random"), ("model", "given")}


def install(app: FastAPI, render: Render) -> None:
    """Answer every error of the application.

    Parameters
    ----------
    app : FastAPI
    render : callable
        Makes the HTML page of a problem, for browsers.
    """

    async def answer(request: Request, error: Exception) -> Response:
        return respond(request, problem_of(error, request), render)

    handled = (GatescopeError, Refused, RequestValidationError, ValidationError, HTTPException)
    for kind in (*handled, ClientDisconnect, Exception):
        app.add_exception_handler(kind, answer)


def respond(request: Request, problem: Problem, render: Render) -> Response:
    """A problem as JSON, or as a page where a browser asked for a page."""
    if not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", ""):
        response = render(request, problem)
    else:
        response = Response(problem.encode(), problem.status, media_type=MEDIA_TYPE)
    response.headers.update({"Cache-Control": "no-store", **problem.headers})
    return response


def problem_of(error: Exception, request: Request) -> Problem:
    """What a client is told of an error."""
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, GatescopeError):
        return problem_of_house(error)
    if isinstance(error, RequestValidationError):
        return _of_places(error.errors(), len(error.errors()))
    if isinstance(error, ValidationError):
        return _of_body(error)
    if isinstance(error, HTTPException):
        return _of_status(error, request)
    if isinstance(error, ClientDisconnect):
        return Problem(400, "client_disconnected", "the client went away before the body was complete")
    return Problem(
        500,
        "internal_error",
        "the server failed while it answered; the request may be fine",
        "Send it again. If it fails again, tell whoever runs this server the time and the address.",
    )


def problem_of_house(error: GatescopeError) -> Problem:
    """What a client is told of an error of ``app.errors``."""
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Overloaded) else {}
    return Problem(_status_of(type(error)), error.code, error.message, error.hint, error.errors, headers)


def _status_of(kind: type[GatescopeError]) -> int:
    return next((_STATUS[base] for base in kind.__mro__ if base in _STATUS), 500)


def catalogue() -> list[tuple[str, int, str]]:
    """Code, status and meaning of every problem there is."""
    house = [
        (kind.code, _status_of(kind), (kind.__doc__ or "").splitlines()[0]) for kind in _tree(GatescopeError)
    ]
    return sorted([*house, *_WEB], key=lambda row: (row[1], row[0]))


def _tree(kind: type[GatescopeError]) -> list[type[GatescopeError]]:
    children = kind.__subclasses__()
    return children + [below for child in children for below in _tree(child)]


def _of_body(error: ValidationError) -> Problem:
    if error.error_count() > _MOST_FAULTS:
        return Problem(
            422,
            "invalid_request",
            f"the body has {error.error_count():,} faults; not one is accepted",
            "See /docs for the fields of this request.",
        )
    faults = error.errors(include_url=False, include_context=False)
    if faults[0]["type"] == "json_invalid":
        return Problem(
            400,
            "invalid_json",
            f"the body is not JSON: {faults[0]['msg'].removeprefix('Invalid JSON: ')}",
            "Check brackets, quotes and commas; numbers must be finite, text must be UTF-8.",
        )
    return _of_places(faults, error.error_count())


def _of_places(faults: Sequence[Any], count: int) -> Problem:
    places = [FieldError(_pointer(fault["loc"]), _message(fault)) for fault in faults[:8]]
    first = places[0]
    more = f" ({count - 1} more)" if count > 1 else ""
    return Problem(
        422,
        "invalid_request",
        f"{first.pointer or 'the request'}: {first.message}{more}",
        "See /docs for the fields of this request.",
        places,
    )


def _pointer(place: tuple[int | str, ...]) -> str:
    """A JSON pointer (RFC 6901), or the name of a query parameter after a slash."""
    if place and place[0] in ("query", "path", "body"):
        place = place[1:]
    if place[:2] in _BRANCHES:
        place = (place[0], *place[2:])
    # An unknown field is named as it was sent, but no longer than a name is.
    names = (text if len(text) <= 40 else text[:39] + "…" for text in map(str, place))
    escaped = (name.replace("~", "~0").replace("/", "~1") for name in names)
    return "".join(f"/{part}" for part in escaped)


def _message(fault: Any) -> str:
    kind, given = fault["type"], fault.get("input")
    if kind == "missing":
        return "this field is needed"
    if kind == "extra_forbidden":
        return "there is no such field"
    said: str = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if kind == "value_error":
        return said
    return f"{_shown(given)} {said}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value):,}"
    return shorten(value, 40)


def _methods_at(request: Request) -> list[str]:
    """The methods of all routes at an address; the router names those of the first alone."""
    asked = [({**request.scope, "method": method}, method) for method in ("DELETE", "GET", "POST", "PUT")]
    routes = request.app.routes
    return [method for scope, method in asked if any(one.matches(scope)[0] is Match.FULL for one in routes)]


def _of_status(error: HTTPException, request: Request) -> Problem:
    headers = dict(error.headers or {})
    if error.status_code == 404:
        return Problem(
            404,
            "not_found",
            f"there is nothing at {shorten(request.url.path)}",
            "The page is at /, the API is described at /docs.",
        )
    if error.status_code == 405:
        allowed = ", ".join(_methods_at(request)) or "GET"
        return Problem(
            405,
            "method_not_allowed",
            f"{shorten(request.method, 20)} is not possible at this address; possible: {allowed}",
            f"Use {allowed}.",
            headers={"Allow": allowed},
        )
    return Problem(error.status_code, "invalid_request", str(error.detail), headers=headers)
