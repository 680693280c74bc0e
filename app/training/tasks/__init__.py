"""The tasks of the zoo: one file each, one line each here."""

from app.training.task import Task
from app.training.tasks.brackets import BRACKETS
from app.training.tasks.review import REVIEW
from app.training.tasks.review_companions import REVIEW_RNN, REVIEW_UNTRAINED

__all__ = ["COMPANIONS", "TASKS"]

TASKS: dict[str, Task] = {task.id: task for task in (REVIEW, BRACKETS)}
COMPANIONS: dict[str, Task] = {task.id: task for task in (REVIEW_RNN, REVIEW_UNTRAINED)}
