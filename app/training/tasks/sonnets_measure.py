"""What ``sonnets`` reaches on held-out sonnets, each read from empty states, and which units tell what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.heads import predict
from app.trace import Trace, run
from app.training.task import LookAt, Model
from app.training.tasks.sonnets_rivals import rival_bits
from app.training.tasks.sonnets_text import ALPHABET, held_out, numbers_of
from app.training.words import Bilingual

__all__ = ["QUANTITIES", "look_at", "measure"]

Array = NDArray[Any]
VOWELS = "aeiouAEIOU"
CHANNELS = ("cell_state", "hidden_state")
LINE_END = ALPHABET.index("\n")


def line_position(text: str) -> Array:
    r"""How many characters of the line have been read, with this one; a line end begins at 0.

    Examples
    --------
    >>> line_position("ab\nc")
    array([1, 2, 0, 1])
    """
    return _since(text, lambda character: character == "\n")


def word_position(text: str) -> Array:
    """How many letters of the word have been read; 0 between words.

    Examples
    --------
    >>> word_position("ab, c")
    array([1, 2, 0, 0, 1])
    """
    return _since(text, lambda character: not (character.isalpha() or character == "'"))


def vowel_next(text: str) -> Array:
    """1 where the next character is a vowel; the last character has no next one and counts as 0.

    Examples
    --------
    >>> vowel_next("to A")
    array([1, 0, 1, 0])
    """
    return np.array([int(character in VOWELS) for character in text[1:] + " "])


def word_end_next(text: str) -> Array:
    """1 where a letter is the last of its word.

    Examples
    --------
    >>> word_end_next("to, A.")
    array([0, 1, 0, 0, 1, 0])
    """
    after = text[1:] + "\n"
    return np.array([int(now.isalpha() and not nxt.isalpha()) for now, nxt in zip(text, after, strict=True)])


QUANTITIES: dict[str, Callable[[str], Array]] = {
    "line_position": line_position,
    "word_position": word_position,
    "vowel_next": vowel_next,
    "word_end_next": word_end_next,
}


def _since(text: str, begins: Callable[[str], bool]) -> Array:
    counts, count = [], 0
    for character in text:
        count = 0 if begins(character) else count + 1
        counts.append(count)
    return np.array(counts)


def _read(model: Model) -> list[Trace]:
    return [run(model.stack, model.encoder.encode_text(sonnet).values) for sonnet in held_out()]


def _carriers(traces: Sequence[Trace]) -> list[LookAt]:
    """For each quantity the unit and state that go with it most, over all steps of all sonnets."""
    sonnets = held_out()
    computed_on: Bilingual = {
        "en": f"the {len(sonnets)} held-out sonnets, {sum(map(len, sonnets)):,} characters",
        "zh": f"{len(sonnets)} 首未用于训练的十四行诗，共 {sum(map(len, sonnets)):,} 个字符",
    }
    states = [np.concatenate([trace.layers[0].channels[channel] for trace in traces]) for channel in CHANNELS]
    r = _correlations(_truths(), np.concatenate(states, axis=1))
    hidden = states[0].shape[1]
    best = np.abs(r).argmax(axis=1)
    return [
        LookAt(int(at) % hidden, CHANNELS[at // hidden], name, round(float(row[at]), 4), computed_on)
        for name, row, at in zip(QUANTITIES, r, best, strict=True)
    ]


@cache
def _truths() -> Array:
    """Every quantity at every step of the held-out sonnets, [Q, N]."""
    return np.array(
        [np.concatenate([quantity(sonnet) for sonnet in held_out()]) for quantity in QUANTITIES.values()]
    )


def look_at(model: Model) -> list[LookAt]:
    """The units that tell most of each quantity on the held-out sonnets."""
    return _carriers(_read(model))


def measure(model: Model) -> dict[str, float]:
    """Bits a character beside the rivals', and how well the best unit tells each quantity."""
    traces = _read(model)
    bits = np.concatenate(
        [_bits(model, trace, sonnet) for trace, sonnet in zip(traces, held_out(), strict=True)]
    )
    rivals = {order: np.concatenate(rival_bits(order)) for order in (2, 3, 5)}
    line_ends = np.concatenate([numbers_of(sonnet)[1:] == LINE_END for sonnet in held_out()])
    below = rivals[3] - bits
    metrics = {
        "bits": bits.mean(),
        "bits_bigram": rivals[2].mean(),
        "bits_trigram": rivals[3].mean(),
        "bits_5_gram": rivals[5].mean(),
        "bits_below_trigram": below.mean(),
        "line_end_bits_below_trigram": below[line_ends].mean(),
    }
    metrics |= {f"r_{entry.name}": abs(entry.correlation) for entry in _carriers(traces)}
    return {name: float(value) for name, value in metrics.items()}


def _bits(model: Model, trace: Trace, sonnet: str) -> Array:
    """What each character after the first costs, [T - 1]."""
    shares = predict(model.head, np.asarray(trace.output, np.float64)[:-1])
    return -np.log2(shares[np.arange(len(sonnet) - 1), numbers_of(sonnet)[1:]])


def _correlations(truths: Array, values: Array) -> Array:
    """Pearson's r of each quantity [Q, N] with each series [N, S], [Q, S]; 0 for one that never changes."""
    truths = truths - truths.mean(axis=1, keepdims=True)
    values = values - values.mean(axis=0, dtype=np.float64)
    scale = np.sqrt(np.outer((truths**2).sum(axis=1), (values**2).sum(axis=0)))
    found: Array = np.divide(truths @ values, scale, out=np.zeros(scale.shape), where=scale > 0)
    return found
