"""Rounding and arithmetic of single numbers, and SUMPRODUCT."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal, DecimalException

from excel_eval.formula import operators
from excel_eval.formula.function import MAX_ARGUMENTS, Frame, Function, lazy, scalars
from excel_eval.formula.nodes import Node
from excel_eval.formula.values import (
    EXACT,
    ONE,
    ZERO,
    Array,
    Value,
    fault,
    near_zero,
    number,
    shown,
    single,
    whole,
    within,
)
from excel_eval.grid import ErrorValue, Scalar
from excel_eval.numbers import plain_decimal

_WIDE = Context(prec=400)
_PI = Decimal("3.14159265358979323846264338328")
_FURTHEST = 320


def _to_places(value: Scalar, places: Scalar, rounding: str) -> Decimal:
    """A number at some decimals, judged by the fifteen digits that a person sees."""
    seen, count = shown(number(value)), max(-_FURTHEST, min(_FURTHEST, whole(places)))
    exponent = seen.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= count:
        return seen
    return plain_decimal(seen.quantize(ONE.scaleb(-count), rounding=rounding, context=_WIDE))


def _rounding(rounding: str) -> Callable[..., Scalar]:
    def apply(value: Scalar, places: Scalar = None) -> Scalar:
        return _to_places(value, places, rounding)

    return apply


def _to_multiple(rounding: str) -> Callable[[Scalar, Scalar], Scalar]:
    """The nearest multiple of a step above or below; #NUM! for a positive number and a negative step."""

    def apply(value: Scalar, step: Scalar) -> Scalar:
        amount, unit = number(value), number(step)
        if not amount:
            return ZERO
        if not unit:
            return ErrorValue.DIV0 if rounding == ROUND_FLOOR else ZERO
        if amount > 0 > unit:
            return ErrorValue.NUM
        times = shown(EXACT.divide(amount, unit)).to_integral_value(rounding=rounding)
        return within(EXACT.multiply(times, unit))

    return apply


def _mround(value: Scalar, step: Scalar) -> Scalar:
    amount, unit = number(value), number(step)
    if not amount or not unit:
        return ZERO
    if amount * unit < 0:
        return ErrorValue.NUM
    return EXACT.multiply(shown(EXACT.divide(amount, unit)).to_integral_value(rounding=ROUND_HALF_UP), unit)


def _int(value: Scalar) -> Scalar:
    return _to_places(value, None, ROUND_FLOOR)


def _mod(value: Scalar, divisor: Scalar) -> Scalar:
    amount, by = number(value), number(divisor)
    if not by:
        return ErrorValue.DIV0
    times = shown(EXACT.divide(amount, by)).to_integral_value(rounding=ROUND_FLOOR)
    return near_zero(EXACT.subtract(amount, EXACT.multiply(times, by)), amount)


def _quotient(value: Scalar, divisor: Scalar) -> Scalar:
    return _to_places(operators.divide(value, divisor), None, ROUND_DOWN)


def _sign(value: Scalar) -> Scalar:
    amount = number(value)
    return ONE.copy_sign(amount) if amount else ZERO


def _sqrt(value: Scalar) -> Scalar:
    amount = number(value)
    return EXACT.sqrt(amount) if amount >= 0 else ErrorValue.NUM


def _logarithm(value: Scalar, base: Scalar = Decimal(10)) -> Scalar:
    amount, by = number(value), number(base)
    if amount <= 0 or by <= 0:
        return ErrorValue.NUM
    return ErrorValue.DIV0 if by == 1 else EXACT.divide(EXACT.ln(amount), EXACT.ln(by))


def _ln(value: Scalar) -> Scalar:
    amount = number(value)
    return EXACT.ln(amount) if amount > 0 else ErrorValue.NUM


def _exp(value: Scalar) -> Scalar:
    try:
        return within(EXACT.exp(number(value)))
    except DecimalException:
        return ErrorValue.NUM


def _sumproduct(nodes: tuple[Node, ...], frame: Frame) -> Value:
    inside = frame.within_arrays()
    arrays = [value if isinstance(value, Array) else single(value) for value in map(inside.raw, nodes)]
    height, width = arrays[0].height, arrays[0].width
    if any((each.height, each.width) != (height, width) for each in arrays):
        return ErrorValue.VALUE
    there, across = max(len(each.rows) for each in arrays), max(len(row) for each in arrays for row in (*each.rows, ()))
    total = largest = ZERO
    for row in range(there):
        for column in range(across):
            part = _product([each.get(row, column) for each in arrays])
            total, largest = EXACT.add(total, part), max(largest, part.copy_abs())
    beyond = height * width - there * across
    if beyond:
        total = EXACT.add(total, EXACT.multiply(_product([each.rest for each in arrays]), beyond))
    return within(near_zero(total, largest))


def _product(values: list[Scalar]) -> Decimal:
    """The product of numbers in cells: anything but a number counts as 0."""
    result = ONE
    for value in values:
        if isinstance(value, ErrorValue):
            fault(value)
        result = EXACT.multiply(result, value if type(value) is Decimal else ZERO)
    return within(result)


MATH: dict[str, Function] = {
    "ABS": scalars(lambda value: number(value).copy_abs(), 1),
    "CEILING": scalars(_to_multiple(ROUND_CEILING), 2),
    "EXP": scalars(_exp, 1),
    "FLOOR": scalars(_to_multiple(ROUND_FLOOR), 2),
    "INT": scalars(_int, 1),
    "LN": scalars(_ln, 1),
    "LOG": scalars(_logarithm, 1, 2),
    "LOG10": scalars(lambda value: _logarithm(value), 1),
    "MOD": scalars(_mod, 2),
    "MROUND": scalars(_mround, 2),
    "PI": scalars(lambda: _PI, 0),
    "POWER": scalars(operators.power, 2),
    "QUOTIENT": scalars(_quotient, 2),
    "ROUND": scalars(_rounding(ROUND_HALF_UP), 2),
    "ROUNDDOWN": scalars(_rounding(ROUND_DOWN), 2),
    "ROUNDUP": scalars(_rounding(ROUND_UP), 2),
    "SIGN": scalars(_sign, 1),
    "SQRT": scalars(_sqrt, 1),
    "SUMPRODUCT": lazy(_sumproduct, 1, MAX_ARGUMENTS),
    "TRUNC": scalars(_rounding(ROUND_DOWN), 1, 2),
}
