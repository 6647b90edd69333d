"""Whole sheets taken over, marks and notes: consistent with the workbook, and the same bytes when done again."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from excel_eval.ooxml import lint, open_package, package_of
from tests.ooxml.packages import parts, read, row, sheet, write

NAMES = ("汇总", "核对结果")


def results(title: str = "标题") -> bytes:
    """A workbook with a bit of everything on each sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    bold = book.add_format({"bold": True, "num_format": "#,##0.00", "bg_color": "#FFC7CE", "border": 1})
    red = book.add_format({"font_color": "#9C0006"})
    for name in NAMES:
        page = book.add_worksheet(name)
        page.write_string(0, 0, title, bold)
        page.write_formula(1, 0, "='核对结果'!A1&汇总!A1", None, "x")
        page.write_url(2, 0, "internal:'汇总'!A1", string="去")
        page.write_url(3, 0, "https://example.com/")
        page.write_rich_string(4, 0, "甲", bold, "乙", "丙")
        page.write_comment(5, 0, "note")
        page.conditional_format("A1:A9", {"type": "cell", "criteria": ">", "value": 3, "format": red})
        page.autofilter("A1:B9")
        page.repeat_rows(0)
        page.add_table("F1:G3", {"columns": [{"header": "x"}, {"header": "y"}]})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"='{name}'!$A$1:$A$5"})
        page.insert_chart("D2", chart)
    book.close()
    return buffer.getvalue()


def person(path: Path) -> Path:
    """A person's workbook with a chart, a note, a red conditional format and a print title of its own."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("项目一")
        page.write_row("A1", [1, 2, 3])
        page.write_comment("B2", "我的批注", {"author": "会计"})
        page.repeat_rows(0)
        chart = book.add_chart({"type": "pie"})
        chart.add_series({"values": "='项目一'!$A$1:$C$1"})
        page.insert_chart("D2", chart)
        book.add_worksheet("项目二").activate()
    return path


def filled(path: Path, target: Path) -> None:
    package = open_package(path)
    package.set_cell("项目一", (1, 1), value=Decimal("85.62"))
    package.set_marks("项目一", {(1, 1): "F01 错误：合计不符", (2, 2): "乙", (9, 3): "丙"})
    assert package.graft(results(), NAMES, at=0) == NAMES
    package.save(target)


@pytest.fixture
def twice(tmp_path: Path) -> tuple[Path, Path]:
    filled(person(tmp_path / "a.xlsx"), tmp_path / "b.xlsx")
    filled(tmp_path / "b.xlsx", tmp_path / "c.xlsx")
    return tmp_path / "b.xlsx", tmp_path / "c.xlsx"


def test_filling_twice_writes_the_same_bytes(twice: tuple[Path, Path]) -> None:
    once, again = twice
    assert once.read_bytes() == again.read_bytes()


def test_the_result_is_clean(twice: tuple[Path, Path]) -> None:
    assert lint(twice[0]) == []


def test_grafted_sheets_stand_where_they_were_wanted(twice: tuple[Path, Path]) -> None:
    package = open_package(twice[0])
    assert [entry.name for entry in package.sheets] == ["汇总", "核对结果", "项目一", "项目二"]
    assert package.made_here == NAMES


def test_another_reader_finds_everything(twice: tuple[Path, Path]) -> None:
    book = openpyxl.load_workbook(twice[0], rich_text=True)
    page = book["核对结果"]
    assert page["A1"].value == "标题"
    assert (page["A1"].font.bold, page["A1"].number_format, page["A1"].fill.fgColor.rgb) == (
        True,
        "#,##0.00",
        "FFFFC7CE",
    )
    assert page["A2"].value == "='核对结果'!A1&汇总!A1"
    assert (page["A3"].hyperlink.location, page["A4"].hyperlink.target) == ("'汇总'!A1", "https://example.com/")
    assert str(page["A5"].value) == "甲乙丙"
    assert page["A6"].comment.text == "note"
    assert page.auto_filter.ref == "A1:B9"
    assert page.print_title_rows == "$1:$1"
    assert len(page._charts) == 1
    rules = [rule for found in page.conditional_formatting for rule in found.rules]
    assert [rule.dxf.font.color.rgb for rule in rules] == ["FF9C0006"]
    assert len({name for each in book for name in each.tables}) == 2


def test_the_persons_own_things_stay(twice: tuple[Path, Path]) -> None:
    book = openpyxl.load_workbook(twice[0])
    page = book["项目一"]
    assert page["A1"].value == 85.62
    assert page["B2"].comment.text.startswith("我的批注\n┌") and page["B2"].comment.author == "会计"
    assert len(page._charts) == 1
    assert page.print_title_rows == "$1:$1"
    assert book.active.title == "项目二"


def test_a_persons_own_sheet_of_the_same_name_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", parts(sheet(row('<c r="A1"><v>7</v></c>')), names=("汇总",)))
    for _ in range(2):
        package = open_package(path)
        assert package.graft(results(), NAMES) == ("汇总(2)", "核对结果")
        path.write_bytes(package.to_bytes())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["汇总", "汇总(2)", "核对结果"]
    assert book["汇总"]["A1"].value == 7
    assert book["核对结果"]["A2"].value == "='核对结果'!A1&'汇总(2)'!A1"
    assert book["核对结果"]["A3"].hyperlink.location == "'汇总(2)'!A1"
    assert "'汇总(2)'!$A$1:$A$5" in read(path, "xl/charts/chart1.xml")


def test_removing_what_was_grafted_leaves_no_part_behind(tmp_path: Path) -> None:
    before = person(tmp_path / "a.xlsx")
    package = open_package(before)
    package.graft(results(), NAMES, at=1)
    grafted = package_of(package.to_bytes())
    for name in NAMES:
        grafted.remove_sheet(name)
    (tmp_path / "b.xlsx").write_bytes(grafted.to_bytes())
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(tmp_path / "b.xlsx") as new:
        assert set(new.namelist()) == set(old.namelist())
    assert lint(tmp_path / "b.xlsx") == []
    assert read(tmp_path / "b.xlsx", "xl/_rels/workbook.xml.rels") == read(before, "xl/_rels/workbook.xml.rels")


def test_marks_that_go_leave_no_part_behind(tmp_path: Path) -> None:
    before = write(tmp_path / "a.xlsx", parts(sheet(row('<c r="A1"><v>7</v></c>'))))
    package = open_package(before)
    package.set_marks("Sheet1", {(1, 1): "F01"})
    marked = package_of(package.to_bytes())
    marked.set_marks("Sheet1", {})
    (tmp_path / "b.xlsx").write_bytes(marked.to_bytes())
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(tmp_path / "b.xlsx") as new:
        assert set(new.namelist()) == set(old.namelist())


@pytest.mark.parametrize("views", ["", '<bookViews><workbookView/></bookViews>', '<bookViews><workbookView activeTab="0"/></bookViews>'])
def test_the_sheet_that_was_open_stays_open(tmp_path: Path, views: str) -> None:
    made = parts(sheet(""), names=("项目一",))
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace("<sheets>", f"{views}<sheets>")
    package = open_package(write(tmp_path / "a.xlsx", made))
    package.graft(results(), NAMES, at=0)
    once = package.to_bytes()
    assert openpyxl.load_workbook(io.BytesIO(once)).active.title == "项目一"
    again = package_of(once)
    again.graft(results(), NAMES, at=0)
    assert again.to_bytes() == once


def test_names_of_the_whole_source_become_the_sheets_own(tmp_path: Path) -> None:
    source = io.BytesIO()
    with xlsxwriter.Workbook(source, {"in_memory": True}) as book:
        page = book.add_worksheet("汇总")
        book.define_name("基数", "='汇总'!$B$1")
        page.write_formula(0, 0, "=基数*2", None, 14)
    names = '<definedNames><definedName name="基数">Sheet1!$A$1</definedName></definedNames>'
    package = open_package(write(tmp_path / "a.xlsx", parts(sheet(""), workbook=names)))
    package.graft(source.getvalue(), ["汇总"])
    once = package.to_bytes()
    package.graft(source.getvalue(), ["汇总"])
    assert package.to_bytes() == once
    assert package_of(once).defined_names == {
        "基数": "Sheet1!$A$1", "'汇总'!基数": "'汇总'!$B$1", "'汇总'!excel_eval_result": "'汇总'!$A$1",
    }  # fmt: skip


def test_a_number_format_is_not_lost_where_its_number_stands_for_something_else(tmp_path: Path) -> None:
    made = parts(sheet(""))
    own = '<numFmts count="1"><numFmt numFmtId="10" formatCode="0.0000"/></numFmts>'
    made["xl/styles.xml"] = str(made["xl/styles.xml"]).replace("<fonts", f"{own}<fonts", 1)
    source = io.BytesIO()
    with xlsxwriter.Workbook(source, {"in_memory": True}) as book:
        book.add_worksheet("汇总").write_number(0, 0, 0.5, book.add_format({"num_format": 10}))
    package = open_package(write(tmp_path / "a.xlsx", made))
    package.graft(source.getvalue(), ["汇总"])
    assert package_of(package.to_bytes()).grid("汇总").cell(1, 1).format == "0.00%"


def test_a_format_of_a_condition_keeps_its_own_number_format(tmp_path: Path) -> None:
    made = parts(sheet(""))
    own = '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0000"/></numFmts>'
    made["xl/styles.xml"] = str(made["xl/styles.xml"]).replace("<fonts", f"{own}<fonts", 1)
    source = io.BytesIO()
    with xlsxwriter.Workbook(source, {"in_memory": True}) as book:
        rule = {"type": "no_blanks", "format": book.add_format({"num_format": "0.000%"})}
        book.add_worksheet("汇总").conditional_format("A1", rule)
    package = open_package(write(tmp_path / "a.xlsx", made))
    package.graft(source.getvalue(), ["汇总"])
    (tmp_path / "b.xlsx").write_bytes(package.to_bytes())
    styles = read(tmp_path / "b.xlsx", "xl/styles.xml")
    assert '<dxf><numFmt numFmtId="176" formatCode="0.000%"/></dxf>' in styles
    assert '<numFmt numFmtId="164" formatCode="0.0000"/>' in styles


@pytest.mark.parametrize("table", ["cellXfs", "fonts", "fills", "borders"])
def test_cells_without_a_style_keep_their_looks_where_the_workbook_has_no_styles_yet(tmp_path: Path, table: str) -> None:
    made = parts(sheet(row('<c r="A1"><v>7</v></c>')))
    styles = str(made["xl/styles.xml"])
    made["xl/styles.xml"] = styles[: styles.index(f"<{table}")] + styles[styles.index(f"</{table}>") + len(table) + 3 :]
    package = open_package(write(tmp_path / "a.xlsx", made))
    package.graft(results(), NAMES)
    (tmp_path / "b.xlsx").write_bytes(package.to_bytes())
    cell, title = (openpyxl.load_workbook(tmp_path / "b.xlsx")[name]["A1"] for name in ("Sheet1", "汇总"))
    assert (cell.number_format, cell.font.bold, cell.fill.fill_type, cell.border.left.style) == ("General", False, None, None)
    assert (title.number_format, title.font.bold, title.fill.fill_type) == ("#,##0.00", True, "solid")
    assert title.border.left.style == "thin"


def test_a_workbook_without_styles_or_shared_strings_takes_sheets(tmp_path: Path) -> None:
    made = parts(sheet(row('<c r="A1"><v>7</v></c>')))
    for name in ("xl/styles.xml", "xl/sharedStrings.xml"):
        del made[name]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        pieces = str(made[name]).split("<")
        made[name] = "<".join(p for p in pieces if "styles" not in p and "sharedStrings" not in p)
    package = open_package(write(tmp_path / "a.xlsx", made))
    package.graft(results(), NAMES)
    (tmp_path / "b.xlsx").write_bytes(package.to_bytes())
    assert lint(tmp_path / "b.xlsx") == []
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["汇总"]["A1"].font.bold
