"""Formulas made by hypothesis: any tree at all, and formulas over data.md that LibreOffice calculates as Excel does."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from excel_eval.formula.nodes import (
    LEVEL,
    Call,
    Constants,
    Literal,
    Missing,
    Name,
    NameRange,
    Node,
    Percent,
    Unary,
    chain,
)
from excel_eval.formula.parse import parse
from excel_eval.grid import ErrorValue

_WORDS = st.from_regex(r"[a-z]{4,8}", fullmatch=True)
PATHS = st.one_of(
    _WORDS,
    st.lists(_WORDS, min_size=2, max_size=3).map(".".join),
    st.builds("{}[{}].{}".format, _WORDS, st.integers(0, 99), _WORDS),
    st.sampled_from(["执行率", "本年预算.合计", "total_1"]),
)
_OTHER_SHEETS = ("Sheet1!A1", "'P 1'!A1:B2", "信访!G7", "'O''Neil'!A:A", "'[2]Sheet 1'!C3", "'A1'!B2")
_CELLS = st.sampled_from(
    ["A1", "$B$7", "A1:C3", "$A1:B$9", "A:C", "$A:$A", "3:5", "XFD1048576", "XFD:XFD", *_OTHER_SHEETS]
)
_FIGURES = st.decimals(0, 10**12, places=3, allow_nan=False).map(Decimal.normalize)
_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
_LITERALS = st.one_of(_FIGURES, _TEXTS, st.booleans(), st.sampled_from(ErrorValue)).map(Literal)
_CONSTANT = st.one_of(_FIGURES, _FIGURES.filter(bool).map(Decimal.copy_negate), _TEXTS, st.booleans())


def _rows(width: int) -> st.SearchStrategy[Node]:
    row = st.tuples(*[_CONSTANT] * width)
    return st.lists(row, min_size=1, max_size=3).map(lambda rows: Constants(tuple(rows)))


_LEAVES = st.one_of(
    _LITERALS, PATHS.map(Name), st.builds(NameRange, PATHS, PATHS), _CELLS.map(parse), st.integers(1, 3).flatmap(_rows)
)


def _chains(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def of(level: int) -> st.SearchStrategy[Node]:
        operator = st.sampled_from([sign for sign, its in LEVEL.items() if its == level])
        pairs = st.lists(st.tuples(operator, nodes), min_size=1, max_size=3)
        return st.builds(
            lambda first, rest: chain((first, *(n for _, n in rest)), tuple(o for o, _ in rest)), nodes, pairs
        )

    return st.sampled_from(sorted(set(LEVEL.values()))).flatmap(of)


def _above(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    arguments = st.lists(st.one_of(nodes, st.just(Missing())), min_size=2, max_size=4).map(tuple)
    return st.one_of(
        _chains(nodes),
        st.builds(Unary, st.sampled_from("-+"), nodes),
        st.builds(Percent, nodes),
        st.builds(Call, st.sampled_from(["SUM", "IF", "IFS", "CONCAT", "UNKNOWN.FUNCTION"]), arguments),
    )


TREES = st.recursive(_LEAVES, _above, max_leaves=12)
"""Any tree that a formula can be parsed to."""

_AMOUNTS = st.sampled_from([f"{column}{row}" for column in "ABE" for row in range(1, 7)] + ["G2", "G3", "H2", "H1"])
_RANGES = st.sampled_from(["A1:A6", "B1:B6", "A1:B6", "E1:E6", "A2:B5", "'P 1'!C:C", "'P 1'!D2:D7"])
_PLAIN = st.sampled_from(
    ["0", "1", "2", "3", "10", "100", "0.5", "0.1", "1.5", "85.62", "61", "59", "1.005", "-3", "5%"]
)
_WORDING = st.sampled_from(["C1", "C2", "C3", "C4", "C5", "F2", '"万元"', '"a b"', '"-"', '""', '"ABC"', '"件"'])
_FORMATS = st.sampled_from(["0", "0.00", "0.0%", "0.00%", "#,##0.00", "#,##0", "0%"])
_COMPARISONS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])


def _built(pattern: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda found: pattern.format(*found))


def _numbers(depth: int) -> st.SearchStrategy[str]:
    if not depth:
        return st.one_of(_AMOUNTS, _PLAIN)
    inner, few = _numbers(depth - 1), st.sampled_from("0123")
    return st.one_of(
        _AMOUNTS,
        _built("({}{}{})", inner, st.sampled_from("+-*/"), inner),
        _built("({}{}{}{}{})", inner, st.sampled_from("+-*/"), inner, st.sampled_from("+-*/"), inner),
        _built("{}({},{})", st.sampled_from(["ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC"]), inner, few),
        _built("{}({})", st.sampled_from(["INT", "ABS", "SIGN", "-", "N"]), inner),
        _built("{}({},{})", st.sampled_from(["MIN", "MAX", "SUM", "COUNT", "AVERAGE"]), _RANGES, inner),
        _built('SUMIF(A1:A6,"{}"&{},B1:B6)', _COMPARISONS, _PLAIN),
        _built('COUNTIF({},"{}"&{})', _RANGES, _COMPARISONS, _PLAIN),
        _built("IF({},{},{})", _conditions(depth - 1), inner, inner),
        _built("IFERROR({},{})", inner, inner),
        _built("IFS({},{},TRUE,{})", _conditions(depth - 1), inner, inner),
        _built("LEN({})", _texts(depth - 1)),
        _built("SUMPRODUCT((A1:A6{}{})*B1:B6)", _COMPARISONS, inner),
        _built("{}%", inner),
        _built("({}^{})", inner, st.sampled_from(["2", "0.5", "1", "3"])),
    )


def _texts(depth: int) -> st.SearchStrategy[str]:
    if not depth:
        return _WORDING
    inner = _texts(depth - 1)
    return st.one_of(
        _built("({}&{})", inner, inner),
        _built("({}&{})", inner, _AMOUNTS),
        _built('TEXT({},"{}")', _numbers(depth - 1), _FORMATS),
        _built("{}({},{})", st.sampled_from(["LEFT", "RIGHT"]), inner, st.sampled_from("0123")),
        _built("MID({},{},{})", inner, st.sampled_from("123"), st.sampled_from("0123")),
        _built("{}({})", st.sampled_from(["TRIM", "UPPER", "LOWER"]), inner),
        _built("SUBSTITUTE({},{},{})", inner, _WORDING, _WORDING),
        _built("CONCATENATE({},{},{})", inner, _AMOUNTS, inner),
        _built("IF({},{},{})", _conditions(depth - 1), inner, inner),
    )


def _conditions(depth: int) -> st.SearchStrategy[str]:
    compared = _built("({}{}{})", _numbers(max(depth - 1, 0)), _COMPARISONS, _numbers(max(depth - 1, 0)))
    if not depth:
        return compared
    inner = _conditions(depth - 1)
    return st.one_of(
        compared,
        _built("({}{}{})", _texts(depth - 1), st.sampled_from(["=", "<>"]), _texts(depth - 1)),
        _built("{}({},{})", st.sampled_from(["AND", "OR", "XOR"]), inner, inner),
        _built("NOT({})", inner),
        _built("{}({})", st.sampled_from(["ISNUMBER", "ISTEXT", "ISBLANK", "ISERROR"]), _AMOUNTS),
    )


FORMULAS = st.one_of(_numbers(2), _numbers(3), _texts(2), _texts(3), _conditions(3))
"""Formulas over the cells of data.md; logical values are never used as numbers or text."""
