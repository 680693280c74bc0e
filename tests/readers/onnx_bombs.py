"""ONNX files that strangers may send: pointers to other files, bombs, lies, loops; each with its error."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from onnx import (
    ModelProto,
    TensorProto,
    helper,
    numpy_helper,
)

Bomb = tuple[str, bytes, str]
UNREADABLE, TOO_LARGE, UNSUPPORTED = "unreadable_file", "file_too_large", "unsupported_network"
INVALID, NONE = "invalid_weights", "no_recurrent_layer"
FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64


def tensor(name: str, shape: tuple[int, ...], value: float = 0.25) -> TensorProto:
    return numpy_helper.from_array(np.full(shape, value, np.float32), name)


def model(
    nodes: list[Any], stored: list[TensorProto], functions: list[Any] | None = None, **more: Any
) -> ModelProto:
    """A model of one graph, with X as its input and Y as its output."""
    given = [helper.make_tensor_value_info("X", FLOAT, ["T", 1, 2])]
    results = [helper.make_tensor_value_info("Y", FLOAT, None)]
    graph = helper.make_graph(nodes, "g", given, results, stored)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10, **more)
    made.functions.extend(functions or [])
    return made


def weights() -> list[TensorProto]:
    return [tensor("W", (1, 12, 2)), tensor("R", (1, 12, 3))]


def lstm(**attributes: Any) -> Any:
    return helper.make_node("LSTM", ["X", "W", "R"], ["Y"], name="rnn", **({"hidden_size": 3} | attributes))


def good() -> ModelProto:
    """An ordinary LSTM, for every bomb to differ from."""
    return model([lstm()], weights())


def varint(number: int) -> bytes:
    parts = []
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


def field(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def lies() -> Iterator[Bomb]:
    """Tensors whose shape, type and data do not agree."""
    raw = np.zeros(24, np.float32).tobytes()
    shapes: dict[str, tuple[list[int], str]] = {
        "2-to-40": ([2**40], TOO_LARGE),
        "product-over-64-bits": ([2**31, 2**31, 4], TOO_LARGE),
        "negative": ([1, -12, -2], UNREADABLE),
        "nothing-of-much": ([0, 12, 2], UNREADABLE),
        "one-more": ([1, 12, 3], UNREADABLE),
        "100-axes": ([1] * 100, UNREADABLE),
    }
    for name, (dims, error) in shapes.items():
        found = TensorProto(name="W", data_type=FLOAT, dims=dims, raw_data=raw)
        yield f"shape-{name}", model([lstm()], [found]).SerializeToString(), error
    cut = TensorProto(name="W", data_type=FLOAT, dims=[1, 12, 2], raw_data=raw[:-1])
    yield "raw-cut", model([lstm()], [cut]).SerializeToString(), UNREADABLE
    few = TensorProto(name="W", data_type=FLOAT, dims=[1, 12, 2], float_data=[1.0] * 23)
    yield "float-data-short", model([lstm()], [few]).SerializeToString(), UNREADABLE
    for kind in (TensorProto.STRING, TensorProto.FLOAT8E4M3FN, TensorProto.INT4, 99, -1):
        odd = TensorProto(name="W", data_type=kind, dims=[1, 12, 2], raw_data=raw)
        made = model([lstm()], [odd, tensor("R", (1, 12, 3))])
        yield f"type-{kind}", made.SerializeToString(), UNSUPPORTED
    for value in (np.nan, np.inf):
        made = model([lstm()], [tensor("W", (1, 12, 2), value), tensor("R", (1, 12, 3))])
        yield f"weights-{value}", made.SerializeToString(), INVALID
    whole = numpy_helper.from_array(np.ones((1, 12, 2), np.int64), "W")
    yield "weights-of-integers", model([lstm()], [whole, *weights()[1:]]).SerializeToString(), UNSUPPORTED
    yield "no-weights", model([lstm()], []).SerializeToString(), UNSUPPORTED
    yield "no-inputs", model([helper.make_node("LSTM", [], ["Y"])], []).SerializeToString(), UNSUPPORTED
    small = [tensor("W", (1, 11, 2)), tensor("R", (1, 12, 3))]
    yield "rows-missing", model([lstm()], small).SerializeToString(), INVALID
    empty = [tensor("W", (1, 0, 2)), tensor("R", (1, 0, 0))]
    yield "no-units", model([lstm()], empty).SerializeToString(), INVALID


def options() -> Iterator[Bomb]:
    """Attributes that mean nothing."""
    wrong: dict[str, dict[str, Any]] = {
        "direction": {"direction": "sideways"},
        "activation": {"activations": ["Sigmoid", "Tanh", "__import__('os')"]},
        "activations-many": {"activations": ["Tanh"] * 50_000},
        "activation-number": {"activations": ["LeakyRelu"] * 3, "activation_alpha": [float("nan")] * 3},
        "activation-without-number": {"activations": ["Sigmoid", "Affine", "Tanh"]},
        "clip-negative": {"clip": -1.0},
        "clip-nan": {"clip": float("nan")},
        "clip-infinite": {"clip": float("inf")},
    }
    for name, attributes in wrong.items():
        yield f"option-{name}", model([lstm(**attributes)], weights()).SerializeToString(), UNSUPPORTED


def growing() -> Iterator[Bomb]:
    """Weights that are computed, and would take all memory or time."""
    R = tensor("R", (1, 12, 3))
    shape = numpy_helper.from_array(np.array([2**20, 2**20]), "shape")
    for op, names in (("ConstantOfShape", ["shape"]), ("Expand", ["one", "shape"])):
        node = helper.make_node(op, names, ["W"])
        yield (
            f"grow-{op}",
            model([node, lstm()], [shape, tensor("one", (1,)), R]).SerializeToString(),
            TOO_LARGE,
        )
    doubled = [helper.make_node("Concat", [f"w{n}", f"w{n}"], [f"w{n + 1}"], axis=0) for n in range(60)]
    end = helper.make_node("Identity", ["w60"], ["W"])
    yield (
        "grow-doubling",
        model([*doubled, end, lstm()], [tensor("w0", (64,)), R]).SerializeToString(),
        TOO_LARGE,
    )
    added = [helper.make_node("Add", [f"w{n}", f"w{n}"], [f"w{n + 1}"]) for n in range(3_000)]
    end = helper.make_node("Identity", ["w3000"], ["W"])
    yield (
        "long-way",
        model([*added, end, lstm()], [tensor("w0", (1, 12, 2)), R]).SerializeToString(),
        UNSUPPORTED,
    )
    many = numpy_helper.from_array(np.zeros(2**22, np.int64), "many")
    node = helper.make_node("Gather", ["table", "many"], ["W"])
    table = tensor("table", (2, 1024))
    yield "grow-Gather", model([node, lstm()], [many, table, R]).SerializeToString(), TOO_LARGE


def loops() -> Iterator[Bomb]:
    """Graphs and functions that come back to themselves, or lie too deep."""
    R = tensor("R", (1, 12, 3))
    own = helper.make_node("Identity", ["W"], ["W"])
    yield "loop-identity", model([own, lstm()], [R]).SerializeToString(), UNSUPPORTED
    pair = [helper.make_node("Neg", ["a"], ["W"]), helper.make_node("Neg", ["W"], ["a"])]
    yield "loop-pair", model([*pair, lstm()], [R]).SerializeToString(), UNSUPPORTED
    fed = helper.make_node("Tanh", ["Y"], ["X"])
    yield "loop-lstm", model([fed, lstm()], [R]).SerializeToString(), UNSUPPORTED
    imports = [helper.make_opsetid("", 21), helper.make_opsetid("own", 1)]

    def function(name: str, body: list[Any]) -> Any:
        return helper.make_function("own", name, ["a"], ["b"], body, imports)

    def call(name: str, given: str = "a", made: str = "b") -> Any:
        return helper.make_node(name, [given], [made], domain="own")

    yield (
        "loop-function",
        model([call("F", "X", "W"), lstm()], [R], [function("F", [call("F")])]).SerializeToString(),
        UNREADABLE,
    )
    echo = function("E", [])
    echo.output[:] = ["a"]
    yield "loop-echo", model([call("E", "W", "W"), lstm()], [R], [echo]).SerializeToString(), UNSUPPORTED
    twice = [function(f"F{n}", [call(f"F{n + 1}", "a", "m"), call(f"F{n + 1}", "m", "b")]) for n in range(24)]
    twice.append(function("F24", [helper.make_node("Identity", ["a"], ["b"])]))
    made = model([call("F0", "X", "W"), lstm()], [R], twice)
    yield "functions-doubling", made.SerializeToString(), TOO_LARGE
    for depth, error in ((15, UNSUPPORTED), (25, UNREADABLE), (2_000, UNREADABLE)):
        yield f"deep-{depth}", _nested(depth), error


def _nested(depth: int) -> bytes:
    """An If in an If in an If, without recursion."""
    head = model([lstm()], [tensor("R", (1, 12, 3))])
    graph = head.graph.SerializeToString()
    inner = b""
    for _ in range(depth):
        branch = field(5, field(1, b"then_branch") + field(6, inner) + bytes([0xA0, 1, 5]))
        inner = field(1, field(2, b"W") + field(4, b"If") + branch)
    head.ClearField("graph")
    return head.SerializeToString() + field(7, graph + inner)


def crowds() -> Iterator[Bomb]:
    """Few bytes that become many objects."""
    head = good()
    graph = head.graph.SerializeToString()
    head.ClearField("graph")

    def crowd(content: bytes) -> bytes:
        return head.SerializeToString() + field(7, graph + content)

    yield "crowd-nodes", crowd(field(1, b"") * 3_000_000), TOO_LARGE
    yield "crowd-tensors", crowd(field(5, b"") * 1_000_000), TOO_LARGE
    yield "crowd-names", crowd(field(1, field(1, b"") * 3_000_000)), TOO_LARGE
    yield "crowd-dims", crowd(field(5, bytes([8, 1]) * 2_000_000)), TOO_LARGE
    yield "crowd-integers", crowd(field(5, field(7, bytes(40_000_000)))), TOO_LARGE
    yield "crowd-unknown", crowd(bytes([0xF8, 7, 1]) * 2_000_000), TOO_LARGE
    yield (
        "crowd-real-nodes",
        model(
            [helper.make_node("Relu", ["X"], [""]) for _ in range(30_000)] + [lstm()], weights()
        ).SerializeToString(),
        TOO_LARGE,
    )
    yield (
        "crowd-lstm",
        model(
            [helper.make_node("LSTM", ["X", "W", "R"], [f"Y{n}"]) for n in range(5000)], weights()
        ).SerializeToString(),
        UNSUPPORTED,
    )
    few = [tensor(f"t{n}", (16,)) for n in range(5000)]
    yield "crowd-small-tensors", model([lstm()], [*weights(), *few]).SerializeToString(), TOO_LARGE


def broken() -> Iterator[Bomb]:
    """Files that end too early, or never were one."""
    whole = good().SerializeToString()
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        yield f"cut-{share}", whole[: int(len(whole) * share)], UNREADABLE
    yield "group", whole + bytes([0x0B, 0x0C]), UNREADABLE
    yield "field-zero", whole + bytes([0, 0]), UNREADABLE
    yield "endless-number", whole + b"\xff" * 12, UNREADABLE
    yield "length-over-end", whole + bytes([0x3A]) + varint(2**40), UNREADABLE
    yield "no-graph", ModelProto(ir_version=10, producer_name="nobody").SerializeToString(), NONE
    yield "no-lstm", model([helper.make_node("Relu", ["X"], ["Y"])], []).SerializeToString(), NONE
    written = [helper.make_node("Scan", ["X"], ["Y"], num_scan_inputs=1)]
    yield "scan", model(written, []).SerializeToString(), NONE
    quantized = [helper.make_node("DynamicQuantizeLSTM", ["X", "W", "R"], ["Y"], domain="com.microsoft")]
    yield "quantized", model(quantized, weights()).SerializeToString(), NONE


KINDS: tuple[Callable[[], Iterator[Bomb]], ...] = (lies, options, growing, loops, crowds, broken)


def bombs() -> Iterator[Bomb]:
    """Every file: its name, its bytes, and the code of the error that it must be answered with."""
    for kind in KINDS:
        yield from kind()
