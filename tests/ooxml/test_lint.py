"""Planted defects: our own lint finds what the other judges pass over, and all judges together find every one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from excel_eval.errors import InputError
from excel_eval.ooxml import lint, open_package
from tests.ooxml.packages import Content, parts, row, sheet, write
from tests.oracles import audit, sdk

GOOD = sheet(row('<c r="A1" s="1"><v>1</v></c>', '<c r="B1"><f>SUM(A1,{1;2})&amp;";"</f><v>1</v></c>'))
LIST = (
    '<dataValidations count="1"><dataValidation type="list" sqref="A1"><formula1>"{}"</formula1></dataValidation>'
    "</dataValidations>"
)


def merges(*areas: str) -> str:
    found = "".join(f'<mergeCell ref="{each}"/>' for each in areas)
    return f'<mergeCells count="{len(areas)}">{found}</mergeCells>'


def formula(text: str) -> str:
    return sheet(row(f'<c r="A1"><f>{text}</f><v>1</v></c>'))


def names(*pairs: tuple[str, str]) -> str:
    found = "".join(f'<definedName name="{name}">{text}</definedName>' for name, text in pairs)
    return f"<definedNames>{found}</definedNames>"


OURS_ALONE: dict[str, str] = {
    "row_order": sheet(row(number=2) + row(number=1)),
    "duplicate_row": sheet(row(number=2) + row(number=2)),
    "cell_order": sheet(row('<c r="B1"><v>1</v></c>', '<c r="A1"><v>1</v></c>')),
    "duplicate_cell": sheet(row('<c r="A1"><v>1</v></c>', '<c r="A1"><v>2</v></c>')),
    "overlapping_merge": sheet("", after=merges("A1:B2", "B2:C3")),
    "formula_brackets": formula("SUM((A2)"),
    "formula_operator": formula("A2+*A3"),
    "formula_separator": formula("SUM(A2;A3)"),
    "formula_equals_sign": formula("=A2"),
    "list_too_long": sheet("", after=LIST.format("选项," * 60 + "尾" * 80)),
    "text_too_long": sheet(row(f'<c r="A1" t="inlineStr"><is><t>{"汉" * 32768}</t></is></c>')),
    "bad_style": sheet(row('<c r="A1" s="9"><v>1</v></c>')),
    "bad_merge": sheet("", after=merges("A1:ZZZZ9")),
}


@pytest.mark.parametrize("kind", OURS_ALONE)
def test_our_lint_names_each_defect_of_a_sheet(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / "a.xlsx", parts(OURS_ALONE[kind]))
    assert {defect.kind for defect in lint(path)} == {kind}


@pytest.mark.parametrize("text", ["A2+", "SUM(A2*)", "*A2", "IF(/A2,1)", "A2&amp;", "A2= ", "A2&lt;&gt;,1"])
def test_an_operator_stands_between_what_it_joins(tmp_path: Path, text: str) -> None:
    found = lint(write(tmp_path / "a.xlsx", parts(formula(text))))
    assert {defect.kind for defect in found} == {"formula_operator"}


@pytest.mark.parametrize("text", [
    "-A2*-1", "+A2^-1", 'A2&amp;"*"', 'COUNTIF(A:A,"&gt;*")', "'a-*'!A2*2", "T[[#This Row],[a*]]", "#DIV/0!", "A2%", "{-1,2}",
    "IF(A2&lt;&gt;-1,,)", "A2&gt;=-1", "SUM(A2:A3)/#REF!", "@A2-+3",
])  # fmt: skip
def test_signs_percents_texts_and_names_are_no_lonely_operators(tmp_path: Path, text: str) -> None:
    assert lint(write(tmp_path / "a.xlsx", parts(formula(text)))) == []


def test_our_lint_passes_what_is_good(tmp_path: Path) -> None:
    good = parts(GOOD, sheet("", after=merges("A1:B2", "A3:B4", "C1:D9")), workbook=names(("a", "1"), ("b", "2")))
    assert lint(write(tmp_path / "a.xlsx", good)) == []


def test_our_lint_names_defects_between_parts(tmp_path: Path) -> None:
    made = parts(GOOD, workbook=names(("Rate", "1"), ("rate", "2")))
    made["xl/_rels/workbook.xml.rels"] = str(made["xl/_rels/workbook.xml.rels"]).replace("styles.xml", "nostyles.xml")
    made["xl/media/picture.qqq"] = b"x"
    found = {defect.kind for defect in lint(write(tmp_path / "a.xlsx", made))}
    assert found == {"duplicate_name", "dangling_relationship", "no_content_type"}


def test_a_result_with_a_new_defect_is_not_saved(tmp_path: Path) -> None:
    package = open_package(write(tmp_path / "a.xlsx", parts(GOOD)))
    package.set_cell("Sheet1", (2, 1), formula="SUM(A1;B1)")
    with pytest.raises(InputError) as caught:
        package.save(tmp_path / "b.xlsx")
    assert caught.value.code == "result_defect"
    assert not (tmp_path / "b.xlsx").exists()


def test_a_defect_that_the_input_had_is_no_reason_to_refuse(tmp_path: Path) -> None:
    package = open_package(write(tmp_path / "a.xlsx", parts(OURS_ALONE["overlapping_merge"])))
    package.set_cell("Sheet1", (9, 9), value="x")
    package.save(tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").exists()


def test_nor_where_the_sheet_is_declared_to_be_something_else(tmp_path: Path) -> None:
    made = parts(OURS_ALONE["bad_style"])
    made["[Content_Types].xml"] = str(made["[Content_Types].xml"]).replace("spreadsheetml.worksheet+xml", "any+xml")
    package = open_package(write(tmp_path / "a.xlsx", made))
    package.set_cell("Sheet1", (2, 1), value=True)
    package.save(tmp_path / "b.xlsx")
    assert open_package(tmp_path / "b.xlsx").grid("Sheet1").cell(2, 1).value is True


Edit = Callable[[dict[str, Content]], None]


def replaced(part: str, old: str, new: str) -> Edit:
    def edit(made: dict[str, Content]) -> None:
        assert old in str(made[part])
        made[part] = str(made[part]).replace(old, new)

    return edit


def without(part: str) -> Edit:
    return lambda made: made.pop(part) and None


SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
PLANTED: dict[str, Edit] = {
    **{kind: replaced(SHEET, GOOD, content) for kind, content in OURS_ALONE.items()},
    "duplicate name": replaced(BOOK, "</sheets>", "</sheets>" + names(("a", "1"), ("A", "2"))),
    "wrong order of children": replaced(SHEET, "</sheetData>", '</sheetData><cols><col min="1" max="1"/></cols>'),
    "unknown element": replaced(SHEET, "</sheetData>", "</sheetData><surprise/>"),
    "unknown attribute": replaced(SHEET, '<c r="A1"', '<c r="A1" q="1"'),
    "wrong cell type": replaced(SHEET, '<c r="A1"', '<c r="A1" t="text"'),
    "dangling sheet": without(SHEET),
    "dangling styles": without(STYLES),
    "truncated part": replaced(SHEET, "</worksheet>", ""),
    "font that is not there": replaced(STYLES, 'numFmtId="10" fontId="0"', 'numFmtId="10" fontId="7"'),
    "wrong boolean": replaced(SHEET, '<row r="1"', '<row r="1" hidden="maybe"'),
    "duplicate sheet name": replaced(BOOK, "</sheets>", '<sheet name="Sheet1" sheetId="7" r:id="rId1"/></sheets>'),
    "sheet without name": replaced(BOOK, 'name="Sheet1" ', ""),
    "style of no number": replaced(SHEET, 's="1"', 's="one"'),
}


@pytest.mark.slow
def test_the_judges_together_find_every_planted_defect(tmp_path: Path) -> None:
    if not sdk.available():
        pytest.skip("npm install --prefix tests/oracles has not been run")
    paths = []
    for number, edit in enumerate(PLANTED.values()):
        made = parts(GOOD)
        edit(made)
        paths.append(write(tmp_path / f"{number}.xlsx", made))
    good = write(tmp_path / "good.xlsx", parts(GOOD))
    *found, clean = sdk.errors_of_all([*paths, good])
    usual = audit.errors(good)
    assert (clean, linted(good), opened(good)) == ({}, False, True)
    assert [error for error in usual if "theme" not in error] == []
    missed = [
        name
        for name, path, errors in zip(PLANTED, paths, found, strict=True)
        if not (errors or linted(path) or audit.errors(path) - usual or not opened(path))
    ]
    assert missed == []


def linted(path: Path) -> bool:
    try:
        return bool(lint(path))
    except InputError:
        return True


def opened(path: Path) -> bool:
    """Whether openpyxl opens it."""
    try:
        openpyxl.load_workbook(path)
    except Exception:
        return False
    return True
