"""Figures changed at random in clean sentences are found where they stand; clean sentences accuse nobody."""

from __future__ import annotations

from random import Random

import pytest

from excel_eval.findings import Finding
from excel_eval.rules import RULES, run, tidy
from tests.rules.case_book import SHEET, book_with
from tests.rules.clean_projects import Values
from tests.rules.clean_sentences import clean_report, planted


def findings(values: Values) -> tuple[Finding, ...]:
    book = book_with({SHEET: values})
    return tidy(run(book, RULES), book)


@pytest.mark.parametrize("seed", range(40))
def test_clean_sentences_raise_nothing(seed: int) -> None:
    found = findings(clean_report(Random(seed)))
    assert not [str(finding) for finding in found if finding.severity.value != "info"]


@pytest.mark.parametrize("seed", range(80))
def test_a_figure_changed_in_a_sentence_is_found_there(seed: int) -> None:
    rng = Random(seed)
    values = clean_report(rng)
    path, text = planted(rng, values)
    found = findings(values | {path: text})
    assert [f for f in found if f.path == path and f.severity.value != "info"], text
