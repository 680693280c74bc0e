"""What requests and answers share."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

__all__ = ["Direction", "Strict"]

Direction = Literal["forward", "backward"]


class Strict(BaseModel):
    """No coercion, no unknown field, no number that is not finite."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
