"""The OpenAPI document: valid, complete, and its examples are what the application says."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app import schema
from app.api.examples import exchange_all

pytestmark = pytest.mark.anyio

ROUTES = {
    ("get", "/api/v1/models"),
    ("get", "/api/v1/models/{model_id}"),
    ("get", "/api/v1/models/{model_id}/weights"),
    ("post", "/api/v1/traces"),
    ("get", "/api/v1/stored"),
    ("get", "/api/v1/trace"),
    ("post", "/api/v1/traces/arithmetic"),
    ("post", "/api/v1/truths"),
    ("post", "/api/v1/samples"),
    ("post", "/api/v1/models"),
    ("delete", "/api/v1/models/{model_id}"),
    ("get", "/api/v1/models/{model_id}/parts"),
    ("put", "/api/v1/models/{model_id}/choices"),
    ("put", "/api/v1/models/{model_id}/vocabulary"),
    ("get", "/healthz"),
    ("get", "/readyz"),
}


@pytest.fixture
async def document(api: httpx.AsyncClient) -> dict[str, Any]:
    answer = await api.get("/openapi.json")
    assert answer.status_code == 200
    parsed: dict[str, Any] = answer.json()
    return parsed


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


async def test_every_route_is_described(document: dict[str, Any]) -> None:
    assert {(method, path) for method, path, _ in operations(document)} == ROUTES
    assert document["openapi"].startswith("3.1")


async def test_every_request_and_answer_has_an_example(document: dict[str, Any]) -> None:
    without = []
    for method, path, operation in operations(document):
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            if not content.get("examples"):
                without.append((method, path, "request", kind))
        needed = [parameter for parameter in operation.get("parameters", ()) if parameter["required"]]
        without += [(method, path, "parameter", p["name"]) for p in needed if "example" not in p]
        for status, response in operation["responses"].items():
            for kind, content in response.get("content", {}).items():
                # A binary file cannot stand in a JSON document.
                if not content.get("examples") and kind != "application/x-npz":
                    without.append((method, path, status, kind))
    assert without == []


async def test_every_error_is_problem_json(document: dict[str, Any]) -> None:
    for _, path, operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], (path, status)
                for example in response["content"]["application/problem+json"]["examples"].values():
                    body = schema.ProblemBody.model_validate(example["value"])
                    assert body.status == int(status)


async def test_json_examples_fit_their_schemas(document: dict[str, Any]) -> None:
    checked = 0
    for _, _, operation in operations(document):
        for response in operation["responses"].values():
            content = response.get("content", {}).get("application/json", {})
            for example in content.get("examples", {}).values():
                name = content["schema"]["$ref"].rsplit("/", 1)[-1]
                getattr(schema, name).model_validate(example["value"])
                checked += 1
        for content in operation.get("requestBody", {}).get("content", {}).values():
            # The bytes of a file have no shape.
            for example in content["examples"].values() if "$ref" in content["schema"] else ():
                getattr(schema, content["schema"]["$ref"].rsplit("/", 1)[-1]).model_validate(example["value"])
                checked += 1
    assert checked >= 26


async def test_examples_are_what_the_application_answers(document: dict[str, Any], tiny_app: Any) -> None:
    for exchange in await exchange_all(tiny_app, "localhost"):
        operation = document["paths"][exchange.path][exchange.method]
        content = operation["responses"][str(exchange.status)]["content"][exchange.media_type]
        assert content["examples"][exchange.name]["value"] == exchange.answer


async def test_every_reference_inside_leads_somewhere(document: dict[str, Any]) -> None:
    def references(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for child in node.values():
                yield from references(child)
        elif isinstance(node, list):
            for child in node:
                yield from references(child)

    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= known
