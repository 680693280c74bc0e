"""A vocabulary that a person gives: a list of entries, or a map between entries and their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from app.encoders import Kind
from app.errors import InvalidVocabulary, shorten

__all__ = ["entries_of", "kind_of"]

# An entry that stands for something and is not itself read: <unk>, [PAD], UNK, </s>, <|end|>.
_SPECIAL = re.compile(r"<[^<>\s]{1,30}>|\[[A-Za-z_]{1,30}\]|UNK|PAD|OOV|EOS|BOS|SOS|MASK")
_LONGEST_ENTRY = 200


def kind_of(entries: Iterable[str]) -> Kind:
    """Whether entries are characters: single code points all of them, special ones apart.

    Examples
    --------
    >>> kind_of(["<unk>", "a", "b"]), kind_of(["a", "bad"]), kind_of(["<a>", "<b>"])
    ('characters', 'words', 'words')
    """
    read = [entry for entry in entries if not _SPECIAL.fullmatch(entry)]
    return "characters" if read and all(len(entry) == 1 for entry in read) else "words"


def entries_of(given: Sequence[str] | Mapping[str, int | str], size: int, place: str) -> tuple[str, ...]:
    """The entries in the order of their numbers.

    Parameters
    ----------
    given : list of str, or map
        Entries in order; or entry to number; or number, as text, to entry.
    size : int
        How many there must be.
    place : str
        What has that size, for messages: "the embedding emb.weight".

    Returns
    -------
    tuple of str
        Where a map leaves a number out, the entry is that number in angle brackets.

    Raises
    ------
    InvalidVocabulary
        Says which entry does not fit.

    Examples
    --------
    >>> entries_of({"a": 1, "b": 2}, 3, "the embedding")
    ('<0>', 'a', 'b')
    >>> entries_of({"0": "a", "1": "b"}, 2, "the embedding")
    ('a', 'b')
    """
    if isinstance(given, Mapping):
        entries = _of_map(given, size, place)
    elif len(given) != size:
        raise InvalidVocabulary(
            f"the vocabulary has {len(given):,} entries; {place} needs {size:,}",
            hint=f"Send exactly {size:,} entries in the order of their numbers, or a map from entry "
            "to number, which may leave numbers out.",
        )
    else:
        entries = list(given)
    long = next((entry for entry in entries if not 0 < len(entry) <= _LONGEST_ENTRY), None)
    if long is not None:
        raise InvalidVocabulary(
            f"the entry {shorten(long)} has {len(long):,} characters; an entry has 1 to {_LONGEST_ENTRY}",
            hint="Check that the list holds tokens, not texts.",
        )
    return tuple(entries)


def _of_map(given: Mapping[str, int | str], size: int, place: str) -> list[str]:
    entries: list[str | None] = [None] * size
    for key, value in given.items():
        entry, number = (key, value) if isinstance(value, int) else (value, _number(key))
        if not 0 <= number < size:
            raise InvalidVocabulary(
                f"the entry {shorten(entry)} has the number {number}; {place} has numbers 0 to {size - 1}",
                hint="Leave out the entries that the network does not know.",
            )
        if entries[number] is not None:
            raise InvalidVocabulary(
                f"the entries {shorten(entries[number])} and {shorten(entry)} have the same number {number}",
                hint="Give every entry a number of its own.",
            )
        entries[number] = entry
    if not given:
        raise InvalidVocabulary("the vocabulary is empty", hint=f"Send {size:,} entries.")
    return [f"<{number}>" if entry is None else entry for number, entry in enumerate(entries)]


def _number(key: str) -> int:
    if key.isascii() and key.isdigit() and len(key) <= 9:
        return int(key)
    raise InvalidVocabulary(
        f"the map leads from {shorten(key)} to a text; it leads from an entry to its number, or from a "
        "number to its entry",
        hint='Send {"entry": number, ...} or {"0": "entry", ...}.',
    )
