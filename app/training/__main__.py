"""Command line: ``python -m app.training ID ... [--all] [--out DIR] [--steps N] [--seed N]``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.errors import GatescopeError
from app.training.export import build_model, card_of, write
from app.training.loop import Progress, fit
from app.training.task import Task
from app.training.tasks import TASKS

ZOO = Path(__file__).parents[1] / "zoo"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the named networks, or all; 1 when one misses what it must reach."""
    options = _parser().parse_args(arguments)
    names = list(TASKS) if options.all or not options.id else options.id
    try:
        # Every one is trained, also after one that fell short.
        good = [make(TASKS[name], options.out, options.steps, options.seed) for name in names]
    except GatescopeError as error:
        print(f"{error.message}\n{error.hint}", file=sys.stderr)
        return 1
    return 0 if all(good) else 1


def make(task: Task, folder: Path, steps: int | None, seed: int | None) -> bool:
    """Train one network, write it, report its metrics; whether they reach their thresholds."""
    print(f"{task.id}: {task.recipe.hidden_size} units")

    def say(progress: Progress) -> None:
        print(f"  {progress}", flush=True)

    vocabulary = task.vocabulary()
    seed = task.recipe.seed if seed is None else seed
    fitted = fit(task, vocabulary.vectors, steps=steps, seed=seed, report=say)
    model = build_model(task, vocabulary, fitted.parameters)
    metrics = task.measure(model)
    stored = _stored_metrics(ZOO / f"{task.id}.json")
    path = write(folder, card_of(task, vocabulary, fitted, metrics, seed), model)
    print(_table(metrics, stored, task.at_least))
    print(f"  wrote {path}", flush=True)
    return all(metrics[name] >= least for name, least in task.at_least.items())


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
    parser.add_argument("id", nargs="*", choices=[*TASKS, []], metavar="ID", help=f"one of: {', '.join(TASKS)}")
    parser.add_argument("--all", action="store_true", help="train every network (so does naming none)")
    parser.add_argument("--out", type=Path, default=ZOO, metavar="DIR", help="where to write (the zoo)")
    parser.add_argument("--steps", type=int, metavar="N", help="updates, in place of the recipe's")
    parser.add_argument("--seed", type=int, metavar="N", help="seed, in place of the recipe's")
    return parser


if __name__ == "__main__":
    sys.exit(main())
