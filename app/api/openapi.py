"""The OpenAPI document, its examples computed by the application itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from app.api.describe import REFERENCE
from app.api.encode import dump
from app.api.examples import Exchange, exchange_all
from app.api.media import JSON
from app.api.own_examples import exchange_own
from app.api.reference import make_reference
from app.errors import Overloaded, StoreFull, TooExpensive
from app.handlers import problem_of_house
from app.problems import MEDIA_TYPE, Problem
from app.schema import (
    ArithmeticRequest,
    ChoicesRequest,
    ProblemBody,
    SampleRequest,
    TraceRequest,
    TruthRequest,
    VocabularyRequest,
)

__all__ = ["Document"]

Rehearse = Callable[[], AbstractAsyncContextManager[FastAPI]]

_DESCRIPTION = (
    "Runs trained recurrent networks on a sequence and returns every gate and state of every step. "
    "Numbers are finite; unknown fields are refused; every error is application/problem+json."
)


class Document:
    """Makes the OpenAPI document of an application when it is first asked for.

    Parameters
    ----------
    app : FastAPI
        Answers the example requests too, so every example is what it really says.
    host : str
        A name that the application answers to.
    rehearse : callable
        Makes an application like this one with an empty store, for the examples that change something.
    """

    def __init__(self, app: FastAPI, host: str, rehearse: Rehearse) -> None:
        self._app = app
        self._rehearse = rehearse
        self._host = host
        self._document: dict[str, Any] | None = None
        self._encoded = b""
        self._reference: Mapping[str, Any] = {}

    async def encoded(self) -> bytes:
        """The document as JSON."""
        await self._ensure()
        return self._encoded

    async def reference(self) -> Mapping[str, Any]:
        """The document as the reference page shows it."""
        await self._ensure()
        return self._reference

    async def _ensure(self) -> None:
        if self._document is not None:
            return
        document = describe(self._app)
        exchanges = await exchange_all(self._app, self._host)
        async with self._rehearse() as stage:
            exchanges += await exchange_own(stage, self._host)
        for exchange in exchanges:
            _add_example(document, exchange)
        _fill_in(document)
        self._reference = make_reference(document)
        self._encoded = dump(document)
        self._document = document


def describe(app: FastAPI) -> dict[str, Any]:
    """The document without examples."""
    document = get_openapi(
        title="Gatescope",
        version=app.version,
        description=_DESCRIPTION,
        routes=app.routes,
        servers=[{"url": "/"}],
    )
    bodies = (
        TraceRequest, ArithmeticRequest, TruthRequest, SampleRequest, ChoicesRequest, VocabularyRequest,
        ProblemBody,
    )  # fmt: skip
    models = [(model, "validation") for model in bodies]
    _, schemas = models_json_schema(models, ref_template=REFERENCE.format("{model}"))  # type: ignore[arg-type]  # a list of pairs with a literal
    components = document["components"]["schemas"]
    components.update(schemas["$defs"])
    # The framework adds its own 422 to every route with a parameter; a path's own is any text.
    for operations in document["paths"].values():
        for operation in operations.values():
            refused = operation["responses"].get("422", {}).get("content", {})
            if "application/json" in refused:
                del operation["responses"]["422"]
    for unused in ("HTTPValidationError", "ValidationError"):
        components.pop(unused, None)
    return document


def _fill_in(document: dict[str, Any]) -> None:
    """Examples of what a quiet server does not answer: it is full, or a network is too large."""
    full = Overloaded("all 2 workers are busy and 16 requests wait already", hint="Send the request again.")
    dear = TooExpensive(
        "the answer would hold 4,718,592 numbers; the limit is 2,000,000",
        hint="Ask for one gate or one unit.",
    )
    room = StoreFull("200 networks are stored; the limit is 200", hint="Delete a network that nobody needs.")
    slow = Problem(
        408, "too_slow", "nothing of the file came for 15 seconds", "Check the connection and send it again."
    )
    house = [problem_of_house(error) for error in (full, dear, room)]
    for problem in (*house, slow):
        body, status, code = problem.as_dict(), str(problem.status), problem.code
        for path in document["paths"].values():
            for operation in path.values():
                content = operation["responses"].get(status, {}).get("content", {}).get(MEDIA_TYPE, {})
                if content and "examples" not in content:
                    content["examples"] = {code: {"summary": body["title"], "value": body}}


def _add_example(document: dict[str, Any], exchange: Exchange) -> None:
    operation = document["paths"][exchange.path][exchange.method]
    answer = operation["responses"][str(exchange.status)].get("content", {})
    if exchange.media_type:
        answer[exchange.media_type].setdefault("examples", {})[exchange.name] = {
            "summary": exchange.summary,
            "value": exchange.answer,
        }
    if exchange.status >= 300:
        return
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in exchange.parameters:
            parameter["example"] = exchange.parameters[parameter["name"]]
    if exchange.sent_as != JSON and exchange.content is not None:
        # The bytes of a file cannot stand in a JSON document; its size can.
        value: Any = f"({len(exchange.content)} bytes)"
    else:
        value = exchange.body
    if value is not None:
        body = operation["requestBody"]["content"][exchange.sent_as]
        body.setdefault("examples", {})[exchange.name] = {"summary": exchange.summary, "value": value}
