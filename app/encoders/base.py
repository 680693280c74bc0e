"""What every encoder takes and gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from numpy.typing import NDArray

__all__ = ["Array", "Encoded", "Encoder", "Kind", "Token"]

Array = NDArray[Any]
Kind = Literal["characters", "words", "token_ids", "values"]


@dataclass(frozen=True, slots=True)
class Token:
    """One step's token: as it was given, its place in the vocabulary, whether it is there."""

    text: str
    id: int | None
    known: bool


@dataclass(frozen=True, eq=False)
class Encoded:
    """A sequence ready to run: ``values`` [T, D], and its tokens where there are any."""

    values: Array
    tokens: tuple[Token, ...] | None = None


class Encoder(Protocol):
    """How a network reads a sequence."""

    @property
    def kind(self) -> Kind: ...

    @property
    def size(self) -> int: ...

    @property
    def labels(self) -> tuple[str, ...] | None: ...

    def encode_text(self, text: str) -> Encoded: ...

    def encode_tokens(self, tokens: Sequence[str]) -> Encoded: ...

    def encode_ids(self, ids: Sequence[int]) -> Encoded: ...

    def decode(self, encoded: Encoded) -> str: ...
