"""Workbooks of other programs: their values are read, and a parser that dies is a sentence."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

import excel_eval as ee
from excel_eval.errors import InputError
from excel_eval.grid import Area
from excel_eval.workbook import foreign
from excel_eval.workbook.foreign_merges import merges_of
from excel_eval.workbook.read import grids_of, open_sheets
from tests.oracles import libreoffice

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"

CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="项目">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
LABEL = (
    '<table:table-cell table:number-columns-spanned="2" office:value-type="string">'
    "<text:p>{}</text:p></table:table-cell>"
)
NUMBER = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>'
COVERED = "<table:covered-table-cell/>"


def ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = (
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
        )
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", CONTENT.format(rows=rows))
    return path


def test_ods_values_and_merged_ranges(tmp_path: Path) -> None:
    first = f"<table:table-row>{LABEL.format('年度')}{COVERED}{NUMBER.format('2020')}</table:table-row>"
    grid = grids_of(ods(tmp_path / "表.ods", first))["项目"]
    assert grid.cell(1, 1).value == "年度"
    assert grid.cell(1, 3).value == Decimal(2020)
    assert grid.merges == (Area(1, 1, 1, 2),)


def test_repeated_rows_of_nothing_cost_nothing(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    last = f"<table:table-row>{NUMBER.format('1')}</table:table-row>"
    grid = grids_of(ods(tmp_path / "long.ods", blank + last))["项目"]
    assert len(grid.cells) == 1


def test_repeated_cells_are_refused_or_read_in_bounds(tmp_path: Path) -> None:
    cell = NUMBER.format("1").replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"')
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    with pytest.raises(InputError) as told:
        grids_of(ods(tmp_path / "bomb.ods", rows))
    assert told.value.code in ("large", "died", "damaged")


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "坏.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(InputError) as told:
        grids_of(path)
    assert told.value.code == "damaged" and "坏.ods" in str(told.value)


@pytest.mark.parametrize(
    ("code", "said"),
    [("import os; os.abort()", "died"), ("print('[1]')", "died"), ("import time; time.sleep(9)", "slow")],
)
def test_a_child_that_dies_or_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str) -> None:
    child = tmp_path / "child.py"
    child.write_text(code)
    monkeypatch.setattr(foreign, "CHILD", child)
    monkeypatch.setattr(foreign, "SECONDS", 1.5)
    with pytest.raises(InputError) as told:
        grids_of(ods(tmp_path / "a.ods", ""))
    assert told.value.code == said


def test_a_file_kind_is_told_by_content_and_never_by_name(tmp_path: Path) -> None:
    path = ods(tmp_path / "renamed.xlsx", f"<table:table-row>{NUMBER.format('7')}</table:table-row>")
    assert grids_of(path)["项目"].cell(1, 1).value == 7


def test_merged_ranges_of_xlsb(tmp_path: Path) -> None:
    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    sheet = struct.pack("<II", 0, 1) + text("rId1") + text("项目")
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
        archive.writestr("xl/workbook.bin", bytes([156, 1, len(sheet)]) + sheet)
        relations = '<Relationship Id="rId1" Type="x" Target="worksheets/sheet1.bin"/>'
        namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{namespace}">{relations}</Relationships>'
        )
        archive.writestr("xl/worksheets/sheet1.bin", bytes([176, 1, 16]) + struct.pack("<4I", 2, 3, 0, 4))
    assert merges_of(str(tmp_path / "a.xlsb")) == {"项目": [(3, 1, 4, 5)]}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.parametrize("name", ["projects_2020", "self_evaluation", "mof_2020"])
def test_the_same_projects_in_another_format(tmp_path: Path, kind: str, name: str) -> None:
    original = ROOT / "examples" / f"{name}.xlsx"
    converted = libreoffice.convert(original, kind, tmp_path)
    assert ee.read(converted).projects == ee.read(original).projects


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of foreign files is not here")
def test_foreign_files_are_read_or_refused_with_a_sentence() -> None:
    for path in sorted(CORPUS.iterdir()):
        if path.suffix in (".xls", ".xlsb", ".ods", ".et"):
            try:
                open_sheets(path)
            except InputError as told:
                assert path.name in str(told)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of foreign files is not here")
def test_a_parser_that_asks_for_ever_more_memory_is_stopped() -> None:
    """25 KB of a damaged xls let the parser double its buffer until the limit."""
    silent = subprocess.DEVNULL
    child = subprocess.Popen([sys.executable, "-P", foreign.CHILD, CORPUS / "055.xls", "xls"], stdout=silent, stderr=silent)
    _, child.returncode, used = os.wait4(child.pid, 0)
    assert used.ru_maxrss < 500_000
