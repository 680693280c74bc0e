"""The tasks of the zoo: one file each, one line each here."""

from app.training.task import Task
from app.training.tasks.brackets import BRACKETS
from app.training.tasks.review import REVIEW

__all__ = ["TASKS"]

TASKS: dict[str, Task] = {task.id: task for task in (REVIEW, BRACKETS)}
