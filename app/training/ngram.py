"""A rival for networks that say what comes next: counts of short contexts, smoothed.

Interpolated Kneser-Ney (Kneser & Ney 1995; in this form Chen & Goodman 1998, section 4.1.6), the
strongest of the usual smoothings. With n(hc) how often symbol c followed the context h, h' that
context without its first symbol, and N(x) how many different symbols stand at the dots::

    p(c | h) = max(n(hc) - D, 0) / n(h.)  +  D N(h.) / n(h.)  p(c | h')

At orders below the highest, N(.hc) takes the place of n(hc): what counts is after how many
different symbols c was seen, for that is when a shorter context is asked. Below the shortest
stands the even distribution. Each order has its own discount D.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["NGram", "count", "tune"]

Array = NDArray[Any]
Context = tuple[int, ...]
GRID = tuple(round(0.05 * k, 2) for k in range(1, 20))


@dataclass(frozen=True, eq=False)
class NGram:
    """A smoothed n-gram model over symbols 0 to ``symbols - 1``.

    Attributes
    ----------
    symbols : int
        K.
    tables : sequence of mapping
        For each order, shortest context first: context -> count of each symbol after it.
    discounts : tuple of float
        D of each order, 0 to 1.
    """

    symbols: int
    tables: Sequence[Mapping[Context, Counter[int]]]
    discounts: tuple[float, ...]

    def probability(self, context: Sequence[int], symbol: int) -> float:
        """How likely a symbol is after a context, of which only the end counts.

        Parameters
        ----------
        context : sequence of int
            Of any length.
        symbol : int
            0 to K - 1.

        Returns
        -------
        float
            Above 0; over all symbols they sum to 1.

        Examples
        --------
        >>> model = count([[0, 1, 0, 1, 0]], 2, 2)
        >>> model.probability([0], 1), model.probability([0], 0)
        (0.875, 0.125)
        """
        chance = 1 / self.symbols
        for length, (table, discount) in enumerate(zip(self.tables, self.discounts, strict=True)):
            if length > len(context):
                break
            row = table.get(tuple(context[len(context) - length :]))
            if row is None:
                break
            total = row.total()
            chance = (max(row[symbol] - discount, 0) + discount * len(row) * chance) / total
        return chance

    def bits(self, sequence: Sequence[int], begin: int = 0) -> Array:
        """What each symbol of a sequence costs after those before it: -log2 of its probability.

        Parameters
        ----------
        sequence : sequence of int [T]
            A symbol outside 0 to K - 1 may stand in contexts; its own cost is NaN.
        begin : int
            The first symbol whose cost is wanted.

        Returns
        -------
        array [T - begin]
            In bits.

        Examples
        --------
        >>> count([[0, 1, 0, 1, 0]], 2, 2).bits([0, 1], begin=1).round(4)
        array([0.1926])
        """
        reach = len(self.tables) - 1
        chances = [
            self.probability(sequence[max(0, t - reach) : t], sequence[t])
            if 0 <= sequence[t] < self.symbols
            else np.nan
            for t in range(begin, len(sequence))
        ]
        return -np.log2(chances)


def count(
    sequences: Sequence[Sequence[int]], order: int, symbols: int, discounts: Sequence[float] | None = None
) -> NGram:
    """Count the contexts of some sequences.

    Parameters
    ----------
    sequences : sequence of sequence of int
        Training text; a symbol outside 0 to K - 1 is never predicted.
    order : int
        1 for single symbols, 3 for a trigram model.
    symbols : int
        K.
    discounts : sequence of float, optional
        D of each order; 0.5 for all when left out.

    Returns
    -------
    NGram

    Raises
    ------
    ValueError
        When the order is below 1 or the discounts are not one for each order.

    Examples
    --------
    >>> count([[0, 1, 0, 1, 0]], 2, 2).tables[1][(0,)]
    Counter({1: 2})
    """
    discounts = (0.5,) * order if discounts is None else tuple(discounts)
    if order < 1 or len(discounts) != order:
        raise ValueError(f"order {order} takes as many discounts, not {len(discounts)}")
    tables: list[dict[Context, Counter[int]]] = [defaultdict(Counter) for _ in range(order)]
    for sequence in sequences:
        for t, symbol in enumerate(sequence):
            if 0 <= symbol < symbols:
                for length in range(min(t + 1, order)):
                    tables[length][tuple(sequence[t - length : t])][symbol] += 1
    for shorter, longer in pairwise(tables):
        shorter.clear()
        for context, row in longer.items():
            shorter[context[1:]].update(row.keys())
    return NGram(symbols, [dict(table) for table in tables], discounts)


def tune(model: NGram, development: Sequence[Sequence[int]], begin: int = 0, rounds: int = 2) -> NGram:
    """Choose the discounts that make some text of its own cheapest, one order after the other.

    Parameters
    ----------
    model : NGram
        With the counts of other text.
    development : sequence of sequence of int
        Neither counted nor the text that the model is judged on.
    begin : int
        As in :meth:`NGram.bits`.
    rounds : int
        How often to go through the orders.

    Returns
    -------
    NGram
        The same counts; discounts from 0.05 to 0.95.

    Examples
    --------
    >>> tune(count([[0, 1, 0, 1, 0, 0]], 2, 2), [[0, 1, 0, 1]]).discounts
    (0.05, 0.05)
    """

    def cost(discounts: tuple[float, ...]) -> float:
        tried = replace(model, discounts=discounts)
        return float(np.nansum(np.concatenate([tried.bits(sequence, begin) for sequence in development])))

    best = model.discounts
    for _ in range(rounds):
        for order in range(len(best)):
            best = min(((*best[:order], d, *best[order + 1 :]) for d in GRID), key=cost)
    return replace(model, discounts=best)
