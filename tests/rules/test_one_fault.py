"""One fault is one finding, at the figure that is wrong: in sheets with live formulas, on three forms."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from excel_eval.book import Book
from excel_eval.findings import Finding
from excel_eval.form.load import load_form
from excel_eval.rules import RULES, run, tidy
from excel_eval.workbook.read import Sheets, book_of
from tests.rules.case_book import SHEET, cell_of
from tests.rules.clean_projects import Values, clean_annex, clean_cost_annex, clean_project
from tests.rules.live_book import live_book

MAKERS = {"project_evaluation": clean_project, "mof_2020": clean_annex, "mof_2021": clean_cost_annex}


def grave(book: Book) -> list[Finding]:
    found = tidy([*book.findings, *run(book, RULES)], book)
    return [finding for finding in found if finding.severity.value != "info"]


def inputs(form: str) -> Values:
    """A clean project without what its form computes."""
    values = MAKERS[form](Random(7))
    computed = ("funds.total.rate", "funds.total.score", "total.weight", "total.score")
    kept = {path: value for path, value in values.items() if path not in computed and not path.endswith(".share")}
    by_formula = form == "project_evaluation"
    return {p: v for p, v in kept.items() if not (by_formula and p.endswith("].score") and "indicators[6]" not in p)}


FAULTS = [
    ("project_evaluation", "funds.total.executed", "0", "F01"),
    ("project_evaluation", "funds.total.executed", "", "F01"),
    ("project_evaluation", "funds.total.executed", "-{}", "F01"),
    ("project_evaluation", "funds.total.budget", "1{}", "F01"),
    ("project_evaluation", "funds.total.budget", "#REF!", "W03"),
    ("project_evaluation", "funds.total.budget", "若干", "C02"),
    ("project_evaluation", "expenses[0].executed", "-{}", "F10"),
    ("project_evaluation", "expenses[0].executed", "", "F10"),
    ("project_evaluation", "indicators[0].weight", "-{}", "X01"),
    ("project_evaluation", "indicators[0].weight", "二十几", "C02"),
    ("project_evaluation", "indicators[0].weight", "#N/A", "X22"),
    ("project_evaluation", "indicators[0].target", "0", "X22"),
    ("project_evaluation", "indicators[0].target", "若干", "X22"),
    ("project_evaluation", "indicators[1].actual", "9700", "X13"),
    ("project_evaluation", "indicators[1].actual", "-97", "X13"),
    ("project_evaluation", "indicators[6].score", "95", "X04"),
    ("project_evaluation", "indicators[6].score", "-9", "X04"),
    ("mof_2020", "indicators[0].score", "2000", "X04"),
    ("mof_2020", "indicators[0].weight", "2", "X01"),
    ("mof_2020", "indicators[0].weight", "21", "X01"),
    ("mof_2020", "indicators[1].actual", "-97%", "X13"),
    ("mof_2020", "indicators[1].score", "#VALUE!", "X22"),
    ("mof_2021", "funds.total.executed", "1{}", "F01"),
    ("mof_2021", "indicators[2].score", "-3", "X04"),
]  # fmt: skip


@pytest.mark.parametrize("form", MAKERS)
def test_the_project_without_a_fault_is_clean(form: str) -> None:
    assert grave(live_book({SHEET: inputs(form)}, form)) == []


@pytest.mark.parametrize(("form", "path", "value", "rule"), FAULTS)
def test_one_fault_is_one_finding_at_its_cell(form: str, path: str, value: str, rule: str) -> None:
    values = inputs(form)
    typed = value.format(values[path])
    book = live_book({SHEET: {**values, path: typed}}, form)
    found = grave(book)
    assert [finding.rule for finding in found] == [rule], found
    assert book.sheets[0].cell(path) in (found[0].cell, *found[0].related)


@pytest.mark.parametrize(("form", "path", "value", "rule"), [each for each in FAULTS if each[2] in ("0", "-{}", "-97", "-3")])
def test_formulas_that_were_not_calculated_since_add_nothing(form: str, path: str, value: str, rule: str) -> None:
    values = inputs(form)
    good = live_book({SHEET: values}, form)
    slot = good.sheets[0].values[path].slot
    cells = {**good.grids[SHEET].cells, slot.area.corner: cell_of(value.format(values[path]), "number")}
    book = book_of(Sheets({SHEET: replace(good.grids[SHEET], cells=cells)}), load_form(form))
    assert [finding.rule for finding in grave(book)] == [rule]


@pytest.mark.parametrize("path", ["expenses[0].executed", "indicators[0].weight", "indicators[0].target"])
def test_a_number_kept_as_text_that_the_forms_own_formulas_leave_out_is_no_fault(path: str) -> None:
    values = inputs("project_evaluation")
    book = live_book({SHEET: {**values, path: f"'{values[path]}"}}, "project_evaluation")
    assert grave(book) == []
    told = [f for f in tidy([*book.findings, *run(book, RULES)], book) if f.cell == book.sheets[0].cell(path)]
    assert [(f.rule, f.severity.value, bool(f.related)) for f in told] == [("W04", "info", True)]


def test_a_number_kept_as_text_is_told_once_whatever_adds_it_up() -> None:
    values = inputs("project_evaluation")
    fund = values["funds.total.executed"]
    summary = {"A1": "项目汇总（万元）", "A2": "项目名称", "B2": "全年预算数", "C2": "全年执行数"}
    rows = {"A3": f"'{values['name']}", "B3": values["funds.total.budget"], "C3": f"=SUM({SHEET}!F9) -> 0"}
    total = {"A4": "合计", "B4": values["funds.total.budget"], "C4": "=SUM(C3:C3) -> 0"}
    book = live_book({SHEET: {**values, "funds.total.executed": f"'{fund}"}, "汇总": summary | rows | total})
    assert [(f.rule, f.sheet, f.cell, f.related) for f in grave(book)] == [("W04", SHEET, "F9", ("汇总!C3",))]


def test_a_summary_that_is_right_is_not_told_to_follow_a_wrong_sheet() -> None:
    values = inputs("project_evaluation")
    executed = values["funds.total.executed"]
    summary = {"A1": "项目汇总（万元）", "A2": "项目名称", "B2": "全年执行数", "A3": f"'{values['name']}", "B3": executed}
    wrong = {**values, "funds.total.executed": f"1{executed}"}
    assert [(f.rule, f.cell) for f in grave(live_book({SHEET: wrong, "汇总": summary}))] == [("F01", "F9")]
