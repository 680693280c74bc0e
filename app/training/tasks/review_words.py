"""The vocabulary of the review network: VADER's lexicon and word lists, as word vectors."""

from __future__ import annotations

from importlib import metadata

import numpy as np

from app.encoders import VocabularyEncoder
from app.errors import GatescopeError
from app.training.package_files import package_file
from app.training.task import Vocabulary
from app.training.tasks.review_rule import LABELS

__all__ = ["vocabulary"]

PACKAGE = "vaderSentiment"
LARGEST_VALENCE = 4.0

# Beside VADER's own; it counts the last three as weak intensifiers.
NEGATORS = ("no", "nobody", "hardly", "barely", "scarcely")
BUTS = ("but", "however", "although", "though", "nevertheless", "nonetheless")


def vocabulary() -> Vocabulary:
    """All words that the rule knows, one kind each: "but", negator, intensifier or feeling.

    Entries that a text can never give as one token (":-###..", "can't stand") are left out.

    Raises
    ------
    GatescopeError
        When the package with the lexicon is not installed.
    """
    lexicon = package_file(PACKAGE, "vader_lexicon.txt")
    # Its module needs nothing else; only the two lists are taken.
    from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE

    words: dict[str, tuple[float, ...]] = {}
    for line in lexicon.read_text(encoding="utf-8").splitlines():
        if line.strip():
            word, valence = line.split("\t")[:2]
            words[word.lower()] = (float(valence) / LARGEST_VALENCE, 1, 0, 0, 0)
    words |= {word: (0, 0, 0, float(np.sign(change)), 0) for word, change in BOOSTER_DICT.items()}
    words |= dict.fromkeys([*NEGATE, *NEGATORS], (0, 0, 1, 0, 0))
    words |= dict.fromkeys(BUTS, (0, 0, 0, 0, 1))
    entries = tuple(sorted(word for word in words if _is_one_token(word)))
    vectors = np.array([words[word] for word in entries], np.float32)
    return Vocabulary("words", entries, vectors, LABELS, (_notice(),))


def _notice() -> dict[str, str]:
    """What the lexicon's licence asks to be kept with it, from the installed package."""
    return {
        "title": "VADER Sentiment Analysis: lexicon and lists of boosters and negations",
        "authors": "C.J. Hutto and Eric Gilbert",
        "version": f"{PACKAGE} {metadata.version(PACKAGE)}",
        "changes": "valences divided by 4; entries that are not one token left out; word lists extended",
        "license": package_file(PACKAGE, "LICENSE.txt").read_text(encoding="utf-8").strip(),
    }


def _is_one_token(word: str) -> bool:
    encoder = VocabularyEncoder("words", (word,), np.zeros((1, 1)))
    tokens = encoder.encode_tokens([word]).tokens or ()
    try:
        split = encoder.encode_text(word).tokens or ()
    except GatescopeError:
        return False
    return len(split) == 1 and split[0].known and tokens[0].known
