"""A sheet part as values: every type of cell, missing references, shared formulas, foreign encodings and prefixes."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from excel_eval.errors import InputError
from excel_eval.grid import Area, Cell, ErrorValue, Grid
from excel_eval.ooxml import open_package
from tests.ooxml import packages
from tests.ooxml.packages import parts, row, sheet, write


def grid(tmp_path: Path, content: str | bytes, **more: str) -> Grid:
    package = open_package(write(tmp_path / "a.xlsx", parts(content, **more)))
    return package.grid("Sheet1")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><v>85.62</v></c>', Decimal("85.62")),
        ('<c r="A1"><v>89.97399999999999</v></c>', Decimal("89.974")),
        ('<c r="A1"><v>1E-3</v></c>', Decimal("0.001")),
        ('<c r="A1" t="s"><v>0</v></c>', "你好"),
        ('<c r="A1" t="s"><v>1</v></c>', "甲乙"),
        ('<c r="A1" t="s"><v>9</v></c>', ErrorValue.REF),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', ErrorValue.DIV0),
        ('<c r="A1" t="e"><v>#SPILL!</v></c>', ErrorValue.VALUE),
        ('<c r="A1" t="inlineStr"><is><t>a_x000D_b</t></is></c>', "a\rb"),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><rPh sb="0" eb="1"><t>x</t></rPh><r><t>b</t></r></is></c>', "ab"),
        ('<c r="A1" t="d"><v>2020-12-31</v></c>', Decimal(44196)),
        ('<c r="A1" t="d"><v>2020-99-99T99:99</v></c>', "2020-99-99T99:99"),
        ('<c r="A1"><v>abc</v></c>', "abc"),
        ('<c r="A1"><v>1e999</v></c>', "1e999"),
        (f'<c r="A1"><v>{"9" * 5000}</v></c>', "9" * 5000),
    ],
)
def test_each_type_of_cell_gives_its_value(tmp_path: Path, cell: str, value: object) -> None:
    strings = "<si><t>你好</t></si><si><r><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r></si>"
    assert grid(tmp_path, sheet(row(cell)), strings=strings).cell(1, 1).value == value


def test_a_formula_without_a_value_is_not_cached(tmp_path: Path) -> None:
    read = grid(tmp_path, sheet(row('<c r="A1"><f>1+1</f></c>', '<c r="B1"><f>1+1</f><v>2</v></c>')))
    assert read.cell(1, 1) == Cell(None, "1+1", cached=False)
    assert read.cell(1, 2) == Cell(Decimal(2), "1+1")


def test_a_formula_may_give_an_empty_text(tmp_path: Path) -> None:
    read = grid(tmp_path, sheet(row('<c r="A1" t="str"><f>IF(1,"")</f><v></v></c>')))
    assert read.cell(1, 1) == Cell("", 'IF(1,"")')


def test_shared_formulas_are_expanded(tmp_path: Path) -> None:
    rows = row('<c r="C1"><f t="shared" si="0" ref="C1:C2">A1+$B$1</f><v>1</v></c>')
    rows += row('<c r="C2"><f t="shared" si="0"/><v>2</v></c>', number=2)
    assert grid(tmp_path, sheet(rows)).cell(2, 3).formula == "A2+$B$1"


def test_rows_and_cells_without_references_follow_each_other(tmp_path: Path) -> None:
    read = grid(tmp_path, sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"))
    assert {place: cell.value for place, cell in read.cells.items()} == {(1, 1): 1, (1, 2): 2, (2, 1): 3}


def test_merges_hidden_rows_columns_and_formats(tmp_path: Path) -> None:
    content = sheet(
        '<row r="2" hidden="1"><c r="A2" s="1"><v>0.5</v></c></row>',
        before='<cols><col min="2" max="3" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A2:B3"/></mergeCells>',
    )
    read = grid(tmp_path, content)
    assert read.merges == (Area(2, 1, 3, 2),)
    assert (read.hidden_rows, read.hidden_columns) == ({2}, {2, 3})
    assert read.cell(2, 1).format == "0.00%"


def test_blank_styled_cells_are_left_out(tmp_path: Path) -> None:
    assert grid(tmp_path, sheet(row('<c r="A1" s="1"/>', '<c r="B1"/>'))).cells == {}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings_are_read_and_written_back(tmp_path: Path, encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = sheet(row('<c r="A1" t="inlineStr"><is><t>化解率</t></is></c>')).replace("UTF-8", declared)
    path = write(tmp_path / "a.xlsx", parts(text.encode(encoding)))
    package = open_package(path)
    assert package.grid("Sheet1").cell(1, 1).value == "化解率"
    package.set_cell("Sheet1", (1, 2), value="接访")
    package.save(tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        written = archive.read("xl/worksheets/sheet1.xml")
    assert written.startswith(text.encode(encoding)[:40])
    assert open_package(tmp_path / "b.xlsx").grid("Sheet1").cell(1, 2).value == "接访"


def test_prefixes_backslashes_and_capitals_are_followed(tmp_path: Path) -> None:
    text = sheet(row('<c r="A1"><v>1</v></c>')).replace(f'xmlns="{packages.MAIN}"', f'xmlns:x="{packages.MAIN}"')
    for name in ("worksheet", "sheetData", "row", "c", "v"):
        text = text.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>").replace(f"</{name}>", f"</x:{name}>")
    made = {name.replace("xl/", "XL\\"): content for name, content in parts(text).items()}
    package = open_package(write(tmp_path / "a.xlsx", made))
    assert package.grid("Sheet1").cell(1, 1).value == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>', "bad_reference"),
        ('<row r="1"><c r="!!"><v>1</v></c></row>', "bad_reference"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "used_area"),
        ('<!DOCTYPE x><row r="1"/>', "doctype"),
        ("<row>", "damaged_xml"),
    ],
)
def test_impossible_sheets_are_refused_with_a_sentence(tmp_path: Path, rows: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        grid(tmp_path, sheet(rows))
    assert caught.value.code == code
    assert "xl/worksheets/sheet1.xml" in str(caught.value)


def test_defined_names_and_states_of_sheets(tmp_path: Path) -> None:
    made = parts(sheet(""), sheet(""), workbook='<definedNames><definedName name="甲">Sheet1!$A$1</definedName></definedNames>')
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace('sheetId="2"', 'sheetId="2" state="veryHidden"')
    package = open_package(write(tmp_path / "a.xlsx", made))
    assert package.defined_names == {"甲": "Sheet1!$A$1"}
    assert [entry.state for entry in package.sheets] == ["visible", "veryHidden"]
    assert package.grid("Sheet2").hidden


MANY_BLANKS = {
    "empty rows": '<row r="1" ht="15"/><row r="2" hidden="1"/><row r="3" spans="1:2"/><row r="4"><c r="B4"><v>4</v></c></row><row r="5"/>',
    "no reference after an empty row": '<row r="3"/><row><c><v>4</v></c></row><row r="9"/><row/><row r="12"><c><v>1</v></c></row>',
    "blank cells": row('<c r="A1" s="1"/><c r="B1"><v>1</v></c><c r="C1" s="1"/>', '<c r="E1" s="1"/><c><v>2</v></c>'),
    "empty rows in a comment": f'<row r="2"/><!-- <row r="3"/> --><row r="4"/>{row("<c><v>1</v></c>", number=5)}',
    "all blank": '<row r="1" s="1"/><row r="2"><c r="A2" s="1"/></row>',
}


@pytest.mark.parametrize("rows", MANY_BLANKS.values(), ids=MANY_BLANKS)
def test_a_large_sheet_reads_as_a_small_one(tmp_path: Path, rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = grid(tmp_path, sheet(rows))
    monkeypatch.setattr("excel_eval.ooxml.sheet._LARGE", 0)
    assert grid(tmp_path, sheet(rows)) == whole


WRONG = ['<row r="9999999"/>', '<row r="x"/>', "<row r='3'><c r='A4000000000'><v>1</v></c></row>", '<row r="3"></rows>']


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_a_large_sheet_is_told_as_in_a_small_one(
    tmp_path: Path, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = sheet(f'<row r="1" ht="15"/><row r="2"><c r="A2" s="1"/></row>{wrong}')
    with pytest.raises(InputError) as small:
        grid(tmp_path, content)
    monkeypatch.setattr("excel_eval.ooxml.sheet._LARGE", 0)
    with pytest.raises(InputError) as large:
        grid(tmp_path, content)
    assert str(large.value) == str(small.value)
