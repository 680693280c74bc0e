"""The nodes of an ONNX file, with every name resolved to the value that it means.

Names are looked up from a branch or a body outwards, and from a function's body at its call. So a value is a
name together with the scope that defines it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.errors import FileTooLarge, UnreadableFile
from app.readers.onnx.tensors import integers, text

__all__ = ["Graph", "Node", "Scope", "Value"]

NODE_LIMIT = 20_000
DEPTH_LIMIT = 32
FOLLOW_LIMIT = 1000
DOMAINS = ("", "ai.onnx")
GRAPH = 5


@dataclass(eq=False)
class Scope:
    """A graph, a branch, a body, or one call of a function: what defines names."""

    parent: Scope | None = None
    caller: Node | None = None
    role: str = ""
    nodes: list[Node] = field(default_factory=list)
    initializers: dict[str, Any] = field(default_factory=dict)
    sparse: set[str] = field(default_factory=set)
    made: dict[str, tuple[Node, int]] = field(default_factory=dict)
    bound: dict[str, Value | None] = field(default_factory=dict)
    outputs: list[str] = field(default_factory=list)

    def defines(self, name: str) -> bool:
        return name in self.initializers or name in self.made or name in self.bound

    def ways(self) -> dict[int, str]:
        """The branches that lead here: the If node's identity -> the branch's name."""
        found: dict[int, str] = {}
        scope: Scope | None = self
        while scope is not None:
            if scope.caller is not None and scope.caller.op == "If":
                found[id(scope.caller)] = scope.role
            scope = scope.parent or (scope.caller.scope if scope.caller is not None else None)
        return found


class Value(NamedTuple):
    """A name where it is defined."""

    scope: Scope
    name: str


@dataclass(eq=False)
class Node:
    """One operation; ``op`` carries the domain when it is not ONNX's own."""

    op: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: dict[str, Any]
    scope: Scope
    bodies: dict[str, Scope] = field(default_factory=dict)

    def input(self, place: int) -> Value | None:
        """The value of an input; None where the node has none there."""
        if place >= len(self.inputs) or not self.inputs[place]:
            return None
        return find(self.scope, self.inputs[place])

    def output(self, place: int) -> Value | None:
        if place >= len(self.outputs) or not self.outputs[place]:
            return None
        return Value(self.scope, self.outputs[place])

    def integer(self, name: str, default: int = 0) -> int:
        return int(self.attributes[name].i) if name in self.attributes else default

    def number(self, name: str, default: float = 0.0) -> float:
        return float(self.attributes[name].f) if name in self.attributes else default

    def ints(self, name: str) -> list[int] | None:
        return list(self.attributes[name].ints) if name in self.attributes else None

    def floats(self, name: str) -> list[float]:
        return list(self.attributes[name].floats) if name in self.attributes else []

    def word(self, name: str, default: str = "") -> str:
        return text(self.attributes[name].s) if name in self.attributes else default

    def words(self, name: str) -> list[str] | None:
        return [text(word) for word in self.attributes[name].strings] if name in self.attributes else None

    def tensor(self, name: str) -> Any:
        """A tensor attribute; None where there is none."""
        found = self.attributes.get(name)
        return found.t if found is not None and found.HasField("t") else None


def find(scope: Scope, name: str) -> Value:
    """Look a name up, from inside to outside and through the calls of functions."""
    for _ in range(FOLLOW_LIMIT):
        here: Scope | None = scope
        while here is not None and not here.defines(name):
            here = here.parent
        if here is None:
            return Value(scope, name)
        value = here.bound.get(name)
        if value is None or name in here.initializers or name in here.made:
            return Value(here, name)
        scope, name = value
    return Value(scope, name)


class Graph:
    """All nodes of a model, those of branches, bodies and called functions included.

    Attributes
    ----------
    scopes : list of Scope
        The main graph first.
    readers : mapping of Value to list of (Node, int)
        Who reads a value, and as which input.
    passed : mapping of Value to list of Value
        Results of branches -> the value outside that they become.
    sizes : list of int
        Lengths and batches that the file may be written for.
    results : set of Value
        What the network hands out.
    """

    def __init__(self, model: Any) -> None:
        self.scopes: list[Scope] = []
        self.opset = max((o.version for o in model.opset_import if text(o.domain) in DOMAINS), default=0)
        self._functions = {(text(f.domain), text(f.name)): f for f in model.functions}
        self._count = 0
        self.main = self._scope(model.graph, None, None, "", 0)
        self.readers: dict[Value, list[tuple[Node, int]]] = defaultdict(list)
        self.passed: dict[Value, list[Value]] = defaultdict(list)
        for node in self.nodes():
            for place in range(len(node.inputs)):
                value = node.input(place)
                if value is not None:
                    self.readers[value].append((node, place))
            for body in node.bodies.values() if node.op == "If" else ():
                for name, outer in zip(body.outputs, node.outputs, strict=False):
                    self.passed[find(body, name)].append(Value(node.scope, outer))
        self.sizes = self._sizes(model.graph)
        self.results = {find(self.main, name) for name in self.main.outputs}

    def nodes(self) -> Iterator[Node]:
        """Every node, in the order of the file."""
        for scope in self.scopes:
            yield from scope.nodes

    def _sizes(self, graph: Any) -> list[int]:
        """Sizes that the file may be written for: those of its inputs, then of what it reshapes to."""
        sizes = [axis.dim_value for given in graph.input for axis in given.type.tensor_type.shape.dim]
        for node in self.nodes():
            shape = node.input(1) if node.op == "Reshape" else None
            stored = None if shape is None else shape.scope.initializers.get(shape.name)
            maker = None if shape is None else self.maker(shape)
            stored = maker.tensor("value") if maker is not None and maker.op == "Constant" else stored
            sizes += [] if stored is None else integers(stored)
        return list(dict.fromkeys(size for size in sizes if size > 0))

    def maker(self, value: Value) -> Node | None:
        """The node that makes a value; None for an initializer or an input."""
        made = value.scope.made.get(value.name)
        return made[0] if made and value.name not in value.scope.initializers else None

    def _scope(self, graph: Any, parent: Scope | None, caller: Node | None, role: str, depth: int) -> Scope:
        scope = Scope(parent, caller, role)
        self.scopes.append(scope)
        scope.initializers = {text(tensor.name): tensor for tensor in graph.initializer}
        scope.sparse = {text(tensor.values.name) for tensor in graph.sparse_initializer}
        scope.bound = dict.fromkeys((*scope.sparse, *(text(given.name) for given in graph.input)))
        scope.outputs = [text(result.name) for result in graph.output]
        self._fill(scope, graph.node, {}, depth)
        return scope

    def _fill(self, scope: Scope, protos: Any, given: dict[str, Any], depth: int) -> None:
        if depth > DEPTH_LIMIT:
            raise UnreadableFile(
                f"graphs and functions of the ONNX file lie more than {DEPTH_LIMIT} levels deep",
                hint="Export the network without functions that call themselves.",
            )
        for proto in protos:
            self._count += 1
            if self._count > NODE_LIMIT:
                raise FileTooLarge(
                    f"the ONNX file has more than {NODE_LIMIT} operations",
                    hint="Export the recurrent part of the network alone.",
                )
            node = _node(proto, scope, given)
            scope.nodes.append(node)
            for place, name in enumerate(node.outputs):
                if name:
                    scope.made.setdefault(name, (node, place))
            # The branch taken when the condition holds is the one that a reader expects first.
            for name, attribute in sorted(node.attributes.items(), key=lambda item: item[0] != "then_branch"):
                if attribute.type == GRAPH or attribute.HasField("g"):
                    node.bodies[name] = self._scope(attribute.g, scope, node, name, depth + 1)
            function = self._functions.get((text(proto.domain), text(proto.op_type)))
            if function is not None:
                self._call(node, function, depth + 1)

    def _call(self, node: Node, function: Any, depth: int) -> None:
        scope = Scope(caller=node, role=text(function.name))
        self.scopes.append(scope)
        node.bodies["function"] = scope
        names = [text(name) for name in function.input]
        scope.bound = {name: node.input(place) for place, name in enumerate(names)}
        scope.outputs = [text(name) for name in function.output]
        given = {text(default.name): default for default in function.attribute_proto} | node.attributes
        self._fill(scope, function.node, given, depth)
        # The outer name is only another word for what the function's own nodes make.
        for outer, inner in zip(node.outputs, scope.outputs, strict=False):
            node.scope.made.pop(outer, None)
            node.scope.bound[outer] = Value(scope, inner)


def _node(proto: Any, scope: Scope, given: dict[str, Any]) -> Node:
    attributes = {}
    for attribute in proto.attribute:
        # In a function's body an attribute may stand for one of the call's.
        meant = given.get(text(attribute.ref_attr_name)) if attribute.ref_attr_name else attribute
        if meant is not None:
            attributes[text(attribute.name)] = meant
    domain, op = text(proto.domain), text(proto.op_type)
    return Node(
        op if domain in DOMAINS else f"{domain}.{op}",
        text(proto.name),
        tuple(text(name) for name in proto.input),
        tuple(text(name) for name in proto.output),
        attributes,
        scope,
    )
