"""Requests of the API: strict, finite, nothing unknown.

What depends on a network (the width of ``values``, the names of units) or on a setting
(the longest sequence) is checked where that is known, not here.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from app.schema.base import Direction, Strict

__all__ = [
    "AnySequence",
    "ArithmeticRequest",
    "GivenModel",
    "RandomModel",
    "SampleRequest",
    "States",
    "TokenSequence",
    "TraceQuery",
    "TraceRequest",
    "TruthRequest",
    "WeightsQuery",
]

Identifier = Annotated[str, Field(min_length=1, max_length=100, examples=["review"])]
Index = Annotated[int, Field(ge=0, le=1_000_000)]
Size = Annotated[int, Field(ge=1, le=65_536)]
Activation = Annotated[str, Field(min_length=1, max_length=120, examples=["hard_sigmoid(0.2,0.5)"])]
Precision = Literal["float32", "float64"]
ENCODINGS = Literal["json", "base64"]
# A long list stops at its first fault: one fault for each of 300,000 numbers helps nobody.
Row = Annotated[list[float], Field(fail_fast=True)]
Rows = Annotated[list[Row], Field(fail_fast=True)]
Cube = Annotated[list[Rows], Field(fail_fast=True)]
Names = Annotated[list[str], Field(fail_fast=True)]
Indices = Annotated[list[Index], Field(fail_fast=True)]
NUMBER_LIST = r"^\d{1,7}(,\d{1,7})*$"
NAME_LIST = r"^[a-z_]+(,[a-z_]+)*$"


class CellOptions(Strict):
    """What differs from the cell's usual formula.

    Activations are named sigmoid, tanh, relu, ..., with their numbers in brackets where they have
    some: hard_sigmoid(0.2,0.5).
    """

    recurrent_activation: Activation | None = Field(None, description="Of the gates, in place of sigmoid.")
    activation: Activation | None = Field(None, description="Of the candidate, in place of tanh.")
    output_activation: Activation | None = Field(
        None, description="What an LSTM's cell state goes through, in place of tanh."
    )
    clip: float | None = Field(
        None, gt=0, description="Every sum is held between -clip and clip before its activation."
    )
    input_forget: bool | None = Field(None, description="Of an LSTM: the forget gate is 1 - input gate.")
    reset_after: bool | None = Field(
        None,
        description="Of a GRU, true when absent: the reset gate multiplies W_h h + b_h; false: h itself.",
    )

    def given(self) -> dict[str, Any]:
        """Those that were sent."""
        return self.model_dump(exclude_none=True)


class RandomModel(Strict):
    """An untrained network from its sizes and a seed."""

    cell: str = Field("lstm", max_length=40, description="lstm, gru or rnn.")
    input_size: Size
    hidden_size: Size
    seed: int = Field(0, ge=0, le=2**63 - 1)
    layers: int = Field(1, ge=1, le=64)
    bidirectional: bool = False
    projection_size: Size | None = None
    options: CellOptions = CellOptions()


class LayerWeights(Strict):
    """Weights of one layer in one direction.

    G gates: of an lstm forget, input, candidate, output; of a gru reset, update, candidate; of an rnn the
    candidate alone.
    """

    W_x: Cube = Field(description="[G][H][D]")
    W_h: Cube = Field(description="[G][H][H], or [G][H][P] where projected")
    b: Rows = Field(description="[G][H]")
    W_p: Rows | None = Field(None, description="[P][H] where projected")
    W_c: Rows | None = Field(None, description="Peepholes of an lstm, [3][H]: forget, input, output")
    b_h: Row | None = Field(None, description="Of a gru, [H]: the bias that its reset gate multiplies")

    def arrays(self) -> dict[str, list[Any]]:
        """The nested lists by name, without those that are absent."""
        named = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: rows for name, rows in named.items() if rows is not None}


class GivenModel(Strict):
    """A network from its weights: one entry a layer and direction."""

    cell: str = Field("lstm", max_length=40, description="lstm, gru or rnn.")
    bidirectional: bool = False
    options: CellOptions = CellOptions()
    weights: list[LayerWeights] = Field(min_length=1, max_length=64)

    @property
    def size(self) -> int:
        """About how many numbers there are."""
        cubes = (cube for entry in self.weights for cube in (entry.W_x, entry.W_h))
        return sum(len(row) for cube in cubes for rows in cube for row in rows)


def _kind_of_model(value: object) -> str:
    if isinstance(value, str):
        return "id"
    keys = value if isinstance(value, dict) else getattr(type(value), "model_fields", {})
    return "given" if "weights" in keys else "random"


ModelChoice = Annotated[
    Annotated[Identifier, Tag("id")]
    | Annotated[RandomModel, Tag("random")]
    | Annotated[GivenModel, Tag("given")],
    Discriminator(_kind_of_model),
]


class States(Strict):
    """States before the first step: one row a layer and direction, for each state of the cell."""

    hidden_state: Rows
    cell_state: Rows | None = Field(None, description="Where the cell has one: an LSTM needs it.")


class _OfAny(Strict):
    model: ModelChoice = Field(description="Id of a network, or a network inside the request.")


class _OfOne(Strict):
    model: Identifier = Field(description="Id of a network.")


class TokenSequence(Strict):
    """A sequence of tokens, in one of three ways."""

    kinds: ClassVar[tuple[str, ...]] = ("text", "tokens", "token_ids")

    text: str | None = None
    tokens: Names | None = None
    token_ids: Indices | None = None

    @property
    def given(self) -> list[str]:
        """Which kinds of sequence were sent."""
        return [kind for kind in self.kinds if getattr(self, kind) is not None]

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.given) != 1:
            found = " and ".join(self.given) or "none of them"
            raise ValueError(f"exactly one of {', '.join(self.kinds)} is needed; found {found}")
        return self


class AnySequence(TokenSequence):
    """A sequence of tokens or of numbers."""

    kinds: ClassVar[tuple[str, ...]] = (*TokenSequence.kinds, "values")

    values: Rows | None = Field(None, description="[T][D]")


class _Run(AnySequence, _OfAny):
    """The network and the sequence: what a trace and its arithmetic share."""

    stack: str | None = Field(None, max_length=100, description="Default: the first.")
    initial_state: States | None = None
    channels: Names | None = Field(None, max_length=32)
    layers: Indices | None = Field(None, max_length=64)
    directions: list[Direction] | None = Field(None, max_length=2)
    units: Indices | None = Field(None, max_length=65_536)
    start: Index = 0
    stop: Index | None = Field(None, description="Not included. Default: the end.")
    precision: Precision = "float32"
    encoding: ENCODINGS = "json"


class TraceRequest(_Run):
    """Which network runs on which sequence, and what of its trace is wanted."""


class ArithmeticRequest(_Run):
    """The trace's fields and the place of one number in it."""

    layer: Index
    direction: Direction
    step: Index = Field(description="Position in the sequence, from 0.")
    channel: str = Field(max_length=40)
    unit: Index


class TruthRequest(AnySequence, _OfOne):
    """Which network's rule is asked about which sequence."""


class SampleRequest(TokenSequence, _OfOne):
    """Which network writes on, from what, and how boldly."""

    length: int = Field(ge=1, le=1_000_000, description="Most steps to draw.")
    temperature: float = Field(
        1.0, ge=0, le=5, description="Divides the scores before the softmax; 0: always the likeliest."
    )
    seed: int = Field(0, ge=0, le=2**63 - 1)
    top: int | None = Field(None, ge=1, le=65_536, description="Draw from that many of the likeliest only.")
    channels: Names | None = Field(None, max_length=32, description="Of the trace.")
    precision: Precision = "float32"
    encoding: ENCODINGS = "json"


class TraceQuery(BaseModel):
    """A trace in one line: lists are separated by commas."""

    model_config = ConfigDict(extra="forbid")

    model: Identifier
    text: str
    stack: str | None = Field(None, max_length=100)
    channels: str | None = Field(None, pattern=NAME_LIST, max_length=400, examples=["forget_gate,cell_state"])
    layers: str | None = Field(None, pattern=NUMBER_LIST, max_length=400, examples=["0"])
    directions: str | None = Field(None, pattern=NAME_LIST, max_length=40, examples=["forward"])
    units: str | None = Field(None, pattern=NUMBER_LIST, max_length=4000, examples=["0,1"])
    start: Index = 0
    stop: Index | None = None
    precision: Precision = "float32"
    encoding: ENCODINGS = "json"

    def as_request(self) -> TraceRequest:
        """The same as the body of ``POST /traces``."""
        fields: dict[str, Any] = self.model_dump(exclude_none=True)
        for name in ("channels", "directions"):
            if name in fields:
                fields[name] = fields[name].split(",")
        for name in ("layers", "units"):
            if name in fields:
                fields[name] = [int(number) for number in fields[name].split(",")]
        return TraceRequest.model_validate(fields)


class WeightsQuery(BaseModel):
    """Which rows of the weights are wanted."""

    model_config = ConfigDict(extra="forbid")

    stack: str | None = Field(None, max_length=100)
    layer: Index = 0
    direction: Direction = "forward"
    gate: str | None = Field(None, max_length=40, examples=["forget_gate"])
    unit: Index | None = None
