"""Backups, receipts and undo: no instant, no second fill and no other program makes work lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import load_workbook

import excel_eval as ee
from excel_eval.errors import InputError
from excel_eval.ooxml import atomic
from excel_eval.pipeline import saving
from excel_eval.pipeline.filling import fill
from excel_eval.pipeline.saving import save
from excel_eval.workbook.file_names import fitted
from excel_eval.workbook.locking import locked, owner_file
from excel_eval.workbook.placing import undo
from excel_eval.workbook.receipts import digest
from tests.command import run

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "projects_2020.xlsx"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "a.xlsx"))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def edited(path: Path, cell: str = "F9", value: object = 88) -> bytes:
    """The workbook as a person saves it after typing one figure."""
    workbook = load_workbook(path)
    workbook.worksheets[3][cell] = value
    workbook.save(path)
    return path.read_bytes()


def test_undo_keeps_what_was_typed_between_two_fills(book: Path) -> None:
    fill(book, in_place=True)
    typed = edited(book)
    fill(book, in_place=True)
    undo(book)
    assert book.read_bytes() == typed
    with pytest.raises(InputError) as told:  # the figure that was typed would be lost
        undo(book)
    assert told.value.code == "changed_since" and book.read_bytes() == typed


def test_undo_goes_back_through_fills_that_follow_each_other(book: Path) -> None:
    original = book.read_bytes()
    first = fill(book, in_place=True)
    filled = book.read_bytes()
    second = fill(book, in_place=True, marks=False)
    assert second.backup and book.read_bytes() != filled
    assert undo(book) == second.backup and book.read_bytes() == filled
    assert undo(book) == first.backup and book.read_bytes() == original
    assert run("undo", book).exit_code == 2
    assert book.read_bytes() == original


def test_a_fill_in_place_that_changes_nothing_writes_nothing(book: Path) -> None:
    original = book.read_bytes()
    first = fill(book, in_place=True)
    settled = fill(book, in_place=True)
    there = names(book.parent)
    again = fill(book, in_place=True)
    assert again.backup is None and again.receipt in (first.receipt, settled.receipt) and names(book.parent) == there
    while run("undo", book).exit_code == 0:
        pass
    assert book.read_bytes() == original


def test_the_receipt_names_what_asked_for_each_change(book: Path) -> None:
    edited(book, "H9", 0.5)
    receipt = fill(book, in_place=True).receipt
    assert receipt
    content = json.loads(receipt.read_text(encoding="utf-8"))
    assert content["sha256"] == digest(book)
    assert content["source_sha256"] == digest(book.with_name(content["backup"]))
    assert all(change["rule"] for change in content["changes"])
    rate = next(change for change in content["changes"] if change["cell"] == "H9" and change["findings"])
    assert (rate["old"], rate["reason"]) == ("50.00%", "formula")
    assert rate["rule"].startswith("=") and "executed" in rate["rule"]


@pytest.mark.parametrize("change", ["file", "backup", "no backup", "receipt", "no receipt", "elsewhere", "open"])
def test_undo_refuses_where_it_would_lose_something(change: str, book: Path) -> None:
    done = fill(book, in_place=True)
    assert done.backup and done.receipt
    content = json.loads(done.receipt.read_text(encoding="utf-8"))
    match change:
        case "file":
            edited(book)
        case "backup":
            edited(done.backup)
        case "no backup":
            done.backup.unlink()
        case "receipt":
            done.receipt.write_text("[" * 100_000, encoding="utf-8")
        case "no receipt":
            done.receipt.unlink()
        case "elsewhere":
            done.receipt.write_text(json.dumps({**content, "backup": "../a.xlsx"}), encoding="utf-8")
        case "open":
            book.with_name("~$a.xlsx").write_bytes(b"x")
    before = book.read_bytes()
    result = run("undo", book)
    assert result.exit_code == 2 and book.read_bytes() == before
    assert "a.xlsx" in result.stderr


def test_a_fill_cut_off_before_the_file_was_replaced(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a power cut leaves it: the receipt is there, the file is still the old one."""
    original = book.read_bytes()
    fill(book, in_place=True)
    filled = edited(book)
    kept = names(book.parent)
    with monkeypatch.context() as patched:
        patched.setattr(atomic, "_replace", lambda new, target: os._exit(9) if target == book else new.replace(target))
        child = os.fork()
        if not child:
            fill(book, in_place=True)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert book.read_bytes() == filled and names(book.parent) != kept
    assert run("undo", book).exit_code == 0 and book.read_bytes() == filled
    assert run("fill", "--in-place", book).exit_code in (0, 1)
    assert run("undo", book).exit_code == 0 and book.read_bytes() == filled != original


def test_the_file_is_open_in_a_program_that_lets_nobody_replace_it(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, real = book.with_name("out.xlsx"), os.replace
    out.write_bytes(b"old")
    there, original = names(book.parent), book.read_bytes()

    def held(new: Path, target: Path) -> None:
        if Path(target) in (out, book):
            raise PermissionError(13, "Permission denied")
        real(new, target)

    monkeypatch.setattr(os, "replace", held)
    result = run("fill", book, "-o", out)
    assert result.exit_code == 1 and "out (2).xlsx" in result.stderr
    assert out.read_bytes() == b"old" and names(book.parent) == sorted([*there, "out (2).xlsx", "out (2).xlsx.receipt.json"])
    assert run("fill", book, "--in-place").exit_code == 2 and book.read_bytes() == original
    assert not list(book.parent.glob("a-备份*"))


def test_an_output_that_a_person_worked_on_is_kept(book: Path) -> None:
    out = fill(book).output
    assert not list(book.parent.glob("*-备份-*"))
    fill(book)
    assert not list(book.parent.glob("*-备份-*"))
    work = edited(out)
    result = run("fill", book)
    kept = list(book.parent.glob("a-评价-备份-*.xlsx"))
    assert [path.read_bytes() for path in kept] == [work] and kept[0].name in result.stderr


@pytest.mark.skipif(os.name != "posix", reason="links and modes are POSIX")
def test_links_owners_and_read_only_files(book: Path) -> None:
    folder = book.with_name("links")
    folder.mkdir()
    link = folder / "b.xlsx"
    link.symlink_to(book)
    original = book.read_bytes()
    if os.geteuid() == 0:
        os.chown(book, 1234, 1234)
    done = fill(link, in_place=True)
    assert link.is_symlink() and names(folder) == ["b.xlsx"] and done.backup and done.backup.parent == book.parent
    assert os.geteuid() != 0 or (book.stat().st_uid, done.backup.stat().st_uid) == (1234, os.geteuid())
    undo(book)
    assert book.read_bytes() == original
    book.chmod(0o444)
    assert run("fill", "--in-place", book).exit_code == 2 and book.read_bytes() == original
    out = Path(shutil.copy(book, book.with_name("out.xlsx")))
    out.chmod(0o444)
    assert "out (2).xlsx" in run("fill", book, "-o", out).stderr


def test_work_saved_while_the_file_was_being_filled_is_not_lost(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(book, in_place=True)
    edited(book)
    there, plan = names(book.parent), saving.plan
    monkeypatch.setattr(saving, "plan", lambda found: (edited(book, "F9", 77), plan(found))[1])
    with pytest.raises(InputError) as told:
        fill(book, in_place=True)
    assert told.value.code == "changed_meanwhile" and names(book.parent) == there
    assert load_workbook(book).worksheets[3]["F9"].value == 77


def test_a_file_changed_while_it_was_being_filled_is_left_alone(book: Path) -> None:
    read = ee.read(book)
    evaluation = ee.evaluate(read)
    evaluation.save(book.with_name("one.xlsx"))
    edited(book)
    with pytest.raises(InputError) as told:
        evaluation.save(book.with_name("two.xlsx"))
    assert told.value.code == "changed_meanwhile"


@pytest.mark.parametrize("name", ["长" * 83 + "a.xlsx", "x" * 250 + ".xlsx"])
def test_the_longest_names(name: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(EXAMPLE, tmp_path / name))
    for _ in range(2):
        assert run("fill", path).exit_code == 1
    assert run("fill", "--in-place", path).exit_code == 1
    assert run("undo", path).exit_code == 0
    assert path.read_bytes() == EXAMPLE.read_bytes()
    assert all(len(os.fsencode(each)) <= 255 for each in names(tmp_path))
    assert fitted("长" * 100, ".xlsx") != fitted("长" * 101, ".xlsx")


def test_a_second_run_waits_for_the_first(book: Path) -> None:
    link = book.with_name("link.xlsx")
    link.symlink_to(book)
    with locked(book):
        for name in (book, link):
            with pytest.raises(InputError) as told, locked(name, patience=0.1):
                pass
            assert told.value.code == "busy"
    book.with_name(".a.xlsx.excel-eval.lock").write_text("1")  # of a run that was killed
    with locked(book, patience=0.1):
        pass
    assert names(book.parent) == ["a.xlsx", "link.xlsx"]


@pytest.mark.parametrize(("owner", "open_"), [
    ("~$2020.xlsx", True), (".~lock.2020.xlsx#", True), (".~2020.xlsx", True), ("~$20.xlsx", True), ("~$a.xlsx", False),
])  # fmt: skip
def test_owner_files_of_office_programs(owner: str, open_: bool, tmp_path: Path) -> None:
    book = tmp_path / "2020.xlsx"
    (tmp_path / owner).write_bytes(b"")
    assert (owner_file(book) is not None) is open_


def test_an_owner_file_of_another_workbook(tmp_path: Path) -> None:
    for name in ("20.xlsx", "~$20.xlsx"):
        (tmp_path / name).write_bytes(b"")
    assert owner_file(tmp_path / "2020.xlsx") is None


def test_an_output_is_named_after_what_the_workbook_is(book: Path) -> None:
    wrong = Path(shutil.copy(book, book.with_name("b.xlsm")))  # no macros in it, whatever its name says
    assert fill(wrong).output.name == "b-评价.xlsx"
    assert fill(wrong, book.with_name("new")).output == book.with_name("new") / "b-评价.xlsx"


def test_where_outputs_go(book: Path) -> None:
    new = book.with_name("结果")
    assert run("fill", book, "-o", new, "--dry-run").exit_code == 1 and not new.exists()
    assert run("fill", book, "-o", new).exit_code == 1
    assert names(new) == ["a-评价.xlsx", "a-评价.xlsx.receipt.json"]
    for wrong in ("out.xls", "out.xlsm", "out.v2"):
        result = run("fill", book, "-o", book.with_name(wrong))
        assert result.exit_code == 2 and wrong in result.stderr and not book.with_name(wrong).exists()
    second = Path(shutil.copy(book, book.with_name("a-评价.xlsx")))
    result = run("fill", book, second)
    assert result.exit_code == 2 and "a-评价.xlsx" in result.stderr
    assert second.read_bytes() == EXAMPLE.read_bytes()


STEPS = ("replace", "fsync", "unlink", "chmod", "open", "close", "write")


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Whether a child that does the work is killed at its nth call of the system, seen from when it begins to write."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    calls = 0

    def counting(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return call

    for name in STEPS:
        setattr(os, name, counting(getattr(os, name)))
    with suppress(BaseException):
        work()
    os._exit(0)


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 elsewhere")
def test_killed_at_every_step_of_a_second_fill_in_place(book: Path) -> None:
    """Whatever step it is, the file is whole, undo leads back to the original, and the next run clears what was left."""
    original = book.read_bytes()
    fill(book, in_place=True)
    once, kept = book.read_bytes(), {path: path.read_bytes() for path in book.parent.iterdir()}
    bare = fill(book, book.with_name("bare.xlsx"), marks=False).output.read_bytes()
    for step in range(1, 200):
        for path in set(book.parent.iterdir()) - set(kept):
            path.unlink()
        for path, content in kept.items():
            path.write_bytes(content)
        evaluation = ee.evaluate(ee.read(book))
        if not killed_at(step, lambda found=evaluation: save(found, book, in_place=True, marks=False)):
            break
        assert book.read_bytes() in (once, bare)
        with suppress(InputError):
            while undo(book):
                pass
        assert book.read_bytes() == original, step
        assert not [name for name in names(book.parent) if name.startswith(".")], step
    assert 10 < step < 199


@pytest.mark.parametrize("in_place", [True, False])
def test_failing_at_every_step_leaves_all_as_it_was(in_place: bool, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nth call of the system fails: the old file, its receipt and its backups stand as before, or the new one is whole."""
    fill(book, in_place=True)
    out = book if in_place else book.with_name("out.xlsx")
    out.write_bytes(book.read_bytes())
    kept = {path: path.read_bytes() for path in book.parent.iterdir()}
    evaluations = [ee.evaluate(ee.read(book)) for _ in range(24)]
    for step, evaluation in enumerate(evaluations, 1):
        calls = 0

        def failing(real: Callable[..., object]) -> Callable[..., object]:
            def call(*arguments: object, **named: object) -> object:
                nonlocal calls
                calls += 1
                if calls == step:  # noqa: B023 - called at once
                    raise OSError(28, "No space left on device")
                return real(*arguments, **named)

            return call

        with monkeypatch.context() as patched, suppress(InputError, OSError):
            for name in ("replace", "fsync", "chmod"):
                patched.setattr(os, name, failing(getattr(os, name)))
            save(evaluation, out, in_place=in_place, marks=False)
        if out.read_bytes() != kept[out]:
            break
        assert {path: path.read_bytes() for path in book.parent.iterdir()} == kept, step
    assert 5 < step < 24
    assert digest(out) == json.loads(out.with_name(f"{out.name}.receipt.json").read_text(encoding="utf-8"))["sha256"]
