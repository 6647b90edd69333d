"""Reading files: the stamp, sheets that are copied and renamed, formulas that a library left uncalculated."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters
from openpyxl.worksheet.table import Table

import excel_eval as ee
from excel_eval.messages import LANGUAGES, catalogue
from excel_eval.reading_rules import READING, finding
from excel_eval.workbook.read import grids_of

ROOT = Path(__file__).parents[2]
SEVEN = ROOT / "examples" / "projects_2020.xlsx"


def properties_of(workbook: openpyxl.Workbook) -> Any:
    """The custom properties, which the stubs of openpyxl do not know."""
    return getattr(workbook, "custom_doc_props")  # noqa: B009


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    return ee.new(tmp_path / "空白.xlsx", projects=["领导接访费用", "办公设备购置"], year=2020)


def test_a_new_workbook_is_read_without_a_finding(blank: Path) -> None:
    book = ee.read(blank)
    assert [p.name for p in book.projects] == ["领导接访费用", "办公设备购置"]
    assert {p.year for p in book.projects} == {Decimal(2020)}
    assert book.findings == ()


@pytest.mark.parametrize("form", ["mof_2020", "mof_2021"])
def test_the_stamp_tells_the_form(tmp_path: Path, form: str) -> None:
    path = ee.new(tmp_path / "a.xlsx", projects=["甲"], year=2021, form=form)
    assert ee.read(path).form.key == form


def test_without_a_stamp_the_labels_tell_the_form(tmp_path: Path) -> None:
    for form in ("project_evaluation", "mof_2020", "mof_2021"):
        path = ee.new(tmp_path / f"{form}.xlsx", projects=["甲"], year=2021, form=form)
        workbook = openpyxl.load_workbook(path)
        stamps = properties_of(workbook)
        for name in list(stamps.names):
            del stamps[name]
        workbook.save(path)
        book = ee.read(path)
        assert [f.rule for f in book.findings] == ["C11"]
        assert book.form.title == ee.load_form(form).title


def test_a_stamp_of_another_version_is_told(blank: Path) -> None:
    workbook = openpyxl.load_workbook(blank)
    properties_of(workbook)["excel-eval version"].value = "99"
    workbook.save(blank)
    assert [(f.rule, f.found) for f in ee.read(blank).findings] == [("C11", "99")]


def test_copied_and_renamed_sheets(blank: Path) -> None:
    workbook = openpyxl.load_workbook(blank)
    copied = workbook.copy_worksheet(workbook["领导接访费用"])
    copied.title = "领导接访费用 (2)"
    workbook["办公设备购置"].title = "设备"
    workbook.save(blank)
    assert [sheet.sheet for sheet in ee.read(blank).sheets] == ["领导接访费用", "设备", "领导接访费用 (2)"]


def test_formulas_that_a_library_left_uncalculated_change_nothing(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(SEVEN)
    workbook.save(tmp_path / "saved.xlsx")
    saved, original = ee.read(tmp_path / "saved.xlsx"), ee.read(SEVEN)
    assert saved.projects == original.projects
    assert [f for f in saved.findings if f.rule == "C05"] == []
    stated = [book.sheets[3].stated("funds.total.rate") for book in (saved, original)]
    assert stated == [Decimal("0.8562"), Decimal("0.8562")]


def test_every_value_is_listed_in_the_order_of_the_sheet() -> None:
    from excel_eval.grid import position

    for sheet in ee.read(SEVEN).sheets:
        cells = [position(value.cell) for value in sheet.values.values()]
        assert cells == sorted(cells)


def test_grids_of_every_sheet() -> None:
    assert "信访救助专项资金" in grids_of(SEVEN)


def test_every_rule_of_reading_has_its_sentences() -> None:
    words = catalogue("reading")
    for rule in READING:
        assert rule.sentence == words[rule.id]["zh"]
        for key in [key for key in words if key.startswith(rule.id)]:
            assert set(words[key]) == set(LANGUAGES)
    assert {key.partition("_")[0] for key in words} == {rule.id for rule in READING}


def test_a_finding_names_its_cell() -> None:
    found = finding("C16", "甲", "B3", path="name", label="项目名称")
    assert str(found) == "甲!B3: C16 错误 项目名称没有填写"
    assert found.suggestion == "请填写项目名称"


def test_a_workbook_of_a_form_of_ones_own_asks_for_it(tmp_path: Path) -> None:
    own = ROOT / "examples" / "travel_claim.toml"
    path = ee.new(tmp_path / "a.xlsx", projects=["张三"], form=own)
    assert len(ee.read(path, own).sheets) == 1
    with pytest.raises(ee.InputError, match="travel_claim"):
        ee.read(path)


def test_a_filter_that_hides_rows_is_told_from_one_that_hides_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, chosen in (("筛选", ["会议"]), ("未筛选", None)):
        sheet = book.create_sheet(title)
        for row in (["事项", "金额"], ["会议", 3], ["差旅", 7]):
            sheet.append(row)
        sheet.auto_filter.ref = "A1:B3"
        if chosen:
            sheet.auto_filter.add_filter_column(0, chosen)
            sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "filtered.xlsx")
    grids = grids_of(tmp_path / "filtered.xlsx")
    assert [list(map(str, grids[name].filtered)) for name in ("筛选", "未筛选")] == [["A1:B3"], []]


def test_the_filters_of_tables_hide_rows_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["事项", "金额"], ["会议", 3], ["差旅", 7], [], ["事项", "金额"], ["印刷", 2]):
        sheet.append(row)
    chosen = FilterColumn(colId=0, filters=Filters(filter=["会议"]))
    for name, area, columns in (("甲", "A1:B3", [chosen]), ("乙", "A5:B6", [])):
        sheet.add_table(Table(displayName=name, ref=area, autoFilter=AutoFilter(ref=area, filterColumn=columns)))
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "tables.xlsx")
    (grid,) = grids_of(tmp_path / "tables.xlsx").values()
    assert list(map(str, grid.filtered)) == ["A1:B3"]
