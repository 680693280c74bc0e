"""TorchScript: the zip of ``torch.jit.save``, whose pickle holds modules and whose code says what they do.

The code is read for one thing only: whether its plain RNNs use tanh or relu, which no weight tells.
Format: ``torch/csrc/jit/docs/serialization.md`` of PyTorch.
"""

from __future__ import annotations

from app.errors import NoRecurrentLayer, UnsupportedNetwork
from app.readers.archive import Archive, is_zip
from app.readers.named.tensors import Budget
from app.readers.reading import Reading, Source
from app.readers.torch.pytorch import reading_of
from app.readers.torch.zip import TorchZip, folder_of

__all__ = ["load", "match"]

# Functions that only a network with recurrent layers calls.
CALLS = ("lstm", "gru", "rnn_tanh", "rnn_relu")
SINGLE = "_cell"


def match(source: Source) -> bool:
    """Whether this is a zip of ``torch.jit.save``.

    Examples
    --------
    >>> match(Source(b"GIF89a"))
    False
    """
    if not is_zip(source):
        return False
    archive = Archive(source)
    folder = folder_of(archive)
    return folder is not None and f"{folder}constants.pkl" in archive


def load(source: Source) -> Reading:
    """Read the modules of a script.

    Raises
    ------
    UnsupportedNetwork
        When the script is frozen: its weights have no names any more.
    UnreadableFile, FileTooLarge, NoRecurrentLayer, InvalidWeights
        As :func:`app.readers.pytorch.load`.
    """
    budget = Budget(source.limits)
    archive = Archive(source)
    folder = folder_of(archive) or ""
    packed = TorchZip(archive, folder, budget)
    called = _called(archive, f"{folder}code/")
    plain = called & {"rnn_tanh", "rnn_relu"}
    nonlinearity = plain.pop().removeprefix("rnn_") if len(plain) == 1 else None
    try:
        root = packed.pickle().value
        return reading_of("torchscript", root, packed.tensor, budget, nonlinearity)
    except NoRecurrentLayer as error:
        if not called:
            raise
        raise UnsupportedNetwork(
            f"the script runs {', '.join(sorted(called))} but keeps no weights under names: it is frozen",
            hint="Save it before torch.jit.freeze, or the weights alone: "
            "torch.save(model.state_dict(), 'model.pt').",
        ) from error


def _called(archive: Archive, folder: str) -> set[str]:
    """Which recurrent functions of torch the code calls."""
    called: set[str] = set()
    for name in archive.names:
        if name.startswith(folder) and name.endswith(".py"):
            code = archive.read(name)
            called |= {
                call for call in CALLS for end in ("", SINGLE) if f"torch.{call}{end}(".encode() in code
            }
    return called
