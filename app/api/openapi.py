"""The OpenAPI document, its examples computed by the application itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from app.api.describe import REFERENCE
from app.api.encode import dump
from app.api.examples import Exchange, exchange_all
from app.api.reference import make_reference
from app.errors import Overloaded, TooExpensive
from app.handlers import problem_of_house
from app.problems import MEDIA_TYPE
from app.schema import ArithmeticRequest, ProblemBody, SampleRequest, TraceRequest, TruthRequest

__all__ = ["Document"]

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
    """

    def __init__(self, app: FastAPI, host: str) -> None:
        self._app = app
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
        for exchange in await exchange_all(self._app, self._host):
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
    bodies = (TraceRequest, ArithmeticRequest, TruthRequest, SampleRequest, ProblemBody)
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
    for status, error in (("503", full), ("413", dear)):
        body = problem_of_house(error).as_dict()
        for path in document["paths"].values():
            for operation in path.values():
                content = operation["responses"].get(status, {}).get("content", {}).get(MEDIA_TYPE, {})
                if content and "examples" not in content:
                    content["examples"] = {error.code: {"summary": body["title"], "value": body}}


def _add_example(document: dict[str, Any], exchange: Exchange) -> None:
    operation = document["paths"][exchange.path][exchange.method]
    answer = operation["responses"][str(exchange.status)]["content"]
    answer[exchange.media_type].setdefault("examples", {})[exchange.name] = {
        "summary": exchange.summary,
        "value": exchange.answer,
    }
    if exchange.status != 200:
        return
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in exchange.parameters:
            parameter["example"] = exchange.parameters[parameter["name"]]
    if exchange.body is not None:
        body = operation["requestBody"]["content"]["application/json"]
        body.setdefault("examples", {})[exchange.name] = {
            "summary": exchange.summary,
            "value": exchange.body,
        }
