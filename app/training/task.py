"""What a task tells the trainer. A new task is one file in :mod:`app.training.tasks`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.encoders import Kind, ValuesEncoder, VocabularyEncoder
from app.heads import Head, HeadKind
from app.training.words import Bilingual, Words
from app.weights import Stack

__all__ = ["Batch", "KnockOut", "LookAt", "Model", "Reading", "Recipe", "Task", "Vocabulary"]

Array = NDArray[Any]

# How far a metric of a network trained again may lie from the stored one: another machine rounds
# sums otherwise, and training carries that on.
TOLERANCE = 0.02


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What the encoder looks up: V entries, their vectors [V, D], the names of the D inputs.

    A network that reads numbers has kind "values", no entries and vectors [0, D].
    ``notices`` are those that the licence of the entries' source asks to be kept.
    """

    kind: Kind
    entries: tuple[str, ...]
    vectors: Array
    labels: tuple[str, ...]
    notices: tuple[Mapping[str, str], ...] = ()

    def encoder(self) -> VocabularyEncoder | ValuesEncoder:
        """The encoder that the server will use."""
        if self.kind == "values":
            return ValuesEncoder(self.vectors.shape[1], self.labels)
        return VocabularyEncoder(self.kind, self.entries, self.vectors.astype(np.float32), self.labels)


@dataclass(frozen=True, eq=False)
class Batch:
    """B sequences of T steps.

    Attributes
    ----------
    inputs : array [T, B, D]
        What the network sees.
    targets : array [T, B, K]
        What the head should say at each step: numbers, 0 or 1 for a sigmoid, a distribution over the
        labels for a softmax. NaN where there is no truth: such a step counts for nothing.
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
class LookAt:
    """A unit that carries something: Pearson's ``correlation`` with it, and on what that was computed."""

    unit: int
    channel: str
    name: str
    correlation: float
    computed_on: Bilingual


@dataclass(frozen=True)
class KnockOut:
    """A gate held still, and what must break: ``metric`` falls to ``at_most`` or below."""

    gate: str
    unit: int
    value: float
    metric: str
    at_most: float


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
    candidate_bias : bool
        Whether candidates get a bias. Without, an empty LSTM that reads zeros stays exactly empty.
    dropout : float
        Share of hidden states that the head does not see at an update (Srivastava et al. 2014).
    weight_decay : float
        Share of each weight, times the rate, that an update takes away; biases keep theirs
        (Loshchilov & Hutter 2019).
    precision : {"float64", "float32"}
        Of the training's sums; networks are stored in float32.
    input_scale, output_scale : float
        What one unit of a training number stands for; both go into the stored weights, which then
        read and say numbers as they are.
    """

    hidden_size: int
    steps: int
    lengths: tuple[int, int]
    batch: int = 64
    rate: float = 0.02
    tidiness: float = 0.0
    seed: int = 0
    cell: str = "lstm"
    candidate_bias: bool = False
    dropout: float = 0.0
    weight_decay: float = 0.0
    precision: Literal["float64", "float32"] = "float64"
    input_scale: float = 1.0
    output_scale: float = 1.0


@dataclass(frozen=True, eq=False)
class Model:
    """A network as the measures need it: it runs, it reads, it predicts."""

    stack: Stack
    encoder: VocabularyEncoder | ValuesEncoder
    head: Head

    @property
    def vectors(self) -> Array:
        """The rows of the vocabulary, float64 [V, D]; none where the network reads numbers."""
        if isinstance(self.encoder, ValuesEncoder):
            return np.zeros((0, self.encoder.size))
        return np.asarray(self.encoder.vectors, np.float64)


@dataclass(frozen=True, eq=False)
class Task:
    """Everything that is special about one network.

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
    words : Words
        What the card says.
    truth : callable, optional
        Values [T, D] -> what the head should say [T, K], as in :attr:`Batch.targets`.
    look_at : callable, optional
        Model -> the units that carry something. Left out: those with a reading.
    knock_outs : tuple of KnockOut
        Which gate the task cannot do without.
    tolerance : mapping
        Metric -> how far a network trained again may lie from the stored one, where not 0.02.
    predicts : {"label", "next"}
        Whether the head says something about what was read, or what comes next.
    variant_of : str, optional
        Id of the network with the same task and another recipe that this one is shown beside.
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
    words: Words
    truth: Callable[[Array], Array] | None = None
    look_at: Callable[[Model], Sequence[LookAt]] | None = None
    knock_outs: tuple[KnockOut, ...] = ()
    tolerance: Mapping[str, float] = field(default_factory=dict)
    predicts: Literal["label", "next"] = "label"
    variant_of: str | None = None
    companion_of: str | None = None

    @property
    def folder(self) -> str:
        """Where its files belong, below the zoo."""
        return "companions" if self.companion_of else "."

    def tolerance_of(self, metric: str) -> float:
        """How far this metric may move when the network is trained again."""
        return self.tolerance.get(metric, TOLERANCE)
