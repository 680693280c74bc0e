"""Which networks can write on: those whose head says what comes next, in words that they read themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.encoders import VocabularyEncoder
from app.errors import UnsupportedNetwork
from app.heads import Head
from app.network import Network
from app.weights import Stack

__all__ = ["Writer", "can_write_on", "writer_of"]

END = "end"


@dataclass(frozen=True, eq=False)
class Writer:
    """The parts of a network that writing on needs.

    ``ids`` holds, for each output of the head, its entry in the vocabulary; None is the end of the text.
    """

    stack: Stack
    head: Head
    encoder: VocabularyEncoder
    ids: tuple[int | None, ...]

    def join(self, beginning: str, tokens: Iterable[str]) -> str:
        """The beginning and what was drawn, as one text."""
        joiner = " " if self.encoder.kind == "words" else ""
        return joiner.join([beginning, *tokens])


def can_write_on(network: Network) -> bool:
    """Whether :func:`writer_of` gives one."""
    return not isinstance(_find(network), str)


def writer_of(network: Network, others: Iterable[Network] = ()) -> Writer:
    """The parts of a network with which it can write on.

    Parameters
    ----------
    network : Network
        Whose head, by its card, predicts what comes next.
    others : iterable of Network
        Named in the hint where they can write on.

    Returns
    -------
    Writer

    Raises
    ------
    UnsupportedNetwork
        Says what this one lacks, and which can.
    """
    found = _find(network)
    if isinstance(found, Writer):
        return found
    able = ", ".join(other.id for other in others if can_write_on(other))
    raise UnsupportedNetwork(
        f"network {network.id!r} cannot write on: {found}",
        hint=f"Choose one of: {able}." if able else "No network that is installed can write on.",
        pointer="/model",
    )


def _find(network: Network) -> Writer | str:
    """The parts, or what is missing."""
    stack, head, encoder = network.stacks[0], network.head, network.encoder
    if head is None:
        return "it has no head"
    if network.card.get("predicts") != "next":
        return "its head does not say what comes next"
    if head.kind != "softmax":
        return f"its head is {head.kind}; softmax is needed"
    if stack.bidirectional:
        return "it reads backward too"
    if not isinstance(encoder, VocabularyEncoder) or head.labels is None:
        return "its head does not say tokens"
    places = {entry: index for index, entry in enumerate(encoder.vocabulary)}
    foreign = [label for label in head.labels if label not in places and label != END]
    if foreign:
        return f"it does not read what its head says: {', '.join(map(repr, foreign[:5]))}"
    return Writer(stack, head, encoder, tuple(places.get(label) for label in head.labels))
