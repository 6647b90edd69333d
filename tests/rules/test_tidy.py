"""Findings a person can live with: no knock-on ones, equal ones joined, in order, none contradicting another."""

from __future__ import annotations

from excel_eval.findings import Finding, Severity
from excel_eval.rules import RULES, run, tidy
from tests.rules.case_book import SHEET, book_with

BOOK = book_with({SHEET: {"name": "项目"}})


def finding(rule: str, cell: str, message: str = "…", **more: object) -> Finding:
    return Finding(rule, more.pop("severity", Severity.ERROR), SHEET, cell, message, **more)  # type: ignore[arg-type]


def rules_found(values: dict[str, str]) -> list[str]:
    book = book_with({SHEET: values})
    return [f.rule for f in tidy(run(book, RULES), book) if f.severity is not Severity.INFO]


def test_a_total_of_zero_is_one_finding_not_five() -> None:
    values = {
        "funds.total.initial": "90", "funds.appropriation.initial": "90",
        "funds.total.budget": "90", "funds.appropriation.budget": "90",
        "funds.total.executed": "0", "funds.appropriation.executed": "89.974",
        "funds.total.rate": "0%", "funds.total.score": "0", "expenses[0].executed": "89.974",
    }  # fmt: skip
    assert rules_found(values) == ["F01"]


def test_an_amount_in_yuan_is_one_finding() -> None:
    values = {
        "funds.total.budget": "100", "funds.total.executed": "856200", "funds.appropriation.budget": "100",
        "funds.appropriation.executed": "85.62", "funds.total.rate": "85.62%",
        "narrative.deviation": "结余结转下年", "expenses[0].executed": "85.62",
    }  # fmt: skip
    assert rules_found(values) == ["F01"]


def test_two_faults_are_two_findings() -> None:
    values = {
        "funds.total.budget": "100", "funds.appropriation.budget": "91.37",
        "funds.total.executed": "99", "funds.total.rate": "98.5%",
    }  # fmt: skip
    assert sorted(rules_found(values)) == ["F01", "F03"]


def test_equal_findings_become_one_with_a_list_of_cells() -> None:
    same = [finding("C01", cell, "文本数字", severity=Severity.INFO) for cell in ("D12", "D9", "F9")]
    (one,) = tidy(same, BOOK)
    assert (one.cell, one.related) == ("D9", ("F9", "D12"))


def test_findings_stand_in_the_order_of_the_workbook() -> None:
    book = book_with({"乙": {"name": "乙"}, "甲": {"name": "甲"}})
    placed = [("甲", "A1"), ("乙", "B10"), ("乙", "B9"), ("乙", "AA9")]
    found = [Finding("F01", Severity.ERROR, sheet, cell, f"{sheet}{cell}") for sheet, cell in placed]
    assert [f.place for f in tidy(found, book)] == ["乙!B9", "乙!AA9", "乙!B10", "甲!A1"]


def test_of_two_findings_that_want_different_figures_in_a_cell_one_stays() -> None:
    one = finding("F03", "D9", "甲", found="97.6%", expected="96.7%", related=("E9",))
    other = finding("W03", "D9", "乙", found="97.6%", expected="95%", related=("F9",))
    (left,) = tidy([other, one], BOOK)
    assert (left.rule, left.expected, left.related) == ("F03", "96.7%", ("E9", "F9"))


def test_findings_that_want_the_same_cell_changed_for_other_reasons_both_stay() -> None:
    one = finding("F02", "D9", "甲", found="12", expected="≤10")
    other = finding("F05", "D9", "乙", found="12")
    assert len(tidy([one, other], BOOK)) == 2


LATE = {
    "year": "2020",
    "indicators[0].dimension": "产出指标",
    "indicators[0].category": "时效指标",
    "indicators[0].name": "完工时间",
    "indicators[0].direction": "期限",
    "indicators[0].target": "2020-08-31",
    "indicators[0].actual": "2020-09-20",
    "indicators[0].weight": "90",
    "indicators[0].score": "80",
}


def test_what_is_late_without_a_reason_is_told_once() -> None:
    assert [rule for rule in rules_found(LATE) if rule in ("X08", "X19")] == ["X08"]
    explained = LATE | {"indicators[0].explanation": "汛期停工二十天，已赶工补齐。"}
    assert [rule for rule in rules_found(explained) if rule in ("X08", "X19")] == ["X19"]


def test_counts_that_contradict_both_their_rates_and_their_note_are_one_finding() -> None:
    row = {"name": "意见", "unit": "件", "total": "47", "done": "44", "claimed": "95.7%", "rate": "95.65%"}
    values = {f"measures[0].{key}": value for key, value in row.items()} | {"measures[0].note": "2件正在办理"}
    assert [rule for rule in rules_found(values) if rule.startswith("N")] == ["N01"]
    book = book_with({SHEET: values | {"measures[0].rate": "59.65%"}})
    found = [f.path for f in tidy(run(book, RULES), book) if f.rule == "N01"]
    assert found == ["measures[0].claimed", "measures[0].rate"]
