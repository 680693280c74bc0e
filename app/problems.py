"""The one JSON body of every error: problem+json of RFC 9457, never above 4 KiB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson

from app.errors import FieldError

__all__ = ["MEDIA_TYPE", "Problem", "Refused"]

MEDIA_TYPE = "application/problem+json"
_MOST_ERRORS = 8
# Eight places of 320 characters and the rest of the body fit into 4 KiB as long as a
# character takes a byte; what takes more is cut again in ``encode``.
_LONGEST = {"detail": 400, "hint": 300, "pointer": 80, "message": 160}
_BODY_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a client sees it."""

    status: int
    code: str
    detail: str
    hint: str = ""
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    def as_dict(self) -> dict[str, Any]:
        """The body, every text cut to its length."""
        return {
            "type": f"/docs#error-{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": _cut(self.detail, "detail"),
            "code": self.code,
            "hint": _cut(self.hint, "hint"),
            "errors": [
                {
                    "pointer": _cut(error.pointer, "pointer"),
                    "message": _cut(error.message, "message"),
                }
                for error in self.errors[:_MOST_ERRORS]
            ],
        }

    def encode(self) -> bytes:
        """The body as JSON of at most 4 KiB."""
        body = self.as_dict()
        encoded = orjson.dumps(body)
        while len(encoded) > _BODY_BYTES and body["errors"]:
            body["errors"].pop()
            encoded = orjson.dumps(body)
        return encoded


class Refused(Exception):
    """Raised where a request is refused for a reason of the web: its type, its size."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def _cut(text: str, kind: str) -> str:
    # Lone surrogates cannot be sent as UTF-8; they are shown as escapes.
    clean = text.encode("utf-8", "backslashreplace").decode()
    limit = _LONGEST[kind]
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"
