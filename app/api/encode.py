"""A trace as JSON: numbers as shortest decimals, or arrays in base64."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from app.encoders import Token
from app.heads import Head, predict
from app.network import Network
from app.trace import Trace
from app.weights import Stack

__all__ = ["Answer", "dump", "encode_json", "make_answer"]

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Answer:
    """A trace with what belongs to it: the network, the tokens, the predictions [T, K]."""

    network: Network
    stack: Stack
    trace: Trace
    tokens: tuple[Token, ...] | None
    head: Head | None
    predictions: Array | None


def make_answer(network: Network, stack: Stack, trace: Trace, tokens: tuple[Token, ...] | None) -> Answer:
    """Add the head's predictions to a trace.

    Raises
    ------
    NumericOverflow
        When a prediction is not finite.
    """
    head = network.head_of(stack)
    predictions = None
    if head is not None and trace.output is not None:
        predictions = predict(head, trace.output)
    shown = None if tokens is None else tokens[trace.start : trace.stop]
    return Answer(network, stack, trace, shown, head, predictions)


def encode_json(answer: Answer, *, in_base64: bool) -> bytes:
    """The body of ``POST /traces``.

    Parameters
    ----------
    answer : Answer
    in_base64 : bool
        Each array as ``{"dtype", "shape", "base64"}`` instead of nested lists.

    Returns
    -------
    bytes
        UTF-8. A float32 is written as the shortest decimal that reads back as it.
    """
    array = _base64 if in_base64 else np.ascontiguousarray
    trace = answer.trace
    return dump(
        {
            "model": answer.network.id,
            "digest": answer.network.digest,
            "stack": answer.stack.name,
            "cell": trace.cell,
            "length": trace.length,
            "start": trace.start,
            "stop": trace.stop,
            "tokens": answer.tokens,
            "layers": [
                {
                    "index": layer.index,
                    "direction": layer.direction,
                    "units": layer.units,
                    "initial_state": {name: array(row) for name, row in layer.initial_state.items()},
                    **{name: array(rows) for name, rows in layer.channels.items()},
                }
                for layer in trace.layers
            ],
            "predictions": _predictions(answer, array),
        }
    )


def dump(value: object) -> bytes:
    """JSON of plain values, dataclasses and contiguous arrays."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def _predictions(answer: Answer, array: Callable[[Array], object]) -> dict[str, object] | None:
    if answer.head is None or answer.predictions is None:
        return None
    return {
        "kind": answer.head.kind,
        "labels": answer.head.labels,
        "values": array(answer.predictions),
    }


def _base64(array: Array) -> dict[str, object]:
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    # The letters of base64 need no escaping, so the text goes into the answer as it is.
    text = orjson.Fragment(b'"' + base64.b64encode(little.data) + b'"')
    return {"dtype": little.dtype.str, "shape": list(array.shape), "base64": text}
