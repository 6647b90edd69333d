"""Excel's grammar over A1 references and form names: text → tree."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from excel_eval.errors import FormulaError
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
    Reference,
    Unary,
    chain,
    depth,
)
from excel_eval.formula.text_numbers import LARGEST_POWER
from excel_eval.formula.tokens import Token, fail, tokens
from excel_eval.grid import MAX_COLUMN, MAX_ROW, Area, ErrorValue, area, column_number, position

MAX_NESTING = 64
"""How deep Excel lets functions be nested."""
MAX_DEPTH = 160
"""How deep a tree may be, so that walking it stays far from Python's own limit."""


@lru_cache(maxsize=16384)
def parse(text: str) -> Node:
    """The tree of a formula, with or without its equals sign; FormulaError with the place where it does not parse."""
    parser = _Parser(text)
    node = parser.expression()
    parser.expect("end", "")
    if depth(node) > MAX_DEPTH:
        raise FormulaError("formula.deep", formula=text[:200], limit=MAX_NESTING)
    return node


class _Parser:
    def __init__(self, formula: str) -> None:
        self.formula = formula
        self.tokens = tokens(formula)
        self.index = 0
        self.nesting = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.tokens[self.index]
        self.index += 1
        return token

    def at(self, *operators: str) -> bool:
        return self.token.kind == "operator" and self.token.text in operators

    def expect(self, kind: str, text: str) -> None:
        token = self.token
        if token.kind != kind or token.text != text:
            fail(self.formula, token.at)
        self.index += 1

    def expression(self) -> Node:
        """Operands and binary operators, folded by how tightly they bind."""
        self.nesting += 1
        if self.nesting > MAX_NESTING + 1:
            raise FormulaError("formula.deep", formula=self.formula[:200], limit=MAX_NESTING)
        operands, operators = [self.operand()], list[str]()
        while self.token.kind == "operator" and self.token.text in LEVEL:
            level = LEVEL[self.token.text]
            while operators and LEVEL[operators[-1]] > level:
                _fold(operands, operators)
            operators.append(self.take().text)
            operands.append(self.operand())
        while operators:
            _fold(operands, operators)
        self.nesting -= 1
        return operands[0]

    def operand(self) -> Node:
        """Signs, then a primary, then percent signs; a percent binds tighter than a sign."""
        signs = []
        while self.at("-", "+"):
            signs.append(self.take().text)
        node = self.primary()
        while self.at("%"):
            self.take()
            node = Percent(node)
        for sign in reversed(signs):
            node = Unary(sign, node)
        return node

    def primary(self) -> Node:
        token = self.take()
        match token.kind:
            case "number":
                return self.number(token)
            case "text":
                return Literal(token.text[1:-1].replace('""', '"'))
            case "error":
                return Literal(ErrorValue(token.text))
            case "function":
                return Call(_function(token.text), self.arguments())
            case "name":
                return self.name(token)
            case "cell" if not _in_sheet(token.text):
                return self.name(token)
            case "cell" | "columns" | "rows":
                return self.reference(token, None, None)
            case "sheet":
                return self.sheet(token)
        return self.bracketed(token)

    def bracketed(self, token: Token) -> Node:
        if token.kind == "operator" and token.text == "(":
            node = self.expression()
            self.expect("operator", ")")
            return node
        if token.kind == "operator" and token.text == "{":
            return self.constants()
        return fail(self.formula, token.at)

    def number(self, token: Token) -> Node:
        value = Decimal(token.text)
        if value.adjusted() > LARGEST_POWER:
            fail(self.formula, token.at)
        return Literal(value)

    def arguments(self) -> tuple[Node, ...]:
        if self.at(")"):
            self.take()
            return ()
        found = [self.argument()]
        while self.at(","):
            self.take()
            found.append(self.argument())
        self.expect("operator", ")")
        return tuple(found)

    def argument(self) -> Node:
        return Missing() if self.at(",", ")") else self.expression()

    def name(self, token: Token) -> Node:
        if token.text.upper() in ("TRUE", "FALSE"):
            return Literal(token.text.upper() == "TRUE")
        if not self.at(":"):
            return Name(token.text)
        self.take()
        if self.token.kind != "name":
            fail(self.formula, self.token.at)
        return NameRange(token.text, self.take().text)

    def sheet(self, prefix: Token) -> Node:
        book, sheet = _book_and_sheet(prefix.text)
        token = self.take()
        if token.kind == "error" and token.text == ErrorValue.REF:
            return Literal(ErrorValue.REF)
        if token.kind not in ("cell", "columns", "rows"):
            fail(self.formula, token.at)
        return self.reference(token, sheet, book)

    def reference(self, token: Token, sheet: str | None, book: str | None) -> Reference:
        spelling = token.text.upper()
        if token.kind == "cell" and self.at(":"):
            self.take()
            last = self.take()
            if last.kind == "sheet" and _book_and_sheet(last.text) == (book, sheet):
                last = self.take()
            if last.kind != "cell":
                fail(self.formula, last.at)
            spelling += ":" + last.text.upper()
        try:
            return Reference(sheet, _AREAS[token.kind](spelling.replace("$", "")), spelling, book)
        except ValueError:
            fail(self.formula, token.at)

    def constants(self) -> Constants:
        rows = [[self.constant()]]
        while not self.at("}"):
            if self.at(","):
                self.take()
                rows[-1].append(self.constant())
            else:
                self.expect("operator", ";")
                rows.append([self.constant()])
        end = self.take()
        if len({len(row) for row in rows}) > 1:
            fail(self.formula, end.at)
        return Constants(tuple(map(tuple, rows)))

    def constant(self) -> Decimal | str | bool | ErrorValue:
        at, node = self.token.at, self.operand()
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, Unary) and isinstance(node.operand, Literal) and isinstance(node.operand.value, Decimal):
            return node.operand.value.copy_negate() if node.operator == "-" else node.operand.value
        return fail(self.formula, at)


def _fold(operands: list[Node], operators: list[str]) -> None:
    """Join the last operands whose operators are of one level into a chain."""
    level, count = LEVEL[operators[-1]], 1
    while count < len(operators) and LEVEL[operators[-1 - count]] == level:
        count += 1
    node = chain(tuple(operands[-1 - count :]), tuple(operators[-count:]))
    del operators[-count:]
    operands[-1 - count :] = [node]


def _in_sheet(address: str) -> bool:
    """Whether an address lies in a sheet at all: XFE1 does not, and so can be a name; $XFE1 cannot."""
    try:
        return bool(position(address))
    except ValueError:
        return "$" in address


def _function(text: str) -> str:
    """IFS for `_xlfn.ifs(`: in capitals, without the prefixes that newer functions carry in files."""
    name = text[:-1].upper()
    for prefix in ("_XLFN.", "_XLWS.", "_XLUDF."):
        name = name.removeprefix(prefix)
    return name


def _book_and_sheet(prefix: str) -> tuple[str | None, str]:
    """`'[1]P 1'!` → ("1", "P 1"); whatever stands before the brackets is the other workbook's folder."""
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    before, bracket, rest = name.partition("[")
    book, closed, sheet = rest.rpartition("]")
    return (before + book, sheet) if bracket and closed else (None, name)


def _whole_columns(spelling: str) -> Area:
    first, last = sorted(column_number(letters) for letters in spelling.split(":"))
    if last > MAX_COLUMN:
        raise ValueError(spelling)
    return Area(1, first, MAX_ROW, last)


def _whole_rows(spelling: str) -> Area:
    first, last = sorted(int(number) for number in spelling.split(":"))
    if not 1 <= first <= last <= MAX_ROW:
        raise ValueError(spelling)
    return Area(first, 1, last, MAX_COLUMN)


_AREAS: dict[str, Callable[[str], Area]] = {"cell": area, "columns": _whole_columns, "rows": _whole_rows}
