"""A plain recurrent network inside a request: its own channels and states, in every form."""

import io
from math import tanh
from typing import Any

import httpx
import numpy as np
import pytest

from app.schema import TraceAnswer
from app.trace import run
from app.weights import random_stack
from tests.problem import check_problem

pytestmark = pytest.mark.anyio

RANDOM = {"cell": "rnn", "input_size": 2, "hidden_size": 3, "seed": 7}
GIVEN = {
    "cell": "rnn",
    "weights": [{"W_x": [[[1.0], [0.5]]], "W_h": [[[0.0, 1.0], [0.5, 0.0]]], "b": [[0.0, -0.25]]}],
}
VALUES = [[0.5, -1.0], [0.25, 0.75]]


async def post(api: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await api.post("/traces", json=body)
    assert answer.status_code == 200, answer.text
    TraceAnswer.model_validate_json(answer.content)
    parsed: dict[str, Any] = answer.json()
    return parsed


async def test_a_random_network_answers_with_the_channels_and_the_state_it_has(
    api: httpx.AsyncClient,
) -> None:
    body = await post(api, model=RANDOM, values=VALUES)
    assert (body["cell"], body["stack"]) == ("rnn", "rnn")
    (layer,) = body["layers"]
    assert list(layer) == ["index", "direction", "units", "initial_state", "candidate", "hidden_state"]
    assert layer["initial_state"] == {"hidden_state": [0.0] * 3}
    traced = run(random_stack("rnn", 2, 3, seed=7, gates=1), np.array(VALUES)).layers[0].channels
    np.testing.assert_array_equal(np.array(layer["hidden_state"], np.float32), traced["hidden_state"])


async def test_given_weights_run_by_the_equation(api: httpx.AsyncClient) -> None:
    states = {"hidden_state": [[0.5, -0.5]]}
    body = await post(api, model=GIVEN, values=[[0.8]], initial_state=states, precision="float64")
    expected = [tanh(0.8 - 0.5), tanh(0.5 * 0.8 + 0.5 * 0.5 - 0.25)]
    assert body["layers"][0]["hidden_state"][0] == pytest.approx(expected, rel=0, abs=2e-16)


async def test_every_number_comes_with_its_arithmetic(api: httpx.AsyncClient) -> None:
    place = {"layer": 0, "direction": "forward", "step": 1, "unit": 2}
    body = await post(api, model=RANDOM, values=VALUES)
    for channel, function, sources in (
        ("candidate", "tanh", ["input"] * 2 + ["hidden_state"] * 3),
        ("hidden_state", "sum", ["candidate"]),
    ):
        request = {"model": RANDOM, "values": VALUES, **place, "channel": channel}
        answer = (await api.post("/traces/arithmetic", json=request)).json()
        assert answer["function"] == function
        assert [term["source"] for term in answer["terms"]] == sources
        assert answer["value"] == body["layers"][0][channel][1][2]


async def test_as_npz_there_is_no_cell_state(api: httpx.AsyncClient) -> None:
    request = {"model": RANDOM, "values": VALUES}
    answer = await api.post("/traces", json=request, headers={"Accept": "application/x-npz"})
    with np.load(io.BytesIO(answer.content)) as file:
        names = set(file.files) - {"start", "stop"}
    prefix = "layers.0.forward."
    assert names == {
        prefix + name for name in ("units", "initial_state.hidden_state", "candidate", "hidden_state")
    }


@pytest.mark.parametrize(
    ("changes", "code", "detail", "pointer"),
    [
        (
            {"initial_state": {"hidden_state": [[0.0] * 3], "cell_state": [[0.0] * 3]}},
            "invalid_state",
            "cell_state was given, but the cell rnn has no such state",
            "/initial_state/cell_state",
        ),
        (
            {"model": {**RANDOM, "cell": "lstm"}, "initial_state": {"hidden_state": [[0.0] * 3]}},
            "invalid_state",
            "cell_state is missing; [1, 3] is needed",
            "/initial_state/cell_state",
        ),
        (
            {"channels": ["forget_gate"]},
            "invalid_selection",
            "channels: 'forget_gate' does not exist",
            "/channels/0",
        ),
        (
            {"model": {**GIVEN, "cell": "lstm"}, "values": [[1.0]]},
            "invalid_weights",
            "the arrays have 1 gates; 4 are needed",
            "/model/weights/0",
        ),
    ],
)
async def test_what_does_not_fit_the_cell_is_refused(
    api: httpx.AsyncClient, changes: dict[str, Any], code: str, detail: str, pointer: str
) -> None:
    answer = await api.post("/traces", json={"model": RANDOM, "values": VALUES, **changes})
    problem = check_problem(answer, 422, code)
    assert problem["detail"] == detail
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
