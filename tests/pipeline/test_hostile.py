"""Bad and odd workbooks on the command line: a status, a sentence that names the file, and nothing left lying about."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.command import run

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
CORPUS = sorted(path for path in (SHARED / "corpus").glob("*") if path.suffix != ".tsv")
BLANK = "没有找到项目工作表"
Parts = list[tuple[str, bytes]]


def refused(path: Path, folder: Path) -> str:
    """What is said of a file that none of the commands takes; the same by each, and nothing is written."""
    folder.mkdir(exist_ok=True)
    said = {run(command, path).stderr for command in ("check", "show")}
    result = run("fill", path, "-o", folder / "out.xlsx")
    assert said == {result.stderr}
    assert result.exit_code == 2 and not list(folder.iterdir())
    assert path.name in result.stderr and len(result.stderr) > len(path.name) + 15
    return result.stderr


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "a.xlsx"
    run("new", path, "--project", "公园维护", "--year", "2021")
    return path


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def packed(parts: Parts, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(name, content)
    return path


def changed(parts: Parts, name: str, change: Callable[[bytes], bytes]) -> Parts:
    return [(each, change(content) if each == name else content) for each, content in parts]


SHEET = "xl/worksheets/sheet1.xml"
BAD: dict[str, tuple[Callable[[Parts], Parts], str]] = {
    "doctype": (lambda p: changed(p, SHEET, lambda c: c.replace(b"<worksheet", b"<!DOCTYPE x []><worksheet", 1)), "DOCTYPE"),
    "bomb": (lambda p: changed(p, SHEET, lambda c: c + b" " * (65 << 20)), "过大"),
    "cut": (lambda p: changed(p, SHEET, lambda c: c[: len(c) // 2]), "损坏"),
    "nul": (lambda p: changed(p, SHEET, lambda c: c.replace(b"<sheetData>", b"<sheetData>\0")), "损坏"),
    "far": (lambda p: changed(p, SHEET, lambda c: c.replace(b'r="A1"', b'r="ZZZZZ1"')), "ZZZZZ1"),
    "no workbook": (lambda p: [each for each in p if each[0] != "xl/workbook.xml"], "xl/workbook.xml"),
    "no types": (lambda p: p[1:] if p[0][0] == "[Content_Types].xml" else [e for e in p if e[0][0] != "["], "Content_Types"),
}


@pytest.mark.parametrize("name", BAD)
def test_broken_packages(name: str, workbook: Path, tmp_path: Path) -> None:
    change, word = BAD[name]
    assert word in refused(packed(change(parts_of(workbook)), tmp_path / f"{name}.xlsx"), tmp_path / "out")


NOT_WORKBOOKS = {
    "empty.xlsx": (b"", "空文件"),
    "random.xls": (Random(1).randbytes(4000), "无法识别"),
    "page.xls": (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "HTML"),
    "list.xlsx": ("项目,金额\n公园,5\n".encode("gbk"), "CSV"),
    "print.xlsx": (b"%PDF-1.4\n%%EOF", "PDF"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, "无法识别"),
    "~$a.xlsx": (b"\x04user" + b" " * 160, "临时文件"),
    "a.xlsx": (b"PK\x03\x04" + b"\0" * 400, "a.xlsx"),
}


@pytest.mark.parametrize("name", NOT_WORKBOOKS)
def test_files_of_another_kind(name: str, tmp_path: Path) -> None:
    content, word = NOT_WORKBOOKS[name]
    (tmp_path / name).write_bytes(content)
    assert word in refused(tmp_path / name, tmp_path / "out")


def test_a_bad_file_among_good_ones_stops_none_of_them(workbook: Path, tmp_path: Path) -> None:
    bad = packed([], tmp_path / "bad.xlsx")
    result = run("fill", bad, workbook, "-o", tmp_path / "out")
    assert result.exit_code == 2 and "bad.xlsx" in result.stderr
    assert (tmp_path / "out" / "a-评价.xlsx").is_file()


def mutant(content: bytes, parts: Parts, random: Random, path: Path) -> None:
    """A workbook with flipped bits, an end cut off, two parts swapped, or digits changed inside a part."""
    kind = random.randrange(4)
    if kind == 0:
        damaged = bytearray(content)
        for _ in range(random.choice((1, 3, 20))):
            damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
        path.write_bytes(damaged)
    elif kind == 1:
        path.write_bytes(content[: random.randrange(len(content))])
    elif kind == 2:
        one, other = random.sample(range(len(parts)), 2)
        swapped = list(parts)
        swapped[one], swapped[other] = (parts[one][0], parts[other][1]), (parts[other][0], parts[one][1])
        packed(swapped, path)
    else:
        name, part = random.choice([each for each in parts if each[0].startswith("xl/")])
        damaged = bytearray(part)
        for place in random.choices([at for at, byte in enumerate(part) if chr(byte).isdigit()] or [0], k=8):
            damaged[place] = ord(random.choice("0123456789-.eE"))
        packed(changed(parts, name, lambda _: bytes(damaged)), path)


def test_mutants_are_read_or_refused(workbook: Path, tmp_path: Path) -> None:
    random, content, parts = Random(5), workbook.read_bytes(), parts_of(workbook)
    out = tmp_path / "out"
    out.mkdir()
    for index in range(60):
        path = tmp_path / f"m{index}.xlsx"
        mutant(content, parts, random, path)
        result = run("fill", path, "-o", out / "a.xlsx")
        left = {each.name for each in out.iterdir()}
        assert left == (set() if result.exit_code == 2 else {"a.xlsx", "a.xlsx.receipt.json"}), (index, result.stderr)
        assert result.exit_code < 2 or path.name in result.stderr
        for name in left:
            (out / name).unlink()


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the hostile files are made by a tool that is not on this machine")
def test_hostile_files_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    subprocess.run([sys.executable, SHARED / "tools" / "hostile.py", folder], check=True, capture_output=True)
    out = tmp_path / "out"
    out.mkdir()
    for path in sorted(folder.iterdir()):
        result = run("fill", path, "-o", out / "a.xlsx")
        assert result.exit_code == 2 and path.name in result.stderr
    assert not list(out.iterdir())


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS, reason="the shared corpus is not on this machine")
def test_foreign_workbooks_are_no_project_sheets(tmp_path: Path) -> None:
    said = []
    for path in CORPUS:
        result = run("fill", path, "-o", tmp_path / "a.xlsx")
        assert result.exit_code == 2 and path.name in result.stderr
        said.append(BLANK in result.stderr)
    assert sum(said) > 0.9 * len(said)
    assert not list(tmp_path.iterdir())
