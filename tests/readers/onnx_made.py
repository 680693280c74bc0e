"""Small ONNX files made by hand, for tests of what the reader makes of a graph."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from app.readers.onnx.reader import load
from app.readers.reading import Note, Reading, Source
from app.weights import Array

GATES = {"LSTM": 4, "GRU": 3, "RNN": 1}


def numbers(*shape: int, seed: int = 0) -> Array:
    """Random float32 numbers."""
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def stored(arrays: Mapping[str, Any]) -> list[TensorProto]:
    """Initializers by name."""
    return [numpy_helper.from_array(np.asarray(array), name) for name, array in arrays.items()]


def node(op: str, inputs: Sequence[str], outputs: Sequence[str], **attributes: Any) -> Any:
    """One node; inputs and outputs in a string each are separated by spaces."""
    return helper.make_node(op, list(inputs), list(outputs), **attributes)


class Made:
    """A graph that grows: nodes and initializers."""

    def __init__(self, **given: Sequence[Any]) -> None:
        self.nodes: list[Any] = []
        self.arrays: dict[str, Any] = {}
        self.functions: list[Any] = []
        self.given = given or {"X": ["T", 1, 2]}

    def add(self, op: str, inputs: str, outputs: str, **attributes: Any) -> "Made":
        """Add a node; names are separated by spaces, "-" stands for one left out."""
        names = ["" if name == "-" else name for name in inputs.split()]
        self.nodes.append(node(op, names, outputs.split(), **attributes))
        return self

    def store(self, **arrays: Any) -> "Made":
        """Add initializers."""
        self.arrays |= {name.replace("__", "."): array for name, array in arrays.items()}
        return self

    def layer(
        self, op: str, read: str, write: str, sizes: tuple[int, int], *, more: str = "", **attributes: Any
    ) -> "Made":
        """Add a recurrent node with weights of its own, named after what it writes."""
        inputs, units = sizes
        directions = 2 if attributes.get("direction") == "bidirectional" else 1
        first, seed = write.split()[0], len(self.nodes)
        W, R, B = (f"{first}_{letter}" for letter in "WRB")
        self.arrays[W] = numbers(directions, GATES[op] * units, inputs, seed=seed)
        self.arrays[R] = numbers(directions, GATES[op] * units, units, seed=seed + 100)
        self.arrays[B] = numbers(directions, 2 * GATES[op] * units, seed=seed + 200)
        return self.add(op, f"{read} {W} {R} {B} {more}", write, hidden_size=units, **attributes)

    def content(self, *outputs: str) -> bytes:
        """The bytes of the file."""
        given = [
            helper.make_tensor_value_info(
                name, TensorProto.INT64 if name == "tokens" else TensorProto.FLOAT, list(shape)
            )
            for name, shape in self.given.items()
        ]
        results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs or ("Y",)]
        graph = helper.make_graph(self.nodes, "made by hand", given, results, stored(self.arrays))
        imports = [helper.make_opsetid("", 21), helper.make_opsetid("own", 1)]
        model = helper.make_model(graph, opset_imports=imports, ir_version=10, functions=self.functions)
        return bytes(model.SerializeToString())

    def read(self, *outputs: str) -> Reading:
        """What the reader makes of it."""
        return load(Source(self.content(*outputs), "made.onnx"))


def said(notes: Sequence[Note]) -> str:
    """All notes in English, as one text."""
    return "\n".join(note.en for note in notes)
