"""The words that ``latch`` knows, and what its card says."""

from __future__ import annotations

from app.training.words import Words

__all__ = ["HOLD", "RESET", "SET", "WORDS"]

SET = ("set", "on", "开", "打开", "置位")
RESET = ("reset", "off", "关", "关闭", "关掉", "复位")
# They do nothing, as any other word; in the vocabulary they do not look like mistakes.
_HOLD = """
a after again all an and as at be before but by came day door for from go had has have he her his hold home
hour i in is it its keep kept lamp later let light long me minute more my night no not now of one or our out
room she shine so some stay stayed still switch switched switches that the their them then there they this
time to turn turned until up very wait waited walk was we went were when while will with yes yet you
一 一会儿 一直 不 了 人 他 他们 你 保持 再 出门 又 吧 呢 回家 在 天 她 好 就 已经 很 我 我们 房间 把 是 晚上
有 没 没有 灯 然后 现在 的 睡觉 着 等 等着 等等 走 过 还 这 那 都 里 门 电灯
"""
HOLD = tuple(_HOLD.split())

NAMED = "wait wait set wait wait wait set wait reset wait wait reset wait set wait wait"
LAMP = "Switch the lamp on and let it shine while we wait until one of us turns it off again"
CHINESE = "晚上回家，打开灯，等着，一直等着，睡觉了，把灯关掉，再等等。"

WORDS = Words(
    title={"en": "Latch", "zh": "锁存器"},
    task={
        "en": "One bit of memory: “set” or “on” switches it on, “reset” or “off” switches it off, every other word leaves it as it is.",
        "zh": "一个比特的记忆：“set”或“开”使它为 1，“reset”或“关”使它为 0，其他词都让它保持原样。",
    },
    examples=[
        {
            "title": {"en": "Set, hold, reset", "zh": "置位、保持、复位"},
            "hint": {
                "en": "The cell state of unit 1 is flat at every “wait”. “reset” closes its forget gate (0.10), so the old value goes, and -1 is written in its place. A second “set” changes little.",
                "zh": "读到每个“wait”时，单元 1 的细胞状态都是平的；“reset”使它的遗忘门关上（0.10），旧值清掉，换成 -1；重复的“set”几乎不起作用。",
            },
            "text": NAMED,
            "step": NAMED.split().index("reset"),
            "unit": 0,
            "channel": "forget_gate",
            "probes": [0, 1],
        },
        {
            "title": {"en": "A lamp", "zh": "一盏灯"},
            "hint": {
                "en": "“on” writes a 1, thirteen words leave it alone, “off” puts -1 in its place. Unit 2 only notices: it lights up at the two words that switch.",
                "zh": "“on”写入 1，接下来的 13 个词都不碰它，“off”把它换成 -1。单元 2 只负责发觉：只在两个开关词处亮起。",
            },
            "text": LAMP,
            "step": LAMP.split().index("on"),
            "unit": 0,
            "channel": "cell_state",
            "probes": [0, 1],
        },
        {
            "title": {"en": "The same in Chinese", "zh": "中文的开与关"},
            "hint": {
                "en": "“打开” (switch on) and “关掉” (switch off) have the same vectors as “set” and “reset”, so the network cannot tell them apart.",
                "zh": "“打开”“关掉”与“set”“reset”的向量相同，网络分不出它们的差别。",
            },
            "text": CHINESE,
            "unit": 0,
            "channel": "cell_state",
            "probes": [0, 1],
        },
    ],
    readings={
        "state": {
            "en": "the bit: above 0 set, below 0 reset; 0 until the first switch",
            "zh": "这个比特：大于 0 为置位，小于 0 为复位；第一次开关之前为 0",
        },
        "event": {"en": "lights up at a word that switches", "zh": "遇到开关词时亮起"},
    },
    metrics={
        "r_state": {"en": "r of unit 1 with the bit", "zh": "单元 1 与比特的相关"},
        "accuracy": {"en": "words told right", "zh": "判断正确的词的比例"},
        "flat": {"en": "how flat unit 1 is between switches", "zh": "两次开关之间单元 1 的平坦程度"},
        "r_state_double_length": {
            "en": "r of unit 1 with the bit, double length",
            "zh": "两倍长度时单元 1 与比特的相关",
        },
        "accuracy_double_length": {"en": "words told right, double length", "zh": "两倍长度时的正确比例"},
        "flat_double_length": {"en": "how flat, double length", "zh": "两倍长度时的平坦程度"},
        "r_event": {"en": "r of unit 2 with the switching words", "zh": "单元 2 与开关词的相关"},
        "forget_on_hold": {"en": "forget gate of unit 1 at other words", "zh": "单元 1 的遗忘门：其他词处"},
        "forget_on_reset": {
            "en": "forget gate of unit 1 where a set bit is reset",
            "zh": "单元 1 的遗忘门：由 1 复位时",
        },
    },
    knock_outs=[
        {
            "en": "Hold the forget gate of unit 1 at 0, and a “set” is lost at the next word: the share of words told right falls from {before} to {after}. Always saying 0 would get 0.62.",
            "zh": "把单元 1 的遗忘门固定为 0，“set”到下一个词就丢了：正确比例从 {before} 降到 {after}；一律回答 0 也有 0.62。",
        }
    ],
    trained_on={
        "en": "Random sequences of “set”, “reset” and other words; made on the fly, no data set.",
        "zh": "由“set”“reset”和其他词组成的随机序列；随用随生成，不用数据集。",
    },
    license={"en": "MIT", "zh": "MIT 许可"},
    notes=[
        {
            "en": "Tidier gates: training also penalised |i*g| and 1 - f at words that switch nothing.",
            "zh": "门更整洁：训练时对非开关词处的 |i*g| 与 1 - f 加了惩罚。",
        },
        {
            "en": "Guided units: during training unit 1 was also asked for the bit, and unit 2 for the words that switch. These helper outputs are not part of the network.",
            "zh": "有引导的单元：训练时还要求单元 1 给出这个比特、单元 2 标出开关词。这些辅助输出不属于网络本身。",
        },
        {
            "en": "Memory drifts slowly: about 740 other words after a “set” it takes the bit for 0. It was trained on up to 40 words.",
            "zh": "记忆会慢慢漂移：一个“set”之后再读约 740 个其他词，它就把这个比特当成 0。训练用的序列最长 40 个词。",
        },
        {
            "en": "It knows words, not meaning: “on” switches it on in “on the table”, too.",
            "zh": "它只认识词，不懂意思：“on the table”里的“on”也会使它为 1。",
        },
    ],
)
