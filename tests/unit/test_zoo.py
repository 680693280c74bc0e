"""Each bundled network does what its card says, and an untrained one does not."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.analysis.correlation import unit_correlation
from app.encoders import VocabularyEncoder
from app.heads import Head
from app.network import Network
from app.registry import read_network
from app.training.__main__ import ZOO
from app.training.card import WORDS
from app.training.measure import evaluate
from app.training.task import Model
from app.training.tasks import COMPANIONS, TASKS
from app.weights import random_stack

UNTRAINED_SEEDS = range(10)
# float32 sums differ by a few units in the last place from one machine to the next.
TOLERANCE = 0.001


def network_of(name: str) -> Network:
    return read_network(ZOO / f"{name}.safetensors")


def model_of(network: Network) -> Model:
    assert isinstance(network.encoder, VocabularyEncoder)
    assert network.head is not None
    return Model(network.stacks[0], network.encoder, network.head)


def untrained(model: Model, seed: int) -> Model:
    """The same network with weights as before training."""
    stack = random_stack("lstm", model.stack.input_size, model.stack.hidden_size, seed=seed)
    generator = np.random.Generator(np.random.PCG64(seed))
    bound = model.stack.hidden_size**-0.5
    head = Head(
        model.head.kind,
        generator.uniform(-bound, bound, model.head.W.shape).astype(np.float32),
        np.zeros_like(model.head.b),
        model.head.labels,
    )
    return Model(stack, model.encoder, head)


def test_the_zoo_holds_a_network_for_every_task() -> None:
    assert {path.stem for path in ZOO.glob("*.safetensors")} == set(TASKS)
    assert {path.stem for path in (ZOO / "companions").glob("*.safetensors")} == set(COMPANIONS)
    assert {path.stem for path in WORDS.glob("*.json")} == set(TASKS | COMPANIONS)


@pytest.mark.parametrize("name", TASKS)
def test_a_network_reaches_its_thresholds_and_its_card_is_honest(name: str) -> None:
    network, task = network_of(name), TASKS[name]
    metrics = task.measure(model_of(network))
    assert network.card["at_least"] == dict(task.at_least)
    for metric, least in task.at_least.items():
        assert metrics[metric] >= least, metric
    assert set(network.card["metrics"]) == set(metrics)
    for metric, stated in network.card["metrics"].items():
        assert metrics[metric] == pytest.approx(stated, abs=TOLERANCE), metric


@pytest.mark.parametrize("name", TASKS)
def test_untrained_weights_fail_every_check(name: str) -> None:
    model, task = model_of(network_of(name)), TASKS[name]
    for seed in UNTRAINED_SEEDS:
        metrics = task.measure(untrained(model, seed))
        passed = {
            metric: metrics[metric] for metric, least in task.at_least.items() if metrics[metric] >= least
        }
        assert passed == {}, f"seed {seed}"


@pytest.mark.parametrize("name", TASKS)
def test_no_unit_of_untrained_weights_carries_what_a_trained_one_does(name: str) -> None:
    """Whichever unit, state and sign: the check is not passed by searching."""
    model, task = model_of(network_of(name)), TASKS[name]
    vectors = np.asarray(model.encoder.vectors, np.float64)
    generator = np.random.Generator(np.random.PCG64(30_000))
    batch = task.sample(vectors, generator, task.recipe.lengths[1], 20)
    for seed in UNTRAINED_SEEDS:
        held_out = evaluate(untrained(model, seed), batch)
        for index, reading in enumerate(task.readings):
            found = [
                abs(unit_correlation(held_out.traces, held_out.reading(index), channel=channel, unit=unit))
                for channel in ("cell_state", "hidden_state")
                for unit in range(task.recipe.hidden_size)
            ]
            assert max(found) < task.at_least[f"r_{reading.name}"] - 0.1, (seed, reading.name)


@pytest.mark.parametrize("name", TASKS)
def test_a_card_says_everything_in_both_languages(name: str) -> None:
    network, task = network_of(name), TASKS[name]
    card = network.card
    assert network.stacks[0].hidden_size == task.recipe.hidden_size
    assert len(card["examples"]) >= 3
    pairs = [card["title"], card["task"], *card["notes"], *(entry["meaning"] for entry in card["look_at"])]
    pairs += [words for example in card["examples"] for words in (example["title"], example["hint"])]
    for pair in pairs:
        assert set(pair) == {"en", "zh"}
        assert pair["en"].isascii() or any(mark in pair["en"] for mark in "“”…²")
        assert any("\u4e00" <= character <= "\u9fff" for character in pair["zh"])
    assert card["trained_on"]
    assert card["seed"] == task.recipe.seed
    assert card["training"]["tidiness"] == task.recipe.tidiness
    disclosed = " ".join(note["en"] for note in card["notes"])
    assert ("Tidier gates" in disclosed) == (task.recipe.tidiness > 0)
    assert ("Guided unit" in disclosed) == bool(task.readings)
    steps, losses = zip(*card["curve"], strict=True)
    assert steps[-1] == task.recipe.steps
    assert losses[-1] < losses[0] / 5
    for unit, entry in enumerate(card["look_at"]):
        assert entry["unit"] == unit
        assert entry["correlation"] == card["metrics"][f"r_{entry['name']}"]


@pytest.mark.parametrize("name", TASKS)
def test_the_words_of_a_card_are_those_of_its_source(name: str) -> None:
    card = network_of(name).card
    words = json.loads((WORDS / f"{name}.json").read_text("utf-8"))
    assert {entry["name"]: entry["meaning"] for entry in card["look_at"]} == words.pop("readings")
    assert {key: card[key] for key in words} == words


@pytest.mark.parametrize("name", TASKS)
def test_every_example_runs_and_points_at_a_step_and_unit_that_exist(name: str) -> None:
    network = network_of(name)
    for example in network.card["examples"]:
        tokens = network.encoder.encode_text(example["text"]).tokens or ()
        assert 0 <= example.get("step", 0) < len(tokens)
        assert 0 <= example.get("unit", 0) < network.stacks[0].hidden_size


def test_the_zoo_is_small() -> None:
    sizes = {path.name: path.stat().st_size for path in Path(ZOO).iterdir()}
    assert sum(sizes.values()) < 500_000, sizes
