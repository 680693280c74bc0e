"""PyTorch files: what ``torch.save`` writes, in the zip of 1.6 and later or in the row of pickles before.

A state_dict, a checkpoint that nests one, or a whole module: the pickle is interpreted by
:mod:`app.readers.pickles.machine`, which imports and calls nothing.
Formats: ``torch/serialization.py`` of PyTorch.
"""

from __future__ import annotations

from typing import Any

from app.readers.archive import Archive, is_zip
from app.readers.named.state_dict import read_state_dict
from app.readers.named.tensors import Budget
from app.readers.named.vocabulary import find_vocabulary
from app.readers.reading import Reading, Source
from app.readers.torch.legacy import TorchLegacy, is_legacy
from app.readers.torch.objects import MakeTensor, explore
from app.readers.torch.zip import TorchZip, folder_of

__all__ = ["load", "match", "reading_of"]


def match(source: Source) -> bool:
    """Whether this is a file of ``torch.save``; TorchScript has constants beside its pickle.

    Examples
    --------
    >>> match(Source(b"GIF89a"))
    False
    """
    if is_legacy(source.content):
        return True
    if not is_zip(source):
        return False
    archive = Archive(source)
    folder = folder_of(archive)
    return folder is not None and f"{folder}constants.pkl" not in archive


def load(source: Source) -> Reading:
    """Read a state_dict, a checkpoint or a module.

    Raises
    ------
    UnreadableFile, FileTooLarge
        When the file is damaged, hostile or over a limit.
    NoRecurrentLayer, UnsupportedNetwork, InvalidWeights
        From :func:`app.readers.state_dict.read_state_dict`.
    """
    budget = Budget(source.limits)
    if is_legacy(source.content):
        legacy = TorchLegacy(source.content, budget)
        return reading_of("pytorch", legacy.object.value, legacy.tensor, budget)
    archive = Archive(source)
    packed = TorchZip(archive, folder_of(archive) or "", budget)
    return reading_of("pytorch", packed.pickle().value, packed.tensor, budget)


def reading_of(
    form: str, root: Any, make: MakeTensor, budget: Budget, nonlinearity: str | None = None
) -> Reading:
    """Make a reading of an unpickled object.

    Parameters
    ----------
    form : str
        Name of the format.
    root : object
        Of the pickle.
    make : callable
        Record of a tensor and its name -> tensor.
    budget : Budget
        Counts tensors.
    nonlinearity : {"tanh", "relu"}, optional
        Of all plain RNNs, where the file tells it apart from its objects.
    """
    found = explore(root, make, budget)
    kinds = found.kinds
    if nonlinearity is not None:
        kinds = {name: kind.with_nonlinearity(nonlinearity) for name, kind in kinds.items()}
    parts = read_state_dict(found.tensors, kinds)
    vocabulary, notes = find_vocabulary(found.texts, parts.embeddings, parts.stacks)
    return parts.reading(form, vocabulary=vocabulary, leftovers=tuple(found.leftovers), notes=notes)
