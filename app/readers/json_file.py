"""Weights as JSON: the network of an inline request, or a state_dict of nested lists.

``{"cell": "lstm", "weights": [{"W_x": ..., "W_h": ..., "b": ...}]}`` is what ``POST /api/v1/traces`` takes;
``{"state_dict": {"lstm.weight_ih_l0": [[...]], ...}}`` is what a script can write without any library.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.errors import InvalidWeights, NoRecurrentLayer, UnreadableFile, shorten
from app.readers.json_text import read_json
from app.readers.named.plain_names import stack_of
from app.readers.named.state_dict import Parts, read_state_dict
from app.readers.named.tensors import Budget, Tensor
from app.readers.named.vocabulary import find_vocabulary
from app.readers.reading import Reading, Source
from app.weights import Array, CellWeights

__all__ = ["load", "match"]

ARRAYS = ("W_x", "W_h", "b", "W_p", "W_c", "b_h")


def match(source: Source) -> bool:
    """Whether the file is an object of JSON.

    Examples
    --------
    >>> match(Source(b' {"cell": "lstm"}')), match(Source(b"[1]"))
    (True, False)
    """
    return source.content[:64].lstrip()[:1] == b"{"


def load(source: Source) -> Reading:
    """Read weights or a state_dict.

    Raises
    ------
    UnreadableFile, FileTooLarge
        When it is no JSON, or an array is no regular list of numbers.
    NoRecurrentLayer
        When it is JSON of something else.
    InvalidWeights, UnsupportedNetwork
        When the arrays or options do not fit together.
    """
    document = read_json(source.content, "the file")
    inner = document.get("model")
    model: Mapping[str, Any] = inner if isinstance(inner, dict) else document
    budget = Budget(source.limits)
    if isinstance(model.get("state_dict"), dict):
        named = model["state_dict"]
        budget.count(len(named))
        parts = read_state_dict({name: _tensor(name, rows, budget) for name, rows in named.items()})
    elif isinstance(model.get("weights"), list) and model["weights"]:
        parts = _given(model, budget)
    else:
        some = ", ".join(shorten(name, 30) for name in list(model)[:5])
        raise NoRecurrentLayer(
            f"the JSON has neither weights nor a state_dict; its names are {some or 'none'}",
            hint="A vocabulary is given to a network that is open. A network in JSON is "
            '{"cell": "lstm", "weights": [{"W_x": ..., "W_h": ..., "b": ...}]}.',
        )
    vocabulary, notes = find_vocabulary(
        {"vocabulary": document.get("vocabulary")}, parts.embeddings, parts.stacks
    )
    return parts.reading("json", vocabulary=vocabulary, notes=notes)


def _given(model: Mapping[str, Any], budget: Budget) -> Parts:
    cell, options, weights = model.get("cell"), model.get("options") or {}, model["weights"]
    if not isinstance(options, dict) or not isinstance(cell, str | None):
        raise InvalidWeights(
            "cell is no text, or options are no object of names and values",
            hint='Write "cell": "gru" and, where they differ, "options": {"reset_after": false}.',
        )
    cells = [_weights(index, entry, budget) for index, entry in enumerate(weights)]
    step = 2 if model.get("bidirectional") is True else 1
    layers = tuple(tuple(cells[at : at + step]) for at in range(0, len(cells), step))
    return Parts((stack_of(str(model.get("name") or ""), layers, cell, options),))


def _weights(index: int, entry: Any, budget: Budget) -> CellWeights:
    entries = entry if isinstance(entry, dict) else {}
    unknown = [name for name in entries if name not in ARRAYS]
    if unknown or not {"W_x", "W_h", "b"} <= set(entries):
        raise InvalidWeights(
            f"entry {index} of weights has the names {shorten(list(entries))}",
            hint=f"Each needs W_x, W_h and b, and may have {', '.join(ARRAYS[3:])}.",
        )
    return CellWeights(
        **{name: _numbers(f"{name} of entry {index}", rows, budget) for name, rows in entries.items()}
    )


def _tensor(name: str, rows: Any, budget: Budget) -> Tensor:
    array = _numbers(name, rows, budget)
    return Tensor(array.shape, "float64", lambda: array)


def _numbers(name: str, rows: Any, budget: Budget) -> Array:
    """Nested lists of one length a level -> array; true, texts and integers beyond 64 bits are no weights."""
    try:
        array = np.asarray(rows)
    except (ValueError, OverflowError):
        array = np.asarray(None)
    if array.dtype.kind not in "fiu" or (array.size and not isinstance(_first(rows), int | float)):
        raise UnreadableFile(
            f"{shorten(name)} is no regular list of numbers",
            hint="Give every row of an array the same length, and numbers only: array.tolist().",
        )
    budget.spend(8 * math.prod(array.shape), name)
    return array.astype(np.float64)


def _first(rows: Any) -> Any:
    while isinstance(rows, Sequence) and not isinstance(rows, str) and rows:
        rows = rows[0]
    return rows
