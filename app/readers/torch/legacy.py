"""The file that PyTorch wrote before 1.6: five pickles, then every storage with its length before it."""

from __future__ import annotations

from typing import Literal

from app.errors import UnreadableFile, shorten
from app.readers.named.tensors import ITEM_BYTES, Budget, Tensor
from app.readers.pickles.machine import Unpickled, unpickle
from app.readers.pickles.values import Record
from app.readers.torch.storage import Storage, storage_of, tensor_of

__all__ = ["MAGIC", "TorchLegacy", "is_legacy"]

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
LENGTH_BYTES = 8
_AGAIN = "A copy may have gone wrong. Save it again: torch.save(model.state_dict(), 'model.pt')."


def is_legacy(content: bytes) -> bool:
    r"""Whether a file begins with the pickle of PyTorch's magic number.

    Examples
    --------
    >>> import pickle
    >>> is_legacy(pickle.dumps(MAGIC, protocol=2)), is_legacy(pickle.dumps(3))
    (True, False)
    """
    return content[:1] == b"\x80" and MAGIC.to_bytes(10, "little") in content[:32]


class TorchLegacy:
    """Reads the object and the storages.

    Parameters
    ----------
    content : bytes
        The whole file, for which :func:`is_legacy` holds.
    budget : Budget
        Counts tensors and bytes.

    Raises
    ------
    UnreadableFile
        When it is damaged or ends too early.
    """

    def __init__(self, content: bytes, budget: Budget) -> None:
        self._content, self._budget = content, budget
        at, header = 0, []
        for _ in range(3):
            read = unpickle(content, at)
            header.append(read.value)
            at = read.end
        if header[1] != PROTOCOL:
            raise UnreadableFile(
                f"the file is of protocol {shorten(header[1])} of torch.save; {PROTOCOL} is read",
                hint="Open it in PyTorch and save again: torch.save(model.state_dict(), 'model.pt').",
            )
        system = header[2] if isinstance(header[2], dict) else {}
        self._big = system.get("little_endian") is False
        self.object: Unpickled = unpickle(content, at)
        keys = unpickle(content, self.object.end)
        self._places = self._find(keys.value, keys.end)

    def _find(self, keys: object, at: int) -> dict[str, int]:
        """Where the numbers of each storage begin."""
        named = (storage_of(one.id) for one in self.object.persistent)
        storages = {storage.key: storage for storage in named if storage is not None}
        places: dict[str, int] = {}
        order: Literal["big", "little"] = "big" if self._big else "little"
        for key in keys if isinstance(keys, list) else []:
            storage = storages.get(key) if isinstance(key, str) else None
            if storage is None or key in places:
                raise UnreadableFile(f"the storage {shorten(key)} is listed but not described", hint=_AGAIN)
            length = int.from_bytes(self._content[at : at + LENGTH_BYTES], order)
            at += LENGTH_BYTES
            size = storage.length * ITEM_BYTES[storage.dtype]
            if length != storage.length or at + size > len(self._content):
                raise UnreadableFile(
                    f"the storage {shorten(key)} declares {length:,} numbers, the pickle {storage.length:,}; "
                    f"{max(0, len(self._content) - at):,} bytes are left",
                    hint="A copy or download may have stopped early.",
                )
            places[key] = at
            at += size
        return places

    def tensor(self, record: Record, name: str) -> Tensor:
        """A tensor on a storage behind the pickles; see :func:`app.readers.torch_storage.tensor_of`."""
        return tensor_of(record, name, self._storage, self._budget, big=self._big)

    def _storage(self, storage: Storage) -> bytes:
        at = self._places.get(storage.key)
        if at is None:
            raise UnreadableFile(f"the storage {shorten(storage.key)} is not in the file", hint=_AGAIN)
        return self._content[at : at + storage.length * ITEM_BYTES[storage.dtype]]
