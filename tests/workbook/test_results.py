"""The result sheets: live figures that lead to the person's sheets, findings with links, text ready to print."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from excel_eval.findings import Finding, Severity
from excel_eval.form.load import form_of, load_form
from excel_eval.form.place import place
from excel_eval.model import ModelValue
from excel_eval.paths import project_of
from excel_eval.rubric import Score
from excel_eval.workbook.blank import blank_projects
from excel_eval.workbook.results import MARKER, RESULT_SHEETS, results_workbook
from tests.oracles import libreoffice
from tests.workbook.compared import uncalculated
from tests.workbook.made_book import book_of, whole_workbook
from tests.workbook.seven import LONG, SPENT, seven

FORM = load_form()
BUDGET = place(FORM).by_path["funds.total.budget"].cell
ROLLUP = "绩效自评的2020年度项目7个，涉及预算金额180.51万元。"
RATE, LATE = (
    Finding(
        "N01", Severity.ERROR, "信访救助专项资金", "G48", "61中完成59，应为96.7%", "核对",
        label="上报比率", found="97.6%", expected="96.7%",
    ),
    Finding("F09", Severity.WARNING, "办公设备购置", "B60", "=1+1", related=("E9", "甲!B2"), exempted="已核实"),
)  # fmt: skip
IN_YUAN: dict[str, ModelValue] = {
    "name": "甲", "amount_unit": "元", "funds.total.budget": Decimal("1.08"), "funds.total.executed": Decimal(1),
}  # fmt: skip
CLAIM = """
key = "claim"
version = 1
title = "差旅费报销单"
unit = "元"
subject = "报销"
name_path = "traveller"
columns = [12, 20, 12, 20]
summary = [["traveller", "出差人"], ["claims_total.amount", "报销金额"]]
[[section]]
key = "head"
shape = "fields"
[[section.field]]
key = "traveller"
label = "出差人"
[[section]]
key = "claims"
shape = "free"
path = "claims"
blank_rows = 3
[[section.field]]
key = "item"
label = "事由"
span = 2
[[section.field]]
key = "amount"
label = "金额"
kind = "amount"
[section.total]
path = "claims_total"
label = "合计"
label_span = 2
[[section.total.field]]
key = "amount"
kind = "amount"
formula = "=SUM(claims.amount)"
"""


def made(
    findings: Sequence[Finding] = (RATE, LATE), reports: Sequence[Sequence[tuple[str, str]]] = (), rollup: str = ROLLUP
) -> bytes:
    projects = seven(FORM)
    return results_workbook(book_of(FORM, projects), [Score() for _ in projects], findings, reports, rollup)


def opened(content: bytes, **options: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def test_result_sheets_carry_their_mark() -> None:
    book = opened(made())
    assert book.sheetnames == list(RESULT_SHEETS)
    assert all(MARKER in sheet.defined_names for sheet in book.worksheets)


def test_only_the_sheets_asked_for() -> None:
    book = book_of(FORM, seven(FORM))
    content = results_workbook(book, [Score()] * 7, (), (), sheets=["核对结果"])
    assert opened(content).sheetnames == ["核对结果"]


def test_summary_has_a_live_row_for_each_project() -> None:
    content = made()
    live, cached = opened(content)["汇总"], opened(content, data_only=True)["汇总"]
    assert [cached.cell(row, 2).value for row in range(4, 11)] == list(SPENT)
    assert [str(cached.cell(row, 3).value) for row in range(4, 11)] == [budget for budget, _ in SPENT.values()]
    assert live["C7"].value == f"=IF(ISNUMBER('信访救助专项资金'!{BUDGET}),'信访救助专项资金'!{BUDGET},\"\")"
    assert live["B7"].hyperlink.location == "'信访救助专项资金'!A1"
    assert (cached["E7"].value, cached["F7"].value, cached["H7"].value) == (14.38, 0.8562, "优")


def test_totals_are_sums_and_the_total_rate_is_one_of_totals() -> None:
    cached = opened(made(), data_only=True)["汇总"]
    assert [cached.cell(11, column).value for column in (3, 4, 5)] == [180.51, 166.13, 14.38]
    assert round(cached["F11"].value, 6) == round(166.13 / 180.51, 6)
    assert [cached.cell(11, column).value for column in (9, 10)] == [1, 0]


def test_a_project_without_a_budget_leaves_the_total_rate_open() -> None:
    projects = [project_of({"name": "甲", "funds.total.executed": Decimal(5)}), *seven(FORM)]
    book = book_of(FORM, projects)
    sheet = opened(results_workbook(book, [Score()] * 8, (), ()), data_only=True)["汇总"]
    assert [sheet["C4"].value, sheet["D4"].value, sheet["E4"].value, sheet["F4"].value] == [None, 5, None, None]
    assert sheet["F12"].value == "—"


def test_a_sheet_in_yuan_is_summed_in_wan() -> None:
    book = book_of(FORM, [project_of(IN_YUAN)])
    content = results_workbook(book, [Score()], (), ())
    assert opened(content)["汇总"]["C4"].value == f"=IF(ISNUMBER('甲'!{BUDGET}),'甲'!{BUDGET}/10000,\"\")"
    assert opened(content, data_only=True)["汇总"]["C4"].value == 1.08


def test_summary_has_two_native_charts() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        charts = [package.read(name).decode() for name in package.namelist() if re.match(r"xl/charts/chart\d", name)]
    assert len(charts) == 2
    assert sorted(chart.count("<c:ser>") for chart in charts) == [1, 2]
    assert "'汇总'!$C$4:$C$10" in charts[0] or "汇总!$C$4:$C$10" in charts[0]


def test_the_sentence_on_all_projects_stands_below_the_table() -> None:
    assert ROLLUP in {cell.value for cell in opened(made())["汇总"]["A"]}


def test_findings_are_listed_with_a_link_to_their_cell() -> None:
    sheet = opened(made())["核对结果"]
    assert [cell.value for cell in sheet[3]][-1] == "豁免理由"
    assert [cell.value for cell in sheet[4]][:8] == [
        "N01", "错误", "信访救助专项资金", "G48", "上报比率", "61中完成59，应为96.7%", "97.6%", "96.7%",
    ]  # fmt: skip
    assert sheet["D4"].hyperlink.location == "'信访救助专项资金'!G48"
    assert sheet["F5"].value == "=1+1\n相关单元格：E9、甲!B2"
    assert sheet["F5"].data_type == "s"
    assert sheet["J5"].value == "已核实"
    assert sheet.auto_filter.ref == "A3:J5"
    assert sheet.freeze_panes == "A4"


def test_no_findings_are_said_to_be_none() -> None:
    sheet = opened(made(findings=()))["核对结果"]
    assert sheet["A4"].value == "未发现问题"
    assert [cell.value for cell in sheet[3]][-1] == "建议"


def test_a_report_begins_on_a_new_page_and_loses_no_character() -> None:
    text = LONG * 20
    reports = [[("title", f"{name}绩效评价报告"), ("heading", "一、项目情况"), ("body", text)] for name in SPENT]
    sheet = opened(made(reports=reports))["评价报告"]
    rows = [cell.value for cell in sheet["A"]]
    titles = [row for row, value in enumerate(rows, 1) if str(value).endswith("绩效评价报告")]
    assert [each.id + 1 for each in sheet.row_breaks.brk] == titles[1:]
    assert "".join(str(value) for value in rows[2 : titles[1] - 1]).replace("\u3000", "") == text
    assert max(dimension.height for dimension in sheet.row_dimensions.values()) < 409


def test_a_form_of_another_kind_names_its_own_columns() -> None:
    form = form_of(CLAIM, "claim.toml")
    projects = blank_projects(form, ["张三", "李四"])
    book = book_of(form, projects)
    content = results_workbook(book, [Score(), Score()], (), ())
    sheet = opened(content, data_only=True)["汇总"]
    assert [cell.value for cell in sheet[3]] == ["序号", "出差人", "出差人", "报销金额", "错误", "警告"]
    assert [sheet["C4"].value, sheet["D4"].value, sheet["D6"].value] == ["张三", 0, 0]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert made() == made()


@pytest.mark.slow
@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice (soffice) is not installed")
def test_cached_values_are_those_that_libreoffice_calculates(tmp_path: Path) -> None:
    projects = [*seven(FORM), project_of({"name": "乙"}), project_of(IN_YUAN)]
    path = whole_workbook(tmp_path / "whole.xlsx", book_of(FORM, projects), (RATE, LATE), [[("body", LONG)]], ROLLUP)
    assert uncalculated(path, libreoffice.recalculate(path)) == []
