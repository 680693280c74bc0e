"""What one file may take while it is read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from app.readers import ReadLimits

__all__ = ["NO_ROOM", "OUT_OF_MEMORY", "SandboxLimits"]

# Exit statuses that say what a job could not say any more.
OUT_OF_MEMORY = 40
NO_ROOM = 41


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """Limits of one job; the fields of :class:`app.settings.Settings` say more.

    Examples
    --------
    >>> SandboxLimits.parse(SandboxLimits(seconds=3).dump()).seconds
    3
    """

    seconds: float = 20.0
    memory_bytes: int = 2**30
    unpacked_bytes: int = 256 * 2**20
    tensors: int = 4096
    ratio: int = 100

    def dump(self) -> str:
        """As one argument of a command line."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, text: str) -> SandboxLimits:
        """What :meth:`dump` wrote."""
        return cls(**json.loads(text))

    @property
    def reading(self) -> ReadLimits:
        """Those that a reader checks itself."""
        return ReadLimits(self.unpacked_bytes, self.tensors, self.ratio)
