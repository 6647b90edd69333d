"""What formulas give: the table, names, blanks, errors, exact figures."""

from __future__ import annotations

import decimal
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.formula import Matrix, evaluate, known_functions, parse
from excel_eval.grid import MAX_ROW, Area, ErrorValue, Scalar
from excel_eval.numbers import rounded
from tests.formula.sheets import CASES, RESULT_COLUMN, operands, same, table, value

D = Decimal


@dataclass
class Names:
    """A scope of form names alone."""

    values: dict[str, Scalar | Matrix] = field(default_factory=dict)

    def name(self, path: str) -> Scalar | Matrix:
        return self.values[path]

    def area(self, sheet: str | None, area: Area) -> Matrix:
        raise KeyError(sheet)


FORM = Names(
    {
        "funds.total.budget": D(100),
        "funds.total.executed": D("85.62"),
        "blank": None,
        "texts": "5",
        "expenses.executed": ((D("9.5"),), (None,), (D(3),), ("x",)),
        "expenses.budget": ((D(10),), (D(20),), (D(5),), (D(1),)),
        "one": ((D(7),),),
        "a:b": ((D(1),), (D(2),)),
    }
)


def result(formula: str) -> Scalar:
    return evaluate(parse(formula), FORM)


@pytest.mark.parametrize(
    ("row", "formula", "expected"),
    [
        (row, formula, expected)
        for row, (formula, expected, _) in enumerate(table((CASES / "formulas.md").read_text(encoding="utf-8")), 1)
        if expected
    ],
)
def test_the_table(row: int, formula: str, expected: str) -> None:
    ours, wanted = evaluate(parse(formula), operands(), (row, RESULT_COLUMN)), value(expected)
    if isinstance(wanted, Decimal):
        assert same(ours, float(wanted))
    else:
        assert ours == wanted and type(ours) is type(wanted)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('IF(funds.total.budget=0,"",funds.total.executed/funds.total.budget)', D("0.8562")),
        ("funds.total.executed<=funds.total.budget", True),
        ("blank", D(0)),
        ('blank&""', ""),
        ("ISBLANK(blank)", True),
        ("SUM(texts,1)", D(1)),
        ("texts+1", D(6)),
        ("SUM(expenses.executed)", D("12.5")),
        ("COUNT(expenses.executed)", D(2)),
        ("COUNTBLANK(expenses.executed)", D(1)),
        ("SUMPRODUCT(expenses.executed,expenses.budget)", D(110)),
        ('SUMIF(expenses.budget,">=5",expenses.executed)', D("12.5")),
        ("one+1", D(8)),
        ("SUM(a:b)", ErrorValue.REF),
        ("nowhere.to.be.found", ErrorValue.NAME),
        ("NOFUNCTION(1)", ErrorValue.NAME),
        ("ROUND(1)", ErrorValue.VALUE),
        ("Gone!A1", ErrorValue.REF),
        ("[1]Other!A1", ErrorValue.REF),
        ("expenses.executed", ErrorValue.VALUE),
    ],
)
def test_names(formula: str, expected: Scalar) -> None:
    found = result(formula)
    assert found == expected and type(found) is type(expected)


def test_a_range_between_names_is_asked_for_with_both() -> None:
    scope = Names({"funds.a:funds.b": ((D(1),), (D(2),))})
    assert evaluate(parse("SUM(funds.a:funds.b)"), scope) == 3


def test_branches_not_taken_are_not_calculated() -> None:
    for formula in ("IF(TRUE,1,gone.name)", "IFS(TRUE,1,gone.name,2)", "IFERROR(1,gone.name)", "CHOOSE(1,1,gone.name)"):
        assert evaluate(parse(formula), _Strict()) == 1


class _Strict:
    def name(self, path: str) -> Scalar | Matrix:
        raise AssertionError(path)

    def area(self, sheet: str | None, area: Area) -> Matrix:
        raise AssertionError(sheet)


def test_whole_columns_cost_what_they_hold() -> None:
    @dataclass
    class Column:
        def name(self, path: str) -> Scalar | Matrix:
            raise KeyError(path)

        def area(self, sheet: str | None, area: Area) -> Matrix:
            return ((D(1),), (None,), (D(3),))

    for formula, expected in [
        ("SUM(A:A)", 4),
        ("COUNTBLANK(A:A)", MAX_ROW - 2),
        ('COUNTIF(A:A,"<>3")', MAX_ROW - 1),
        ("SUMPRODUCT((A:A>0)*1)", 2),
        ('SUMPRODUCT((A:A="")*1)', MAX_ROW - 2),
        ("ROWS(A:A)", MAX_ROW),
        ("INDEX(A:A,3)", 3),
        ("INDEX(A:A,500)", 0),
    ]:
        assert evaluate(parse(formula), Column()) == expected, formula


@settings(max_examples=200, deadline=None)
@given(st.integers(-(10**12), 10**12), st.integers(0, 6), st.integers(0, 4))
def test_round_is_half_away_from_zero(digits: int, scale: int, places: int) -> None:
    figure = D(digits).scaleb(-scale)
    scope = Names({"figure": figure})
    assert evaluate(parse(f"ROUND(figure,{places})"), scope) == rounded(figure, places)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=20))
def test_sums_of_money_are_exact(figures: list[Decimal]) -> None:
    scope = Names({"column": tuple((figure,) for figure in figures)})
    assert evaluate(parse("SUM(column)"), scope) == sum(figures)


def test_results_do_not_depend_on_the_callers_decimal_context() -> None:
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_DOWN)):
        assert result("123456.78*2") == D("246913.56")
        assert result("-123456.78") == D("-123456.78")
        assert result('TEXT(1234567.891,"#,##0.00")') == "1,234,567.89"
        assert result("ROUND(1234.5678,3)") == D("1234.568")
        assert result("DATE(2021,3,4)") == D(44259)
        assert result("MAX(-123456.5,-99999.25)") == D("-99999.25")
        assert result('TEXT(44000.75,"yyyy-mm-dd hh:mm")') == "2020-06-18 18:00"


def test_results_carry_no_trailing_zeros_or_exponents() -> None:
    assert [str(result(each)) for each in ("1.50*2", "1E3", "0-0", "-0", "2.50")] == ["3", "1000", "0", "0", "2.5"]


def test_adversarial_text_is_quick() -> None:
    scope = Names({"cell": "a1," * 10000})
    for formula in ('COUNTIF(cell,"*a*1*,*b*c*d*e*")', "cell+1", "VALUE(cell)", 'SEARCH("*a*z*z",cell)', "TRIM(cell)"):
        evaluate(parse(formula), scope)


def test_functions_promised() -> None:
    promised = """SUM SUMIF SUMIFS SUMPRODUCT COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS AVERAGE AVERAGEIF MIN MAX ROUND
    ROUNDUP ROUNDDOWN INT TRUNC ABS MOD SIGN POWER SQRT IF IFS IFERROR IFNA AND OR NOT XOR TRUE FALSE ISBLANK ISNUMBER
    ISTEXT ISERROR ISERR ISNA N T NA TEXT LEFT RIGHT MID LEN TRIM CONCATENATE CONCAT TEXTJOIN SUBSTITUTE REPLACE FIND
    SEARCH UPPER LOWER EXACT REPT VALUE DATE YEAR MONTH DAY DATEVALUE ROW COLUMN INDEX MATCH VLOOKUP HLOOKUP LOOKUP
    CHOOSE SUBTOTAL HYPERLINK LARGE SMALL RANK MEDIAN PRODUCT"""
    assert set(promised.split()) <= known_functions()
