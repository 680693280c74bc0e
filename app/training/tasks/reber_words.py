"""The words of the card of ``reber``."""

from __future__ import annotations

from app.training.words import Words

__all__ = ["WORDS"]

_INNER = "BTSSXXTTVPSE"
_LONG = "BPTTTTTTTTTTTTVPXTTTTTTTTTVPXVPXTTTTTTTTTTTTVPXTTTTTTVVE"

WORDS = Words(
    title={"en": "Reber grammar", "zh": "Reber 语法"},
    task={
        "en": "Which symbols may come next in a string of the embedded Reber grammar. Its last symbol but one must be the same T or P that came second, however long the part between them is.",
        "zh": "在嵌入式 Reber 语法的字符串里，下一个可以是哪些符号。倒数第二个符号必须与第二个符号相同（T 或 P），不管两者相隔多远。",
    },
    examples=[
        {
            "title": {"en": "A T to remember", "zh": "记住 T"},
            "hint": {
                "en": "Unit 1 rises at the second symbol, T, and stays up. At the first E it alone tells what must return: T, and the network is sure.",
                "zh": "读到第二个符号 T，单元 1 升高，之后一直保持。到第一个 E 时，只有它知道该回来的是 T，网络也很有把握。",
            },
            "text": f"BT{_INNER}TE",
            "step": 13,
            "unit": 0,
            "channel": "cell_state",
            "probes": [0],
        },
        {
            "title": {"en": "The same with P", "zh": "换成 P"},
            "hint": {
                "en": "The same symbols between, but P came second: unit 1 stays below zero, and P is expected.",
                "zh": "中间的符号完全相同，但第二个是 P：单元 1 一直低于零，网络预测 P。",
            },
            "text": f"BP{_INNER}PE",
            "step": 13,
            "unit": 0,
            "channel": "cell_state",
            "probes": [0],
        },
        {
            "title": {"en": "Sixty symbols long", "zh": "长达六十个符号"},
            "hint": {
                "en": "Twice as long as any string it was trained on: the forget gate of unit 1 carries the T to the end.",
                "zh": "比训练过的任何字符串都长一倍：单元 1 的遗忘门把 T 一直带到最后。",
            },
            "text": f"BT{_LONG}TE",
            "step": 1 + len(_LONG),
            "unit": 0,
            "channel": "forget_gate",
            "probes": [0],
        },
        {
            "title": {"en": "A wrong return", "zh": "回错了"},
            "hint": {
                "en": "T came second, but P returns: the network gave it next to nothing. From there on no rule says what may come.",
                "zh": "第二个是 T，回来的却是 P：网络给它的概率几乎为零。从这里起，规则不再说明后面可以是什么。",
            },
            "text": f"BT{_INNER}PE",
            "step": 13,
            "unit": 0,
            "channel": "cell_state",
            "probes": [0],
        },
    ],
    readings={
        "first": {
            "en": "the T (above 0) or P (below 0) that must return",
            "zh": "将要回来的是 T（大于 0）还是 P（小于 0）",
        }
    },
    metrics={
        "accuracy": {"en": "steps right, new strings", "zh": "新字符串中正确的步"},
        "return": {"en": "T or P returns rightly", "zh": "T 或 P 回得对"},
        "r_first": {"en": "r of unit 1 with T or P", "zh": "单元 1 与 T 或 P 的相关系数 r"},
        "accuracy_long": {"en": "steps right, strings twice as long", "zh": "两倍长字符串中正确的步"},
        "return_long": {"en": "T or P returns rightly, twice as long", "zh": "两倍长时 T 或 P 回得对"},
        "r_first_long": {"en": "r of unit 1, twice as long", "zh": "两倍长时单元 1 的 r"},
    },
    knock_outs=[
        {
            "en": "Hold the forget gate of unit 1 at 0, and the first T or P is lost: the right one is the likelier in {after} of the strings instead of {before}. Guessing gives 0.50.",
            "zh": "把单元 1 的遗忘门固定为 0，最初的 T 或 P 就丢了：猜对的比例从 {before} 降到 {after}，瞎猜是 0.50。",
        }
    ],
    trained_on={
        "en": "2,000 strings drawn from the grammar (app/training/tasks/reber_grammar.py), at most 30 symbols long; no data set. Grammar: Reber (1967); embedded: Cleeremans, Servan-Schreiber & McClelland (1989); with an LSTM: Hochreiter & Schmidhuber (1997).",
        "zh": "按语法（app/training/tasks/reber_grammar.py）随机生成的 2000 个字符串，最长 30 个符号，不用数据集。语法出自 Reber（1967）；嵌入式语法：Cleeremans、Servan-Schreiber 与 McClelland（1989）；用 LSTM 学习：Hochreiter 与 Schmidhuber（1997）。",
    },
    license={"en": "MIT", "zh": "MIT 许可"},
    notes=[
        {
            "en": "A step is right when every symbol that may come has a probability above 0.25, and no other has. Where two symbols may come, training wants 0.5 for each.",
            "zh": "判定标准：可以出现的每个符号概率都大于 0.25，其余的都不大于 0.25，这一步才算对。有两个符号可选时，训练要求各为 0.5。",
        },
        {
            "en": "Guided unit: during training unit 1 was also asked for the T or P that must return. This helper output is not part of the network.",
            "zh": "有引导的单元：训练时还要求单元 1 给出将要回来的是 T 还是 P。这个辅助输出不属于网络本身。",
        },
        {
            "en": "Plain gates: nothing was penalised. At each step something happens, so there is no step at which all gates should hold.",
            "zh": "门未经整洁：训练时没有惩罚项。每一步都有事发生，没有哪一步需要所有的门都保持不动。",
        },
    ],
)
