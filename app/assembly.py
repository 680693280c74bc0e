"""A reading and what its owner chose -> a network that runs, and what to say of it.

What the file says is taken. What it does not say is taken only where one thing fits and nothing else does,
and a note says so; where several fit, none is taken until one is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from app.encoders import Encoder, IdsEncoder, ValuesEncoder, VocabularyEncoder
from app.errors import InvalidSelection, InvalidVocabulary, shorten
from app.heads import Head, HeadKind
from app.notes import Notes, shown
from app.readers import Embedding, Note, Output, Reading
from app.vocabulary import entries_of, kind_of
from app.weights import Stack

__all__ = ["Assembled", "Choices", "OutputChoice", "assemble", "check_choices", "read_vocabulary"]

# One-hot vectors of more entries would be an array larger than most networks.
MOST_ONE_HOT = 4096
Option: TypeAlias = str | bool


@dataclass(frozen=True, slots=True)
class OutputChoice:
    """An output layer, what follows its sum, and the names of its numbers."""

    name: str
    kind: HeadKind
    labels: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the owner of a network decided; a part that is not in ``decided`` is left to the file.

    ``embedding`` and ``output`` may be decided to be none at all.
    """

    decided: frozenset[str] = frozenset()
    embedding: str | None = None
    output: OutputChoice | None = None
    options: Mapping[str, Mapping[str, Option]] = field(default_factory=dict)
    vocabulary: tuple[str, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values; the same choices give the same values."""
        output = self.output and {
            "name": self.output.name,
            "kind": self.output.kind,
            "labels": self.output.labels,
        }
        return {
            "decided": sorted(self.decided),
            "embedding": self.embedding,
            "output": output,
            "options": {stack: dict(options) for stack, options in self.options.items()},
            "vocabulary": self.vocabulary,
        }

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Choices:
        """What :meth:`as_json` gave."""
        output = stored["output"]
        return cls(
            decided=frozenset(stored["decided"]),
            embedding=stored["embedding"],
            output=output and OutputChoice(output["name"], output["kind"], _tuple(output["labels"])),
            options=stored["options"],
            vocabulary=_tuple(stored["vocabulary"]),
        )


def _tuple(entries: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if entries is None else tuple(entries)


@dataclass(frozen=True, eq=False)
class Assembled:
    """The parts of a network as they are used, and the sentences about them."""

    stacks: tuple[Stack, ...]
    encoder: Encoder
    encoder_stack: str
    head: Head | None
    head_stack: str | None
    embedding: str | None
    output: str | None
    vocabulary_source: str | None
    notes: tuple[Note, ...]


def assemble(reading: Reading, choices: Choices) -> Assembled:
    """Put a network together.

    Parameters
    ----------
    reading : Reading
        What the file holds.
    choices : Choices
        That :func:`check_choices` has let pass.

    Returns
    -------
    Assembled
    """
    notes = Notes(reading.notes)
    stacks = tuple(_with_options(stack, choices.options.get(stack.name, {})) for stack in reading.stacks)
    embedding, reads = _embedding(reading, choices, notes)
    encoder, read_by, source = _encoder(reading, choices, embedding, reads, notes)
    output, behind = _output(reading, choices, notes)
    head = None if output is None else _head(output, choices, encoder, notes)
    for one in reading.undecided:
        taken = choices.options.get(one.stack, {}).get(one.option, one.choices[0])
        decided = one.option in choices.options.get(one.stack, {})
        notes.option(one.stack, one.option, taken, decided=decided)
    notes.leftovers(len(reading.leftovers))
    return Assembled(
        stacks=stacks,
        encoder=encoder,
        encoder_stack=read_by.name,
        head=head,
        head_stack=None if behind is None else behind.name,
        embedding=None if embedding is None else embedding.name,
        output=None if output is None else output.name,
        vocabulary_source=source,
        notes=tuple(notes),
    )


def _with_options(stack: Stack, options: Mapping[str, Option]) -> Stack:
    return replace(stack, options={**stack.options, **options}) if options else stack


def fits_before(embedding: Embedding, stacks: Sequence[Stack]) -> Stack | None:
    """The stack that an embedding feeds: the one that the file names, or the first of its width."""
    return _fitting(embedding.stack, stacks, lambda stack: stack.input_size == embedding.vectors.shape[1])


def fits_behind(output: Output, stacks: Sequence[Stack]) -> Stack | None:
    """The stack that an output layer reads: the one that the file names, or the last of its width."""
    return _fitting(output.stack, stacks[::-1], lambda stack: stack.output_size == output.W.shape[1])


def _fitting(named: str | None, stacks: Sequence[Stack], fits: Any) -> Stack | None:
    return next((stack for stack in stacks if fits(stack) and named in (None, stack.name)), None)


def _embedding(reading: Reading, choices: Choices, notes: Notes) -> tuple[Embedding | None, Stack | None]:
    fitting = {
        one.name: (one, stack) for one in reading.embeddings if (stack := fits_before(one, reading.stacks))
    }
    if "embedding" in choices.decided:
        return fitting[choices.embedding] if choices.embedding is not None else (None, None)
    first = reading.stacks[0].name
    said = [pair for pair in fitting.values() if pair[0].stack == first]
    taken = said if len(said) == 1 else list(fitting.values())
    if len(taken) == 1:
        notes.embedding(*taken[0])
        return taken[0]
    if taken:
        notes.several_embeddings(list(fitting))
    return None, None


def _encoder(
    reading: Reading, choices: Choices, embedding: Embedding | None, reads: Stack | None, notes: Notes
) -> tuple[Encoder, Stack, str | None]:
    """The encoder, the stack it stands before, and where its vocabulary comes from."""
    given = choices.vocabulary
    entries, source = (reading.vocabulary, "file") if given is None else (given, "given")
    if embedding is not None and reads is not None:
        if entries is None or len(entries) != len(embedding.vectors):
            return IdsEncoder(embedding.vectors), reads, None
        return (
            VocabularyEncoder(kind_of(entries), entries, embedding.vectors, reads_marks=True),
            reads,
            source,
        )
    one_hot = next((s for s in reading.stacks if entries and s.input_size == len(entries)), None)
    if entries is not None and one_hot is not None and len(entries) <= MOST_ONE_HOT:
        notes.one_hot(one_hot)
        vectors = np.eye(len(entries), dtype=np.float32)
        return (
            VocabularyEncoder(kind_of(entries), entries, vectors, entries, reads_marks=True),
            one_hot,
            source,
        )
    return ValuesEncoder(reading.stacks[0].input_size), reading.stacks[0], None


def _output(reading: Reading, choices: Choices, notes: Notes) -> tuple[Output | None, Stack | None]:
    fitting = {
        one.name: (one, stack) for one in reading.outputs if (stack := fits_behind(one, reading.stacks))
    }
    if "output" in choices.decided:
        return fitting[choices.output.name] if choices.output is not None else (None, None)
    said = [pair for pair in fitting.values() if pair[0].stack is not None]
    taken = said if len(said) == 1 else list(fitting.values())
    if len(taken) == 1:
        notes.output(*taken[0])
        return taken[0]
    if taken:
        notes.several_outputs(list(fitting))
    return None, None


def _head(output: Output, choices: Choices, encoder: Encoder, notes: Notes) -> Head:
    chosen = choices.output if "output" in choices.decided else None
    kind = chosen.kind if chosen is not None else output.kind or "linear"
    labels = None if chosen is None else chosen.labels
    if (
        labels is None
        and isinstance(encoder, VocabularyEncoder)
        and len(encoder.vocabulary) == len(output.b) > 1
    ):
        labels = encoder.vocabulary
        notes.labels(output)
    return Head(kind, output.W, output.b, labels)


def check_choices(reading: Reading, choices: Choices) -> None:
    """Refuse a choice that the file does not offer.

    Raises
    ------
    InvalidSelection
        Names the choices there are.
    """
    embeddings = [one.name for one in reading.embeddings if fits_before(one, reading.stacks)]
    outputs = {one.name: one for one in reading.outputs if fits_behind(one, reading.stacks)}
    if choices.embedding is not None:
        _choose(choices.embedding, embeddings, "embedding", "/embedding")
    if choices.output is not None:
        _choose(choices.output.name, list(outputs), "output layer", "/output/name")
        size, labels = len(outputs[choices.output.name].b), choices.output.labels
        if labels is not None and len(labels) != size:
            raise InvalidSelection(
                f"{len(labels)} labels were given; the output layer has {size} numbers",
                hint=f"Give {size} labels, or none.",
                pointer="/output/labels",
            )
    offered = {(one.stack, one.option): one.choices for one in reading.undecided}
    for stack, options in choices.options.items():
        for option, value in options.items():
            place = f"/options/{stack}/{option}"
            open_ones = [f"{option} of {stack}" for stack, option in offered]
            _choose(f"{option} of {stack}", open_ones, "open option", place)
            _choose(value, offered[stack, option], f"value of {option}", place)


def _choose(name: Option, names: Sequence[Option], what: str, pointer: str) -> None:
    if name not in names:
        raise InvalidSelection(
            f"there is no {what} {shorten(name)} to choose",
            hint=f"Choose one of: {', '.join(map(shown, names[:12]))}."
            if names
            else "There is nothing to choose here.",
            pointer=pointer,
        )


def read_vocabulary(
    reading: Reading, choices: Choices, given: Sequence[str] | Mapping[str, int | str]
) -> tuple[str, ...]:
    """The entries of a vocabulary for a network as it is now.

    Raises
    ------
    InvalidVocabulary
        When it does not fit, with the size that would.
    """
    embedding, _ = _embedding(reading, choices, Notes(()))
    if embedding is not None:
        return entries_of(given, len(embedding.vectors), f"the embedding {embedding.name}")
    first = reading.stacks[0]
    if first.input_size > MOST_ONE_HOT:
        raise InvalidVocabulary(
            f"the network takes {first.input_size:,} numbers a step and no embedding is chosen; "
            f"one entry a number is possible up to {MOST_ONE_HOT:,}",
            hint="Choose an embedding of the file first.",
        )
    return entries_of(given, first.input_size, f"the input of {first.name}")
