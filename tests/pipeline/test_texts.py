"""Texts on their own, and a written report beside a workbook."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from excel_eval.cli import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "projects_2020.xlsx"
SEEDS = ROOT.parent / "shared" / "seeds"
REPORT = """信访救助专项资金绩效评价报告
一、项目情况
安排信访救助专项资金100万元，2020年度信访救助专项资金85.62万元使用完毕。
二、项目绩效
交办事项14件，化解12件，化解率85.7%；重点人员61名，化解59人，化解率97.6%。
"""


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("kind", ["utf-8", "gbk", "docx"])
def test_claims_of_a_text(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"report.{'docx' if kind == 'docx' else 'txt'}"
    if kind == "docx":
        document = docx.Document()
        for line in REPORT.splitlines():
            document.add_paragraph(line)
        document.save(str(path))
    else:
        path.write_bytes(REPORT.encode(kind))
    status, output = run("claims", path, "--format", "json")
    found = {c["text"]: c for c in json.loads(output)["claims"]}
    wrong = {text for text, claim in found.items() if claim["status"] in ("contradicts", "impossible")}
    assert status == 1
    assert len(wrong) == 2
    assert "使用完毕" in wrong
    bad = next(claim for text, claim in found.items() if "97.6%" in text)
    assert bad["expected"] == "96.7%"
    assert REPORT[bad["start"] : bad["end"]].replace("\n", "") in REPORT or kind == "docx"


def test_a_clean_text_is_status_0(tmp_path: Path) -> None:
    path = tmp_path / "clean.txt"
    path.write_text("全年受理事项93件，化解89件，化解率95.7%。", encoding="utf-8")
    assert run("claims", path)[0] == 0


def test_claims_of_a_workbook_name_sheet_and_cell() -> None:
    _, output = run("claims", EXAMPLE, "--format", "json")
    places = {claim["place"] for claim in json.loads(output)["claims"]}
    assert any(place and place.startswith("信访救助专项资金!") for place in places)


def test_a_report_beside_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT.replace("85.62万元", "86.52万元"), encoding="utf-8")
    status, output = run("check", EXAMPLE, "--text", path, "--format", "json")
    findings = json.loads(output)["workbooks"][0]["findings"]
    told = [f for f in findings if "report.txt" in f["message"]]
    assert status == 1
    assert any("86.52" in (f["found"] or f["message"]) for f in told)
    assert any(f["rule"] == "N01" and f["sheet"] == "信访救助专项资金" for f in told)
    assert {f["sheet"] for f in told if f["rule"] == "N10"} >= {"领导接访费用", "办公设备购置"}


def test_a_report_on_an_unknown_project_is_named(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("道路养护绩效评价报告\n一、项目情况\n2020年度支出3万元。\n", encoding="utf-8")
    _, output = run("check", EXAMPLE, "--text", path)
    assert "道路养护" in output


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"", b"\0\1\2"])
def test_a_damaged_report_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    status, output = run("claims", path)
    assert status == 2
    assert "report.docx" in output


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the published reports lie outside the repository")
def test_the_published_reports() -> None:
    _, output = run("claims", next(SEEDS.glob("*.txt")), "--format", "json")
    found = json.loads(output)["claims"]
    wrong = [c for c in found if c["status"] in ("contradicts", "impossible")]
    texts = " ".join(c["text"] for c in wrong)
    assert len(wrong) == 8
    for words in ("97.6%", "使用完毕", "四率", "驻京驻京", "处置突发性事件处置", "99.19%", "99.92%", "87.06%"):
        assert words in texts
    right = [c["text"] for c in found if c["status"] == "agrees_arithmetic"]
    assert sum("85.7%" in text or "95.7%" in text for text in right) == 2
