"""The card beside the weights: what a person wrote of a network, and what was measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.training.loop import Fit
from app.training.task import Task, Vocabulary

__all__ = ["make_card", "write_card", "write_words_again"]

WORDS = Path(__file__).with_name("cards")
SPOKEN = ("title", "task", "examples", "trained_on", "license", "notes")


def make_card(
    task: Task, vocabulary: Vocabulary, fitted: Fit, metrics: Mapping[str, float], seed: int
) -> dict[str, Any]:
    """Everything about a network that is not a weight.

    Parameters
    ----------
    task : Task
        Its words are read from ``cards/<id>.json``.
    vocabulary : Vocabulary
        With the notices of its source.
    fitted : Fit
        For the loss curve.
    metrics : mapping
        What ``task.measure`` said of the network as it is stored.
    seed : int
        The seed that was used.

    Returns
    -------
    dict
        Ready for JSON.
    """
    recipe = task.recipe
    measured = {
        "id": task.id,
        "stack": {"name": recipe.cell, "cell": recipe.cell, "options": {}},
        "input": _describe_input(task, vocabulary),
        "head": {"kind": task.head_kind, "labels": task.head_labels},
        "notices": () if task.companion_of else vocabulary.notices,
        "seed": seed,
        "training": {
            "steps": fitted.curve[-1][0] if fitted.curve else 0,
            "batch": recipe.batch,
            "lengths": recipe.lengths,
            "tidiness": recipe.tidiness,
            "readings": {reading.name: reading.weight for reading in task.readings},
        },
        "metrics": {name: round(value, 4) for name, value in metrics.items()},
        "at_least": task.at_least,
        "look_at": [
            {
                "unit": unit,
                "channel": reading.channel,
                "name": reading.name,
                "correlation": round(metrics[f"r_{reading.name}"], 4),
                "computed_on": f"100 held-out sequences of {recipe.lengths[1]} steps",
            }
            for unit, reading in enumerate(task.readings)
        ],
        "curve": [[step, round(loss, 6)] for step, loss in fitted.curve],
    }
    return _with_words(measured)


def _describe_input(task: Task, vocabulary: Vocabulary) -> dict[str, Any]:
    if task.companion_of:
        return {"kind": "values", "vocabulary_of": task.companion_of, "labels": vocabulary.labels}
    return {"kind": vocabulary.kind, "vocabulary": vocabulary.entries, "labels": vocabulary.labels}


def write_card(path: Path, card: Mapping[str, Any]) -> None:
    """Write JSON with one line a field: a changed card then reads well as a difference."""
    lines = (f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in card.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def write_words_again(path: Path) -> None:
    """Put the words of ``cards/`` into a stored card, and leave what was measured."""
    write_card(path, _with_words(json.loads(path.read_text(encoding="utf-8"))))


def _with_words(card: Mapping[str, Any]) -> dict[str, Any]:
    words = json.loads((WORDS / f"{card['id']}.json").read_text(encoding="utf-8"))
    look_at = [{**entry, "meaning": words["readings"][entry["name"]]} for entry in card["look_at"]]
    return {**card, **{name: words[name] for name in SPOKEN}, "look_at": look_at}
