"""The Keras files of ``fixtures`` and the states stored beside them."""

import io
import zipfile
from functools import cache
from pathlib import Path

import numpy as np

from app.readers import Reading, Source, read
from app.trace import run
from app.weights import Array

FIXTURES = Path(__file__).parent / "fixtures"
# What the halves of make_keras.py are compared with is the same network, to what half precision holds.
TOLERANCE = 1e-6


@cache
def files(archive: str) -> dict[str, bytes]:
    """All files of one of the two zips by name."""
    with zipfile.ZipFile(FIXTURES / archive) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def content(name: str, archive: str = "keras3.zip") -> bytes:
    """One file."""
    return files(archive)[name]


def reading(name: str, archive: str = "keras3.zip") -> Reading:
    """What the readers make of one file."""
    return read(Source(content(name, archive), name))


def network(name: str) -> str:
    """The network that a file holds."""
    return (
        name.removesuffix(".weights.h5").removesuffix(".keras").removesuffix(".h5").removesuffix("-weights")
    )


def expected(name: str, archive: str) -> dict[str, dict[str, Array]]:
    """By stack: "inputs" and ``<layer>|<direction>|<state>``, as the framework computed them."""
    stacks: dict[str, dict[str, Array]] = {}
    with np.load(io.BytesIO(content(f"{network(name)}.npz", archive))) as stored:
        for key in stored.files:
            stack, _, place = key.partition("|")
            stacks.setdefault(stack, {})[place] = stored[key]
    return stacks


def differences(found: Reading, name: str, archive: str) -> dict[str, float]:
    """The largest difference of every state of every stack that both know by name."""
    worst: dict[str, float] = {}
    known = expected(name, archive)
    for stack in found.stacks:
        stored = known.get(stack.name, {})
        if not stored:
            continue
        trace = run(stack, stored["inputs"])
        places = [key for key in stored if key != "inputs"]
        computed = {
            f"{layer.index}|{layer.direction}|{state}": layer.channels[state]
            for layer in trace.layers
            for state in ("hidden_state", "cell_state")
            if state in layer.channels
        }
        assert sorted(computed) == sorted(places), f"{name}: {stack.name} has other layers"
        for place in places:
            worst[f"{stack.name}|{place}"] = float(np.abs(computed[place] - stored[place]).max())
    return worst
