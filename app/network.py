"""One network: its recurrent stacks, how it reads a sequence, what follows, its card."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.encoders import Encoder, ValuesEncoder
from app.errors import InvalidSelection, shorten
from app.heads import Head
from app.weights import Stack

__all__ = ["Network", "digest_of"]


@dataclass(frozen=True, eq=False)
class Network:
    """A file's worth of layers, and what is known about it.

    ``card`` is what the file's author says: titles and examples in both languages, what
    to look at, metrics. ``stacks`` holds at least one stack; the first is the default.
    ``encoder`` stands before one of them and ``head`` behind one: those that are named, or
    the first.
    """

    id: str
    title: str
    source: Literal["bundled", "uploaded", "inline"]
    digest: str
    format: str
    file_size: int
    stacks: tuple[Stack, ...]
    encoder: Encoder
    head: Head | None = None
    card: Mapping[str, Any] = field(default_factory=dict)
    encoder_stack: str | None = None
    head_stack: str | None = None

    def stack(self, name: str | None) -> Stack:
        """The named stack, or the first.

        Raises
        ------
        InvalidSelection
            When there is no such stack; the hint lists the choices.
        """
        if name is None:
            return self.stacks[0]
        for stack in self.stacks:
            if stack.name == name:
                return stack
        raise InvalidSelection(
            f"network {self.id!r} has no stack {shorten(name)}",
            hint=f"Choose one of: {', '.join(stack.name for stack in self.stacks)}.",
            pointer="/stack",
        )

    def encoder_of(self, stack: Stack) -> Encoder:
        """How a sequence is read for a stack: with the network's encoder, or as numbers."""
        if stack.name == (self.encoder_stack or self.stacks[0].name):
            return self.encoder
        return ValuesEncoder(stack.input_size)

    def head_of(self, stack: Stack) -> Head | None:
        """What follows a stack, if anything does."""
        return self.head if stack.name == (self.head_stack or self.stacks[0].name) else None


def digest_of(*parts: bytes) -> str:
    """SHA-256 of some bytes, one part after the other, as the API writes it.

    Examples
    --------
    >>> digest_of(b"a", b"bc")[:15]
    'sha256:ba7816bf'
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return f"sha256:{digest.hexdigest()}"
