"""Stated ratios against their counts: true ones at any precision are silent, wrong ones are found with their slip."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from excel_eval.findings import Finding
from excel_eval.numbers import fixed, rounded
from excel_eval.rules import run
from excel_eval.rules.texts.measures import MEASURES
from tests.rules.case_book import SHEET, book_with

COUNTS = st.integers(1, 5000)
PLACES = st.integers(0, 6)


def found(**row: str) -> list[Finding]:
    book = book_with({SHEET: {f"measures[0].{key}": value for key, value in row.items()} | {"measures[0].unit": "件"}})
    return [f for f in run(book, MEASURES) if f.severity.value != "info"]


def shown(done: int, total: int, places: int) -> str:
    return fixed(Decimal(100 * done) / Decimal(total), places) + "%"


@given(COUNTS, COUNTS, PLACES)
@settings(deadline=None, max_examples=60)
def test_a_true_ratio_raises_nothing_at_any_precision(one: int, other: int, places: int) -> None:
    done, total = sorted((one, other))
    assert found(total=str(total), done=str(done), claimed=shown(done, total, places)) == []


@given(COUNTS, COUNTS, PLACES)
@settings(deadline=None, max_examples=60)
def test_a_ratio_that_some_whole_number_gives_is_attainable(one: int, other: int, places: int) -> None:
    done, total = sorted((one, other))
    assert found(total=str(total), claimed=shown(done, total, places)) == []


@given(COUNTS, COUNTS, PLACES, st.integers(1, 9))
@settings(deadline=None, max_examples=60)
def test_a_ratio_off_by_one_in_its_last_place_is_found(one: int, other: int, places: int, off: int) -> None:
    done, total = sorted((one, other))
    right = rounded(Decimal(100 * done) / Decimal(total), places)
    wrong = right - Decimal(off).scaleb(-places)
    assume(wrong >= 0)
    findings = found(total=str(total), done=str(done), claimed=f"{fixed(wrong, places)}%")
    assert [(f.rule, f.found, f.expected) for f in findings] == [("N01", f"{wrong}%", f"{right}%")]


def test_the_stored_value_is_compared_as_it_is_shown() -> None:
    assert found(total="61", done="59", claimed="0.96721311475 as 0.0%") == []
    assert found(total="61", done="59", claimed="0.96721311475 as 0%") == []
    assert [f.rule for f in found(total="61", done="59", claimed="0.976 as 0.0%")] == ["N01"]


def test_each_slip_is_named() -> None:
    named = {
        "97.6%": "颠倒",  # 59 of 61 with two digits exchanged
        "3.3%": "未完成部分",
        "9.7%": "小数点",
        "103.4%": "基数",
    }
    for claimed, word in named.items():
        (finding,) = found(total="61", done="59", claimed=claimed)
        assert word in finding.suggestion, finding.suggestion
        assert finding.message.endswith(f"应为96.7%，填报为{claimed}")
        assert finding.related == ("E45", "F45")


def test_more_done_than_there_was_is_one_finding_not_two() -> None:
    assert [f.rule for f in found(total="61", done="95", claimed="96.7%")] == ["N02"]


def test_a_count_that_cannot_be_read_silences_the_ratio() -> None:
    assert found(total="六十余", done="59", claimed="97.6%") == []
