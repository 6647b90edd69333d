"""Excel's operators over two scalars; a fault is raised as `Fault`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException

from excel_eval.formula.values import (
    EXACT,
    ZERO,
    compare,
    compare_numbers,
    fault,
    near_zero,
    number,
    shown,
    text,
    within,
)
from excel_eval.grid import ErrorValue, Scalar

_HUNDRED = Decimal(100)


def add(left: Scalar, right: Scalar) -> Decimal:
    """The sum; 0 where only what rounding left over remains."""
    first, second = number(left), number(right)
    return within(near_zero(EXACT.add(first, second), first))


def subtract(left: Scalar, right: Scalar) -> Decimal:
    """The difference; 0 where only what rounding left over remains."""
    first, second = number(left), number(right)
    return within(near_zero(EXACT.subtract(first, second), first))


def multiply(left: Scalar, right: Scalar) -> Decimal:
    """The product."""
    return within(EXACT.multiply(number(left), number(right)))


def divide(left: Scalar, right: Scalar) -> Decimal:
    """The quotient; #DIV/0! for a divisor of zero."""
    first, second = number(left), number(right)
    return within(EXACT.divide(first, second)) if second else fault(ErrorValue.DIV0)


def power(left: Scalar, right: Scalar) -> Decimal:
    """The power; #NUM! for 0^0 and for roots of negative numbers."""
    base, exponent = number(left), number(right)
    if not base:
        return _power_of_zero(exponent)
    if base < 0 and exponent != exponent.to_integral_value():
        exponent = shown(exponent)
        if exponent != exponent.to_integral_value():
            fault(ErrorValue.NUM)
    try:
        return within(EXACT.power(base, exponent))
    except DecimalException:
        return fault(ErrorValue.NUM)


def _power_of_zero(exponent: Decimal) -> Decimal:
    if exponent < 0:
        fault(ErrorValue.DIV0)
    return ZERO if exponent else fault(ErrorValue.NUM)


def join(left: Scalar, right: Scalar) -> str:
    """Both as one text."""
    return text(left) + text(right)


def negate(value: Scalar) -> Decimal:
    """The number with the other sign."""
    found = number(value)
    return found.copy_negate() if found else ZERO


def percent(value: Scalar) -> Decimal:
    """A hundredth of the number."""
    return EXACT.divide(number(value), _HUNDRED)


def _comparison(holds: Callable[[int], bool]) -> Callable[[Scalar, Scalar], bool]:
    def compared(left: Scalar, right: Scalar) -> bool:
        if type(left) is Decimal and type(right) is Decimal:
            return holds(compare_numbers(left, right))
        for value in (left, right):
            if isinstance(value, ErrorValue):
                fault(value)
        return holds(compare(left, right))

    return compared


BINARY: dict[str, Callable[[Scalar, Scalar], Scalar]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "^": power,
    "&": join,
    "=": _comparison(lambda sign: sign == 0),
    "<>": _comparison(lambda sign: sign != 0),
    "<": _comparison(lambda sign: sign < 0),
    "<=": _comparison(lambda sign: sign <= 0),
    ">": _comparison(lambda sign: sign > 0),
    ">=": _comparison(lambda sign: sign >= 0),
}
