"""What check prints: lines in order, JSON, SARIF, JUnit; exempted and unread files in each; colour; a reader that stops."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from excel_eval.cli import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "projects_2020.xlsx"
SHEET = "信访救助专项资金"
REASON = '原始台账如此 & <"已备案">'


def run(*arguments: str | Path, **environment: str) -> Result:
    result = CliRunner(env=environment).invoke(main, [str(each) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exc_info)
    return result


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with an exempted error, one with an exemption that does not hold, and one that is damaged."""
    folder = tmp_path_factory.mktemp("outputs")
    shutil.copy(EXAMPLE, folder / "a 表#.xlsx")
    workbook = load_workbook(EXAMPLE)
    page = workbook.create_sheet("豁免")
    for row in (["规则", "工作表", "单元格", "理由"], ["N01", SHEET, "H47", REASON], ["F09", "无此表", None, "理由"]):
        page.append(row)
    workbook.save(folder / "b.xlsx")
    (folder / "c.xlsx").write_bytes(EXAMPLE.read_bytes()[:20_000])
    return folder


def test_lines_stand_in_the_order_of_sheets_rows_and_columns(folder: Path) -> None:
    lines = [line for line in run("check", folder / "b.xlsx").stdout.splitlines() if line[0] != " "]
    assert f"{SHEET}!H47: N01 错误 进京访重点人员事项：61中完成59，应为96.7%，填报为97.6%" in lines
    sheets = [*load_workbook(EXAMPLE, read_only=True).sheetnames, "豁免"]

    def place(line: str) -> tuple[int, int, str]:
        sheet, cell = line.partition(": ")[0].split("!")
        letters = cell.rstrip("0123456789")
        return sheets.index(sheet), int(cell[len(letters) :]), letters.rjust(3)

    places = [place(line) for line in lines[1:-1]]
    assert places == sorted(places) and len({sheet for sheet, _, _ in places}) > 5
    assert lines[0].endswith("b.xlsx") and lines[-1] == "错误 2 条，警告 1 条，提示 9 条，已豁免 1 条"


def test_json_has_the_keys_that_scripts_use(folder: Path) -> None:
    result = run("check", folder, "--format", "json")
    told = json.loads(result.stdout)
    assert result.exit_code == 2
    assert (told["version"], told["ok"], [each["workbook"] for each in told["workbooks"]]) == (1, False, ["a 表#.xlsx", "b.xlsx"])
    assert [each["workbook"] for each in told["failures"]] == ["c.xlsx"] and "c.xlsx" in result.stderr
    book = told["workbooks"][1]
    assert set(book) == {"workbook", "form", "counts", "findings", "projects"}
    assert book["counts"] == {"error": 2, "warning": 1, "info": 9}
    finding = next(each for each in book["findings"] if each["rule"] == "N01")
    assert finding == {
        "rule": "N01", "severity": "error", "sheet": SHEET, "cell": "H47", "related": ["E47", "F47"],
        "path": "measures[2].claimed", "label": finding["label"], "found": "97.6%", "expected": "96.7%",
        "message": finding["message"], "suggestion": finding["suggestion"], "exempted": REASON,
    }  # fmt: skip
    project = next(each for each in book["projects"] if each["sheet"] == SHEET)
    assert project == {
        "sheet": SHEET, "name": SHEET, "budget": "100", "executed": "85.62", "execution_rate": "0.8562",
        "score": None, "grade": None,
    }  # fmt: skip
    assert all(isinstance(value, str | None) for each in book["projects"] for value in each.values())


def test_show_gives_numbers_as_decimal_strings_and_blanks_as_null(folder: Path) -> None:
    told = json.loads(run("show", folder / "b.xlsx", "--all", "--format", "json").stdout)
    assert set(told) == {"version", "workbook", "form", "projects"}
    values = {each["path"]: each for each in next(p for p in told["projects"] if p["sheet"] == SHEET)["values"]}
    assert set(values["name"]) == {"path", "label", "cell", "raw", "value", "kind", "role"}
    assert values["funds.total.executed"]["value"] == "85.62" and values["funds.other.budget"]["value"] is None
    numbers = (each["value"] for each in values.values() if each["kind"] in ("amount", "count", "percent", "points"))
    assert all(value is None or Decimal(value).is_finite() for value in numbers)


def test_sarif_suppresses_what_is_exempted_and_tells_of_files_that_could_not_be_read(folder: Path) -> None:
    (told,) = json.loads(run("check", folder, "--format", "sarif").stdout)["runs"]
    rules = told["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in told["results"])
    assert {each["level"] for each in told["results"]} == {"error", "warning", "note"}
    suppressed = [each for each in told["results"] if "suppressions" in each]
    assert [(each["ruleId"], each["suppressions"][0]["justification"]) for each in suppressed] == [("N01", REASON)]
    (place,) = suppressed[0]["locations"]
    assert place["logicalLocations"][0]["fullyQualifiedName"] == f"{SHEET}!H47"
    uris = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in told["results"]}
    assert {uri.rpartition("/")[2] for uri in uris} == {"a%20%E8%A1%A8%23.xlsx", "b.xlsx"}
    assert all(uri.startswith("file:///") for uri in uris)
    (invocation,) = told["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "c.xlsx" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_junit_counts_what_it_lists(folder: Path, tmp_path: Path) -> None:
    workbook = load_workbook(folder / "b.xlsx")
    workbook[SHEET]["B52"] = "救助资金_x0001_使用完毕 & <b>"
    workbook.save(tmp_path / "b.xlsx")
    suites = list(ET.fromstring(run("check", tmp_path / "b.xlsx", folder / "c.xlsx", "--format", "junit").stdout))
    for suite in suites:
        counts = {kind: len(suite.findall(f"testcase/{kind}")) for kind in ("failure", "error", "skipped")}
        stated = {kind: int(suite.attrib[f"{kind}s" if kind != "skipped" else kind]) for kind in counts}
        assert counts == stated and len(suite) == int(suite.attrib["tests"])
    skipped = suites[0].find("testcase/skipped")
    assert skipped is not None and skipped.attrib["message"] == REASON
    assert suites[1].find("testcase/error") is not None


@pytest.mark.parametrize(("names", "status"), [(["b.xlsx"], 1), (["b.xlsx", "none.xlsx"], 2), (["none.xlsx", "b.xlsx"], 2)])
def test_a_missing_file_does_not_stop_the_others(names: list[str], status: int, folder: Path) -> None:
    result = run("check", *(folder / name for name in names))
    assert result.exit_code == status and f"{SHEET}!H47" in result.stdout


def test_exemptions_decide_the_exit_status(folder: Path, tmp_path: Path) -> None:
    only = ("--only", "N01", folder / "b.xlsx")
    assert run("check", *only).exit_code == 0 and json.loads(run("check", *only, "--format", "json").stdout)["ok"] is True
    assert run("check", "--only", "C20", folder / "b.xlsx").exit_code == 0
    assert run("check", "--only", "C20", "--strict", folder / "b.xlsx").exit_code == 1
    filled = tmp_path / "out.xlsx"
    run("fill", folder / "b.xlsx", "-o", filled)
    cells = [[cell.value for cell in row] for row in load_workbook(filled)["核对结果"].iter_rows()]
    assert next(row for row in cells if row[0] == "N01")[-1] == REASON
    assert any(row[0] == "C20" for row in cells)


@pytest.mark.parametrize(("environment", "coloured"), [
    ({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({"FORCE_COLOR": "0"}, False),
])  # fmt: skip
def test_colour_is_for_terminals_or_on_demand(environment: dict[str, str], coloured: bool, folder: Path) -> None:
    clean = {"FORCE_COLOR": "", "NO_COLOR": "", **environment}
    assert ("\x1b[" in run("check", folder / "b.xlsx", **clean).stdout) is coloured


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_a_reader_that_stops_is_no_fault(folder: Path) -> None:
    call = [sys.executable, "-m", "excel_eval", "show", "--all", "--format", "json", str(folder / "b.xlsx")]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b"" and process.wait() == 141


def test_several_at_a_time_give_what_one_at_a_time_gives(folder: Path, tmp_path: Path) -> None:
    for number in range(3):
        shutil.copy(folder / "b.xlsx", tmp_path / f"{number}.xlsx")
    one, four = tmp_path / "one", tmp_path / "four"
    results = [run("fill", tmp_path, "-o", out, "--jobs", jobs) for out, jobs in ((one, "1"), (four, "4"))]
    assert [each.exit_code for each in results] == [1, 1]
    assert results[0].stdout == results[1].stdout.replace(str(four), str(one))
    books = sorted(path.name for path in one.glob("*.xlsx"))
    assert len(books) == 3 and all((one / name).read_bytes() == (four / name).read_bytes() for name in books)


@pytest.mark.parametrize(("wrong", "told"), [
    (["chekc", "x"], "check"), (["fill", "--inplace", "x"], "--in-place"), (["fill"], "INPUT"), (["check", "--only"], "--only"),
    (["check", "x", "--format", "xml"], "sarif"), (["fill", "x", "--jobs", "0"], "1 到 64"), (["undo", "a", "b"], "b"),
    (["check", "x", "--only", "N99"], "N09"), (["check", "x", "--config", "none.toml"], "none.toml"),
    (["fill", "x", "--in-place", "-o", "y"], "-o"), (["rules", "N99"], "N99"), (["claims", "none.txt"], "none.txt"),
])  # fmt: skip
def test_wrong_usage_is_told_in_the_language_of_messages(wrong: list[str], told: str) -> None:
    result = run(*wrong)
    assert result.exit_code == 2 and told in result.stderr and "Error" not in result.stderr
    english = run(*wrong, "--lang", "en")
    assert english.exit_code == 2 and not any("\u4e00" <= character <= "\u9fff" for character in english.stderr)
