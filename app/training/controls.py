"""What must fail: networks that learned nothing, and a trained one with a gate held still."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.analysis.knock_out import clamp_gate
from app.training.export import build_model
from app.training.loop import start
from app.training.task import KnockOut, Model, Task, Vocabulary
from app.training.units import orient

__all__ = ["SEEDS", "best_untrained", "knocked_out", "untrained"]

SEEDS = range(10)


def untrained(task: Task, vocabulary: Vocabulary, seed: int) -> Model:
    """The network as training from this seed would begin.

    Parameters
    ----------
    task : Task
        For the shapes.
    vocabulary : Vocabulary
        What it reads.
    seed : int
        Of the weights.

    Returns
    -------
    Model
    """
    run = start(task, vocabulary.vectors.shape[1], seed)
    return build_model(task, vocabulary, orient(run.parameters, task.recipe.cell))


def best_untrained(task: Task, vocabulary: Vocabulary) -> dict[str, float]:
    """The best that ten untrained networks reach at each metric with a threshold."""
    measured = [task.measure(untrained(task, vocabulary, seed)) for seed in SEEDS]
    return {name: max(metrics[name] for metrics in measured) for name in task.at_least}


def knocked_out(task: Task, model: Model, whole: Mapping[str, float]) -> list[dict[str, Any]]:
    """What is left of a metric when a gate is held still, for each knock-out of a task.

    Parameters
    ----------
    task : Task
        With its knock-outs.
    model : Model
        The trained network.
    whole : mapping
        Its metrics as it is.

    Returns
    -------
    list of dict
        The knock-out's fields, ``whole`` and ``clamped``: the metric before and after.
    """
    return [
        {
            "gate": cut.gate,
            "unit": cut.unit,
            "value": cut.value,
            "metric": cut.metric,
            "whole": round(whole[cut.metric], 4),
            "clamped": round(task.measure(_clamped(model, cut))[cut.metric], 4),
            "at_most": cut.at_most,
        }
        for cut in task.knock_outs
    ]


def _clamped(model: Model, cut: KnockOut) -> Model:
    return replace(model, stack=clamp_gate(model.stack, cut.gate, cut.unit, cut.value))
