"""What a task tells the trainer. A new task is one file in :mod:`app.training.tasks`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.encoders import Kind, VocabularyEncoder
from app.heads import Head, HeadKind
from app.weights import Stack

__all__ = ["Batch", "Model", "Reading", "Recipe", "Task", "Vocabulary"]

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What the encoder looks up: V entries, their vectors [V, D], the names of the D inputs.

    ``notices`` are those that the licence of the entries' source asks to be kept.
    """

    kind: Kind
    entries: tuple[str, ...]
    vectors: Array
    labels: tuple[str, ...]
    notices: tuple[Mapping[str, str], ...] = ()

    def encoder(self) -> VocabularyEncoder:
        """The encoder that the server will use."""
        return VocabularyEncoder(self.kind, self.entries, self.vectors.astype(np.float32), self.labels)


@dataclass(frozen=True, eq=False)
class Batch:
    """B sequences of T steps.

    Attributes
    ----------
    inputs : array [T, B, D]
        What the network sees.
    targets : array [T, B, K]
        What the head should say at each step.
    readings : array [T, B, M]
        What each of the first M units should carry; see :class:`Reading`.
    hold : array [T, B] of bool
        Steps at which nothing happens, where tidy gates keep everything.
    """

    inputs: Array
    targets: Array
    readings: Array
    hold: Array


@dataclass(frozen=True)
class Reading:
    """A quantity that unit m is asked for during training: reading m belongs to unit m.

    The unit's hidden state, scaled by a number of its own, is held against the quantity
    with a small ``weight`` in the loss; an empty unit then means zero. The number is thrown
    away afterwards.
    A reader of the page finds the quantity in the unit's ``channel``.
    """

    name: str
    weight: float
    channel: str = "cell_state"


@dataclass(frozen=True)
class Recipe:
    """How a network is trained.

    Attributes
    ----------
    cell : str
        "lstm" or "rnn".
    hidden_size, batch, steps : int
        H, sequences an update, updates.
    lengths : pair of int
        Shortest and longest training sequence; each batch draws one length.
    rate : float
        Highest learning rate.
    tidiness : float
        Weight of the penalty on |i * g| and 1 - f at steps that hold; 0 is plain training, and
        all there is for a cell without gates.
    seed : int
        Of the weights and of all batches.
    """

    hidden_size: int
    steps: int
    lengths: tuple[int, int]
    batch: int = 64
    rate: float = 0.02
    tidiness: float = 0.0
    seed: int = 0
    cell: str = "lstm"


@dataclass(frozen=True, eq=False)
class Model:
    """A network as the measures need it: it runs, it reads text, it predicts."""

    stack: Stack
    encoder: VocabularyEncoder
    head: Head


@dataclass(frozen=True, eq=False)
class Task:
    """Everything that is special about one network; its words are in ``cards/<id>.json``.

    Attributes
    ----------
    vocabulary : callable
        Makes the vocabulary; may need a package of the ``train`` extra.
    sample : callable
        ``sample(vectors, generator, length, count)``: a batch of fresh sequences.
    measure : callable
        Metrics of a model by name, on sequences it was not trained on.
    at_least : mapping
        Metric -> what a stored network must reach and an untrained one must not.
    companion_of : str, optional
        Id of the network that this one is only compared with. A companion is kept in a folder of
        its own, out of the list of networks, and reads the words of the other's vocabulary.
    """

    id: str
    recipe: Recipe
    head_kind: HeadKind
    head_labels: tuple[str, ...]
    readings: tuple[Reading, ...]
    vocabulary: Callable[[], Vocabulary]
    sample: Callable[[Array, np.random.Generator, int, int], Batch]
    measure: Callable[[Model], dict[str, float]]
    at_least: Mapping[str, float]
    companion_of: str | None = None

    @property
    def folder(self) -> str:
        """Where its files belong, below the zoo."""
        return "companions" if self.companion_of else "."
