"""What people add to a form: drawn on a new sheet where the form knows a place for it, else named as left behind."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from excel_eval.compute import broken, compiled
from excel_eval.form.load import load_form
from excel_eval.paths import project_of
from excel_eval.workbook.content import content_of, unplaced
from tests.command import run
from tests.oracles import libreoffice

FORM = load_form("mof_2020")
TEMPLATE = Path(__file__).resolve().parents[2] / "workbook_templates" / "mof_2020.xlsx"


@pytest.mark.parametrize("form", ["mof_2020", "mof_2021"])
def test_an_added_part_is_drawn_where_it_holds_something(form: str) -> None:
    plain = content_of(load_form(form), project_of({"name": "甲"}))
    added = content_of(load_form(form), project_of({"name": "甲", "narrative.problems": "设备老旧。", "contact": "张会计"}))
    assert "narrative.problems" not in plain.layout.by_path
    assert added.values["narrative.problems"] == "设备老旧。"
    assert added.values["contact"] == "张会计"


def test_columns_beside_the_form_have_no_place_on_a_new_sheet() -> None:
    values: dict[str, Any] = {"name": "甲", "funds.total.budget": Decimal(100), "funds.total.balance": Decimal(5)}
    assert unplaced(FORM, project_of(values)) == ("funds.total.balance",)


@pytest.mark.parametrize(("total", "right"), [(80, True), (100, True), (90, False)])
def test_the_red_mark_knows_rows_that_break_a_source_down(total: int, right: bool) -> None:
    """80 of 财政拨款, of which 20 are named once more below: a total of 80, or of 100 where they come on top."""
    values = {"funds.total.budget": total, "funds.appropriation.budget": 80, "funds.further[0].budget": 20}
    content = content_of(FORM, project_of({path: Decimal(value) for path, value in values.items()}))
    marked = [slot.path for _, slot in broken(compiled(FORM), content.layout, content.values)]
    assert ("funds.total.budget" not in marked) is right


def test_what_is_left_behind_is_named(tmp_path: Path) -> None:
    path = Path(shutil.copy(TEMPLATE, tmp_path / "a.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = next(s for s in book if any(c.value == "年度资金总额" for row in s.iter_rows() for c in row))
    row = next(c.row for line in sheet.iter_rows() for c in line if c.value == "年度资金总额")
    name = next(c for line in sheet.iter_rows() for c in line if c.value == "项目名称")
    sheet.cell(name.row, 3).value = "甲"
    sheet.cell(row, 6).value, sheet.cell(row, 7).value = 100, 95
    sheet.cell(row - 1, 12).value, sheet.cell(row, 12).value = "结余", 5
    book.save(path)
    told = run("fill", libreoffice.convert(path, "xls", tmp_path), "-o", tmp_path / "out.xlsx", "--form", "mof_2020").stderr
    assert f"{sheet.title}!L{row}（年度资金总额 · 结余）" in told
