"""Plain pickles: a module, a state_dict or arrays that went through ``pickle.dump``.

Storages then lie inside the pickle, each as a small file of ``torch.save`` from before 1.6.
"""

from __future__ import annotations

from dataclasses import replace

from app.errors import UnreadableFile, shorten
from app.readers.named.state_dict import SAVE
from app.readers.named.tensors import Budget, Tensor
from app.readers.pickles.machine import unpickle
from app.readers.pickles.values import Record
from app.readers.reading import Reading, Source
from app.readers.torch.legacy import TorchLegacy, is_legacy
from app.readers.torch.pytorch import reading_of

__all__ = ["load", "match"]

# How texts of protocol 0 and 1 begin: a mark, a name, an empty container.
_OLD = b"(c]})lid"
STORED = "torch.storage._load_from_bytes"


def match(source: Source) -> bool:
    r"""Whether a file is a pickle.

    Examples
    --------
    >>> match(Source(b"\x80\x04N.")), match(Source(b"cos\nsystem\n."))
    (True, True)
    """
    content = source.content
    if content[:1] == b"\x80":
        return content[1:2] in (b"\2", b"\3", b"\4", b"\5")
    return content[:1] != b"" and content[:1] in _OLD and content[-16:].rstrip().endswith(b".")


def load(source: Source) -> Reading:
    """Read tensors or arrays inside a pickle.

    Raises
    ------
    UnreadableFile, FileTooLarge, NoRecurrentLayer, UnsupportedNetwork, InvalidWeights
        As :func:`app.readers.pytorch.load`.
    """
    budget = Budget(source.limits)
    root = unpickle(source.content).value
    return reading_of("pytorch", root, lambda record, name: _tensor(record, name, budget), budget)


def _tensor(record: Record, name: str, budget: Budget) -> Tensor:
    """A tensor whose storage is a whole file of its own inside the pickle."""
    stored = record.arguments[0] if record.arguments else None
    content = stored.arguments[0] if isinstance(stored, Record) and stored.arguments else None
    if not isinstance(stored, Record) or stored.kind.path != STORED or not isinstance(content, bytes):
        raise UnreadableFile(
            f"the numbers of {shorten(name)} are not in the pickle",
            hint=f"Save the weights: {SAVE}.",
        )
    if not is_legacy(content):
        raise UnreadableFile(
            f"the numbers of {shorten(name)} are stored in a way that is not known",
            hint=f"Save the weights: {SAVE}.",
        )
    inner = TorchLegacy(content, budget)
    return inner.tensor(replace(record, arguments=(inner.object.value, *record.arguments[1:])), name)
