"""The numbers of each figure as a small table, for readers without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.cells.lstm import sigmoid
from app.learn.course import Course
from app.learn.example import Example, Moment
from app.weights import Array

__all__ = ["COLUMN", "WAITING", "Table", "table_of"]

# The column that the original article sends through its curve.
COLUMN = (5.0, 0.1, -0.5)
# What waits behind each gate of figure 2; static/js/cells/curves.js has the same column and number.
WAITING = 0.8
_BEFORE = "(t−1)"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of numbers, each with a label; ``columns`` names what the numbers belong to.

    ``noun`` is the key of the word before each column's name, "" for none. A column whose
    name is a key itself is named by that word.
    """

    noun: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]
    decimals: int = 3


def table_of(figure: str, course: Course) -> Table | None:
    """The table of one figure; None where a deployment lacks its numbers.

    Parameters
    ----------
    figure : str
        Such as "4" or "memory".
    course : Course
        The numbers.
    """
    now = course.worked.steps[0]
    if figure in ("2", "3"):
        return _curve(figure)
    if figure == "memory":
        return _memory(course.memory["measured"])
    if figure == "training":
        return _training(course.training)
    if figure == "sequence":
        return None if course.review is None else _sequence(course.review)
    return _units(_ROWS[figure], now)


# The rows of figures 1 and 4 to 7: what is read of the worked example's first step.
_ROWS: dict[str, tuple[tuple[str, str], ...]] = {
    "1": (
        ("c" + _BEFORE, "c_before"), ("h" + _BEFORE, "h_before"), ("x", "x"), ("f", "f"), ("i", "i"),
        ("g", "g"), ("o", "o"), ("c", "c"), ("h", "h"),
    ),
    "4": (("h" + _BEFORE, "h_before"), ("x", "x"), ("W∗[h; x] + b", "a_f"), ("f", "f")),
    "5": (("W∗[h; x] + b, i", "a_i"), ("i", "i"), ("W∗[h; x] + b, g", "a_g"), ("g", "g"), ("i ∗ g", "ig")),
    "6": (
        ("c" + _BEFORE, "c_before"), ("f", "f"), ("f ∗ c" + _BEFORE, "fc"), ("i ∗ g", "ig"), ("c", "c"),
    ),
    "7": (("W∗[h; x] + b", "a_o"), ("o", "o"), ("c", "c"), ("tanh c", "tanh_c"), ("h", "h")),
}  # fmt: skip


def _units(rows: Iterable[tuple[str, str]], now: Moment) -> Table:
    values = tuple((label, _plain(getattr(now, name))) for label, name in rows)
    return Table("table.unit", tuple(str(unit + 1) for unit in range(len(now.c))), values)


def _curve(figure: str) -> Table:
    column = np.asarray(COLUMN)
    squashed = sigmoid(column)
    rows = {"x": column, "σ(x)": squashed}
    rows |= {f"σ(x) × {WAITING}": squashed * WAITING} if figure == "2" else {"tanh(x)": np.tanh(column)}
    columns = tuple(str(place + 1) for place in range(len(column)))
    return Table("table.value", columns, tuple((label, _plain(row)) for label, row in rows.items()))


def _memory(measured: Mapping[str, Any]) -> Table:
    """How much of a difference between two first words is left at the end, by pair of words."""
    side = measured["side"]
    columns = (f"{measured['strong']} / {measured['mild']}", f"{side['praise']} / {side['blame']}")
    rows = tuple((cell.upper(), (measured[cell], side[cell])) for cell in ("lstm", "rnn"))
    return Table("", columns, rows, decimals=2)


def _training(shown: Mapping[str, Any]) -> Table:
    """One unit's gates at every word, before training and after it."""
    unit = shown["unit"]
    gates = [shown["channels"][name] for name in ("forget_gate", "input_gate")]
    columns = np.stack([gate[when][:, unit] for gate in gates for when in ("untrained", "trained")], axis=1)
    names = ("table.f_untrained", "table.f_trained", "table.i_untrained", "table.i_trained")
    rows = zip((token.text for token in shown["tokens"]), columns, strict=True)
    return Table("", names, tuple((token, _plain(row)) for token, row in rows), decimals=2)


def _sequence(example: Example) -> Table:
    numbers = example.trace.channels["cell_state"]
    columns = [f"c{unit + 1}" for unit in range(numbers.shape[1])]
    if example.predictions is not None:
        columns += _labels(example)
        numbers = np.concatenate([numbers, example.predictions], axis=1)
    rows = tuple((token, _plain(row)) for token, row in zip(example.tokens, numbers, strict=True))
    return Table("", tuple(columns), rows)


def _labels(example: Example) -> list[str]:
    head = example.network.head
    if head is None:
        return []
    return list(head.labels or (f"y{place + 1}" for place in range(head.size)))


def _plain(row: Array | Sequence[float]) -> tuple[float, ...]:
    return tuple(float(value) for value in row)
