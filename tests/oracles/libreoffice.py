"""LibreOffice as an independent calculator: opens workbooks, calculates every formula anew, and tells what it found.

LibreOffice trusts the values cached in a file unless its profile says otherwise, so each run has a private
profile that does. Start-up costs seconds: hand over several workbooks at once.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import to_excel

Values = dict[str, dict[str, object]]
"""Sheet → cell (A1) → value; errors are their text, dates day numbers, blank cells are left out."""

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
_TIMEOUT = 300


def available() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which("soffice") is not None


def recalculate(workbook: Path) -> Values:
    """All values of a workbook after LibreOffice has calculated every formula."""
    return recalculate_all([workbook])[0]


def recalculate_all(workbooks: Sequence[Path]) -> list[Values]:
    """The values of several workbooks, in their order, from one run of LibreOffice."""
    with _converted(workbooks, "xlsx", "xlsx:Calc MS Excel 2007 XML") as results:
        return [_values(result) for result in results]


def to_pdf(document: Path, folder: Path) -> Path:
    """The document as PDF in a folder."""
    with _converted([document], "pdf", "pdf") as results:
        return Path(shutil.move(results[0], folder / f"{document.stem}.pdf"))


def convert(document: Path, extension: str, folder: Path) -> Path:
    """The document in another format, told by its extension, in a folder."""
    with _converted([document], extension, extension) as results:
        return Path(shutil.move(results[0], folder / f"{document.stem}.{extension}"))


@contextmanager
def _converted(documents: Sequence[Path], extension: str, target: str) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory(prefix="excel-eval-lo-") as name:
        folder = Path(name)
        sources = [_copied(document, folder / f"{index}") for index, document in enumerate(documents)]
        out = folder / "out"
        command = ["soffice", f"-env:UserInstallation={_profile(folder).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", target, "--outdir", str(out), *map(str, sources)]
        finished = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
        results = [out / f"{source.stem}.{extension}" for source in sources]
        missing = [str(document) for document, made in zip(documents, results, strict=True) if not made.exists()]
        if missing:
            raise AssertionError(f"LibreOffice could not open {missing}: {finished.stdout}{finished.stderr}")
        yield results


def _copied(document: Path, stem: Path) -> Path:
    """A copy under a plain, unique name, so that two workbooks of one name do not meet."""
    return Path(shutil.copyfile(document, stem.with_suffix(document.suffix)))


def _profile(folder: Path) -> Path:
    """A fresh profile that calculates every workbook on loading."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    return folder / "profile"


def _values(workbook: Path) -> Values:
    book = openpyxl.load_workbook(workbook, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: _plain(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book.worksheets
    }


def _plain(value: object) -> object:
    return to_excel(value) if isinstance(value, datetime | date | time | timedelta) else value
