"""One network from its task to its two files, with everything measured on the way."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.training import checkpoint
from app.training.card import make_card, training_of, write_card
from app.training.controls import best_untrained, knocked_out
from app.training.export import build_model, write_weights
from app.training.loop import Fit, Progress, Run, Stopped, fit
from app.training.report import faults, metrics_table
from app.training.task import Task, Vocabulary

__all__ = ["Made", "Order", "make"]

ZOO = Path(__file__).parents[1] / "zoo"
SECONDS_BETWEEN_CHECKPOINTS = 20.0


@dataclass(frozen=True)
class Order:
    """What is asked of the trainer: where to write, where a stopped training is kept, what to change."""

    out: Path
    checkpoints: Path
    steps: int | None = None
    seed: int | None = None
    fresh: bool = False


@dataclass(frozen=True)
class Made:
    """What became of a network, and where it fell short.

    ``state`` is "made", or "agrees" where it could be compared with the stored one and does, "differs",
    "missed" or "stopped".
    """

    id: str
    state: str
    faults: tuple[str, ...]
    seconds: float


def make(task: Task, order: Order, say: Callable[[str], None], stop: Callable[[], bool]) -> Made:
    """Train one network, report its metrics beside the stored ones, write it.

    One that misses what it must reach never replaces a network of the zoo.

    Parameters
    ----------
    task : Task
        What is learned.
    order : Order
        How and where to.
    say : callable
        Is given each line of the report.
    stop : callable
        Whether to stop now; what was reached is kept, and the same order goes on from there.

    Returns
    -------
    Made
    """
    began = time.monotonic()
    say(f"{task.recipe.hidden_size} units")
    vocabulary = task.vocabulary()
    seed = task.recipe.seed if order.seed is None else order.seed
    try:
        fitted = _train(task, vocabulary, order, seed, say, stop)
    except Stopped:
        return Made(task.id, "stopped", (), time.monotonic() - began)
    model = build_model(task, vocabulary, fitted.parameters)
    metrics = task.measure(model)
    untrained = best_untrained(task, vocabulary)
    cuts = knocked_out(task, model, metrics)
    stored = _stored(ZOO / task.folder / f"{task.id}.json", task, fitted.steps, seed)
    for line in metrics_table(task, metrics, stored, untrained, cuts):
        say(line)
    fell = faults(task, metrics, stored, untrained, cuts)
    state = _state(fell, compared=bool(stored))
    if state == "missed" and order.out.resolve() == ZOO:
        say("not written: it misses a threshold; try another --seed, or --out DIR to look at it")
        return Made(task.id, "missed", fell, time.monotonic() - began)
    folder = order.out / task.folder
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(folder / f"{task.id}.safetensors", model, vectors=task.companion_of is None)
    card = make_card(
        task, vocabulary, model, fitted, seed, metrics=metrics, untrained=untrained, knock_outs=cuts
    )
    write_card(folder / f"{task.id}.json", card)
    say(f"wrote {task.id}.safetensors and {task.id}.json to {folder}")
    return Made(task.id, state, fell, time.monotonic() - began)


def _state(fell: tuple[str, ...], *, compared: bool) -> str:
    if not fell:
        return "agrees" if compared else "made"
    return "differs" if all(fault.startswith("differs") for fault in fell) else "missed"


def _train(
    task: Task,
    vocabulary: Vocabulary,
    order: Order,
    seed: int,
    say: Callable[[str], None],
    stop: Callable[[], bool],
) -> Fit:
    """Train, or go on where an earlier training was stopped."""
    path = order.checkpoints / f"{task.id}.npz"
    steps = task.recipe.steps if order.steps is None else order.steps
    about = checkpoint.fingerprint(task, vocabulary.vectors, steps, seed)
    run = None if order.fresh else checkpoint.load(path, about)
    if run:
        say(f"goes on after step {run.step}")
    last = time.monotonic()

    def pause(run: Run) -> bool:
        nonlocal last
        stopped = stop()
        if stopped or time.monotonic() - last > SECONDS_BETWEEN_CHECKPOINTS:
            checkpoint.save(path, run, about)
            last = time.monotonic()
        if stopped:
            say(f"stopped after step {run.step}; the same command goes on from there")
        return stopped

    def report(progress: Progress) -> None:
        say(str(progress))

    fitted = fit(task, vocabulary.vectors, steps=steps, seed=seed, report=report, run=run, pause=pause)
    path.unlink(missing_ok=True)
    return fitted


def _stored(path: Path, task: Task, steps: int, seed: int) -> Mapping[str, Any]:
    """The stored card; nothing where it is of another recipe, whose metrics need not agree."""
    if not path.exists():
        return {}
    card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    same = card.get("training") == json.loads(json.dumps(training_of(task, steps))) and card["seed"] == seed
    return card if same else {}
