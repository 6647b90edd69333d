"""Sums, counts and orders of many values: in cells only numbers count, written out also what converts to one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from excel_eval.formula.function import MAX_ARGUMENTS, Frame, Function, counted, lazy, ranges
from excel_eval.formula.nodes import Node
from excel_eval.formula.text_numbers import number_in
from excel_eval.formula.values import (
    EXACT,
    ONE,
    ZERO,
    Array,
    Value,
    compare_numbers,
    fault,
    near_zero,
    number,
    whole,
    within,
)
from excel_eval.grid import ErrorValue, Scalar


def numbers(values: tuple[Value, ...]) -> list[Decimal]:
    """All numbers among the arguments; an error among them is raised."""
    found: list[Decimal] = []
    for argument in values:
        if isinstance(argument, Array):
            found += _numbers_in(argument)
        else:
            found.append(number(argument))
    return found


def _numbers_in(block: Array) -> list[Decimal]:
    found: list[Decimal] = []
    for value, times in counted(block):
        if type(value) is Decimal:
            found += [value] * times
        elif isinstance(value, ErrorValue):
            fault(value)
    return found


def total(found: list[Decimal]) -> Decimal:
    """The sum, 0 where only what rounding left over remains."""
    result = largest = ZERO
    for each in found:
        result, largest = EXACT.add(result, each), max(largest, each.copy_abs())
    return within(near_zero(result, largest))


def mean(found: list[Decimal]) -> Decimal:
    """The average; #DIV/0! of nothing."""
    return EXACT.divide(total(found), len(found)) if found else fault(ErrorValue.DIV0)


def _product(found: list[Decimal]) -> Decimal:
    result = ONE
    for each in found:
        result = within(EXACT.multiply(result, each))
    return result if found else ZERO


def _median(found: list[Decimal]) -> Decimal:
    ordered = sorted(found) or fault(ErrorValue.NUM)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return low if low == high else EXACT.divide(EXACT.add(low, high), 2)


def _variance(found: list[Decimal], fewer: int) -> Decimal:
    if len(found) <= fewer:
        fault(ErrorValue.DIV0)
    middle = mean(found)
    squares = [EXACT.power(EXACT.subtract(each, middle), 2) for each in found]
    return EXACT.divide(total(squares), len(found) - fewer)


def _largest(found: list[Decimal]) -> Decimal:
    return max(found, default=ZERO)


def _smallest(found: list[Decimal]) -> Decimal:
    return min(found, default=ZERO)


def _of_numbers(calculate: Callable[[list[Decimal]], Scalar]) -> Function:
    return ranges(lambda *values: calculate(numbers(values)), 1, MAX_ARGUMENTS)


def _count(*values: Value) -> Scalar:
    return Decimal(sum(_countable(argument) for argument in values))


def _countable(argument: Value) -> int:
    if isinstance(argument, Array):
        return sum(times for value, times in counted(argument) if type(value) is Decimal)
    if isinstance(argument, str):
        return 0 if isinstance(argument, ErrorValue) or number_in(argument) is None else 1
    return 1


def _counta(*values: Value) -> Scalar:
    return Decimal(
        sum(
            times
            for argument in values
            for value, times in counted(argument)
            if value is not None or not isinstance(argument, Array)
        )
    )


def _countblank(block: Value) -> Scalar:
    return Decimal(sum(times for value, times in counted(block) if value is None or value == ""))


def _nth(position: Callable[[int], int]) -> Callable[[Value, Value], Scalar]:
    """The k-th of the numbers in rising order, `position` telling where it stands."""

    def apply(block: Value, rank: Value) -> Scalar:
        index = whole(rank.get(0, 0) if isinstance(rank, Array) else rank)
        found = sorted(numbers((block,)))
        return found[position(index)] if 1 <= index <= len(found) else ErrorValue.NUM

    return apply


def _rank(nodes: tuple[Node, ...], frame: Frame) -> Value:
    value = number(frame.scalar(nodes[0]))
    found = numbers((frame.raw(nodes[1]),))
    rising = len(nodes) > 2 and number(frame.scalar(nodes[2])) != 0
    if not any(compare_numbers(each, value) == 0 for each in found):
        return ErrorValue.NA
    ahead = -1 if rising else 1
    return Decimal(1 + sum(compare_numbers(each, value) == ahead for each in found))


_SUBTOTALS: dict[int, Callable[..., Scalar]] = {
    1: lambda *values: mean(numbers(values)),
    2: _count,
    3: _counta,
    4: lambda *values: _largest(numbers(values)),
    5: lambda *values: _smallest(numbers(values)),
    6: lambda *values: _product(numbers(values)),
    7: lambda *values: EXACT.sqrt(_variance(numbers(values), 1)),
    8: lambda *values: EXACT.sqrt(_variance(numbers(values), 0)),
    9: lambda *values: total(numbers(values)),
    10: lambda *values: _variance(numbers(values), 1),
    11: lambda *values: _variance(numbers(values), 0),
}


def _subtotal(nodes: tuple[Node, ...], frame: Frame) -> Value:
    """The calculation with that number; 101–111, which leave out hidden rows, count them too."""
    kind = whole(frame.scalar(nodes[0]))
    calculate = _SUBTOTALS.get(kind - 100 if kind > 100 else kind)
    values = [frame.raw(node) for node in nodes[1:]]
    lost = next((value for value in values if isinstance(value, ErrorValue)), None)
    if lost is not None:
        return lost
    return calculate(*values) if calculate else ErrorValue.VALUE


STATISTICS: dict[str, Function] = {
    "AVERAGE": _of_numbers(mean),
    "COUNT": ranges(_count, 1, MAX_ARGUMENTS),
    "COUNTA": ranges(_counta, 1, MAX_ARGUMENTS),
    "COUNTBLANK": ranges(_countblank, 1),
    "LARGE": ranges(_nth(lambda index: -index), 2),
    "MAX": _of_numbers(_largest),
    "MEDIAN": _of_numbers(_median),
    "MIN": _of_numbers(_smallest),
    "PRODUCT": _of_numbers(_product),
    "RANK": lazy(_rank, 2, 3),
    "RANK.EQ": lazy(_rank, 2, 3),
    "SMALL": ranges(_nth(lambda index: index - 1), 2),
    "STDEV": _of_numbers(lambda found: EXACT.sqrt(_variance(found, 1))),
    "SUBTOTAL": lazy(_subtotal, 2, MAX_ARGUMENTS),
    "SUM": _of_numbers(total),
    "VAR": _of_numbers(lambda found: _variance(found, 1)),
}
