"""ONNX files made by torch and by hand, and what onnxruntime computes with them, step by step.

An ONNX LSTM hands out the hidden states of all steps but only the last cell state. So each recurrent node is
run alone on the beginnings of its own input (the ends, for a backward direction), and the last state of each
is kept.
"""

import io
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

Array = np.ndarray
CLASSES = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}
SHAPES: dict[str, dict[str, Any]] = {
    "1-layer": {},
    "2-layers": {"num_layers": 2},
    "bidirectional": {"bidirectional": True},
    "2-layers-bidirectional": {"num_layers": 2, "bidirectional": True, "batch_first": True},
    "no-bias": {"bias": False, "batch_first": True},
}
RECURRENT = ("LSTM", "GRU", "RNN")


class Tagger(nn.Module):  # type: ignore[misc]  # torch is not there where types are checked
    """An embedding, recurrent layers, and a linear layer at every step."""

    def __init__(self, cell: str, words: int, inputs: int, units: int, **options: Any) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, inputs)
        self.rnn = CLASSES[cell](inputs, units, **options)
        self.tags = nn.Linear(units * (2 if options.get("bidirectional") else 1), 5)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self.tags(self.rnn(self.embedding(tokens))[0]), -1)


class Classifier(nn.Module):  # type: ignore[misc]  # torch is not there where types are checked
    """One answer for a whole sequence, of the last state or the last step of the last of two layers."""

    def __init__(self, cell: str, reads: str) -> None:
        super().__init__()
        self.embedding = nn.Embedding(11, 3)
        self.rnn = CLASSES[cell](3, 4, num_layers=2, batch_first=True)
        self.answer = nn.Linear(4, 5)
        self.reads = reads

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        output, last = self.rnn(self.embedding(tokens))
        state = last[0] if isinstance(last, tuple) else last
        return torch.log_softmax(self.answer(state[-1] if self.reads == "state" else output[:, -1]), -1)


def export(module: nn.Module, tokens: torch.Tensor, *, dynamo: bool = False, fixed: bool = False) -> bytes:
    """Write a module as ONNX, by one of torch's two exporters; ``fixed``: for this length alone."""
    kept = io.BytesIO()
    options: dict[str, Any] = {"dynamo": dynamo, "input_names": ["tokens"], "external_data": False}
    if dynamo:
        options |= {"verbose": False}
    elif not fixed:
        options |= {"dynamic_axes": {"tokens": {0: "first", 1: "second"}}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module.eval(), (tokens,), kept, **options)
    return _without_paths(kept.getvalue())


def _without_paths(content: bytes) -> bytes:
    """The same model without the lines of code that the newer exporter notes at every node."""
    model = onnx.load_from_string(content)
    del model.metadata_props[:]
    for part in (model.graph, *model.graph.node, *model.graph.value_info, *model.graph.initializer):
        del part.metadata_props[:]
        part.doc_string = ""
    for part in (*model.graph.input, *model.graph.output):
        del part.metadata_props[:]
    return model.SerializeToString()


def node_model(
    op: str,
    arrays: Mapping[str, Array],
    *,
    attributes: Mapping[str, Any] | None = None,
    before: Callable[[str, Array], tuple[list[Any], list[Any]]] | None = None,
    opset: int = 21,
) -> bytes:
    """Make a file of one node; ``before(name, array)`` gives the nodes and initializers behind a weight."""
    order = ("X", "W", "R", "B", "lengths", "h0", "c0", "P")
    names = [name if name == "X" or name in arrays else "" for name in order]
    nodes, stored = [], []
    for name, array in arrays.items():
        made, kept = before(name, array) if before else ([], [numpy_helper.from_array(array, name)])
        nodes += made
        stored += kept
    while names and not names[-1]:
        names.pop()
    outputs = ["Y", "Y_h", "Y_c"] if op == "LSTM" else ["Y", "Y_h"]
    hidden = int(arrays["R"].shape[-1])
    node = helper.make_node(op, names, outputs, name=op.lower(), hidden_size=hidden, **(attributes or {}))
    given = [helper.make_tensor_value_info("X", TensorProto.FLOAT, ["T", 1, int(arrays["W"].shape[-1])])]
    results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
    return model_of([*nodes, node], given, results, stored, opset=opset)


def model_of(
    nodes: list[Any], given: list[Any], results: list[Any], stored: list[Any], *, opset: int = 21, **more: Any
) -> bytes:
    """The bytes of a model of one graph."""
    graph = helper.make_graph(nodes, "made by hand", given, results, stored)
    imports = [helper.make_opsetid("", opset), *more.pop("imports", [])]
    model = helper.make_model(graph, opset_imports=imports, ir_version=10, **more)
    return model.SerializeToString()


def weights(
    op: str, inputs: int, units: int, directions: int = 1, *, seed: int = 0, peepholes: bool = False
) -> dict[str, Array]:
    """Random weights of one node, in ONNX's layout."""
    generator = np.random.default_rng(seed)
    gates = {"LSTM": 4, "GRU": 3, "RNN": 1}[op]

    def draw(*shape: int) -> Array:
        # Small enough that a relu does not run away over many steps.
        return (generator.uniform(-1.5, 1.5, shape) / units**0.5).astype(np.float32)

    arrays = {
        "W": draw(directions, gates * units, inputs),
        "R": draw(directions, gates * units, units),
        "B": draw(directions, 2 * gates * units),
    }
    return arrays | ({"P": draw(directions, 3 * units)} if peepholes else {})


def states(content: bytes, feeds: Mapping[str, Array]) -> dict[str, dict[str, Array]]:
    """All states of every recurrent node of the main graph, as onnxruntime computes them.

    Returns, by the name of the node's first output, "input" [T, D], and "hidden_state" and "cell_state"
    [directions, T, H], by position in the sequence.
    """
    model = onnx.load_from_string(content)
    nodes = [node for node in model.graph.node if node.op_type in RECURRENT]
    asked = list(dict.fromkeys(name for node in nodes for name in node.input if name))
    known = dict(feeds) | {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    missing = [name for name in asked if name not in known]
    made = {output for node in model.graph.node for output in node.output}
    del model.graph.output[:]
    model.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in missing if name in made)
    if missing:
        known |= dict(zip(missing, session(model.SerializeToString()).run(missing, dict(feeds)), strict=True))
    return {node.output[0]: _alone(node, known) for node in nodes}


def computed(content: bytes, feeds: Mapping[str, Array]) -> dict[str, Array]:
    """All that is compared with a file; see :mod:`tests.readers.onnx_files`."""
    arrays = {"feed": next(iter(feeds.values()))}
    for number, found in enumerate(states(content, feeds).values()):
        arrays |= {f"{number}/{name}": array for name, array in found.items()}
    return arrays | {"output": np.squeeze(session(content).run(None, dict(feeds))[0])}


def session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _alone(node: Any, known: Mapping[str, Array]) -> dict[str, Array]:
    outputs = ["Y", "Y_h", "Y_c"] if node.op_type == "LSTM" else ["Y", "Y_h"]
    alone = helper.make_node(node.op_type, list(node.input), outputs)
    alone.attribute.extend(node.attribute)
    arrays = {name: known[name] for name in node.input if name}
    element = helper.np_dtype_to_tensor_dtype(arrays[node.input[0]].dtype)
    given = [
        helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(array.dtype), None)
        for name, array in arrays.items()
    ]
    results = [helper.make_tensor_value_info(name, element, None) for name in outputs]
    runner = session(model_of([alone], given, results, []))
    X = arrays[node.input[0]]
    backward = next((a.s for a in node.attribute if a.name == "direction"), b"forward")
    (Y, *_) = runner.run(["Y"], arrays)
    found = {"input": X[:, 0], "hidden_state": Y[:, :, 0].swapaxes(0, 1)}
    if node.op_type == "LSTM":
        cells = np.zeros_like(found["hidden_state"])
        for step in range(len(X)):
            until, since = ({**arrays, node.input[0]: part} for part in (X[: step + 1], X[step:]))
            if backward != b"reverse":
                cells[0, step] = runner.run(["Y_c"], until)[0][0, 0]
            if backward != b"forward":
                cells[-1, step] = runner.run(["Y_c"], since)[0][-1, 0]
        found["cell_state"] = cells
    return found
