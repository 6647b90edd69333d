"""Excel's formula language over a form's names and over A1 references.

    parse(text) → Node          evaluate(node, scope) → value          to_excel(node, address) → Excel's text

A scope answers what a name or an area of cells holds; figures are Decimal, errors are values (`ErrorValue`).
"""

from __future__ import annotations

from excel_eval.formula.evaluate import check, evaluate, known_functions
from excel_eval.formula.excel import to_excel
from excel_eval.formula.function import Scope
from excel_eval.formula.nodes import (
    Call,
    Chain,
    Literal,
    Name,
    NameRange,
    Node,
    Reference,
    expand,
    functions,
    name_ranges,
    names,
    references,
    substitute,
)
from excel_eval.formula.order import order
from excel_eval.formula.parse import parse
from excel_eval.formula.values import Matrix

__all__ = [
    "Call",
    "Chain",
    "Literal",
    "Matrix",
    "Name",
    "NameRange",
    "Node",
    "Reference",
    "Scope",
    "check",
    "evaluate",
    "expand",
    "functions",
    "known_functions",
    "name_ranges",
    "names",
    "order",
    "parse",
    "references",
    "substitute",
    "to_excel",
]
