"""Routes of traces."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app import __version__
from app.admission import Encoding
from app.api.cache import AnswerCache
from app.api.describe import errors_of, json_body, trace_answers
from app.api.encode import dump
from app.api.media import CSV, JSON, NPZ, preferred, read_body
from app.api.tracing import Tracer
from app.schema import ArithmeticAnswer, ArithmeticRequest, TraceQuery, TraceRequest

__all__ = ["routes"]

_MEDIA: dict[Encoding, str] = {
    "json": JSON,
    "base64": JSON,
    "npz": NPZ,
    "csv": f"{CSV}; charset=utf-8",
}
_NAMES: dict[Encoding, str] = {"npz": "trace.npz", "csv": "trace.csv"}


def routes(tracer: Tracer, cache: AnswerCache) -> APIRouter:
    """``POST /traces``, ``GET /trace``, ``POST /traces/arithmetic``."""
    router = APIRouter(tags=["Traces"])

    @router.post(
        "/traces",
        response_class=Response,
        responses={**trace_answers(), **errors_of(400, 404, 413, 415, 422, 503)},
        openapi_extra=json_body(TraceRequest),
    )
    async def create_trace(request: Request) -> Response:
        """Run a network on a sequence and return every channel of every step."""
        wanted = await read_body(request, TraceRequest, tracer.admission)
        encoding = preferred(request.headers.get("accept", ""), wanted.encoding)
        return _respond(await tracer.trace(wanted, encoding), encoding, {"Cache-Control": "no-store"})

    @router.get(
        "/trace",
        response_class=Response,
        responses={**trace_answers(), **errors_of(404, 413, 422, 503)},
    )
    async def read_trace(request: Request, query: Annotated[TraceQuery, Query()]) -> Response:
        """Run a network on a text: the same as POST /traces, in one line and cacheable."""
        wanted = query.as_request()
        encoding = preferred(request.headers.get("accept", ""), wanted.encoding)
        network = await tracer.library.get(query.model)
        key = sha256(f"{__version__} {network.digest} {encoding} {wanted!r}".encode()).hexdigest()[:32]
        # What somebody brought may be decided otherwise, or deleted, at any moment.
        kept = "public, max-age=300" if network.source == "bundled" else "no-cache"
        headers = {"ETag": f'"{key}"', "Cache-Control": kept}
        if f'"{key}"' in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={**headers, "Vary": "Accept"})
        body = cache.get(key)
        if body is None:
            body = await tracer.trace(wanted, encoding)
            cache.put(key, body)
        return _respond(body, encoding, headers)

    @router.post(
        "/traces/arithmetic",
        response_class=Response,
        responses={
            200: {"model": ArithmeticAnswer, "description": "How the number came to be."},
            **errors_of(400, 404, 413, 415, 422, 503),
        },
        openapi_extra=json_body(ArithmeticRequest),
    )
    async def explain_number(request: Request) -> Response:
        """Take one number of a trace apart: which products made it."""
        wanted = await read_body(request, ArithmeticRequest, tracer.admission)
        found = await tracer.explain(wanted)
        answer = {
            name: getattr(found, name) for name in ("terms", "bias", "preactivation", "function", "value")
        }
        if found.clip is not None:
            answer["clip"] = found.clip
        return Response(dump(answer), media_type=JSON, headers={"Cache-Control": "no-store"})

    return router


def _respond(body: bytes, encoding: Encoding, headers: dict[str, str]) -> Response:
    named = {"Vary": "Accept", **headers}
    if encoding in _NAMES:
        named["Content-Disposition"] = f'attachment; filename="{_NAMES[encoding]}"'
    return Response(body, media_type=_MEDIA[encoding], headers=named)
