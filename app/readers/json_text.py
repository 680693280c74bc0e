"""JSON from strangers: whatever is wrong with it ends in one of our errors."""

from __future__ import annotations

import json
from typing import Any

from app.errors import FileTooLarge, UnreadableFile, shorten

__all__ = ["JSON_BYTES", "read_json"]

# A parsed list of numbers takes some ten times the memory of its text.
JSON_BYTES = 16 * 2**20


def read_json(text: bytes, what: str, limit: int = JSON_BYTES) -> Any:
    """Parse UTF-8 JSON; a name given twice, NaN and Infinity are refused.

    Parameters
    ----------
    text : bytes
        The whole document.
    what : str
        What to call it in a message.
    limit : int
        Most bytes.

    Raises
    ------
    UnreadableFile, FileTooLarge
        Says where parsing stopped.

    Examples
    --------
    >>> read_json(b'{"a": 1}', "the card")
    {'a': 1}
    >>> read_json(b'{"a": ', "the card")
    Traceback (most recent call last):
    app.errors.UnreadableFile: the card is not JSON: Expecting value: line 1 column 7 (char 6)
    """
    if len(text) > limit:
        raise FileTooLarge(
            f"{what} has {len(text):,} bytes of JSON; the limit is {limit:,}",
            hint="Large weights belong into a binary format: save safetensors or npz.",
        )
    try:
        return json.loads(text.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_unique)
    except RecursionError:
        reason = "it is nested too deeply"
    except ValueError as error:
        reason = str(error)
    raise UnreadableFile(
        f"{what} is not JSON: {reason if len(reason) <= 80 else shorten(reason)}",
        hint="Write the file again; a download may have stopped early.",
    )


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is given twice")
    return found
