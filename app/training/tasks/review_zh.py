"""``review-zh``: the feeling of a Chinese review, word by word, by the rule of ``review``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.training.task import Model, Task
from app.training.tasks.review import REVIEW
from app.training.tasks.review_measure import measure_reviews
from app.training.tasks.review_zh_words import vocabulary
from app.training.words import Words

__all__ = ["REVIEW_ZH", "TASKS"]

TEXTS = Path(__file__).with_name("review_zh_texts.txt")


def measure(model: Model) -> dict[str, float]:
    """The measures of reviews, on random words and on Chinese lines."""
    return measure_reviews(model, "chinese", TEXTS)


WORDS = Words(
    title={"en": "Review, Chinese", "zh": "中文评论情感"},
    task={
        "en": "The feeling of a Chinese review after every word, from -1 to 1. Words are cut by a small vocabulary.",
        "zh": "每读一个词，就给出读到此处的情感分，范围 -1 到 1；可以输入任意中文，按一份小词表切分成词。",
    },
    examples=[
        {
            "title": {"en": "“不” and “但是”", "zh": "“不”和“但是”"},
            "hint": {
                "en": "Unit 2 switches on at “不” (not) and off at “好吃” (tasty), which then counts as bad: the prediction drops at once, unit 1 a word later. At “但是” (but) the forget gate of unit 1 lets about half go.",
                "zh": "单元 2 读到“不”时打开，读到“好吃”时关闭，“好吃”因此算作差评：预测立刻下降，单元 1 晚一个词跟上；读到“但是”时，单元 1 的遗忘门丢掉约一半记忆。",
            },
            "text": "早餐不好吃，菜就三个，但是房间很干净，老板也热情",
            "step": 2,
            "unit": 1,
            "channel": "cell_state",
            "probes": [0, 1, 2],
        },
        {
            "title": {"en": "“不是” far from its word", "zh": "“不是”离得很远"},
            "hint": {
                "en": "Six words lie between “不是” (is not) and “好看” (good to watch). Unit 2 remembers the negation all the way.",
                "zh": "“不是”和“好看”之间隔着六个词，单元 2 一路都记着这个否定。",
            },
            "text": "这不是一部所有人都会觉得好看的电影",
            "step": 1,
            "unit": 1,
            "channel": "cell_state",
            "probes": [0, 1, 2],
        },
        {
            "title": {"en": "“有点” and “非常”", "zh": "“有点”与“非常”"},
            "hint": {
                "en": "The same word “咸” (salty) three times: unit 3 remembers how strongly the next one is meant.",
                "zh": "同一个“咸”出现三次：单元 3 记着下一次说得轻还是重。",
            },
            "text": "汤有点咸，菜咸，面条非常咸",
            "step": 1,
            "unit": 2,
            "channel": "hidden_state",
            "probes": [0, 1, 2],
        },
        {
            "title": {"en": "Only neutral words", "zh": "全是中性词"},
            "hint": {
                "en": "No feeling, no “不”: nothing is written, and all lanes stay flat.",
                "zh": "没有情感词，也没有“不”：什么都没有写入，每条曲线都是平的。",
            },
            "text": "昨天下午我们坐地铁去机场接朋友",
        },
    ],
    readings={
        "score": {
            "en": "the feeling so far: above 0 good, below 0 bad",
            "zh": "到目前为止的情感：大于 0 为好评，小于 0 为差评",
        },
        "negation": {
            "en": "a “不” that waits for its feeling word",
            "zh": "记着一个“不”，直到遇到它要否定的情感词",
        },
        "strength": {
            "en": "a “很” (above 0) or “有点” (below 0) that waits",
            "zh": "记着一个“很”（大于 0）或“有点”（小于 0）",
        },
    },
    metrics={
        "r2": {"en": "variance of the score explained, R²", "zh": "解释的得分方差 R²"},
        "r2_double_length": {"en": "R², twice as long", "zh": "两倍长时的 R²"},
        "r2_chinese": {"en": "R² on Chinese reviews", "zh": "中文评论上的 R²"},
        "forget_on_neutral": {
            "en": "forget gate of unit 1 at neutral words",
            "zh": "中性词处单元 1 的遗忘门",
        },
        "r_score": {"en": "r of unit 1 with the score", "zh": "单元 1 与得分的相关系数 r"},
        "r_negation": {"en": "r of unit 2 with a waiting “不”", "zh": "单元 2 与等待中的否定的 r"},
        "r_strength": {"en": "r of unit 3 with a waiting “很”", "zh": "单元 3 与等待中的程度的 r"},
    },
    knock_outs=[
        {
            "en": "Hold the forget gate of unit 1 at 0, and each word wipes out what was felt before: R² falls from {before} to {after}.",
            "zh": "把单元 1 的遗忘门固定为 0，每读一个词都会抹掉之前的情感：R² 从 {before} 降到 {after}。",
        },
        {
            "en": "Hold that of unit 2 at 0, and a “不” is forgotten before its word comes: r with the waiting negation falls from {before} to {after}.",
            "zh": "把单元 2 的遗忘门固定为 0，“不”还没等到它的词就忘了：与等待中的否定的相关系数从 {before} 降到 {after}。",
        },
    ],
    trained_on={
        "en": "Random word sequences; the score is computed by the rule of review (app/training/tasks/review_rule.py). Words and valences were written for this project; the 40 reviews that R² is measured on, too.",
        "zh": "按规则随机生成的词序列，得分由与 review 相同的规则算出（app/training/tasks/review_rule.py）。词表与情感值为本项目编写，用来测 R² 的 40 条评论也是。",
    },
    license={"en": "MIT", "zh": "MIT 许可"},
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
            "en": "R² on reviews says how well it follows the rule, not how well the rule reads people. The vocabulary is small and in simplified characters.",
            "zh": "评论上的 R² 衡量它是否照规则行事，而不是规则有多懂人。词表不大，只收简体字。",
        },
        {
            "en": "It knows words, not sentences: a comma is not a step, so a “没有” without a feeling word waits on into the next clause, until a feeling word or a “但是”.",
            "zh": "它只认识词，不懂句子：标点不占一步，所以没有等到情感词的“没有”会一直留到下一句，直到出现情感词或“但是”。",
        },
        {
            "en": "Words are cut by the longest match from the left, which is wrong now and then.",
            "zh": "分词用从左到右的最长匹配，偶尔会切错。",
        },
        {
            "en": "Memory drifts slowly where no known word follows: 80 neutral words after “不好吃” turn -0.33 into -0.40. It was trained on up to 32 words.",
            "zh": "之后若一直是中性词，记忆会慢慢漂移：“不好吃”之后再读 80 个中性词，-0.33 会变成 -0.40。训练用的序列最长 32 个词。",
        },
    ],
)

# The rule, the losses and the thresholds are those of ``review``.
REVIEW_ZH: Task = replace(
    REVIEW,
    id="review-zh",
    recipe=replace(REVIEW.recipe, steps=9000, seed=3),
    vocabulary=vocabulary,
    measure=measure,
    at_least={name.replace("english", "chinese"): least for name, least in REVIEW.at_least.items()},
    words=WORDS,
)

TASKS = (REVIEW_ZH,)
