"""The ONNX files of ``fixtures/onnx.zip``, the states stored beside them, and how both are compared.

``<name>.npz`` has "feed", what the file's own input was; of the n-th recurrent node "n/input" [T, D], and
"n/hidden_state" and "n/cell_state" [directions, T, H], all steps by position; "output" is the file's own.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np

from app.heads import Head, predict
from app.readers.onnx.reader import load
from app.readers.reading import Reading, Source
from app.trace import Trace, run
from app.weights import Array, Stack

FIXTURES = Path(__file__).parent / "fixtures" / "onnx.zip"


def pack(files: Iterable[tuple[str, bytes, Mapping[str, Array]]]) -> None:
    """Write all files anew, the same bytes for the same content."""
    with zipfile.ZipFile(FIXTURES, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content, arrays in files:
            stored = io.BytesIO()
            np.savez(stored, allow_pickle=False, **arrays)
            for end, part in (("onnx", content), ("npz", stored.getvalue())):
                packed.writestr(zipfile.ZipInfo(f"{name}.{end}"), part, zipfile.ZIP_DEFLATED)


@cache
def files() -> dict[str, bytes]:
    """All files by name."""
    with zipfile.ZipFile(FIXTURES) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def names() -> list[str]:
    """The files without their ending."""
    return [name.removesuffix(".onnx") for name in files() if name.endswith(".onnx")]


def reading(name: str) -> Reading:
    """What the reader makes of a file."""
    return load(Source(files()[f"{name}.onnx"], f"{name}.onnx"))


def expected(name: str) -> dict[str, Array]:
    """The arrays stored beside a file."""
    with np.load(io.BytesIO(files()[f"{name}.npz"])) as stored:
        return dict(stored)


def traces(found: Reading, arrays: Mapping[str, Array]) -> list[tuple[Stack, Trace]]:
    """Each stack run on what its first node reads, in reverse order where it reads from the end."""
    made = []
    node = 0
    for stack, backward in zip(found.stacks, found.extra["backward"], strict=True):
        inputs = arrays[f"{node}/input"]
        made.append((stack, run(stack, inputs[::-1] if backward else inputs)))
        node += stack.depth
    return made


def difference(found: Reading, arrays: Mapping[str, Array]) -> float:
    """The largest difference of any state of any step from the expected ones; every node is there."""
    worst, node = [], 0
    for (_, trace), backward in zip(traces(found, arrays), found.extra["backward"], strict=True):
        for layer in trace.layers:
            here, direction = node + layer.index, int(layer.direction == "backward")
            for state in ("hidden_state", "cell_state"):
                if state in layer.channels:
                    rows = layer.channels[state][::-1] if backward else layer.channels[state]
                    worst.append(np.abs(rows - arrays[f"{here}/{state}"][direction]).max())
        node += max(layer.index for layer in trace.layers) + 1
    assert f"{node - 1}/input" in arrays
    assert f"{node}/input" not in arrays
    return float(max(worst))


def whole(found: Reading, arrays: Mapping[str, Array]) -> Array:
    """From tokens through embedding, stack and output layer to the predictions [T, K], with our own parts."""
    ((stack,), (embedding,), (output,)) = found.stacks, found.embeddings, found.outputs
    assert embedding.stack == output.stack == stack.name
    assert output.kind is not None
    trace = run(stack, embedding.vectors[arrays["feed"].ravel()])
    assert trace.output is not None
    return predict(Head(output.kind, output.W, output.b), trace.output)
