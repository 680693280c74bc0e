"""The words of the card of ``counter``."""

from __future__ import annotations

from app.training.words import Words

__all__ = ["WORDS"]

_UNIT = 2


def _text(n: int) -> str:
    return "a" * n + "b" * n + "."


WORDS = Words(
    title={"en": "Counter", "zh": "计数器"},
    task={
        "en": "As many b as there were a, then a full stop. After each character: what may come next?",
        "zh": "有几个 a，就跟几个 b，最后是句点。每读一个字符，预测下一个可以是什么。",
    },
    examples=[
        {
            "title": {"en": "Three a, three b", "zh": "三个 a，三个 b"},
            "hint": {
                "en": "The cell state of unit 3 climbs one stair at each a and descends one at each b. At the bottom the network expects the full stop.",
                "zh": "单元 3 的细胞状态遇 a 上一级，遇 b 下一级；下到底，网络就预测句点。",
            },
            "text": _text(3),
            "step": 5,
            "unit": _UNIT,
            "channel": "cell_state",
            "probes": [_UNIT],
        },
        {
            "title": {"en": "Twelve, more than it ever saw", "zh": "十二个，超出训练"},
            "hint": {
                "en": "It was trained to ten. The stairs go on above that: the last of twelve b still ends the string.",
                "zh": "训练时最多十个。台阶照样继续往上：第十二个 b 读完，预测的仍然是句点。",
            },
            "text": _text(12),
            "step": 23,
            "unit": _UNIT,
            "channel": "cell_state",
            "probes": [_UNIT],
        },
        {
            "title": {"en": "Twenty-five", "zh": "二十五个"},
            "hint": {
                "en": "Fifty steps, no mistake: at each b but the last only b may come, at the last only the full stop.",
                "zh": "五十步没有一处出错：最后一个 b 之前只能接 b，最后一个 b 之后只能接句点。",
            },
            "text": _text(25),
            "step": 49,
            "unit": _UNIT,
            "channel": "cell_state",
            "probes": [_UNIT],
        },
        {
            "title": {"en": "One string after another", "zh": "一串接一串"},
            "hint": {
                "en": "At the full stop the count begins anew, whatever came before.",
                "zh": "每到句点就重新数起，与前面读过什么无关。",
            },
            "text": _text(2) + _text(7) + _text(1) + _text(4),
            "step": 4,
            "unit": _UNIT,
            "channel": "cell_state",
            "probes": [_UNIT],
        },
    ],
    readings={
        "count": {
            "en": "how many b are missing: one stair up at an a, one down at a b",
            "zh": "还差几个 b：遇 a 上一级，遇 b 下一级",
        }
    },
    metrics={
        "accuracy_n25": {"en": "steps right, n = 1 to 25", "zh": "n 从 1 到 25 正确的步"},
        "strings_n25": {"en": "whole strings right, n = 1 to 25", "zh": "n 从 1 到 25 全对的字符串"},
        "accuracy_in_a_row": {"en": "steps right, strings in a row", "zh": "一串接一串时正确的步"},
        "r_count": {"en": "r of the counting unit with the count", "zh": "计数单元与计数的相关系数 r"},
    },
    knock_outs=[
        {
            "en": "Hold the forget gate of unit 3 at 0, and the count is lost at every step: {after} of the strings are right instead of {before}.",
            "zh": "把单元 3 的遗忘门固定为 0，每一步都会丢掉计数：全对的字符串从 {before} 降到 {after}。",
        },
        {
            "en": "Hold its input gate at 0, and nothing is counted: {after} of the strings are right instead of {before}.",
            "zh": "把它的输入门固定为 0，什么都数不进去：全对的字符串从 {before} 降到 {after}。",
        },
    ],
    trained_on={
        "en": "Strings of n = 1 to 10, one after another; made on the fly, no data set. Task: Gers & Schmidhuber (2001).",
        "zh": "n 从 1 到 10 的字符串，一串接一串；随用随生成，不用数据集。任务出自 Gers 与 Schmidhuber（2001）。",
    },
    license={"en": "MIT", "zh": "MIT 许可"},
    notes=[
        {
            "en": "A step is right when every character that may come has a probability above 0.25, and no other has. After an a two may come, and training wants 0.5 for each.",
            "zh": "判定标准：可以出现的每个字符概率都大于 0.25，其余的都不大于 0.25，这一步才算对。a 之后有两种可能，训练要求各为 0.5。",
        },
        {
            "en": "Plain gates: nothing was penalised, and no unit was asked for anything; unit 3 became the counter by itself. It is right up to n = 54. With the penalty on |i*g| and 1 - f at each a and b, four networks (seeds 1 to 4) were right up to 11, 11, 11 and 13 only; without it up to 54, 35, 38 and 14.",
            "zh": "门未经整洁：没有惩罚项，也没有要求哪个单元做什么，单元 3 是自己学会计数的。它一直到 n = 54 都正确。若在每个 a、b 处对 |i*g| 与 1 - f 加惩罚，四个网络（种子 1 到 4）只分别正确到 11、11、11、13；不加则为 54、35、38、14。",
        },
        {
            "en": "From n = 55 on it expects the full stop one b too early: an a adds nearly, not exactly, what a b takes away.",
            "zh": "从 n = 55 起，它会早一个 b 就预测句点：每个 a 加的与每个 b 减的几乎相等，但不完全相等。",
        },
    ],
)
