"""The rubric inside formulas: constants and GRADE, as Excel sees them and as they are calculated."""

from __future__ import annotations

from decimal import Decimal

import pytest

from excel_eval.formula import evaluate, parse, to_excel
from excel_eval.grid import Area, Scalar
from excel_eval.rubric import expand, grade, load_rubric

RUBRIC = load_rubric("mof_2020")


class Scope:
    """One value under every name."""

    def __init__(self, value: Decimal) -> None:
        self.value = value

    def name(self, path: str) -> Decimal:
        return self.value

    def area(self, sheet: str | None, area: Area) -> tuple[tuple[Scalar, ...], ...]:
        raise KeyError(sheet)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("=rubric.full-rubric.execution_weight", "100-10"),
        ("=IF(rubric.rescale,1,2)", "IF(TRUE,1,2)"),
        ('=IF(ISNUMBER(total.score),GRADE(total.score),"")',
         'IF(ISNUMBER(X),IF(X>=90,"优",IF(X>=80,"良",IF(X>=60,"中","差"))),"")'),
        ("=GRADE(rubric.full)", 'IF(100>=90,"优",IF(100>=80,"良",IF(100>=60,"中","差")))'),
    ],
)  # fmt: skip
def test_excel_knows_nothing_of_the_rubric(source: str, expected: str) -> None:
    assert to_excel(expand(parse(source), RUBRIC), lambda name: "X") == expected


def test_jiangsu_has_no_execution_weight() -> None:
    node = expand(parse("=rubric.execution_weight+IF(rubric.rescale,1,2)"), load_rubric("jiangsu"))
    assert evaluate(node, Scope(Decimal(0))) == 2


def test_without_a_rubric_nothing_changes() -> None:
    node = parse("=rubric.full+x")
    assert expand(node, None) == node


@pytest.mark.parametrize("score", ["100", "90", "89.99", "80", "79.99", "60", "59.99", "0"])
def test_the_formula_grades_as_the_rubric_does(score: str) -> None:
    node = expand(parse("=GRADE(x)"), RUBRIC)
    assert evaluate(node, Scope(Decimal(score))) == grade(Decimal(score), RUBRIC)
