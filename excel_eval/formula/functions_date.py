"""Days as Excel's numbers: 1 is 1900-01-01."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from excel_eval.formula.function import Function, scalars
from excel_eval.formula.text_numbers import day_of, serial, serial_in
from excel_eval.formula.values import number, shown, text, whole
from excel_eval.grid import ErrorValue, Scalar

_LAST_DAY = 2_958_465
_LAST_YEAR = 9999


def _date(year: Scalar, month: Scalar, day: Scalar) -> Scalar:
    years, months = whole(year), whole(month) - 1
    years += (1900 if 0 <= years < 1900 else 0) + months // 12
    if not 1900 <= years <= _LAST_YEAR:
        return ErrorValue.NUM
    found = serial(date(years, months % 12 + 1, 1)) + whole(day) - 1
    return found if 0 <= found <= _LAST_DAY else ErrorValue.NUM


def _part(index: int) -> Callable[[Scalar], Scalar]:
    """Year, month or day of a day number, or of a date in text."""

    def apply(value: Scalar) -> Scalar:
        days = _days(value)
        return Decimal(day_of(days)[index]) if 0 <= days <= _LAST_DAY else ErrorValue.NUM

    return apply


def _days(value: Scalar) -> int:
    return int(shown(number(value)).to_integral_value(rounding=ROUND_FLOOR))


def _datevalue(value: Scalar) -> Scalar:
    found = serial_in(text(value).strip()) if isinstance(value, str) else None
    return ErrorValue.VALUE if found is None else found


def _moved(value: Scalar, months: Scalar, *, to_end: bool) -> Scalar:
    days = _days(value)
    if not 0 <= days <= _LAST_DAY:
        return ErrorValue.NUM
    year, month, day = day_of(days)
    year, month = year + (month - 1 + whole(months)) // 12, (month - 1 + whole(months)) % 12 + 1
    if not 1900 <= year <= _LAST_YEAR:
        return ErrorValue.NUM
    last = monthrange(year, month)[1]
    return serial(date(year, month, 1)) + (last if to_end else min(day, last)) - 1


def _weekday(value: Scalar, kind: Scalar = Decimal(1)) -> Scalar:
    """The day of the week: 1 from Sunday (kind 1), 1 from Monday (2), 0 from Monday (3)."""
    days, wanted = _days(value), whole(kind)
    if days < 0 or wanted not in (1, 2, 3):
        return ErrorValue.NUM
    return Decimal({1: (days - 1) % 7 + 1, 2: (days - 2) % 7 + 1, 3: (days - 2) % 7}[wanted])


DATES: dict[str, Function] = {
    "DATE": scalars(_date, 3),
    "DATEVALUE": scalars(_datevalue, 1),
    "DAY": scalars(_part(2), 1),
    "DAYS": scalars(lambda end, start: Decimal(_days(end) - _days(start)), 2),
    "EDATE": scalars(lambda value, months: _moved(value, months, to_end=False), 2),
    "EOMONTH": scalars(lambda value, months: _moved(value, months, to_end=True), 2),
    "MONTH": scalars(_part(1), 1),
    "WEEKDAY": scalars(_weekday, 1, 2),
    "YEAR": scalars(_part(0), 1),
}
