"""``brackets``: how deep in brackets a character stands.

"(" raises the depth by one, ")" lowers it, anything else leaves it; the depth counts the
character itself. Training strings stay between 0 and DEEPEST. A ")" without its "(" is
never trained on: what the network does there is its own affair.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.analysis.accuracy import r_squared, rounded_accuracy
from app.analysis.correlation import unit_correlation
from app.analysis.gates import mean_at
from app.training.measure import at_both_lengths
from app.training.task import Batch, KnockOut, Model, Reading, Recipe, Task, Vocabulary
from app.training.words import Words

__all__ = ["BRACKETS", "TASKS", "sample", "teach", "truth"]

Array = NDArray[Any]

DEEPEST = 8
OPEN, CLOSE = range(2)
RECIPE = Recipe(hidden_size=3, steps=6000, lengths=(10, 64), tidiness=1.0, seed=4)
READINGS = (Reading("depth", 0.5),)


def vocabulary() -> Vocabulary:
    """The two brackets; every other character is unknown, which is all zeros."""
    return Vocabulary("characters", ("(", ")"), np.eye(2, dtype=np.float32), ("(", ")"))


def teach(inputs: Array) -> Batch:
    """Count the depth.

    Parameters
    ----------
    inputs : array [T, B, 2]
        One-hot brackets, zeros for any other character.

    Returns
    -------
    Batch
        Target and reading: the depth after each character.

    Examples
    --------
    >>> text = np.array([[1, 0], [0, 0], [1, 0], [0, 1]])[:, None]
    >>> teach(text).targets.ravel()
    array([1, 1, 2, 1])
    """
    depth = np.cumsum(inputs[..., OPEN] - inputs[..., CLOSE], axis=0)[..., None]
    return Batch(inputs, depth, depth, hold=np.logical_not(inputs.any(axis=2)))


def truth(values: Array) -> Array:
    """The depth after each step, while every ")" has had its "(".

    Parameters
    ----------
    values : array [T, 2]
        One-hot brackets, zeros for any other character.

    Returns
    -------
    array [T, 1]
        NaN from the first ")" on that closes nothing.

    Examples
    --------
    >>> truth(np.array([[1, 0], [0, 1], [0, 1], [1, 0]])).ravel()
    array([ 1.,  0., nan, nan])
    """
    depth = teach(values[:, None]).targets[:, 0]
    return np.where(np.minimum.accumulate(depth) < 0, np.nan, depth)


def sample(vectors: Array, generator: np.random.Generator, length: int, count: int) -> Batch:
    """Random strings; each has its own share of other characters and its own liking for depth.

    Parameters
    ----------
    vectors : array [2, 2]
        The vocabulary.
    generator : Generator
        Source of all choices.
    length, count : int
        T and B.

    Returns
    -------
    Batch
    """
    other, opening = generator.uniform(0.0, 0.95, count), generator.uniform(0.35, 0.75, count)
    draws = generator.random((2, length, count))
    inputs, depth = np.zeros((length, count, 2)), np.zeros(count)
    for t in range(length):
        bracket = draws[0, t] >= other
        up = bracket & (depth < DEEPEST) & ((draws[1, t] < opening) | (depth == 0))
        down = bracket & ~up & (depth > 0)
        inputs[t, up], inputs[t, down] = vectors[OPEN], vectors[CLOSE]
        depth += up.astype(float) - down
    return teach(inputs)


def measure(model: Model) -> dict[str, float]:
    """Correlation and accuracy at the trained and at twice the trained length."""
    metrics: dict[str, float] = {}
    for suffix, held_out in at_both_lengths(model, sample, RECIPE.lengths[1]):
        predicted, true = np.concatenate(held_out.predictions), np.concatenate(held_out.targets)
        depth = held_out.reading(0)
        metrics |= {
            f"r_depth{suffix}": unit_correlation(held_out.traces, depth, channel="cell_state", unit=0),
            f"r2{suffix}": r_squared(predicted, true),
            f"accuracy{suffix}": rounded_accuracy(predicted, true),
        }
        if not suffix:
            kept = mean_at(held_out.traces, held_out.hold, channel="forget_gate", unit=0)
            metrics["forget_on_other_characters"] = kept
    return metrics


WORDS = Words(
    title={"en": "Brackets", "zh": "括号深度"},
    task={
        "en": "How many brackets are open after each character. All other characters count as nothing.",
        "zh": "每读一个字符，数出还有几层括号没有闭合；括号以外的字符一律不算。",
    },
    examples=[
        {
            "title": {"en": "Brackets ( ( ) )", "zh": "括号 ( ( ) )"},
            "hint": {
                "en": "The cell state of unit 1 is a staircase: up at “(”, down at “)”.",
                "zh": "单元 1 的细胞状态像楼梯：遇“(”上一级，遇“)”下一级。",
            },
            "text": "(()(()))",
            "step": 4,
            "unit": 0,
            "channel": "cell_state",
            "probes": [0],
        },
        {
            "title": {"en": "A line of code", "zh": "一行代码"},
            "hint": {
                "en": "Letters change nothing: the forget gate of unit 1 keeps the depth, and little is written.",
                "zh": "字母不会改变深度：单元 1 的遗忘门把它保住，几乎没有新的写入。",
            },
            "text": "print(max(len(name), min(4, width(rows(table)))))",
            "step": 15,
            "unit": 0,
            "channel": "forget_gate",
            "probes": [0],
        },
        {
            "title": {"en": "Long, and deep", "zh": "又长又深"},
            "hint": {
                "en": "Longer than any string it was trained on, up to depth 8 and back to 0.",
                "zh": "比训练时的任何字符串都长，深度升到 8 再回到 0。",
            },
            "text": "(a(b(c)(d(e(f)(g)))h)(i)(j(k(l(m(n(o(p)))))))q(r)(s)(t(u)(v(w)x)y)z)((())())",
            "step": 36,
            "unit": 0,
            "channel": "cell_state",
            "probes": [0],
        },
    ],
    readings={
        "depth": {
            "en": "the depth: one stair up at “(”, one down at “)”",
            "zh": "嵌套深度：“(”上一级台阶，“)”下一级",
        }
    },
    metrics={
        "r_depth": {"en": "r of unit 1 with the depth", "zh": "单元 1 与深度的相关系数 r"},
        "r2": {"en": "variance explained, R²", "zh": "解释的方差 R²"},
        "accuracy": {"en": "steps with the right depth", "zh": "深度正确的步"},
        "forget_on_other_characters": {
            "en": "forget gate of unit 1 at other characters",
            "zh": "其他字符处单元 1 的遗忘门",
        },
        "r_depth_double_length": {"en": "r of unit 1, twice as long", "zh": "两倍长时单元 1 的 r"},
        "r2_double_length": {"en": "variance explained, twice as long", "zh": "两倍长时解释的方差 R²"},
        "accuracy_double_length": {"en": "right depth, twice as long", "zh": "两倍长时深度正确的步"},
    },
    knock_outs=[
        {
            "en": "Hold the forget gate of unit 1 at 0, and the depth is lost at every step: it is right at {after} of the steps instead of {before}.",
            "zh": "把单元 1 的遗忘门固定为 0，每一步都会丢掉深度：深度正确的步从 {before} 降到 {after}。",
        }
    ],
    trained_on={
        "en": "Random strings of brackets and other characters, depth 0 to 8; made on the fly, no data set.",
        "zh": "括号与其他字符组成的随机字符串，深度 0 到 8；随用随生成，不用数据集。",
    },
    license={"en": "MIT", "zh": "MIT 许可"},
    notes=[
        {
            "en": "Tidier gates: training also penalised |i*g| and 1 - f at characters that are not brackets.",
            "zh": "门更整洁：训练时对非括号字符处的 |i*g| 与 1 - f 加了惩罚。",
        },
        {
            "en": "Guided unit: during training unit 1 was also asked for the depth. This helper output is not part of the network.",
            "zh": "有引导的单元：训练时还要求单元 1 给出深度。这个辅助输出不属于网络本身。",
        },
        {
            "en": "It was trained to depth 8 and on strings whose brackets match so far; deeper, or below zero, it guesses.",
            "zh": "训练深度到 8 为止，且右括号从不多于左括号；更深或出现多余的右括号时，它只能猜。",
        },
        {
            "en": "Memory drifts slowly: 80 letters after one “(” turn a depth of 1.0 into 0.8. It was trained on up to 64 characters.",
            "zh": "记忆会慢慢漂移：一个“(”之后再读 80 个字母，深度会从 1.0 变成 0.8。训练用的字符串最长 64 个字符。",
        },
    ],
)

BRACKETS = Task(
    id="brackets",
    recipe=RECIPE,
    head_kind="linear",
    head_labels=("depth",),
    readings=READINGS,
    vocabulary=vocabulary,
    sample=sample,
    measure=measure,
    truth=truth,
    at_least={
        "r_depth": 0.95,
        "r_depth_double_length": 0.95,
        "accuracy": 0.98,
        "accuracy_double_length": 0.95,
    },
    knock_outs=(KnockOut("forget_gate", 0, 0.0, "accuracy", 0.5),),
    words=WORDS,
)

TASKS = (BRACKETS,)
