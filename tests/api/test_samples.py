"""POST /samples: what is drawn, the trace beside it, and what is refused."""

import base64
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from app.registry import Registry
from app.sampling import Manner, write_on
from app.schema import SampleAnswer
from app.settings import Settings
from app.writing import writer_of
from tests.api.conftest import client_of
from tests.problem import check_problem

pytestmark = pytest.mark.anyio

BODY: dict[str, Any] = {"model": "verse", "text": "ab", "length": 12, "seed": 3}
STATES = ("cell_state", "hidden_state")


async def sample(api: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await api.post("/samples", json={**BODY, **changes})
    assert answer.status_code == 200, answer.text
    SampleAnswer.model_validate_json(answer.content)
    parsed: dict[str, Any] = answer.json()
    return parsed


async def test_the_answer_has_the_fields_of_the_contract(api: httpx.AsyncClient) -> None:
    answer = await sample(api)
    assert list(answer) == [
        "model", "digest", "begins_at", "temperature", "top", "seed", "stopped", "text", "drawn", "trace",
    ]  # fmt: skip
    assert (answer["model"], answer["begins_at"], answer["temperature"], answer["top"], answer["seed"]) == (
        "verse", 2, 1.0, None, 3,
    )  # fmt: skip
    assert [token["step"] for token in answer["drawn"]] == list(range(2, 2 + len(answer["drawn"])))
    assert answer["text"] == "ab" + "".join(token["text"] for token in answer["drawn"])
    assert ["ab "[token["id"]] for token in answer["drawn"]] == [token["text"] for token in answer["drawn"]]
    assert answer["trace"]["length"] == len(answer["text"])
    assert answer["stopped"] or len(answer["drawn"]) == 12


@pytest.mark.parametrize("encoding", ["json", "base64"])
@pytest.mark.parametrize("precision", ["float32", "float64"])
async def test_the_trace_is_that_of_the_whole_text(
    api: httpx.AsyncClient, encoding: str, precision: str
) -> None:
    chosen = {"encoding": encoding, "precision": precision, "channels": ["cell_state", "forget_gate"]}
    answer = await sample(api, **chosen)
    asked = await api.post("/traces", json={"model": "verse", "text": answer["text"], **chosen})
    assert answer["trace"] == asked.json()
    assert answer["digest"] == answer["trace"]["digest"]


async def test_what_is_drawn_is_what_the_engine_draws(api: httpx.AsyncClient, zoo: Path) -> None:
    writer = writer_of(Registry(zoo, first="verse").get("verse"))
    beginning = writer.encoder.encode_text("ab").values
    answer = await sample(api, temperature=0.7, top=3)
    manner = Manner(temperature=0.7, seed=3, top=3)
    written = write_on(
        writer.stack,
        writer.head,
        beginning,
        writer.encoder.vectors,
        writer.ids,
        length=12,
        manner=manner,
    )
    assert [token["id"] for token in answer["drawn"]] == [token.id for token in written.drawn]
    assert [token["probability"] for token in answer["drawn"]] == pytest.approx(
        [token.probability for token in written.drawn], rel=1e-7
    )


async def test_a_probability_is_that_of_the_step_before(api: httpx.AsyncClient) -> None:
    """At temperature 1 it is what the head says; the states step by step equal those of one run to 1e-6."""
    answer = await sample(api, precision="float64")
    head = answer["trace"]["predictions"]
    for token in answer["drawn"]:
        said = head["values"][token["step"] - 1][head["labels"].index(token["text"])]
        assert token["probability"] == pytest.approx(said, abs=1e-6)


async def test_a_seed_draws_the_same_and_another_something_else(api: httpx.AsyncClient) -> None:
    first, same, other = [await sample(api, seed=seed, length=60) for seed in (1, 1, 2)]
    assert first == same
    assert first["text"] != other["text"]
    cold = {(await sample(api, seed=seed, temperature=0))["text"] for seed in (1, 2, 3)}
    assert len(cold) == 1


async def test_the_end_stops_the_text_and_is_not_in_it(api: httpx.AsyncClient) -> None:
    answers = [await sample(api, seed=seed, length=500, channels=["cell_state"]) for seed in range(4)]
    assert any(answer["stopped"] for answer in answers)
    for answer in answers:
        assert set(answer["text"]) <= {"a", "b", " "}
        assert answer["stopped"] == (len(answer["drawn"]) < 500)


async def test_characters_it_does_not_know_may_begin(api: httpx.AsyncClient) -> None:
    answer = await sample(api, text="a鱼\n")
    known = [token["known"] for token in answer["trace"]["tokens"]]
    assert known == [True, False, False] + [True] * len(answer["drawn"])
    assert answer["text"].startswith("a鱼\n")


@pytest.mark.parametrize("sequence", [{"tokens": ["a", "b"]}, {"token_ids": [0, 1]}])
async def test_tokens_and_ids_begin_as_well(api: httpx.AsyncClient, sequence: dict[str, Any]) -> None:
    expected = await sample(api)
    answer = await api.post("/samples", json={**sequence, **{k: v for k, v in BODY.items() if k != "text"}})
    assert answer.json() == expected


async def test_states_are_shown_where_drawing_carried_them(api: httpx.AsyncClient) -> None:
    """What is written in two requests equals what one request writes, at temperature 0."""
    whole = await sample(api, temperature=0, length=8, encoding="base64")
    half = await sample(api, temperature=0, length=4)
    rest = await sample(api, temperature=0, length=4, text=half["text"], encoding="base64")
    assert rest["text"] == whole["text"]
    for one, other in zip(whole["trace"]["layers"], rest["trace"]["layers"], strict=True):
        for name in STATES:
            arrays = [np.frombuffer(base64.b64decode(layer[name]["base64"]), "<f4") for layer in (one, other)]
            np.testing.assert_allclose(arrays[0], arrays[1], atol=1e-6)


REFUSED = [
    (
        {"model": "feeling", "text": "not"},
        "unsupported_network",
        "network 'feeling' cannot write on: its head does not say what comes next",
        "/model",
        "Choose one of: verse.",
    ),
    (
        {"model": "letters"},
        "unsupported_network",
        "network 'letters' cannot write on: it has no head",
        "/model",
        "Choose one of: verse.",
    ),
    ({"text": ""}, "empty_sequence", "the text is empty, so there is no step to run", "/text", "Type at"),
    (
        {"length": 1001},
        "sequence_too_long",
        "length is 1,001; the limit is 1,000 steps",
        "/length",
        "Ask for fewer, then send what was written",
    ),
    (
        {"text": "a" * 9_999},
        "sequence_too_long",
        "the beginning has 9,999 steps and 12 are to come; together the limit is 10,000",
        "/length",
        "Send a shorter beginning",
    ),
    (
        {"temperature": 5.5},
        "invalid_request",
        "/temperature: 5.5 should be less than or equal to 5",
        "/temperature",
        "",
    ),
    ({"temperature": -0.1}, "invalid_request", "/temperature: -0.1 should be", "/temperature", ""),
    ({"length": 0}, "invalid_request", "/length: 0 should be greater than or equal to 1", "/length", ""),
    ({"seed": -1}, "invalid_request", "/seed: -1 should be", "/seed", ""),
    ({"top": 0}, "invalid_request", "/top: 0 should be", "/top", ""),
    (
        {"tokens": ["a"]},
        "invalid_request",
        "the request: exactly one of text, tokens, token_ids is needed; found text and tokens",
        "",
        "",
    ),
    ({"channels": ["memory"]}, "invalid_selection", "channels: 'memory' does not exist", "/channels/0", ""),
    ({"model": {"cell": "lstm"}}, "invalid_request", "/model: ", "/model", ""),
    ({"values": [[1, 0, 0]]}, "invalid_request", "/values: ", "/values", ""),
]


@pytest.mark.parametrize(("changes", "code", "said", "pointer", "hint"), REFUSED)
async def test_what_cannot_be_written_is_refused(
    api: httpx.AsyncClient, changes: dict[str, Any], code: str, said: str, pointer: str, hint: str
) -> None:
    answer = await api.post("/samples", json={**BODY, **changes})
    body = check_problem(answer, 422, code)
    assert said in body["detail"]
    assert body["hint"].startswith(hint)
    assert pointer in [place["pointer"] for place in body["errors"]]


async def test_an_unknown_network_is_404(api: httpx.AsyncClient) -> None:
    check_problem(await api.post("/samples", json={**BODY, "model": "nobody"}), 404, "unknown_model")


async def test_what_takes_too_long_is_refused_with_its_price(zoo: Path) -> None:
    settings = Settings(zoo_folder=zoo, default_model="verse", pool_seconds=0.05)
    async with client_of(settings) as api:
        answer = await api.post("/samples", json={**BODY, "length": 1000})
    body = check_problem(answer, 413, "too_expensive")
    assert "the limit is 0.05 seconds" in body["detail"]


async def test_the_answer_has_a_limit(zoo: Path) -> None:
    async with client_of(Settings(zoo_folder=zoo, default_model="verse", json_values=700)) as api:
        body = check_problem(await api.post("/samples", json=BODY), 413, "too_expensive")
        assert body["detail"] == "the answer would hold 840 numbers; as JSON the limit is 700"
        answer = await api.post("/samples", json={**BODY, "encoding": "base64"})
        assert answer.status_code == 200


async def test_a_long_text_is_written_in_the_pool(zoo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.admission import Admission

    pooled: list[bool] = []
    original = Admission.run_in_pool

    async def watched(self: Admission, *given: Any, **named: Any) -> Any:
        pooled.append(True)
        return await original(self, *given, **named)

    monkeypatch.setattr(Admission, "run_in_pool", watched)
    async with client_of(Settings(zoo_folder=zoo, default_model="verse")) as api:
        await sample(api, length=5)
        assert pooled == []
        await sample(api, length=1000, channels=["cell_state"])
        assert pooled == [True]
