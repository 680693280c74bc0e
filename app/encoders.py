"""What a reader gives -> the [T, D] array that the first recurrent layer sees.

A :class:`VocabularyEncoder` reads text, tokens and ids; a :class:`ValuesEncoder` has no
vocabulary and refuses them with the way out. Numbers go through :func:`encode_values`
with any network. Encoding keeps each token's own text, so it can be read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from app.errors import EmptySequence, FieldError, InvalidValues, UnsupportedInput, shorten
from app.tokens import Cutter, reads_chinese, split_words

__all__ = ["Encoded", "Encoder", "Token", "ValuesEncoder", "VocabularyEncoder", "encode_values"]

Array = NDArray[Any]
Kind = Literal["characters", "words", "token_ids", "values"]

# How vocabularies write the entry of all that they lack, the usual first.
UNKNOWN_ENTRIES = ("<unk>", "<UNK>", "[UNK]", "UNK", "<oov>", "<OOV>")


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

    @property
    def entries(self) -> int | None: ...

    def encode_text(self, text: str) -> Encoded: ...

    def encode_tokens(self, tokens: Sequence[str]) -> Encoded: ...

    def encode_ids(self, ids: Sequence[int]) -> Encoded: ...

    def decode(self, encoded: Encoded) -> str: ...


@dataclass(frozen=True, eq=False)
class VocabularyEncoder:
    """Looks each token up in a vocabulary and gives its vector.

    Text is cut at spaces and punctuation. Where the vocabulary has Chinese words, runs of Chinese
    characters are cut further, by the longest entry that fits, one character where none does; a
    vocabulary without leaves such a run whole.

    Attributes
    ----------
    kind : {"characters", "words"}
        Whether a token is one code point or one word.
    vocabulary : tuple of str
        V entries; a word's entry is in lower case.
    vectors : array [V, D]
        Row v is what the network sees for entry v.
    labels : tuple of str, optional
        The name of each of the D inputs.

    Examples
    --------
    >>> encoder = VocabularyEncoder("words", ("not", "bad"), np.eye(2), ("negator", "feeling"))
    >>> [(token.text, token.known) for token in encoder.encode_text("Not too bad").tokens]
    [('Not', True), ('too', False), ('bad', True)]
    >>> encoder = VocabularyEncoder("words", ("不", "好吃"), np.eye(2), ("negator", "feeling"))
    >>> [(token.text, token.known) for token in encoder.encode_text("这不好吃").tokens]
    [('这', False), ('不', True), ('好吃', True)]
    """

    kind: Kind
    vocabulary: tuple[str, ...]
    vectors: Array
    labels: tuple[str, ...] | None = None

    @property
    def size(self) -> int:
        return int(self.vectors.shape[1])

    @property
    def entries(self) -> int:
        return len(self.vocabulary)

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {entry: index for index, entry in enumerate(self.vocabulary)}

    @cached_property
    def _known(self) -> dict[str, Token]:
        """The tokens that are written as they stand in the vocabulary: most of any text, made once."""
        return {entry: Token(entry, index, True) for entry, index in self._ids.items()}

    @cached_property
    def _rows(self) -> Array:
        """The vectors and, last, what an unknown token runs as."""
        unknown = next((self._ids[entry] for entry in UNKNOWN_ENTRIES if entry in self._ids), None)
        last = np.zeros_like(self.vectors[:1]) if unknown is None else self.vectors[[unknown]]
        return np.concatenate([self.vectors, last])

    @cached_property
    def _cutter(self) -> Cutter | None:
        """How Chinese text is cut; None where the vocabulary has no Chinese word."""
        return Cutter(self.vocabulary) if reads_chinese(self.vocabulary) else None

    def encode_text(self, text: str) -> Encoded:
        """Split a text into tokens and look them up.

        Raises
        ------
        EmptySequence
            When the text holds no token.
        """
        tokens = self._cut(text)
        if not tokens:
            noun = "character" if self.kind == "characters" else "word"
            raise EmptySequence(
                f"the text {shorten(text)} holds no {noun}, so there is no step to run"
                if text
                else "the text is empty, so there is no step to run",
                hint=f"Type at least one {noun}.",
                pointer="/text",
            )
        return self._encode(tokens)

    def encode_tokens(self, tokens: Sequence[str]) -> Encoded:
        """Look given tokens up.

        Raises
        ------
        EmptySequence
            When there are none.
        """
        if not tokens:
            raise EmptySequence(
                "the list of tokens is empty, so there is no step to run",
                hint="Give at least one token.",
                pointer="/tokens",
            )
        return self._encode(tokens)

    def encode_ids(self, ids: Sequence[int]) -> Encoded:
        """Take vocabulary entries by number.

        Raises
        ------
        EmptySequence
            When there are none.
        InvalidValues
            When a number is not in the vocabulary.
        """
        if not ids:
            raise EmptySequence(
                "the list of token ids is empty, so there is no step to run",
                hint="Give at least one token id.",
                pointer="/token_ids",
            )
        for step, index in enumerate(ids):
            if not 0 <= index < len(self.vocabulary):
                raise InvalidValues(
                    f"token id {shorten(index)} does not exist; ids go from 0 to {len(self.vocabulary) - 1}",
                    hint="Give ids of this network's vocabulary, or send text.",
                    pointer=f"/token_ids/{step}",
                )
        tokens = tuple(Token(self.vocabulary[index], index, True) for index in ids)
        return Encoded(self._rows[np.asarray(ids)], tokens)

    def decode(self, encoded: Encoded) -> str:
        """The text of an encoded sequence; encoding it again gives the same tokens."""
        joiner = "" if self.kind == "characters" else " "
        return joiner.join(token.text for token in encoded.tokens or ())

    def _cut(self, text: str) -> list[str]:
        if self.kind == "characters":
            return list(text)
        return split_words(text) if self._cutter is None else self._cutter.cut(text)

    def _encode(self, texts: Sequence[str]) -> Encoded:
        known = self._known
        tokens = tuple(known.get(text) or self._token(text) for text in texts)
        unknown = len(self.vocabulary)
        rows = [unknown if token.id is None else token.id for token in tokens]
        return Encoded(self._rows[rows], tokens)

    def _token(self, text: str) -> Token:
        plain = text.lower().replace("’", "'") if self.kind == "words" else text
        index = self._ids.get(plain)
        return Token(text, index, index is not None)


@dataclass(frozen=True)
class ValuesEncoder:
    """A network without a vocabulary: it takes numbers only."""

    size: int
    labels: tuple[str, ...] | None = None

    @property
    def kind(self) -> Kind:
        return "values"

    @property
    def entries(self) -> None:
        return None

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
