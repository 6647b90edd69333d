"""Sheets that have only parts of the form, as people make them by hand: read, checked and filled as far as they go."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import excel_eval as ee
from excel_eval.pipeline.saving import plan

SHEET = """
项目名称|领导接访费用|||
年度|2020||单位：元|

资金来源|预算数|执行数|执行率|
合计|50000|50000||
财政拨款|50000|50000||
事项|总数|办结数|上报率|比率
接访|74|74|100|
评价等级||综合得分||
"""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "领导接访费用"
    for row, line in enumerate(SHEET.strip("\n").splitlines(), 1):
        for column, text in enumerate(line.split("|"), 1):
            sheet.cell(row, column, int(text) if text.isdigit() else text or None)
    workbook.save(tmp_path / "made.xlsx")
    return tmp_path / "made.xlsx"


def test_what_is_there_is_read(made: Path) -> None:
    book = ee.read(made, "project_evaluation")
    project = book.projects[0]
    assert (project.name, project.year, project.funds.total.budget) == ("领导接访费用", Decimal(2020), Decimal(5))
    assert project.measures[0].rate == 1
    assert book.sheets[0].layout.missing == ("adjustment", "expenses", "goal", "indicators", "narrative", "sign")
    assert book.sheets[0].cell("total.grade") == "B9"
    assert [f.rule for f in book.findings] == ["C03", "C03", "C03", "C09", "C07"]


def test_what_can_be_computed_is_filled_and_the_rest_left_alone(made: Path, tmp_path: Path) -> None:
    result = ee.evaluate(ee.read(made, "project_evaluation"))
    changed = {change.cell: (change.new, change.formula is not None) for change in plan(result)}
    assert changed["D5"] == ("1", True)
    assert changed["E8"] == ("1", True)
    assert "D9" not in changed
    filled = result.save(tmp_path / "filled.xlsx")
    assert ee.read(filled, "project_evaluation").projects == result.book.projects
