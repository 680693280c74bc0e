"""Files of trained networks -> canonical weights, without the frameworks that wrote them.

A reader is a module with ``match(source)`` and ``load(source)``; :data:`READERS` lists them in the order in
which they are asked, by the file's own first bytes and never by its name. No reader imports or calls anything
that a file names, and each looks at declared sizes before it allocates.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.errors import UnsupportedFormat, shorten
from app.readers import folder, json_file, npz, refused, safetensors_file
from app.readers.keras import archive as keras_archive
from app.readers.keras import file as keras_hdf5
from app.readers.onnx import reader as onnx_reader
from app.readers.pickles import file as pickle_file
from app.readers.reading import (
    Embedding,
    Leftover,
    Note,
    Output,
    Reading,
    ReadLimits,
    Source,
    Undecided,
)
from app.readers.torch import pytorch, torchscript

__all__ = [
    "READERS",
    "Embedding",
    "Leftover",
    "Note",
    "Output",
    "ReadLimits",
    "Reader",
    "Reading",
    "Source",
    "Undecided",
    "read",
]


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name in messages, the usual endings, and the two functions."""

    name: str
    suffixes: tuple[str, ...]
    match: Callable[[Source], bool]
    load: Callable[[Source], Reading]


def register(
    name: str, suffixes: str, match: Callable[[Source], bool], load: Callable[[Source], Reading]
) -> Reader:
    """A row of :data:`READERS`; suffixes are separated by spaces."""
    return Reader(name, tuple(suffixes.split()), match, load)


READERS: tuple[Reader, ...] = (
    register("PyTorch", ".pt .pth .bin .ckpt", pytorch.match, pytorch.load),
    register("TorchScript", ".pt .pth", torchscript.match, torchscript.load),
    register("safetensors", ".safetensors", safetensors_file.match, safetensors_file.load),
    register("npz", ".npz", npz.match, npz.load),
    register("JSON", ".json", json_file.match, json_file.load),
    register("model folder as zip", ".zip", folder.match, folder.load),
    register("Keras", ".keras", keras_archive.match, keras_archive.load),
    register("Keras HDF5", ".weights.h5 .h5 .hdf5", keras_hdf5.match, keras_hdf5.load),
    register("ONNX", ".onnx", onnx_reader.match, onnx_reader.load),
    register("pickle", ".pkl .pickle", pickle_file.match, pickle_file.load),
    register("other", "", refused.match, refused.load),
)


def read(source: Source) -> Reading:
    """Read a file of any known format.

    Raises
    ------
    UnsupportedFormat
        When no reader knows its first bytes; says what they look like and what to export.
    UnreadableFile, FileTooLarge, NoRecurrentLayer, UnsupportedNetwork
        From the reader that knows them.
    """
    # What a damaged file makes NumPy or a parser warn of ends in an error that names the place.
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for reader in READERS:
            if reader.match(source):
                return reader.load(source)
    names = ", ".join(reader.name for reader in READERS if reader.suffixes)
    raise UnsupportedFormat(
        f"the file {shorten(source.filename)} begins with {shorten(source.content[:8])}, "
        "which no known format does",
        hint=f"Known formats: {names}. "
        "From PyTorch, save the weights: torch.save(model.state_dict(), 'model.pt').",
    )
