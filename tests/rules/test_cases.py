"""Every rule on its case file: what is faulty is found with severity, path and figures, what is clean is not."""

from __future__ import annotations

import pytest

from excel_eval.rules import RULES, run, tidy
from tests.rules.case_book import book_with
from tests.rules.cases import CASES, Case, all_cases

BY_ID = {rule.id: rule for rule in RULES}


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.rule} {case.title}")
def test_case(case: Case) -> None:
    book = book_with(case.sheets, case.form, case.saved)
    found = list(run(book, (BY_ID[case.rule],), case.settings))
    wanted = [(e.rule, e.severity, e.path) for e in case.expected]
    assert sorted((f.rule, f.severity.value, f.path or f.place) for f in found) == sorted(wanted), found
    for expected in case.expected:
        finding = next(f for f in found if (f.path or f.place) == expected.path)
        stated = {"found": finding.found, "expected": finding.expected}
        assert {key: stated[key] for key in expected.figures} == expected.figures
        assert finding.cell
        assert "{" not in finding.message + finding.suggestion


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.rule} {case.title}")
def test_every_rule_runs_on_every_case(case: Case) -> None:
    book = book_with(case.sheets, case.form, case.saved)
    tidied = tidy(run(book, RULES, case.settings), book)
    assert len({(f.rule, f.sheet, f.cell, f.message) for f in tidied}) == len(tidied)


def test_every_rule_has_a_case_file_with_a_fault_and_a_clean_case() -> None:
    by_rule: dict[str, list[Case]] = {}
    for case in all_cases():
        by_rule.setdefault(case.rule, []).append(case)
    assert sorted(by_rule) == sorted(id for id in BY_ID if id[0] in "FXNW")
    for id, cases in by_rule.items():
        assert any(case.expected for case in cases), f"{id}: no fault"
        assert any(not case.expected for case in cases), f"{id}: nothing clean"


def test_a_case_file_begins_with_the_sentence_of_its_rule() -> None:
    for id, rule in ((id, rule) for id, rule in BY_ID.items() if id[0] in "FXNW"):
        first = (CASES / f"{id}.md").read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# {id} {rule.sentence.splitlines()[0]}"
