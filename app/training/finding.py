"""Which task a name means: one of the zoo, or one of somebody's own file."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from app.errors import UnknownModel, shorten
from app.training.task import Task
from app.training.tasks import ALL

__all__ = ["find", "names_in"]


def find(name: str) -> Task:
    """A task of the zoo by its id, or one of a file: ``FILE.py:ID``.

    Raises
    ------
    UnknownModel
        When there is none; the hint lists the choices.
    """
    file, _, identifier = name.rpartition(":")
    tasks = _tasks_of(Path(file)) if file else ALL
    if identifier not in tasks:
        raise UnknownModel(
            f"there is no task {shorten(identifier)}", hint=f"Choose one or more of: {', '.join(tasks)}."
        )
    return tasks[identifier]


def names_in(named: str) -> list[str]:
    """What an argument names: a task, or all those of a file."""
    if not named.endswith(".py"):
        find(named)
        return [named]
    return [f"{named}:{identifier}" for identifier in _tasks_of(Path(named))]


def _tasks_of(path: Path) -> dict[str, Task]:
    """The tasks of a file that is not part of the zoo."""
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.exists():
        raise UnknownModel(f"there is no file {shorten(str(path))}", hint="Give the path of a Python file.")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    tasks: tuple[Task, ...] = getattr(module, "TASKS", ())
    if not tasks:
        raise UnknownModel(
            f"{path.name} names no task",
            hint="Put its tasks into a tuple of the name TASKS; see docs/training.md.",
        )
    return {task.id: task for task in tasks}
