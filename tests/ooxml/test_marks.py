"""Marks: a note and a colour at a cell, beside whatever a person wrote there, and gone again without a trace."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from excel_eval.ooxml import open_package, package_of
from excel_eval.ooxml.extents import Extents
from excel_eval.ooxml.lint import lint
from excel_eval.ooxml.note_texts import block, put_block, take_block
from excel_eval.ooxml.xmlpart import MAIN, parse

SAID = "F01 错误：合计不符"


def person(path: Path, **box: object) -> Path:
    """A workbook with two notes, a form control beside them, and a picture in the header."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        page.write_row("A1", [1, 2, 3])
        page.merge_range("B4:H5", "文字")
        page.write_comment("B2", "我的批注 ", {"author": "会计", **box})
        page.write_comment("C9", "另一条", {"author": "审计"})
        page.insert_button("F2", {"caption": "按钮"})
        page.set_header("&L&G", {"image_left": Path(__file__).resolve().parents[2] / "docs" / "images" / "summary.png"})
        book.add_worksheet("无批注")
    return path


def marked(source: bytes, notes: dict[tuple[int, int], str], sheet: str = "表") -> bytes:
    package = package_of(source)
    package.set_marks(sheet, notes)
    return package.to_bytes()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every part in canonical form, without the formats that marks leave behind and declarations by extension."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    kept = {name: content for name, content in found.items() if name not in ("xl/styles.xml", "[Content_Types].xml")}
    return {name: content if name.endswith(".png") else etree.tostring(etree.fromstring(content), method="c14n") for name, content in kept.items()}


def comments(content: bytes, sheet: str = "表") -> dict[str, tuple[str, str]]:
    page = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    return {cell.coordinate: (cell.comment.author, cell.comment.text) for row in page.iter_rows() for cell in row if cell.comment}


@pytest.mark.parametrize("sheet", ["表", "无批注"])
def test_marks_come_and_go_without_a_trace(sheet: str, tmp_path: Path) -> None:
    path = person(tmp_path / "a.xlsx")
    notes = {(1, 1): SAID, (2, 2): "N01 警告", (4, 2): "X", (60, 1): "_x0041_"}
    once = marked(path.read_bytes(), notes, sheet)
    assert marked(once, notes, sheet) == once
    (tmp_path / "b.xlsx").write_bytes(once)
    assert lint(tmp_path / "b.xlsx") == []
    assert parts_of(marked(once, {}, sheet)) == parts_of(path.read_bytes())
    assert not list(openpyxl.load_workbook(io.BytesIO(marked(once, {}, sheet)))[sheet].conditional_formatting)


def test_the_message_stands_below_a_persons_note(tmp_path: Path) -> None:
    content = marked(person(tmp_path / "a.xlsx").read_bytes(), {(1, 1): SAID, (2, 2): "N01 警告"})
    assert comments(content) == {
        "A1": ("excel-eval", f"┌─ excel-eval\n{SAID}\n└─ excel-eval"),
        "B2": ("会计", "我的批注 \n┌─ excel-eval\nN01 警告\n└─ excel-eval"),
        "C9": ("审计", "另一条"),
    }


def test_a_persons_box_grows_with_the_message_and_shrinks_again(tmp_path: Path) -> None:
    path = person(tmp_path / "a.xlsx")

    def anchors(content: bytes) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            drawing = archive.read("xl/drawings/vmlDrawing1.vml")
        return [e.text or "" for e in etree.fromstring(drawing).iter("{urn:schemas-microsoft-com:office:excel}Anchor")]

    before = anchors(path.read_bytes())
    after = anchors(marked(path.read_bytes(), {(2, 2): "长" * 100}))
    ((old, new),) = [(b, a) for b, a in zip(before, after, strict=True) if a != b]
    assert old == "2, 15, 0, 10, 4, 15, 4, 4" and int(new.split(",")[6]) > 10


def test_what_a_person_writes_into_our_note_stays(tmp_path: Path) -> None:
    once = marked(person(tmp_path / "a.xlsx").read_bytes(), {(1, 1): SAID})
    with zipfile.ZipFile(io.BytesIO(once)) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            words = "└─ excel-eval\n已核实".encode() if name == "xl/comments1.xml" else "└─ excel-eval".encode()
            new.writestr(name, old.read(name).replace("└─ excel-eval".encode(), words))
    after = marked((tmp_path / "b.xlsx").read_bytes(), {})
    assert comments(after)["A1"] == ("None", "\n已核实")
    assert comments(marked(after, {}))["A1"] == ("None", "\n已核实")
    assert comments(marked(after, {(1, 1): "新"}))["A1"][1] == "\n已核实\n┌─ excel-eval\n新\n└─ excel-eval"


def test_a_note_as_an_earlier_version_wrote_it_goes(tmp_path: Path) -> None:
    once = marked(person(tmp_path / "a.xlsx").read_bytes(), {(1, 1): SAID})
    with zipfile.ZipFile(io.BytesIO(once)) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("┌─ excel-eval".encode(), b"").replace("└─ excel-eval".encode(), b""))
    assert set(comments(marked((tmp_path / "b.xlsx").read_bytes(), {}))) == {"B2", "C9"}


def test_a_program_that_forgets_authors_and_declares_relationships(tmp_path: Path) -> None:
    """As LibreOffice saves: notes by nobody, and a content type for each part of relationships."""
    once = marked(person(tmp_path / "a.xlsx").read_bytes(), {(1, 1): SAID, (2, 2): SAID})
    once = marked(once, {(1, 1): SAID}, "无批注")
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    with zipfile.ZipFile(io.BytesIO(once)) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        declared = "".join(f'<Override PartName="/{n}" ContentType="{kind}"/>' for n in old.namelist() if n.endswith(".rels"))
        for name in old.namelist():
            content = old.read(name).replace(b"<author>excel-eval</author>", b"<author> </author>")
            new.writestr(name, content.replace(b"</Types>", f"{declared}</Types>".encode()))
    package = open_package(tmp_path / "b.xlsx")
    for sheet in ("表", "无批注"):
        package.set_marks(sheet, {})
    after = package.to_bytes()
    assert comments(after) == {"B2": ("会计", "我的批注 "), "C9": ("审计", "另一条")} and comments(after, "无批注") == {}


def test_a_thread_of_comments_is_left_alone(tmp_path: Path) -> None:
    path = person(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("<author>会计".encode(), b"<author>tc={0000-1}"))
    content = marked((tmp_path / "b.xlsx").read_bytes(), {(2, 2): SAID})
    assert comments(content)["B2"] == ("tc={0000-1}", "我的批注 ")
    (rules,) = openpyxl.load_workbook(io.BytesIO(content))["表"].conditional_formatting
    assert str(rules.sqref) == "B2"


def test_a_drawing_that_cannot_be_read_leaves_the_colour(tmp_path: Path) -> None:
    path = person(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v:shape ", b"<br><v:shape "))
    package = open_package(tmp_path / "b.xlsx")
    package.set_marks("表", {(1, 1): SAID})
    assert package.changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}


def test_a_sheet_without_marks_is_left_alone(tmp_path: Path) -> None:
    package = open_package(person(tmp_path / "a.xlsx"))
    package.set_marks("表", {})
    assert package.changed == frozenset()


@pytest.mark.parametrize("inside", [
    "<t>批注</t>", "<t/>", "", "<r><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r>", "<r><t>甲</t></r><phoneticPr fontId='1'/>",
    "<t>┌─ excel-eval</t>", "<t>└─ excel-eval ┌</t>",
])  # fmt: skip
def test_a_block_is_cut_out_as_it_was_put_in(inside: str) -> None:
    text = parse("text", f'<text xmlns="{MAIN}">{inside}</text>'.encode()).root
    before = etree.tostring(text)
    words = block("问题 ─ excel-eval ┌─ excel-eval\n└─ excel-eval 建议")
    put_block(text, words)
    taken = take_block(text)
    assert "建议" in taken
    assert etree.tostring(text) == before or inside in ("<t/>", "<t>┌─ excel-eval</t>")


def test_columns_and_rows_are_measured() -> None:
    rows = "".join(f'<row r="{n}" ht="{ht}" hidden="{hidden}"/>' for n, ht, hidden in ((1, 30, 0), (3, 30, 1)))
    source = f'<worksheet xmlns="{MAIN}"><sheetFormatPr defaultRowHeight="15"/><cols><col min="2" max="3" width="20"/></cols>'
    extents = Extents(parse("sheet", f"{source}<sheetData>{rows}</sheetData></worksheet>".encode()).root)
    assert [extents.column(n) for n in range(4)] == [64, 140, 140, 64]
    assert [extents.row(n) for n in range(4)] == [40, 20, 0, 20]
    assert extents.right(0, 10, 100) == (1, 46)
    assert extents.below(0, 10, 60) == (3, 10)
    assert extents.right(16_383, 0, 500) == (16_383, 64)
