"""The same network in every format that torch's world writes."""

import io
import json
import pickle
import warnings
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor, nn

from tests.oracle.torch_networks import WORDS, Tagger

VOCABULARY = ["<unk>", "der", "die", "das", "und", "nicht"]


def saved(value: Any, *, legacy: bool = False) -> bytes:
    """What ``torch.save`` writes."""
    stream = io.BytesIO()
    # The older format keeps the source of every class, with its path; neither belongs into a fixture.
    source = patch(
        "torch.serialization.get_source_lines_and_file", lambda kind: ([f"class {kind.__name__}:"], 1, "x.py")
    )
    with warnings.catch_warnings(), source:
        warnings.simplefilter("ignore")
        torch.save(value, stream, _use_new_zipfile_serialization=not legacy)
    return stream.getvalue()


def checkpoint(network: Tagger) -> dict[str, Any]:
    """What a training script keeps: weights deep inside, an optimizer, a vocabulary."""
    # A step of no length leaves the weights as they are and the optimizer with a state.
    optimizer = torch.optim.Adam(network.parameters(), lr=0.0)
    network(torch.arange(WORDS)).sum().backward()
    optimizer.step()
    optimizer.zero_grad()
    return {
        "epoch": 3,
        "loss": torch.tensor(0.25),
        "optimizer_state_dict": optimizer.state_dict(),
        "model_state_dict": {f"module.{name}": value for name, value in network.state_dict().items()},
        "stoi": {word: number for number, word in enumerate(VOCABULARY)},
    }


def script(network: nn.Module, *, traced: bool) -> bytes:
    """What ``torch.jit.save`` writes."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = torch.jit.trace(network, torch.arange(3)) if traced else torch.jit.script(network)
        torch.jit.save(made, stream)
    return without_debugging(stream)


def without_debugging(stream: io.BytesIO) -> bytes:
    """The same script without what maps its code to paths of this machine."""
    kept = io.BytesIO()
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(kept, "w") as packed:
        for member in whole.infolist():
            if not member.filename.endswith(".debug_pkl"):
                packed.writestr(zipfile.ZipInfo(member.filename), whole.read(member))
    return kept.getvalue()


def npz(arrays: Mapping[str, Any]) -> bytes:
    """Arrays as NumPy saves them, packed."""
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **arrays)
    return stream.getvalue()


def folder(weights: Mapping[str, Tensor]) -> bytes:
    """A model folder with two shards, an index and a vocabulary, zipped."""
    names = list(weights)
    shards = {"model-00001-of-00002.safetensors": names[::2], "model-00002-of-00002.safetensors": names[1::2]}
    index = {"metadata": {}, "weight_map": {name: file for file, held in shards.items() for name in held}}
    stream = io.BytesIO()
    members: dict[str, str | bytes] = {
        "config.json": b'{"model_type": "tagger"}',
        "vocab.json": json.dumps({word: number for number, word in enumerate(VOCABULARY)}),
        "model.safetensors.index.json": json.dumps(index),
        **{file: save({name: weights[name] for name in held}) for file, held in shards.items()},
    }
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(f"tagger/{name}"), content)
    return stream.getvalue()


# Each ends a file's name in ``fixtures/torch.zip``.
FORMATS: dict[str, Callable[[Tagger], bytes]] = {
    "state_dict.pt": lambda network: saved(network.state_dict()),
    "checkpoint.pt": lambda network: saved(checkpoint(network)),
    "legacy.pt": lambda network: saved(network.state_dict(), legacy=True),
    "module.pt": saved,
    "legacy-module.pt": partial(saved, legacy=True),
    "scripted.pt": partial(script, traced=False),
    "traced.pt": partial(script, traced=True),
    "safetensors": lambda network: save(network.state_dict()),
    "npz": lambda network: npz({name: value.numpy() for name, value in network.state_dict().items()}),
    "json": lambda network: json.dumps({"state_dict": lists(network.state_dict())}).encode(),
    "pkl": partial(pickle.dumps, protocol=4),
    "folder.zip": lambda network: folder(network.state_dict()),
}


def lists(weights: Mapping[str, Tensor]) -> dict[str, Any]:
    """Tensors as nested lists."""
    return {name: value.tolist() for name, value in weights.items()}
