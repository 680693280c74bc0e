"""The embedded Reber grammar: which symbols may follow which.

Reber's grammar (1967) is a small graph, walked from B to E::

    after B   T or P               after TX.. X or S
    after T   S again, or X        after PV.. P or V
    after P   T again, or V        at the end E

A string of the embedded grammar is B, then T or P, then a whole string of Reber's grammar, then the
same T or P once more, then E (Smith & Zipser 1989; Cleeremans, Servan-Schreiber & McClelland 1989;
Hochreiter & Schmidhuber 1997). Its last symbol but one depends on the second one, however long
the part between them is.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["DECISIVE", "MAY_COME", "NEXT", "START", "SYMBOLS", "WAITING", "draw"]

Array = NDArray[Any]

SYMBOLS = "BTPSXVE"
START, AFTER_B = 0, 1

# The part between T or P and the same again: place -> symbol -> place.
INNER: tuple[dict[str, int], ...] = (
    {"B": 1},
    {"T": 2, "P": 3},
    {"S": 2, "X": 4},
    {"T": 3, "V": 5},
    {"X": 3, "S": 6},
    {"P": 4, "V": 6},
    {"E": 7},
)
PLACES = len(INNER) + 2
FIRSTS = "TP"


def _table() -> Array:
    """State -> symbol -> state, -1 where the symbol may not come; the places once for T and once for P."""
    table = np.full((2 + len(FIRSTS) * PLACES, len(SYMBOLS)), -1)
    table[START, SYMBOLS.index("B")] = AFTER_B
    for branch, first in enumerate(FIRSTS):
        base = 2 + branch * PLACES
        table[AFTER_B, SYMBOLS.index(first)] = base
        for place, ways in enumerate(INNER):
            for symbol, to in ways.items():
                table[base + place, SYMBOLS.index(symbol)] = base + to
        table[base + PLACES - 2, SYMBOLS.index(first)] = base + PLACES - 1
        table[base + PLACES - 1, SYMBOLS.index("E")] = START
    return table


NEXT = _table()
"""State [S] and symbol [7] -> state, or -1."""
MAY_COME = NEXT >= 0
"""Which symbols may come in each state [S, 7]."""
WAITING = np.zeros(len(NEXT))
"""1 in states that wait for the second T, -1 in those that wait for the second P, 0 elsewhere."""
DECISIVE = np.zeros(len(NEXT), bool)
"""The two states in which the second symbol of the string decides what comes."""
for _branch, _sign in enumerate((1, -1)):
    _base = 2 + _branch * PLACES
    WAITING[_base : _base + PLACES - 1] = _sign
    DECISIVE[_base + PLACES - 2] = True


def draw(generator: np.random.Generator, at_least: int = 0) -> str:
    """Walk through the grammar, every way equally likely.

    Parameters
    ----------
    generator : Generator
        Source of all choices.
    at_least : int
        Ways that end the inner part are not taken before the string has this length.

    Returns
    -------
    str
        One string, from B to E.

    Examples
    --------
    >>> draw(np.random.default_rng(0))
    'BPBPVPSEPE'
    """
    state, string = START, ""
    while not string or state != START:
        ways = np.flatnonzero(MAY_COME[state])
        if len(string) < at_least and len(ways) > 1:
            ways = np.array([way for way in ways if not MAY_COME[NEXT[state, way], SYMBOLS.index("E")]])
        way = int(generator.choice(ways))
        state, string = int(NEXT[state, way]), string + SYMBOLS[way]
    return string
