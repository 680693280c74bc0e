"""Requests and answers of the API as pydantic models."""

from __future__ import annotations

from app.schema.answers import (
    ArithmeticAnswer,
    Health,
    Model,
    Models,
    ProblemBody,
    SampleAnswer,
    StoredNetworks,
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
from app.schema.uploads import ChoicesRequest, Parts, UploadQuery, VocabularyRequest

__all__ = [
    "AnySequence",
    "ArithmeticAnswer",
    "ArithmeticRequest",
    "ChoicesRequest",
    "GivenModel",
    "Health",
    "Model",
    "Models",
    "Parts",
    "ProblemBody",
    "RandomModel",
    "SampleAnswer",
    "SampleRequest",
    "States",
    "StoredNetworks",
    "TokenSequence",
    "TraceAnswer",
    "TraceQuery",
    "TraceRequest",
    "TruthAnswer",
    "TruthRequest",
    "UploadQuery",
    "VocabularyRequest",
    "Weights",
    "WeightsQuery",
]
