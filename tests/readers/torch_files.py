"""The files of ``fixtures/torch.zip``, the states stored beside them, and how both are compared.

Expected arrays are named ``<stack>|input`` [T, D] and ``<stack>|<layer>/<direction>/<channel>`` [T, H]; a
network that reads words has "words" [T] and "scores" [T, K], too. Nothing here needs torch.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from app.heads import Head, predict
from app.inputs import Precision
from app.readers import Reading, Source, read
from app.trace import run
from app.weights import Array, Stack

FIXTURES = Path(__file__).parent / "fixtures" / "torch.zip"
TOLERANCE = {"float32": 1e-6, "float64": 2e-15}


def pack(files: Mapping[str, bytes]) -> None:
    """Write all files anew, the same bytes for the same content."""
    with zipfile.ZipFile(FIXTURES, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


@cache
def files() -> dict[str, bytes]:
    """All files by name."""
    with zipfile.ZipFile(FIXTURES) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def names() -> list[str]:
    """The files of networks that open."""
    return [name for name in files() if not name.endswith((".expected", ".refused"))]


def reading(name: str) -> Reading:
    """What the readers make of a file."""
    return read(Source(files()[name], name))


def expected(name: str) -> dict[str, Array]:
    """The arrays stored beside a file, or beside the network that it is a format of."""
    beside = f"{name}.expected"
    stored = files().get(beside) or files()[f"{name.partition('.')[0]}.expected"]
    with np.load(io.BytesIO(stored)) as arrays:
        return dict(arrays)


def settled(found: Reading, activation: str) -> Reading:
    """Choose what no file of weights says of a plain RNN."""
    undecided = {one.stack for one in found.undecided if one.option == "activation"}
    options = {} if activation == "tanh" else {"activation": activation}
    stacks = (replace(one, options=options) if one.name in undecided else one for one in found.stacks)
    return replace(found, stacks=tuple(stacks))


def differences(found: Reading, arrays: Mapping[str, Array]) -> dict[str, float]:
    """The largest difference of each expected array that the reading can compute."""
    precision: Precision = (
        "float64" if any(array.dtype == "float64" for array in arrays.values()) else "float32"
    )
    worst: dict[str, float] = {}
    for stack in found.stacks:
        trace = run(stack, arrays[f"{stack.name}|input"], precision=precision)
        for layer in trace.layers:
            for channel in ("hidden_state", "cell_state"):
                name = f"{stack.name}|{layer.index}/{layer.direction}/{channel}"
                if channel in layer.channels:
                    worst[name] = gap(layer.channels[channel], arrays[name])
        if "words" in arrays and stack.name == "rnn":
            worst |= around(found, stack, arrays, trace.output)
    return worst


def around(
    found: Reading, stack: Stack, arrays: Mapping[str, Array], hidden: Array | None
) -> dict[str, float]:
    """What the only embedding and the only output layer make of words and hidden states."""
    (table,), (layer,) = found.embeddings, found.outputs
    assert hidden is not None
    scores = predict(Head("linear", layer.W, layer.b), hidden)
    return {
        "rnn|input": gap(table.vectors[arrays["words"]], arrays["rnn|input"]),
        "scores": gap(scores, arrays["scores"]),
    }


def gap(ours: Array, theirs: Array) -> float:
    """The largest difference of two arrays of one shape, relative to values above 1, which relu may reach."""
    assert ours.shape == theirs.shape
    return float((np.abs(ours - theirs) / np.maximum(1, np.abs(theirs))).max())


def missing(worst: Iterable[str], arrays: Mapping[str, Array]) -> set[str]:
    """Expected arrays that nothing was compared with."""
    inputs = {name for name in arrays if name.endswith("|input") or name == "words"}
    return set(arrays) - set(worst) - inputs
