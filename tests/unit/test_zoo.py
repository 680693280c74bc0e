"""Each bundled network does what its card says, and an untrained one does not."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from app.analysis.correlation import unit_correlation
from app.encoders import ValuesEncoder, VocabularyEncoder
from app.network import Network
from app.registry import read_network
from app.training.controls import SEEDS, knocked_out, untrained
from app.training.making import ZOO
from app.training.measure import evaluate
from app.training.task import Model, Vocabulary
from app.training.tasks import COMPANIONS, TASKS
from app.weights import Array

# float32 sums differ by a few units in the last place from one machine to the next.
TOLERANCE = 0.001


def network_of(name: str) -> Network:
    return read_network(ZOO / f"{name}.safetensors")


def model_of(network: Network) -> Model:
    assert isinstance(network.encoder, VocabularyEncoder | ValuesEncoder)
    assert network.head is not None
    return Model(network.stacks[0], network.encoder, network.head)


def vocabulary_of(model: Model) -> Vocabulary:
    """What the network reads, as it is stored: no package of the train extra is needed."""
    entries = () if isinstance(model.encoder, ValuesEncoder) else model.encoder.vocabulary
    return Vocabulary(model.encoder.kind, entries, model.vectors, model.encoder.labels or ())


def near(value: float) -> object:
    return pytest.approx(value, abs=TOLERANCE)


def test_the_zoo_holds_a_network_for_every_task() -> None:
    assert {path.stem for path in ZOO.glob("*.safetensors")} == set(TASKS)
    assert {path.stem for path in (ZOO / "companions").glob("*.safetensors")} == set(COMPANIONS)


@pytest.mark.parametrize("name", TASKS)
def test_a_network_reaches_its_thresholds_and_its_card_is_honest(name: str) -> None:
    network, task = network_of(name), TASKS[name]
    metrics = task.measure(model_of(network))
    assert network.card["at_least"] == dict(task.at_least)
    for metric, least in task.at_least.items():
        assert metrics[metric] >= least, metric
    assert set(network.card["metrics"]) == set(metrics)
    for metric, stated in network.card["metrics"].items():
        assert metrics[metric] == near(stated), metric
    assert set(network.card["tolerance"]) == set(metrics)
    assert set(network.card["metric_words"]) == set(metrics)
    for metric in metrics:
        # An error in the unit of its data is far above 1; of such a number a tenth is as much.
        allowed = 0.1 * max(1.0, abs(metrics[metric]))
        assert network.card["tolerance"][metric] == task.tolerance_of(metric) <= allowed, metric
    if task.look_at is not None:
        for found, entry in zip(task.look_at(model_of(network)), network.card["look_at"], strict=True):
            assert (found.unit, found.channel, found.name) == (entry["unit"], entry["channel"], entry["name"])
            assert found.correlation == near(entry["correlation"])


@pytest.mark.parametrize("name", TASKS)
def test_untrained_weights_fail_every_check(name: str) -> None:
    network, task = network_of(name), TASKS[name]
    vocabulary = vocabulary_of(model_of(network))
    best = dict.fromkeys(task.at_least, -np.inf)
    for seed in SEEDS:
        metrics = task.measure(untrained(task, vocabulary, seed))
        best = {metric: max(value, metrics[metric]) for metric, value in best.items()}
    for metric, least in task.at_least.items():
        assert best[metric] < least, metric
        assert network.card["untrained"][metric] == near(best[metric]), metric


@pytest.mark.parametrize("name", TASKS)
def test_the_task_breaks_where_the_card_says_so(name: str) -> None:
    network, task = network_of(name), TASKS[name]
    assert len(task.knock_outs) >= 1
    model = model_of(network)
    found = knocked_out(task, model, task.measure(model))
    for cut, entry in zip(found, network.card["knock_outs"], strict=True):
        assert cut["clamped"] <= cut["at_most"] < task.at_least[cut["metric"]]
        assert {key: entry[key] for key in ("gate", "unit", "value", "metric", "at_most")} == {
            key: cut[key] for key in ("gate", "unit", "value", "metric", "at_most")
        }
        assert (cut["whole"], cut["clamped"]) == (near(entry["whole"]), near(entry["clamped"]))
        assert all(f"{entry['clamped']:.2f}" in words for words in entry["words"].values())


@pytest.mark.parametrize("name", [name for name, task in TASKS.items() if task.readings])
def test_no_unit_of_untrained_weights_carries_what_a_trained_one_does(name: str) -> None:
    """Whichever unit, state and sign: the check is not passed by searching."""
    model, task = model_of(network_of(name)), TASKS[name]
    generator = np.random.Generator(np.random.PCG64(30_000))
    batch = task.sample(model.vectors, generator, task.recipe.lengths[1], 20)
    for seed in SEEDS:
        held_out = evaluate(untrained(task, vocabulary_of(model), seed), batch)
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
    assert len(card["examples"]) >= 2
    pairs = [card["title"], card["task"], card["trained_on"], card["license"], *card["metric_words"].values()]
    pairs += [*card["notes"], *(entry["meaning"] for entry in card["look_at"])]
    pairs += [words for example in card["examples"] for words in (example["title"], example["hint"])]
    for pair in pairs:
        assert set(pair) == {"en", "zh"}
        assert pair["en"].isascii() or any(mark in pair["en"] for mark in "“”…²")
        assert any("\u4e00" <= character <= "\u9fff" for character in pair["zh"])
    assert card["seed"] == task.recipe.seed
    assert card["training"]["tidiness"] == task.recipe.tidiness
    disclosed = " ".join(note["en"] for note in card["notes"])
    assert ("Tidier gates" in disclosed) == (task.recipe.tidiness > 0)
    assert ("Guided unit" in disclosed) == bool(task.readings)
    steps, losses = zip(*card["curve"], strict=True)
    assert steps[-1] == task.recipe.steps
    # A cross-entropy does not fall to 0: where two symbols may come, even the truth leaves log 2.
    assert losses[-1] < losses[0] * (0.75 if task.head_kind == "softmax" else 0.2)
    for unit, entry in enumerate(card["look_at"] if task.look_at is None else ()):
        assert entry["unit"] == unit
        assert entry["correlation"] == card["metrics"][f"r_{entry['name']}"]


@pytest.mark.parametrize("name", TASKS | COMPANIONS)
def test_the_words_of_a_card_are_those_of_its_task(name: str) -> None:
    task = (TASKS | COMPANIONS)[name]
    card, words = read_network(ZOO / task.folder / f"{name}.safetensors").card, asdict(task.words)
    for field in ("title", "task", "trained_on", "license"):
        assert card[field] == words[field]
    for field in ("examples", "notes"):
        assert card[field] == list(words[field])
    assert all(entry["meaning"] == words["readings"][entry["name"]] for entry in card["look_at"])
    assert card["variant_of"] == task.variant_of
    assert card["predicts"] == task.predicts


@pytest.mark.parametrize("name", TASKS)
def test_every_example_runs_and_points_at_a_step_and_unit_that_exist(name: str) -> None:
    network, channels = (
        network_of(name),
        {"forget_gate", "input_gate", "candidate", "output_gate", "cell_state"},
    )
    for example in network.card["examples"]:
        length = len(example["values"] if "values" in example else encoded_example(network, example))
        assert 0 <= example.get("step", 0) < length
        units = [example.get("unit", 0), *example.get("probes", ())]
        assert all(0 <= unit < network.stacks[0].hidden_size for unit in units)
        assert example.get("channel", "cell_state") in channels | {"hidden_state"}


def encoded_example(network: Network, example: dict[str, str]) -> Array:
    return network.encoder.encode_text(example["text"]).values


@pytest.mark.parametrize("name", [name for name, task in TASKS.items() if task.truth])
def test_the_truth_of_an_example_has_the_shape_of_the_prediction(name: str) -> None:
    network, truth = network_of(name), TASKS[name].truth
    assert truth is not None
    for example in network.card["examples"]:
        values = (
            np.asarray(example["values"], float) if "values" in example else encoded_example(network, example)
        )
        told = truth(np.asarray(values, np.float64))
        assert told.shape == (len(values), len(TASKS[name].head_labels))
        assert np.isfinite(told).any()


def test_the_zoo_is_small() -> None:
    sizes = {path.name: path.stat().st_size for path in Path(ZOO).iterdir()}
    # Most of it is sonnets, with 96 units, and the words of review.
    assert sum(sizes.values()) < 700_000, sizes
