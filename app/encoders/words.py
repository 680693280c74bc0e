"""Text and tokens by a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.encoders.base import Array, Encoded, Kind, Token
from app.encoders.ids import check_ids
from app.errors import EmptySequence, shorten
from app.tokens import Cutter, Marks, reads_chinese, split_words

__all__ = ["VocabularyEncoder"]

# How vocabularies write the entry of all that they lack, the usual first.
UNKNOWN_ENTRIES = ("<unk>", "<UNK>", "[UNK]", "UNK", "<oov>", "<OOV>")


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
    reads_marks : bool
        Whether a punctuation mark or a special entry such as <unk> that stands in the vocabulary is a word.

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
    reads_marks: bool = False

    @property
    def size(self) -> int:
        return int(self.vectors.shape[1])

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
    def _marks(self) -> Marks:
        return Marks(self.vocabulary)

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
        check_ids(ids, len(self.vocabulary))
        tokens = tuple(Token(self.vocabulary[index], index, True) for index in ids)
        return Encoded(self._rows[np.asarray(ids)], tokens)

    def decode(self, encoded: Encoded) -> str:
        """The text of an encoded sequence; encoding it again gives the same tokens."""
        joiner = "" if self.kind == "characters" else " "
        return joiner.join(token.text for token in encoded.tokens or ())

    def _cut(self, text: str) -> list[str]:
        if self.kind == "characters":
            return list(text)
        if self.reads_marks and self._cutter is None:
            return self._marks.cut(text)
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
