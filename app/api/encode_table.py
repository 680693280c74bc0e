"""A trace as one .npz file, or as a long table of CSV."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from app.api.encode import Answer

__all__ = ["encode_csv", "encode_npz"]

Array = NDArray[Any]

HEADER = b"layer,direction,channel,step,token,unit,value"


def encode_npz(answer: Answer) -> bytes:
    """All arrays of a trace in NumPy's own file format.

    Returns
    -------
    bytes
        Members ``layers.<index>.<direction>.<channel>`` [n, U], beside them ``.units``,
        ``.initial_state.cell_state`` and ``.initial_state.hidden_state``; ``tokens`` [n] and
        ``predictions`` [n, K] where there are any; ``start`` and ``stop``.
    """
    trace = answer.trace
    members: dict[str, Array] = {"start": np.array(trace.start), "stop": np.array(trace.stop)}
    if answer.tokens is not None:
        members["tokens"] = np.array([token.text for token in answer.tokens])
    if answer.predictions is not None:
        members["predictions"] = answer.predictions
    for layer in trace.layers:
        prefix = f"layers.{layer.index}.{layer.direction}."
        members[prefix + "units"] = np.array(layer.units)
        for name, row in layer.initial_state.items():
            members[f"{prefix}initial_state.{name}"] = row
        for name, array in layer.channels.items():
            members[prefix + name] = array
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **members)
    return file.getvalue()


def encode_csv(answer: Answer) -> bytes:
    """One row a number: layer, direction, channel, step, token, unit, value.

    Returns
    -------
    bytes
        UTF-8 with CRLF line ends. Predictions have no layer and no direction; their
        channel is ``prediction`` and their unit the number of the output.
    """
    return b"\r\n".join(_rows(answer)) + b"\r\n"


def _rows(answer: Answer) -> Iterator[bytes]:
    trace = answer.trace
    tokens = answer.tokens or ()
    texts = [_quote(token.text) for token in tokens] or [""] * (trace.stop - trace.start)
    steps = [f"{step},{text}" for step, text in enumerate(texts, trace.start)]
    yield HEADER
    for layer in trace.layers:
        for name, array in layer.channels.items():
            # A projected hidden state and the input are sent whole, whatever the units.
            whole = array.shape[1] != len(layer.units) or name == "input"
            units = tuple(range(array.shape[1])) if whole else layer.units
            yield from _table(f"{layer.index},{layer.direction},{name}", steps, units, array)
    if answer.predictions is not None:
        columns = tuple(range(answer.predictions.shape[1]))
        yield from _table(",,prediction", steps, columns, answer.predictions)


def _table(prefix: str, steps: list[str], units: tuple[int, ...], array: Array) -> Iterator[bytes]:
    columns = [f"{unit},".encode() for unit in units]
    for step, row in zip(steps, np.ascontiguousarray(array), strict=True):
        start = f"{prefix},{step},".encode()
        # orjson writes the shortest decimals, so the table says the same as the JSON answer.
        numbers = orjson.dumps(row, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1].split(b",")
        for column, number in zip(columns, numbers, strict=True):
            yield start + column + number


def _quote(text: str) -> str:
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
