"""Answers of the API.

The routes write their answers straight from arrays, many times faster than through
models; these describe them in the OpenAPI document, and tests hold the answers to them.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.encoders import Kind
from app.heads import HeadKind
from app.schema.base import Direction, Strict

__all__ = [
    "ArithmeticAnswer",
    "Health",
    "Model",
    "Models",
    "ProblemBody",
    "SampleAnswer",
    "StoredInfo",
    "StoredNetworks",
    "TraceAnswer",
    "TruthAnswer",
    "Weights",
]


class StackInfo(Strict):
    """One recurrent part of a network."""

    name: str
    cell: str
    layers: int
    bidirectional: bool
    input_size: int
    hidden_size: int
    projection_size: int | None
    parameters: int
    options: dict[str, Any]


class InputInfo(Strict):
    """What a network reads."""

    kind: Kind
    size: int
    labels: list[str] | None


class HeadInfo(Strict):
    """What turns the hidden state into a prediction."""

    kind: HeadKind
    labels: list[str] | None
    size: int


class Example(Strict):
    """A sequence worth trying."""

    title: str
    text: str | None = None
    tokens: list[str] | None = None
    values: list[list[float]] | None = None


class Model(Strict):
    """A network and what is known about it."""

    id: str
    title: str
    source: Literal["bundled", "uploaded"]
    digest: str
    format: str
    file_size: int
    stacks: list[StackInfo]
    input: InputInfo
    head: HeadInfo | None
    examples: list[Example]
    trained_on: str | None
    metrics: dict[str, float] | None
    license: str | None
    notes: list[str]


class StoredInfo(Strict):
    """How much room a network takes, and how long it stays."""

    bytes: int
    uploaded_at: str = Field(description="Time of day in UTC, ISO 8601.")
    expires_at: str = Field(description="If nobody uses it before.")


class Models(Strict):
    """All networks."""

    models: list[Model]


class StoredNetworks(Strict):
    """By its id, how each network that somebody brought is kept."""

    stored: dict[str, StoredInfo]


class Weights(Strict):
    """Rows of one layer and direction, a gate and a unit at a time."""

    model: str
    stack: str
    layer: int
    direction: Direction
    gates: list[str]
    units: list[int]
    W_x: list[list[list[float]]] = Field(description="[gates][units][D]")
    W_h: list[list[list[float]]] = Field(description="[gates][units][P]")
    b: list[list[float]] = Field(description="[gates][units]")
    W_p: list[list[float]] | None = Field(description="[P][H], whole, where projected")
    W_c: list[list[float]] | None = Field(
        None,
        description="[3][units]: what an LSTM's forget, input and output gate read of the cell state; "
        "left out where they do not.",
    )
    b_h: list[float] | None = Field(
        None,
        description="[units]: the bias that a GRU's reset gate multiplies; left out where there is none.",
    )


class Base64Array(Strict):
    """An array in row-major order, little-endian."""

    dtype: Literal["<f4", "<f8"]
    shape: list[int]
    base64: str


class TokenInfo(Strict):
    """One step's token."""

    text: str
    id: int | None
    known: bool


Vector = list[float] | Base64Array
Matrix = list[list[float]] | Base64Array


class StatesAnswer(Strict):
    """States before the first step: those that the cell has."""

    cell_state: Vector | None = Field(None, description="Left out where the cell has none.")
    hidden_state: Vector


class LayerAnswer(BaseModel):
    """One layer in one direction: a field for each channel, [T][H]."""

    model_config = ConfigDict(strict=True, extra="allow")
    __pydantic_extra__: dict[str, Matrix]

    index: int
    direction: Direction
    units: list[int]
    initial_state: StatesAnswer


class Predictions(Strict):
    """What the head says after each step."""

    kind: HeadKind
    labels: list[str] | None
    values: Matrix


class TraceAnswer(Strict):
    """Every channel of every step that was asked for."""

    model: str
    digest: str
    stack: str
    cell: str
    length: int
    start: int
    stop: int
    tokens: list[TokenInfo] | None
    layers: list[LayerAnswer]
    predictions: Predictions | None


class TruthAnswer(Strict):
    """What the head should say at each step, by the rule of the task."""

    model: str
    kind: HeadKind | None
    labels: list[str] | None
    length: int
    expected: list[list[float] | None] = Field(
        description="A step's entry: places in labels of all that may come (softmax), else the K numbers "
        "themselves; null where there is no truth."
    )


class DrawnInfo(Strict):
    """One drawn step."""

    step: int
    id: int
    text: str
    probability: float = Field(description="Of this token, after temperature and top.")


class SampleAnswer(Strict):
    """What a network wrote on, and the trace of the whole."""

    model: str
    digest: str
    begins_at: int = Field(description="The first drawn step.")
    temperature: float
    top: int | None
    seed: int
    stopped: bool = Field(description="The network drew its own end before length.")
    text: str = Field(description="The whole: the beginning and what was drawn.")
    drawn: list[DrawnInfo]
    trace: TraceAnswer


class TermInfo(Strict):
    """One product in a sum."""

    source: str
    index: int
    label: str
    weight: float
    value: float
    product: float


class ArithmeticAnswer(Strict):
    """How one number came to be."""

    terms: list[TermInfo]
    bias: float
    preactivation: float = Field(description="The products and the bias, added up.")
    function: str = Field(description="product, sum, or the activation by its name, such as sigmoid.")
    value: float
    clip: float | None = Field(
        None,
        description="The function gets the preactivation held between -clip and clip; left out where not.",
    )


class Health(Strict):
    """Whether the process lives, or can compute."""

    status: Literal["alive", "ready"]


class ProblemPlace(Strict):
    """A wrong place in the request."""

    pointer: str
    message: str


class ProblemBody(Strict):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    hint: str
    errors: list[ProblemPlace]
