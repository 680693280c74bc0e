"""The words of the review network's card, and the English reviews it is tested on."""

from __future__ import annotations

from app.training.task import Card

__all__ = ["CARD", "TEXTS"]

CARD = Card(
    title={"en": "Review", "zh": "评论情感"},
    task={
        "en": "The feeling of a review after every word, from -1 to 1. Any English text will do.",
        "zh": "每读一个词，给出这条评论到此为止的情感，从 -1 到 1。可以输入任意英文。",
    },
    examples=(
        {
            "title": {"en": "A review with “not … but”", "zh": "带有“not … but”的评论"},
            "hint": {
                "en": "Unit 2 switches on at “not” and off at “good”, which then counts as bad. At “but” the forget gate of unit 1 drops about half.",
                "zh": "单元 2 在“not”处打开，到“good”处关闭，于是“good”按坏话计算。到“but”时，单元 1 的遗忘门丢掉约一半。",
            },
            "text": "The breakfast was not good but I will definitely buy it again",
        },
        {
            "title": {"en": "The cereal review", "zh": "麦片的评论"},
            "hint": {
                "en": "Three words of praise carry it. Everything else leaves unit 1 as it is: its forget gate stays near 1.",
                "zh": "真正起作用的只有三个褒义词；遇到其余的词，单元 1 的遗忘门都接近 1，记忆原样保留。",
            },
            "text": "This cereal is simply amazing, my family finally gets a perfectly balanced breakfast every morning and I will definitely order another box",
        },
        {
            "title": {"en": "“not” far from its word", "zh": "“not”离得很远"},
            "hint": {
                "en": "Six words lie between “not” and “great”. Unit 2 remembers the “not” all the way.",
                "zh": "“not”和“great”之间隔着六个词，单元 2 一路都记着这个“not”。",
            },
            "text": "This is not what most people would call a great hotel",
        },
        {
            "title": {"en": "“very” and “slightly”", "zh": "“very”与“slightly”"},
            "hint": {
                "en": "The same word three times: unit 3 remembers how strongly the next one is meant.",
                "zh": "同一个词出现三次：单元 3 记着下一次说得重还是轻。",
            },
            "text": "The soup was slightly bad, the fish was bad, and the service was very bad",
        },
        {
            "title": {"en": "No word it knows", "zh": "一个认识的词也没有"},
            "hint": {
                "en": "No feeling, no “not”: nothing is written, and all lanes stay flat.",
                "zh": "没有情感词，也没有“not”：什么都不写入，所有曲线都是平的。",
            },
            "text": "We took the train to the harbour at nine in the morning",
        },
    ),
    trained_on=(
        "Random word sequences; the score is computed by a rule (app/training/tasks/review_rule.py). "
        "Valences and word lists: VADER by C.J. Hutto and Eric Gilbert (2014), the lexicon of the package "
        "vaderSentiment 3.3.2, divided by 4."
    ),
    license="MIT",
    notes=(
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
    ),
)

TEXTS = (
    "The room was clean and the staff were friendly, but the bed was not comfortable at all.",
    "I have used this blender every day for a year and it has never let me down. Highly recommended!",
    "Terrible. The box arrived broken, the manual was useless and nobody answered my emails.",
    "Not bad for the price, although the handle feels slightly weak.",
    "I wouldn't say it was the worst meal of my life, but it was hardly a pleasure either.",
    "We waited for an hour, the soup was cold, and the waiter was extremely rude.",
    "This book is a gem: funny, warm and very well written. I loved every page of it.",
    "The phone looks nice and the screen is really beautiful; however, the battery is a disaster.",
    "It isn't the most exciting film of the year, yet I enjoyed it more than I thought I would.",
    "My daughter wears these shoes to school and so far they have not caused any problems.",
    "Delivery took nine days instead of two. The shop apologised and sent me a free mug, which was kind.",
    "Without doubt the best coffee in town, and the cakes are not too sweet.",
    "I never write reviews, but this vacuum cleaner is so good that I have to.",
    "The plot made no sense, the acting was awful and I was bored after ten minutes.",
    "Good sound, good fit, somewhat ugly colour. I am happy with it and would buy it again.",
    "Don't waste your money on this charger. It gets dangerously hot and it stopped working after a week.",
    "The hike is not very difficult and the view from the top is absolutely stunning.",
    "An honest little restaurant where nothing is fancy and everything tastes great.",
    "The instructions were confusing, but the support team solved my problem quickly and politely.",
    "I can't complain: it does what it says, it is quiet, and it was cheap.",
    "We stayed for three nights in the old part of the town, two minutes from the station, on the third floor. "
    "The rooms are small and a little dark, though the bathroom was perfect. Breakfast is served until eleven. "
    "It was not the luxury that the photos promise, but we slept well and the owner was wonderful.",
    "After the update the app crashes whenever I open a map. It used to be a fantastic tool; now it is a "
    "frustrating mess, and the developers do not seem to care.",
)
