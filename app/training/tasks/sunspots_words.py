"""The words of the card of ``sunspots``."""

from __future__ import annotations

import math

from app.training.words import Words

__all__ = ["WORDS"]

# Observed, one number a year.
_FROM_1950 = (
    83.9, 69.4, 31.5, 13.9, 4.4, 38.0, 141.7, 190.2, 184.8, 159.0, 112.3, 53.9, 37.6, 27.9, 10.2, 15.1,
    47.0, 93.8, 105.9, 105.5, 104.5, 66.6, 68.9, 38.0, 34.5, 15.5, 12.6, 27.5, 92.5, 155.4, 154.6, 140.4,
    115.9, 66.6, 45.9, 17.9, 13.4, 29.4, 100.2, 157.6, 142.6, 145.7, 94.3, 54.6, 29.9, 17.5, 8.6, 21.5,
    64.3, 93.3, 119.6, 111.0, 104.0, 63.7, 40.4, 29.8, 15.2, 7.5, 2.9,
)  # fmt: skip
_FROM_1785 = (
    24.1, 82.9, 132.0, 130.9, 118.1, 89.9, 66.6, 60.0, 46.9, 41.0, 21.3, 16.0, 6.4, 4.1, 6.8, 14.5, 34.0,
    45.0, 43.1, 47.5, 42.2, 28.1, 10.1, 8.1, 2.5, 0.0, 1.4, 5.0, 12.2, 13.9, 35.4, 45.8, 41.1, 30.1, 23.9,
    15.6, 6.6, 4.0, 1.8, 8.5, 16.6, 36.3, 49.6, 64.2, 67.0, 70.9,
)  # fmt: skip
_SINE = tuple(round(60 + 50 * math.sin(2 * math.pi * year / 11), 1) for year in range(44))
_PHASE, _LEVEL = 3, 7


def _rows(numbers: tuple[float, ...]) -> list[list[float]]:
    return [[number] for number in numbers]


WORDS = Words(
    title={"en": "Sunspots", "zh": "太阳黑子"},
    task={
        "en": "The sunspot number of the next year, from the yearly numbers so far.",
        "zh": "读完历年的太阳黑子数，预测下一年的数。",
    },
    examples=[
        {
            "title": {"en": "1950 to 2008, held out", "zh": "1950 至 2008 年，未参与训练"},
            "hint": {
                "en": "Real years that training never saw, with the largest cycle on record. Unit 4 goes up while the numbers rise and down while they fall.",
                "zh": "训练时从未见过的真实年份，其中有记录以来最强的一个周期。数值上升时单元 4 走高，下降时走低。",
            },
            "values": _rows(_FROM_1950),
            "step": 6,
            "unit": _PHASE,
            "channel": "hidden_state",
        },
        {
            "title": {"en": "1785 to 1830, weak cycles", "zh": "1785 至 1830 年，微弱的周期"},
            "hint": {
                "en": "One strong cycle, then two weak ones, the Dalton minimum. Unit 8 follows the level. These years were trained on.",
                "zh": "先是一个强周期，接着两个弱周期，即道尔顿极小期。单元 8 跟着水平走。这些年份参与过训练。",
            },
            "values": _rows(_FROM_1785),
            "step": 17,
            "unit": _LEVEL,
            "channel": "hidden_state",
        },
        {
            "title": {"en": "A sine, not real", "zh": "正弦曲线，并非实测"},
            "hint": {
                "en": "Eleven steps a period, made up. Sunspots rise faster than they fall, so the forecasts lean that way.",
                "zh": "人为构造的曲线，周期为 11 步。太阳黑子升得快、降得慢，预测也带着这种偏向。",
            },
            "values": _rows(_SINE),
            "step": 24,
            "unit": _PHASE,
            "channel": "hidden_state",
        },
    ],
    readings={
        "level": {
            "en": "the level: the year's own sunspot number",
            "zh": "水平：当年的太阳黑子数",
        },
        "phase": {
            "en": "the phase: up while the cycle rises, down while it falls",
            "zh": "相位：周期上升时走高，下降时走低",
        },
        "strength": {
            "en": "the strength of the cycle: the mean of the last eleven years",
            "zh": "周期的强弱：最近十一年的平均值",
        },
    },
    metrics={
        "rmse": {"en": "error, in sunspot numbers", "zh": "误差（黑子数）"},
        "rmse_persistence": {"en": "error of “as this year”", "zh": "“与今年相同”的误差"},
        "rmse_ar9": {"en": "error of an AR(9)", "zh": "AR(9) 的误差"},
        "below_persistence": {"en": "below “as this year” by", "zh": "比“与今年相同”低"},
        "below_ar9": {"en": "below AR(9) by", "zh": "比 AR(9) 低"},
        "rmse_after_12": {"en": "error after 12 years only", "zh": "只读 12 年后的误差"},
        "rmse_after_25": {"en": "error after 25 years only", "zh": "只读 25 年后的误差"},
        "rmse_after_50": {"en": "error after 50 years only", "zh": "只读 50 年后的误差"},
        "rmse_from_1950": {"en": "error when reading begins in 1950", "zh": "从 1950 年读起的误差"},
        "r_level": {"en": "correlation with the level", "zh": "与水平的相关系数"},
        "r_phase": {"en": "correlation with the phase", "zh": "与相位的相关系数"},
        "r_strength": {"en": "correlation with the strength", "zh": "与强弱的相关系数"},
    },
    knock_outs=[
        {
            "en": "With the forget gate of unit 8 held at 1, old numbers pile up in it: the share by which the error lies below that of “as this year” goes from {before} to {after}. Below zero is worse than saying that nothing changes.",
            "zh": "把单元 8 的遗忘门固定为 1，旧数值便在其中越积越多：误差比“与今年相同”低的份额从 {before} 变为 {after}。负数表示还不如直接说“与今年相同”。",
        },
    ],
    trained_on={
        "en": "Yearly sunspot numbers of 1700 to 1949, from the data set “sunspots” of the package statsmodels. Held out: 1950 to 2008.",
        "zh": "1700 至 1949 年的年度太阳黑子数，取自 statsmodels 软件包的数据集“sunspots”。1950 至 2008 年未参与训练。",
    },
    license={
        "en": "Network: MIT. Data: public domain (National Geophysical Data Center).",
        "zh": "网络：MIT 许可；数据：公有领域（美国国家地球物理数据中心）。",
    },
    notes=[
        {
            "en": "It beats an AR(9), the classical forecast, fitted to the same training years: an error of 16.6 against 18.7 on 1950 to 2008. Saying “as this year” gives 33.2.",
            "zh": "它胜过用同样训练年份拟合的经典方法 AR(9)：1950 至 2008 年的误差为 16.6，AR(9) 为 18.7；直接说“与今年相同”则为 33.2。",
        },
        {
            "en": "The held-out years were fixed first. Recipe and seed were chosen by forecasts of 1900 to 1949 from networks that knew the years before; of seeds 0 to 4, which reach 15.9 to 16.6 on the held-out years, that one happens to be the weakest there.",
            "zh": "先定下未参与训练的年份，再做其他事。训练方案与种子按 1900 至 1949 年的预测选定，当时的网络只知道更早的年份；种子 0 至 4 在未参与训练的年份上误差为 15.9 至 16.6，选中的恰好是其中最差的一个。",
        },
        {
            "en": "Those forecasts know all years from 1700 on. After only 12 years the error is 18.1, after 25 it is 16.6. The first forecasts of a sequence know nothing of the cycle, and the network starts anew with whatever stands in the field.",
            "zh": "上述预测读过 1700 年以来的所有年份。只读 12 年，误差为 18.1；读 25 年为 16.6。一个序列最初的几个预测还不了解周期；输入框里是什么，网络就从什么重新读起。",
        },
        {
            "en": "Each window of training was made larger or smaller by a random factor and a little noisy, for cycles stronger than any that came before. No unit was told what to carry.",
            "zh": "训练用的每一段都随机放大或缩小，并加了少许噪声，以应对比以往更强的周期。没有规定任何单元该承担什么。",
        },
        {
            "en": "The numbers are on the scale used until 2015; today's are larger.",
            "zh": "数值采用 2015 年以前的标度；如今公布的数值更大。",
        },
    ],
)
