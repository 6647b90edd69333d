"""One name and one year: file names, titles, sheet names that Excel cut or numbered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from excel_eval.findings import Finding
from excel_eval.grid import Cell
from excel_eval.rules import run
from excel_eval.rules.texts.identity import name_is_one
from excel_eval.rules.texts.years import year_is_one
from excel_eval.workbook.sheet_names import sheet_names
from tests.rules.case_book import SHEET, book_with

YEAR = {"name": "领导接访费用", "year": "2020", "funds.total.budget": "5"}


def found(values: dict[str, dict[str, str]], file: str | None = None) -> list[Finding]:
    book = book_with(values)
    return list(run(replace(book, source=Path(file) if file else None), (name_is_one, year_is_one)))


@pytest.mark.parametrize("file", ["2021年度自评.xlsx", "2019年信访局.xlsx"])
def test_a_file_name_of_another_year(file: str) -> None:
    (finding,) = found({SHEET: YEAR}, file)
    assert (finding.rule, finding.severity.value, finding.expected) == ("N11", "warning", "2020")


@pytest.mark.parametrize("file", ["自评.xlsx", "2021年上报2020年度自评.xlsx", "20201231.xlsx", "2020.xlsx", None])
def test_other_file_names_are_left_alone(file: str | None) -> None:
    assert found({SHEET: YEAR}, file) == []


def test_a_title_of_another_year() -> None:
    book = book_with({SHEET: YEAR})
    grid = book.grids[SHEET]
    title = {(1, 1): Cell("项目支出绩效评价表（ 2019年度）")}
    (finding,) = run(replace(book, grids={SHEET: replace(grid, cells=grid.cells | title)}), (name_is_one, year_is_one))
    assert (finding.cell, finding.found, finding.expected) == ("A1", "2019", "2020")


def test_the_sheet_names_that_we_make_are_never_at_odds_with_the_project() -> None:
    names = ["领导接访费用", "领导接访费用", "驻京/驻宁导访费用", "处理越访、突发事件及办信、网信、网上信访平台运行维护专项经费（一期）", "A:B?"]
    sheets = dict(zip(sheet_names(names), names, strict=True))
    assert found({sheet: YEAR | {"name": name} for sheet, name in sheets.items()}) == []
