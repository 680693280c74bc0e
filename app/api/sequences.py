"""From the sequence in a request to the array that a network sees."""

from __future__ import annotations

from dataclasses import dataclass

from app.encoders import Encoded, encode_values
from app.errors import SequenceTooLong
from app.network import Network
from app.schema import AnySequence, TokenSequence
from app.weights import Stack

__all__ = ["SequenceLimits", "check_length", "encode"]


@dataclass(frozen=True, slots=True)
class SequenceLimits:
    """How much may be sent; the fields of :class:`app.settings.Settings` say more."""

    steps: int
    sample_steps: int
    text_characters: int
    inline_parameters: int


def encode(
    network: Network, stack: Stack, request: TokenSequence | AnySequence, limits: SequenceLimits
) -> Encoded:
    """The sequence of a request as the network sees it.

    Parameters
    ----------
    network : Network
        Whose encoder reads text, tokens and ids.
    stack : Stack
        The one that will run.
    request : TokenSequence or AnySequence
        Holds exactly one sequence.
    limits : SequenceLimits
        Of its length.

    Raises
    ------
    InvalidInput
        When it is empty, too long, or nothing that this network reads.
    """
    encoder = network.encoder_of(stack)
    if request.text is not None:
        check_length(len(request.text), limits.text_characters, "text", "characters")
        encoded = encoder.encode_text(request.text)
    elif request.tokens is not None:
        check_length(len(request.tokens), limits.steps, "tokens", "steps")
        encoded = encoder.encode_tokens(request.tokens)
    elif request.token_ids is not None:
        check_length(len(request.token_ids), limits.steps, "token_ids", "steps")
        encoded = encoder.encode_ids(request.token_ids)
    else:
        values = getattr(request, "values", None) or []
        check_length(len(values), limits.steps, "values", "steps")
        return encode_values(values, stack.input_size)
    check_length(len(encoded.values), limits.steps, request.given[0], "steps")
    return encoded


def check_length(length: int, limit: int, field: str, noun: str) -> None:
    """Refuse a sequence that is too long.

    Raises
    ------
    SequenceTooLong
        With the length and the limit.
    """
    if length > limit:
        raise SequenceTooLong(
            f"{field} has {length:,} {noun}; the limit is {limit:,}",
            hint="Send a shorter sequence, or send it in parts, each with the initial_state "
            "that the part before it ended in.",
            pointer=f"/{field}",
        )
