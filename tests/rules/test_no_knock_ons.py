"""One fault is one finding too where a person typed every figure, told a story with them, or left formulas uncalculated."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from excel_eval.book import Book
from excel_eval.findings import Finding
from excel_eval.grid import Cell, Grid
from excel_eval.rules import RULES, run, tidy
from tests.rules.case_book import SHEET, book_with
from tests.rules.clean_projects import Values, clean_annex, clean_cost_annex, clean_project

MAKERS = {"project_evaluation": clean_project, "mof_2020": clean_annex, "mof_2021": clean_cost_annex}


def grave(book: Book) -> list[Finding]:
    found = tidy([*book.findings, *run(book, RULES)], book)
    return [finding for finding in found if finding.severity.value != "info"]


def typed(form: str = "project_evaluation") -> Values:
    """A clean project on which every computed figure was typed."""
    return MAKERS[form](Random(7)) | {"funds.total.weight": "10"}


@pytest.mark.parametrize("form", MAKERS)
@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("funds.total.score", "9", "F04"),
        ("funds.total.weight", "20", "X01"),
        ("indicators[0].weight", "21", "X01"),
        ("indicators[0].score", "19", "X05"),
        ("total.score", "90", "X06"),
    ],
)
def test_a_wrong_figure_among_typed_ones(form: str, path: str, value: str, rule: str) -> None:
    book = book_with({SHEET: {**typed(form), path: value}}, form)
    found = grave(book)
    assert [finding.rule for finding in found] == [rule], found
    assert book.sheets[0].cell(path) in (found[0].cell, *found[0].related)


STORY = {
    "name": "城市管网改造",
    "year": "2020",
    "amount_unit": "万元",
    "funds.total.initial": "100",
    "funds.total.budget": "100",
    "funds.total.executed": "95.62",
    "measures[0].name": "重点村整治",
    "measures[0].unit": "个",
    "measures[0].total": "61",
    "measures[0].done": "59",
    "measures[0].note": "尚有2个未完成",
    "narrative.situation": "全年安排预算100万元，支出95.62万元，执行率95.62%。",
    "narrative.performance": "重点村整治61个，完成59个，完成率96.7%。",
}


def test_the_story_without_a_fault_is_clean() -> None:
    assert grave(book_with({SHEET: STORY})) == []


@pytest.mark.parametrize(
    ("path", "value", "rule", "severity"),
    [
        ("narrative.situation", "全年安排预算100万元，支出96.52万元，执行率95.62%。", "N05", "error"),
        ("narrative.situation", "全年安排预算100万元，支出95.62元，执行率95.62%。", "N05", "error"),
        ("narrative.situation", "全年安排预算1000万元，支出95.62万元，执行率95.62%。", "N05", "error"),
        ("narrative.situation", "全年安排预算100万元，支出95.62万元，执行率96.52%。", "N01", "error"),
        ("narrative.performance", "重点村整治59个，完成61个，完成率96.7%。", "N02", "error"),
        ("measures[0].done", "95", "N02", "error"),
        ("measures[0].done", "59.5", "N02", "error"),
        ("measures[0].total", "0", "N02", "error"),
        ("amount_unit", "元", "F15", "warning"),
    ],
)
def test_a_figure_or_a_sentence_out_of_step(path: str, value: str, rule: str, severity: str) -> None:
    book = book_with({SHEET: {**STORY, path: value}})
    found = grave(book)
    assert [(each.rule, each.severity.value) for each in found] == [(rule, severity)], found
    assert book.sheets[0].cell(path) in (found[0].cell, *found[0].related)


def test_a_sheet_in_yuan_that_says_wan_yuan() -> None:
    amounts = {path: f"{Decimal(value) * 10_000:f}" for path, value in STORY.items() if path.startswith("funds.")}
    found = grave(book_with({SHEET: STORY | amounts}))
    assert [finding.rule for finding in found] == ["F15"]
    assert "H6" in found[0].related


def test_a_wrong_year_is_told_once_at_its_cell() -> None:
    deadline = {
        "indicators[0].dimension": "产出指标",
        "indicators[0].category": "时效指标",
        "indicators[0].name": "完成时间",
        "indicators[0].direction": "期限",
        "indicators[0].target": "2020-12-31",
        "indicators[0].actual": "2020-11-30",
        "indicators[0].weight": "90",
    }
    book = replace(book_with({SHEET: STORY | deadline | {"year": "2019"}}), source=Path("2020年自评.xlsx"))
    assert [(f.rule, f.cell, f.expected) for f in grave(book) if f.rule != "X03"] == [("N11", "H4", "2020")]


@pytest.mark.parametrize(
    ("path", "formula", "rule"),
    [
        ("funds.total.rate", "1/0", "W03"),
        ("funds.total.executed", "1/0", "W03"),
        ("funds.total.executed", "[1]预算!$A$1", "W03"),
    ],
)
def test_a_formula_that_was_never_calculated(path: str, formula: str, rule: str) -> None:
    book = book_with({SHEET: {**STORY, path: f"={formula} -> "}})
    assert [(f.rule, f.cell) for f in grave(book)] == [(rule, book.sheets[0].cell(path))]


def test_a_sum_that_was_never_calculated_and_leaves_out_a_row() -> None:
    lines = {(1, 1): Cell("名称"), (1, 2): Cell("金额")}
    lines |= {(row, 1): Cell(f"事项{row}") for row in range(2, 6)} | {(row, 2): Cell(Decimal(row)) for row in range(2, 6)}
    whole, short = (Cell(None, f"SUM(B2:B{last})", cached=False) for last in (5, 4))
    for total, expected in ((whole, []), (short, [("W06", "B6", ("B5",))])):
        book = book_with({SHEET: STORY})
        grid = Grid("明细", {**lines, (6, 1): Cell("合计"), (6, 2): total})
        found = grave(replace(book, grids={**book.grids, "明细": grid}))
        assert [(f.rule, f.cell, f.related) for f in found] == expected


def test_two_faults_on_one_sheet_are_two_findings() -> None:
    wrong = {"measures[0].claimed": "97.6%", "narrative.situation": "全年安排预算100万元，支出96.52万元，执行率95.62%。"}
    assert [f.rule for f in grave(book_with({SHEET: STORY | wrong}))] == ["N01", "N05"]


def test_a_fault_stays_that_another_would_only_move() -> None:
    values = typed("mof_2020") | {"indicators[0].weight": "21", "indicators[1].score": "3"}
    found = grave(book_with({SHEET: values}, "mof_2020"))
    assert {f.rule for f in found} == {"X01", "X05"}


def test_a_score_outside_its_band_leaves_the_total_right() -> None:
    row = "indicators[1]"
    values = typed("mof_2020") | {f"{row}.target": "明显改善", f"{row}.actual": "达成年度指标", f"{row}.explanation": "宣传较少"}
    weight = Decimal(values[f"{row}.weight"])
    lost = weight - Decimal(values[f"{row}.score"])
    right = values | {f"{row}.score": str(weight - 1), "total.score": str(Decimal(values["total.score"]) + lost - 1)}
    assert grave(book_with({SHEET: right}, "mof_2020")) == []
    found = grave(book_with({SHEET: right | {f"{row}.score": "6"}}, "mof_2020"))
    assert [finding.rule for finding in found] == ["X11"]


def test_a_sheet_with_nothing_but_what_a_new_one_comes_with_is_one_finding() -> None:
    book = book_with({SHEET: STORY, "项目2": {"funds.total.weight": "10 as 0.0"}})
    assert [(f.rule, f.sheet) for f in grave(book)] == [("W08", "项目2")]


def test_a_target_missed_but_scored_as_met_is_one_finding() -> None:
    values = {path: value for path, value in typed("mof_2020").items() if path != "indicators[1].explanation"}
    aim = values["indicators[1].target"]
    missed = values | {"indicators[1].actual": "12%", "indicators[1].score": values["indicators[1].weight"]}
    scores = sum(Decimal(missed[f"indicators[{i}].score"]) for i in range(6)) + Decimal(missed["funds.total.score"])
    found = grave(book_with({SHEET: missed | {"total.score": str(scores)}}, "mof_2020"))
    assert [(f.rule, aim in f.message) for f in found] == [("X05", True)]


def test_a_target_that_a_program_wrote_as_a_formula() -> None:
    values = typed("mof_2020")
    unit = "场"
    row = {"target": "=8场 -> ", "actual": f"8{unit}", "score": values["indicators[0].weight"]}
    right = values | {f"indicators[0].{key}": value for key, value in row.items()}
    lost = Decimal(values["indicators[0].weight"]) - Decimal(values["indicators[0].score"])
    right["total.score"] = str(Decimal(values["total.score"]) + lost)
    book = book_with({SHEET: right}, "mof_2020")
    assert book.sheets[0].values["indicators[0].target"].raw == "=8场"
    assert grave(book) == []
