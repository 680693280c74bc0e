"""GRUs, peepholes and options in networks inside a request."""

from math import exp, tanh
from typing import Any

import httpx
import numpy as np
import pytest

from app.api.models import describe_model, select_weights
from app.encoders import ValuesEncoder
from app.network import Network
from app.schema import ArithmeticAnswer, TraceAnswer, Weights, WeightsQuery
from app.trace import run
from app.weights import CellWeights, Stack, random_stack
from tests.problem import check_problem

pytestmark = pytest.mark.anyio

RANDOM = {"cell": "gru", "input_size": 2, "hidden_size": 3, "seed": 7}
VALUES = [[0.5, -1.0], [0.25, 0.75]]
ONE: dict[str, Any] = {
    "cell": "gru",
    "weights": [
        {
            "W_x": [[[0.5]], [[1.0]], [[-0.75]]],
            "W_h": [[[0.1]], [[-0.2]], [[0.3]]],
            "b": [[1.0], [0.0], [0.5]],
            "b_h": [0.25],
        }
    ],
}
PLACE = {"layer": 0, "direction": "forward", "step": 1, "unit": 0}


def logistic(a: float) -> float:
    return 1 / (1 + exp(-a))


async def post(api: httpx.AsyncClient, path: str = "/traces", **body: Any) -> dict[str, Any]:
    answer = await api.post(path, json=body)
    assert answer.status_code == 200, answer.text
    (TraceAnswer if path == "/traces" else ArithmeticAnswer).model_validate_json(answer.content)
    parsed: dict[str, Any] = answer.json()
    return parsed


async def test_a_random_gru_answers_with_its_channels(api: httpx.AsyncClient) -> None:
    body = await post(api, model=RANDOM, values=VALUES)
    (layer,) = body["layers"]
    channels = ["reset_gate", "update_gate", "candidate", "hidden_state"]
    assert list(layer) == ["index", "direction", "units", "initial_state", *channels]
    stack = random_stack("gru", 2, 3, seed=7, gates=3, recurrent_bias=True)
    traced = run(stack, np.array(VALUES)).layers[0].channels
    for name in channels:
        np.testing.assert_array_equal(np.array(layer[name], np.float32), traced[name])


@pytest.mark.parametrize("reset_after", [True, False])
async def test_given_weights_run_by_the_equations(api: httpx.AsyncClient, reset_after: bool) -> None:
    model = {**ONE, "options": {"reset_after": reset_after}}
    if not reset_after:
        model["weights"] = [{name: rows for name, rows in ONE["weights"][0].items() if name != "b_h"}]
    states = {"hidden_state": [[0.5]]}
    asked = ["recalled", "candidate", "hidden_state"]
    body = await post(
        api, model=model, values=[[0.8]], initial_state=states, precision="float64", channels=asked
    )
    r, z = logistic(0.5 * 0.8 + 0.1 * 0.5 + 1), logistic(0.8 - 0.2 * 0.5)
    recalled = 0.3 * 0.5 + 0.25 if reset_after else r * 0.5
    n = tanh(-0.75 * 0.8 + 0.5 + (r * recalled if reset_after else 0.3 * recalled))
    found = [body["layers"][0][name][0][0] for name in asked]
    assert found == pytest.approx([recalled, n, (1 - z) * n + z * 0.5], rel=0, abs=2e-16)


async def test_options_make_another_network(api: httpx.AsyncClient) -> None:
    plain = await post(api, model=ONE, values=[[0.8], [0.1]])
    options = {"recurrent_activation": "hard_sigmoid(1/6,0.5)", "clip": 0.5}
    changed = await post(api, model={**ONE, "options": options}, values=[[0.8], [0.1]])
    assert plain["digest"] != changed["digest"]
    assert changed["layers"][0]["reset_gate"][0][0] == pytest.approx(0.5 / 6 + 0.5, abs=1e-7)
    usual = await post(api, model={**ONE, "options": {}}, values=[[0.8], [0.1]])
    assert usual == plain


async def test_what_is_recalled_is_taken_apart_and_a_clip_is_told(api: httpx.AsyncClient) -> None:
    model, values = {**ONE, "options": {"clip": 0.5}}, [[0.8], [0.1]]
    apart = "/traces/arithmetic"
    recalled = await post(api, apart, model=ONE, values=values, **PLACE, channel="recalled")
    assert (recalled["function"], recalled["bias"]) == ("sum", 0.25)
    assert "clip" not in recalled
    candidate = await post(api, apart, model=model, values=values, **PLACE, channel="candidate")
    assert (candidate["function"], candidate["clip"]) == ("tanh", 0.5)
    assert [term["source"] for term in candidate["terms"]] == ["input", "recalled"]


async def test_peepholes_of_an_lstm(api: httpx.AsyncClient) -> None:
    entry = {
        "W_x": [[[0.5]], [[1.0]], [[-0.75]], [[0.25]]],
        "W_h": [[[0.1]], [[-0.2]], [[0.3]], [[0.4]]],
        "b": [[1.0], [0.0], [0.0], [0.0]],
        "W_c": [[0.5], [0.25], [-1.5]],
    }
    states = {"hidden_state": [[0.0]], "cell_state": [[2.0]]}
    model = {"cell": "lstm", "weights": [entry]}
    body = await post(api, model=model, values=[[1.0]], initial_state=states, precision="float64")
    layer = body["layers"][0]
    f, i, g = logistic(0.5 + 1 + 0.5 * 2), logistic(1 + 0.25 * 2), tanh(-0.75)
    c = f * 2 + i * g
    assert layer["forget_gate"][0][0] == pytest.approx(f, abs=2e-16)
    assert layer["output_gate"][0][0] == pytest.approx(logistic(0.25 - 1.5 * c), abs=2e-16)


def entry(**changes: Any) -> dict[str, Any]:
    return {**ONE, "weights": [{**ONE["weights"][0], **changes}]}


@pytest.mark.parametrize(
    ("model", "code", "detail", "pointer"),
    [
        (
            {**RANDOM, "projection_size": 2},
            "invalid_weights",
            "projection_size is 2, but the cell gru has no projection",
            "/model/projection_size",
        ),
        (
            {**RANDOM, "options": {"input_forget": True}},
            "invalid_weights",
            "the cell gru has no option 'input_forget'",
            "/model/options",
        ),
        (
            {**RANDOM, "options": {"activation": "gelu"}},
            "unsupported_network",
            "the activation 'gelu' cannot be run",
            "/model/options/activation",
        ),
        (
            {**ONE, "options": {"reset_after": False}},
            "invalid_weights",
            "b_h was given, but the cell gru with its options has no place for it",
            "/model/weights/0/b_h",
        ),
        (
            entry(W_c=[[1.0], [1.0], [1.0]]),
            "invalid_weights",
            "W_c was given, but the cell gru with its options has no place for it",
            "/model/weights/0/W_c",
        ),
        (entry(b_h=[1.0, 2.0]), "invalid_weights", "b_h has shape [2]; [1] is needed", None),
    ],
)
async def test_what_does_not_fit_is_refused(
    api: httpx.AsyncClient, model: dict[str, Any], code: str, detail: str, pointer: str | None
) -> None:
    answer = await api.post("/traces", json={"model": model, "values": [[1.0, 1.0]]})
    problem = check_problem(answer, 422, code)
    assert problem["detail"] == detail
    assert [error["pointer"] for error in problem["errors"]] == ([pointer] if pointer else [])


@pytest.mark.parametrize("options", [{"clip": 0}, {"slope": 1}, {"activation": 3}, {"input_forget": "yes"}])
async def test_options_are_strict(api: httpx.AsyncClient, options: dict[str, Any]) -> None:
    answer = await api.post("/traces", json={"model": {**RANDOM, "options": options}, "values": VALUES})
    check_problem(answer, 422, "invalid_request")


def test_a_network_tells_its_options_and_sends_all_its_weights() -> None:
    draws = np.random.default_rng(0)

    def layer(inputs: int, units: int) -> tuple[CellWeights, ...]:
        arrays = [
            draws.normal(size=shape)
            for shape in ((4, units, inputs), (4, units, units), (4, units), (3, units))
        ]
        W_x, W_h, b, W_c = arrays
        return (CellWeights(W_x, W_h, b, W_c=W_c),)

    stack = Stack("s", "lstm", (layer(2, 4), layer(4, 3)), {"clip": 3.0})
    network = Network("n", "N", "bundled", "sha256:0", "onnx", 1, (stack,), ValuesEncoder(2))
    (described,) = describe_model(network)["stacks"]
    assert described["hidden_size"] == 4
    assert described["options"] == {"clip": 3.0, "hidden_sizes": [4, 3]}
    rows = select_weights(network, WeightsQuery(layer=1, unit=2), limit=1000)
    assert rows["W_c"].tolist() == stack.layers[1][0].arrays()["W_c"][:, [2]].tolist()
    assert "b_h" not in rows
    shown = {name: part.tolist() if isinstance(part, np.ndarray) else part for name, part in rows.items()}
    assert Weights.model_validate(shown).W_c == shown["W_c"]
