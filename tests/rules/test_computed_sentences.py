"""The sentences that filling writes are held against the sheet too: in step, changed by hand, and overtaken by the table."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

import pytest

from excel_eval.book import Book
from excel_eval.narrate import narrate
from excel_eval.pipeline import check
from excel_eval.rubric import load_rubric
from excel_eval.score import score
from tests.rules.case_book import SHEET, book_with
from tests.rules.clean_projects import Values, clean_project
from tests.rules.clean_texts import told

_FIGURE = re.compile(r"(?<=[预算支出率余件名次份，分])\d+(?:\.\d+)?(?=[万元%分件名次份])")


def sentences(values: Values) -> dict[str, str]:
    """What filling writes on a sheet of these values."""
    book = book_with({SHEET: values})
    project = book.sheets[0].project
    written = narrate(project, score(project, load_rubric(book.form.rubric or "")))
    return {path: text for path, text in written.items() if text and path in book.sheets[0].values}


def grave(book: Book) -> list[tuple[str, str, str | None]]:
    return [(f.rule, f.severity.value, f.path) for f in check(book) if f.severity.value != "info"]


@pytest.mark.parametrize("seed", range(60))
def test_sentences_in_step_raise_nothing(seed: int) -> None:
    rng = Random(seed)
    values = told(rng, clean_project(rng))
    assert grave(book_with({SHEET: values | sentences(values)})) == []


@pytest.mark.parametrize("seed", range(60))
def test_a_figure_changed_in_one_is_found_there_once_and_as_a_warning(seed: int) -> None:
    rng = Random(seed)
    values = clean_project(rng)
    path, text = rng.choice(sorted(sentences(values).items()))
    figures = [m for m in _FIGURE.finditer(text) if not text.startswith("满分", m.start() - 2)]
    one = rng.choice(figures)
    changed = text[: one.start()] + str(Decimal(one[0]) + rng.choice((1, 10, 37))) + text[one.end() :]
    found = grave(book_with({SHEET: values | sentences(values) | {path: changed}}))
    assert [(severity, where) for _, severity, where in found] == [("warning", path)], (text, changed, found)


def test_another_year_in_one_is_found() -> None:
    values = clean_project(Random(3))
    for path, text in sentences(values).items():
        if values["year"] in text:
            changed = {path: text.replace(values["year"], str(int(values["year"]) - 1), 1)}
            assert grave(book_with({SHEET: values | changed})) == [("N11", "warning", path)]


def test_figures_changed_together_leave_one_warning_a_sentence() -> None:
    rows = {"funds.total.budget": "100", "funds.total.executed": "96"}
    values = {"name": "甲", "year": "2020", **rows}
    book = book_with({SHEET: values | sentences({**values, "funds.total.executed": "95"})})
    assert grave(book) == [("N05", "warning", "narrative.execution")]
    assert "excel-eval fill" in next(f.suggestion for f in check(book) if f.rule == "N05")


def test_a_slip_in_the_table_is_not_told_again_by_its_sentence() -> None:
    right = {"name": "甲", "year": "2020", "funds.total.budget": "126.5", "funds.appropriation.budget": "126.5"}
    values = right | {"funds.total.executed": "121.44", "funds.appropriation.executed": "121.44"}
    book = book_with({SHEET: values | sentences(values) | {"funds.total.executed": "124.14"}})
    assert grave(book) == [("F01", "error", "funds.total.executed")]
