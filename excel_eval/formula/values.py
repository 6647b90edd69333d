"""What a formula calculates with: scalars, arrays, faults; and Excel's conversions between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import NoReturn

from excel_eval.formula.text_numbers import general, number_in
from excel_eval.grid import Area, ErrorValue, Scalar
from excel_eval.numbers import EXCEL_DIGITS, plain_decimal

Matrix = tuple[tuple[Scalar, ...], ...]
"""Rows of values."""

EXACT = Context(prec=28, Emax=99999, Emin=-99999, traps=[DivisionByZero, InvalidOperation, Overflow])
"""Figures are calculated with more digits than Excel keeps, so that what Excel shows comes out in full."""
_STORED = Context(prec=17, Emax=99999, Emin=-99999)
_SNAP = Decimal("1E-15")
_LARGEST, _SMALLEST = 307, -307
_TOO_LARGE = Decimal("1.7976931348623158E308")
ZERO, ONE = Decimal(0), Decimal(1)


class Fault(Exception):  # noqa: N818 - an error value on its way up, not an error of the program
    """An error value that ends the calculation of one function or operator."""

    def __init__(self, value: ErrorValue) -> None:
        super().__init__(value)
        self.value = value


def fault(value: ErrorValue) -> NoReturn:
    """Give up with an error value."""
    raise Fault(value)


@dataclass(frozen=True, slots=True)
class Array:
    """A block of `height` × `width` values of which `rows` are there from the top left; the others are all `rest`."""

    rows: Matrix
    height: int
    width: int
    rest: Scalar = None

    def get(self, row: int, column: int) -> Scalar:
        """The value at a place, counted from 0."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return self.rest

    def values(self) -> Iterator[Scalar]:
        """The values that are there."""
        return (value for row in self.rows for value in row)

    @property
    def beyond(self) -> int:
        """How many values are not there."""
        return self.height * self.width - sum(map(len, self.rows))

    def corner(self, row: int, column: int, height: int, width: int) -> Array:
        """The block of another size that begins inside this one."""
        rows = tuple(line[column : column + width] for line in self.rows[row : row + height])
        return Array(rows, height, width, self.rest)


Value = Scalar | Array


def array(rows: Matrix) -> Array:
    """Rows as an array of just their size."""
    return Array(rows, len(rows), max(map(len, rows), default=0))


def single(value: Scalar) -> Array:
    """One value as an array, which marks it as standing in a cell."""
    return Array(((value,),), 1, 1)


def number(value: Scalar) -> Decimal:
    """A value as a number: blank is 0, TRUE is 1, text is the number it spells; otherwise #VALUE!."""
    if type(value) is Decimal:
        return value
    if value is None:
        return ZERO
    if isinstance(value, bool):
        return ONE if value else ZERO
    if isinstance(value, ErrorValue):
        fault(value)
    found = number_in(value) if isinstance(value, str) else None
    return found if found is not None else fault(ErrorValue.VALUE)


def whole(value: Scalar) -> int:
    """A value as an integer, cut towards zero."""
    result = shown(number(value))
    return int(result) if abs(result) < 10**15 else fault(ErrorValue.NUM)


def text(value: Scalar) -> str:
    """A value as text: blank is "", numbers as Excel shows them in a wide cell."""
    if isinstance(value, ErrorValue):
        fault(value)
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return general(value)


def logical(value: Scalar) -> bool:
    """A value as a condition: any number but 0 holds; text only if it spells TRUE or FALSE."""
    if isinstance(value, bool):
        return value
    if isinstance(value, ErrorValue):
        fault(value)
    if isinstance(value, str):
        spelled = {"TRUE": True, "FALSE": False}.get(value.upper())
        return spelled if spelled is not None else fault(ErrorValue.VALUE)
    return bool(value)


def shown(value: Decimal) -> Decimal:
    """A number at the fifteen digits that Excel compares and rounds by."""
    return EXCEL_DIGITS.plus(value)


def within(value: Decimal) -> Decimal:
    """The number if Excel can hold it: #NUM! beyond 1.8E308, 0 below 2.2E-308."""
    adjusted = value.adjusted()
    if adjusted > _LARGEST:
        return value if abs(value) < _TOO_LARGE else fault(ErrorValue.NUM)
    return ZERO if adjusted < _SMALLEST else value


def near_zero(total: Decimal, largest: Decimal) -> Decimal:
    """A sum, 0 where it is only what rounding left over of its largest part."""
    return ZERO if total and abs(total) < abs(largest) * _SNAP else total


def settled(value: Scalar) -> Scalar:
    """A result as a cell keeps it: numbers at the 17 digits that tell stored figures apart, blank as 0."""
    if type(value) is Decimal:
        return plain_decimal(_STORED.plus(value))
    return ZERO if value is None else value


_RANK = {Decimal: 0, str: 1, bool: 2}
_EMPTY: dict[type, Scalar] = {Decimal: ZERO, str: "", bool: False}


def compare(left: Scalar, right: Scalar) -> int:
    """-1, 0 or 1: numbers by fifteen digits, text without case, numbers before text before logical values."""
    if type(left) is Decimal and type(right) is Decimal:
        return compare_numbers(left, right)
    if left is None:
        left = _EMPTY.get(type(right))
    if right is None:
        right = _EMPTY.get(type(left))
    if type(left) is not type(right):
        return 1 if _RANK[type(left)] > _RANK[type(right)] else -1
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return compare_numbers(left, right)
    first, second = (left.lower(), right.lower()) if isinstance(left, str) and isinstance(right, str) else (left, right)
    return 0 if first == second else 1 if _greater(first, second) else -1


def _greater(first: Scalar, second: Scalar) -> bool:
    return str(first) > str(second) if isinstance(first, str) else bool(first) > bool(second)


def compare_numbers(left: Decimal, right: Decimal) -> int:
    """-1, 0 or 1, by fifteen digits."""
    if left == right:
        return 0
    first, second = shown(left), shown(right)
    return 0 if first == second else 1 if first > second else -1


def spread(apply: Callable[..., Scalar], arguments: tuple[Value, ...]) -> Value:
    """`apply` over scalars; over arrays value by value, single rows, columns and scalars being repeated."""
    arrays = [argument for argument in arguments if isinstance(argument, Array)]
    if not arrays:
        return _guarded(apply, [_pick(each, 0, 0) for each in arguments])
    height, width = max(each.height for each in arrays), max(each.width for each in arrays)
    if any((each.height, each.width) != (height, width) for each in arrays):
        arguments = tuple(_stretched(each, height, width) if isinstance(each, Array) else each for each in arguments)
        arrays = [argument for argument in arguments if isinstance(argument, Array)]
    there = max(len(each.rows) for each in arrays)
    across = max((len(row) for each in arrays for row in each.rows), default=0)
    rows = tuple(
        tuple(_guarded(apply, [_pick(each, row, column) for each in arguments]) for column in range(across))
        for row in range(there)
    )
    rest = _guarded(apply, [each.rest if isinstance(each, Array) else each for each in arguments])
    return Array(rows, height, width, rest)


def _pick(argument: Value, row: int, column: int) -> Scalar:
    return argument.get(row, column) if isinstance(argument, Array) else argument


def _guarded(apply: Callable[..., Scalar], arguments: list[Scalar]) -> Scalar:
    try:
        return apply(*arguments)
    except Fault as error:
        return error.value


def _stretched(block: Array, height: int, width: int) -> Array:
    """A single row or column repeated to a size; #N/A where an array has nothing."""

    def value(row: int, column: int) -> Scalar:
        row, column = 0 if block.height == 1 else row, 0 if block.width == 1 else column
        return block.get(row, column) if row < block.height and column < block.width else ErrorValue.NA

    rows = tuple(tuple(value(row, column) for column in range(width)) for row in range(height))
    return Array(rows, height, width)


def size(area: Area) -> tuple[int, int]:
    """Height and width of an area in cells."""
    return area.bottom - area.top + 1, area.right - area.left + 1
