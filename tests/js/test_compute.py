"""What the page computes by itself against the server: same weights, same sequence, both in float64."""

import json
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import Page

from app.registry import Registry
from app.settings import Settings

WORKED = Path(__file__).parents[2] / "static" / "learn" / "worked.json"
GATES = ["forget_gate", "input_gate", "candidate", "output_gate"]
CHANNELS = [*GATES, "cell_state", "hidden_state", "input", *(f"{gate}_preactivation" for gate in GATES)]
TOLERANCE = 1e-6
COMPUTE = """async ({ weights, inputs, initialState, head }) => {
  const { computeLayer } = await import("/static/js/cells/lstm_compute.js");
  const { predict } = await import("/static/js/cells/head.js");
  const { NO_EDITS } = await import("/static/js/state/edits.js");
  const { decodeWeights } = await import("/static/js/state/weights.js");
  const layer = computeLayer({ weights: decodeWeights(weights), inputs, initialState, edits: NO_EDITS });
  const lists = Object.entries(layer.channels).map(([name, { data, shape }]) =>
    [name, Array.from({ length: shape[0] }, (_, k) => [...data.subarray(k * shape[1], (k + 1) * shape[1])])]);
  return {
    channels: Object.fromEntries(lists),
    predictions: predict(head, layer.channels.hidden_state)?.values ?? null,
  };
}"""


def in_the_page(page: Page, run: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(COMPUTE, {"head": None, **run})
    return answer


def on_the_server(address: str, request: dict[str, Any]) -> dict[str, Any]:
    body = {"precision": "float64", "channels": CHANNELS, **request}
    answer = httpx.post(f"{address}/api/v1/traces", json=body)
    assert answer.status_code == 200, answer.text
    parsed: dict[str, Any] = answer.json()
    return parsed


def largest_difference(page: dict[str, Any], server: dict[str, Any]) -> float:
    [layer] = server["layers"]
    return max(
        float(np.abs(np.subtract(page["channels"][name], layer[name])).max(initial=0)) for name in CHANNELS
    )


def given(weights: dict[str, Any]) -> dict[str, Any]:
    return {"weights": [{name: weights[name] for name in ("W_x", "W_h", "b")}]}


@pytest.mark.parametrize(
    ("model", "text"),
    [("review", "The breakfast was not good but I will definitely buy it again"), ("brackets", "(()(()))()")],
)
def test_a_trained_network(model: str, text: str, sheet: Page, live_server: str) -> None:
    """Weights and inputs as the server hands them out give its numbers back, predictions included."""
    server = on_the_server(live_server, {"model": model, "text": text})
    weights = httpx.get(f"{live_server}/api/v1/models/{model}/weights").json()
    head = Registry(Settings().zoo_folder, first=model).get(model).head
    assert head is not None
    [layer] = server["layers"]
    page = in_the_page(
        sheet,
        {
            "weights": weights,
            "inputs": layer["input"],
            "initialState": layer["initial_state"],
            "head": {"kind": head.kind, "labels": None, "W": head.W.tolist(), "b": head.b.tolist()},
        },
    )
    assert largest_difference(page, server) < TOLERANCE
    np.testing.assert_allclose(page["predictions"], server["predictions"]["values"], rtol=0, atol=TOLERANCE)


def test_the_worked_example(sheet: Page, live_server: str) -> None:
    example = json.loads(WORKED.read_text(encoding="utf-8"))
    states = {name: [row] for name, row in example["initial_state"].items()}
    server = on_the_server(
        live_server, {"model": given(example), "values": example["inputs"], "initial_state": states}
    )
    weights = {**example, "layer": 0, "direction": "forward", "units": [0, 1, 2]}
    page = in_the_page(
        sheet,
        {"weights": weights, "inputs": example["inputs"], "initialState": example["initial_state"]},
    )
    assert largest_difference(page, server) < TOLERANCE


@pytest.mark.parametrize("seed", range(5))
def test_any_weights(seed: int, sheet: Page, live_server: str) -> None:
    """Large weights too, where gates are as good as 0 and 1."""
    random = np.random.default_rng(seed)
    steps, inputs, units = (
        int(random.integers(1, 30)),
        int(random.integers(1, 9)),
        int(random.integers(1, 20)),
    )
    scale = 10.0 ** (seed - 2)
    weights: dict[str, Any] = {
        "W_x": random.normal(scale=scale, size=(4, units, inputs)).tolist(),
        "W_h": random.normal(scale=scale, size=(4, units, units)).tolist(),
        "b": random.normal(scale=scale, size=(4, units)).tolist(),
    }
    values = random.normal(size=(steps, inputs)).tolist()
    states = {name: random.normal(size=units).tolist() for name in ("cell_state", "hidden_state")}
    server = on_the_server(
        live_server,
        {
            "model": given(weights),
            "values": values,
            "initial_state": {name: [row] for name, row in states.items()},
        },
    )
    run = {"gates": GATES, "layer": 0, "direction": "forward", "units": list(range(units)), **weights}
    page = in_the_page(sheet, {"weights": run, "inputs": values, "initialState": states})
    assert largest_difference(page, server) < TOLERANCE


GRU_GATES = ["reset_gate", "update_gate", "candidate"]
GRU_CHANNELS = [*GRU_GATES, "recalled", "hidden_state", "input", *(f"{g}_preactivation" for g in GRU_GATES)]
COMPUTE_GRU = """async ({ run, options }) => {
  const { computeGru } = await import("/static/js/cells/gru_compute.js");
  const { getCell, fetchCell } = await import("/static/js/cells/index.js");
  const { explain } = await import("/static/js/state/arithmetic.js");
  const { NO_EDITS } = await import("/static/js/state/edits.js");
  const { decodeWeights } = await import("/static/js/state/weights.js");
  await fetchCell("gru");
  const weights = decodeWeights(run.weights);
  const layer = computeGru({ ...run, weights, edits: NO_EDITS, options });
  const state = { trace: { layers: [layer] }, weights, layer: 0, direction: "forward" };
  const { channels, formulas } = getCell("gru", { options });
  const lists = Object.entries(layer.channels).map(([name, { data, shape }]) =>
    [name, Array.from({ length: shape[0] }, (_, k) => [...data.subarray(k * shape[1], (k + 1) * shape[1])])]);
  const explained = channels.map(({ name }) => [name, lists[0][1].map((row, step) =>
    row.map((_, unit) => explain(state, { channel: name, step, unit }, formulas).value))]);
  return { channels: Object.fromEntries(lists), explained: Object.fromEntries(explained) };
}"""


@pytest.mark.parametrize("reset_after", [True, False])
@pytest.mark.parametrize("more", [{}, {"recurrent_activation": "hard_sigmoid(0.2,0.5)", "clip": 1.5}])
def test_a_gru(*, reset_after: bool, more: dict[str, Any], sheet: Page, live_server: str) -> None:
    """What the page makes of its weights, and how it takes each number apart, is what the server computes."""
    random = np.random.default_rng(7)
    steps, inputs, units = 9, 3, 4
    options = {"reset_after": reset_after, **more}
    weights: dict[str, Any] = {
        "W_x": random.normal(size=(3, units, inputs)).tolist(),
        "W_h": random.normal(size=(3, units, units)).tolist(),
        "b": random.normal(size=(3, units)).tolist(),
    }
    if reset_after:
        weights["b_h"] = random.normal(size=units).tolist()
    values = random.normal(size=(steps, inputs)).tolist()
    before = random.normal(size=units).tolist()
    server = on_the_server(
        live_server,
        {
            "model": {"cell": "gru", "weights": [weights], "options": options},
            "values": values,
            "initial_state": {"hidden_state": [before]},
            "channels": GRU_CHANNELS,
        },
    )
    held = {"gates": GRU_GATES, "layer": 0, "direction": "forward", "units": list(range(units)), **weights}
    run = {"weights": held, "inputs": values, "initialState": {"hidden_state": before}}
    page = sheet.evaluate(COMPUTE_GRU, {"run": run, "options": options})
    [layer] = server["layers"]
    for name in GRU_CHANNELS:
        np.testing.assert_allclose(page["channels"][name], layer[name], rtol=0, atol=1e-12, err_msg=name)
    for name, explained in page["explained"].items():
        np.testing.assert_allclose(explained, layer[name], rtol=0, atol=1e-12, err_msg=name)
