"""Requests and answers of the API as pydantic models."""

from __future__ import annotations

from app.schema.answers import (
    ArithmeticAnswer,
    Health,
    Model,
    Models,
    ProblemBody,
    TraceAnswer,
    Weights,
)
from app.schema.requests import (
    ArithmeticRequest,
    GivenModel,
    RandomModel,
    States,
    TraceQuery,
    TraceRequest,
    WeightsQuery,
)

__all__ = [
    "ArithmeticAnswer",
    "ArithmeticRequest",
    "GivenModel",
    "Health",
    "Model",
    "Models",
    "ProblemBody",
    "RandomModel",
    "States",
    "TraceAnswer",
    "TraceQuery",
    "TraceRequest",
    "Weights",
    "WeightsQuery",
]
