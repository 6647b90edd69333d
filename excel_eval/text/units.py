"""Units: of money, of time, and the measure words that count things; which of them mean the same."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

_YUAN, _WAN, _YI = Decimal(1), Decimal(10**4), Decimal(10**8)
MONEY = {"元": _YUAN, "千元": _YUAN * 1000, "万元": _WAN, "百万元": _WAN * 100, "亿元": _YI}
"""Units of amounts, in yuan."""

SCALES = {"百": _YUAN * 100, "千": _YUAN * 1000, "万": _WAN, "百万": _WAN * 100, "亿": _YI}
"""What stands between a figure and its unit: 1.2万人."""

TIMES = ("工作日", "个月", "小时", "分钟", "季度", "学年", "学期", "年", "天", "日", "周", "秒", "月")
"""Units of time, longer spellings first."""

_HOURS = {"小时": Decimal(1), "分钟": Decimal(1) / 60, "秒": Decimal(1) / 3600, "天": Decimal(24), "日": Decimal(24)}
_MONTHS = {"个月": Decimal(1), "月": Decimal(1), "季度": Decimal(3), "年": Decimal(12), "学年": Decimal(12)}

PEOPLE = ("人次", "人", "名", "位")
CASES = ("件次", "批次", "场次", "件", "起", "宗", "项", "批", "次", "例", "个", "场", "期", "户", "家", "处")
_OTHERS = (
    "立方米 平方米 平方公里 平方千米 立方 公顷 公里 千米 公斤 千克 市斤 斤 毫米 厘米 户次 台套 台次 车次 班次 家次 标段 课时 学时"
    " 人天 千瓦时 ㎡ ㎥ 平米 平 米 亩 吨 升 克 度 台 套 辆 盏 只 株 棵 盆 张 份 册 本 条 块 座 栋 幢 间 所 片 组 支"
    " 把 篇 幅 部 门 扇 节 堂 艘 架 根 面 封 枚 包 箱 桶 瓶 袋 车 队 站 点 分 类 种 款 段 轮 届 颗 头 羽 尾 粒 卷 页"
    " 字 路 号 口 倍 剂次 剂 人份 笔 票 眼 孔 床 顶 遍 趟 亩次 轮次 频次 微克/立方米 毫克/升 微克 毫克 分贝"
)
MEASURES = tuple(sorted({*PEOPLE, *CASES, *_OTHERS.split()}, key=lambda word: (-len(word), word)))
"""Every measure word, longer spellings first."""

_SPELT = (
    "平方米=㎡ m2 m² 平米 平;立方米=㎥ m3 立方;平方公里=km2 km² 平方千米;公里=km 千米;公斤=kg 千克"
    ";人=位 名;天=日;个月=月;场=场次;批次=批;家=家次"
    ";%=百分比 百分点;小时=h;分钟=min;秒=s;吨=t;斤=市斤"
)
_ROWS = (row.partition("=") for row in _SPELT.split(";"))
_CANONICAL = {word: unit for unit, _, words in _ROWS for word in words.split()}


@lru_cache(maxsize=4096)
def canonical(unit: str) -> str:
    """One spelling for a unit: ㎡ and 平 are 平方米, 名 and 位 are 人."""
    unit = unit.strip().lower()
    return _CANONICAL.get(unit, unit)


def same_unit(one: str, other: str) -> bool:
    """Whether two units measure the same thing, whatever their size: 元 and 万元 do, 件 and 名 do not; a blank fits."""
    first, second = canonical(one), canonical(other)
    return not first or not second or dimension(first) == dimension(second)


def dimension(unit: str) -> str:
    """What a unit measures: 元 for every unit of money, 小时 and 个月 for times, else the unit itself."""
    unit = canonical(unit)
    if unit in MONEY:
        return "元"
    if unit in _HOURS:
        return "小时"
    return "个月" if unit in _MONTHS else unit


def in_base(value: Decimal, unit: str) -> Decimal:
    """The value in its dimension's own unit: 5万元 → 50000 (元), 2天 → 48 (小时), 1年 → 12 (个月)."""
    unit = canonical(unit)
    return value * (MONEY.get(unit) or _HOURS.get(unit) or _MONTHS.get(unit) or Decimal(1))


_ALIKE = (frozenset(PEOPLE), frozenset("件起宗项例"), frozenset(("场", "次", "期")), frozenset(("户", "家", "户次")))


def same_kind(one: str, other: str) -> bool:
    """Whether a ratio of two counts makes sense: people with people, cases with cases, or the very same unit."""
    first, second = canonical(one), canonical(other)
    return first == second or any(first in group and second in group for group in _ALIKE)
