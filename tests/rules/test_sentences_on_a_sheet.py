"""The sentences of tests/text/sentences.tsv on a sheet, under every rule: what is right raises nothing, what is wrong is found there."""

from __future__ import annotations

from functools import cache

import pytest

from excel_eval.findings import Finding
from excel_eval.rules import RULES, run
from tests.rules.case_book import SHEET, book_with
from tests.text.test_sentences import CASES, PROJECT

PATH = "narrative.performance"
ALWAYS = {"department": "市信访局", "unit": "市信访局", "narrative.deviation": "受疫情影响，部分活动推迟。"}
MEASURES = {
    f"measures[{i}].{key}": str(getattr(row, key))
    for i, row in enumerate(PROJECT.measures)
    for key in ("name", "unit", "total", "done")
}
FUNDS = {
    f"funds.{line}.{key}": str(getattr(getattr(PROJECT.funds, line), key))
    for line in ("total", "appropriation", "carryover", "other")
    for key in ("initial", "budget", "executed")
}
EXPENSES = {
    f"expenses[{i}].{key}": str(getattr(row, key))
    for i, row in enumerate(PROJECT.expenses)
    for key in ("code", "name", "executed")
}
VALUES = {"name": str(PROJECT.name), "year": "2020"} | ALWAYS | FUNDS | EXPENSES | MEASURES
TOLD_OF_INDICATORS = ("群众满意", "培训场次")


def found(text: str) -> list[Finding]:
    """What is more than a note on the sheet with this text."""
    book = book_with({SHEET: VALUES | {PATH: text}})
    return [finding for finding in run(book, RULES) if finding.severity.value != "info"]


@cache
def without_a_text() -> frozenset[tuple[str, str]]:
    return frozenset((finding.rule, finding.message) for finding in found("工作正常开展。"))


def written(verdict: str) -> list[str]:
    return [text.replace("\\n", "\n") for wanted, text in CASES if wanted.startswith(verdict)]


@pytest.mark.parametrize("text", written("ok")[::4])
def test_a_right_sentence_raises_nothing(text: str) -> None:
    assert not [str(finding) for finding in found(text) if (finding.rule, finding.message) not in without_a_text()]


@pytest.mark.parametrize("text", [text for text in written("wrong") if not any(word in text for word in TOLD_OF_INDICATORS)])
def test_a_wrong_sentence_is_found_where_it_stands(text: str) -> None:
    assert [finding for finding in found(text) if finding.path == PATH]
