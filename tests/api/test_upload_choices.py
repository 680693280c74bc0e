"""What the owner of a network decides: vocabulary, layers around it, formula."""

from typing import Any

import httpx
import numpy as np
import pytest

from app.schema import Model
from tests.own_networks import (
    embedding,
    file_of,
    lstm,
    opened,
    output,
    parts_of,
    whole,
)
from tests.problem import check_problem

pytestmark = pytest.mark.anyio


async def test_a_vocabulary_makes_it_read_text(own: httpx.AsyncClient) -> None:
    model = await opened(own, whole())
    address = f"/models/{model['id']}/vocabulary"
    without = await own.post("/traces", json={"model": model["id"], "text": "bad"})
    assert check_problem(without, 422, "unsupported_input")["hint"].startswith("Give it a vocabulary of 5")
    named = (await own.put(address, json=["[UNK]", "not", "bad", "good", "film"])).json()
    assert named["input"]["kind"] == "words"
    assert named["digest"] != model["digest"]
    said = (await own.post("/traces", json={"model": model["id"], "text": "Not a film"})).json()
    assert [(one["id"], one["known"]) for one in said["tokens"]] == [(1, True), (None, False), (4, True)]
    ids = (await own.post("/traces", json={"model": model["id"], "token_ids": [1, 0, 4]})).json()
    assert said["layers"] == ids["layers"]
    assert said["digest"] == named["digest"]
    letters = (await own.put(address, json={"a": 1, "b": 2, "c": 4})).json()
    assert letters["input"]["kind"] == "characters"
    assert (await parts_of(own, model))["vocabulary"] == {"kind": "characters", "size": 5, "source": "given"}


async def test_a_vocabulary_of_an_input_without_embedding_is_one_hot(own: httpx.AsyncClient) -> None:
    model = await opened(own, file_of(lstm()))
    assert model["input"]["kind"] == "values"
    named = (await own.put(f"/models/{model['id']}/vocabulary", json=["a", "b", "c"])).json()
    assert (named["input"]["kind"], named["input"]["labels"]) == ("characters", ["a", "b", "c"])
    text = (await own.post("/traces", json={"model": model["id"], "text": "cab"})).json()
    rows = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    values = (await own.post("/traces", json={"model": model["id"], "values": rows})).json()
    assert text["layers"] == values["layers"]


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        (["a", "b"], "the vocabulary has 2 entries; the embedding embedding needs 5"),
        ({"a": 5}, "the entry 'a' has the number 5; the embedding embedding has numbers 0 to 4"),
        ({"a": 1, "b": 1}, "the entries 'a' and 'b' have the same number 1"),
        ({"a": "b"}, "the map leads from 'a' to a text; it leads from an entry to its number"),
        ({}, "the vocabulary is empty"),
        (["a", "b", "c", "d", ""], "the entry '' has 0 characters; an entry has 1 to 200"),
    ],
)
async def test_a_vocabulary_that_does_not_fit(own: httpx.AsyncClient, given: Any, detail: str) -> None:
    model = await opened(own, whole())
    answer = await own.put(f"/models/{model['id']}/vocabulary", json=given)
    assert check_problem(answer, 422, "invalid_vocabulary")["detail"].startswith(detail)
    assert (await parts_of(own, model))["vocabulary"] is None


@pytest.mark.parametrize("given", [3, "text", [1], {"a": 0.5}, {"a": None}, [["a"]]])
async def test_what_is_no_vocabulary(own: httpx.AsyncClient, given: Any) -> None:
    model = await opened(own, whole())
    check_problem(await own.put(f"/models/{model['id']}/vocabulary", json=given), 422, "invalid_request")


async def test_of_several_layers_none_is_taken_until_one_is_chosen(own: httpx.AsyncClient) -> None:
    two = (embedding("word_embedding"), embedding("tag_embedding", 7), output("score"), output("topic", 6))
    model = await opened(own, file_of(lstm(), *two))
    assert (model["input"]["kind"], model["head"]) == ("values", None)
    assert "2 embeddings fit (" in " ".join(model["notes"])
    choices = {"embedding": "tag_embedding", "output": {"name": "topic", "kind": "softmax"}}
    chosen = (await own.put(f"/models/{model['id']}/choices", json=choices)).json()
    Model.model_validate(chosen)
    assert (chosen["input"]["kind"], chosen["head"]["size"], chosen["head"]["kind"]) == (
        "token_ids",
        6,
        "softmax",
    )
    parts = await parts_of(own, model)
    assert {one["name"] for one in parts["embeddings"] if one["chosen"]} == {"tag_embedding"}
    assert {one["name"] for one in parts["outputs"] if one["chosen"]} == {"topic"}
    trace = (await own.post("/traces", json={"model": model["id"], "token_ids": [1]})).json()
    assert sum(trace["predictions"]["values"][0]) == pytest.approx(1, abs=1e-6)
    without = (await own.put(f"/models/{model['id']}/choices", json={"output": None})).json()
    assert (without["head"], without["input"]["kind"]) == (None, "token_ids")


@pytest.mark.parametrize(
    ("choices", "detail", "pointer"),
    [
        ({"embedding": "lookup"}, "there is no embedding 'lookup' to choose", "/embedding"),
        ({"output": {"name": "fc"}}, "there is no output layer 'fc' to choose", "/output/name"),
        (
            {"output": {"name": "output", "kind": "softmax", "labels": ["a"]}},
            "1 labels were given; the output layer has 2 numbers",
            "/output/labels",
        ),
        (
            {"options": {"lstm": {"activation": "relu"}}},
            "there is no open option 'activation of lstm' to choose",
            "/options/lstm/activation",
        ),
    ],
)
async def test_a_choice_that_the_file_does_not_offer(
    own: httpx.AsyncClient, choices: dict[str, Any], detail: str, pointer: str
) -> None:
    model = await opened(own, whole())
    problem = check_problem(
        await own.put(f"/models/{model['id']}/choices", json=choices), 422, "invalid_selection"
    )
    assert problem["detail"] == detail
    assert problem["errors"][0]["pointer"] == pointer
    assert problem["hint"]


async def test_a_formula_that_the_file_does_not_record_can_be_chosen(own: httpx.AsyncClient) -> None:
    arrays = {name.replace("lstm", "rnn"): array[:4] for name, array in lstm().items()}
    model = await opened(own, file_of(arrays))
    [open_one] = (await parts_of(own, model))["undecided"]
    assert (open_one["option"], open_one["chosen"], open_one["choices"]) == (
        "activation",
        None,
        ["tanh", "relu"],
    )
    stack = open_one["stack"]
    chosen = await own.put(
        f"/models/{model['id']}/choices", json={"options": {stack: {"activation": "relu"}}}
    )
    assert chosen.json()["stacks"][0]["options"] == {"activation": "relu"}
    wanted = {"model": model["id"], "values": [[1.0, 2.0, 3.0]], "channels": ["hidden_state"]}
    states = np.array((await own.post("/traces", json=wanted)).json()["layers"][0]["hidden_state"])
    sums = arrays["rnn.weight_ih_l0"] @ [1, 2, 3] + arrays["rnn.bias_ih_l0"] + arrays["rnn.bias_hh_l0"]
    np.testing.assert_allclose(states[0], np.maximum(sums, 0), atol=1e-6)
    [decided] = (await parts_of(own, model))["undecided"]
    assert decided["chosen"] == "relu"
    refused = await own.put(
        f"/models/{model['id']}/choices", json={"options": {stack: {"activation": "elu"}}}
    )
    assert check_problem(refused, 422, "invalid_selection")["hint"] == "Choose one of: tanh, relu."


async def test_each_stack_reads_and_predicts_for_itself(own: httpx.AsyncClient) -> None:
    parts = (lstm("encoder", 3, 4), lstm("decoder", 6, 5, seed=2), embedding(), output("score", 2, 5))
    model = await opened(own, file_of(*parts))
    encoder = (await own.post("/traces", json={"model": model["id"], "token_ids": [1]})).json()
    assert (encoder["stack"], encoder["predictions"]) == ("encoder", None)
    decoder = {"model": model["id"], "stack": "decoder"}
    trace = (await own.post("/traces", json={**decoder, "values": [[0.0] * 6]})).json()
    assert trace["predictions"]["kind"] == "linear"
    refused = await own.post("/traces", json={**decoder, "token_ids": [1]})
    problem = check_problem(refused, 422, "unsupported_input")
    assert problem["hint"] == 'Send "values": one row a step with 6 numbers each.'


async def test_marks_and_special_entries_of_a_vocabulary_are_words(own: httpx.AsyncClient) -> None:
    model = await opened(own, whole())
    await own.put(f"/models/{model['id']}/vocabulary", json=["<unk>", "not", "bad", ".", "<eos>"])
    said = (await own.post("/traces", json={"model": model["id"], "text": "Not bad. <eos> <pad>, 3"})).json()
    read = [(one["text"], one["id"]) for one in said["tokens"]]
    assert read == [("Not", 1), ("bad", 2), (".", 3), ("<eos>", 4), ("pad", None), ("3", None)]


async def test_the_last_word_decides_and_every_decision_has_its_digest(own: httpx.AsyncClient) -> None:
    model = await opened(own, whole())
    digests = {model["digest"]}
    for given in (["a", "b", "c", "d", "e"], ["b", "a", "c", "d", "e"]):
        named = (await own.put(f"/models/{model['id']}/vocabulary", json=given)).json()
        digests.add(named["digest"])
        line = await own.get(f"/trace?model={model['id']}&text=a")
        assert line.headers["cache-control"] == "no-cache"
        assert line.json()["tokens"][0]["id"] == given.index("a")
    without = (await own.put(f"/models/{model['id']}/choices", json={"embedding": None})).json()
    assert without["input"]["kind"] == "values"
    digests.add(without["digest"])
    assert len(digests) == 4
