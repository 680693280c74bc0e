import json

from app.errors import FieldError, GatescopeError
from app.handlers import catalogue
from app.problems import Problem


def test_long_texts_are_cut_and_the_body_stays_under_4_kib() -> None:
    errors = [FieldError("/" + "字" * 500, "词" * 500) for _ in range(50)]
    problem = Problem(422, "invalid_request", "长" * 5000, "话" * 5000, errors)
    body = problem.encode()
    assert len(body) <= 4096
    parsed = json.loads(body)
    assert parsed["detail"].endswith("…")
    assert 0 < len(parsed["errors"]) <= 8


def test_a_lone_surrogate_is_shown_as_an_escape() -> None:
    assert json.loads(Problem(422, "x", "a\ud800b").encode())["detail"] == "a\\ud800b"


def test_the_title_is_the_status_in_words() -> None:
    assert Problem(503, "overloaded", "").title == "Service Unavailable"


def test_every_error_has_a_status_and_a_code_of_its_own() -> None:
    rows = catalogue()
    codes = [code for code, _, _ in rows]
    assert len(codes) == len(set(codes))
    assert all(400 <= status < 600 and meaning for _, status, meaning in rows)
    assert {kind.code for kind in GatescopeError.__subclasses__()} <= set(codes)
