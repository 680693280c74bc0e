"""The card beside the weights: what a person wrote of a network, and what was measured."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.training.loop import Fit
from app.training.measure import HELD_OUT
from app.training.task import LookAt, Model, Task, Vocabulary
from app.training.words import Bilingual

__all__ = ["look_at_readings", "make_card", "training_of", "with_words", "write_card"]

# Fields of a task's words that stand in the card under the same name.
SPOKEN = ("title", "task", "examples", "trained_on", "license", "notes")


def make_card(
    task: Task,
    vocabulary: Vocabulary,
    model: Model,
    fitted: Fit,
    seed: int,
    *,
    metrics: Mapping[str, float],
    untrained: Mapping[str, float],
    knock_outs: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Everything about a network that is not a weight.

    Parameters
    ----------
    task : Task
        With the words.
    vocabulary : Vocabulary
        With the notices of its source.
    model : Model
        The network as it is stored, for what there is to look at.
    fitted : Fit
        For the loss curve.
    seed : int
        The seed that was used.
    metrics, untrained, knock_outs
        What ``task.measure`` said of the network, the best of ten untrained ones, and what is left
        where a gate is held still.

    Returns
    -------
    dict
        Ready for JSON.
    """
    look_at = task.look_at(model) if task.look_at else look_at_readings(task, metrics)
    measured = {
        "id": task.id,
        "variant_of": task.variant_of,
        "predicts": task.predicts,
        "stack": {"name": task.recipe.cell, "cell": task.recipe.cell, "options": {}},
        "input": _describe_input(task, vocabulary),
        "head": {"kind": task.head_kind, "labels": task.head_labels},
        "notices": () if task.companion_of else vocabulary.notices,
        "seed": seed,
        "training": training_of(task, fitted.steps),
        "metrics": {name: round(value, 4) for name, value in metrics.items()},
        "at_least": dict(task.at_least),
        "tolerance": {name: task.tolerance_of(name) for name in metrics},
        "untrained": {name: round(value, 4) for name, value in untrained.items()},
        "knock_outs": list(knock_outs),
        "look_at": [asdict(entry) for entry in look_at],
        "curve": [[step, round(loss, 6)] for step, loss in fitted.curve],
    }
    return with_words(task, json.loads(json.dumps(measured)))


def training_of(task: Task, steps: int) -> dict[str, Any]:
    """The recipe, as a card states it."""
    recipe = {name: value for name, value in asdict(task.recipe).items() if name not in ("seed", "cell")}
    readings = {reading.name: reading.weight for reading in task.readings}
    return {**recipe, "steps": steps, "readings": readings}


def look_at_readings(task: Task, metrics: Mapping[str, float]) -> list[LookAt]:
    """The units that were each asked for a quantity, with the correlation that was measured."""
    steps = task.recipe.lengths[1]
    computed_on: Bilingual = {
        "en": f"{HELD_OUT} held-out sequences of {steps} steps",
        "zh": f"{HELD_OUT} 个未用于训练的序列，每个 {steps} 步",
    }
    return [
        LookAt(unit, reading.channel, reading.name, round(metrics[f"r_{reading.name}"], 4), computed_on)
        for unit, reading in enumerate(task.readings)
    ]


def _describe_input(task: Task, vocabulary: Vocabulary) -> dict[str, Any]:
    if task.companion_of:
        return {"kind": "values", "vocabulary_of": task.companion_of, "labels": vocabulary.labels}
    if vocabulary.kind == "values":
        return {"kind": "values", "labels": vocabulary.labels}
    return {"kind": vocabulary.kind, "vocabulary": vocabulary.entries, "labels": vocabulary.labels}


def write_card(path: Path, card: Mapping[str, Any]) -> None:
    """Write JSON with one line a field: a changed card then reads well as a difference."""
    lines = (f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in card.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def with_words(task: Task, card: Mapping[str, Any]) -> dict[str, Any]:
    """A card with the task's words; what was measured is left as it is."""
    words = asdict(task.words)
    look_at = [{**entry, "meaning": words["readings"][entry["name"]]} for entry in card["look_at"]]
    knock_outs = [
        {**entry, "words": {language: _filled(text, entry) for language, text in sentence.items()}}
        for entry, sentence in zip(card["knock_outs"], words["knock_outs"], strict=True)
    ]
    metric_words = {name: words["metrics"][name] for name in card["metrics"] if name in words["metrics"]}
    spoken = {name: words[name] for name in SPOKEN}
    return {**card, **spoken, "metric_words": metric_words, "look_at": look_at, "knock_outs": knock_outs}


def _filled(text: str, entry: Mapping[str, Any]) -> str:
    return text.format(before=f"{entry['whole']:.2f}", after=f"{entry['clamped']:.2f}")
