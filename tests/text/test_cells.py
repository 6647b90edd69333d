"""Number cells that hold text."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.messages import catalogue
from excel_eval.text.values.cells import NumberKind, number, share_of

READ: list[tuple[str, NumberKind, str, str, str]] = [
    ("5万元", "amount", "万元", "5", "unit_amount"),
    ("5万元", "amount", "元", "50000", "unit_amount"),
    ("856200元", "amount", "万元", "85.62", "unit_amount"),
    ("0.5亿元", "amount", "万元", "5000", "unit_amount"),
    ("85.62万", "amount", "万元", "85.62", "unit_amount"),
    ("85.62（万元）", "amount", "万元", "85.62", "folded bracketed_unit unit_amount"),
    ("５．６", "amount", "万元", "5.6", "folded"),
    ("85。62", "amount", "万元", "85.62", "folded"),
    ("1，234.50", "amount", "万元", "1234.5", "folded separators"),
    ("1,234.50", "amount", "万元", "1234.5", "separators"),
    ("23,739,200.00", "amount", "元", "23739200", "separators"),
    ("1 234 567", "amount", "元", "1234567", "spaced"),
    ("5 万元", "amount", "万元", "5", "spaced unit_amount"),
    ("85.62 ", "amount", "万元", "85.62", ""),
    ("\u300085.62\u00a0", "amount", "万元", "85.62", ""),
    ("'85.62", "amount", "万元", "85.62", "apostrophe"),
    ("八十五万", "amount", "万元", "85", "numerals"),
    ("八十五万元", "amount", "元", "850000", "numerals"),
    ("捌拾伍万陆仟贰佰元整", "amount", "万元", "85.62", "numerals"),
    ("约3", "number", "万元", "3", "about"),
    ("1.08E+00", "amount", "万元", "1.08", "power"),
    ("-0", "amount", "万元", "0", ""),
    ("(5)", "amount", "万元", "-5", "negative"),
    ("−5", "amount", "万元", "-5", "folded"),
    ("¥5", "amount", "元", "5", "currency"),
    ("14件", "count", "万元", "14", "unit_count"),
    ("1.2万人", "count", "万元", "12000", "unit_count"),
    ("两栋", "count", "万元", "2", "numerals"),
    ("10分", "number", "万元", "10", "unit_number"),
    ("100%", "percent", "万元", "1", ""),
    ("85.7％", "percent", "万元", "0.857", "folded"),
    ("100%", "number", "万元", "1", "unit_number"),
    ("百分之九十五", "percent", "万元", "0.95", "numerals"),
    ("三成", "percent", "万元", "0.3", "numerals"),
    ("85.7", "percent", "万元", "0.857", "percent_missing"),
    ("0.857", "percent", "万元", "0.857", "share_taken"),
]


@pytest.mark.parametrize(("raw", "kind", "unit", "value", "said"), READ)
def test_a_number_typed_as_text_is_read_and_every_assumption_said(
    raw: str, kind: NumberKind, unit: str, value: str, said: str
) -> None:
    reading = number(raw, kind, unit)
    assert reading.value == Decimal(value)
    assert [a.key for a in reading.assumed] == [f"text.{key}" for key in said.split()]
    assert not reading.blank
    for assumption in reading.assumed:
        assert assumption.before in str(assumption)


@pytest.mark.parametrize("raw", ["-", "—", "——", "/", "无", "*", "－", "不适用", " — "])
def test_marks_for_nothing_are_blank_and_said(raw: str) -> None:
    reading = number(raw, "amount")
    assert reading.blank
    assert reading.value is None
    assert [a.key for a in reading.assumed] == ["text.nothing"]


@pytest.mark.parametrize("raw", ["", " ", "\u3000\n"])
def test_blank_is_blank_and_nothing_is_said(raw: str) -> None:
    assert number(raw, "amount").blank
    assert not number(raw, "amount").assumed


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("85,62", "amount"),
        ("3~5", "number"),
        ("1,2345", "amount"),
        ("1.2.3", "amount"),
        ("85 62", "amount"),
        ("2020-12-31", "number"),
        ("100%", "amount"),
        ("100%", "count"),
        ("5件", "amount"),
        ("三五十", "number"),
        ("abc", "number"),
        ("1.2", "percent"),
        ("12件15", "count"),
        ("5万6千元", "amount"),
        ("9" * 50, "number"),
        ("#REF!", "amount"),
        ("≥5", "number"),
        ("百分之五", "amount"),
        ("，", "amount"),
    ],
)
def test_what_is_not_one_number_is_unread(raw: str, kind: NumberKind) -> None:
    reading = number(raw, kind)
    assert reading.unread
    assert reading.value is None


@settings(deadline=None, max_examples=200)
@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["amount", "number", "count"]))
def test_plain_digits_mean_themselves_without_assumption(value: Decimal, kind: NumberKind) -> None:
    reading = number(str(value), kind)
    assert reading.value == value
    assert not reading.assumed


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=30), st.sampled_from(["amount", "number", "count", "percent"]))
def test_any_text_is_a_number_or_blank_or_unread_and_never_two_of_them(raw: str, kind: NumberKind) -> None:
    reading = number(raw, kind)
    assert [reading.value is not None, reading.blank, reading.unread].count(True) == 1


@pytest.mark.parametrize(
    ("value", "share"), [("1", "1"), ("100", "1"), ("85.7", "0.857"), ("0", "0"), ("2", "0.02"), ("1.2", None)]
)
def test_a_rate_without_percent_sign(value: str, share: str | None) -> None:
    assert share_of(Decimal(value)).value == (None if share is None else Decimal(share))


def test_every_message_exists_in_both_languages() -> None:
    for key, sentence in catalogue("text").items():
        assert set(sentence) == {"zh", "en"}, key
