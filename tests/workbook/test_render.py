"""Workbooks made from forms: text stays text, formulas carry their values, same input gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from excel_eval.form.load import load_form, shipped_forms
from excel_eval.form.place import place
from excel_eval.model import Project
from excel_eval.paths import generic, project_of
from excel_eval.workbook.blank import blank_projects
from excel_eval.workbook.render import FORM_PROPERTY, VERSION_PROPERTY, render_workbook
from tests.oracles import libreoffice
from tests.workbook.compared import uncalculated
from tests.workbook.seven import seven

FORM = load_form()
CELLS = {slot.path: slot.cell for slot in place(FORM).slots}
NAMES = ["信访救助专项资金", "办公设备/购置", "信访救助专项资金", "很长的项目名称" * 6]
INJECTED = (
    "=1+1", "{=1}", "+1", "-1", "@SUM(A1)", "http://a.example", "https://a.example", "mailto:a@b.example", "ftp://a",
    "file://a", "internal:目录!A1", "external:c.xlsx", "{{7*7}}", "{0.__init__}", "=HYPERLINK(\"http://a\")", "#REF!",
    "#N/A", "TRUE", "007",
    "1E5", "'quoted", "a\tb", "_x0041_", "<v>1</v>", "]]>", "\u200b=1",
)  # fmt: skip


def rendered(projects: Sequence[Project], **options: object) -> bytes:
    target = io.BytesIO()
    render_workbook(FORM, projects, target=target, **options)  # type: ignore[arg-type]
    return target.getvalue()


def opened(content: bytes, **options: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), **options)


@pytest.mark.parametrize("key", shipped_forms())
def test_a_blank_workbook_opens_everywhere(key: str, tmp_path: Path) -> None:
    form, path = load_form(key), tmp_path / "blank.xlsx"
    render_workbook(form, blank_projects(form, NAMES, 2021), target=path, year=2021)
    expected = ["填报说明", "目录", "信访救助专项资金", "办公设备／购置", "信访救助专项资金(2)"]
    assert openpyxl.load_workbook(path).sheetnames[:5] == expected
    assert CalamineWorkbook.from_path(path).sheet_names[:5] == expected
    assert all(len(name) <= 31 for name in openpyxl.load_workbook(path).sheetnames)


def test_the_full_name_stays_in_its_cell() -> None:
    book = opened(rendered(blank_projects(FORM, NAMES)))
    assert [sheet[CELLS["name"]].value for sheet in book.worksheets[2:]] == NAMES


def test_what_is_known_is_filled_in() -> None:
    sheet = opened(rendered(blank_projects(FORM, ["甲"], 2021, "实施单位甲", "主管部门乙"))).worksheets[2]
    found = [sheet[CELLS[path]].value for path in ("year", "unit", "department", "amount_unit", "contact")]
    assert found == [2021, "实施单位甲", "主管部门乙", "万元", None]


def test_the_stamp_names_form_and_version() -> None:
    properties = {p.name: p.value for p in opened(rendered(blank_projects(FORM, ["甲"]))).custom_doc_props.props}
    assert properties == {FORM_PROPERTY: FORM.key, VERSION_PROPERTY: FORM.version}


def test_contents_lead_to_every_sheet_and_back() -> None:
    book = opened(rendered(blank_projects(FORM, ["甲", "it's"])))
    assert [book["目录"][cell].hyperlink.location for cell in ("B4", "B5")] == ["'甲'!A1", "'it''s'!A1"]
    assert [book[name]["K1"].hyperlink.location for name in ("甲", "it's")] == ["'目录'!A1"] * 2
    assert book["目录"]["B5"].value == "='it''s'!$B$3&\"\""


def test_the_same_input_gives_the_same_bytes() -> None:
    assert rendered(seven(FORM), year=2020) == rendered(seven(FORM), year=2020)


def test_texts_stay_those_texts() -> None:
    paths = ("name", "unit", "contact", "narrative.situation", "indicators[0].actual")
    content = rendered([project_of(dict.fromkeys(paths, text)) for text in INJECTED])
    for sheet, text in zip(opened(content).worksheets[2:], INJECTED, strict=True):
        assert [sheet[CELLS[path]].value for path in paths] == [text] * len(paths)
        assert [sheet[CELLS[path]].data_type for path in paths] == ["s"] * len(paths)


def test_texts_make_no_formula_and_no_outward_link() -> None:
    content = rendered([project_of({"name": text, "narrative.situation": text}) for text in INJECTED])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    assert not [name for name, part in parts.items() if name.endswith(".rels") and "TargetMode" in part]
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/sheet")][2:]
    assert {part.count("<f>") for part in sheets} == {sheets[0].count("<f>")}


@pytest.mark.parametrize("text", ["#N/A", "TRUE", "12", "=1"])
def test_a_live_name_is_text_also_where_it_looks_like_something_else(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(rendered([project_of({"name": text})]))) as package:
        contents = package.read("xl/worksheets/sheet2.xml").decode()
    assert f"<v>{text}</v>" in contents
    assert 't="e"' not in contents
    assert contents.count('t="str"') == contents.count("<f>")


def test_only_computed_cells_are_locked() -> None:
    sheet = opened(rendered(seven(FORM)))["信访救助专项资金"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    locked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.protection.locked}
    formulas = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    scores = {slot.cell for slot in place(FORM).slots if generic(slot.path) == "indicators.score"}
    assert formulas - scores <= locked
    assert not scores & locked
    assert sheet["C9"].coordinate not in locked


def test_equal_neighbours_are_merged_and_rows_without_indicators_are_not() -> None:
    sheet = opened(rendered(seven(FORM)))["信访救助专项资金"]
    merged = {area.coord for area in sheet.merged_cells.ranges if area.bounds[0] == area.bounds[2]}
    top = next(cell.row for cell in sheet["A"] if cell.value == "一级指标") + 1
    assert merged == {f"A{top}:A{top + 3}", f"B{top}:B{top + 1}"}
    blank = opened(rendered(blank_projects(FORM, ["甲"]))).worksheets[2]
    assert not [area for area in blank.merged_cells.ranges if area.size["rows"] > 1]


def test_a_score_that_a_person_gives_is_no_formula() -> None:
    sheet = opened(rendered(seven(FORM)))["信访救助专项资金"]
    row = next(cell.row for cell in sheet["C"] if cell.value == "信访秩序平稳程度")
    assert sheet.cell(row, 9).value == 28
    assert str(sheet.cell(row + 1, 9).value).startswith("=")


def test_rows_are_as_high_as_their_text() -> None:
    projects = [project_of({"name": "甲", "narrative.situation": "字" * count}) for count in (5, 900)]
    short, long = opened(rendered(projects)).worksheets[2:]
    row = next(cell.row for cell in short["A"] if cell.value == "项目情况")
    lines = 900 / 57
    assert long.row_dimensions[row].height > short.row_dimensions[row].height
    assert 13 * lines <= long.row_dimensions[row].height <= 409


def test_every_choice_and_amount_is_guarded() -> None:
    sheet = opened(rendered(blank_projects(FORM, ["甲"]))).worksheets[2]
    kinds = {(v.type, str(v.sqref)) for v in sheet.data_validations.dataValidation}
    assert ("list", CELLS["amount_unit"]) in kinds
    assert any(kind == "decimal" for kind, _ in kinds)
    assert all(
        len(v.prompt or "") <= 255 and len(v.formula1 or "") <= 257 for v in sheet.data_validations.dataValidation
    )


def test_printing_is_set_up() -> None:
    for sheet in opened(rendered(seven(FORM), year=2020)).worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows
        assert sheet.print_area


@pytest.mark.slow
@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice (soffice) is not installed")
def test_cached_values_are_those_that_libreoffice_calculates(tmp_path: Path) -> None:
    paths = []
    for key in shipped_forms():
        form = load_form(key)
        paths += [tmp_path / f"{key}-blank.xlsx", tmp_path / f"{key}.xlsx"]
        render_workbook(form, blank_projects(form, NAMES, 2020), target=paths[-2], year=2020)
        render_workbook(form, seven(form), target=paths[-1], year=2020)
    calculated = libreoffice.recalculate_all(paths)
    assert [uncalculated(path, values) for path, values in zip(paths, calculated, strict=True)] == [[]] * len(paths)
