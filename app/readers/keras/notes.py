"""What a reader of a Keras file should know, in English and 中文."""

from __future__ import annotations

from app.readers.reading import Note

__all__ = [
    "backwards",
    "chained",
    "first_state",
    "masked",
    "masking",
    "merged",
    "nowhere",
    "other_function",
    "shared",
    "stateful",
    "two_ends",
    "words",
]


def backwards(name: str) -> Note:
    """go_backwards of a layer alone."""
    return Note(
        f"{name} was trained to read sequences from the end (go_backwards). Here steps run in the order "
        "in which you give them: give the sequence reversed to see what the network does.",
        f"{name} 训练时从序列末尾往前读（go_backwards）。这里按你给出的顺序逐步运行：把序列倒过来输入，"
        "才是网络本来的读法。",
    )


def stateful(name: str) -> Note:
    """State kept between batches."""
    return Note(
        f"{name} keeps its states from one batch to the next (stateful). Here every sequence starts from "
        "zeros, unless you give initial states.",
        f"{name} 会把状态从一个批次带到下一个批次（stateful）。这里每个序列都从零开始，除非你给出初始状态。",
    )


def masked(name: str) -> Note:
    """mask_zero of an embedding."""
    return Note(
        f"{name} marks token 0 as padding (mask_zero), and Keras skips such steps. Here every step "
        "counts: leave the padding out.",
        f"{name} 把编号 0 当作填充（mask_zero），Keras 会跳过这些步。这里每一步都算：输入时请去掉填充。",
    )


def masking(name: str, value: object) -> Note:
    """A Masking layer."""
    return Note(
        f"{name} makes Keras skip steps whose values are all {value}. Here every step counts: leave such "
        "steps out.",
        f"{name} 让 Keras 跳过所有数值都等于 {value} 的步。这里每一步都算：输入时请去掉它们。",
    )


def merged(name: str, mode: str) -> Note:
    """Directions that are not put side by side."""
    return Note(
        f"{name} puts its two directions together by {mode!r}. Here they stand side by side, and what "
        "reads their combination is not run.",
        f"{name} 用 {mode!r} 合并两个方向。这里两个方向并排显示，读取合并结果的层不运行。",
    )


def first_state(name: str, source: str) -> Note:
    """An initial state that another layer makes."""
    return Note(
        f"{name} starts from states that {source} hands on. Here it starts from zeros, unless you give "
        "initial states.",
        f"{name} 的初始状态由 {source} 给出。这里从零开始，除非你给出初始状态。",
    )


def shared(name: str, calls: int) -> Note:
    """One layer used for several inputs."""
    return Note(
        f"{name} is used {calls} times in the model, with the same weights. Here it is one stack.",
        f"{name} 在模型里用了 {calls} 次，权重相同。这里只显示为一个堆叠。",
    )


def two_ends(name: str) -> Note:
    """An output layer on the last state of both directions."""
    return Note(
        f"In the trained network {name} reads the forward direction's last state and the backward "
        "direction's at the first step. Here it is shown at every step with both states of that step, "
        "so no step shows the network's own answer exactly.",
        f"在训练好的网络里，{name} 读取正向最后一步和反向第一步的状态。"
        "这里每一步都用该步的两个状态来计算，因此没有哪一步正好等于网络自己的输出。",
    )


def other_function(name: str, function: str) -> Note:
    """An output layer with a function that no head has."""
    return Note(
        f"{name} is followed by {function}, which is none of softmax, sigmoid and linear: choose one to "
        "show its sums.",
        f"{name} 后面是 {function}，不属于 softmax、sigmoid、linear：请选一种来显示它的求和结果。",
    )


def chained(names: list[str]) -> Note:
    """Layers joined because their sizes chain."""
    first, last = names[0], names[-1]
    return Note(
        f"{first} to {last} are taken as one stack: each reads as many values as the one before it hands "
        "on. A file of weights does not say that one feeds the next; model.save('model.keras') does.",
        f"{first} 到 {last} 被当作一个堆叠：每一层读取的数值个数正好等于前一层输出的个数。"
        "只有权重的文件没有说明它们首尾相接；用 model.save('model.keras') 保存就会说明。",
    )


def nowhere() -> Note:
    """Weights without a configuration."""
    return Note(
        "The file holds weights alone. It does not say which functions the layers use, whether a layer "
        "reads from the end, or how two directions are put together: Keras' usual settings are taken. "
        "model.save('model.keras') keeps them.",
        "文件里只有权重，没有说明各层用什么函数、是否从末尾往前读、两个方向怎样合并：这里按 Keras "
        "的默认设置处理。用 model.save('model.keras') 保存，这些信息才会保留。",
    )


def words(name: str, standardize: object) -> Note:
    """A layer that turned text into numbers."""
    en = f"The vocabulary is that of {name}. "
    zh = f"词表来自 {name}。"
    if standardize:
        en += f"In training it also changed the text first ({standardize}). "
        zh += f"训练时它还会先处理文本（{standardize}）。"
    return Note(en + "Here tokens are looked up as you write them.", zh + "这里按你写的词直接查表。")
