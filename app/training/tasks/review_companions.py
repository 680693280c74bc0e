"""What ``review`` is compared with: a plain recurrent network, and itself before training.

Both are kept apart from the networks that a reader can choose, and read its vocabulary.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.analysis.memory import early_word_left, prediction_kept
from app.training.task import Model
from app.training.tasks.review import RECIPE, REVIEW, measure
from app.training.tasks.review_rule import VALENCE
from app.training.words import Words

__all__ = ["REVIEW_RNN", "REVIEW_UNTRAINED", "TASKS"]

# Two early words of one side that differ in degree, and two of different sides.
EARLY = {"degree": ("horrible", "dull"), "side": ("superb", "awful")}
GAP = 59


def measure_memory(model: Model) -> dict[str, float]:
    """The measures of ``review``, and how much of an early word is left after neutral words."""
    silence = np.zeros((GAP, model.encoder.size))
    metrics = measure(model)
    for kind, words in EARLY.items():
        early = np.asarray(model.encoder.encode_tokens(list(words)).values, np.float64)
        found = early_word_left(model.stack, model.head, early, silence)
        metrics[f"{kind}_left"] = float(found.prediction[-1])
    feelings = np.unique(model.vectors, axis=0)
    for side, sign in (("praise", 1), ("blame", -1)):
        early = feelings[sign * feelings[:, VALENCE] > 0]
        metrics[f"{side}_kept"] = prediction_kept(model.stack, model.head, early, silence)
    return metrics


RNN_WORDS = Words(
    title={"en": "Review, by a plain RNN", "zh": "评论情感（普通 RNN）"},
    task={
        "en": "The task of “review”, learned by a plain recurrent network with the same number of weights: what an LSTM's gates are worth.",
        "zh": "与“review”相同的任务，由权重数目相同的普通循环网络学习：可以看出 LSTM 的门有什么用。",
    },
    examples=[],
    readings=REVIEW.words.readings,
    trained_on={
        "en": "What the network review was trained on: random word sequences drawn by the same rule, of the same lengths, with the same losses, schedule and seed.",
        "zh": "与 review 相同：按同一规则生成的随机词序列，长度、损失函数、训练安排和随机种子都相同。",
    },
    license={"en": "MIT", "zh": "MIT 许可"},
    notes=[
        {
            "en": "Ten units without gates have 160 weights, as many as the four units of the LSTM.",
            "zh": "十个没有门的单元共有 160 个权重，与四个单元的 LSTM 一样多。",
        },
        {
            "en": "It forgets degree, not side: 59 neutral words after “horrible” or “dull” it says nearly the same for both, but still tells blame from praise.",
            "zh": "它忘掉的是程度，不是褒贬：读过“horrible”或“dull”之后再读 59 个中性词，给出的分数几乎一样，但褒与贬仍分得清。",
        },
        {
            "en": "Not every plain network does so. Of ten, trained with the seeds 0 to 9, six had less than 0.15 of the difference between “horrible” and “dull” left, four more than half; one of these (seed 9) kept all its predictions nearly as they were. Ten LSTMs with these seeds had 0.88 to 1.08 left. All of them still told “superb” from “awful”.",
            "zh": "并非每个普通网络都如此。用随机种子 0 到 9 训练的十个网络中，六个只剩下“horrible”与“dull”之差的不到 0.15，四个剩下一半以上，其中一个（种子 9）的输出几乎都保持原样。用同样的种子训练的十个 LSTM 剩下 0.88 到 1.08。所有网络都仍能区分“superb”与“awful”。",
        },
        {
            "en": "The penalty that made the LSTM's gates tidier has nothing to act on here. Five LSTMs trained without it (seeds 0 to 4) had 0.62 to 0.98 left.",
            "zh": "让 LSTM 的门更整洁的惩罚在这里无从施加。不加这项惩罚训练的五个 LSTM（种子 0 到 4）剩下 0.62 到 0.98。",
        },
        {
            "en": "Guided units: during training units 1, 2 and 3 were each also asked for one quantity, as in the LSTM.",
            "zh": "有引导的单元：与 LSTM 一样，训练时还分别要求单元 1、2、3 给出一个量。",
        },
    ],
)

UNTRAINED_WORDS = Words(
    title={"en": "Review, before training", "zh": "评论情感（训练之前）"},
    task={
        "en": "The weights that the training of “review” began with: they have learned nothing yet.",
        "zh": "“review”开始训练时的权重：还什么都没有学到。",
    },
    examples=[],
    readings={
        "score": {
            "en": "the unit that training will ask for the feeling so far",
            "zh": "训练时将要求这个单元给出到目前为止的情感",
        },
        "negation": {
            "en": "the unit that training will ask for a waiting “not”",
            "zh": "训练时将要求这个单元记住“not”",
        },
        "strength": {
            "en": "the unit that training will ask for a waiting “very” or “slightly”",
            "zh": "训练时将要求这个单元记住“very”或“slightly”",
        },
    },
    trained_on={
        "en": "Nothing: the weights are those that the training of review starts from.",
        "zh": "没有训练：这就是 review 开始训练时的权重。",
    },
    license={"en": "MIT", "zh": "MIT 许可"},
    notes=[
        {
            "en": "Drawn at random, evenly between -0.5 and 0.5, with the seed of “review”; all biases 0 but those of the forget gate, which are 1.5.",
            "zh": "以“review”的随机种子在 -0.5 到 0.5 之间均匀抽取；除遗忘门的偏置为 1.5 外，其余偏置都是 0。",
        },
        {
            "en": "Forget gates start rather open because their biases start at 1.5: a common choice, with which an error reaches far back from the first update on.",
            "zh": "遗忘门的偏置初值为 1.5，所以一开始就比较敞开：这是常用的做法，误差因此从第一次更新起就能传到很早的时间步。",
        },
    ],
)

# Ten units of a plain cell have as many weights, 160, as the four units of the LSTM. Task, data,
# schedule and losses are the same; a penalty on gates means nothing to a cell that has none.
REVIEW_RNN = replace(
    REVIEW,
    id="review-rnn",
    recipe=replace(RECIPE, cell="rnn", hidden_size=10, tidiness=0.0),
    readings=tuple(replace(reading, channel="hidden_state") for reading in REVIEW.readings),
    measure=measure_memory,
    words=RNN_WORDS,
    at_least={"r2": 0.94, "r2_double_length": 0.92, "r2_english": 0.94},
    companion_of=REVIEW.id,
    knock_outs=(),
    truth=None,
)

# The same seed and no update: the weights that the training of ``review`` began with.
REVIEW_UNTRAINED = replace(
    REVIEW,
    id="review-untrained",
    recipe=replace(RECIPE, steps=0),
    measure=measure_memory,
    words=UNTRAINED_WORDS,
    at_least={},
    companion_of=REVIEW.id,
    knock_outs=(),
    truth=None,
)

TASKS = (REVIEW_RNN, REVIEW_UNTRAINED)
