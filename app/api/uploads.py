"""Routes of networks that people bring: send a file, see its parts, decide, delete."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.admission import Admission
from app.api.describe import errors_of, json_body
from app.api.encode import dump
from app.api.media import JSON, OCTETS, read_body, unsupported
from app.api.models import describe_model
from app.api.stored import describe_stored
from app.assembly import Choices, OutputChoice, fits_before, fits_behind
from app.errors import NotAllowed, shorten
from app.library import Opened
from app.problems import Problem, Refused
from app.schema import ChoicesRequest, Model, Parts, StoredNetworks, UploadQuery, VocabularyRequest
from app.uploads import Uploads

__all__ = ["describe_parts", "routes"]

_HEADERS = {"Cache-Control": "no-store"}
_FILE = {
    "requestBody": {
        "required": True,
        "content": {OCTETS: {"schema": {"type": "string", "format": "binary"}}},
    }
}


def routes(uploads: Uploads, admission: Admission, *, idle_seconds: float, whole_seconds: float) -> APIRouter:
    """``POST /models``, ``DELETE /models/{id}``, its ``/parts``, ``/choices`` and ``/vocabulary``."""
    router = APIRouter(tags=["Your own networks"])

    @router.post(
        "/models",
        status_code=201,
        response_class=Response,
        responses={
            200: {"model": Model, "description": "The same file was here already."},
            201: {"model": Model, "description": "The network; Location has its address."},
            **errors_of(403, 408, 413, 415, 422, 503, 507),
        },
        openapi_extra=_FILE,
    )
    async def open_file(request: Request, query: Annotated[UploadQuery, Query()]) -> Response:
        """Take the file of a trained network, of any format that is known, as it is."""
        _check_origin(request)
        uploads.check_allowed()
        _check_octets(request)
        received = await uploads.receive(_patiently(request, idle_seconds, whole_seconds), query.filename)
        headers = {**_HEADERS, "Location": f"{request.url.path}/{received.network.id}"}
        return _model(describe_model(received.network), 200 if received.known else 201, headers)

    @router.delete(
        "/models/{model_id}",
        status_code=204,
        response_class=Response,
        responses={204: {"description": "It is gone."}, **errors_of(403, 404)},
    )
    async def delete_model(request: Request, model_id: str) -> Response:
        """Delete a network that somebody brought."""
        _check_origin(request)
        uploads.check_allowed(deletes=True)
        await uploads.remove(model_id)
        return Response(status_code=204, headers=_HEADERS)

    @router.get(
        "/models/{model_id}/parts",
        response_class=Response,
        responses={
            200: {"model": Parts, "description": "What is in use, what is open, what is not used."},
            **errors_of(403, 404, 503),
        },
    )
    async def read_parts(model_id: str) -> Response:
        """Tell what the file of a network holds besides its recurrent layers."""
        parts = describe_parts(await uploads.open(model_id))
        return Response(dump(parts), media_type=JSON, headers=_HEADERS)

    @router.get(
        "/stored",
        response_class=Response,
        responses={200: {"model": StoredNetworks, "description": "Room and times, by id."}},
    )
    async def read_stored() -> Response:
        """Tell how each network that somebody brought is kept; asking does not count as use."""
        kept = {one.id: describe_stored(one, came) for one, came in uploads.library.stored()}
        return Response(dump({"stored": kept}), media_type=JSON, headers=_HEADERS)

    @router.put(
        "/models/{model_id}/choices",
        response_class=Response,
        responses={
            200: {"model": Model, "description": "The network as it is now."},
            **errors_of(400, 403, 404, 413, 415, 422, 503, 507),
        },
        openapi_extra=json_body(ChoicesRequest),
    )
    async def choose(request: Request, model_id: str) -> Response:
        """Decide what the file does not say: which embedding, which output layer, which formula."""
        _check_origin(request)
        uploads.check_allowed()
        wanted = await read_body(request, ChoicesRequest, admission)
        network = await uploads.choose(model_id, lambda opened: _decide(opened.choices, wanted))
        return _model(describe_model(network), 200, _HEADERS)

    @router.put(
        "/models/{model_id}/vocabulary",
        response_class=Response,
        responses={
            200: {"model": Model, "description": "The network, which reads text now."},
            **errors_of(400, 403, 404, 413, 415, 422, 503, 507),
        },
        openapi_extra=json_body(VocabularyRequest),
    )
    async def name_tokens(request: Request, model_id: str) -> Response:
        """Give a network its vocabulary: a list of entries, or a map between entries and numbers."""
        _check_origin(request)
        uploads.check_allowed()
        given = await read_body(request, VocabularyRequest, admission)
        network = await uploads.name_tokens(model_id, given.root)
        return _model(describe_model(network), 200, _HEADERS)

    return router


def describe_parts(opened: Opened) -> dict[str, Any]:
    """What the file of a network holds, as the API says it."""
    reading, parts, choices = opened.reading, opened.assembled, opened.choices
    vocabulary = getattr(parts.encoder, "vocabulary", None)
    return {
        "embeddings": [
            {
                "name": one.name,
                "size": one.vectors.shape[1],
                "vectors": len(one.vectors),
                "stack": _name(fits_before(one, reading.stacks)),
                "chosen": one.name == parts.embedding,
            }
            for one in reading.embeddings
        ],
        "outputs": [
            {
                "name": one.name,
                "size": len(one.b),
                "kind": parts.head.kind if parts.head and one.name == parts.output else one.kind,
                "stack": _name(fits_behind(one, reading.stacks)),
                "chosen": one.name == parts.output,
            }
            for one in reading.outputs
        ],
        "undecided": [
            {
                "stack": one.stack,
                "option": one.option,
                "choices": one.choices,
                "chosen": choices.options.get(one.stack, {}).get(one.option),
            }
            for one in reading.undecided
        ],
        "leftovers": reading.leftovers,
        "notes": parts.notes,
        "vocabulary": vocabulary
        and {"kind": parts.encoder.kind, "size": len(vocabulary), "source": parts.vocabulary_source},
        "stored": describe_stored(opened.stored, opened.card["uploaded_at"]),
    }


def _name(stack: Any) -> str | None:
    return None if stack is None else stack.name


def _model(described: dict[str, Any], status: int, headers: Mapping[str, str]) -> Response:
    return Response(dump(described), status, media_type=JSON, headers=dict(headers))


def _decide(before: Choices, wanted: ChoicesRequest) -> Choices:
    """The choices so far with those of a request; what it leaves out stays."""
    sent = wanted.model_fields_set
    changed = replace(before, decided=before.decided | (sent & {"embedding", "output"}))
    if "embedding" in sent:
        changed = replace(changed, embedding=wanted.embedding)
    if "output" in sent:
        output = wanted.output
        labels = None if output is None or output.labels is None else tuple(output.labels)
        chosen = None if output is None else OutputChoice(output.name, output.kind, labels)
        changed = replace(changed, output=chosen)
    if wanted.options:
        options = {stack: {**before.options.get(stack, {}), **new} for stack, new in wanted.options.items()}
        changed = replace(changed, options={**before.options, **options})
    return changed


def _check_origin(request: Request) -> None:
    """Refuse a request that a page of another site makes.

    The type of the body makes a browser ask first, and nobody answers such a question here; this holds
    where a browser does not ask. Programs send neither header.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "none")
    host = request.headers.get("host", "").lower()
    foreign = origin is not None and origin.lower().partition("://")[2] != host
    if foreign or site not in ("none", "same-origin"):
        raise NotAllowed(
            f"a page of {shorten(origin or 'another site')} may not change anything here",
            hint="Open this server's own page, or send the request from a program.",
        )


def _check_octets(request: Request) -> None:
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared != OCTETS:
        raise unsupported(declared, OCTETS)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise unsupported(request.headers["content-encoding"], "a body that is not compressed")


async def _patiently(request: Request, idle_seconds: float, whole_seconds: float) -> AsyncIterator[bytes]:
    """The body as it comes, as long as it comes."""
    chunks = request.stream().__aiter__()
    now = asyncio.get_running_loop().time
    end = now() + whole_seconds
    while True:
        limit = min(idle_seconds, end - now())
        try:
            async with asyncio.timeout(limit):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise Refused(
                Problem(
                    408,
                    "too_slow",
                    f"nothing of the file came for {idle_seconds:g} seconds"
                    if limit == idle_seconds
                    else f"the file was not there after {whole_seconds:g} seconds",
                    "Check the connection and send the file again.",
                    headers={"Connection": "close"},
                )
            ) from None
        if chunk:
            yield chunk
