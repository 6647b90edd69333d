"""Texts on their own, and a written report beside a workbook."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import parse_xml

from excel_eval.cli import main
from excel_eval.report import text_of

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


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-be", "docx"])
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


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_word_document_is_read_as_its_reader_sees_it(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("支出")._p
    for inner in (
        "<w:del w:id='1' w:author='a'><w:r><w:delText>99万元</w:delText></w:r></w:del>",
        "<w:ins w:id='2' w:author='a'><w:r><w:t>85.62万元</w:t></w:r></w:ins>",
        "<w:r><w:instrText>SUM(77万元)</w:instrText></w:r>",
        "<w:r><w:t>，</w:t><w:br/><w:t>续行</w:t></w:r>",
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内12件</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
    ):
        element = parse_xml(f"<w:p {WORD}>{inner}</w:p>")[0]
        paragraph.append(element)
    table = document.add_table(1, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并3件"
    document.element.body.append(parse_xml(f"<w:sdt {WORD}><w:sdtContent><w:p><w:r><w:t>控件4件</w:t></w:r></w:p></w:sdtContent></w:sdt>"))
    path = tmp_path / "report.docx"
    document.save(str(path))
    assert text_of(path).split("\n") == ["支出85.62万元，\v续行", "框内12件", "合并3件", "控件4件"]
    _, output = run("claims", path)
    assert "第1段" in output


def test_footnotes_are_read_too(tmp_path: Path) -> None:
    plain, path = tmp_path / "plain.docx", tmp_path / "report.docx"
    document = docx.Document()
    document.add_paragraph("正文")
    document.save(str(plain))
    note = f"<w:footnotes {WORD}><w:footnote w:id='1'><w:p><w:r><w:t>注：85.62万元</w:t></w:r></w:p></w:footnote></w:footnotes>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", relation.encode())
            target.writestr(entry, content)
        target.writestr("word/footnotes.xml", note)
    assert text_of(path) == "正文\n注：85.62万元"


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


@pytest.mark.parametrize(
    ("report", "sheet", "found"),
    [
        ("附件1：关于2020年度信访救助专项资金项目绩效自评报告\n支出86.52万元。", "信访救助专项资金", "N05"),
        ("二、某市信访局领导接访费用项目支出绩效自评报告（2020年度）\n支出6万元。", "领导接访费用", "N05"),
        ("办公设备购置\n绩效评价报告\n支出1.80万元。", "办公设备购置", "N05"),
        ("一、领导接访费用\n支出6万元。\n二、办公设备购置：\n支出1.08万元。", "领导接访费用", "N05"),
        ("（1）领导接访费用绩效目标完成情况综述。项目全年预算数5万元，执行数为4万元，完成预算的100%。", "领导接访费用", "N01"),
        ("信访救助资金绩效评价报告\n支出85.62万元。", "信访救助专项资金", "N10"),
    ],
)
def test_a_part_of_a_report_finds_its_sheet(tmp_path: Path, report: str, sheet: str, found: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(report, encoding="utf-8")
    _, output = run("check", EXAMPLE, "--text", path, "--format", "json")
    told = [f for f in json.loads(output)["workbooks"][0]["findings"] if "report.txt" in f["message"]]
    assert found in {f["rule"] for f in told if f["sheet"] == sheet and f["severity"] != "info"}
    assert not [f for f in told if f["severity"] != "info" and f["sheet"] != sheet]


def test_a_score_and_a_grade_of_a_report_are_those_of_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    heading = "社区文化活动中心运行绩效自评报告\n"
    path.write_text(f"{heading}项目综合得分98.66分，评价等级为“良”。\n", encoding="utf-8")
    _, output = run("check", EXAMPLE.with_name("self_evaluation.xlsx"), "--text", path, "--format", "json")
    told = [f for f in json.loads(output)["workbooks"][0]["findings"] if "report.txt" in f["message"]]
    assert [(f["rule"], f["cell"], f["expected"]) for f in told] == [("N07", "D50", "96.88分"), ("N07", "H50", "优")]
    path.write_text(f"{heading}项目综合得分96.88分，评价等级为优秀。\n", encoding="utf-8")
    _, output = run("check", EXAMPLE.with_name("self_evaluation.xlsx"), "--text", path, "--format", "json")
    assert json.loads(output)["workbooks"][0]["findings"] == []


def test_rules_switched_off_are_off_for_a_report_too(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    _, output = run("check", EXAMPLE, "--text", path, "--ignore", "N10", "--only", "N01", "--format", "json")
    assert {f["rule"] for f in json.loads(output)["workbooks"][0]["findings"]} == {"N01"}


def test_a_report_that_names_no_project_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("全年支出85.62万元。", encoding="utf-8")
    assert "没有写明是哪个项目" in run("check", EXAMPLE, "--text", path)[1]


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
