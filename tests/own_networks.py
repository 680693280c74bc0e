"""Files of small networks as PyTorch names their parts, for tests of what happens to files."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from safetensors.numpy import save

Arrays = Mapping[str, Any]
OCTETS = {"Content-Type": "application/octet-stream"}


def lstm(
    name: str = "lstm", inputs: int = 3, units: int = 4, *, layers: int = 1, seed: int = 1
) -> dict[str, Any]:
    """The arrays of an LSTM."""
    generator = np.random.Generator(np.random.PCG64(seed))
    arrays: dict[str, Any] = {}
    for layer in range(layers):
        width = units if layer else inputs
        for part, shape in (
            ("weight_ih", (4 * units, width)),
            ("weight_hh", (4 * units, units)),
            ("bias_ih", (4 * units,)),
            ("bias_hh", (4 * units,)),
        ):
            arrays[f"{name}.{part}_l{layer}"] = generator.uniform(-0.5, 0.5, shape).astype(np.float32)
    return arrays


def embedding(name: str = "embedding", rows: int = 5, width: int = 3) -> dict[str, Any]:
    return {f"{name}.weight": np.linspace(-1, 1, rows * width, dtype=np.float32).reshape(rows, width)}


def output(name: str = "output", size: int = 2, width: int = 4) -> dict[str, Any]:
    weight = np.linspace(-1, 1, size * width, dtype=np.float32).reshape(size, width)
    return {f"{name}.weight": weight, f"{name}.bias": np.linspace(0, 1, size, dtype=np.float32)}


def file_of(*parts: Arrays) -> bytes:
    """The bytes of a safetensors file."""
    return save({name: array for part in parts for name, array in part.items()})


def whole() -> bytes:
    """Embedding, LSTM, output layer, and a layer that nothing runs."""
    rest = {"attention.weight": np.zeros((7, 7), np.float32)}
    return file_of(embedding(), lstm(), output(), rest)
