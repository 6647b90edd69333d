"""A tree and a scope → the value that Excel would show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import localcontext
from typing import Any

from excel_eval.errors import FormulaError
from excel_eval.formula import operators
from excel_eval.formula.function import Frame, Scope
from excel_eval.formula.functions import FUNCTIONS
from excel_eval.formula.nodes import (
    Call,
    Chain,
    Constants,
    Literal,
    Missing,
    Name,
    NameRange,
    Node,
    Percent,
    Reference,
    Unary,
    walk,
)
from excel_eval.formula.values import EXACT, Array, Fault, Value, array, settled, single, size, spread
from excel_eval.grid import Area, ErrorValue, Position, Scalar


def evaluate(node: Node, scope: Scope, here: Position | None = None) -> Scalar:
    """The value of a formula; blank is 0, as a cell shows it. `here` is the formula's own cell, for ROW() and A:A."""
    with localcontext(EXACT):
        return settled(_Frame(scope, here).scalar(node))


def check(node: Node) -> None:
    """FormulaError where a function is unknown or has too few or too many arguments."""
    for each in walk(node):
        if isinstance(each, Call):
            _check_call(each)


def _check_call(call: Call) -> None:
    function = FUNCTIONS.get(call.function)
    if function is None:
        raise FormulaError("formula.function", name=call.function)
    if not function.takes(len(call.arguments)):
        raise FormulaError(
            "formula.arguments", name=call.function, count=len(call.arguments), expected=function.expected
        )


def known_functions() -> frozenset[str]:
    """The names of all functions, in capitals."""
    return frozenset(FUNCTIONS)


@dataclass(frozen=True, slots=True)
class _Frame:
    scope: Scope
    here: Position | None
    arrays: bool = False

    def raw(self, node: Node) -> Value:
        if isinstance(node, Name | NameRange):
            value = self._named(node.path)
            return value if isinstance(value, Array) else single(value)
        if isinstance(node, Reference):
            return self._cells(node)
        return _called(node, self) if isinstance(node, Call) else self.operand(node)

    def operand(self, node: Node) -> Value:
        return _OPERANDS[type(node)](node, self)

    def scalar(self, node: Node) -> Scalar:
        value = _OPERANDS[type(node)](node, self)
        return value.get(0, 0) if isinstance(value, Array) else value

    def reference(self, sheet: str | None, area: Area) -> Array:
        try:
            return Array(self.scope.area(sheet, area), *size(area))
        except KeyError:
            return single(ErrorValue.REF)

    def within_arrays(self) -> Frame:
        return self if self.arrays else replace(self, arrays=True)

    def _named(self, path: str) -> Value:
        try:
            value = self.scope.name(path)
        except KeyError:
            return ErrorValue.NAME
        return array(value) if isinstance(value, tuple) else value

    def _cells(self, node: Reference) -> Array:
        return self.reference(f"[{node.book}]{node.sheet}" if node.external else node.sheet, node.area)


def _name(node: Name | NameRange, frame: _Frame) -> Value:
    value = frame._named(node.path)
    if not isinstance(value, Array):
        return value
    if value.height == value.width == 1:
        return value.get(0, 0)
    return value if frame.arrays else ErrorValue.VALUE


def _reference(node: Reference, frame: _Frame) -> Value:
    area, cells = node.area, frame._cells(node)
    if cells.height == cells.width == 1:
        return cells.get(0, 0)
    return cells if frame.arrays else _beside(area, cells, frame.here)


def _beside(area: Area, cells: Array, here: Position | None) -> Scalar:
    """The one cell of a row or column of cells that lies in line with the formula, as Excel takes it."""
    if here is not None and area.left == area.right and area.top <= here[0] <= area.bottom:
        return cells.get(here[0] - area.top, 0)
    if here is not None and area.top == area.bottom and area.left <= here[1] <= area.right:
        return cells.get(0, here[1] - area.left)
    return ErrorValue.VALUE


def _chain(node: Chain, frame: _Frame) -> Value:
    operands = node.operands
    result = _OPERANDS[type(operands[0])](operands[0], frame)
    for position, operator in enumerate(node.operators, 1):
        right = _OPERANDS[type(operands[position])](operands[position], frame)
        result = _applied(operators.BINARY[operator], result, right)
    return result


def _applied(apply: Callable[..., Scalar], left: Value, right: Value) -> Value:
    if isinstance(left, Array) or isinstance(right, Array):
        return spread(apply, (left, right))
    try:
        return apply(left, right)
    except Fault as error:
        return error.value


def _unary(node: Unary, frame: _Frame) -> Value:
    value = frame.operand(node.operand)
    return spread(operators.negate, (value,)) if node.operator == "-" else value


def _percent(node: Percent, frame: _Frame) -> Value:
    return spread(operators.percent, (frame.operand(node.operand),))


def _call(node: Call, frame: _Frame) -> Value:
    value = _called(node, frame)
    return value.get(0, 0) if isinstance(value, Array) and value.height == value.width == 1 else value


def _called(node: Call, frame: _Frame) -> Value:
    function = FUNCTIONS.get(node.function)
    if function is None:
        return ErrorValue.NAME
    if not function.takes(len(node.arguments)):
        return ErrorValue.VALUE
    try:
        return function.apply(node.arguments, frame)
    except Fault as error:
        return error.value


_OPERANDS: dict[type, Callable[[Any, _Frame], Value]] = {
    Literal: lambda node, frame: node.value,
    Missing: lambda node, frame: None,
    Name: _name,
    NameRange: _name,
    Reference: _reference,
    Constants: lambda node, frame: array(node.rows),
    Unary: _unary,
    Percent: _percent,
    Chain: _chain,
    Call: _call,
}
