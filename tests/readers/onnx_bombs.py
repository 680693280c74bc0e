"""ONNX files that strangers may send: pointers to other files, bombs, lies, loops; each with its error."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from onnx import (
    AttributeProto,
    GraphProto,
    ModelProto,
    SparseTensorProto,
    TensorProto,
    TrainingInfoProto,
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


def _external(location: str, **entries: int) -> TensorProto:
    found = TensorProto(name="W", data_type=FLOAT, dims=[1, 12, 2], data_location=TensorProto.EXTERNAL)
    for key, value in {"location": location, **entries}.items():
        found.external_data.add(key=key, value=str(value))
    return found


def _in_branch(found: TensorProto, *, stored: bool) -> Any:
    inner = [] if stored else [helper.make_node("Constant", [], ["W"], value=found)]
    result = [helper.make_tensor_value_info("W", FLOAT, [1, 12, 2])]
    body = helper.make_graph(inner, "b", [], result, [found] if stored else [])
    return helper.make_node("If", ["yes"], ["W"], then_branch=body, else_branch=body)


def _placed(found: TensorProto) -> Iterator[tuple[str, ModelProto]]:
    """A tensor in every place where a model may hold one."""
    R = tensor("R", (1, 12, 3))
    constant = helper.make_node("Constant", [], ["W"], value=found)
    yield "initializer", model([lstm()], [found, R])
    yield "constant", model([constant, lstm()], [R])
    yield "branch-initializer", model([_in_branch(found, stored=True), lstm()], [R])
    yield "branch-constant", model([_in_branch(found, stored=False), lstm()], [R])
    function = helper.make_function("own", "Weights", [], ["W"], [constant], [helper.make_opsetid("", 21)])
    yield "function", model([helper.make_node("Weights", [], ["W"], domain="own"), lstm()], [R], [function])
    sparse = SparseTensorProto(values=found, indices=tensor("i", (2,)), dims=[1, 12, 2])
    for place, kind in (("sparse-values", sparse), ("sparse-indices", SparseTensorProto())):
        kind.CopyFrom(sparse)
        if place == "sparse-indices":
            kind.values.CopyFrom(tensor("W", (2,)))
            kind.indices.CopyFrom(found)
        made = model([lstm()], [R])
        made.graph.sparse_initializer.append(kind)
        yield place, made
    listed = model([lstm()], weights())
    listed.graph.node[0].attribute.append(AttributeProto(name="many", tensors=[found]))
    yield "attribute-list", listed
    trained = model([lstm()], weights())
    trained.training_info.append(TrainingInfoProto(initialization=GraphProto(initializer=[found])))
    yield "training", trained


def external(locations: dict[str, str]) -> Iterator[Bomb]:
    """Tensors that lie in other files; ``locations`` are names of files that hold a secret."""
    for kind, location in locations.items():
        for place, made in _placed(_external(location)):
            yield f"external-{kind}-{place}", made.SerializeToString(), UNREADABLE
    for key, value in (("offset", -8), ("length", -1), ("length", 2**62), ("offset", 2**62)):
        made = model([lstm()], [_external(locations["name"], **{key: value}), tensor("R", (1, 12, 3))])
        yield f"external-{key}-{value}", made.SerializeToString(), UNREADABLE
    unmarked = _external(locations["name"])
    unmarked.ClearField("data_location")
    yield "external-unmarked", model([lstm()], [unmarked]).SerializeToString(), UNREADABLE
    # 2**32 + 1 is cut to 1 by parsers: a place in another file all the same.
    stored = tensor("W", (1, 12, 2)).SerializeToString() + bytes([0x70]) + _varint(2**32 + 1)
    yield "external-long-number", _with_tensor(stored), UNREADABLE


def _varint(number: int) -> bytes:
    parts = []
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _with_tensor(stored: bytes) -> bytes:
    """A file whose first initializer is given as bytes."""
    made = model([lstm()], [tensor("R", (1, 12, 3))])
    graph = made.graph.SerializeToString() + _field(5, stored)
    made.ClearField("graph")
    return made.SerializeToString() + _field(7, graph)


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
        branch = _field(5, _field(1, b"then_branch") + _field(6, inner) + bytes([0xA0, 1, 5]))
        inner = _field(1, _field(2, b"W") + _field(4, b"If") + branch)
    head.ClearField("graph")
    return head.SerializeToString() + _field(7, graph + inner)


def crowds() -> Iterator[Bomb]:
    """Few bytes that become many objects."""
    head = good()
    graph = head.graph.SerializeToString()
    head.ClearField("graph")

    def crowd(content: bytes) -> bytes:
        return head.SerializeToString() + _field(7, graph + content)

    yield "crowd-nodes", crowd(_field(1, b"") * 3_000_000), TOO_LARGE
    yield "crowd-tensors", crowd(_field(5, b"") * 1_000_000), TOO_LARGE
    yield "crowd-names", crowd(_field(1, _field(1, b"") * 3_000_000)), TOO_LARGE
    yield "crowd-dims", crowd(_field(5, bytes([8, 1]) * 2_000_000)), TOO_LARGE
    yield "crowd-integers", crowd(_field(5, _field(7, bytes(40_000_000)))), TOO_LARGE
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
    yield "length-over-end", whole + bytes([0x3A]) + _varint(2**40), UNREADABLE
    yield "no-graph", ModelProto(ir_version=10, producer_name="nobody").SerializeToString(), NONE
    yield "no-lstm", model([helper.make_node("Relu", ["X"], ["Y"])], []).SerializeToString(), NONE
    written = [helper.make_node("Scan", ["X"], ["Y"], num_scan_inputs=1)]
    yield "scan", model(written, []).SerializeToString(), NONE
    quantized = [helper.make_node("DynamicQuantizeLSTM", ["X", "W", "R"], ["Y"], domain="com.microsoft")]
    yield "quantized", model(quantized, weights()).SerializeToString(), NONE


KINDS: tuple[Callable[[], Iterator[Bomb]], ...] = (lies, options, growing, loops, crowds, broken)


def bombs(locations: dict[str, str]) -> Iterator[Bomb]:
    """Every file: its name, its bytes, and the code of the error that it must be answered with."""
    yield from external(locations)
    for kind in KINDS:
        yield from kind()
