"""What every error answer must be."""

from typing import Any

import httpx

from app.schema import ProblemBody

KEYS = ["type", "title", "status", "detail", "code", "hint", "errors"]


def check_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) <= 4096
    ProblemBody.model_validate_json(answer.content)
    problem: dict[str, Any] = answer.json()
    assert list(problem) == KEYS
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"/docs#error-{code}"
    assert problem["hint"]
    return problem
