"""Foreign and hostile workbooks: opened or refused with a sentence; one cell set, and nothing else is different."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from excel_eval.errors import InputError
from excel_eval.grid import a1, position
from excel_eval.ooxml import CellRefused, Package, lint, open_package

SHARED = Path(__file__).parents[3] / "shared"
CORPUS = sorted(path for path in (SHARED / "corpus").glob("*") if path.suffix != ".tsv")
NO_ADDRESSES = {"051.xlsx"}
"""Its cells say r="0", r="1" …, so that the cell that was set cannot be told from the others by its address."""
WORD = "甲 & <乙>"
PLACES = [(row, column) for row in range(2, 60) for column in (3, 5)]


@pytest.mark.skipif(not CORPUS, reason="the shared corpus is not on this machine")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_one_cell_is_set_and_everything_else_stays(path: Path, tmp_path: Path) -> None:
    try:
        package = opened(path)
        name = next((entry.name for entry in package.sheets if entry.kind == "worksheet"), None)
        if name is None:
            return
        place = set_one(package, name)
        package.save(tmp_path / "a.xlsx")
    except InputError as error:
        assert len(str(error)) > 20
        return
    assert open_package(tmp_path / "a.xlsx").grid(name).cell(*place).value == WORD
    if path.name in NO_ADDRESSES:
        return
    compare(path, tmp_path / "a.xlsx", package, package.sheet(name).entry.part, a1(*place))


def opened(path: Path) -> Package:
    package = open_package(path)
    for entry in package.sheets:
        if entry.kind == "worksheet":
            package.grid(entry.name)
    return package


def set_one(package: Package, sheet: str) -> tuple[int, int]:
    for place in PLACES:
        try:
            package.set_cell(sheet, place, value=WORD)
        except CellRefused:
            continue
        return place
    raise AssertionError("no cell can be set")


def compare(before: Path, after: Path, package: Package, part: str, cell: str) -> None:
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        assert new.testzip() is None
        names = {name.replace("\\", "/").lstrip("/"): name for name in new.namelist()}
        for name in old.namelist():
            plain = name.replace("\\", "/").lstrip("/")
            if plain not in package.changed:
                assert old.read(name) == new.read(names[plain])
        stored = next(name for name in old.namelist() if name.replace("\\", "/").lstrip("/") == part)
        assert without(old.read(stored), cell) == without(new.read(names[part]), cell)
    allowed = {part, "[Content_Types].xml", "xl/calcChain.xml"}
    assert all(name in allowed or "workbook" in name.lower() or "calcchain" in name.lower() for name in package.changed)


def without(content: bytes, cell: str) -> bytes:
    """A sheet part in canonical form without one cell, and without what may be made for it: row, spans, dimension."""
    root = etree.fromstring(content)
    number = 0
    for row in list(root.iter("{*}row")):
        number = int(row.get("r") or number + 1)
        row.attrib.pop("spans", "")
        column = 0
        for element in list(row.iter("{*}c")):
            place = element.get("r")
            column = column + 1 if place is None else position(place)[1]
            if a1(number, column) == cell:
                remove(element)
        if not len(row) and not set(row.keys()) - {"r"}:
            remove(row)
        elif not len(row):
            row.text = None
    for dimension in list(root.iter("{*}dimension")):
        remove(dimension)
    for data in root.iter("{*}sheetData"):
        data.text = None if not len(data) else data.text
    return etree.tostring(root, method="c14n")


def remove(element: etree._Element) -> None:
    """Take an element out and leave the blanks around it."""
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "") or None
    else:
        parent.text = (parent.text or "") + (element.tail or "") or None
    parent.remove(element)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tool = SHARED / "tools" / "hostile.py"
    if not tool.exists():
        pytest.skip("the hostile files are made by a tool that is not on this machine")
    folder = tmp_path_factory.mktemp("hostile")
    subprocess.run([sys.executable, tool, folder], check=True, capture_output=True)
    return folder


def test_hostile_files_are_refused_or_read_with_no_other_exception(hostile: Path) -> None:
    codes: dict[str, str] = {}
    for path in sorted(hostile.iterdir()):
        try:
            opened(path)
            codes[path.name] = "read"
        except InputError as error:
            codes[path.name] = error.code
    assert {name for name, code in codes.items() if "bomb" in name and code != "too_large"} == set()
    assert {name for name, code in codes.items() if name.startswith(("lol", "quad", "xxe")) and code != "doctype"} == set()
    assert codes["ok_baseline.xlsx"] == codes["中文 文件名（测试）①.xlsx"] == codes["xml_prefix_ns.xlsx"] == "read"
    assert {codes[f"xml_{name}.xlsx"] for name in ("utf16_sheet", "gb18030_sheet", "backslash_zip_names")} == {"read"}


def test_our_lint_has_no_exception_on_hostile_files(hostile: Path) -> None:
    for path in sorted(hostile.glob("[a-wA-W]*.xlsx")):
        if path.stat().st_size < 50_000:
            try:
                lint(path)
            except InputError as error:
                assert error.code
