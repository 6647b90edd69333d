"""Marks of a fill in the person's sheets: at every fault, gone with it, and never where nothing is wrong."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from excel_eval.pipeline.filling import fill
from tests.oracles import libreoffice

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "projects_2020.xlsx"
SHEET = "信访救助专项资金"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "a.xlsx"))


def change(path: Path, **cells: object) -> Path:
    workbook = load_workbook(path)
    for cell, value in cells.items():
        workbook[SHEET][cell] = value
    workbook.save(path)
    return path


def noted(page: Worksheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}


def coloured(page: Worksheet) -> set[str]:
    ours = [found for found in page.conditional_formatting if any("excel-eval" in str(r.formula) for r in found.rules)]
    return {cell for found in ours for cell in str(found.sqref).split()}


def test_every_error_and_warning_is_marked_at_its_cell_and_nothing_else(book: Path) -> None:
    done = fill(book)
    filled = load_workbook(done.output)
    for page in filled.worksheets:
        graver = [f for f in done.evaluation.findings if f.sheet == page.title and f.severity.value != "info"]
        assert set(noted(page)) == coloured(page) == {f.cell for f in graver if f.cell}
        assert all(f.message in noted(page)[f.cell] and f.rule in noted(page)[f.cell] for f in graver if f.cell)


def test_a_mark_goes_with_its_fault(book: Path) -> None:
    fill(book, in_place=True)
    fill(change(book, H47=0.967), in_place=True)
    page = load_workbook(book)[SHEET]
    assert "H47" not in noted(page) and coloured(page) == set(noted(page)) == {"F9", "B52"}


def test_a_persons_note_and_later_colour_stay(book: Path) -> None:
    workbook = load_workbook(book)
    workbook[SHEET]["F9"].comment = Comment("已与财政局核对", "王会计")
    workbook.save(book)
    fill(book, in_place=True)
    workbook = load_workbook(book)
    assert "F09" in noted(workbook[SHEET])["F9"]
    workbook[SHEET]["F9"].fill = PatternFill("solid", fgColor="FF00FF00")
    workbook.save(book)
    fill(change(book, B55="尾款待验收后于次年一季度支付，结余14.38万元结转使用。"), in_place=True)
    page = load_workbook(book)[SHEET]
    assert noted(page)["F9"] == "已与财政局核对" and page["F9"].comment.author == "王会计"
    assert page["F9"].fill.fgColor.rgb == "FF00FF00" and "F9" not in coloured(page)


def test_without_marks_a_sheet_has_none_also_no_earlier_ones(book: Path) -> None:
    plain = fill(book, book.with_name("plain.xlsx"), marks=False).output
    assert not any(noted(page) or coloured(page) for page in load_workbook(plain).worksheets)
    fill(book, in_place=True)
    fill(book, in_place=True, marks=False)
    assert not any(noted(page) or coloured(page) for page in load_workbook(book).worksheets)
    with zipfile.ZipFile(plain) as one, zipfile.ZipFile(book) as other:
        assert set(one.namelist()) == set(other.namelist())


def test_sheets_beside_those_of_projects_are_marked_and_cleared_too(book: Path) -> None:
    workbook = load_workbook(book)
    page = workbook.create_sheet("豁免")
    page.append(["规则", "工作表", "单元格", "理由"])
    page.append(["N01", SHEET, "H47", None])
    workbook.save(book)
    fill(book, in_place=True)
    assert list(noted(load_workbook(book)["豁免"])) == ["D2"]
    workbook = load_workbook(book)
    workbook["豁免"]["D2"] = "原始台账如此"
    for row in workbook[SHEET].iter_rows(max_row=20):
        for cell in row:
            if isinstance(cell.value, str):  # no longer a project sheet
                cell.value = None
    workbook.save(book)
    fill(book, in_place=True)
    pages = load_workbook(book)
    assert not noted(pages["豁免"]) and not noted(pages[SHEET]) and not coloured(pages[SHEET])


@pytest.mark.slow
@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice (soffice) is not installed")
def test_a_filled_workbook_saved_by_libreoffice_is_filled_again_without_doubling_marks(book: Path, tmp_path: Path) -> None:
    workbook = load_workbook(book)
    workbook[SHEET]["F9"].comment = Comment("已与财政局核对", "王会计")
    workbook.save(book)
    first = fill(book).output
    (tmp_path / "saved").mkdir()
    saved = libreoffice.convert(first, "xlsx", tmp_path / "saved")
    again = load_workbook(fill(saved).output)[SHEET]
    assert noted(again) == noted(load_workbook(first)[SHEET]) and coloured(again) == {"F9", "H47", "B52"}
    bare = load_workbook(fill(saved, saved.with_name("bare.xlsx"), marks=False).output)[SHEET]
    assert noted(bare) == {"F9": "已与财政局核对"} and not coloured(bare)
