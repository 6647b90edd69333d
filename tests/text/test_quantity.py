"""Target and actual values as people type them."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.numbers import plain
from excel_eval.text.values.quantity import Quantity, quantity

REAL = Path(__file__).parents[3] / "shared" / "data" / "indicator_values.json"
EXPECTED = json.loads((Path(__file__).parent / "indicator_expectations.json").read_text(encoding="utf-8"))


def outline(read: Quantity) -> list[Any]:
    """Operator, value, unit, kind, and the date or the parts where there are any."""
    row: list[Any] = [read.operator, None if read.value is None else plain(read.value), read.unit, read.kind]
    if read.date:
        row.append(read.date.isoformat())
    return [*row, [outline(part) for part in read.parts]] if read.parts else row


@pytest.mark.skipif(not REAL.exists(), reason="the real values are not part of this repository")
def test_each_of_the_real_values_reads_as_reviewed_by_hand() -> None:
    values = json.loads(REAL.read_text(encoding="utf-8"))
    keys = {hashlib.sha256(value.encode()).hexdigest()[:16]: value for value in values}
    assert set(keys) == set(EXPECTED)
    wrong = {
        value: outline(quantity(value, year=2023))
        for key, value in keys.items()
        if outline(quantity(value, year=2023)) != EXPECTED[key]
    }
    assert not wrong


CASES = [
    # comparisons, every spelling
    ("≥12场", "≥", "12", "场", "number"),
    ("≧12场", "≥", "12", "场", "number"),
    (">=12", "≥", "12", "", "number"),
    ("》12%", ">", "0.12", "%", "percent"),
    ("＞12", ">", "12", "", "number"),
    ("不低于85%", "≥", "0.85", "%", "percent"),
    ("不少于7次", "≥", "7", "次", "number"),
    ("达到96%", "≥", "0.96", "%", "percent"),
    ("达96分以上", "≥", "96", "分", "number"),
    ("88%以上", "≥", "0.88", "%", "percent"),
    ("至少4个", "≥", "4", "个", "number"),
    ("大于等于9台", "≥", "9", "台", "number"),
    ("大于或等于9台", "≥", "9", "台", "number"),
    ("大于9台", ">", "9", "台", "number"),
    ("超过30户", ">", "30", "户", "number"),
    ("≤17万元", "≤", "17", "万元", "amount"),
    ("≦17万元", "≤", "17", "万元", "amount"),
    ("<=17", "≤", "17", "", "number"),
    ("不超过17万元", "≤", "17", "万元", "amount"),
    ("不高于17元", "≤", "17", "元", "amount"),
    ("总成本不超17万元", "≤", "17", "万元", "amount"),
    ("控制在17万元以内", "≤", "17", "万元", "amount"),
    ("17万元以内", "≤", "17", "万元", "amount"),
    ("6小时之内", "≤", "6", "小时", "duration"),
    ("小于等于3%", "≤", "0.03", "%", "percent"),
    ("小于或等于3%", "≤", "0.03", "%", "percent"),
    ("小于3%", "<", "0.03", "%", "percent"),
    ("不大于40人", "≤", "40", "人", "number"),
    ("=8个", "=", "8", "个", "number"),
    ("少于3次", "<", "3", "次", "number"),
    # units, scales and separators
    ("≤63万", "≤", "63", "万元", "amount"),
    ("2.5万人次", "", "25000", "人次", "number"),
    ("≤12,345,600.00", "≤", "12345600", "", "number"),
    ("1，234.50元", "", "1234.5", "元", "amount"),
    ("0.4万亩", "", "4000", "亩", "number"),
    ("350.5㎡", "", "350.5", "平方米", "number"),
    ("100％", "", "1", "%", "percent"),
    ("≥100百分比", "≥", "1", "%", "percent"),
    ("0起", "", "0", "起", "number"),
    ("126", "", "126", "", "number"),
    # Chinese numerals
    ("两栋", "", "2", "栋", "number"),
    ("半小时内", "≤", "0.5", "小时", "duration"),
    ("一百二十人", "", "120", "人", "number"),
    ("百分之九十五以上", "≥", "0.95", "%", "percent"),
    ("三成", "", "0.3", "%", "percent"),
    ("十二个月", "", "12", "个月", "duration"),
    # periods and durations
    ("2年", "", "2", "年", "duration"),
    ("2021年1月1日至2021年12月31日", "", None, "", "period"),
    ("7*24小时", "", None, "", "period"),
    ("2021年1-6月", "", None, "", "period"),
    ("2021.1.1-2023.12.31", "", None, "", "period"),
    # one value twice, words, nothing
    ("≥88%\t\n≥88%", "≥", "0.88", "%", "percent"),
    ("人数不少于\n30人", "≥", "30", "人", "number"),
    ("不适用", "", None, "", "not_applicable"),
    ("不适应", "", None, "", "not_applicable"),
    ("无", "", None, "", "not_applicable"),
    ("—", "", None, "", "not_applicable"),
    ("显著改善", "", None, "", "qualitative"),
    ("三级", "", None, "", "qualitative"),
    ("十分满意", "", None, "", "qualitative"),
    ("第三批", "", None, "", "qualitative"),
    ("上一年", "", None, "", "qualitative"),
    ("", "", None, "", "blank"),
    ("\u3000\n", "", None, "", "blank"),
    # unread, and said so
    ("不超过预算", "", None, "", "unread"),
    ("1.2.3", "", None, "", "unread"),
    ("2月30日前", "", None, "", "unread"),
    ("13月底前", "", None, "", "unread"),
    ("1" * 30, "", None, "", "unread"),
    ("？？", "", None, "", "unread"),
]


@pytest.mark.parametrize(("raw", "operator", "value", "unit", "kind"), CASES)
def test_a_value_as_typed(raw: str, operator: str, value: str | None, unit: str, kind: str) -> None:
    read = quantity(raw, year=2021)
    assert outline(read)[:4] == [operator, value, unit, kind]
    assert read.raw == raw


@pytest.mark.parametrize(
    ("raw", "operator", "day"),
    [
        ("10月底前完成", "≤", date(2021, 10, 31)),
        ("2022年12月30日前", "≤", date(2022, 12, 30)),
        ("2022/11/30", "", date(2022, 11, 30)),
        ("10月前", "≤", date(2021, 9, 30)),
        ("1月前", "≤", date(2020, 12, 31)),
        ("2月底", "≤", date(2021, 2, 28)),
        ("年底前", "≤", date(2021, 12, 31)),
        ("2022年6月", "", date(2022, 6, 30)),
        ("二〇二二年底前", "≤", date(2022, 12, 31)),
        ("２０２２年６月底前", "≤", date(2022, 6, 30)),
    ],
)
def test_a_deadline_is_the_last_day_that_keeps_it(raw: str, operator: str, day: date) -> None:
    read = quantity(raw, year=2021)
    assert (read.kind, read.operator, read.date) == ("deadline", operator, day)


def test_a_deadline_without_a_year_says_so() -> None:
    assert [a.key for a in quantity("10月底前").assumed] == ["text.no_year"]
    assert [a.key for a in quantity("10月底前", year=2021).assumed] == ["text.year_taken"]
    assert [a.key for a in quantity("2021年10月前").assumed] == ["text.before_month"]


def test_deadlines_that_come_round() -> None:
    monthly = quantity("每月5号前报送")
    assert (monthly.kind, monthly.operator, monthly.value, monthly.unit, monthly.per) == (
        "deadline",
        "≤",
        5,
        "号",
        "月",
    )
    daily = quantity("每天早上七点半前到岗")
    assert (daily.kind, daily.value, daily.unit, daily.per) == ("deadline", Decimal("7.5"), "点", "天")


@pytest.mark.parametrize(
    ("raw", "low", "high", "unit"),
    [("30—50", 30, 50, ""), ("3~5个", 3, 5, "个"), ("90%-95%", "0.9", "0.95", "%"), ("3天至5天", 3, 5, "天")],
)
def test_ranges_keep_both_ends(raw: str, low: object, high: object, unit: str) -> None:
    read = quantity(raw)
    assert (read.kind, read.value, read.upper, read.unit) == ("range", Decimal(str(low)), Decimal(str(high)), unit)


def test_several_values_are_parts_and_never_one_of_them() -> None:
    read = quantity("宣传册2000本；展板6块")
    assert (read.kind, read.value) == ("several", None)
    assert [outline(part)[:3] for part in read.parts] == [["", "2000", "本"], ["", "6", "块"]]
    assert [part.noun for part in read.parts] == ["宣传册", "展板"]
    assert quantity("102\t\n120").kind == "several"


@pytest.mark.parametrize(
    ("raw", "per"),
    [("≤800元/次", "次"), ("不超过20万一年", "年"), ("每季度≧2场", "季度"), ("每人500元", "人"), ("60件/年", "年")],
)
def test_what_a_value_is_counted_by(raw: str, per: str) -> None:
    assert quantity(raw).per == per


@pytest.mark.parametrize(
    ("raw", "keys"),
    [
        ("约41个", ["about"]),
        ("3000余人", ["about"]),
        ("≤63万", ["bare_wan"]),
        ("》90%", ["operator"]),
        ("≥88%\n≥88%", ["repeated"]),
        ("不适应", ["not_applicable"]),
        ("两栋", ["numerals"]),
        ("1万平", ["unit_taken"]),
        ("≥12场", []),
    ],
)
def test_what_was_assumed_is_said(raw: str, keys: list[str]) -> None:
    read = quantity(raw)
    assert [a.key for a in read.assumed] == [f"text.{key}" for key in keys]
    assert all(str(a) for a in read.assumed)


def test_a_number_cell_is_that_number() -> None:
    assert outline(quantity(Decimal("85.620"))) == ["", "85.62", "", "number"]
    assert quantity(None).kind == "blank"


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(["≥", "≤", ">", "<", "="]),
    st.decimals(0, 10**7, places=2),
    st.sampled_from(["", "件", "人", "万元", "元", "小时", "场", "公里"]),
)
def test_a_value_written_plainly_reads_back(sign: str, value: Decimal, unit: str) -> None:
    read = quantity(f"{sign}{value}{unit}")
    assert (read.operator, read.value, read.unit) == (sign, value, unit)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=40))
def test_any_text_is_read_without_failing(raw: str) -> None:
    read = quantity(raw, year=2021)
    assert read.raw == raw
    assert read.kind != "several" or len(read.parts) > 1
