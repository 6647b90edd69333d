"""Columns that sheets have beside those of the form: 预算调整数, 结余, 数量 and 单价 are read and held against the others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from excel_eval.book import Book
from excel_eval.findings import Finding
from excel_eval.form.load import load_form
from excel_eval.grid import Cell, Grid
from excel_eval.rules import RULES, run, tidy
from excel_eval.workbook.read import Sheets, book_of

FUNDS: list[list[object]] = [
    ["项目支出绩效自评表"],
    ["（2022年度）"],
    ["项目名称", "城市管网改造"],
    ["", "年初预算数", "预算调整数", "全年预算数", "全年执行数", "执行率", "结余资金"],
    ["年度资金总额", 100, 20, 120, 110.4, 0.92, 9.6],
    ["其中：当年财政拨款", 80, 20, 100, 92, 0.92, 8],
    ["上年结转资金", 20, 0, 20, 18.4, 0.92, 1.6],
    ["其他资金"],
]
DETAIL: list[list[object]] = [
    ["三、支出明细"],
    ["科目编码", "经济分类科目", "数量", "单价（元）", "支出金额", "说明"],
    ["30227", "委托业务费", 250, 2000, 50, ""],
    ["30201", "办公费", 302, 2000, 60.4, ""],
    ["合计", "", "", "", 110.4, ""],
]


def book(rows: list[list[object]], form: str) -> Book:
    cells = {
        (r, c): Cell(Decimal(str(value)) if isinstance(value, int | float) else str(value))
        for r, row in enumerate(rows, 1)
        for c, value in enumerate(row, 1)
        if value not in ("", None)
    }
    return book_of(Sheets({"城市管网改造": Grid("城市管网改造", cells)}), load_form(form))


def told(of: Book, *rules: str) -> list[Finding]:
    return [f for f in tidy(run(of, RULES), of) if f.rule in rules]


@pytest.mark.parametrize("form", ["project_evaluation", "mof_2020", "mof_2021"])
def test_adjustments_and_balances_that_fit(form: str) -> None:
    of = book(FUNDS, form)
    assert of.sheets[0].stated("funds.appropriation.adjustment") == 20
    assert of.sheets[0].stated("funds.carryover.balance") == Decimal("1.6")
    assert told(of, "F05", "F08") == []


@pytest.mark.parametrize(
    ("at", "value", "rule", "cell", "expected"),
    [
        ((5, 2), 15, "F05", "C6", "20"),
        ((5, 2), "", "F05", "C6", "20"),
        ((6, 6), 6.1, "F08", "G7", "1.6"),
    ],
)
def test_a_wrong_adjustment_or_balance(at: tuple[int, int], value: object, rule: str, cell: str, expected: str) -> None:
    rows = [list(row) for row in FUNDS]
    rows[at[0]][at[1]] = value
    (found,) = told(book(rows, "mof_2020"), "F05", "F08")
    assert (found.rule, found.severity.value, found.cell, found.expected) == (rule, "warning", cell, expected)


def test_a_column_of_adjustments_that_nobody_uses_says_nothing() -> None:
    rows = [list(row) if number < 4 else [*row[:2], "", *row[3:]] for number, row in enumerate(FUNDS)]
    assert told(book(rows, "mof_2020"), "F05") == []


def test_quantity_and_price_in_columns() -> None:
    rows = [*FUNDS, *DETAIL]
    assert told(book(rows, "project_evaluation"), "F11") == []
    rows[10] = ["30227", "委托业务费", 520, 2000, 50, ""]
    (found,) = told(book(rows, "project_evaluation"), "F11")
    assert (found.severity.value, found.cell, found.expected, found.related) == ("warning", "E11", "104", ("C11", "D11"))
