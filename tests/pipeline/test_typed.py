"""What people type into a filled-in workbook: read right with a word on it, or told; filled, it calculates as it says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.cell.cell import Cell

import excel_eval as ee
from excel_eval.cli import main
from tests.oracles import libreoffice
from tests.workbook.compared import uncalculated

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "self_evaluation.xlsx"
OTHER = "funds.other.executed"
Edit = Callable[[Any], None]


def put(**cells: object) -> Edit:
    """Set cells, as A1=value."""

    def edit(sheet: Any) -> None:
        for cell, value in cells.items():
            sheet[cell] = value

    return edit


def edited(edit: Edit, path: Path) -> Path:
    book = openpyxl.load_workbook(EXAMPLE)
    edit(book["社区文化活动中心运行"])
    book.save(path)
    return path


NUMBERS: dict[str, tuple[object, object, str]] = {
    "unit": ("13万元", 13, "C01"),
    "yuan": ("130000元", 13, "C01"),
    "full width": ("１３．００", 13, "C01"),
    "full-width comma": ("1，234.50", Decimal("1234.5"), "C01"),
    "thousands": ("1,234.50", Decimal("1234.5"), "C01"),
    "blank after": ("13.00 ", 13, "C01"),
    "ideographic blank": ("13.00\u3000", 13, "C01"),
    "blank that holds": ("\u00a013", 13, "C01"),
    "line break": ("13\n", 13, "C01"),
    "apostrophe": ("'13", 13, "C01"),
    "Chinese": ("十三", 13, "C01"),
    "Chinese with unit": ("十三万", 13, "C01"),
    "sign of currency": ("￥13", 13, "C01"),
    "power": ("1.3E+01", 13, "C01"),
    "about": ("约13", 13, "C01"),
    "brackets": ("(5)", -5, "C01"),
    "float tail": (0.1 + 0.2, Decimal("0.3"), ""),
    "minus zero": (-0.0, 0, ""),
    "dash": ("—", None, ""),
    "slash": ("/", None, ""),
    "none": ("无", None, "C01"),
    "range": ("3~5", None, "C02"),
    "decimal comma": ("85,62", None, "C02"),
    "percent": ("100%", None, "C02"),
    "words": ("见附件", None, "C02"),
    "remark": ("13(含利息)", None, "C02"),
    "two points": ("13.0.0", None, "C02"),
    "yes": (True, None, "C02"),
    "lost reference": ("#REF!", None, "C14"),
    "another workbook": ("=[1]Sheet1!A1", None, "C05"),
    "unknown function": ("=FOO(1)", None, "C05"),
    "formula of one's own": ("=6.5*2", 13, ""),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number(name: str, tmp_path: Path) -> None:
    typed, meant, rule = NUMBERS[name]
    book = ee.read(edited(put(F12=typed), tmp_path / "a.xlsx"))
    assert book.projects[0].get(OTHER) == meant
    noted = {f.rule: f for f in book.findings if f.path == OTHER}
    assert set(noted) == ({rule} if rule else set())
    if rule:
        assert (noted[rule].cell, noted[rule].severity) == ("F12", {"C01": "info", "C05": "warning"}.get(rule, "error"))
        assert noted[rule].suggestion


@pytest.mark.parametrize(
    ("edit", "path", "meant", "rule"),
    [
        (put(A3="项 目 名 称"), "name", "社区文化活动中心运行", ""),
        (put(A3="项目名称："), "name", "社区文化活动中心运行", ""),
        (put(A3="项目\n名称"), "name", "社区文化活动中心运行", ""),
        (put(A3="项目名称：领导接访", B3=None), "name", "领导接访", "C12"),
        (put(B4=440306231391500000173.0), "code", "440306231391500000000", "C10"),
        (put(H4="二〇二一年"), "year", 2021, "C01"),
        (put(H4="2021年度"), "year", 2021, "C01"),
        (put(H4="2021.12.31"), "year", 2021, "C01"),
        (put(H4="去年"), "year", None, "C02"),
        (put(G28="26 场"), "indicators[0].actual", 26, "C01"),
        (put(E28="24场"), "indicators[0].target", 24, "C01"),
        (put(G28="26次"), "indicators[0].actual", "26次", ""),
        (put(H6="元", F12=130000), OTHER, 13, ""),
        (lambda sheet: sheet.row_dimensions.__getitem__(12).__setattr__("hidden", True), OTHER, 13, ""),
    ],
    ids=["blanks", "colon", "two lines", "own cell", "20 digits", "Chinese year", "year", "day", "no year", "own unit", "target", "other unit", "yuan", "hidden"],
)
def test_labels_and_other_kinds(edit: Edit, path: str, meant: object, rule: str, tmp_path: Path) -> None:
    book = ee.read(edited(edit, tmp_path / "a.xlsx"))
    assert book.projects[0].get(path) == meant
    assert {f.rule for f in book.findings if f.path == path} == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("edit", "rule", "cell"),
    [
        (put(F9=121.40), "F01", "F9"),
        (put(H9=0.96), "W03", "H9"),
        (put(H9=0.9), "F03", "H9"),
        (put(F12="13万元"), "W04", "F12"),
        (lambda sheet: sheet.row_dimensions.__getitem__(12).__setattr__("hidden", True), "W05", "C12"),
    ],
    ids=["total", "constant", "wrong constant", "text", "hidden"],
)
def test_what_check_says(edit: Edit, rule: str, cell: str, tmp_path: Path) -> None:
    found = ee.check(ee.read(edited(edit, tmp_path / "a.xlsx")))
    assert (rule, cell) in {(f.rule, f.cell) for f in found}


@pytest.mark.parametrize(
    ("cell", "typed", "expected"),
    [
        ("G27", "实际完成植", {("C04", "G27")}),
        ("E27", "本年指标", {("C23", "E27")}),
        ("A48", "指标合汁", {("C04", "A48")}),
        ("A9", "年度资金总颌", {("C04", "A9")}),
    ],
)
def test_a_label_that_is_not_known_is_told_once(cell: str, typed: str, expected: set[object], tmp_path: Path) -> None:
    found = ee.check(ee.read(edited(put(**{cell: typed}), tmp_path / "a.xlsx")))
    assert {(f.rule, f.cell) for f in found if f.severity != "info"} == expected


def test_a_finding_is_a_line_whatever_stands_in_the_cell(tmp_path: Path) -> None:
    path = edited(put(F12="13\n", D12="a\nb"), tmp_path / "a.xlsx")
    lines = CliRunner().invoke(main, ["check", str(path)]).stdout.splitlines()
    assert any("D12: C02 " in line and "“a b”" in line for line in lines)
    assert not any(line.startswith(("b", "以")) for line in lines)


def test_a_copied_sheet_is_a_project_of_its_own_and_told(tmp_path: Path) -> None:
    path = edited(lambda sheet: sheet.parent.copy_worksheet(sheet), tmp_path / "a.xlsx")
    book = ee.read(path)
    assert len(book.sheets) == 2
    assert any("已经填报" in f.message for f in ee.check(book) if f.sheet == book.sheets[1].sheet)


def test_widened_and_undone_merges(tmp_path: Path) -> None:
    def widen(sheet: Any) -> None:
        for area in [str(each) for each in sheet.merged_cells.ranges if each.min_row == 3]:
            sheet.unmerge_cells(area)
        sheet.merge_cells("B3:J3")

    book = ee.read(edited(widen, tmp_path / "a.xlsx"))
    assert book.projects[0].name == "社区文化活动中心运行"


def under_merge(sheet: Any) -> None:
    """The figures of 其他资金 stand in the second cell of their merged ranges, where Excel does not show them."""
    for column in (4, 6):
        sheet._cells[12, column + 1] = Cell(sheet, 12, column + 1, sheet.cell(12, column).value)
        sheet.cell(12, column).value = None


def test_values_under_merged_ranges_are_moved_to_their_corners(tmp_path: Path) -> None:
    filled = ee.fill(edited(under_merge, tmp_path / "a.xlsx"))
    told = {f.cell for f in filled.evaluation.book.findings if f.rule == "C06"}
    assert told == {"E12", "G12"}
    assert {(c.cell, c.new) for c in filled.changes if c.reason == "C06"} == {("D12", "14.5"), ("F12", "13")}
    again = ee.read(filled.output)
    assert again.projects[0].get(OTHER) == 13
    assert not [f for f in again.findings if f.rule == "C06"]


MIXED: tuple[Edit, ...] = (
    put(F12="13万元", D16="８．５", H28="5 ", G28="26场", B4="1" * 20),
    put(F9="121.44万元", C10="—", D12="3~5", H9=0.5, I28=3),
    put(F12="#REF!", G30="约31200", E29="八", A3="项目名称：活动中心", B3=None),
    put(H6="元", D9=1265000, F9=1214400, F10=964400, F11=120000, F12=130000, F16="81200元"),
    under_merge,
    put(D22=126.5, F22="=SUM(F16:F18)", H48=None, B50=None),
)


@pytest.mark.slow
def test_filled_workbooks_calculate_as_they_say(tmp_path: Path) -> None:
    filled = [ee.fill(edited(edit, tmp_path / f"{index}.xlsx")).output for index, edit in enumerate(MIXED)]
    for path, values in zip(filled, libreoffice.recalculate_all(filled), strict=True):
        # openpyxl wrote the formulas of 目录 without values, and no fill has to do with them
        assert [each for each in uncalculated(path, values) if each[0] != "目录"] == [], path.name
        again = ee.fill(path, path.with_name(f"again-{path.name}"))
        assert again.changes == ()
        third = ee.fill(again.output, path.with_name(f"third-{path.name}"))  # the notes on typing went with the first
        assert third.output.read_bytes() == again.output.read_bytes()
