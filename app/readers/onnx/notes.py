"""What a reader should know of an ONNX file's stacks, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from app.readers.onnx.cells import CELL_STATE, HIDDEN, INPUT, LENGTHS, label
from app.readers.onnx.chains import Chain, name_of, sources
from app.readers.onnx.fold import Folder
from app.readers.onnx.graph import Graph, Node, Scope, Value, find
from app.readers.onnx.ops import MOVES
from app.readers.onnx.tensors import decode
from app.readers.reading import Note
from app.weights import Array

__all__ = ["names", "notes", "start_states"]

SEARCH_LIMIT = 100
STATES = ((HIDDEN, "hidden_state"), (CELL_STATE, "cell_state"))


def names(found: Sequence[Chain]) -> list[str]:
    """A name for each stack, none twice: those in two branches of an If get the branch's name."""
    plain = [name_of(chain.first) for chain in found]
    given: list[str] = []
    for chain, name in zip(found, plain, strict=True):
        if plain.count(name) > 1:
            name = ".".join([name, *(role.removesuffix("_branch") for role in chain.ways().values())])
        count = 2
        unique = name
        while unique in given:
            unique, count = f"{name}_{count}", count + 1
        given.append(unique)
    return given


def notes(folder: Folder, chain: Chain, name: str, embedded: bool) -> Iterator[Note]:
    """All notes of one stack."""
    if chain.first.backward:
        yield Note(
            en=f"{name} reads its sequence from the last step to the first. Here it runs from first to last: "
            "give it the sequence in reverse order.",
            zh=f"{name} 从最后一步往第一步读取序列。这里按从前往后运行：请把序列倒过来输入。",
        )
    if chain.places > 1:
        yield Note(
            en=f"The file runs {name} in {chain.places} places with the same weights; it is shown once.",
            zh=f"文件在 {chain.places} 处用同样的权重运行 {name}；这里只显示一次。",
        )
    yield from _start_notes(folder, chain, name)
    if any(layer.node.input(LENGTHS) is not None for layer in chain.layers[0]):
        yield Note(
            en=f"The file gives {name} the length of each sequence; here all steps of a sequence run.",
            zh=f"文件为 {name} 给出了每条序列的长度；这里会运行序列的每一步。",
        )
    before = None if embedded else _in_front(folder.graph, chain)
    if before is not None:
        yield _input_note(before, name, chain.first.directions[0].input_size)
    yield from _branch_notes(folder, chain, name)


def _input_note(before: Node, name: str, size: int) -> Note:
    if before.op == "OneHot":
        return Note(
            en=f"{name} reads one-hot rows: of {size} numbers a step, the token's is 1 and the others 0.",
            zh=f"{name} 读取的是 one-hot 向量：每步 {size} 个数，该词元对应的那个为 1，其余为 0。",
        )
    maker = label(before)
    return Note(
        en=f"{name} reads what {maker} makes, which is not run here: give it numbers, {size} a step.",
        zh=f"{name} 读取的是 {maker} 的结果，而这一部分不在这里运行：请直接输入数值，每步 {size} 个。",
    )


def _in_front(graph: Graph, chain: Chain) -> Node | None:
    """The operation behind the moves in front of a stack; None where its input is the network's own."""
    value = chain.first.node.input(INPUT)
    for _ in range(SEARCH_LIMIT):
        node = graph.maker(value) if value is not None else None
        if node is None or (node.op not in MOVES and node.op != "If"):
            return node
        body = node.bodies.get("then_branch")
        inside = find(body, body.outputs[0]) if body is not None and body.outputs else None
        value = node.input(0) if body is None else inside
    return None


def start_states(folder: Folder, chain: Chain) -> dict[str, list[Array | None]]:
    """The first states that the file gives the layers of a stack; None where one comes from outside.

    States that are zero, or that a twin in another branch begins with zero, are left out.
    """
    found: dict[str, list[Array | None]] = {}
    for place, state in STATES:
        arrays = [_start(folder, chain, index, place) for index in range(len(chain.layers))]
        if not all(array is not None and not array.any() for array in arrays):
            found[state] = arrays
    return found


def _start(folder: Folder, chain: Chain, index: int, place: int) -> Array | None:
    """A layer's first state; of twins, the one that is known."""
    for layer in chain.layers[index]:
        values = [value for node in layer.nodes if (value := node.input(place)) is not None]
        if all(_is_zero(folder, value, {}) for value in values):
            return np.zeros(1)
        arrays = [array for value in values if (array := folder.value(value)) is not None]
        if len(arrays) == len(layer.nodes):
            return np.concatenate([array.ravel() for array in arrays])
    return None


def _is_zero(folder: Folder, value: Value, known: dict[Value, bool]) -> bool:
    """Whether a value is zero in whatever shape: exporters make zeros as large as the batch is."""
    if value not in known and len(known) < SEARCH_LIMIT:
        # A graph that reads its own output would come here again.
        known[value] = False
        known[value] = _made_of_zeros(folder, value, known)
    return known.get(value, False)


def _made_of_zeros(folder: Folder, value: Value, known: dict[Value, bool]) -> bool:
    array, node = folder.value(value), folder.graph.maker(value)
    if array is not None:
        return not array.any()
    if node is None:
        return False
    if node.op == "ConstantOfShape":
        tensor = node.tensor("value")
        filling = None if tensor is None else decode(tensor, folder.budget)
        return tensor is None or (filling is not None and not filling.any())
    places = range(len(node.inputs)) if node.op == "Concat" else (0,)
    parts = [node.input(place) for place in places] if node.op in MOVES - {"Shape", "Size"} else []
    return bool(parts) and all(part is not None and _is_zero(folder, part, known) for part in parts)


def _start_notes(folder: Folder, chain: Chain, name: str) -> Iterator[Note]:
    states = start_states(folder, chain)
    if not states:
        return
    if all(array is not None for arrays in states.values() for array in arrays):
        en, zh = "begins with a state of its own, not with zeros", "从一个自带的非零状态开始"
    elif (giver := _giver(folder, chain)) is not None:
        en, zh = f"begins with the last state of {label(giver)}", f"从 {label(giver)} 的最后状态开始"
    else:
        en, zh = "is given its first state from outside", "的初始状态由外部给出"
    yield Note(
        en=f"In the file {name} {en}; here it begins with zeros.",
        zh=f"在文件里，{name} {zh}；这里从零开始。",
    )


def _giver(folder: Folder, chain: Chain) -> Node | None:
    """The recurrent node whose last state is the first one of a stack, such as an encoder's."""
    values = [chain.first.node.input(place) for place, _ in STATES]
    makers = [maker for value in values if value is not None for maker in sources(folder, value)]
    return next((maker for maker in makers if maker.op != "Gather"), None)


def _branch_notes(folder: Folder, chain: Chain, name: str) -> Iterator[Note]:
    """Say of a stack that stands in one branch of an If alone when the file takes it."""
    ways = chain.ways()
    scope: Scope | None = chain.first.node.scope
    while scope is not None:
        node = scope.caller
        if node is not None and id(node) in ways:
            en, zh = _condition(folder, node, scope.role == "then_branch")
            yield Note(en=f"The file takes {name} {en}.", zh=f"文件{zh}使用 {name}。")
        scope = scope.parent


def _condition(folder: Folder, node: Node, taken: bool) -> tuple[str, str]:
    value = node.input(0)
    maker = folder.graph.maker(value) if value is not None else None
    if maker is not None and maker.op == "Equal":
        for place in (0, 1):
            asked, number = maker.input(place), folder.value(maker.input(1 - place))
            if asked is not None and number is not None and number.size == 1:
                is_en, is_zh = ("is", "等于") if taken else ("is not", "不等于")
                what = number.ravel()[0]
                return f"when {asked.name[:40]} {is_en} {what}", f"在 {asked.name[:40]} {is_zh} {what} 时"
    answer = ("true", "成立") if taken else ("false", "不成立")
    shown = "" if value is None else value.name[:40]
    return f"when {shown} is {answer[0]}", f"在 {shown} {answer[1]}时"


def output_note(name: str, when: str) -> Note | None:
    """Say of an output layer which steps the file reads; None where it reads all."""
    words: Mapping[str, tuple[str, str]] = {
        "last": ("the last step", "最后一步"),
        "ends": (
            "the last step of each direction, which here is never one step, so that its values differ",
            "每个方向各自的最后一步，而这里没有任何一步与之相同，因此数值与文件不同",
        ),
    }
    if when not in words:
        return None
    en, zh = words[when]
    return Note(
        en=f"In the file, {name} reads {en}; here it is shown for every step.",
        zh=f"在文件里，{name} 只读取{zh}；这里每一步都显示。",
    )
