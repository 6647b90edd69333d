"""On clean projects nothing is found; a figure changed at random is found, with its cell named."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from excel_eval.book import Book
from excel_eval.findings import Finding
from excel_eval.numbers import cell_number, fixed, plain
from excel_eval.rules import RULES, run, tidy
from tests.rules.case_book import SHEET, book_with
from tests.rules.clean_projects import Values, clean_annex, clean_cost_annex, clean_project, plant
from tests.rules.clean_texts import plant_out_of_step, told


def findings(book: Book) -> tuple[Finding, ...]:
    return tidy([*book.findings, *run(book, RULES)], book)


def grave(found: tuple[Finding, ...]) -> list[str]:
    return [str(finding) for finding in found if finding.severity.value != "info"]


FORMS = [("project_evaluation", clean_project), ("mof_2020", clean_annex), ("mof_2021", clean_cost_annex)]
Maker = Callable[[Random], Values]
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(("form", "maker"), FORMS)
def test_clean_projects_raise_nothing(form: str, maker: Maker, seed: int) -> None:
    book = book_with({SHEET: maker(Random(seed))}, form)
    assert grave(findings(book)) == []


@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize(("form", "maker"), FORMS)
def test_a_planted_fault_is_found_at_its_cell(form: str, maker: Maker, seed: int) -> None:
    rng = Random(seed)
    values = maker(rng)
    fault = plant(rng, values)
    book = book_with({SHEET: values | {fault.path: fault.value}}, form)
    cell = book.sheets[0].cell(fault.path)
    found = findings(book)
    assert any(cell == f.cell or cell in f.related for f in found), (fault, values[fault.path], found)
    assert len([f for f in found if f.severity.value == "error"]) <= 2, (fault, values[fault.path], grave(found))


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(("form", "maker"), FORMS)
def test_clean_projects_with_sentences_raise_nothing(form: str, maker: Maker, seed: int) -> None:
    rng = Random(seed)
    assert grave(findings(book_with({SHEET: told(rng, maker(rng))}, form))) == []


@pytest.mark.parametrize("seed", range(80))
@pytest.mark.parametrize(("form", "maker"), FORMS)
def test_what_is_out_of_step_is_found_at_its_cell(form: str, maker: Maker, seed: int) -> None:
    rng = Random(seed)
    values = told(rng, maker(rng))
    fault = plant_out_of_step(rng, values)
    book = book_with({SHEET: values | {fault.path: fault.value}}, form)
    cell = book.sheets[0].cell(fault.path)
    found = [f for f in findings(book) if cell == f.cell or cell in f.related]
    assert any(f.severity.value != "info" for f in found), (fault, values[fault.path], found)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize(("form", "maker"), FORMS)
def test_clean_projects_with_numbers_typed_as_text_raise_nothing(form: str, maker: Maker, seed: int) -> None:
    rng = Random(seed)
    values = told(rng, maker(rng))
    numbers = [path for path in values if path != "year" and _NUMBER.fullmatch(values[path])]
    typed = values | {path: f"'{values[path]}" for path in numbers if rng.random() < 0.5}
    assert grave(findings(book_with({SHEET: typed}, form))) == []


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(0, 6), st.integers(0, 6))
@settings(deadline=None, max_examples=60)
def test_any_rounding_of_a_true_ratio_raises_nothing(one: int, other: int, places: int, shown: int) -> None:
    done, total = sorted((one, other))
    share = Decimal(done) / Decimal(total)
    pattern = "0." + "0" * shown + "%" if shown else "0%"
    stated: Values = {
        "funds.total.budget": str(total),
        "funds.total.executed": str(done),
        "narrative.deviation": "结余结转下年使用",
        "funds.total.rate": f"{fixed(share, places + 2)} as {pattern}",
        "funds.total.score": f"{fixed(share * 10, min(places, 3))}",
    }
    book = book_with({SHEET: stated})
    assert [f for f in grave(findings(book)) if "F03" in f or "F04" in f] == []


@given(st.integers(1, 10_000_000), st.integers(1, 10_000_000))
@example(8699, 12563)
@example(12573, 16794)
@example(7386, 586)
@settings(deadline=None, max_examples=60)
def test_the_binary_result_of_a_division_is_that_ratio(one: int, other: int) -> None:
    done, total = sorted((one, other))
    stated = plain(cell_number(repr(done / total)))
    values: Values = {
        "funds.total.budget": str(total),
        "funds.total.executed": str(done),
        "funds.total.rate": stated,
        "funds.total.score": plain(cell_number(repr(10 * done / total))),
        "measures[0].total": str(total),
        "measures[0].done": str(done),
        "measures[0].claimed": stated,
    }
    found = findings(book_with({SHEET: values}))
    assert [f for f in grave(found) if "F03" in f or "F04" in f or "N01" in f] == []


def test_the_last_digits_of_a_division_are_no_fault() -> None:
    values = {"funds.total.budget": "688.44", "funds.total.executed": "687.37", "funds.total.rate": "0.998445761431642"}
    assert [f for f in grave(findings(book_with({SHEET: values}))) if "F03" in f] == []
