"""Vocabularies that checkpoints carry beside their weights: a list of entries, or a map of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.readers.named.torch_names import printable
from app.readers.reading import Embedding, Note
from app.weights import Stack

__all__ = ["find_vocabulary", "read_vocabulary"]

# Number 0 is often kept for padding and not in the map.
GAPS = 2
SHOWN = 100


def find_vocabulary(
    texts: Mapping[str, Any], embeddings: Iterable[Embedding], stacks: Iterable[Stack]
) -> tuple[tuple[str, ...] | None, tuple[Note, ...]]:
    """Choose, among lists and maps of a file, one that fits an embedding or a one-hot input.

    Parameters
    ----------
    texts : mapping of str to object
        Candidates by name.
    embeddings, stacks : iterables
        An embedding's rows come first; without one, a stack's inputs.

    Returns
    -------
    vocabulary : tuple of str, or None
    notes : tuple of Note
        Where it was found, and that there are others.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> find_vocabulary({"stoi": {"a": 0, "b": 1}}, (), [random_stack("lstm", 2, 3, seed=7)])[0]
    ('a', 'b')
    """
    rows = {len(embedding.vectors) for embedding in embeddings}
    sizes = rows or {stack.input_size for stack in stacks}
    fitting: dict[str, tuple[str, ...]] = {}
    for name, value in texts.items():
        for size in sizes:
            entries = read_vocabulary(value, size)
            if entries is not None:
                fitting.setdefault(name, entries)
    if not fitting:
        return None, ()
    found, chosen = next(iter(fitting.items()))
    name = printable(found[:SHOWN])
    others = [printable(other[:SHOWN]) for other, entries in fitting.items() if entries != chosen]
    more = f"; {', '.join(others[:3])} would fit, too" if others else ""
    more_zh = f"；{'、'.join(others[:3])} 也符合" if others else ""
    where = name or "the file itself"
    return chosen, (
        Note(
            en=f"The vocabulary of {len(chosen)} entries comes from {where}{more}.",
            zh=f"词表（{len(chosen)} 项）来自文件中的 {name or '顶层'}{more_zh}。",
        ),
    )


def read_vocabulary(value: Any, size: int) -> tuple[str, ...] | None:
    """Entries in the order of their numbers, or None when the value is no vocabulary of that size.

    Examples
    --------
    >>> read_vocabulary({0: "a", 1: "b"}, 2), read_vocabulary({"a": 1, "b": 2}, 3)
    (('a', 'b'), ('<0>', 'a', 'b'))
    >>> read_vocabulary(["a", "a"], 2) is None
    True
    """
    if isinstance(value, Mapping):
        return _ordered(value, size) if size - GAPS <= len(value) <= size else None
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != size:
        return None
    return tuple(value) if _distinct_texts(value) else None


def _ordered(entries: Mapping[Any, Any], size: int) -> tuple[str, ...] | None:
    if all(isinstance(key, str) for key in entries):
        pairs = {number: entry for entry, number in entries.items() if type(number) is int}
        if len(pairs) < len(entries):
            pairs = {int(key): entry for key, entry in entries.items() if key.isdecimal() and len(key) < 10}
    else:
        pairs = {key: entry for key, entry in entries.items() if type(key) is int}
    if len(pairs) < len(entries) or not all(0 <= number < size for number in pairs):
        return None
    if not _distinct_texts(list(pairs.values())):
        return None
    ordered = tuple(pairs.get(number, f"<{number}>") for number in range(size))
    return ordered if len(set(ordered)) == size else None


def _distinct_texts(values: Sequence[Any]) -> bool:
    if not all(isinstance(value, str) for value in values) or len(set(values)) < len(values):
        return False
    # Half of a character, as a pickle or JSON can hold, can neither be shown nor stored.
    return not any("\ud800" <= character <= "\udfff" for value in values for character in value)
