"""Sheets that people laid out themselves are known by their labels, read in full, and raise nothing where they are right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from excel_eval.form.labels import fold
from excel_eval.form.load import load_form
from excel_eval.form.vocabulary import vocabulary
from excel_eval.pipeline import check
from tests.reading.hand_laid import ANNEX, alarms, book, grid

SUMS = {f"{c}7": f"=SUM({c}8:{c}10) -> {value}" for c, value in zip("EFG", (120, 120, 114), strict=True)}
RATES = {"I7": "=G7/F7 -> 0.95 as 0.00%", "I8": "=G8/F8 -> 0.95 as 0.00%"}
SCORES = {"K7": "=ROUND(H7*I7,2) -> 9.5", "H18": "=SUM(H14:H17)+H7 -> 100", "I18": "=SUM(I14:I17)+K7 -> 99.5"}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"A1": "2020年度某县部门预算项目支出绩效自评表"},
        {"A3": "A3:K3 填报单位（盖章）：县水务中心"},
        {"A19": "A19:B19 填表人：", "C19": "李敏", "F19": "联系电话：", "G19": "85098888", "J19": "2021.3.1"},
        {"A19": "A19:K19 存在问题：无", "A20": "A20:K20 改进措施：继续加强管护", "A21": "A21:K21 评价结论：达到目标"},
        {"A19": "备注", "C19": "无", "F19": "复核", "G19": "2021"},
        {"A3": "A3:B3 项目编码", "C3": "C3:E3 '440306231391500000173", "F3": "联系人", "G3": "G3:K3 李敏 85098888"},
        {"B14": "产出", "B16": "效益（30分）", "B17": "满意度\\n（10分）"},
        SUMS | RATES | SCORES,
    ],
)
def test_the_annex_as_laid_out_by_hand_is_known_and_raises_nothing(changes: dict[str, str]) -> None:
    read = book(grid(**changes))
    assert read.form.key == "mof_2020"
    assert alarms(read) == []
    (project,) = read.projects
    assert (project.year, project.name, project.total.score) == (Decimal(2020), "河道保洁", Decimal("99.5"))
    assert [row.name for row in project.indicators] == ["保洁河道长度", "保洁合格率", "投诉办结率", "群众满意度"]


def test_cost_in_the_first_level_tells_the_form_of_2021() -> None:
    cost = {"B14": "B14:B14 成本指标", "C14": "经济成本指标", "B15": "产出指标", "H14": "20", "I14": "20"}
    weights = {"H15": "40", "I15": "40", "H16": "20", "I16": "20"}
    read = book(grid(**cost, **weights, F14="≤30元/公里", G14="28元/公里", D14="单位成本"))
    assert read.form.key == "mof_2021"
    assert [f.rule for f in alarms(read)] == ["X14"]  # 数量指标 is obligatory there


@pytest.mark.parametrize(
    "words",
    ["（2020年）", "(２０２０年度)", "（二〇二〇年度）", "二0二0年", "( 2020年度)", "年度：2020", "(2020)年度", "2020年度    单位：万元"],
)
def test_the_year_in_every_spelling(words: str) -> None:
    assert book(grid(A2=words)).projects[0].year == 2020


def test_the_year_where_it_has_a_label_or_stands_in_the_title() -> None:
    labelled = grid(without="A2", A3="A3:B3 年度", C3="2020")
    titled = grid(without="A2", A1="2020年度项目支出绩效自评表")
    filed = grid(without="A2", A3="A3:K3 填报日期：2021年3月1日")
    assert [book(each).projects[0].year for each in (labelled, titled, filed)] == [2020, 2020, None]


def test_a_rate_typed_by_hand_is_no_overwritten_formula() -> None:
    read = book(grid(**SUMS, **SCORES))
    assert alarms(read) == []


def test_points_beside_sums_are_no_exception_to_them() -> None:
    assert alarms(book(grid(**SUMS, H7="10"))) == []


def test_an_indicator_under_the_total_is_told() -> None:
    below = {"D19": "D19:E19 新增指标", "F19": "≥1次", "G19": "1次", "H19": "5", "I19": "5"}
    assert [f.rule for f in alarms(book(grid(**below)))] == ["C18"]


def test_a_project_named_after_a_survey_was_not_surveyed_for_satisfaction() -> None:
    read = book(grid(C4="统计调查", G12="统计调查工作按期完成。", name="统计调查"))
    assert alarms(read) == []
    asked = book(grid(C4="统计调查", G12="经调查，群众满意。", name="统计调查"))
    assert [f.rule for f in alarms(asked)] == ["X20"]


def test_every_line_of_the_annex_is_read_or_known() -> None:
    (sheet,) = book(grid(ANNEX)).sheets
    known = vocabulary(load_form("mof_2020")).all | {"—"}
    read = {value.slot.area.corner for value in sheet.values.values() if not value.blank}
    rest = {at: str(cell.value) for at, cell in grid(ANNEX).cells.items() if at not in read}
    assert [text for text in rest.values() if fold(text) not in known] == ["项目支出绩效自评表"]


REWORDED = {
    "E6": "年初批复预算数",
    "F6": "调整后全年预算数",
    "G6": "全年实际支出数",
    "I6": "预算完成率（%）",
    "B11": "预期目标（年初设定）",
    "G11": "目标实际完成情况",
    "D13": "指标内容",
    "F13": "年度指标值（目标）",
    "G13": "完成情况",
    "H13": "权重（分值）",
    "I13": "考核得分",
    "J13": "未达标原因及下一步整改措施",
}


def test_reworded_headers_are_read_and_said() -> None:
    usual, reworded = book(grid()), book(grid(**REWORDED))
    assert reworded.projects == usual.projects
    assert alarms(reworded) == []
    said = {finding.cell: (finding.label, finding.found) for finding in reworded.findings if finding.rule == "C22"}
    assert said["I13"] == ("得分", "考核得分")
    assert "G13" not in said  # 完成情况 is one of the labels that the form knows


def test_sheets_that_look_alike_are_told_their_own_headers() -> None:
    read = book(grid(I13="复核得分"), grid(I13="考核得分", name="乙", C4="乙"))
    assert [(f.sheet, f.found) for f in read.findings if f.rule == "C22"] == [("河道保洁", "复核得分"), ("乙", "考核得分")]


def test_columns_of_a_persons_own_are_said_to_be_unread() -> None:
    read = book(grid(L13="上报科室", L14="养护科"))
    assert alarms(read) == []
    assert [(f.cell, f.severity.value, f.found) for f in read.findings if f.rule == "C22"] == [("L13", "info", "上报科室")]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"G6": "B栏"}, [("C23", "G6", "warning")]),  # the amounts spent are not read: the rate cannot be checked
        ({"G13": "B栏"}, [("C23", "G13", "warning")]),  # it may be the column that is lacking
        ({"without": "G13"}, [("X22", "D14", "error")]),  # there is none
        ({"I13": "得份"}, [("C04", "I13", "warning")]),
    ],
)
def test_a_column_that_cannot_be_told_is_one_finding(changes: dict[str, str], told: list[tuple[str, str, str]]) -> None:
    read = book(grid(**changes))
    assert [(f.rule, f.cell, f.severity.value) for f in alarms(read)] == told


SPLIT = {
    "C6": "年度预算数（万元）",  # heads the labels of the rows
    "L6": "原因",
    "L7": "尾款待审计后支付",
    "L13": "指标性质",
    "M13": "度量单位",
    "L14": "≥",
    "F14": "30",
    "M14": "公里",
    "G14": "32",
    "L15": "≤",
    "D15": "保洁成本",
    "C15": "成本指标",
    "F15": "15",
    "M15": "万元",
    "G15": "14",
}


def test_target_and_unit_in_columns_of_their_own() -> None:
    read = book(grid(**SPLIT))
    assert alarms(read) == []
    (project,) = read.projects
    assert [(row.direction, row.target, row.unit) for row in project.indicators[:2]] == [("≥", 30, "公里"), ("≤", 15, "万元")]
    assert project.extra["funds.total.reason"] == "尾款待审计后支付"
    over = book(grid(**SPLIT | {"G15": "16"}))
    assert [(f.rule, f.cell) for f in alarms(over)] == [("X05", "I15")]


def test_what_people_add_to_the_annex_is_read() -> None:
    added = {
        "A3": "A3:B3 项目编码",
        "C3": "C3:K3 '440306231391500000173",
        "A19": "A19:B19 评价结论",
        "C19": "C19:K19 达到目标，自评得分99.5分。",
        "A20": "A20:B20 存在问题",
        "C20": "C20:K20 河面漂浮物清理不及时。",
        "A21": "A21:K21 改进措施：增加巡查频次。",
    }
    read = book(grid(**added))
    assert alarms(read) == []
    (project,) = read.projects
    assert project.code == "440306231391500000173"
    assert project.narrative.problems == "河面漂浮物清理不及时。"
    assert project.narrative.improvements == "增加巡查频次。"
    assert project.extra["conclusion"] == "达到目标，自评得分99.5分。"


LOW = {"G7": "100", "G8": "81", "I7": "83.33% as 0.00%", "I8": "81% as 0.00%", "K7": "8.33", "I18": "98.33"}


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ({}, ["F09"]),
        ({"J14": "汛期停工一个月，尾款结转下年支付"}, []),
        ({"L6": "备注", "J14": "汛期停工一个月，尾款结转下年支付"}, []),  # an empty column of remarks takes nothing away
        ({"L6": "原因", "L7": "汛期停工一个月，尾款结转下年支付"}, []),
    ],
)
def test_a_low_rate_is_explained_where_the_sheet_has_room_for_it(reasons: dict[str, str], told: list[str]) -> None:
    found = [f.rule for f in alarms(book(grid(**LOW, **reasons))) if f.rule == "F09"]
    assert found == told


def test_what_is_done_about_complaints_is_no_satisfaction() -> None:
    read = book(grid(B16="效益（满意度）"))
    assert [f.cell for f in check(read) if f.rule == "X20"] == ["G17"]


YUAN = {f"{column}{row}": f"{amount}0000" for row, amounts in ((7, (120, 120, 114)), (8, (100, 100, 95)), (10, (20, 20, 19)))
        for column, amount in zip("EFG", amounts, strict=True)}  # fmt: skip


@pytest.mark.parametrize("said", [{}, {"A3": "A3:K3 单位：万元", "A6": "项目资金"}])
def test_yuan_under_the_wrong_unit_is_one_finding_with_the_cell_of_the_unit(said: dict[str, str]) -> None:
    (found,) = alarms(book(grid(**YUAN, **said)))
    assert (found.rule, found.cell) == ("F15", "E7")
    assert ("A3" if said else "A6") in found.related
    assert alarms(book(grid(**YUAN, **said | {"A3": "A3:K3 单位：元"}))) == []


def test_ten_thousands_under_the_wrong_unit_are_one_finding_too() -> None:
    (found,) = alarms(book(grid(A6="项目资金（元）", E7="0.012", F7="0.012", G7="0.0114", without="E8 F8 G8 E10 F10 G10 I8")))
    assert (found.rule, found.cell, found.related) == ("F15", "F7", ("A6",))
