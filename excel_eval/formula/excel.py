"""A tree as Excel's text: names become addresses, parentheses stand only where they are needed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from excel_eval.errors import FormulaError
from excel_eval.formula.nodes import (
    LEVEL,
    Call,
    Chain,
    Constants,
    Literal,
    Name,
    NameRange,
    Node,
    Percent,
    Reference,
    Unary,
)
from excel_eval.formula.tokens import MAX_LENGTH
from excel_eval.grid import ErrorValue, quoted

_UNARY, _PERCENT, _ATOM = 6, 7, 8
_SIMPLE_SHEET = re.compile(r"[^\W\d][\w.]{0,30}")
_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}[0-9]{0,7}|[Rr][0-9]{0,7}[Cc][0-9]{0,7}")
MAX_TEXT = 255
"""How long Excel lets a text inside a formula be."""

_NEWER = """
ARRAYTOTEXT BYCOL BYROW CEILING.MATH CHOOSECOLS CHOOSEROWS CONCAT DAYS DROP EXPAND FILTER FLOOR.MATH FORMULATEXT HSTACK
IFNA IFS ISFORMULA ISOWEEKNUM LAMBDA LET MAXIFS MINIFS MODE.SNGL NUMBERVALUE PERCENTILE.INC QUARTILE.INC RANDARRAY
RANK.AVG RANK.EQ SEQUENCE SHEET SHEETS SORT SORTBY STDEV.P STDEV.S SWITCH TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT
TOCOL TOROW UNICHAR UNICODE UNIQUE VALUETOTEXT VAR.P VAR.S VSTACK WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR
"""
NEWER = frozenset(_NEWER.split())
"""Functions younger than Excel 2007, which a file names with the prefix `_xlfn.`."""


def to_excel(node: Node, address: Callable[[str], str]) -> str:
    """The formula without "=", every name replaced by `address(name)`; FormulaError where Excel would refuse it."""
    text = _text(node, address)
    if len(text) > MAX_LENGTH:
        raise FormulaError("formula.long", formula=text[:200], length=len(text), limit=MAX_LENGTH)
    return text


def _text(node: Node, address: Callable[[str], str]) -> str:
    match node:
        case Chain():
            return _chain(node, address)
        case Call():
            prefix = "_xlfn." if node.function in NEWER else ""
            return f"{prefix}{node.function}({','.join(_text(each, address) for each in node.arguments)})"
        case Unary():
            return node.operator + _within(node.operand, _UNARY, address)
        case Percent():
            return _within(node.operand, _PERCENT, address) + "%"
    return _leaf(node, address)


def _leaf(node: Node, address: Callable[[str], str]) -> str:
    match node:
        case Literal():
            return _literal(node.value)
        case Name():
            return address(node.path)
        case NameRange():
            return _range(address(node.first), address(node.last))
        case Reference():
            return _reference(node)
        case Constants():
            return "{" + ";".join(",".join(_literal(value) for value in row) for row in node.rows) + "}"
    return ""


def _chain(node: Chain, address: Callable[[str], str]) -> str:
    level = LEVEL[node.operators[0]]
    parts = [_within(node.operands[0], level, address)]
    for operator, operand in zip(node.operators, node.operands[1:], strict=True):
        parts += (operator, _within(operand, level + 1, address))
    return "".join(parts)


def _within(node: Node, level: int, address: Callable[[str], str]) -> str:
    text = _text(node, address)
    return text if _binding(node) >= level else f"({text})"


def _binding(node: Node) -> int:
    if isinstance(node, Chain):
        return LEVEL[node.operators[0]]
    if isinstance(node, Unary) or (isinstance(node, Literal) and _negative(node.value)):
        return _UNARY
    return _PERCENT if isinstance(node, Percent) else _ATOM


def _negative(value: object) -> bool:
    return isinstance(value, Decimal) and value.is_signed()


def _literal(value: Decimal | str | bool | ErrorValue) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, ErrorValue):
        return value.value
    pieces = [value[at : at + MAX_TEXT] for at in range(0, len(value), MAX_TEXT)] or [""]
    spelled = ['"' + piece.replace('"', '""') + '"' for piece in pieces]
    return spelled[0] if len(spelled) == 1 else "(" + "&".join(spelled) + ")"


def _range(first: str, last: str) -> str:
    """Two addresses as one range; a sheet named by both is named once."""
    sheet, mark, _ = first.rpartition("!")
    return f"{first}:{last.removeprefix(sheet + mark)}"


def _reference(node: Reference) -> str:
    if node.sheet is None:
        return node.spelling
    if node.book is None and _SIMPLE_SHEET.fullmatch(node.sheet) and not _CELL_LIKE.fullmatch(node.sheet):
        return f"{node.sheet}!{node.spelling}"
    name = node.sheet if node.book is None else f"[{node.book}]{node.sheet}"
    return f"{quoted(name)}!{node.spelling}"
