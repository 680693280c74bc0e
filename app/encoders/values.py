"""Numbers as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.encoders.base import Encoded, Kind
from app.errors import EmptySequence, FieldError, InvalidValues, UnsupportedInput

__all__ = ["ValuesEncoder", "encode_values"]


@dataclass(frozen=True)
class ValuesEncoder:
    """A network without a vocabulary: it takes numbers only."""

    size: int
    labels: tuple[str, ...] | None = None

    @property
    def kind(self) -> Kind:
        return "values"

    def encode_text(self, text: str) -> Encoded:
        """Refuse."""
        raise self._unsupported("text")

    def encode_tokens(self, tokens: Sequence[str]) -> Encoded:
        """Refuse."""
        raise self._unsupported("tokens")

    def encode_ids(self, ids: Sequence[int]) -> Encoded:
        """Refuse."""
        raise self._unsupported("token_ids")

    def decode(self, encoded: Encoded) -> str:
        """The numbers, one step a line."""
        return "\n".join(" ".join(f"{value:g}" for value in row) for row in encoded.values)

    def _unsupported(self, given: str) -> UnsupportedInput:
        return UnsupportedInput(
            f"this network has no vocabulary, so it cannot read {given}",
            hint=f'Send "values": one row a step with {self.size} numbers each.',
            pointer=f"/{given}",
        )


def encode_values(values: Sequence[Sequence[float]], size: int) -> Encoded:
    """Numbers as they are: what the first recurrent layer would see.

    Parameters
    ----------
    values : sequence [T][D]
        One row a step.
    size : int
        D, the inputs of the network.

    Returns
    -------
    Encoded
        ``values`` float64 [T, D], no tokens.

    Raises
    ------
    EmptySequence
        When there is no row.
    InvalidValues
        When a row is not D long.

    Examples
    --------
    >>> encode_values([[0.5, 1.0]], 2).values
    array([[0.5, 1. ]])
    """
    if not values:
        raise EmptySequence(
            "the list of values is empty, so there is no step to run",
            hint=f"Give at least one row of {size} numbers.",
            pointer="/values",
        )
    wrong = [step for step, row in enumerate(values) if len(row) != size]
    if wrong:
        raise InvalidValues(
            f"step {wrong[0]} has {len(values[wrong[0]])} values; this network takes {size} a step",
            hint=f"Give {size} numbers in every row.",
            errors=[
                FieldError(f"/values/{step}", f"{len(values[step])} values, {size} are needed")
                for step in wrong[:8]
            ],
        )
    return Encoded(np.asarray(values, dtype=np.float64))
