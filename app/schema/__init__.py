"""Requests and answers of the API as pydantic models."""

from __future__ import annotations

from app.schema.answers import (
    ArithmeticAnswer,
    Health,
    Model,
    Models,
    ProblemBody,
    SampleAnswer,
    TraceAnswer,
    TruthAnswer,
    Weights,
)
from app.schema.requests import (
    AnySequence,
    ArithmeticRequest,
    GivenModel,
    RandomModel,
    SampleRequest,
    States,
    TokenSequence,
    TraceQuery,
    TraceRequest,
    TruthRequest,
    WeightsQuery,
)

__all__ = [
    "AnySequence",
    "ArithmeticAnswer",
    "ArithmeticRequest",
    "GivenModel",
    "Health",
    "Model",
    "Models",
    "ProblemBody",
    "RandomModel",
    "SampleAnswer",
    "SampleRequest",
    "States",
    "TokenSequence",
    "TraceAnswer",
    "TraceQuery",
    "TraceRequest",
    "TruthAnswer",
    "TruthRequest",
    "Weights",
    "WeightsQuery",
]
