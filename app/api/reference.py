"""The OpenAPI document as plain rows for the reference page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.handlers import catalogue

__all__ = ["make_reference", "pretty"]

Schema = Mapping[str, Any]
_WIDTH = 96


def make_reference(document: Schema) -> dict[str, Any]:
    """Groups of operations, the shapes they use, and the codes of problems.

    Parameters
    ----------
    document : mapping
        An OpenAPI 3.1 document with examples.

    Returns
    -------
    dict
        ``groups``, ``shapes``, ``problems``: lists of dicts of strings.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    shapes = [_shape(name, schema) for name, schema in document["components"]["schemas"].items()]
    return {
        "groups": [{"name": name, "operations": rows} for name, rows in groups.items()],
        "shapes": [shape for shape in shapes if shape["fields"] or shape["either"]],
        "problems": [
            {"code": code, "status": status, "meaning": meaning} for code, status, meaning in catalogue()
        ],
    }


def _operation(method: str, path: str, operation: Schema) -> dict[str, Any]:
    parameters = operation.get("parameters", ())
    bodies = operation.get("requestBody", {}).get("content", {})
    content = bodies.get("application/json", {})
    examples = content.get("examples", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["description"],
        "parameters": [_parameter(parameter) for parameter in parameters],
        "address": _address(path, parameters),
        "file": bool(bodies) and not content,
        "body": _type(content["schema"]) if content else None,
        "bodies": [
            {"summary": row["summary"], "text": pretty(row["value"]), "line": json.dumps(row["value"])}
            for row in examples.values()
        ],
        "responses": list(_responses(operation["responses"])),
    }


def _parameter(parameter: Schema) -> dict[str, Any]:
    schema = parameter["schema"]
    default = "" if schema.get("default") is None else str(schema["default"])
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "required": parameter.get("required", False),
        "type": _type(schema),
        "default": default,
        "example": parameter.get("example", ""),
    }


def _address(path: str, parameters: Any) -> str:
    """The path with the example's parameters filled in."""
    query = []
    for parameter in parameters:
        value = str(parameter.get("example", "")).replace(" ", "+")
        if parameter["in"] == "path" and value:
            path = path.replace(f"{{{parameter['name']}}}", value)
        elif value:
            query.append(f"{parameter['name']}={value}")
    return path + ("?" + "&".join(query) if query else "")


def _responses(responses: Schema) -> Iterator[dict[str, Any]]:
    for status, response in responses.items():
        forms = [
            {
                "media_type": media_type,
                "type": _type(content.get("schema", {})),
                "examples": [
                    {"summary": row["summary"], "text": _text(row["value"])}
                    for row in content.get("examples", {}).values()
                ],
            }
            for media_type, content in response.get("content", {}).items()
        ]
        yield {"status": status, "description": response["description"], "forms": forms}


def _shape(name: str, schema: Schema) -> dict[str, Any]:
    needed = schema.get("required", ())
    fields = [
        {
            "name": field,
            "type": _type(described),
            "required": field in needed,
            "description": described.get("description", ""),
            "default": "" if described.get("default") is None else json.dumps(described["default"]),
        }
        for field, described in schema.get("properties", {}).items()
    ]
    either = _type(schema) if "anyOf" in schema else ""
    return {"name": name, "description": schema.get("description", ""), "fields": fields, "either": either}


def _type(schema: Schema) -> str:
    """A schema in a few words: a name of a shape, or JSON types."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(_type(option) for option in schema[several]))
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return f"{{{_type(schema['additionalProperties'])}}}"
    return str(schema.get("type", "any"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else pretty(value)


def pretty(value: object, indent: int = 0) -> str:
    """JSON with short parts on one line.

    Examples
    --------
    >>> print(pretty({"shape": [2, 3], "text": "x" * 90}))
    {
      "shape": [2, 3],
      "text": "xxxxx..."
    }
    """
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= _WIDTH or not isinstance(value, dict | list) or not value:
        return line
    inner = indent + 2
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {pretty(part, inner)}" for key, part in value.items()]
        opening, closing = "{}"
    else:
        parts = [pretty(part, inner) for part in value]
        opening, closing = "[]"
    margin = " " * inner
    return f"{opening}\n{margin}" + f",\n{margin}".join(parts) + f"\n{' ' * indent}{closing}"
