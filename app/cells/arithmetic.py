"""How one number came to be, as terms that add up.

Numbers are given as the decimals a reader sees: a float32 weight counts as its shortest
decimal, products and sums are float64. So ``sum(products) + bias`` over the listed terms,
in their order, is the listed preactivation to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from app.weights import Array


@dataclass(frozen=True, slots=True)
class Term:
    """One product: ``weight * value``.

    ``source`` is the channel that ``value`` comes from ("input", "hidden_state", ...),
    ``index`` its place there, ``label`` what a person calls it.
    """

    source: str
    index: int
    label: str
    weight: float
    value: float
    product: float


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One traced number taken apart: ``value = function(preactivation)``.

    ``preactivation`` is the sum of the products plus ``bias``; for "sum" and "product"
    it is the value itself before rounding to the trace's precision. Any other function is
    an activation by its name; where ``clip`` is a number, it is given the preactivation
    held between -clip and clip.
    """

    terms: tuple[Term, ...]
    bias: float
    preactivation: float
    function: str
    value: float
    clip: float | None = None


def decimal(number: float | np.floating) -> float:
    """The float64 that the shortest decimal of a float32 or float64 reads as.

    Examples
    --------
    >>> decimal(np.float32(0.1))
    0.1
    """
    return float(str(number))


def term(
    source: str, index: int, label: str, weight: float | np.floating, value: float | np.floating
) -> Term:
    """One term, its factors as their shortest decimals.

    Examples
    --------
    >>> term("input", 0, "x", np.float32(0.1), np.float32(3.0)).product
    0.30000000000000004
    """
    left, right = decimal(weight), decimal(value)
    # Adding zero turns a negative zero into a plain one.
    return Term(source, index, label, left, right, left * right + 0.0)


def terms(source: str, labels: Iterable[str], weights: Array, values: Array) -> tuple[Term, ...]:
    """One term for each pair of a weight and a value.

    Parameters
    ----------
    source : str
        Channel that the values come from.
    labels : iterable of str
        A label a value.
    weights, values : array [N]
        The factors.

    Returns
    -------
    tuple of Term
        N terms, in order.

    Examples
    --------
    >>> terms("input", ["x"], np.array([0.5]), np.array([3.0]))[0].product
    1.5
    """
    rows = zip(labels, weights, values, strict=True)
    return tuple(term(source, index, *row) for index, row in enumerate(rows))


def combine(
    parts: tuple[Term, ...],
    function: str,
    value: float | np.floating,
    bias: float | np.floating = 0.0,
    clip: float | None = None,
) -> Arithmetic:
    """Add up terms: see :class:`Arithmetic`.

    Examples
    --------
    >>> parts = terms("input", ["x", "y"], np.array([0.5, 1.0]), np.array([3.0, -1.0]))
    >>> combine(parts, "sum", 0.5).preactivation
    0.5
    """
    offset = decimal(bias)
    total = sum(part.product for part in parts) + offset
    return Arithmetic(parts, offset, total, function, decimal(value), clip)
