"""ONNX files whose tensors lie in other files, in every place where a model may hold one."""

from collections.abc import Iterator
from typing import Any

from onnx import (
    AttributeProto,
    GraphProto,
    ModelProto,
    SparseTensorProto,
    TensorProto,
    TrainingInfoProto,
    helper,
)

from tests.readers.onnx_bombs import FLOAT, UNREADABLE, Bomb, field, lstm, model, tensor, varint, weights

__all__ = ["external"]


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
    stored = tensor("W", (1, 12, 2)).SerializeToString() + bytes([0x70]) + varint(2**32 + 1)
    yield "external-long-number", _with_tensor(stored), UNREADABLE


def _with_tensor(stored: bytes) -> bytes:
    """A file whose first initializer is given as bytes."""
    made = model([lstm()], [tensor("R", (1, 12, 3))])
    graph = made.graph.SerializeToString() + field(5, stored)
    made.ClearField("graph")
    return made.SerializeToString() + field(7, graph)
