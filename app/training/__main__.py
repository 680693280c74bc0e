"""Command line: ``python -m app.training [ID ...] [--out DIR] [--steps N] [--seed N] [--words]``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.errors import GatescopeError, UnknownModel, shorten
from app.training.card import make_card, write_card, write_words_again
from app.training.export import build_model, write_weights
from app.training.loop import Progress, fit
from app.training.task import Task
from app.training.tasks import COMPANIONS, TASKS

ZOO = Path(__file__).parents[1] / "zoo"
ALL = TASKS | COMPANIONS


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the named networks, or all; 1 when one misses what it must reach."""
    options = _parser().parse_args(arguments)
    try:
        tasks = _tasks([] if options.all else options.id)
        if options.words:
            for task in tasks:
                write_words_again(options.out / task.folder / f"{task.id}.json")
            return 0
        # Every one is trained, also after one that fell short.
        good = [make(task, options.out, steps=options.steps, seed=options.seed) for task in tasks]
    except GatescopeError as error:
        print(f"{error.message}\n{error.hint}", file=sys.stderr)
        return 1
    return 0 if all(good) else 1


def make(task: Task, folder: Path, *, steps: int | None = None, seed: int | None = None) -> bool:
    """Train one network, report its metrics beside the stored ones, write it.

    Returns whether it reaches what it must; one that does not never replaces a network of the zoo.
    """
    print(f"{task.id}: {task.recipe.hidden_size} units", flush=True)
    vocabulary = task.vocabulary()
    seed = task.recipe.seed if seed is None else seed
    fitted = fit(task, vocabulary.vectors, steps=steps, seed=seed, report=_say)
    model = build_model(task, vocabulary, fitted.parameters)
    metrics = task.measure(model)
    print(_table(metrics, _stored_metrics(ZOO / task.folder / f"{task.id}.json"), task.at_least))
    good = all(metrics[name] >= least for name, least in task.at_least.items())
    if not good and folder.resolve() == ZOO:
        print("  not written: it misses a threshold; try another --seed, or --out DIR to look at it")
        return False
    folder = folder / task.folder
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(folder / f"{task.id}.safetensors", model, vectors=task.companion_of is None)
    write_card(folder / f"{task.id}.json", make_card(task, vocabulary, fitted, metrics, seed))
    print(f"  wrote {task.id}.safetensors and {task.id}.json to {folder}", flush=True)
    return good


def _say(progress: Progress) -> None:
    print(f"  {progress}", flush=True)


def _tasks(names: Sequence[str]) -> list[Task]:
    for name in names:
        if name not in ALL:
            raise UnknownModel(
                f"there is no task {shorten(name)}", hint=f"Choose one or more of: {', '.join(ALL)}."
            )
    return [ALL[name] for name in names or ALL]


def _stored_metrics(card: Path) -> dict[str, float]:
    if not card.exists():
        return {}
    metrics: dict[str, float] = json.loads(card.read_text(encoding="utf-8"))["metrics"]
    return metrics


def _table(metrics: Mapping[str, float], stored: Mapping[str, float], at_least: Mapping[str, float]) -> str:
    lines = [f"  {'metric':<28}{'measured':>10}{'stored':>10}{'at least':>10}"]
    for name, value in metrics.items():
        before = f"{stored[name]:.4f}" if name in stored else "-"
        least = f"{at_least[name]:.2f}" if name in at_least else "-"
        missed = "  MISSED" if value < at_least.get(name, value) else ""
        lines.append(f"  {name:<28}{value:>10.4f}{before:>10}{least:>10}{missed}")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.training", description="Train networks of the zoo.")
    parser.add_argument("id", nargs="*", metavar="ID", help=f"of: {', '.join(ALL)}; all when none is named")
    parser.add_argument("--all", action="store_true", help="train every network")
    parser.add_argument("--out", type=Path, default=ZOO, metavar="DIR", help="where to write (the zoo)")
    parser.add_argument("--steps", type=int, metavar="N", help="updates, in place of the recipe's")
    parser.add_argument("--seed", type=int, metavar="N", help="seed, in place of the recipe's")
    parser.add_argument("--words", action="store_true", help="only write the words of the cards again")
    return parser


if __name__ == "__main__":
    sys.exit(main())
