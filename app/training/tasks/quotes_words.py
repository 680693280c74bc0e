"""What the cards of ``quotes`` and ``quotes-plain`` say."""

from __future__ import annotations

from dataclasses import replace

from app.training.words import Words

__all__ = ["PLAIN_WORDS", "WORDS"]

DOOR = 'She said "come in" and opened the door'
LONG = "“It was a bright cold day in April, and the wind came up the hill from the sea, and nobody on the road said a word until we reached the gate”, he wrote"
CHINESE = "他说：“请进。”说完就笑了，又问：「要喝茶吗？」"

WORDS = Words(
    title={"en": "Quotation marks", "zh": "引号内外"},
    task={
        "en": 'Whether each character stands inside quotation marks. Any text will do: " opens and closes, “ ” and 「 」 come in pairs, all other characters change nothing.',
        "zh": '判断每个字符在引号里面还是外面。任何文字都可以：直引号 " 既开又关，“ ”和「 」成对出现，其余字符什么都不改变。',
    },
    examples=[
        {
            "title": {"en": "A quoted sentence", "zh": "一句引语"},
            "hint": {
                "en": "Follow the forget gate of unit 1: 1.00 at every letter, which keeps the memory, and 0.00 at each of the two marks, which wipes what was there. Units 2 and 3 keep nothing; they only notice the marks.",
                "zh": "看单元 1 的遗忘门：每个字母处都是 1.00，记忆原样保留；到两个引号处是 0.00，原来的内容被清空。单元 2、3 什么都不保留，只负责发觉引号。",
            },
            "text": DOOR,
            "step": DOOR.rindex('"'),
            "unit": 0,
            "channel": "forget_gate",
            "probes": [0, 1, 2],
        },
        {
            "title": {"en": "Chinese marks", "zh": "中文引号"},
            "hint": {
                "en": "The network never saw a Chinese character, and need not: only the marks count. Unit 2 lights up where a quotation opens, unit 3 where it closes.",
                "zh": "它从没见过汉字，也不需要：只有引号才算数。单元 2 在引号打开时亮起，单元 3 在引号关闭时亮起。",
            },
            "text": CHINESE,
            "step": CHINESE.index("「"),
            "unit": 1,
            "channel": "hidden_state",
            "probes": [0, 1, 2],
        },
        {
            "title": {"en": "A long quotation", "zh": "很长的引语"},
            "hint": {
                "en": "Twice as long as any text it was trained on. One unit carries a single yes or no across it; its cell state hardly moves.",
                "zh": "比训练时最长的文字还要长一倍。一个单元把“是”或“否”一路带到底，细胞状态几乎不动。",
            },
            "text": LONG,
            "step": LONG.index("”"),
            "unit": 0,
            "channel": "cell_state",
            "probes": [0, 1, 2],
        },
    ],
    readings={
        "inside": {
            "en": "above 0 inside, below 0 outside again; 0 until the first mark",
            "zh": "引号内大于 0，出了引号小于 0；第一个引号之前为 0",
        },
        "opening": {"en": "lights up at a mark that opens", "zh": "遇到开引号时亮起"},
        "closing": {"en": "lights up at a mark that closes", "zh": "遇到关引号时亮起"},
        "mark": {"en": "lights up at any mark", "zh": "遇到任何引号都亮起"},
    },
    metrics={
        "accuracy": {"en": "characters told right", "zh": "判断正确的字符比例"},
        "accuracy_double_length": {"en": "the same at double length", "zh": "两倍长度时的正确比例"},
        "forget_on_letters": {"en": "forget gate of unit 1 at letters", "zh": "单元 1 的遗忘门：字母处"},
        "forget_on_marks": {"en": "forget gate of unit 1 at marks", "zh": "单元 1 的遗忘门：引号处"},
        "forget_hold_minus_event": {
            "en": "forget gate of unit 1, letters minus marks",
            "zh": "单元 1 的遗忘门：字母处减引号处",
        },
        "r_inside": {"en": "r of unit 1 with inside or outside", "zh": "单元 1 与“引号内外”的相关"},
        "r_opening": {"en": "r of unit 2 with opening marks", "zh": "单元 2 与开引号的相关"},
        "r_closing": {"en": "r of unit 3 with closing marks", "zh": "单元 3 与关引号的相关"},
        "r_mark": {"en": "r of unit 4 with marks", "zh": "单元 4 与引号的相关"},
    },
    knock_outs=[
        {
            "en": "Hold the forget gate of unit 1 at 0, and it remembers nothing: the share of characters told right falls from {before} to {after}. Always saying “outside” would get 0.53.",
            "zh": "把单元 1 的遗忘门固定为 0，它就什么也记不住：正确比例从 {before} 降到 {after}；一律回答“引号外”也有 0.53。",
        }
    ],
    trained_on={
        "en": "Random texts of quotation marks in pairs and other characters; made on the fly, no data set.",
        "zh": "由成对的引号和其他字符组成的随机文字；随用随生成，不用数据集。",
    },
    license={"en": "MIT", "zh": "MIT 许可"},
    notes=[
        {
            "en": "Tidier gates: training also penalised |i*g| and 1 - f at characters that are no marks. The forget gate of unit 1 is 0.999 there and 0.05 at marks; trained without (quotes-plain) it is 0.71 and 0.01. Both tell every character of the test right.",
            "zh": "门更整洁：训练时对非引号字符处的 |i*g| 与 1 - f 加了惩罚。单元 1 的遗忘门在这些字符处为 0.999，在引号处为 0.05；不加惩罚（quotes-plain）则为 0.71 与 0.01。测试中两个网络每个字符都判断正确。",
        },
        {
            "en": "Guided units: during training each unit was also asked for one quantity (the memory, opening marks, closing marks, any mark). These helper outputs are not part of the network.",
            "zh": "有引导的单元：训练时还分别要求四个单元给出一个量（记忆、开引号、关引号、任何引号）。这些辅助输出不属于网络本身。",
        },
        {
            "en": "Memory drifts slowly: about 730 letters after one “ it thinks that the quotation has ended. It was trained on up to 64 characters. The plain variant does not drift: it writes its memory anew at every letter.",
            "zh": "记忆会慢慢漂移：一个“之后再读约 730 个字母，它就以为引语已经结束。训练用的文字最长 64 个字符。不加惩罚的那个不会漂移：它在每个字母处都把记忆重写一遍。",
        },
        {
            "en": "It knows one level and marks in pairs. After a mark that does not fit (a second “ inside, a ” with nothing open, a pair of two kinds) the rule is silent, and the network guesses.",
            "zh": "它只认一层、成对的引号。遇到不合规则的引号（引语里又出现“、没有打开就出现”、两种引号混成一对）之后，规则不再作答，网络只能猜。",
        },
    ],
)

PLAIN_EXAMPLES = [
    {
        "title": {"en": "A quoted sentence", "zh": "一句引语"},
        "hint": {
            "en": "Compare with Quotation marks: here the forget gate of unit 1 is 0.85 or 0.55 at letters. It loses some of its memory at every letter and writes it again at once: the input gate stays open.",
            "zh": "与“引号内外”对照：这里单元 1 的遗忘门在字母处只有 0.85 或 0.55，每个字母都丢掉一部分记忆，又马上重新写入——输入门一直开着。",
        },
        "text": DOOR,
        "step": DOOR.rindex('"') - 1,
        "unit": 0,
        "channel": "forget_gate",
        "probes": [0, 1, 2],
    },
    {
        "title": {"en": "A long quotation", "zh": "很长的引语"},
        "hint": {
            "en": "Twice as long as any text it was trained on, and the cell state of unit 1 settles at 1.49 and stays: what is forgotten and what is written are equal.",
            "zh": "比训练时最长的文字还要长一倍，单元 1 的细胞状态停在 1.49 不动：忘掉多少，就写入多少。",
        },
        "text": LONG,
        "step": LONG.index("”") - 1,
        "unit": 0,
        "channel": "cell_state",
        "probes": [0, 1, 2],
    },
]

PLAIN_WORDS = replace(
    WORDS,
    title={"en": "Quotation marks, plain", "zh": "引号内外（不加惩罚）"},
    task={
        "en": "The same task as Quotation marks, from the same seed, trained without the penalty that makes gates tidy.",
        "zh": "与“引号内外”任务相同、随机种子相同，训练时不加让门更整洁的惩罚。",
    },
    examples=PLAIN_EXAMPLES,
    notes=[
        {
            "en": "Plain training, for comparison. The forget gate of unit 1 is 0.71 at letters and 0.01 at marks, where quotes has 0.999 and 0.05. Both tell every character of the test right.",
            "zh": "普通训练，用来对照。单元 1 的遗忘门在字母处为 0.71，在引号处为 0.01；quotes 为 0.999 与 0.05。测试中两个网络每个字符都判断正确。",
        },
        {
            "en": "Guided units: during training each unit was also asked for one quantity, as in quotes. These helper outputs are not part of the network.",
            "zh": "有引导的单元：与 quotes 一样，训练时还分别要求四个单元给出一个量。这些辅助输出不属于网络本身。",
        },
        {
            "en": "It keeps by writing anew: at every letter as much goes in as is forgotten. So it holds a quotation of a thousand letters, which quotes loses after about 730.",
            "zh": "它靠不断重写来保留：每个字母处忘掉多少，就写入多少。因此它能记住上千个字母的引语，而 quotes 读到约 730 个字母就丢了。",
        },
        WORDS.notes[3],
    ],
)
