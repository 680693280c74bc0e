"""Which form of a trace a client prefers, and reading of JSON bodies."""

from __future__ import annotations

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel

from app.admission import Admission, Encoding
from app.problems import Problem, Refused

__all__ = ["CSV", "JSON", "NPZ", "OCTETS", "preferred", "read_body", "unsupported"]

JSON = "application/json"
NPZ = "application/x-npz"
CSV = "text/csv"
OCTETS = "application/octet-stream"

Body = TypeVar("Body", bound=BaseModel)

# Measured: what parsing and checking a byte of JSON numbers takes.
_SECONDS_A_BYTE = 2.5e-8


def preferred(accept: str, encoding: Encoding) -> Encoding:
    """The form that an Accept header asks for; ``encoding`` for JSON and for anything.

    Examples
    --------
    >>> preferred("text/csv, application/json;q=0.5", "base64")
    'csv'
    >>> preferred("*/*", "base64")
    'base64'
    """
    forms: dict[str, Encoding] = {NPZ: "npz", CSV: "csv"}
    best, best_quality = encoding, 0.0
    for part in accept.split(",")[:20]:
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((_quality(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        known = media in forms or media in (JSON, "application/*", "*/*")
        if known and quality > best_quality:
            best, best_quality = forms.get(media, encoding), quality
    return best


def _quality(text: str) -> float:
    try:
        return min(float(text), 1.0)
    except ValueError:
        return 0.0


def _is_json(declared: str) -> bool:
    kind = declared.partition(";")[0].strip().lower()
    return kind == JSON or (kind.startswith("application/") and kind.endswith("+json"))


async def read_body(request: Request, model: type[Body], admission: Admission) -> Body:
    """Read a JSON body straight into its model.

    Raises
    ------
    Refused
        When the body is declared as something other than JSON.
    pydantic.ValidationError
        When it is not JSON, or does not fit the model.
    """
    declared = request.headers.get("content-type", "")
    if not _is_json(declared):
        raise unsupported(declared, JSON)
    body = await request.body()
    return await admission.run(len(body) * _SECONDS_A_BYTE, lambda: model.model_validate_json(body))


def unsupported(declared: str, wanted: str) -> Refused:
    """The refusal of a body that is declared as something else."""
    return Refused(
        Problem(
            415,
            "unsupported_media_type",
            f"the body is {declared[:60] or 'of no declared type'}; {wanted} is needed",
            f"Send the header Content-Type: {wanted}.",
            headers={"Accept-Post": wanted},
        )
    )
