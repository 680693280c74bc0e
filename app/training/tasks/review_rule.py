"""The rule that the review network learns, and the sequences it learns it from.

A word is five numbers (:data:`LABELS`): its valence, -1 to 1; 1 if it is a feeling word;
1 if it negates; 1 if it strengthens and -1 if it weakens; 1 if it is a "but". All zero: a
neutral word. The running feeling is m, squashed; n and k wait for the next feeling word::

    negator          n = 1
    intensifier      k = +1 or -1
    feeling word v   m = FADE * m + v * (FLIP if n else 1) * (1 + BOOST * k);  n = k = 0
    "but"            m = BUT * m;                                              n = k = 0
    neutral word     nothing changes
    score            tanh(m), after every word

So "not" is remembered over any number of neutral words, as in "not really a very good
breakfast", and "not bad" is mild praise. FLIP is VADER's (Hutto & Gilbert 2014), and so is
halving at "but"; that older feelings fade at each new one is ours.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.training.task import Batch

__all__ = ["LABELS", "sample", "teach"]

Array = NDArray[Any]

LABELS = ("valence", "feeling word", "negator", "intensifier", "but")
VALENCE, FEELING, NEGATOR, INTENSIFIER, BUT_WORD = range(5)

FADE = 0.8
FLIP = -0.74
BOOST = 0.4
BUT = 0.5

# Of the words that are not neutral; a sequence draws how many are.
SHARES = {FEELING: 0.50, NEGATOR: 0.15, INTENSIFIER: 0.27, BUT_WORD: 0.08}
NEUTRAL = (0.35, 0.97)
# How much likelier a good word is than a bad one: reviews praise more than they blame.
GOOD = 0.7


def teach(inputs: Array) -> Batch:
    """Apply the rule to encoded words.

    Parameters
    ----------
    inputs : array [T, B, 5]
        Word vectors.

    Returns
    -------
    Batch
        Target: the score. Readings: the score, the waiting negation n, the waiting strength k.

    Examples
    --------
    >>> words = np.zeros((3, 1, 5))
    >>> words[0, 0, NEGATOR] = 1
    >>> words[2, 0, [VALENCE, FEELING]] = 0.5, 1
    >>> teach(words).readings[:, 0].round(2)
    array([[ 0.  ,  1.  ,  0.  ],
           [ 0.  ,  1.  ,  0.  ],
           [-0.35,  0.  ,  0.  ]])
    """
    m, n, k = np.zeros((3, inputs.shape[1]))
    readings = np.empty((*inputs.shape[:2], 3))
    for t, word in enumerate(inputs):
        feeling, but = word[:, FEELING] > 0, word[:, BUT_WORD] > 0
        said = word[:, VALENCE] * np.where(n > 0, FLIP, 1.0) * (1 + BOOST * k)
        m = np.where(feeling, FADE * m + said, m) * np.where(but, BUT, 1.0)
        n = np.where(feeling | but, 0.0, np.maximum(n, word[:, NEGATOR]))
        k = np.where(feeling | but, 0.0, np.where(word[:, INTENSIFIER] != 0, word[:, INTENSIFIER], k))
        readings[t] = np.stack([np.tanh(m), n, k], axis=1)
    return Batch(inputs, readings[..., :1], readings, hold=np.logical_not(inputs.any(axis=2)))


def sample(vectors: Array, generator: np.random.Generator, length: int, count: int) -> Batch:
    """Random words, each kind drawn from the vocabulary's own words of that kind.

    Parameters
    ----------
    vectors : array [V, 5]
        The vocabulary.
    generator : Generator
        Source of all choices.
    length, count : int
        T and B.

    Returns
    -------
    Batch
    """
    neutral = generator.uniform(*NEUTRAL, count)
    kinds, shares = list(SHARES), np.cumsum(list(SHARES.values()))
    place = (generator.random((length, count)) - neutral) / (1 - neutral)
    inputs = np.zeros((length, count, vectors.shape[1]))
    for kind, below, upto in zip(kinds, [0.0, *shares[:-1]], shares, strict=True):
        chosen = (below <= place) & (place < upto)
        rows = np.flatnonzero(vectors[:, kind])
        chances = (
            np.where(vectors[rows, VALENCE] > 0, GOOD, 1 - GOOD) if kind == FEELING else np.ones(rows.size)
        )
        inputs[chosen] = vectors[generator.choice(rows, int(chosen.sum()), p=chances / chances.sum())]
    return teach(inputs)
