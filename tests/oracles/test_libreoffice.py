"""The oracle must calculate: a wrongly cached value in a file is not what it reports."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.oracles import libreoffice

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice (soffice) is not installed"),
]


def _wrongly_cached(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("错")
        sheet.write_number("A1", 2)
        sheet.write_formula("B1", "=A1+1", None, 99)
        sheet.write_formula("C1", '=IF(A1=2,"yes","no")', None, "no")
        sheet.write_formula("D1", "=1/0", None, 5)
    return path


def test_wrongly_cached_values_are_calculated_anew(tmp_path: Path) -> None:
    first, second = _wrongly_cached(tmp_path / "a.xlsx"), _wrongly_cached(tmp_path / "b.xlsx")
    expected = {"错": {"A1": 2, "B1": 3, "C1": "yes", "D1": "#DIV/0!"}}
    assert libreoffice.recalculate_all([first, second]) == [expected, expected]


def test_pdf_is_made(tmp_path: Path) -> None:
    pdf = libreoffice.to_pdf(_wrongly_cached(tmp_path / "a.xlsx"), tmp_path)
    assert pdf.read_bytes().startswith(b"%PDF")
