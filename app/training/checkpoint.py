"""A training under way, on disk: all that decides the next update, so that nothing is lost by a stop."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.training.adam import Adam
from app.training.loop import Run
from app.training.task import Task

__all__ = ["fingerprint", "load", "save"]

Array = NDArray[Any]

KINDS = ("parameters", "mean", "square")


def fingerprint(task: Task, vectors: Array, steps: int, seed: int) -> dict[str, Any]:
    """What must be the same for a stored training to go on: the recipe, the seed, the words it reads."""
    recipe = {**asdict(task.recipe), "steps": steps, "seed": seed}
    return {
        "id": task.id,
        "recipe": json.loads(json.dumps(recipe)),
        "readings": [[reading.name, reading.weight] for reading in task.readings],
        "head": [task.head_kind, *task.head_labels],
        "vectors": [list(vectors.shape), float(np.sum(vectors)), float(np.sum(vectors**2))],
    }


def save(path: Path, run: Run, about: dict[str, Any]) -> None:
    """Write a training; a reader of the path sees the old file or the new one, never a half."""
    state = {
        "about": about,
        "step": run.step,
        "updates": run.optimiser.updates,
        "generator": run.generator.bit_generator.state,
        "curve": run.curve,
        "losses": run.losses,
    }
    kinds = (run.parameters, run.optimiser.mean, run.optimiser.square)
    arrays = {
        f"{kind}/{name}": array
        for kind, group in zip(KINDS, kinds, strict=True)
        for name, array in group.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        np.savez(file, allow_pickle=False, state=np.array(json.dumps(state)), **arrays)
    unfinished.replace(path)


def load(path: Path, about: dict[str, Any]) -> Run | None:
    """The stored training; None where there is none, or one of another recipe.

    Parameters
    ----------
    path : Path
        As given to :func:`save`.
    about : dict
        The :func:`fingerprint` of what is to be trained now.

    Returns
    -------
    Run or None
    """
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as stored:
        arrays = dict(stored)
    state = json.loads(str(arrays.pop("state")))
    if state["about"] != about:
        return None
    parameters, mean, square = (
        {
            name.removeprefix(f"{kind}/"): array
            for name, array in arrays.items()
            if name.startswith(f"{kind}/")
        }
        for kind in KINDS
    )
    generator = np.random.Generator(np.random.PCG64())
    generator.bit_generator.state = state["generator"]
    curve = [(int(step), float(loss)) for step, loss in state["curve"]]
    optimiser = Adam(updates=state["updates"], mean=mean, square=square)
    return Run(generator, parameters, state["step"], optimiser, curve, state["losses"])
