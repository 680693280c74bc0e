"""The vocabulary of ``review-zh``: common words of Chinese reviews, written for this project.

Valences go from -1 to 1 in steps coarse enough to agree on. The neutral words do nothing; they are
here so that the longest match cuts where a reader would ("不但" is no "不", "十分钟" no "十分"), and
so that common words stand as one token.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.training.task import Vocabulary
from app.training.tasks.review_rule import (
    BOOST,
    BUT_WORD,
    FEELING,
    FLIP,
    INTENSIFIER,
    LABELS,
    NEGATOR,
    VALENCE,
)

__all__ = [
    "BUTS",
    "COMPOUNDS",
    "FEELINGS",
    "NEGATORS",
    "NEUTRAL",
    "STRONG",
    "STRONG_NEGATORS",
    "WEAK",
    "WEAK_NEGATORS",
    "vocabulary",
]

FEELINGS = {
    0.9: "完美 绝佳 惊艳 超赞 无与伦比 无可挑剔 棒极了 好极了 爱不释手 赞不绝口",
    0.8: "太棒了 热爱 精彩 出色 卓越 绝了 极致 极品 震撼 物超所值 叹为观止 美轮美奂 神作",
    0.7: "爱 爱上 棒 赞 点赞 优秀 喜爱 美味 惊喜 幸福 超值 美妙 强烈推荐 没得说 无敌 杰作 好吃到哭 意犹未尽 引人入胜 回味无穷",
    0.6: (
        "喜欢 好吃 好喝 好看 好听 好玩 好用 好香 好美 满意 漂亮 开心 快乐 高兴 推荐 感动 温暖 温馨 贴心 有趣 可爱 迷人 "
        "五星 五星好评 一流 难忘 愉快 愉悦 舒心 享受 过瘾 治愈 精美 细腻 好笑 欢乐 惬意 值得 放松"
    ),
    0.5: (
        "好 舒服 舒适 香 鲜 鲜美 鲜嫩 嫩滑 地道 正宗 可口 入味 热情 周到 细心 耐心 亲切 友好 友善 善良 真诚 专业 "
        "精致 美 美丽 优美 优雅 给力 靠谱 放心 好评 没话说 没的说 有意思 精心 浪漫 悦耳 动听 流连忘返 感谢 谢谢 "
        "扎实 独特 良心 好心 帅 酷 时尚 大方 别致 高级 灵敏 强大 深刻 生动 感人 顺滑 过硬 高效"
    ),
    0.4: (
        "不错 不用担心 不必担心 还不错 干净 整洁 新鲜 方便 便捷 流畅 顺畅 清晰 清楚 耐用 结实 稳定 安静 宽敞 实惠 划算 便宜 "
        "轻便 好闻 省心 省事 柔软 清爽 清新 丰富 用心 认真 负责 礼貌 顺利 明亮 齐全 实用 合身 显瘦 回购 还会再来 下次还来 百看不厌 "
        "好处 优点 优惠 耐看 紧凑 爽 爽口 酥脆 香甜 淡雅 厚实 灵活 到位 自然 清静"
    ),
    0.3: "没问题 没毛病 及时 准时 合适 合理 合格 适中 简洁 特色 积极 支持 解渴 值 不亏 不愧 幸好 轻松 热闹 凉爽",
    0.2: "还行 还可以 过得去 尚可 可以接受",
    -0.2: "一般 一般般 普通 平淡 平庸 将就 凑合 马马虎虎 不过如此 小贵 忽略 无味",
    -0.3: (
        "贵 慢 吵 旧 咸 腻 油腻 吵闹 嘈杂 冷淡 冷清 麻烦 拥挤 偏小 昏暗 单调 粗糙 简陋 老旧 陈旧 俗气 可惜 遗憾 毛病 缺点 "
        "瑕疵 冗长 拖沓 啰嗦 尴尬 掉色 褪色 起球 松垮 僵硬 勉强 腥"
    ),
    -0.4: "不行 不值 不怎么样 不咋样 不到位 不用心 没电 没有用 不足 无奈 无语 没劲 没用 没意义 没完没了 烦 累 疲惫 乏味 枯燥 无趣 老套 卡顿 发热 漏水 故障 缩水 掉漆 闷 怪味 异味 塑料味 刺鼻 刺耳 敷衍 马虎 虚假 担心 昂贵 杂乱",
    -0.5: (
        "差 坏 坏了 破 破损 脏 臭 烂 难吃 难看 难听 难用 难闻 难喝 难受 难过 无聊 没意思 不满 不满意 不爽 不高兴 不肯 不解决 不理人 没有意思 没什么意思 没啥意思 没有道歉 别买 别去 再也不来 再也不买 再也不会 不想再来 不适 不耐烦 "
        "后悔 生气 伤心 踩雷 避雷 抱怨 失败 不值得 不会再来 不会再买 不舒服 发霉 过期 死机 报废 断货 变质 冷漠 混乱 肮脏 讨人厌 狼狈"
    ),
    -0.6: "失望 讨厌 糟糕 糟 差劲 劣质 恶劣 粗鲁 粗暴 傲慢 无礼 坑 坑人 上当 骗 欺骗 宰客 假货 雷人 崩溃 头疼 浪费 白费",
    -0.7: "糟透了 骗子 骗人 差评 可怕 恐怖 愤怒 气愤 痛苦 恼火 厌恶 黑店 一星 一无是处 糟心 受罪",
    -0.8: "垃圾 恶心 可恶 灾难 反胃 噩梦 令人发指 烂片 烂透了 忍无可忍",
    -0.9: "恨 痛恨 恶心透顶 差到极点 深恶痛绝",
}
NEGATORS = (
    "不 没 没有 并不 并没有 并没 并非 别 未 未能 无 毫无 毫不 不是 不会 不能 不要 不再 不必 不用 不觉得 从不 从未 "
    "从没 从来不 从来没 从来没有 绝不 决不 绝非 谈不上 算不上 称不上 缺乏 缺少 不曾 未曾 没什么 没啥 千万别"
)
# "Not very": the negation is mild in itself. "Not at all": it is strong.
WEAK_NEGATORS = "不太 不算 不怎么 不那么 没那么 没多 没多少 不够 未必 不见得 不是很 不算太"
STRONG_NEGATORS = "一点都不 一点也不 一点不 一点儿也不 一点儿都不 一点也没 一点都没 完全不 完全没有 根本不 根本没 根本没有 丝毫不 绝对不"
STRONG = (
    "很 非常 太 特别 十分 极其 极 极度 极为 最 真 真的 真是 超 超级 超级无敌 相当 挺 蛮 更 更加 尤其 格外 无比 万分 "
    "异常 实在 实在是 简直 绝对 完全 彻底 如此 这么 那么 多么 颇 颇为 过于 太过 确实 特 巨 足够 何等 越来越"
)
WEAK = "有点 有点儿 有些 有一点 有一些 稍微 稍 稍稍 略 略微 略有 略显 微微 些许 还算 比较 较 较为 一点 一点儿 多少有点 有那么点 勉强算 算是"
BUTS = "但 但是 可是 不过 然而 却 只是 只不过"

# The longest match would cut these in the wrong place ("很快", "乐"), so both words together are one.
COMPOUNDS = (
    "很+快乐 太+过瘾 超+过瘾 不+过瘾 最+后悔 真+正宗 真+实惠 真+实用 超+出色 超+值得 超+时尚 更+新鲜 没+用心 没有+用心 "
    "不+大方 不+过硬 不+爽口 不+适中 不+冷清 不+冷淡 不+冷漠 不+断货 不+变质 不+上当"
)

NEUTRAL = """
不好意思 好意思 不来 不去 不上 不下 不了 不住 不买 不吃 不说 不想 不懂 不多 不大 不小 不低 不远 不长 不短 不冷 不辣 不变
不到 没了 没人 没来 没去 没有人 没有了 没有电梯 没有多 看不出 不但 不仅 不仅仅 不同 不断 不少 不久 不管 不论 不得不 不知 不知道 不知不觉 不一样 不止 不料 不然 不光 不禁 不由得 不如
不一会儿 不锈钢 不见 不错过 差不多 差点 差别 差异 时差 出差 没收 没想到 没关系 没事 没法 没办法 没准 淹没 别人 别的
别墅 别处 特别是 级别 分别 区别 个别 告别 性别 类别 识别 未来 未免 无线 无人 无论 无法 无数 无非 无意 无所谓 无关 无穷
无糖 无论如何 非但 但愿 好像 好几 好多 好久 好些 好好 好吧 好不容易 刚好 正好 只好 恰好 爱好 讨好 你好 您好 好不好
只有 太太 太阳 太空 老太太 很多 很少 很快 真实 真正 真皮 传真 超市 超过 超出 超时 最后 最近 最初 最终 最多 最少 最好是
更新 更换 变更 更多 极了 南极 北极 特点 特意 特地 特价 特殊 模特 策略 省略 攻略 稍等 稍后 计较 相当于 有些人 有点像 十分钟
十分之一 几十分钟 一点半 一点钟 两点 三点 值班 价值 数值 爱人 爱情 美国 美容 美术 香港 香水 香菜 香蕉 口香糖 海鲜 坏人
破产 打破 突破 酷暑 赞助 赞同 棒子 棒球 棒棒糖 鲜花 慢慢 慢跑 慢性 贵州 贵宾 名贵 吵架 旧书 仇恨 恨不得 累计 积累 麻烦您
帅哥 方便面 小心 中心 自然界 大自然 专业课 值得一提 一般来说 普通话 满意度 好评率 差评率 怪不得 越来
我 你 您 他 她 它 我们 你们 他们 她们 咱们 自己 大家 别家 这 那 这个 那个 这些 那些 这里 那里 这儿 那儿 这家 那家 这款 这本
这部 这件 这双 这台 这次 这样 那样 这么说 哪里 什么 怎么 为什么 谁 多少 几 一 二 两 三 四 五 六 七 八 九 十 一个 两个 三个
一次 两次 一家 一款 一本 一部 一件 一份 一杯 一碗 一口 一下 一天 一周 一个月 一年 几天 半年 半天 半小时 小时 分钟 今天 昨天
明天 早上 中午 下午 晚上 周末 时候 时间 现在 以前 以后 之前 之后 后来 终于 已经 一直 从来 曾经 刚刚 马上 立刻 常常 经常 总是
有时 偶尔 再 又 也 都 还 就 才 只 全 全部 全家 所有 每个 每天 每次 其他 其实 当然 可能 也许 大概 应该 可以 能 会 想 要 让
给 把 被 对 从 在 到 和 跟 与 或 或者 而 而且 并且 以及 因为 所以 如果 虽然 尽管 即使 就是 总之 首先 另外 还是 的 地 得
了 着 过 吗 呢 吧 啊 呀 哦 嘛 是 有 去 来 吃 喝 看 听 玩 用 买 卖 住 坐 说 问 等 做 点 送 拿 找 换 退 穿 带 觉得 感觉 认为
以为 发现 知道 希望 打算 准备 开始 结束 打开 使用 购买 收到 下单 退货 换货 退款 安装 充电 下载 预订 入住 排队 打电话 联系 回复
解决 处理 购物 付款 酒店 宾馆 房间 卫生间 浴室 床 床单 窗户 空调 电梯 大堂 前台 早餐 午餐 晚餐 餐厅 饭店 菜 菜品 菜单 汤 面条
米饭 牛肉 鸡肉 火锅 烤鸭 甜品 蛋糕 咖啡 奶茶 水果 口感 口味 味道 分量 服务 服务员 服务态度 态度 老板 老板娘 店员 店家 商家 卖家
客服 快递 快递员 外卖 物流 发货 包装 盒子 质量 价格 价钱 价位 性价比 环境 位置 交通 地铁 车站 机场 停车场 房子 楼下 街 城市 风景
景色 景点 公园 海边 沙滩 山 电影 电视剧 影片 片子 剧情 情节 故事 结局 导演 演员 演技 主角 画面 特效 音乐 歌 书 小说 作者 文字
内容 手机 电脑 平板 屏幕 电池 系统 软件 应用 功能 按键 声音 音质 耳机 相机 照相 照片 衣服 裤子 裙子 鞋 鞋子 包 颜色 尺寸 尺码
大小 款式 面料 做工 材质 孩子 小孩 宝宝 老人 老公 老婆 妈妈 爸爸 朋友 同事 家人 家里 人 东西 产品 商品 地方 问题 方面 次 天 年
月 号 点半 块钱 元 钱 第一次 下次 上次 第二天 整体 总体 全程 过程 效果 结果 体验
"""


def vocabulary() -> Vocabulary:
    """All words with their five numbers; neutral ones are zeros, as are all that are not here."""
    rows: dict[str, dict[int, float]] = {word: {} for word in NEUTRAL.split()}
    for valence, words in FEELINGS.items():
        rows |= {word: {VALENCE: valence, FEELING: 1} for word in words.split()}
    kinds: tuple[tuple[str, dict[int, float]], ...] = (
        (NEGATORS, {NEGATOR: 1}),
        (WEAK_NEGATORS, {NEGATOR: 1, INTENSIFIER: -1}),
        (STRONG_NEGATORS, {NEGATOR: 1, INTENSIFIER: 1}),
        (STRONG, {INTENSIFIER: 1}),
        (WEAK, {INTENSIFIER: -1}),
        (BUTS, {BUT_WORD: 1}),
    )
    for words, numbers in kinds:
        rows |= dict.fromkeys(words.split(), numbers)
    rows |= {pair.replace("+", ""): _together(rows, *pair.split("+")) for pair in COMPOUNDS.split()}
    vectors = np.zeros((len(rows), len(LABELS)), np.float32)
    for row, numbers in enumerate(rows.values()):
        for column, number in numbers.items():
            vectors[row, column] = number
    return Vocabulary("words", tuple(rows), vectors, LABELS)


def _together(rows: Mapping[str, Mapping[int, float]], modifier: str, word: str) -> dict[int, float]:
    """One feeling word for a modifier and its word: what the rule adds for the two."""
    said = rows[word][VALENCE] * (FLIP if NEGATOR in rows[modifier] else 1)
    return {VALENCE: said * (1 + BOOST * rows[modifier].get(INTENSIFIER, 0)), FEELING: 1}
