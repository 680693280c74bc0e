"""The tasks of the zoo: one file each. A module here with ``TASKS`` brings tasks; the others help."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from app.training.task import Task

__all__ = ["ALL", "COMPANIONS", "TASKS"]


def _tasks() -> Iterator[Task]:
    for found in sorted(iter_modules(__path__), key=lambda found: found.name):
        yield from getattr(import_module(f"{__name__}.{found.name}"), "TASKS", ())


ALL: dict[str, Task] = {task.id: task for task in _tasks()}
TASKS: dict[str, Task] = {name: task for name, task in ALL.items() if task.companion_of is None}
COMPANIONS: dict[str, Task] = {name: task for name, task in ALL.items() if task.companion_of is not None}
