"""All networks that requests can name: the bundled ones, and those that people brought."""

from __future__ import annotations

import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app import __version__
from app.admission import Admission
from app.assembly import Assembled, Choices, assemble
from app.errors import BrokenModel, GatescopeError, shorten
from app.network import Network, digest_of
from app.package import read_tensors, reading_of
from app.readers import Reading
from app.registry import Registry
from app.store import ID_PATTERN, Store, Stored

__all__ = ["Library", "Opened"]

log = logging.getLogger("gatescope")

Describe = Callable[[Network], dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Opened:
    """A network that somebody brought, in memory: as the file was, as it was decided, as it runs."""

    stored: Stored
    card: Mapping[str, Any]
    reading: Reading
    choices: Choices
    assembled: Assembled
    network: Network


class Library:
    """Finds networks.

    Parameters
    ----------
    registry : Registry
        The bundled ones.
    store : Store
        The others.
    admission : Admission
        Has threads in which large files are read.
    describe : callable
        What the API says of a network; kept beside it, so that a list reads no weights.
    cache_bytes : int
        Memory for networks of the store.
    """

    def __init__(
        self, registry: Registry, store: Store, admission: Admission, describe: Describe, *, cache_bytes: int
    ) -> None:
        self.store = store
        self.registry = registry
        self._admission = admission
        self._describe = describe
        self._cache = _Cache(cache_bytes)
        self._loading = threading.Lock()
        self._came: dict[str, float] = {}
        self._described: dict[str, tuple[tuple[int, int], dict[str, Any]]] = {}

    async def get(self, identifier: str) -> Network:
        """One network.

        Raises
        ------
        UnknownModel
            When there is none of that id.
        BrokenModel
            When what is stored cannot be read any more.
        """
        if not ID_PATTERN.fullmatch(identifier):
            return self.registry.get(identifier)
        return (await self.open(identifier)).network

    async def open(self, identifier: str) -> Opened:
        """One network of the store; raises like :meth:`get`."""
        stored = self.store.get(identifier)
        self.store.touch(stored)
        opened = self._cache.get(stored)
        if opened is None:
            opened = await self._admission.run_in_pool(lambda: self.load(stored))
        return opened

    def load(self, stored: Stored) -> Opened:
        """Read a network of the store, unless it is in memory; takes as long as its file is large."""
        with self._loading:
            opened = self._cache.get(stored)
            if opened is None:
                opened = _load(stored)
                self._cache.put(opened)
            return opened

    def forget(self, identifier: str) -> None:
        """Let go of a network that was deleted."""
        self._cache.drop(identifier)

    def describe(self) -> list[dict[str, Any]]:
        """What the API says of every network: the bundled ones first, then the last that came."""
        return [*(self._describe(network) for network in self.registry.list()), *self.describe_stored()]

    def describe_stored(self) -> list[dict[str, Any]]:
        """What the API says of the networks in the store."""
        found = []
        for stored in self.store.all():
            try:
                found.append(self._description(stored))
            except (GatescopeError, OSError, ValueError, KeyError) as error:
                log.warning("%s is left out of the list: %s", stored.id, shorten(error, 200))
        known = {described["id"] for described in found}
        self._described = {name: kept for name, kept in self._described.items() if name in known}
        return found

    def stored(self) -> list[tuple[Stored, float]]:
        """The networks of the store, each with when it came, in seconds since 1970; none counts as used."""
        found = []
        for stored in self.store.all():
            try:
                if stored.id not in self._came:
                    self._came[stored.id] = float(stored.card()["uploaded_at"])
            except (GatescopeError, OSError, ValueError, KeyError):
                continue  # The list of networks says which one cannot be read.
            found.append((stored, self._came[stored.id]))
        self._came = {one.id: self._came[one.id] for one, _ in found}
        return found

    def decided(self, opened: Opened, choices: Choices) -> dict[str, Any]:
        """What is stored of choices, and of the network as they make it."""
        return decision(opened.card, opened.reading, choices, opened.stored, self._describe)

    def _description(self, stored: Stored) -> dict[str, Any]:
        version, described = self._described.get(stored.id, (None, {}))
        if version != stored.version:
            kept = stored.chosen()["described"]
            described = kept["model"]
            if kept["by"] != __version__:
                described = self._describe(self.load(stored).network)
            self._described[stored.id] = (stored.version, described)
        return described


def decision(
    card: Mapping[str, Any], reading: Reading, choices: Choices, stored: Stored | str, describe: Describe
) -> dict[str, Any]:
    """Choices as they are stored, with what the API says of the network that they make."""
    identifier = stored if isinstance(stored, str) else stored.id
    network = _network(identifier, card, choices, assemble(reading, choices))
    return {"choices": choices.as_json(), "described": {"by": __version__, "model": describe(network)}}


def _load(stored: Stored) -> Opened:
    try:
        card = stored.card()
        reading = reading_of(card["reading"], read_tensors(stored.arrays()))
        choices = Choices.of_json(stored.chosen()["choices"])
        assembled = assemble(reading, choices)
        network = _network(stored.id, card, choices, assembled)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, GatescopeError) as error:
        raise BrokenModel(
            f"the stored network {stored.id} cannot be read: {shorten(error, 120)}",
            hint="Delete it and open its file again.",
        ) from error
    return Opened(stored, card, reading, choices, assembled, network)


def _network(identifier: str, card: Mapping[str, Any], choices: Choices, parts: Assembled) -> Network:
    digest = card["digest"]
    if choices != Choices():
        digest = digest_of(digest.encode(), json.dumps(choices.as_json(), sort_keys=True).encode())
    return Network(
        id=identifier,
        title=card["title"],
        source="uploaded",
        digest=digest,
        format=card["reading"]["format"],
        file_size=card["file_size"],
        stacks=parts.stacks,
        encoder=parts.encoder,
        head=parts.head,
        card={"title": card["title"], "notes": [{"en": note.en, "zh": note.zh} for note in parts.notes]},
        encoder_stack=parts.encoder_stack,
        head_stack=parts.head_stack,
    )


class _Cache:
    """Networks in memory, within a number of bytes; the longest unused leaves first."""

    def __init__(self, size: int) -> None:
        self._lock = threading.Lock()
        self._most = size
        self._opened: OrderedDict[str, Opened] = OrderedDict()
        self._sizes: dict[str, int] = {}

    def get(self, stored: Stored) -> Opened | None:
        """The network as it is stored now, not as it was."""
        with self._lock:
            opened = self._opened.get(stored.id)
            if opened is None or opened.stored.version != stored.version:
                return None
            self._opened.move_to_end(stored.id)
            return opened

    def drop(self, identifier: str) -> None:
        with self._lock:
            self._opened.pop(identifier, None)
            self._sizes.pop(identifier, None)

    def put(self, opened: Opened) -> None:
        # The engine keeps the weights a second time, in the order in which it reads them.
        with self._lock:
            self._opened[opened.stored.id] = opened
            self._opened.move_to_end(opened.stored.id)
            self._sizes[opened.stored.id] = 2 * opened.stored.size
            while len(self._opened) > 1 and sum(self._sizes.values()) > self._most:
                del self._sizes[self._opened.popitem(last=False)[0]]
