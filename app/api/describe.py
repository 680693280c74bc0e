"""What routes say of themselves in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from app.api.media import CSV, JSON, NPZ
from app.problems import MEDIA_TYPE
from app.schema import TraceAnswer

__all__ = ["REFERENCE", "errors_of", "json_body", "trace_answers"]

REFERENCE = "#/components/schemas/{}"

_ERRORS = {
    400: "The body is not JSON.",
    403: "The deployment does not allow it, or a page of another site asked.",
    404: "There is no such network.",
    408: "The file stopped coming.",
    413: "The body, the file, the trace or its answer is over a limit; the detail says which.",
    415: "The body is not declared as what it is to be, or is a file of no known kind.",
    422: "Something in the request cannot be used; the errors name the places.",
    503: "The workers are busy; Retry-After says when to come back.",
    507: "There is no room for another network.",
}


def errors_of(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route answers with."""
    schema = {"$ref": REFERENCE.format("ProblemBody")}
    return {
        status: {"description": _ERRORS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def json_body(model: type[BaseModel]) -> dict[str, Any]:
    """A request body that the route reads itself."""
    schema = {"$ref": REFERENCE.format(model.__name__)}
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


def trace_answers() -> dict[int | str, dict[str, Any]]:
    """The three forms of a trace."""
    return {
        200: {
            "model": TraceAnswer,
            "description": "The trace. Accept chooses the form; encoding chooses how JSON writes arrays.",
            "content": {
                NPZ: {"schema": {"type": "string", "format": "binary"}},
                CSV: {"schema": {"type": "string"}},
            },
        }
    }
