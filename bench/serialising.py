"""Bytes from a trace of 1000 steps and 128 units: ours, and what a framework does by itself (target 4)."""

import json
from collections.abc import Callable

import numpy as np
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel

from app.api.encode import encode_json, make_answer
from app.encoders import encode_values
from app.inline import RandomNetwork
from app.trace import run
from app.weights import Array
from bench.report import Target, heading, table
from bench.timing import interleave

INPUTS, UNITS, LENGTH = 64, 128, 1000
Rows = list[list[float]]


class Channels(BaseModel):
    """A response model as one would write it."""

    forget_gate: Rows
    input_gate: Rows
    candidate: Rows
    output_gate: Rows
    cell_state: Rows
    hidden_state: Rows


def main(seconds: float) -> list[Target]:
    """Time each form of the same six channels."""
    heading(f"Serialising {LENGTH} x {UNITS} x 6 numbers, float32")
    network = RandomNetwork("lstm", INPUTS, UNITS, seed=1).build()
    values = np.random.default_rng(0).normal(size=(LENGTH, INPUTS)).tolist()
    stack = network.stacks[0]
    trace = run(stack, encode_values(values, INPUTS).values)
    channels: dict[str, Array] = dict(trace.layers[0].channels)

    def ours(*, in_base64: bool) -> bytes:
        return encode_json(make_answer(network, stack, trace, None), in_base64=in_base64)

    ways: dict[str, Callable[[], bytes]] = {
        "plain dict": lambda: json.dumps(jsonable_encoder(lists(channels))).encode(),
        "response model": lambda: Channels(**lists(channels)).model_dump_json().encode(),
        "ours, JSON": lambda: ours(in_base64=False),
        "ours, base64": lambda: ours(in_base64=True),
        "raw float32": lambda: b"".join(array.tobytes() for array in channels.values()),
    }
    times, count = interleave(ways, seconds), LENGTH * UNITS * 6
    rows = [
        [name, f"{times[name] / count * 1e9:.1f}", f"{len(way()) / count:.1f}"] for name, way in ways.items()
    ]
    table(["", "ns a number", "bytes a number"], rows)
    gain = times["response model"] / times["ours, base64"]
    return [Target(4, "response model / ours in base64", gain, ">=", 15)]


def lists(channels: dict[str, Array]) -> dict[str, Rows]:
    """Arrays as Python's own lists, which both a dict and a model need."""
    return {name: array.tolist() for name, array in channels.items()}
