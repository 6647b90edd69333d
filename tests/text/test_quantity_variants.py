"""More ways of typing a target: each line a value, then its comparison, figure (or day), unit and kind; – for none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from excel_eval.numbers import plain
from excel_eval.text.values.quantity import Quantity, quantity

VARIANTS = """
≧ 14 场 | ≥ 14 场 number
》=14 | ≥ 14 – number
＞＝14场 | ≥ 14 场 number
14次（含）以上 | ≥ 14 次 number
14次(含本数)以上 | ≥ 14 次 number
85%(以上) | ≥ 0.85 % percent
力争达到85% | ≥ 0.85 % percent
突破14场 | > 14 场 number
不低于或等于85% | ≥ 0.85 % percent
《7万元 | < 7 万元 amount
《=7万元 | ≤ 7 万元 amount
7万元（含）以下 | ≤ 7 万元 amount
控制7万元内 | ≤ 7 万元 amount
未超过7万元 | ≤ 7 万元 amount
没有超过7万元 | ≤ 7 万元 amount
不突破7万元 | ≤ 7 万元 amount
不到7万元 | < 7 万元 amount
未达到85% | < 0.85 % percent
不大于等于3次 | ≤ 3 次 number
95%≤合格率 | ≥ 0.95 % percent
85万6千2百元 | – 85.62 万元 amount
3万5千元 | – 3.5 万元 amount
3万5 | – 3.5 万元 amount
1亿2000万元 | – 1.2 亿元 amount
2万3千5百人 | – 23500 人 number
叁万元整 | – 30000 元 amount
¥50,000 | – 50000 元 amount
三千余人 | – 3000 人 number
至多3次 | ≤ 3 次 number
最多3次 | ≤ 3 次 number
起码3次 | ≥ 3 次 number
≥＝90% | ≥ 0.9 % percent
90万元封顶 | ≤ 90 万元 amount
約50人 | – 50 人 number
负5% | – -0.05 % percent
百分百 | – 1 % percent
±5% | – -0.05 % range
T+1 | – – – unread
12+场 | – – – unread
[80,100] | – – – unread
1.5千万元 | – – – unread
一年半 | – – – unread
$100 | – – – unread
1∶1 | – – – unread
1.3万余人次 | – 13000 人次 number
7万余元 | – 7 万元 amount
6百人 | – 600 人 number
3千亩 | – 3000 亩 number
2千克 | – 2 千克 number
1.5km² | – 1.5 平方公里 number
36h | – 36 小时 duration
≤3s | ≤ 3 秒 duration
600斤 | – 600 斤 number
40元/㎡ | – 40 元 amount
收到后4日内 | ≤ 4 日 duration
九十五万 | – 95 万元 amount
不超过九十五万 | ≤ 95 万元 amount
九十五 | – 95 – number
百分之百 | – 1 % percent
零 | – 0 – number
(6) | – -6 – number
1.09E+01 | – 10.9 – number
1 235 | – 1235 – number
23，739，300元 | – 23739300 元 amount
指标2：≥85% | ≥ 0.85 % percent
85.7%(12/14) | – 0.857 % percent
6G基站20个 | – 20 个 number
每年三次 | – 3 次 number
一年三次 | – 3 次 number
3次/季度 | – 3 次 number
2021.1-2021.12 | – – – period
2021年1月—2021年12月 | – – – period
5月15日—5月30日 | – – – period
2021-2023年 | – – – period
三季度 | – – – period
9:00-17:30 | – – – period
上午9点至下午6点 | – – – period
5月份 | – 2021-05-31 – deadline
第三季度末 | ≤ 2021-09-30 – deadline
第四季度前 | ≤ 2021-09-30 – deadline
5月中旬 | – 2021-05-20 – deadline
5月下旬前 | ≤ 2021-05-20 – deadline
20211231 | – 2021-12-31 – deadline
不 适 用 | – – – not_applicable
不适用（无此类事项） | – – – not_applicable
/不涉及 | – – – not_applicable
优 | – – – qualitative
管理不到位 | – – – qualitative
未达到预期 | – – – qualitative
3A级 | – – – qualitative
前三名 | – – – qualitative
6±0.5万元 | – – – unread
三分之二 | – – – unread
1/3以上 | – – – unread
14/14 | – – – unread
60+45=105万元 | – – – unread
60*2 | – – – unread
3000元×12月 | – – – unread
85,62 | – – – unread
1OO% | – – – unread
IPv6 | – – – unread
12345678901234567890 | – – – unread
3万-5千元 | – – – unread
20日起1.2.3万元，共5件 | – – – unread
"""
ROWS = [line.split(" | ") for line in VARIANTS.strip().splitlines()]


def said(read: Quantity) -> str:
    value = read.date.isoformat() if read.date else "–" if read.value is None else plain(read.value)
    return " ".join((read.operator or "–", value, read.unit or "–", read.kind))


@pytest.mark.parametrize(("raw", "expected"), ROWS, ids=[raw for raw, _ in ROWS])
def test_a_variant(raw: str, expected: str) -> None:
    assert said(quantity(raw, year=2021)) == expected


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("1.展板5块；2.画册3本", ["5块", "3本"]),
        ("①5块②3本", ["5块", "3本"]),
        ("（1）5块（2）3本", ["5块", "3本"]),
        ("1、展板5块、2、画册3本", ["5块", "3本"]),
        ("不少于3块，不超过5块", ["≥3块", "≤5块"]),
        ("90%≤达标率<95%", ["≥0.9%", "<0.95%"]),
    ],
)
def test_the_numbers_of_a_list_are_no_values(raw: str, parts: list[str]) -> None:
    read = quantity(raw)
    assert read.kind == "several"
    assert [f"{part.operator}{plain(part.value or Decimal(0))}{part.unit}" for part in read.parts] == parts


@pytest.mark.parametrize(
    ("raw", "low", "high", "unit"), [("3万-5万元", 3, 5, "万元"), ("1,000-2,000元", 1000, 2000, "元"), ("3个至5个", 3, 5, "个")]
)
def test_ranges_with_a_unit_at_both_ends(raw: str, low: int, high: int, unit: str) -> None:
    read = quantity(raw)
    assert (read.kind, read.value, read.upper, read.unit) == ("range", low, high, unit)


@pytest.mark.parametrize(
    ("raw", "keys"),
    [
        ("《7万元", ["operator"]),
        ("(6)", ["negative"]),
        ("九十五万", ["numerals", "bare_wan"]),
        ("7万余元", ["about"]),
        ("85.7%(12/14)", ["left_aside"]),
        ("20211231", ["day_taken"]),
        ("第四季度前", ["year_taken", "before_month"]),
    ],
)
def test_what_was_assumed(raw: str, keys: list[str]) -> None:
    assert [each.key for each in quantity(raw, year=2021).assumed] == [f"text.{key}" for key in keys]
