"""POST /truths: what a head should have said, by the rule of its task."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray

from app.encoders import ValuesEncoder
from app.heads import Head
from app.main import create_app
from app.network import Network
from app.rules import Rule, Rules
from app.schema import TruthAnswer
from app.settings import Settings
from app.weights import random_stack
from tests.problem import check_problem

pytestmark = pytest.mark.anyio

Array = NDArray[Any]
LABELS = (" ", "b", "a", "end")


def after(values: Array) -> Array:
    """Say of `verse`: "a" and "b" take turns; after a blank either may come; nothing of other characters."""
    assert values.dtype == np.float64
    a, b, blank = values.T
    told = np.stack([np.zeros(len(values)), a + blank / 2, b + blank / 2, np.zeros(len(values))], axis=1)
    told[~values.any(axis=1)] = np.nan
    return told


@pytest.fixture
async def ruled(zoo: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The application where `verse` has a rule."""
    monkeypatch.setattr("app.main._rules", lambda: Rules({"verse": Rule(after, LABELS)}))
    app = create_app(Settings(zoo_folder=zoo, default_model="verse"))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


async def tell(client: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await client.post("/api/v1/truths", json=body)
    assert answer.status_code == 200, answer.text
    TruthAnswer.model_validate_json(answer.content)
    parsed: dict[str, Any] = answer.json()
    return parsed


async def test_a_softmax_gets_all_that_may_come(ruled: httpx.AsyncClient) -> None:
    assert await tell(ruled, model="verse", text="ab ?") == {
        "model": "verse",
        "kind": "softmax",
        "labels": list(LABELS),
        "length": 4,
        "expected": [[1], [2], [1, 2], None],
    }


@pytest.mark.parametrize(
    "sequence",
    [
        {"tokens": ["a", "b"]},
        {"token_ids": [0, 1]},
        {"values": [[1, 0, 0], [0, 1, 0]]},
    ],
)
async def test_every_kind_of_sequence_is_taken(ruled: httpx.AsyncClient, sequence: dict[str, Any]) -> None:
    assert (await tell(ruled, model="verse", **sequence))["expected"] == [[1], [2]]


async def test_a_network_without_a_rule_has_no_truth(ruled: httpx.AsyncClient) -> None:
    answer = await tell(ruled, model="feeling", text="not bad")
    assert answer["expected"] == [None, None]
    assert answer["kind"] == "softmax"
    answer = await tell(ruled, model="letters", text="ab")
    assert (answer["kind"], answer["labels"], answer["expected"]) == (None, None, [None, None])


async def test_the_first_picture_has_its_truth(ruled: httpx.AsyncClient) -> None:
    page = (await ruled.get("/")).text
    boot = json.loads(page.split('id="boot">')[1].split("</script>")[0])
    assert boot["truth"] == await tell(ruled, **boot["request"])
    assert {name: card["truth"] for name, card in boot["cards"].items()} == {
        "verse": True,
        "feeling": False,
        "letters": False,
    }


def linear(*, labels: tuple[str, ...] = ("sum", "twice")) -> Network:
    stack = random_stack("lstm", 2, 3, seed=1)
    head = Head("linear", np.zeros((2, 3)), np.zeros(2), labels)
    return Network("sums", "Sums", "bundled", "", "", 0, (stack,), ValuesEncoder(2), head)


def sums(values: Array) -> Array:
    total = values.sum(axis=1)
    return np.stack([total, 2 * total], axis=1)


def test_a_linear_head_gets_its_numbers_in_single_precision() -> None:
    rules = Rules({"sums": Rule(sums, ("sum", "twice"))})
    expected = rules.expected(linear(), np.array([[0.1, 0.2], [1, 2]], np.float32))
    assert [row is not None and row.tolist() for row in expected] == [
        [np.float32(0.3), np.float32(0.6)],
        [3, 6],
    ]


def test_what_is_not_finite_is_no_truth() -> None:
    def odd(values: Array) -> Array:
        return np.array([[np.nan, 1.0], [np.inf, 1.0], [1e300, 1.0], [0.5, 1.0]])

    expected = Rules({"sums": Rule(odd, ("sum", "twice"))}).expected(linear(), np.zeros((4, 2)))
    assert [row is None for row in expected] == [True, True, True, False]


def test_a_network_that_says_something_else_under_the_same_name_has_no_rule() -> None:
    rules = Rules({"sums": Rule(sums, ("sum", "twice"))})
    assert rules.knows(linear())
    assert not rules.knows(linear(labels=("depth", "width")))
    assert rules.expected(linear(labels=("depth", "width")), np.zeros((2, 2))) == [None, None]


@pytest.mark.parametrize(
    ("body", "status", "code", "said"),
    [
        ({"model": "nobody", "text": "a"}, 404, "unknown_model", "there is no network 'nobody'"),
        ({"model": "verse"}, 422, "invalid_request", "exactly one of text, tokens, token_ids, values"),
        ({"model": "verse", "text": ""}, 422, "empty_sequence", "the text is empty"),
        ({"model": "verse", "values": [[1, 2]]}, 422, "invalid_values", "step 0 has 2 values"),
        ({"model": "verse", "values": [[1e39, 0, 0]]}, 422, "invalid_values", "the value 1e+39 at step 0"),
        ({"model": "verse", "text": "a" * 10_001}, 422, "sequence_too_long", "text has 10,001 steps"),
        ({"model": {"cell": "lstm"}, "text": "a"}, 422, "invalid_request", "/model: "),
        ({"model": "verse", "text": "a", "seed": 1}, 422, "invalid_request", "/seed: "),
    ],
)
async def test_what_cannot_be_told_is_refused(
    api: httpx.AsyncClient, body: dict[str, Any], status: int, code: str, said: str
) -> None:
    assert said in check_problem(await api.post("/truths", json=body), status, code)["detail"]


async def test_there_is_no_get(api: httpx.AsyncClient) -> None:
    check_problem(await api.get("/truths"), 405, "method_not_allowed")


def test_the_server_loads_nothing_of_the_trainer() -> None:
    asked = "import app.main, sys; print([m for m in sys.modules if m.startswith('app.training')])"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert "app.training.tasks" in loaded
    for part in ("loop", "adam", "backward", "loss", "card", "export"):
        assert f"'app.training.{part}'" not in loaded


async def test_the_shipped_rules_count_brackets_and_know_the_grammar(client: httpx.AsyncClient) -> None:
    assert (await tell(client, model="brackets", text="(()a)"))["expected"] == [[1], [2], [1], [1], [0]]
    grammar = await tell(client, model="reber", text="BTBTX")
    assert [[grammar["labels"][place] for place in row] for row in grammar["expected"]] == [
        ["T", "P"], ["B"], ["T", "P"], ["S", "X"], ["S", "X"],
    ]  # fmt: skip


async def test_every_shipped_rule_answers_every_example(client: httpx.AsyncClient) -> None:
    for model in (await client.get("/api/v1/models")).json()["models"]:
        for example in model["examples"]:
            sequence = {kind: example[kind] for kind in ("text", "tokens", "values") if kind in example}
            body = await tell(client, model=model["id"], **sequence)
            trace = (await client.post("/api/v1/traces", json={"model": model["id"], **sequence})).json()
            assert body["length"] == trace["length"] == len(body["expected"])
            assert (body["kind"], body["labels"]) == (model["head"]["kind"], model["head"]["labels"])
            widths = {len(row) for row in body["expected"] if row is not None}
            if model["head"]["kind"] != "softmax":
                assert widths <= {model["head"]["size"]}


@pytest.mark.parametrize("scale", [0.0, 1.0, 1e6, 3e38])
async def test_every_shipped_rule_takes_any_numbers(client: httpx.AsyncClient, scale: float) -> None:
    generator = np.random.Generator(np.random.PCG64(0))
    for model in (await client.get("/api/v1/models")).json()["models"]:
        values = scale * generator.uniform(-1, 1, (40, model["stacks"][0]["input_size"]))
        body = await tell(client, model=model["id"], values=values.tolist())
        assert len(body["expected"]) == 40
