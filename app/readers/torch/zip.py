"""The zip that PyTorch writes since 1.6, and TorchScript always has: one pickle, one member a storage."""

from __future__ import annotations

from app.errors import UnreadableFile, shorten
from app.readers.archive import Archive
from app.readers.named.tensors import ITEM_BYTES, Budget, Tensor
from app.readers.pickles.machine import Unpickled, unpickle
from app.readers.pickles.values import Record
from app.readers.torch.storage import Storage, tensor_of

__all__ = ["TorchZip", "folder_of"]


def folder_of(archive: Archive) -> str | None:
    """The folder that holds ``data.pkl``, with its slash; None when this is no zip of PyTorch.

    A zip made of an unpacked one may have the pickle on its top level.
    """
    for name in archive.names:
        folder, _, last = name.rpartition("/")
        if last == "data.pkl" and "/" not in folder:
            return f"{folder}/" if folder else ""
    return None


class TorchZip:
    """Reads the pickle and the storages of one folder.

    Parameters
    ----------
    archive : Archive
        The file.
    folder : str
        From :func:`folder_of`.
    budget : Budget
        Counts tensors and bytes.
    """

    def __init__(self, archive: Archive, folder: str, budget: Budget) -> None:
        self._archive, self._folder, self._budget = archive, folder, budget
        self._read: dict[str, bytes] = {}
        order = f"{folder}byteorder"
        self._big = order in archive and archive.begin(order, 3)[:3] == b"big"

    def pickle(self, name: str = "data.pkl") -> Unpickled:
        """Interpret a pickle of the folder."""
        return unpickle(self._archive.read(self._folder + name))

    def tensor(self, record: Record, name: str) -> Tensor:
        """A tensor on a storage in ``data/``; see :func:`app.readers.torch_storage.tensor_of`."""
        return tensor_of(record, name, self._storage, self._budget, big=self._big)

    def _storage(self, storage: Storage) -> bytes:
        member = f"{self._folder}data/{storage.key}"
        needed = storage.length * ITEM_BYTES[storage.dtype]
        if member not in self._archive or self._archive.size(member) < needed:
            size = f"has {self._archive.size(member):,} bytes" if member in self._archive else "is missing"
            raise UnreadableFile(
                f"the storage {shorten(storage.key)} {size}; the pickle needs {needed:,} bytes of it",
                hint="A copy or download may have stopped early. "
                "Save it again: torch.save(model.state_dict(), 'model.pt').",
            )
        if member not in self._read:
            self._read[member] = self._archive.read(member)
        return self._read[member]
