"""Write a trained network to the zoo: the same bytes for the same numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from app.heads import Head
from app.training.loop import Fit
from app.training.task import Model, Task, Vocabulary
from app.weights import CellWeights, Stack

__all__ = ["build_model", "card_of", "write"]

Array = NDArray[Any]

STACK = "lstm"


def build_model(task: Task, vocabulary: Vocabulary, parameters: Mapping[str, Array]) -> Model:
    """Parameters -> a network that runs, in float32 as it is stored."""
    single = {name: array.astype(np.float32) for name, array in parameters.items()}
    weights = CellWeights(single["W_x"], single["W_h"], single["b"])
    return Model(
        stack=Stack(STACK, "lstm", ((weights,),)),
        encoder=vocabulary.encoder(),
        head=Head(task.head_kind, single["head.W"], single["head.b"], task.head_labels),
    )


def card_of(
    task: Task, vocabulary: Vocabulary, fit: Fit, metrics: Mapping[str, float], seed: int
) -> dict[str, Any]:
    """The card: the task's words, and what was measured."""
    recipe, words = task.recipe, task.card
    return {
        "id": task.id,
        "title": words.title,
        "task": words.task,
        "stack": {"name": STACK, "cell": "lstm", "options": {}},
        "input": {"kind": vocabulary.kind, "vocabulary": vocabulary.entries, "labels": vocabulary.labels},
        "head": {"kind": task.head_kind, "labels": task.head_labels},
        "examples": words.examples,
        "trained_on": words.trained_on,
        "license": words.license,
        "seed": seed,
        "training": {
            "steps": fit.curve[-1][0],
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
                "meaning": reading.meaning,
                "correlation": round(metrics[f"r_{reading.name}"], 4),
                "computed_on": f"100 held-out sequences of {recipe.lengths[1]} steps",
            }
            for unit, reading in enumerate(task.readings)
        ],
        "curve": [[step, round(loss, 6)] for step, loss in fit.curve],
        "notes": words.notes,
    }


def write(folder: Path, card: Mapping[str, Any], model: Model) -> Path:
    """Write ``<id>.safetensors`` and ``<id>.json``; return the former."""
    weights, head = model.stack.layers[0][0], model.head
    tensors = {f"{STACK}.0.forward.{name}": array for name, array in weights.arrays().items()}
    tensors |= {"encoder.vectors": model.encoder.vectors, "head.W": head.W, "head.b": head.b}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{card['id']}.safetensors"
    path.write_bytes(save({name: np.ascontiguousarray(tensors[name]) for name in sorted(tensors)}))
    path.with_suffix(".json").write_text(_dump(card), encoding="utf-8")
    return path


def _dump(card: Mapping[str, Any]) -> str:
    """JSON with one line a field, so that a change of the card reads well as a difference."""
    lines = (f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in card.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"
