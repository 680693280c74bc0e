"""Command line: ``python -m app.training [ID | FILE.py ...] [--out DIR] [--steps N] [--seed N] ...``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.errors import GatescopeError
from app.training.card import with_words, write_card
from app.training.crew import make_all
from app.training.finding import find, names_in
from app.training.making import ZOO, Made, Order
from app.training.task import Task
from app.training.tasks import ALL

CHECKPOINTS = Path("build/training")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the named networks, or all; 1 when one was stopped or misses what it must reach."""
    options = _parser().parse_args(arguments)
    try:
        names = [name for named in options.id or ALL for name in names_in(named)]
        if options.words:
            for name in names:
                _write_words(find(name), options.out)
            return 0
        order = Order(options.out, options.checkpoints, options.steps, options.seed, options.fresh)
        made = list(make_all(names, find, order, min(options.jobs, len(names))))
    except GatescopeError as error:
        print(f"{error.message}\n{error.hint}", file=sys.stderr)
        return 1
    if len(made) > 1:
        print("\n".join(_summary(made)), flush=True)
    good = [one for one in made if one.state in ("made", "agrees")]
    return 0 if len(good) == len(names) else 1


def _write_words(task: Task, out: Path) -> None:
    path = out / task.folder / f"{task.id}.json"
    write_card(path, with_words(task, json.loads(path.read_text(encoding="utf-8"))))


def _summary(made: Sequence[Made]) -> list[str]:
    head = f"\n{'network':<20}{'':>10}{'seconds':>9}"
    rows = (f"{one.id:<20}{one.state:>10}{one.seconds:>9.0f}  {'; '.join(one.faults)}" for one in made)
    return [head, *(row.rstrip() for row in rows)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app.training",
        description="Train networks of the zoo. Ctrl-C stops; the same command goes on from there.",
    )
    choices = f"of: {', '.join(ALL)}, or a Python file with TASKS; all when none is named"
    parser.add_argument("id", nargs="*", metavar="ID", help=choices)
    parser.add_argument("--out", type=Path, default=ZOO, metavar="DIR", help="where to write (the zoo)")
    parser.add_argument("--steps", type=int, metavar="N", help="updates, in place of the recipe's")
    parser.add_argument("--seed", type=int, metavar="N", help="seed, in place of the recipe's")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="networks at once (one a core)"
    )
    parser.add_argument("--fresh", action="store_true", help="begin anew, also where a training was stopped")
    parser.add_argument(
        "--checkpoints",
        type=Path,
        default=CHECKPOINTS,
        metavar="DIR",
        help=f"where stopped trainings are kept ({CHECKPOINTS})",
    )
    parser.add_argument("--words", action="store_true", help="only write the words of the cards again")
    return parser


if __name__ == "__main__":
    sys.exit(main())
