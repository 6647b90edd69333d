"""The workbook as a whole: what case files cannot say, built from grids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from excel_eval.book import Book
from excel_eval.findings import Finding
from excel_eval.grid import Cell, ErrorValue, Grid
from excel_eval.rules import RULES, run, tidy
from excel_eval.rules.workbooks import WORKBOOK
from tests.rules.case_book import SHEET, book_with

FUNDS = {"name": "甲项目", "funds.total.budget": "100", "funds.total.executed": "85.62"}
RATES = {"funds.total.rate": "=F9/D9 -> 0.8562", "funds.total.score": "=ROUND(I9*F9/D9,2) -> 8.56"}


def found(book: Book, *ids: str) -> list[Finding]:
    return list(run(book, [rule for rule in WORKBOOK if rule.id in ids]))


def with_cells(book: Book, sheet: str, cells: Mapping[tuple[int, int], Cell]) -> Book:
    grid = book.grids.get(sheet) or Grid(sheet, {})
    return replace(book, grids={**book.grids, sheet: replace(grid, cells={**grid.cells, **cells})})


def test_result_sheets_of_an_earlier_run_are_left_alone() -> None:
    book = book_with({SHEET: FUNDS, "汇总": {"A1": "项目名称", "B1": "预算数", "A2": "甲项目", "B2": "999"}})
    assert [f.rule for f in found(book, "W01")] == ["W01"]
    ours = replace(book.grids["汇总"], extra={"made_here": "1"})
    assert found(replace(book, grids={**book.grids, "汇总": ours}), "W01") == []


def test_a_defined_name_that_leads_to_another_workbook() -> None:
    book = replace(book_with({SHEET: FUNDS}), names={"预算": "'[旧表.xlsx]Sheet1'!$B$3", "单位": "项目表!$B$5"})
    (finding,) = found(book, "W03")
    assert finding.message == "名称“预算”引用了其他工作簿：'[旧表.xlsx]Sheet1'!$B$3"


@pytest.mark.parametrize("formula", ["[1]预算!B3", "'C:\\表\\[2019.xls]预算'!$B$3+1", "SUM('[旧 表.xlsm]a b'!B3:B9)"])
def test_links_to_other_workbooks(formula: str) -> None:
    book = with_cells(book_with({SHEET: FUNDS}), SHEET, {(70, 3): Cell(Decimal(1), formula)})
    (finding,) = found(book, "W03")
    assert (finding.cell, finding.found) == ("C70", f"={formula}")


@pytest.mark.parametrize("formula", ["表1[金额]", "SUM(表1[[#All],[金额]])", "D9/F9", "TODAY()-TODAY()", "不认识的名称+1"])
def test_formulas_without_links_and_those_we_do_not_know_are_left_alone(formula: str) -> None:
    now = Cell(Decimal("100") / Decimal("85.62"), formula)
    book = with_cells(book_with({SHEET: FUNDS}), SHEET, {(70, 3): now})
    assert found(book, "W03") == []


def test_an_error_value_is_reported_where_it_comes_from() -> None:
    cells = {
        (70, 3): Cell(ErrorValue.REF, "#REF!+1"),
        (71, 3): Cell(ErrorValue.REF, "C70*2"),
        (72, 3): Cell(ErrorValue.DIV0, "1/C73"),
    }
    book = with_cells(book_with({SHEET: FUNDS}), SHEET, cells)
    assert [(f.cell, f.found) for f in found(book, "W03")] == [("C70", "#REF!"), ("C72", "#DIV/0!")]


def test_a_stored_value_that_is_out_of_date() -> None:
    cells = {(70, 3): Cell(Decimal(185), "D9+F9"), (71, 3): Cell(Decimal("185.62"), "D9+F9")}
    book = with_cells(book_with({SHEET: FUNDS}), SHEET, cells)
    (finding,) = found(book, "W03")
    assert (finding.cell, finding.found, finding.expected) == ("C70", "185", "185.62")
    assert set(finding.related) == {"D9", "F9"}


def test_float_tails_are_not_out_of_date() -> None:
    values = {"funds.total.budget": "0.1", "funds.total.executed": "0.2"}
    cells = {(70, 3): Cell(Decimal("0.30000000000000004"), "D9+F9"), (71, 3): Cell(Decimal("0.333333333333333"), "1/3")}
    assert found(with_cells(book_with({SHEET: values}), SHEET, cells), "W03") == []


def test_a_constant_over_a_formula_is_found_though_it_is_right() -> None:
    book = book_with({SHEET: FUNDS | RATES | {"funds.total.rate": "85.62%", "funds.appropriation.rate": "=1 -> 1"}})
    assert [(f.path, f.severity.value) for f in found(book, "W03")][:1] == [("funds.total.rate", "error")]


def test_a_score_that_a_person_gives_is_no_overwritten_formula() -> None:
    row = {"name": "社会秩序", "direction": "定性", "target": "良好", "actual": "达成年度指标", "weight": "10", "score": "9"}
    values = FUNDS | RATES | {f"indicators[0].{key}": value for key, value in row.items()}
    assert found(book_with({SHEET: values}), "W03") == []


def test_hidden_columns_and_hidden_sheets() -> None:
    book = book_with({SHEET: FUNDS, "参数": {"A1": "5"}})
    hidden = {
        SHEET: replace(book.grids[SHEET], hidden_columns=frozenset({4})),
        "参数": replace(book.grids["参数"], hidden=True),
    }
    findings = found(replace(book, grids={**book.grids, **hidden}), "W05")
    assert [(f.sheet, f.cell, f.severity.value) for f in findings] == [(SHEET, "D9", "warning"), ("参数", "A1", "info")]
    assert "D列" in findings[0].message


def test_totals_in_yuan_are_held_against_sheets_in_wan() -> None:
    summary = {"A1": "项目汇总（单位：元）", "A2": "项目名称", "B2": "全年执行数", "A3": "甲项目", "B3": "856200"}
    assert found(book_with({SHEET: FUNDS, "汇总": summary}), "W01") == []
    wrong = found(book_with({SHEET: FUNDS, "汇总": summary | {"B3": "852600"}}), "W01")
    assert [(f.found, f.expected, f.related) for f in wrong] == [("852600", "856200", (f"{SHEET}!F9",))]


def test_sheets_that_only_look_like_a_summary_are_left_alone() -> None:
    plan = {"A1": "项目名称", "B1": "金额", "A2": "甲项目", "B2": "1"}
    other = {"A1": "项目名称", "B1": "预算数", "A2": "乙项目", "B2": "1"}
    assert found(book_with({SHEET: FUNDS, "下年计划": plan, "别的汇总": other}), "W01", "W07") == []


def test_a_mean_score_and_the_number_of_grades() -> None:
    row = {"name": "办结", "direction": "≥", "target": "10", "actual": "10", "weight": "90", "explanation": ""}
    values = FUNDS | {f"indicators[0].{key}": value for key, value in row.items() if value}
    stated = {"A1": "平均得分", "B1": "98.56", "A2": "“优”的项目数", "B2": "1", "A3": "良的项目数", "B3": "1"}
    book = book_with({SHEET: values, "统计": stated})
    assert [(f.cell, f.found, f.expected) for f in found(book, "W07")] == [("B3", "1", "0")]


def test_a_workbook_of_clean_sheets_raises_nothing() -> None:
    sheets = {
        name: FUNDS | RATES | {"name": name, "year": "2020", "narrative.deviation": "项目年底开工，结余结转。"}
        for name in ("甲项目", "乙项目", "丙项目")
    }
    book = book_with(sheets)
    assert [f for f in tidy(run(book, RULES), book) if f.severity.value != "info"] == []


def test_a_number_kept_as_text_is_one_finding_that_says_what_it_was_read_as() -> None:
    book = book_with({SHEET: FUNDS | {"funds.total.budget": "'100万元", "narrative.deviation": "年底开工，结余结转。"}})
    findings = [f for f in tidy([*book.findings, *run(book, RULES)], book) if f.cell == "D9"]
    assert [f.rule for f in findings] == ["W04"]
    assert "100万元" in findings[0].message and "读作" in findings[0].message
