"""A pickle interpreter that imports nothing and calls nothing.

``pickletools.genops`` takes the bytes apart; each opcode moves plain values on a stack. A name of a class
stays a name, a call becomes a record of itself. Operations, memory and the size of every argument are
bounded: a "safe" unpickler that only checks names still lets nine bytes allocate gigabytes through the
memo. Opcodes: the module ``pickletools`` of Python.
"""

from __future__ import annotations

import codecs
import pickletools
from dataclasses import dataclass
from typing import Any

from app.errors import UnreadableFile, shorten
from app.readers.pickles.steps import STEPS, TEXT_LENGTH, Machine, too_many
from app.readers.pickles.values import Persistent

__all__ = ["OPERATIONS", "Unpickled", "unpickle"]

# A checkpoint with a vocabulary of 200,000 words takes a million.
OPERATIONS = 1_500_000
PICKLE_BYTES = 32 * 2**20
# Python looks for this codec on disk when a text of protocol 0 needs it; a reading process can open nothing.
codecs.lookup("raw-unicode-escape")
# What handling wrong values leads to; the file is at fault, not the program.
_DAMAGE = (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True, eq=False)
class Unpickled:
    """The value of a pickle, the byte behind it, and what it says is stored beside it."""

    value: Any
    end: int
    persistent: list[Persistent]


def unpickle(content: bytes, start: int = 0) -> Unpickled:
    """Interpret a pickle.

    Parameters
    ----------
    content : bytes
        Holds the pickle, and perhaps more behind it.
    start : int
        Where it begins.

    Returns
    -------
    Unpickled
        Of dicts, lists, tuples, numbers, texts, and the stand-ins of :mod:`app.readers.pickles.values`. It
        may contain itself, and be nested as deeply as the file likes: who walks it keeps count.

    Raises
    ------
    UnreadableFile
        When it is damaged, or calls what no file of weights needs.
    FileTooLarge
        When it passes a bound of this module.

    Examples
    --------
    >>> import pickle
    >>> unpickle(pickle.dumps({"epoch": 3, "sizes": (1, 2)})).value
    {'epoch': 3, 'sizes': (1, 2)}
    """
    stream: Any = _Stream(content, start)
    machine = Machine()
    count, position = 0, start
    try:
        for opcode, argument, at in pickletools.genops(stream):
            position = start if at is None else at
            count += 1
            if count > OPERATIONS:
                raise too_many("operations", OPERATIONS)
            if opcode.name == "STOP":
                return Unpickled(machine.pop(), stream.tell(), machine.persistent)
            step = STEPS.get(opcode.name)
            if step is None:
                raise UnreadableFile(
                    f"at byte {position:,} the pickle uses {opcode.name}, which no file of weights needs",
                    hint="Save it again: torch.save(model.state_dict(), 'model.pt').",
                )
            machine.argument, machine.position = argument, position
            step(machine)
    except _DAMAGE as error:
        raise UnreadableFile(
            f"the pickle is damaged at byte {position:,}: {shorten(str(error), 80)}",
            hint="Save it again: torch.save(model.state_dict(), 'model.pt').",
        ) from error
    raise UnreadableFile("the pickle ends without a STOP", hint="A download may have stopped early.")


class _Stream:
    """Bytes for ``genops``, which asks for as many as an argument declares."""

    def __init__(self, content: bytes, start: int) -> None:
        self._content, self._at = content, start
        self._end = start + PICKLE_BYTES

    def tell(self) -> int:
        return self._at

    def read(self, count: int) -> bytes:
        return self._take(count)

    def readline(self) -> bytes:
        found = self._content.find(b"\n", self._at, self._at + TEXT_LENGTH)
        return self._take(TEXT_LENGTH if found < 0 else found + 1 - self._at)

    def _take(self, count: int) -> bytes:
        piece = self._content[self._at : self._at + count]
        self._at += len(piece)
        if self._at > self._end:
            raise too_many("bytes", PICKLE_BYTES)
        return piece
