"""What ``sonnets`` is judged against: n-gram models of the same training text."""

from __future__ import annotations

from functools import cache
from typing import Any

from numpy.typing import NDArray

from app.training.ngram import NGram, count
from app.training.tasks.sonnets_text import ALPHABET, BETWEEN, held_out, numbers_of, training_text

__all__ = ["DISCOUNTS", "FIRST", "ngram", "rival_bits"]

Array = NDArray[Any]

# By ``tune`` on the development text, counted without it; a test looks for better ones around.
DISCOUNTS = {
    2: (0.05, 0.45),
    3: (0.05, 0.55, 0.7),
    4: (0.05, 0.5, 0.85, 0.75),
    5: (0.05, 0.5, 0.8, 0.8, 0.9),
}
# A rival sees the blank line before a sonnet, and a network its empty state. A sonnet's first
# character, after which a network speaks for the first time, is asked of neither.
FIRST = len(BETWEEN) + 1


def ngram(order: int, text: str) -> NGram:
    """An n-gram model of a text, with the tuned discounts."""
    return count([numbers_of(text).tolist()], order, len(ALPHABET), DISCOUNTS[order])


@cache
def rival_bits(order: int) -> tuple[Array, ...]:
    """What each character of the held-out sonnets costs an n-gram model of all training text.

    Parameters
    ----------
    order : int
        A key of :data:`DISCOUNTS`.

    Returns
    -------
    tuple of array [T - 1]
        For each sonnet, the bits of its second character to its last.
    """
    model = ngram(order, training_text())
    return tuple(model.bits(numbers_of(BETWEEN + sonnet).tolist(), FIRST) for sonnet in held_out())
