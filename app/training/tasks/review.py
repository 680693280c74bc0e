"""``review``: the feeling of an English review, word by word."""

from __future__ import annotations

from pathlib import Path

from app.training.task import KnockOut, Model, Recipe, Task
from app.training.tasks.review_measure import LENGTHS, NEGATION, READINGS, SCORE, measure_reviews, truth
from app.training.tasks.review_rule import sample
from app.training.tasks.review_words import vocabulary
from app.training.words import Words

__all__ = ["REVIEW", "TASKS"]

RECIPE = Recipe(hidden_size=4, steps=7000, lengths=LENGTHS, tidiness=0.1, seed=2)
TEXTS = Path(__file__).with_name("review_texts.txt")


def measure(model: Model) -> dict[str, float]:
    """The measures of reviews, on random words and on English lines."""
    return measure_reviews(model, "english", TEXTS)


WORDS = Words(
    title={"en": "Review", "zh": "评论情感"},
    task={
        "en": "The feeling of a review after every word, from -1 to 1. Any English text will do.",
        "zh": "每读一个词，就给出读到此处的情感分，范围 -1 到 1；可以输入任意英文。",
    },
    examples=[
        {
            "title": {"en": "A review with “not … but”", "zh": "带有“not … but”的评论"},
            "hint": {
                "en": "Unit 2 switches on at “not” and off at “good”, which then counts as bad: unit 1 sinks. At “but” the forget gate of unit 1 drops about half.",
                "zh": "单元 2 读到“not”时打开，读到“good”时关闭，“good”因此算作差评，单元 1 随之下降；读到“but”时，单元 1 的遗忘门丢掉约一半记忆。",
            },
            "text": "The breakfast was not good but I will definitely buy it again",
            "step": 3,
            "unit": 1,
        },
        {
            "title": {"en": "The cereal review", "zh": "麦片的评论"},
            "hint": {
                "en": "Three words of praise carry it. Everything else leaves unit 1 as it is: its forget gate stays near 1.",
                "zh": "真正起作用的只有三个褒义词；遇到其余的词，单元 1 的遗忘门都接近 1，记忆原样保留。",
            },
            "text": "This cereal is simply amazing, my family finally gets a perfectly balanced breakfast every morning and I will definitely order another box",
            "step": 12,
            "unit": 0,
            "channel": "forget_gate",
            "probes": [0],
        },
        {
            "title": {"en": "“not” far from its word", "zh": "“not”离得很远"},
            "hint": {
                "en": "Six words lie between “not” and “great”. Unit 2 remembers the “not” all the way.",
                "zh": "“not”和“great”之间隔着六个词，单元 2 一路都记着这个“not”。",
            },
            "text": "This is not what most people would call a great hotel",
            "step": 8,
            "unit": 1,
            "channel": "cell_state",
            "probes": [1],
        },
        {
            "title": {"en": "“very” and “slightly”", "zh": "“very”与“slightly”"},
            "hint": {
                "en": "The same word three times: unit 3 remembers how strongly the next one is meant.",
                "zh": "同一个词出现三次：单元 3 记着下一次说得重还是轻。",
            },
            "text": "The soup was slightly bad, the fish was bad, and the service was very bad",
            "step": 13,
            "unit": 2,
            "channel": "hidden_state",
            "probes": [2],
        },
        {
            "title": {"en": "No word it knows", "zh": "没有一个认识的词"},
            "hint": {
                "en": "No feeling, no “not”: nothing is written, and all lanes stay flat.",
                "zh": "没有情感词，也没有“not”：什么都没有写入，每条曲线都是平的。",
            },
            "text": "We took the train to the harbour at nine in the morning",
        },
    ],
    readings={
        "score": {
            "en": "the feeling so far: above 0 good, below 0 bad",
            "zh": "到目前为止的情感：大于 0 为好评，小于 0 为差评",
        },
        "negation": {
            "en": "a “not” that waits for its feeling word",
            "zh": "记着一个“not”，直到遇到它要否定的情感词",
        },
        "strength": {
            "en": "a “very” (above 0) or “slightly” (below 0) that waits",
            "zh": "记着一个“very”（大于 0）或“slightly”（小于 0）",
        },
    },
    metrics={
        "r2": {"en": "variance of the score explained, R²", "zh": "解释的得分方差 R²"},
        "r2_double_length": {"en": "R², twice as long", "zh": "两倍长时的 R²"},
        "r2_english": {"en": "R² on English reviews", "zh": "真实英文评论上的 R²"},
        "forget_on_neutral": {
            "en": "forget gate of unit 1 at neutral words",
            "zh": "中性词处单元 1 的遗忘门",
        },
        "r_score": {"en": "r of unit 1 with the score", "zh": "单元 1 与得分的相关系数 r"},
        "r_negation": {"en": "r of unit 2 with a waiting “not”", "zh": "单元 2 与等待中的否定的 r"},
        "r_strength": {"en": "r of unit 3 with a waiting “very”", "zh": "单元 3 与等待中的程度的 r"},
    },
    knock_outs=[
        {
            "en": "Hold the forget gate of unit 1 at 0, and each word wipes out what was felt before: R² falls from {before} to {after}.",
            "zh": "把单元 1 的遗忘门固定为 0，每读一个词都会抹掉之前的情感：R² 从 {before} 降到 {after}。",
        },
        {
            "en": "Hold that of unit 2 at 0, and a “not” is forgotten before its word comes: r with the waiting negation falls from {before} to {after}.",
            "zh": "把单元 2 的遗忘门固定为 0，“not”还没等到它的词就忘了：与等待中的否定的相关系数从 {before} 降到 {after}。",
        },
    ],
    trained_on={
        "en": "Random word sequences; the score is computed by a rule (app/training/tasks/review_rule.py). Valences and word lists: VADER by C.J. Hutto and Eric Gilbert (2014), the lexicon of the package vaderSentiment 3.3.2, divided by 4.",
        "zh": "按规则随机生成的词序列，得分由规则算出（app/training/tasks/review_rule.py）。情感值与词表：C.J. Hutto 与 Eric Gilbert 的 VADER（2014），取自 vaderSentiment 3.3.2 的词典，除以 4。",
    },
    license={
        "en": "MIT; so is the lexicon, Copyright (c) 2016 C.J. Hutto: its notice is kept in this card",
        "zh": "MIT 许可；词典同样采用 MIT 许可，Copyright (c) 2016 C.J. Hutto，其声明保留在本卡片中",
    },
    notes=[
        {
            "en": "Tidier gates: training also penalised |i*g| and 1 - f at neutral words.",
            "zh": "门更整洁：训练时对中性词处的 |i*g| 与 1 - f 加了惩罚。",
        },
        {
            "en": "Guided units: during training units 1, 2 and 3 were each also asked for one quantity (score, waiting negation, waiting strength). These helper outputs are not part of the network.",
            "zh": "有引导的单元：训练时还分别要求单元 1、2、3 给出得分、等待中的否定和等待中的程度。这些辅助输出不属于网络本身。",
        },
        {
            "en": "It knows words, not sentences: a full stop is not a step, so a “not” without a feeling word waits on into the next sentence, until a feeling word or a “but”.",
            "zh": "它只认识词，不懂句子：句号不占一步，所以没有等到情感词的“not”会一直留到下一句，直到出现情感词或“but”。",
        },
        {
            "en": "Memory drifts slowly where no known word follows: 80 neutral words after “not good” turn -0.32 into -0.55. It was trained on up to 32 words.",
            "zh": "之后若一直没有认识的词，记忆会慢慢漂移：“not good”之后再读 80 个中性词，-0.32 会变成 -0.55。训练用的序列最长 32 个词。",
        },
    ],
)

REVIEW = Task(
    id="review",
    recipe=RECIPE,
    head_kind="linear",
    head_labels=("feeling",),
    readings=READINGS,
    vocabulary=vocabulary,
    sample=sample,
    measure=measure,
    truth=truth,
    at_least={
        "r2": 0.98,
        "r2_double_length": 0.98,
        "r2_english": 0.98,
        "r_score": 0.9,
        "r_negation": 0.9,
        "r_strength": 0.9,
    },
    knock_outs=(
        KnockOut("forget_gate", SCORE, 0.0, "r2", 0.5),
        KnockOut("forget_gate", NEGATION, 0.0, "r_negation", 0.7),
    ),
    words=WORDS,
)

TASKS = (REVIEW,)
