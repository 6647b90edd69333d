"""A form with nothing in common with project evaluation goes all the way: filled in, read, checked, evaluated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from excel_eval.book import Book
from excel_eval.form.load import load_form
from excel_eval.model import ModelValue
from excel_eval.paths import project_of
from excel_eval.pipeline import check, evaluate, fill, read
from excel_eval.workbook.render import render_workbook

FORM = Path(__file__).parents[2] / "examples" / "travel_claim.toml"
CLAIM: dict[str, ModelValue] = {
    "traveller": "张三",
    "office": "办公室",
    "rank": "其他人员",
    "trip.purpose": "业务培训",
    "trip.left": date(2021, 6, 20),
    "trip.back": date(2021, 6, 23),
    "trip.daily": Decimal(100),
    "trip.nightly": Decimal(380),
    "rides[0].day": date(2021, 6, 20),
    "rides[0].means": "火车",
    "rides[0].fare": Decimal("112.5"),
    "rides[0].lodging": Decimal(1050),
    "rides[1].day": date(2021, 6, 23),
    "rides[1].means": "火车",
    "rides[1].fare": Decimal("112.5"),
    "settlement.advance": Decimal(1500),
}


def claim(folder: Path, **changed: ModelValue) -> Book:
    form = load_form(FORM)
    values = CLAIM | {path.replace("__", "."): value for path, value in changed.items()}
    file = folder / "claim.xlsx"
    render_workbook(form, [project_of(values)], target=file)
    return read(file, FORM)


def test_a_claim_is_read_as_it_was_written(tmp_path: Path) -> None:
    project = claim(tmp_path).projects[0]
    assert {path: project.get(path) for path in CLAIM} == CLAIM
    assert project.get("settlement.total") == Decimal(1675)
    assert project.get("settlement.balance") == Decimal(175)


def test_a_right_claim_has_no_findings(tmp_path: Path) -> None:
    assert [str(finding) for finding in check(claim(tmp_path)) if finding.severity != "info"] == []


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("trip.back", date(2021, 6, 19), "T01"),
        ("rides[1].day", date(2021, 6, 24), "T02"),
        ("rides[0].lodging", Decimal(1200), "T03"),
        ("rides[0].means", None, "T04"),
    ],
)
def test_its_own_rules_are_checked(tmp_path: Path, path: str, value: ModelValue, rule: str) -> None:
    book = claim(tmp_path, **{path: value})
    found = {finding.rule: finding for finding in check(book)}
    assert rule in found
    assert found[rule].cell is not None


def test_it_has_no_score_no_sentences_and_no_rollup(tmp_path: Path) -> None:
    result = evaluate(claim(tmp_path))
    assert result.scores[0].total is None
    assert result.narratives == ({},)
    assert result.rollup == ""


def test_filling_adds_its_summary(tmp_path: Path) -> None:
    book = claim(tmp_path)
    assert book.source is not None
    output = fill(book.source, tmp_path / "out.xlsx", form=FORM).output
    assert read(output, FORM).projects == book.projects
