"""How much room a network that somebody brought takes, and how long it stays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.store import Stored

__all__ = ["describe_stored"]


def describe_stored(stored: Stored, uploaded_at: float) -> dict[str, Any]:
    """A network of the store as the API tells its size and its times; it does not count as used.

    Parameters
    ----------
    stored : Stored
    uploaded_at : float
        When it came, in seconds since 1970.
    """
    return {
        "bytes": stored.size,
        "uploaded_at": _time(uploaded_at),
        "expires_at": _time(stored.expires_at),
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")
