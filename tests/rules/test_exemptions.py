"""Exemptions stand in the workbook with their reason; they mark findings and never hide them."""

from __future__ import annotations

import pytest

from excel_eval.book import Book
from excel_eval.findings import Finding, counts
from excel_eval.pipeline.evaluation import check
from excel_eval.rules import apply_exemptions, run
from excel_eval.rules.money.spending import SPENDING
from tests.rules.case_book import SHEET, book_with

HEAD = ("规则", "工作表", "单元格(可空)", "理由")
LOW = {"funds.total.budget": "100", "funds.total.executed": "50"}


def exempting(*lines: tuple[str, ...], head: tuple[str, ...] = HEAD) -> Book:
    rows = enumerate((head, *lines), 1)
    cells = {f"{column}{row}": text for row, line in rows for column, text in zip("ABCD", line, strict=True) if text}
    return book_with({SHEET: LOW, "豁免": cells})


def judged(book: Book) -> tuple[Finding, ...]:
    return apply_exemptions(run(book, SPENDING[:1]), book)


GRANTED = [("F09", SHEET, "", "已报告"), ("f09、F10", "", "F9", "已报告"), ("F09", SHEET, "$A$1:H20", "已报告")]


@pytest.mark.parametrize("line", GRANTED)
def test_a_finding_is_marked_with_the_reason(line: tuple[str, ...]) -> None:
    (found,) = judged(exempting(line))
    assert found.exempted == "已报告"
    assert counts([found])["error"] == 0


@pytest.mark.parametrize("line", [("F01", SHEET, "", "已另行报告"), ("F09", SHEET, "D12", "已另行报告")])
def test_other_rules_and_cells_are_not_exempted(line: tuple[str, ...]) -> None:
    assert [f.exempted for f in judged(exempting(line))] == [None]


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        (("F09", SHEET, "", ""), "D2"),
        (("F99", SHEET, "", "理由"), "A2"),
        (("全部", SHEET, "", "理由"), "A2"),
        (("F09", "没有这张表", "", "理由"), "B2"),
        (("F09", SHEET, "左上", "理由"), "C2"),
    ],
)
def test_an_exemption_that_does_not_hold_is_a_finding(line: tuple[str, ...], cell: str) -> None:
    fault, finding = sorted(judged(exempting(line)), key=lambda f: f.rule)
    assert (fault.rule, fault.severity.value, fault.place) == ("C20", "warning", f"豁免!{cell}")
    assert finding.exempted is None


def test_a_sheet_without_its_heads_exempts_nothing_and_says_so() -> None:
    found = judged(exempting(("F09", SHEET, "", "理由"), head=("一", "二", "三", "四")))
    assert sorted(f.rule for f in found) == ["C20", "F09"]


def test_without_the_sheet_nothing_is_exempted() -> None:
    book = book_with({SHEET: LOW})
    assert [f.exempted for f in judged(book)] == [None]


def test_what_is_exempted_is_the_cause_of_nothing() -> None:
    values = {
        "name": "城市管网改造",
        "year": "2020",
        "amount_unit": "元",
        "funds.total.budget": "100",
        "funds.total.executed": "95.62",
        "narrative.situation": "全年安排预算100万元，支出95.62万元。",
    }
    told = book_with({SHEET: values})
    assert {f.rule for f in check(told) if f.severity.value != "info"} == {"F15"}
    excused = book_with({SHEET: values, "豁免": {"A1": "规则", "B1": "理由", "A2": "F15", "B2": "确以元填写"}})
    found = [f for f in check(excused) if f.severity.value != "info"]
    assert {(f.rule, f.exempted) for f in found} == {("F15", "确以元填写"), ("N05", None)}
