"""From the bytes of a file to a network in the store: receive, read in a child process, check, keep."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.admission import Admission
from app.assembly import Choices, check_choices, read_vocabulary
from app.cells import check_stack
from app.errors import (
    BrokenModel,
    FileTooLarge,
    GatescopeError,
    NotAllowed,
    Overloaded,
    UnknownModel,
    UnreadableFile,
)
from app.library import Describe, Library, Opened, decision
from app.network import Network
from app.package import card_of, clean, read_tensors, reading_of
from app.readers import Reading
from app.sandbox import Sandbox
from app.store import ARRAYS, ID_PATTERN, Stored

__all__ = ["Received", "UploadLimits", "Uploads"]

# Endings that say how a file was written; the name without them is the network's title.
_ENDING = re.compile(r"(\.(weights|model|state_dict))?\.\w{1,12}$")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_GRACE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What is let in; the fields of :class:`app.settings.Settings` say more."""

    uploads: bool
    deletes: bool
    file_bytes: int
    days: float
    at_once: int


@dataclass(frozen=True, eq=False)
class Received:
    """A network that came, and whether the same file was there already."""

    network: Network
    known: bool


class Uploads:
    """Takes files in, and lets their owners decide what the files do not say.

    Parameters
    ----------
    library : Library
        Finds what is stored.
    sandbox : Sandbox
        Reads files.
    admission : Admission
        Threads that wait for the sandbox; others than those that compute.
    describe : callable
        What the API says of a network.
    limits : UploadLimits
    """

    def __init__(
        self,
        library: Library,
        sandbox: Sandbox,
        admission: Admission,
        describe: Describe,
        limits: UploadLimits,
    ) -> None:
        self.limits = limits
        self.library = library
        self._store = library.store
        self._sandbox = sandbox
        self._admission = admission
        self._describe = describe
        self._receiving = 0

    def check_allowed(self, *, deletes: bool = False) -> None:
        """Refuse what the deployment lets nobody do.

        Raises
        ------
        NotAllowed
            With what is possible instead.
        """
        if not self.limits.uploads:
            raise NotAllowed(
                "this server takes no files",
                hint="Run your own: make run, then open http://127.0.0.1:8000.",
            )
        if deletes and not self.limits.deletes:
            raise NotAllowed(
                "this server lets nobody delete a network",
                hint="It removes by itself what nobody has used for a while.",
            )

    async def receive(self, chunks: AsyncIterator[bytes], filename: str) -> Received:
        """Take a file in.

        Parameters
        ----------
        chunks : async iterator of bytes
            The file, as it comes; it goes to disk, never into memory as a whole.
        filename : str
            A name to show.

        Raises
        ------
        GatescopeError
            For all that can be wrong with it; nothing is kept then.
        """
        if self._receiving >= self.limits.at_once:
            raise Overloaded(
                f"{self._receiving} files are on their way already",
                hint="Send the file again in a moment.",
                retry_after=5,
            )
        self._receiving += 1
        try:
            await asyncio.to_thread(self._store.check_room, 0)
            with self._store.workplace() as desk:
                digest, size = await self._save(chunks, desk / "file")
                identifier = f"u-{digest[:16]}"
                known = await self._same(identifier, digest)
                if known is not None:
                    return Received(known.network, True)
                facts = {
                    "title": title_of(filename),
                    "filename": clean(filename),
                    "digest": f"sha256:{digest}",
                    "file_size": size,
                }
                seconds = self._sandbox.limits.seconds + _GRACE_SECONDS
                stored = await self._admission.run_in_pool(
                    lambda: self._read(desk / "file", identifier, facts), timeout=seconds
                )
        finally:
            self._receiving -= 1
        return Received((await self.library.open(stored.id)).network, False)

    async def choose(self, identifier: str, change: Callable[[Opened], Choices]) -> Network:
        """Keep what an owner decides.

        Parameters
        ----------
        identifier : str
            Of a network in the store.
        change : callable
            The new choices, from the network as it is.

        Raises
        ------
        UnknownModel, InvalidSelection, InvalidVocabulary, StoreFull
        """
        opened = await self.open(identifier)
        choices = change(opened)
        check_choices(opened.reading, choices)

        def keep() -> None:
            self._store.choose(identifier, self.library.decided(opened, choices))

        await self._admission.run_in_pool(keep)
        return (await self.library.open(identifier)).network

    async def name_tokens(self, identifier: str, given: Sequence[str] | Mapping[str, int | str]) -> Network:
        """Keep a vocabulary; raises like :meth:`choose`."""

        def change(opened: Opened) -> Choices:
            entries = read_vocabulary(opened.reading, opened.choices, given)
            entries = tuple(clean(entry) for entry in entries)
            decided = opened.choices.decided | {"vocabulary"}
            return replace(opened.choices, decided=decided, vocabulary=entries)

        return await self.choose(identifier, change)

    async def open(self, identifier: str) -> Opened:
        """A network that somebody brought.

        Raises
        ------
        UnknownModel
            When there is none of that id.
        NotAllowed
            When it is one of the bundled.
        """
        if not ID_PATTERN.fullmatch(identifier):
            bundled = self.library.registry.get(identifier)
            raise NotAllowed(
                f"the network {bundled.id!r} came with this server and stays as it is",
                hint="Only networks from your own files can be changed or deleted.",
            )
        return await self.library.open(identifier)

    async def remove(self, identifier: str) -> None:
        """Delete a network; raises like :meth:`open`."""
        if not ID_PATTERN.fullmatch(identifier):
            await self.open(identifier)
        await asyncio.to_thread(self._store.remove, identifier)
        self.library.forget(identifier)

    async def _save(self, chunks: AsyncIterator[bytes], path: Path) -> tuple[str, int]:
        """Write what comes to a file; its SHA-256 and size."""
        digest, size = hashlib.sha256(), 0
        with open(path, "wb", buffering=2**20) as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > self.limits.file_bytes:
                    raise FileTooLarge(
                        f"the file has more than {self.limits.file_bytes:,} bytes",
                        hint="Save the weights alone, without the optimiser's state: "
                        "torch.save(model.state_dict(), 'model.pt').",
                    )
                digest.update(chunk)
                file.write(chunk)
        if not size:
            raise UnreadableFile("the file is empty", hint="Send the file itself as the body of the request.")
        return digest.hexdigest(), size

    async def _same(self, identifier: str, digest: str) -> Opened | None:
        """The network of the same file, if it is here and whole."""
        try:
            opened = await self.library.open(identifier)
        except UnknownModel:
            return None
        except BrokenModel:
            await self.remove(identifier)
            return None
        if opened.card["digest"] != f"sha256:{digest}":
            raise UnreadableFile(
                f"another file has the id {identifier} already",
                hint="Save the network again, in any other way.",
            )
        return opened

    def _read(self, source: Path, identifier: str, facts: Mapping[str, Any]) -> Stored:
        with self._store.workplace() as place:
            arrays = place / ARRAYS
            card = self._sandbox.read(source, arrays, facts["filename"])
            reading = _checked(card, arrays)
            kept = {**facts, "reading": card_of(reading)}
            chosen = decision(kept, reading, Choices(), identifier, self._describe)
            return self._store.add(identifier, place, kept, chosen)


def _checked(card: Mapping[str, Any], arrays: Path) -> Reading:
    """What the child process handed over, when it is a reading at all: the child saw a stranger's file."""
    try:
        reading = reading_of(card, read_tensors(arrays.read_bytes()))
    except GatescopeError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableFile(
            f"what was found in the file does not fit together: {clean(error, 80)}",
            hint="Save it again, the weights alone: torch.save(model.state_dict(), 'model.pt').",
        ) from error
    for stack in reading.stacks:
        check_stack(stack)
    return reading


def title_of(filename: str) -> str:
    """A file's name as a title: no folders, no ending, nothing invisible.

    Examples
    --------
    >>> title_of("../runs/sentiment-v2.weights.h5"), title_of(".pt"), title_of("")
    ('sentiment-v2', '.pt', 'Network')
    """
    name = _INVISIBLE.sub("", clean(filename)).replace("\\", "/").rsplit("/", 1)[-1].strip()
    return clean(_ENDING.sub("", name) or name or "Network", 80)
