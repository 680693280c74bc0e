"""What a reader gives -> the [T, D] array that the first recurrent layer sees.

A :class:`VocabularyEncoder` reads text, tokens and ids; an :class:`IdsEncoder` has vectors but no names for
them; a :class:`ValuesEncoder` has neither and refuses them with the way out. Numbers go through
:func:`encode_values` with any network. Encoding keeps each token's own text, so it can be read back.
"""

from __future__ import annotations

from app.encoders.base import Encoded, Encoder, Kind, Token
from app.encoders.ids import IdsEncoder
from app.encoders.values import ValuesEncoder, encode_values
from app.encoders.words import VocabularyEncoder

__all__ = [
    "Encoded",
    "Encoder",
    "IdsEncoder",
    "Kind",
    "Token",
    "ValuesEncoder",
    "VocabularyEncoder",
    "encode_values",
]
