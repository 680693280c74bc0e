"""The vocabulary of a Keras model that reads text itself: a layer before the embedding looks words up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.readers.keras.layers import Graph, Layer
from app.readers.reading import Embedding

__all__ = ["LOOKUPS", "vocabulary"]

LOOKUPS = {"TextVectorization", "StringLookup"}
# An entry longer than this is a text, not a token.
_LONGEST = 200
_ENTRIES = 2_000_000


def vocabulary(
    graph: Graph, embeddings: Sequence[Embedding], asset: Callable[[str], str | None]
) -> tuple[Layer, tuple[str, ...]] | None:
    """The layer that looks words up, and an entry for every row of the embedding behind it.

    Parameters
    ----------
    graph : Graph
        All layers.
    embeddings : sequence of Embedding
        Those that the reading offers.
    asset : callable
        The text of a file named so among the model's assets, or None.

    Returns
    -------
    tuple of Layer and tuple of str, or None
        None when there is no such layer, or several, or its entries do not fit. Rows without an entry get
        their number in angle brackets.

    Examples
    --------
    >>> import numpy as np
    >>> lookup = Layer("look", "StringLookup", {"vocabulary": ["a", "b"], "oov_token": "[UNK]"})
    >>> graph = Graph({"look": lookup, "emb": Layer("emb", "Embedding", {}, calls=((("look", 0),),))})
    >>> vocabulary(graph, [Embedding("emb", np.zeros((4, 2)))], lambda name: None)[1]
    ('[UNK]', 'a', 'b', '<3>')
    """
    lookups = [layer for layer in graph.layers.values() if layer.class_name in LOOKUPS]
    if len(lookups) != 1:
        return None
    (lookup,) = lookups
    for table in embeddings:
        source = graph.resolve(graph.layers[table.name].feed)
        if source is not None and source[0] == lookup.key:
            entries = _entries(lookup, asset)
            rows = len(table.vectors)
            if entries is None or not 0 < len(entries) <= rows:
                return None
            filled = [entry or f"<{row}>" for row, entry in enumerate(entries)]
            filled += [f"<{row}>" for row in range(len(entries), rows)]
            fits = len(set(filled)) == rows and all(len(entry) <= _LONGEST for entry in filled)
            return (lookup, tuple(filled)) if fits else None
    return None


def _entries(lookup: Layer, asset: Callable[[str], str | None]) -> list[str] | None:
    """What was learnt from texts is a file, with the special entries; what was given, a list without them."""
    config = lookup.config
    given = config.get("vocabulary")
    if not isinstance(given, list):
        text = asset("vocabulary.txt")
        return None if text is None else text.split("\n", _ENTRIES)
    return [*_special(lookup.class_name, config), *map(str, given)]


def _special(class_name: str, config: Any) -> list[str]:
    if class_name == "TextVectorization":
        return ["", "[UNK]"]
    mask = config.get("mask_token")
    unknown = [str(config.get("oov_token", "[UNK]"))]
    # Several numbers may stand for what is unknown; they share one entry, and the others stay unnamed.
    more = min(int(config.get("num_oov_indices", 1)), _ENTRIES)
    return ([str(mask)] if mask is not None else []) + (unknown + [""] * (more - 1) if more else [])
