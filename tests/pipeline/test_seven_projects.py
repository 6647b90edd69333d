"""The main job, as a user runs it: the seven projects of 2020."""

from __future__ import annotations

import hashlib
import json
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import excel_eval as ee
from tests.command import run

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "projects_2020.xlsx"
WRONG = "信访救助专项资金"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "input.xlsx"))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_check_finds_the_two_published_faults_and_no_other_error(workbook: Path) -> None:
    result = run("check", workbook, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["workbooks"][0]
    errors = {(f["rule"], f["sheet"], f["found"], f["expected"]) for f in found["findings"] if f["severity"] == "error"}
    assert {rule for rule, *_ in errors} == {"N01", "F09"}
    assert ("N01", WRONG, "97.6%", "96.7%") in errors
    assert all(sheet == WRONG for _, sheet, *_ in errors)
    assert sum(Decimal(p["executed"]) for p in found["projects"]) == Decimal("166.13")
    assert all(p["score"] is None and p["grade"] is None for p in found["projects"])


def test_a_finding_is_one_line_with_its_cell(workbook: Path) -> None:
    lines = run("check", workbook).stdout.splitlines()
    wrong = next(line for line in lines if " N01 错误" in line)
    assert wrong.startswith(f"{WRONG}!")
    assert "61" in wrong and "59" in wrong and "96.7%" in wrong and "97.6%" in wrong


def test_english_messages_keep_ids(workbook: Path) -> None:
    assert "N01 error" in run("--lang", "en", "check", workbook).stdout
    assert "N01 error" in run("check", workbook, "--lang", "en").stdout


def test_fill_writes_beside_the_input_and_leaves_it_alone(workbook: Path) -> None:
    before = digest(workbook)
    result = run("fill", workbook)
    output = workbook.with_name("input-评价.xlsx")
    assert result.exit_code == 1
    assert digest(workbook) == before
    book = openpyxl.load_workbook(output, data_only=True)
    assert book.sheetnames[-3:] == ["汇总", "核对结果", "评价报告"]
    formulas = openpyxl.load_workbook(output)
    assert len(formulas["汇总"]._charts) == 2
    receipt = json.loads(output.with_name(output.name + ".receipt.json").read_text(encoding="utf-8"))
    assert receipt["sha256"] == digest(output)


def test_filling_a_filled_workbook_changes_nothing(workbook: Path, tmp_path: Path) -> None:
    once = ee.fill(workbook, tmp_path / "once.xlsx").output
    twice = ee.fill(once, tmp_path / "twice.xlsx")
    assert twice.changes == ()
    assert twice.output.read_bytes() == once.read_bytes()


def test_dry_run_lists_changes_and_writes_nothing(workbook: Path) -> None:
    result = run("fill", workbook, "--dry-run")
    assert "→" in result.stdout
    assert sorted(p.name for p in workbook.parent.iterdir()) == ["input.xlsx"]


def test_in_place_keeps_a_backup_and_undo_restores_every_byte(workbook: Path) -> None:
    before = digest(workbook)
    run("fill", workbook, "--in-place")
    assert digest(workbook) != before
    assert [digest(p) for p in workbook.parent.glob("*备份*")] == [before]
    assert run("undo", workbook).exit_code == 0
    assert digest(workbook) == before


def test_undo_refuses_when_the_file_was_changed_since(workbook: Path) -> None:
    run("fill", workbook, "--in-place")
    changed = workbook.read_bytes() + b"\0"
    workbook.write_bytes(changed)
    result = run("undo", workbook)
    assert result.exit_code == 2
    assert workbook.read_bytes() == changed


def test_narratives_say_used_up_only_where_it_is_true(workbook: Path) -> None:
    result = ee.evaluate(ee.read(workbook))
    by_name = dict(zip((p.name for p in result.book.projects), result.narratives, strict=True))
    assert "使用完毕" in by_name["领导接访费用"]["narrative.execution"]
    short = by_name[WRONG]["narrative.execution"]
    assert "使用完毕" not in short
    assert all(figure in short for figure in ("100", "85.62", "14.38"))


def test_frames_have_numbers_as_numbers(workbook: Path) -> None:
    result = ee.evaluate(ee.read(workbook))
    projects = result.frame("projects")
    assert projects["executed"].sum() == pytest.approx(166.13)
    assert projects["executed"].dtype == "float64"
    measures = result.frame("measures")
    wrong = measures[measures["total"] == 61].iloc[0]
    assert wrong["rate"] == pytest.approx(59 / 61)
    assert wrong["claimed"] == pytest.approx(0.976)
    assert set(result.frame("findings")["rule"]) >= {"N01", "F09"}
    assert len(result.frame("funds")) == 28
    assert list(result.frame("indicators").columns)[:2] == ["sheet", "project"]


def test_show_tells_path_label_cell_raw_and_value(workbook: Path) -> None:
    content = json.loads(run("show", workbook, "--format", "json").stdout)
    values = {v["path"]: v for v in content["projects"][3]["values"]}
    claimed = values["measures[2].claimed"]
    assert claimed["raw"] == "97.6%"
    assert claimed["value"] == "0.976"
    assert claimed["role"] == "input"
    blanks = json.loads(run("show", workbook, "--format", "json", "--all").stdout)
    assert len(blanks["projects"][3]["values"]) > len(values)


def test_strict_writes_nothing_when_there_are_errors(workbook: Path) -> None:
    result = run("fill", workbook, "--strict")
    assert result.exit_code == 1
    assert not workbook.with_name("input-评价.xlsx").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", "项目,金额".encode("gbk"), b"%PDF-1.4", b"\xd0\xcf\x11\xe0"])
def test_unreadable_files_end_with_a_sentence_and_status_2(tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(content)
    for command in ("check", "fill", "show"):
        result = run(command, bad)
        assert result.exit_code == 2
        assert "坏.xlsx" in result.stderr
        assert "Traceback" not in result.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["坏.xlsx"]


def test_wrong_usage_is_status_2(tmp_path: Path, workbook: Path) -> None:
    assert run("check").exit_code == 2
    assert run("check", tmp_path / "nothing.xlsx").exit_code == 2
    assert run("check", workbook, "--only", "Q99").exit_code == 2
    assert run("check", workbook, "--form", "no_such_form").exit_code == 2


def test_only_and_ignore_choose_rules(workbook: Path) -> None:
    only = json.loads(run("check", workbook, "--only", "N01", "--format", "json").stdout)["workbooks"][0]
    assert {f["rule"] for f in only["findings"]} == {"N01"}
    ignored = run("check", workbook, "--ignore", "N01", "--ignore", "F09", "--format", "json")
    assert ignored.exit_code == 0


@pytest.mark.parametrize("style", ["sarif", "junit"])
def test_formats_for_programs(workbook: Path, style: str) -> None:
    text = run("check", workbook, "--format", style).stdout
    assert "N01" in text
    if style == "sarif":
        assert json.loads(text)["version"] == "2.1.0"
    else:
        from xml.etree import ElementTree

        assert ElementTree.fromstring(text.encode()).tag == "testsuites"


def test_several_files_at_once(workbook: Path, tmp_path: Path) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        shutil.copy(workbook, folder / name)
    result = run("fill", folder, "-o", tmp_path / "outputs", "--jobs", "2")
    assert result.exit_code == 1
    made = sorted(p.name for p in (tmp_path / "outputs").glob("*.xlsx"))
    assert made == ["a-评价.xlsx", "b-评价.xlsx"]
