"""What a reader makes of a file: canonical weights, what stands round them, and what was left over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.errors import InvalidWeights
from app.heads import HeadKind
from app.weights import Array, Stack

__all__ = ["Embedding", "Leftover", "Note", "Output", "ReadLimits", "Reading", "Source", "Undecided"]


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What a file may ask for while it is read; the fields of :class:`app.settings.Settings` say more.

    ``unpacked_bytes`` bounds all arrays of a file together, ``tensors`` their number, ``ratio`` how
    many bytes one stored byte of an archive may become.
    """

    unpacked_bytes: int = 256 * 2**20
    tensors: int = 4096
    ratio: int = 100


@dataclass(frozen=True, eq=False)
class Source:
    """A file as a reader gets it: its bytes, and a name to show, never to open."""

    content: bytes
    filename: str = ""
    limits: ReadLimits = field(default_factory=ReadLimits)


@dataclass(frozen=True, eq=False)
class Embedding:
    """A table of vectors [V, D], one row a token; ``stack`` is the one that it feeds, where the file says."""

    name: str
    vectors: Array
    stack: str | None = None


@dataclass(frozen=True, eq=False)
class Output:
    """A layer W h + b behind a stack: W [K, P], b [K].

    ``kind`` and ``stack`` are None where the file does not say what follows the sum, or which stack it
    reads. What the file does not say is offered to the reader, never guessed.
    """

    name: str
    W: Array
    b: Array
    kind: HeadKind | None = None
    stack: str | None = None


@dataclass(frozen=True, slots=True)
class Leftover:
    """A part of the file that is not used: its name, its shape where it has one, and why."""

    name: str
    shape: tuple[int, ...] | None
    why: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """An option of a stack that the file does not record: the choices, the first of which is taken meanwhile.

    Every choice is a value of ``Stack.options[option]``, such as "hard_sigmoid(0.2,0.5)"; true or false of
    "reset_after".
    """

    stack: str
    option: str
    choices: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence about the file for its reader, in English and 中文."""

    en: str
    zh: str


@dataclass(frozen=True, eq=False)
class Reading:
    """All that was found in a file.

    Attributes
    ----------
    format : str
        "pytorch", "torchscript", "safetensors", "keras", "keras-weights", "keras-2", "onnx", "npz" or "json".
    stacks : tuple of Stack
        At least one; names differ.
    embeddings, outputs : tuple
        What may stand before and behind a stack; shapes fit at least one of them.
    vocabulary : tuple of str, optional
        Found inside the file: entry v belongs to row v of an embedding, or to input v of a one-hot network.
    leftovers : tuple of Leftover
        Everything else.
    undecided : tuple of Undecided
        Options that the file does not record.
    notes : tuple of Note
        What a reader should know.
    extra : mapping
        What a format wants to hand on to nobody but its tests.
    """

    format: str
    stacks: tuple[Stack, ...]
    embeddings: tuple[Embedding, ...] = ()
    outputs: tuple[Output, ...] = ()
    vocabulary: tuple[str, ...] | None = None
    leftovers: tuple[Leftover, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    notes: tuple[Note, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [stack.name for stack in self.stacks]
        if not names or len(set(names)) != len(names):
            raise InvalidWeights("a reading needs at least one stack, each of another name")
