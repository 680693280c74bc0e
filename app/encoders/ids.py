"""A network whose tokens have numbers but no names: an embedding without a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.encoders.base import Array, Encoded, Kind, Token
from app.errors import EmptySequence, InvalidValues, UnsupportedInput, shorten

__all__ = ["IdsEncoder", "check_ids"]


@dataclass(frozen=True, eq=False)
class IdsEncoder:
    """Reads the rows of an embedding by number.

    Attributes
    ----------
    vectors : array [V, D]
        Row v is what the network sees for token v.

    Examples
    --------
    >>> encoded = IdsEncoder(np.eye(3)).encode_ids([2, 0])
    >>> encoded.values.tolist(), encoded.tokens[0]
    ([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]], Token(text='2', id=2, known=True))
    """

    vectors: Array
    labels: tuple[str, ...] | None = None

    @property
    def kind(self) -> Kind:
        return "token_ids"

    @property
    def size(self) -> int:
        return int(self.vectors.shape[1])

    @property
    def entries(self) -> int:
        """V."""
        return int(self.vectors.shape[0])

    def encode_text(self, text: str) -> Encoded:
        """Refuse."""
        raise self._unsupported("text")

    def encode_tokens(self, tokens: Sequence[str]) -> Encoded:
        """Refuse."""
        raise self._unsupported("tokens")

    def encode_ids(self, ids: Sequence[int]) -> Encoded:
        """Take rows by number.

        Raises
        ------
        EmptySequence
            When there are none.
        InvalidValues
            When there is no such row.
        """
        check_ids(ids, self.entries)
        return Encoded(self.vectors[np.asarray(ids)], tuple(Token(str(index), index, True) for index in ids))

    def decode(self, encoded: Encoded) -> str:
        """The ids with spaces between."""
        return " ".join(token.text for token in encoded.tokens or ())

    def _unsupported(self, given: str) -> UnsupportedInput:
        return UnsupportedInput(
            f"this network's embedding has {self.entries} rows but no vocabulary, so it cannot read {given}",
            hint=f'Give it a vocabulary of {self.entries} entries, or send "token_ids".',
            pointer=f"/{given}",
        )


def check_ids(ids: Sequence[int], entries: int) -> None:
    """Refuse ids that are no rows.

    Raises
    ------
    EmptySequence
        When there are none.
    InvalidValues
        When there is no such row.
    """
    if not ids:
        raise EmptySequence(
            "the list of token ids is empty, so there is no step to run",
            hint="Give at least one token id.",
            pointer="/token_ids",
        )
    for step, index in enumerate(ids):
        if not 0 <= index < entries:
            raise InvalidValues(
                f"token id {shorten(index)} does not exist; ids go from 0 to {entries - 1}",
                hint="Give ids of this network's vocabulary, or send text.",
                pointer=f"/token_ids/{step}",
            )
