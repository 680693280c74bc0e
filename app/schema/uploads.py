"""What is said of networks that somebody brought, and what their owners may decide."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel

from app.heads import HeadKind
from app.schema.answers import StoredInfo
from app.schema.base import Strict

__all__ = ["ChoicesRequest", "Parts", "UploadQuery", "VocabularyRequest"]

Name = Annotated[str, Field(min_length=1, max_length=200)]


class UploadQuery(BaseModel):
    """What a file calls itself."""

    model_config = ConfigDict(extra="forbid")

    filename: str = Field(
        "", max_length=300, description="To be shown; nothing is opened by it.", examples=["sentiment.pt"]
    )


# A long list stops at its first fault.
Entries = Annotated[list[str], Field(fail_fast=True)]


class VocabularyRequest(RootModel[Entries | dict[str, int] | dict[str, str]]):
    """Entries in order, or a map from entry to number, or from number to entry."""

    model_config = ConfigDict(strict=True)


class ChosenOutput(Strict):
    """An output layer, what follows its sum, and the names of its numbers."""

    name: Name
    kind: HeadKind = "linear"
    labels: list[Name] | None = Field(None, max_length=1_000_000)


class ChoicesRequest(Strict):
    """What the file does not say; what is left out stays as it is, null is none."""

    embedding: Name | None = Field(None, description="Name of the embedding to read tokens with.")
    output: ChosenOutput | None = Field(None, description="The layer that makes the predictions.")
    options: dict[str, dict[str, str | bool]] | None = Field(
        None, description="Stack to option to value, of those that are undecided."
    )


class EmbeddingInfo(Strict):
    """A table of vectors in the file."""

    name: str
    size: int = Field(description="Numbers in a vector.")
    vectors: int = Field(description="How many: entries of its vocabulary.")
    stack: str | None = Field(description="The stack that it can feed; null where none has its width.")
    chosen: bool


class OutputPart(Strict):
    """A layer behind a stack."""

    name: str
    size: int = Field(description="Numbers that it makes.")
    kind: HeadKind | None = Field(description="What follows the sum; null where the file does not say.")
    stack: str | None = Field(description="The stack that it can read; null where none has its width.")
    chosen: bool


class UndecidedInfo(Strict):
    """An option that the file does not record."""

    stack: str
    option: str
    choices: list[str | bool]
    chosen: str | bool | None = Field(description="Until one is, the first is used.")


class LeftoverInfo(Strict):
    """A part of the file that is not used."""

    name: str
    shape: list[int] | None
    why: str


class NoteInfo(Strict):
    """A sentence in both languages of the page."""

    en: str
    zh: str


class VocabularyInfo(Strict):
    """The vocabulary in use."""

    kind: str = Field(description='"characters" or "words"')
    size: int
    source: str = Field(description='"file" or "given"')


class Parts(Strict):
    """What the file of a network holds, what of it is in use, and what is open."""

    embeddings: list[EmbeddingInfo]
    outputs: list[OutputPart]
    undecided: list[UndecidedInfo]
    leftovers: list[LeftoverInfo]
    notes: list[NoteInfo]
    vocabulary: VocabularyInfo | None
    stored: StoredInfo
