"""Several networks at once: one process each, as many as there are cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from types import FrameType

from app.training.making import Made, Order, make
from app.training.task import Task

__all__ = ["make_all", "stopping"]

Find = Callable[[str], Task]

# How often workers are told again to stop: one that was just starting may have missed it.
SECONDS_BETWEEN_LOOKS = 0.5


class Stopping:
    """Whether somebody asked this process to stop."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def ask(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Remember it; the update under way is finished first. Workers are told too."""
        self.asked = True
        for worker in multiprocessing.active_children():
            if worker.pid is not None:
                os.kill(worker.pid, signal.SIGTERM)


@contextmanager
def stopping() -> Iterator[Stopping]:
    """Turn Ctrl-C and SIGTERM into a wish to stop, while the block runs."""
    wish = Stopping()
    before = {number: signal.signal(number, wish.ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield wish
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def make_all(names: Sequence[str], find: Find, order: Order, jobs: int) -> Iterator[Made]:
    """Make the named networks, in ``jobs`` processes; what becomes of each, as it becomes known.

    Parameters
    ----------
    names : sequence of str
        The dearest are begun first.
    find : callable
        Name -> task; a function of a module, for the processes look tasks up themselves.
    order : Order
        For all of them.
    jobs : int
        1: all in this process.
    """
    names = sorted(names, key=lambda name: -_effort(find(name)))
    with stopping() as wish:
        if jobs == 1 or len(names) == 1:
            for name in names:
                if not wish():
                    yield make(find(name), order, _teller(name), wish)
            return
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_deaf) as pool:
            waiting, working = list(names), set[Future[Made]]()
            while working or (waiting and not wish()):
                # No more than there are workers: what a pool has taken cannot be taken back.
                while waiting and len(working) < jobs and not wish():
                    working.add(pool.submit(_work, waiting.pop(0), find, order))
                done, working = wait(working, SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
                if wish():
                    wish.ask()
                yield from (one.result() for one in done)


def _deaf() -> None:
    """A worker without work has nothing to stop; to end by a signal would break the pool for the others."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _work(name: str, find: Find, order: Order) -> Made:
    with stopping() as wish:
        return make(find(name), order, _teller(name), wish)


def _teller(name: str) -> Callable[[str], None]:
    def say(line: str) -> None:
        print(f"{name}: {line}", flush=True)

    return say


def _effort(task: Task) -> float:
    """Multiply-adds of a training, roughly."""
    recipe = task.recipe
    return float(recipe.steps * recipe.batch * sum(recipe.lengths) * (recipe.hidden_size + 8) ** 2)
