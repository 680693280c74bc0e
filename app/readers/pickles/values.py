"""What a pickle turns into here: plain containers, and inert stand-ins for everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Name", "Opaque", "Persistent", "Record"]


@dataclass(frozen=True, slots=True)
class Name:
    """A global that the pickle names: text, never looked up.

    Examples
    --------
    >>> Name("torch._utils", "_rebuild_tensor_v2").path
    'torch._utils._rebuild_tensor_v2'
    """

    module: str
    name: str

    @property
    def path(self) -> str:
        return f"{self.module}.{self.name}"

    @property
    def root(self) -> str:
        """The package that it would come from."""
        return self.module.partition(".")[0]

    @property
    def last(self) -> str:
        """The name of the class or function itself."""
        return self.name.rpartition(".")[2]


@dataclass(slots=True, eq=False)
class Record:
    """An object that the pickle would have made: its class or function, and what it would have been given.

    ``state`` comes from BUILD, ``items`` and ``entries`` from what is appended or set; both are None until
    then.
    """

    kind: Name
    arguments: tuple[Any, ...] = ()
    state: Any = None
    items: list[Any] | None = None
    entries: dict[Any, Any] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Persistent:
    """Something stored beside the pickle, by its id: a storage of numbers, or a class with its source."""

    id: Any


class Opaque:
    """Stands for a key that no dictionary of weights needs."""

    __slots__ = ()
