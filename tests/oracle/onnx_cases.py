"""ONNX files for tests: every option of the operators, every way a weight can come, layers behind layers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from onnx import TensorProto, helper, numpy_helper

from tests.oracle.onnx_reference import (
    CLASSES,
    SHAPES,
    Array,
    Tagger,
    export,
    model_of,
    node_model,
    weights,
)

STEPS, INPUTS, UNITS, WORDS = 6, 3, 4, 11
OPS = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN"}
Parts = tuple[list[Any], list[Any]]


@dataclass(frozen=True)
class Case:
    """A file and what to feed it."""

    name: str
    content: bytes
    feeds: dict[str, Array]


def torch_cases(seed: int, inputs: int = INPUTS, units: int = UNITS, steps: int = STEPS) -> Iterator[Case]:
    """Taggers of every cell and shape, by both of torch's exporters where they write a recurrent node."""
    for cell in CLASSES:
        for number, (shape, options) in enumerate(SHAPES.items()):
            torch.manual_seed(seed + number)
            tagger = Tagger(cell, WORDS, inputs, units, **options)
            tokens = torch.randint(WORDS, (1, steps) if options.get("batch_first") else (steps, 1))
            feeds = {"tokens": tokens.numpy()}
            fixed = shape == "no-bias"
            yield Case(f"torch-{cell}-{shape}", export(tagger, tokens, fixed=fixed), feeds)
            if shape in ("2-layers", "2-layers-bidirectional") and cell != "rnn":
                yield Case(f"torch-new-{cell}-{shape}", export(tagger, tokens, dynamo=True), feeds)


def _bidirectional(**attributes: Any) -> dict[str, Any]:
    return {"direction": "bidirectional", **attributes}


ACTIVATIONS = ["HardSigmoid", "LeakyRelu", "ScaledTanh"]
NUMBERS = {"activation_alpha": [0.25, 0.1, 1.5], "activation_beta": [0.4, 0.9]}
# Operator, peepholes, attributes.
OPTIONS: dict[str, tuple[str, bool, dict[str, Any]]] = {
    "lstm-reverse": ("LSTM", False, {"direction": "reverse"}),
    "lstm-peepholes": ("LSTM", True, {}),
    "lstm-peepholes-bidirectional": ("LSTM", True, _bidirectional()),
    "lstm-clip": ("LSTM", False, {"clip": 0.5}),
    "lstm-input-forget": ("LSTM", False, {"input_forget": 1}),
    "lstm-activations": ("LSTM", False, {"activations": ACTIVATIONS, **NUMBERS}),
    "lstm-all-options": (
        "LSTM",
        True,
        _bidirectional(
            clip=0.8,
            input_forget=1,
            activations=ACTIVATIONS * 2,
            **{name: numbers * 2 for name, numbers in NUMBERS.items()},
        ),
    ),
    "lstm-hard-sigmoid": ("LSTM", False, {"activations": ["HardSigmoid", "Tanh", "Tanh"]}),
    "lstm-soft": ("LSTM", False, {"activations": ["Sigmoid", "Softsign", "Softplus"]}),
    "gru-reset-after": ("GRU", False, {"linear_before_reset": 1}),
    "gru-reset-before": ("GRU", False, {}),
    "gru-reverse-clip": ("GRU", False, {"direction": "reverse", "clip": 0.6, "linear_before_reset": 1}),
    "gru-activations": (
        "GRU",
        False,
        _bidirectional(
            activations=["HardSigmoid", "Elu"] * 2,
            activation_alpha=[0.3, 0.7] * 2,
            activation_beta=[0.4] * 2,
        ),
    ),
    "rnn-relu": ("RNN", False, {"activations": ["Relu"]}),
    "rnn-affine-clip": (
        "RNN",
        False,
        {"activations": ["Affine"], "activation_alpha": [0.5], "activation_beta": [0.1], "clip": 0.9},
    ),
    "rnn-thresholded-bidirectional": (
        "RNN",
        False,
        _bidirectional(activations=["ThresholdedRelu"] * 2, activation_alpha=[0.2, 0.2]),
    ),
}


def option_cases(seed: int, inputs: int = INPUTS, units: int = UNITS, steps: int = STEPS) -> Iterator[Case]:
    """One node for every option."""
    for number, (name, (op, peepholes, attributes)) in enumerate(OPTIONS.items()):
        directions = 2 if attributes.get("direction") == "bidirectional" else 1
        arrays = weights(op, inputs, units, directions, seed=seed + number, peepholes=peepholes)
        yield Case(name, node_model(op, arrays, attributes=attributes), {"X": _sequence(seed, steps, inputs)})


def _sequence(seed: int, steps: int, inputs: int) -> Array:
    return np.random.default_rng(seed).normal(size=(steps, 1, inputs)).astype(np.float32)


def _stored(name: str, array: Array) -> Any:
    return numpy_helper.from_array(array, name)


def _constant(name: str, array: Array) -> Parts:
    return [helper.make_node("Constant", [], [name], value=_stored("", array))], []


def _unsqueezed(name: str, array: Array) -> Parts:
    node = helper.make_node("Unsqueeze", [f"{name}.flat", "first"], [name])
    return [node], [_stored(f"{name}.flat", array[0]), *_axis(name)]


def _axis(name: str) -> list[Any]:
    return [_stored("first", np.array([0]))] if name == "W" else []


def _sliced(name: str, array: Array) -> Parts:
    """Rows in torch's order, brought into ONNX's by Slice and Concat, as exporters do."""
    blocks = np.split(array, 4, axis=1) if name != "B" else np.split(array, 8, axis=1)
    order = [0, 2, 3, 1] if name != "B" else [0, 2, 3, 1, 4, 6, 7, 5]
    rows = blocks[0].shape[1]
    nodes, stored = [], [_stored(f"{name}.torch", np.concatenate([blocks[n] for n in order], axis=1))]
    for place, found in enumerate(np.argsort(order)):
        ends = [f"{name}.from{place}", f"{name}.to{place}", f"{name}.axis{place}"]
        numbers = (found * rows, (found + 1) * rows, 1)
        stored += [_stored(end, np.array([number])) for end, number in zip(ends, numbers, strict=True)]
        nodes.append(helper.make_node("Slice", [f"{name}.torch", *ends], [f"{name}.{place}"]))
    parts = [f"{name}.{place}" for place in range(len(order))]
    return [*nodes, helper.make_node("Concat", parts, [name], axis=1)], stored


def _turned(name: str, array: Array) -> Parts:
    """Halves, widened by a Cast, behind a Transpose and an Identity."""
    axes = list(range(array.ndim))[::-1]
    return [
        helper.make_node("Cast", [f"{name}.half"], [f"{name}.wide"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", [f"{name}.wide"], [f"{name}.same"], perm=axes),
        helper.make_node("Identity", [f"{name}.same"], [name]),
    ], [_stored(f"{name}.half", array.T.astype(np.float16))]


def _branched(name: str, array: Array) -> Parts:
    """An If whose branches both make the same weights."""
    branches = {}
    for role in ("then_branch", "else_branch"):
        inner = helper.make_node("Identity", [f"{name}.stored"], [f"{name}.{role}"])
        result = helper.make_tensor_value_info(f"{name}.{role}", TensorProto.FLOAT, array.shape)
        branches[role] = helper.make_graph([inner], role, [], [result])
    nodes = [
        helper.make_node("ReduceMax", ["X"], [f"{name}.max"], keepdims=0),
        helper.make_node("Cast", [f"{name}.max"], [f"{name}.large"], to=TensorProto.BOOL),
        helper.make_node("If", [f"{name}.large"], [name], **branches),
    ]
    return nodes, [_stored(f"{name}.stored", array)]


def _quantized(name: str, array: Array) -> Parts:
    scale = np.array(np.abs(array).max() / 127, np.float32)
    node = helper.make_node("DequantizeLinear", [f"{name}.int8", f"{name}.scale"], [name])
    return [node], [
        _stored(f"{name}.int8", (array / scale).round().astype(np.int8)),
        _stored(f"{name}.scale", scale),
    ]


WAYS: dict[str, Callable[[str, Array], Parts]] = {
    "constant": _constant,
    "unsqueeze": _unsqueezed,
    "slice-concat": _sliced,
    "cast-transpose": _turned,
    "if": _branched,
    "dequantize": _quantized,
}


def weight_cases(seed: int, inputs: int = INPUTS, units: int = UNITS, steps: int = STEPS) -> Iterator[Case]:
    """The same LSTM with its weights behind other operations."""
    for number, (name, way) in enumerate(WAYS.items()):
        arrays = weights("LSTM", inputs, units, seed=seed + number)
        content = node_model("LSTM", arrays, before=way)
        yield Case(f"weights-{name}", content, {"X": _sequence(seed, steps, inputs)})


def chain_cases(seed: int, inputs: int = INPUTS, units: int = UNITS, steps: int = STEPS) -> Iterator[Case]:
    """Two layers of different sizes, fed directly, and through an operation that changes the numbers."""
    for name, between in {"chain": "Dropout", "two-stacks": "Tanh"}.items():
        nodes, stored = [], []
        for number, (read, sizes) in enumerate((("X", (inputs, units)), ("next", (units, units - 1)))):
            arrays = weights("LSTM", *sizes, seed=seed + number)
            stored += [_stored(f"{key}{number}", array) for key, array in arrays.items()]
            names = [read, *(f"{key}{number}" for key in arrays)]
            nodes.append(helper.make_node("LSTM", names, [f"Y{number}"], hidden_size=sizes[1]))
            if number == 0:
                nodes.append(helper.make_node("Squeeze", ["Y0", "first"], ["flat"]))
                nodes.append(helper.make_node(between, ["flat"], ["next"]))
        stored.append(_stored("first", np.array([1])))
        given = [helper.make_tensor_value_info("X", TensorProto.FLOAT, ["T", 1, inputs])]
        results = [helper.make_tensor_value_info("Y1", TensorProto.FLOAT, None)]
        yield Case(name, model_of(nodes, given, results, stored), {"X": _sequence(seed, steps, inputs)})


def all_cases(seed: int, **sizes: int) -> Iterator[Case]:
    """Every file above."""
    for cases in (torch_cases, option_cases, weight_cases, chain_cases):
        yield from cases(seed, **sizes)
