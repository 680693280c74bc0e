"""Follow values through a graph: what is constant, and what a layer's output becomes before the next one.

The second is found by trying it. A layer's output is given numbers that all differ; the operations behind
it move them; where they arrive in order at the next layer, that one is fed directly. No rule about transposes
and reshapes can be more certain, and none is needed.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

import numpy as np

from app.readers.onnx.graph import Graph, Node, Value, find
from app.readers.onnx.ops import OPS, Call
from app.readers.onnx.tensors import Budget, decode
from app.weights import Array

__all__ = ["Folder", "marks"]

DEPTH_LIMIT = 100
Outputs = Sequence[Array]


def marks(shape: Sequence[int]) -> Array:
    """Numbers of which none equals another, or another's opposite, half of them negative.

    A product, a rounding or a cut at zero on the way changes at least one of them.

    Examples
    --------
    >>> marks((2, 2)).tolist()
    [[1.5, -2.5], [3.5, -4.5]]
    """
    count = int(np.prod(shape))
    numbers = np.arange(1, count + 1, dtype=np.float32) + np.float32(0.5)
    numbers[1::2] *= -1
    return numbers.reshape(shape)


class Folder:
    """Values that can be computed from the file alone, or from some values that are given.

    Parameters
    ----------
    graph : Graph
        The file's graph.
    budget : Budget
        Bounds bytes and operations, over all folders of a file.
    given : mapping of Value to array
        What to take for values that the file does not determine.
    known : Folder, optional
        A folder without given values, asked first.
    """

    def __init__(
        self,
        graph: Graph,
        budget: Budget,
        given: Mapping[Value, Array] | None = None,
        known: Folder | None = None,
    ) -> None:
        self.graph, self.budget = graph, budget
        self._given, self._known = given or {}, known
        self._values: dict[Value, Array | None] = {}
        self._made: dict[Node, Outputs] = {}

    def value(self, value: Value | None, depth: int = 0) -> Array | None:
        """The array of a value; None where it cannot be told.

        Raises
        ------
        FileTooLarge
            When the budget is spent.
        UnreadableFile
            When a tensor on the way is damaged.
        """
        if value is None or depth > DEPTH_LIMIT:
            return None
        if value in self._given:
            return self._given[value]
        if value not in self._values:
            known = self._known.value(value, depth) if self._known is not None else None
            self._values[value] = self._find(value, depth) if known is None else known
        return self._values[value]

    def _find(self, value: Value, depth: int) -> Array | None:
        tensor = value.scope.initializers.get(value.name)
        if tensor is not None:
            return None if self._known is not None else decode(tensor, self.budget)
        made = value.scope.made.get(value.name)
        if made is None:
            return None
        node, place = made
        if node.op == "If":
            return self._either(node, place, depth)
        if node not in self._made:
            # A graph that reads its own output would come here again.
            self._made[node] = ()
            self._made[node] = self._run(node, depth)
        outputs = self._made[node]
        return outputs[place] if place < len(outputs) else None

    def _run(self, node: Node, depth: int) -> Outputs:
        operation = OPS.get(node.op)
        if operation is None:
            return ()
        self.budget.work()
        inputs = [self.value(node.input(place), depth + 1) for place in range(len(node.inputs))]
        if any(array is None and node.inputs[place] for place, array in enumerate(inputs)):
            # The shape of what is not known may still be asked for, but never by this way.
            return ()
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                return operation(Call(node, inputs, self.budget))
        except (
            ValueError,
            IndexError,
            TypeError,
            KeyError,
            AttributeError,
            OverflowError,
            ZeroDivisionError,
        ):
            # A damaged or an unheard-of use of an operation: its result is not known.
            return ()

    def _either(self, node: Node, place: int, depth: int) -> Array | None:
        """An If's output: of the branch that is taken, or of both where they are alike."""
        self.budget.work()
        branches = []
        for name in self._branches(node, depth):
            body = node.bodies.get(name)
            if body is None or place >= len(body.outputs):
                return None
            branches.append(self.value(find(body, body.outputs[place]), depth + 1))
        first = branches[0]
        alike = first is not None and all(
            other is not None and other.dtype == first.dtype and np.array_equal(first, other)
            for other in branches
        )
        return first if alike else None

    def _branches(self, node: Node, depth: int) -> tuple[str, ...]:
        condition = self.value(node.input(0), depth + 1)
        if condition is None or condition.size != 1:
            return ("then_branch", "else_branch")
        return ("then_branch",) if bool(condition.ravel()[0]) else ("else_branch",)
