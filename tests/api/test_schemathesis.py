"""Generated requests against the document: no server error, no answer that it does not describe."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode

from app.main import create_app
from app.settings import Settings
from tests.tiny_zoo import write_zoo

OPERATIONS = [
    ("/api/v1/models", "GET"),
    ("/api/v1/models/{model_id}", "GET"),
    ("/api/v1/models/{model_id}/weights", "GET"),
    ("/api/v1/traces", "POST"),
    ("/api/v1/trace", "GET"),
    ("/api/v1/traces/arithmetic", "POST"),
    ("/api/v1/truths", "POST"),
    ("/api/v1/samples", "POST"),
    ("/api/v1/models", "POST"),
    ("/api/v1/models/{model_id}", "DELETE"),
    ("/api/v1/models/{model_id}/parts", "GET"),
    ("/api/v1/stored", "GET"),
    ("/api/v1/models/{model_id}/choices", "PUT"),
    ("/api/v1/models/{model_id}/vocabulary", "PUT"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    zoo = write_zoo(tmp_path_factory.mktemp("generated"))
    app = create_app(
        Settings(
            zoo_folder=zoo,
            default_model="feeling",
            inline_parameters=20_000,
            trusted_hosts=("*",),
            store_folder=tmp_path_factory.mktemp("store"),
        )
    )
    # A network's own sizes are not in the document, so a well-formed request may still not fit it.
    checks = {
        "positive_data_acceptance": {"expected-statuses": [200, 403, 404, 413, 415, 422]},
        "negative_data_rejection": {"expected-statuses": [400, 403, 404, 405, 413, 415, 422]},
    }
    config = schemathesis.Config.from_dict({"checks": checks})
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config)


def test_every_operation_is_tried(described: Any) -> None:
    found = {(result.ok().path, result.ok().method.upper()) for result in described.get_all_operations()}
    assert found == set(OPERATIONS)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_what_fits_the_document_is_taken(described: Any, path: str, method: str) -> None:
    try_many(described[path][method], GenerationMode.POSITIVE)


# Any text may be the name of a network, and the other routes take nothing.
@pytest.mark.parametrize(
    ("path", "method"),
    [row for row in OPERATIONS if row[1] == "POST" or row[0].endswith(("trace", "weights"))],
)
def test_what_does_not_fit_is_refused(described: Any, path: str, method: str) -> None:
    try_many(described[path][method], GenerationMode.NEGATIVE)


def try_many(operation: Any, mode: GenerationMode) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
    def agree(case: Any) -> None:
        case.call_and_validate()

    agree()
