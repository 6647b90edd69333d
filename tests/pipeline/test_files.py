"""Files as they lie about: odd names, locks, folders that cannot be written, runs that are killed, two runs at once."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import excel_eval as ee
from excel_eval.errors import InputError
from tests.command import run

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "self_evaluation.xlsx"
COMMAND = [sys.executable, "-m", "excel_eval"]
NAMES = ("a\nb.xlsx", "a\"b'c.xlsx", "-dash.xlsx", "{{7*7}}%s.xlsx", "中文（测试） ①.xlsx", "a😀.xlsx", "noext", "A.XLSX", "x" * 200 + ".xlsx")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "a.xlsx"))


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_name_that_the_system_gives(name: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(EXAMPLE, tmp_path / name))
    assert run("check", path).exit_code == 0
    assert run("fill", path).exit_code == 0
    assert (tmp_path / f"{path.stem}-评价.xlsx").is_file()
    assert run("fill", "--in-place", path).exit_code == 0
    assert run("undo", path).exit_code == 0
    assert path.read_bytes() == EXAMPLE.read_bytes()


def test_a_sheet_whose_content_is_not_in_the_file_is_named_and_gets_no_other(tmp_path: Path) -> None:
    ee.new(tmp_path / "new.xlsx", projects=["甲", "乙"], year=2020)
    with zipfile.ZipFile(tmp_path / "new.xlsx") as whole, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as damaged:
        lost = max(name for name in whole.namelist() if name.startswith("xl/worksheets/sheet"))
        for name in whole.namelist():
            if name != lost:
                damaged.writestr(name, whole.read(name))
    assert run("fill", tmp_path / "a.xlsx").exit_code == 1
    for path in (tmp_path / "a.xlsx", tmp_path / "a-评价.xlsx"):
        found = [finding for finding in ee.check(ee.read(path)) if finding.rule == "C19"]
        assert [(each.severity.value, each.sheet) for each in found] == [("error", "乙")]
    assert lost not in zipfile.ZipFile(tmp_path / "a-评价.xlsx").namelist()


@pytest.mark.skipif(os.name != "posix", reason="file names are Unicode elsewhere")
def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xfe.xlsx")
    shutil.copy(EXAMPLE, path)
    assert run("fill", "--in-place", path).exit_code == 0
    receipt = json.loads(path.with_name(path.name + ".receipt.json").read_bytes())
    assert receipt["source"] == path.name
    assert run("undo", path).exit_code == 0


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp437"])
def test_a_console_of_another_encoding(encoding: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(EXAMPLE, tmp_path / "表😀.xlsx"))
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    finished = subprocess.run([*COMMAND, "fill", path, tmp_path / "没有.xlsx"], capture_output=True, env=environment, check=False)
    assert finished.returncode == 2 and b"Traceback" not in finished.stderr


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").mkdir()
    for command in ("check", "fill"):
        assert "x.xlsx" in run(command, tmp_path / "x.xlsx").stderr
    assert run("show", tmp_path / "x.xlsx").exit_code == 2
    assert "没有.xlsx" in run("check", tmp_path / "没有.xlsx").stderr


def test_owner_files_outputs_and_backups_of_a_folder_are_no_input(book: Path) -> None:
    for name in ("~$a.xlsx", ".b.xlsx", "a-评价.xlsx", "a-评价 (2).xlsx", "a-备份-20210101-000000.xlsx", "a-备份-20210101-000000-2.xlsx"):
        book.with_name(name).write_bytes(b"x")
    for name in ("单位-评价.xlsx", "台账-备份-新.xlsx"):  # a person's own
        shutil.copy(book, book.with_name(name))
    done = json.loads(run("check", book.parent, "--format", "json").stdout)
    assert sorted(each["workbook"] for each in done["workbooks"]) == ["a.xlsx", "单位-评价.xlsx", "台账-备份-新.xlsx"]


def test_an_output_that_is_open_elsewhere_gets_another_name(book: Path) -> None:
    target = book.with_name("out.xlsx")
    target.write_bytes(b"old")
    owner = book.with_name("~$out.xlsx")
    owner.write_bytes(b"x")
    result = run("fill", book, "-o", target)
    assert target.read_bytes() == b"old" and "out (2).xlsx" in result.stderr
    assert ee.read(book.with_name("out (2).xlsx")).sheets


def test_the_output_is_never_the_input(book: Path) -> None:
    book.with_name("link.xlsx").symlink_to(book)
    for target in (book, book.with_name("link.xlsx")):
        assert run("fill", book, "-o", target).exit_code == 2
    assert book.read_bytes() == EXAMPLE.read_bytes()


def test_an_output_folder(book: Path) -> None:
    folder = book.with_name("out")
    folder.mkdir()
    assert run("fill", book, "-o", folder).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["a-评价.xlsx", "a-评价.xlsx.receipt.json"]


AS_NOBODY = """
import os, sys
from click.testing import CliRunner
from excel_eval.cli import main
assert CliRunner().invoke(main, ["fill", sys.argv[2]]).exit_code == 0  # all is imported while it can be
os.chdir(sys.argv[1])
os.setuid(65534)
result = CliRunner().invoke(main, ["fill", "a.xlsx"])
print(result.exit_code, type(result.exception).__name__, result.stderr)
"""


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="another user is needed, which only root can become")
@pytest.mark.parametrize(("file", "folder"), [(0o600, 0o755), (0o644, 0o555)])
def test_without_permission(file: int, folder: int, book: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As a user without rights: the file cannot be read, or its folder not be written."""
    book.chmod(file)
    book.parent.chmod(folder)
    first = shutil.copy(EXAMPLE, tmp_path_factory.mktemp("first"))
    for above in book.parents[1:3]:
        above.chmod(0o755)
    call = [sys.executable, "-c", AS_NOBODY, book.parent, first]
    finished = subprocess.run(call, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert finished.stdout.startswith("2 SystemExit 错误：") and "a.xlsx" in finished.stdout, finished
    assert "没有权限" in finished.stdout and "Permission denied" not in finished.stdout
    assert [path.name for path in book.parent.iterdir()] == ["a.xlsx"]


def whole(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        return package.testzip() is None and any("worksheets" in name for name in package.namelist())


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 elsewhere")
@pytest.mark.parametrize("in_place", [False, True])
def test_killed_at_any_instant(in_place: bool, book: Path) -> None:
    chance, out = random.Random(3), book.with_name("a-评价.xlsx")
    original = book.read_bytes()
    started = time.monotonic()
    arguments = [*COMMAND, "fill", str(book), *(["--in-place"] if in_place else [])]
    subprocess.run(arguments, check=False, capture_output=True)
    lasts = time.monotonic() - started
    filled = (book if in_place else out).read_bytes()
    for _ in range(12):
        book.write_bytes(original)
        out.unlink(missing_ok=True)
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(lasts * chance.uniform(0.4, 1.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert book.read_bytes() in ((original, filled) if in_place else (original,))
        assert not out.exists() or out.read_bytes() == filled
    book.write_bytes(original)
    assert subprocess.run(arguments, check=False, capture_output=True).returncode == 0
    assert not [path for path in book.parent.iterdir() if path.name.startswith(".")]


@pytest.mark.slow
@pytest.mark.parametrize("in_place", [False, True])
def test_two_at_once(in_place: bool, book: Path) -> None:
    other = Path(shutil.copy(book, book.with_name("b.xlsx")))
    out = book.with_name("out.xlsx")
    calls = [["--in-place", book], ["--in-place", book]] if in_place else [[book, "-o", out], [other, "-o", out]]
    running = [subprocess.Popen([*COMMAND, "fill", *map(str, each)], stdout=subprocess.DEVNULL) for each in calls]
    assert [each.wait() for each in running] == [0, 0]
    result = book if in_place else out
    assert whole(result) and ee.read(result).sheets
    receipt = json.loads(result.with_name(result.name + ".receipt.json").read_text(encoding="utf-8"))
    assert receipt["source"] in ("a.xlsx", "b.xlsx")
    assert len(list(book.parent.glob("a-备份-*"))) == (1 if in_place else 0)  # the second finds nothing to change
    assert any(path.read_bytes() == EXAMPLE.read_bytes() for path in book.parent.glob("a-备份-*")) or not in_place
    assert not [path for path in book.parent.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("at", [1, 2])
def test_the_old_output_stays_when_writing_fails(call: str, at: int, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nth call fails: that of the workbook, or that of the copy of the old one, which comes before it is replaced."""
    out, real, calls = book.with_name("out.xlsx"), getattr(os, call), []
    out.write_bytes(b"old")

    def failing(*arguments: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == at:
            raise OSError(28, "No space left on device")
        return real(*arguments, **named)

    evaluation = ee.evaluate(ee.read(book))
    monkeypatch.setattr(os, call, failing)
    try:
        evaluation.save(out)
    except (InputError, OSError) as error:
        assert "磁盘空间不足" in str(error) or "No space left" in str(error)
    monkeypatch.undo()
    assert out.read_bytes() == b"old"
    assert book.read_bytes() == EXAMPLE.read_bytes()
    assert not [path for path in book.parent.iterdir() if path.name.startswith(".")]
