"""Routes of networks: the list, one, its weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.api.describe import errors_of
from app.api.encode import dump
from app.api.media import JSON
from app.cells import cell_of
from app.errors import InvalidSelection, TooExpensive, shorten
from app.library import Library
from app.network import Network
from app.schema import Model, Models, Weights, WeightsQuery
from app.weights import Stack

__all__ = ["describe_model", "routes", "select_weights"]


def routes(library: Library, *, json_values: int) -> APIRouter:
    """``GET /models``, ``GET /models/{id}``, ``GET /models/{id}/weights``."""
    router = APIRouter(tags=["Models"])
    headers = {"Cache-Control": "no-cache"}

    @router.get(
        "/models",
        response_class=Response,
        responses={200: {"model": Models, "description": "The default network comes first."}},
    )
    async def list_models() -> Response:
        """List all networks: the bundled ones, then those that people brought."""
        return Response(dump({"models": library.describe()}), media_type=JSON, headers=headers)

    @router.get(
        "/models/{model_id}",
        response_class=Response,
        responses={200: {"model": Model, "description": "The network."}, **errors_of(404)},
    )
    async def read_model(model_id: str) -> Response:
        """Describe one network."""
        return Response(dump(describe_model(await library.get(model_id))), media_type=JSON, headers=headers)

    @router.get(
        "/models/{model_id}/weights",
        response_class=Response,
        responses={
            200: {"model": Weights, "description": "The rows of W_x, W_h and b."},
            **errors_of(404, 413, 422),
        },
    )
    async def read_weights(model_id: str, query: Annotated[WeightsQuery, Query()]) -> Response:
        """Return weights of one layer and direction: all gates and units, or one of them."""
        answer = select_weights(await library.get(model_id), query, limit=json_values)
        return Response(dump(answer), media_type=JSON, headers=headers)

    return router


def describe_model(network: Network) -> dict[str, Any]:
    """A network as the API describes it."""
    card, head = network.card, network.head
    return {
        "id": network.id,
        "title": network.title,
        "source": network.source,
        "digest": network.digest,
        "format": network.format,
        "file_size": network.file_size,
        "stacks": [_describe_stack(stack) for stack in network.stacks],
        "input": {
            "kind": network.encoder.kind,
            "size": network.encoder.size,
            "labels": network.encoder.labels,
        },
        "head": head and {"kind": head.kind, "labels": head.labels, "size": head.size},
        "examples": [_describe_example(example) for example in card.get("examples", ())],
        "trained_on": _words(card.get("trained_on")),
        "metrics": card.get("metrics"),
        "license": _words(card.get("license")),
        "notes": [_words(note) for note in card.get("notes", ())],
    }


def select_weights(network: Network, query: WeightsQuery, *, limit: int) -> dict[str, Any]:
    """Rows of the weights of one layer and direction.

    Raises
    ------
    InvalidSelection
        When a name or number does not exist; the hint lists the choices.
    TooExpensive
        When the answer would hold more than ``limit`` numbers.
    """
    stack = network.stack(query.stack)
    names = [gate.name for gate in cell_of(stack).gates]
    present = ("forward", "backward")[: 2 if stack.bidirectional else 1]
    _choose("layer", query.layer, range(stack.depth))
    _choose("direction", query.direction, present)
    weights = stack.layers[query.layer][present.index(query.direction)]
    gates, units = list(range(len(names))), list(range(weights.hidden_size))
    if query.gate is not None:
        gates = [_choose("gate", query.gate, names)]
    if query.unit is not None:
        units = [_choose("unit", query.unit, units)]
    count = len(gates) * len(units) * (weights.input_size + weights.output_size + 1)
    if count > limit:
        raise TooExpensive(
            f"the answer would hold {count:,} numbers; the limit is {limit:,}",
            hint="Ask for one gate or one unit.",
        )
    rows = np.ix_(gates, units)
    return {
        "model": network.id,
        "stack": stack.name,
        "layer": query.layer,
        "direction": query.direction,
        "gates": [names[gate] for gate in gates],
        "units": units,
        "W_x": np.ascontiguousarray(weights.W_x[rows]),
        "W_h": np.ascontiguousarray(weights.W_h[rows]),
        "b": np.ascontiguousarray(weights.b[rows]),
        "W_p": None if weights.W_p is None else np.ascontiguousarray(weights.W_p),
        **{
            name: np.ascontiguousarray(array[..., units])
            for name, array in (("W_c", weights.W_c), ("b_h", weights.b_h))
            if array is not None
        },
    }


def _choose(field: str, value: str | int, choices: list[str] | list[int] | range | tuple[str, ...]) -> int:
    """The place of a value among its choices."""
    if value in choices:
        return list(choices).index(value)
    shown = ", ".join(map(str, choices[:8])) if len(choices) <= 8 else f"{choices[0]} to {choices[-1]}"
    raise InvalidSelection(
        f"{field} {shorten(value)} does not exist", hint=f"Choose from: {shown}.", pointer=f"/{field}"
    )


def _describe_stack(stack: Stack) -> dict[str, Any]:
    options = dict(stack.options)
    if len(set(stack.hidden_sizes)) > 1:
        options["hidden_sizes"] = list(stack.hidden_sizes)
    return {
        "name": stack.name,
        "cell": stack.cell,
        "layers": stack.depth,
        "bidirectional": stack.bidirectional,
        "input_size": stack.input_size,
        "hidden_size": stack.hidden_size,
        "projection_size": stack.projection_size,
        "parameters": stack.parameters,
        "options": options,
    }


def _describe_example(example: Mapping[str, Any]) -> dict[str, Any]:
    sequence = {kind: example[kind] for kind in ("text", "tokens", "values") if kind in example}
    return {"title": _words(example["title"]), **sequence}


def _words(words: str | Mapping[str, str] | None) -> str | None:
    return words if words is None or isinstance(words, str) else words["en"]
