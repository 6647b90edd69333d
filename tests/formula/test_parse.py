"""Text to tree and back to Excel's text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.errors import FormulaError
from excel_eval.formula import (
    Call,
    Literal,
    Name,
    Node,
    Reference,
    check,
    expand,
    functions,
    name_ranges,
    names,
    order,
    parse,
    references,
    substitute,
    to_excel,
)
from excel_eval.grid import MAX_ROW, Area
from tests.formula.sheets import CASES, table
from tests.formula.strategies import TREES


def same(name: str) -> str:
    return name


@settings(max_examples=400, deadline=None)
@given(TREES)
def test_excel_text_parses_to_the_same_tree(tree: Node) -> None:
    assert parse(to_excel(tree, same)) == tree


@pytest.mark.parametrize("formula", [row[0] for row in table((CASES / "formulas.md").read_text(encoding="utf-8"))])
def test_every_formula_of_the_table_survives(formula: str) -> None:
    assert parse("=" + to_excel(parse(formula), same)) == parse(formula)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("=(1+2)+3", "1+2+3"),
        ("1+(2+3)", "1+(2+3)"),
        ("(a.b)*((c.d))", "a.b*c.d"),
        ("-(2^2)", "-(2^2)"),
        ("(-2)^2", "-2^2"),
        ("(-budget)%", "(-budget)%"),
        ('if( a.b = 0 , "" , 1 )', 'IF(a.b=0,"",1)'),
        ("IFS(a.b,1)", "_xlfn.IFS(a.b,1)"),
        ("_xlfn.concat(a.b)", "_xlfn.CONCAT(a.b)"),
        ("SUMIFS(A:A,B:B,1)", "SUMIFS(A:A,B:B,1)"),
        ("$a$1:b2", "$A$1:B2"),
        ("sheet1!a1", "sheet1!A1"),
        ("'P 1'!A1", "'P 1'!A1"),
        ("'Sheet1'!A1", "Sheet1!A1"),
        ("[1]Sheet1!A1", "'[1]Sheet1'!A1"),
        ("'P1'!A1", "'P1'!A1"),
        ("IF(a.b,,2)", "IF(a.b,,2)"),
        ('{1,-2;"a",TRUE}', '{1,-2;"a",TRUE}'),
    ],
)
def test_minimal_text(formula: str, text: str) -> None:
    assert to_excel(parse(formula), same) == text


def test_names_become_addresses() -> None:
    tree = parse('=IF(funds.total.budget=0,"",SUM(expenses.executed)/measures[2].done)')
    cells = {"funds.total.budget": "G7", "expenses.executed": "G20:G29", "measures[2].done": "D42"}
    assert names(tree) == frozenset(cells)
    assert to_excel(tree, cells.__getitem__) == 'IF(G7=0,"",SUM(G20:G29)/D42)'


def test_a_range_between_names() -> None:
    tree = parse("=SUM(funds.appropriation.budget:funds.other.budget)")
    assert names(tree) == {"funds.appropriation.budget", "funds.other.budget"}
    assert name_ranges(tree) == {("funds.appropriation.budget", "funds.other.budget")}
    assert to_excel(tree, lambda name: {"a": "G8", "o": "G10"}[name[6]]) == "SUM(G8:G10)"
    assert to_excel(tree, lambda name: {"a": "'P'!G8", "o": "'P'!G10"}[name[6]]) == "SUM('P'!G8:G10)"


def test_references_are_listed() -> None:
    tree = parse("=A1+SUM('P 1'!B2:$C$4)+COUNT(D:D)+[2]X!A1+funds.total.budget")
    found = references(tree)
    assert [(each.sheet, each.area, each.external) for each in found] == [
        (None, Area(1, 1, 1, 1), False),
        ("P 1", Area(2, 2, 4, 3), False),
        (None, Area(1, 4, MAX_ROW, 4), False),
        ("X", Area(1, 1, 1, 1), True),
    ]


@pytest.mark.parametrize("text", ["budget", "执行率", "a_1", "abcd1", "total.a1", "rows[0].x", "R1C1", "A1.b", "XFE1"])
def test_names(text: str) -> None:
    assert parse(text) == Name(text)


@pytest.mark.parametrize("text", ["a1", "$XFD$1048576", "A:A", "1:3", "Sheet1!B2", "信访!B2"])
def test_references(text: str) -> None:
    assert isinstance(parse(text), Reference)


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        ("=1+", 4),
        ("=(1", 4),
        ("=1)", 3),
        ('="abc', 2),
        ("=SUM(1;2)", 7),
        ("=A1 B1", 5),
        ("='P 1'A1", 2),
        ("=A1:", 5),
        ("=$A0", 2),
        ("=A1:B0", 2),
        ("=$XFE$1", 2),
        ("={1,2;3}", 8),
        ("={A1}", 3),
        ("=1E400", 2),
        ("=", 2),
        ("=*1", 2),
        ("=a..b", 3),
        ("=Table1[预算]", 8),
        ("=A1#", 4),
    ],
)
def test_faults_are_placed(formula: str, at: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(formula)
    assert (caught.value.code, caught.value.figures["at"]) == ("syntax", at)
    assert str(at) in str(caught.value)


@pytest.mark.parametrize(
    "formula",
    [
        "(" * 4000 + "1" + ")" * 4000,
        "IF(1," * 1300 + "1" + ")" * 1300,
        "-" * 8000 + "1",
        "1" + "%" * 8000,
        "1+(" * 2000 + "1" + ")" * 2000,
        "-(1&" * 60 + "1" + ")" * 60 + "+1" * 100,
    ],
)
def test_too_deep_is_an_error_not_a_crash(formula: str) -> None:
    try:
        assert parse(formula)
    except FormulaError as error:
        assert error.code == "deep"


def test_a_long_sum_is_no_deep_one() -> None:
    tree = parse("+".join(["1"] * 4000))
    assert parse(to_excel(tree, same)) == tree


def test_too_long() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("=" + "1+" * 5000 + "1")
    assert caught.value.code == "long"


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("=+-*/^&<>%(),:;{}[]\"'#!$.ABZaz019 _年\n"), max_size=40))
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        tree = parse(text)
    except FormulaError as error:
        assert error.code in ("syntax", "deep")
    else:
        assert parse(to_excel(tree, same)) == tree


def test_long_text_is_cut_into_pieces_that_excel_takes() -> None:
    text = to_excel(Literal("长" * 600), same)
    assert max(len(piece) for piece in text.split('"')) <= 255


def test_unknown_functions_and_wrong_counts() -> None:
    with pytest.raises(FormulaError) as caught:
        check(parse("IF(1,FOO(2),3)"))
    assert (caught.value.code, caught.value.figures["name"]) == ("function", "FOO")
    with pytest.raises(FormulaError) as caught:
        check(parse("ROUND(1)"))
    assert (caught.value.code, caught.value.figures["expected"]) == ("arguments", "2")
    check(parse("SUM(1,2,3)"))
    assert functions(parse("if(1,foo(2),3)")) == {"IF", "FOO"}


def test_substitute_and_expand() -> None:
    weights = {"rubric.execution": Literal(Decimal(10))}
    tree = substitute(parse("rate*rubric.execution"), weights.get)
    assert tree == parse("rate*10")
    grouped = substitute(parse("2*total.part"), {"total.part": parse("a.b+c.d")}.get)
    assert to_excel(grouped, same) == "2*(a.b+c.d)"

    def double(function: str, arguments: tuple[Node, ...]) -> Node | None:
        return Call("SUM", (*arguments, *arguments)) if function == "DOUBLE" else None

    assert expand(parse("1+double(double(a.b))"), double) == parse("1+SUM(SUM(a.b,a.b),SUM(a.b,a.b))")


def test_order_by_dependency() -> None:
    formulas = {"c": frozenset({"b", "x"}), "a": frozenset({"x"}), "b": frozenset({"a"})}
    assert order(formulas) == ("a", "b", "c")
    chain = {f"n{i}": frozenset({f"n{i + 1}"}) for i in range(5000)}
    assert order(chain)[0] == "n4999"


def test_circles_are_named() -> None:
    with pytest.raises(FormulaError) as caught:
        order({"x": frozenset({"a"}), "a": frozenset({"b"}), "b": frozenset({"a"})})
    assert caught.value.figures["names"] == "a → b → a"
    with pytest.raises(FormulaError):
        order({"a": frozenset({"a"})})
