"""What is stored in a cell, as a value, and back."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from math import isinf

from excel_eval.grid import ErrorValue, Scalar
from excel_eval.numbers import cell_number, from_float, plain
from excel_eval.ooxml.strings import unescaped

_ERRORS: dict[str, ErrorValue] = {error.value: error for error in ErrorValue}
_NUMBER = re.compile(r"\s{0,9}[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?\s{0,9}")
_MAX_DIGITS = 400
_PLAIN_DIGITS = 15
_DAY = 86_400


@lru_cache(maxsize=8192)
def number(stored: str) -> Decimal | str:
    """A stored number at the fifteen digits Excel shows; what is none, or too large for Excel, stays text."""
    if len(stored) > _MAX_DIGITS or not _NUMBER.fullmatch(stored) or isinf(float(stored)):
        return stored
    return cell_number(stored.strip())


def value_of(kind: str, stored: str, strings: list[str], *, date1904: bool) -> Scalar:
    """The value of a cell of type `kind` (n s str b e d) with the stored text `stored`."""
    if kind == "n":
        return number(stored)
    if kind == "s":
        return _shared(stored, strings)
    if kind == "b":
        return stored.strip().lower() in ("1", "true")
    if kind == "e":
        return _ERRORS.get(stored.strip(), ErrorValue.VALUE)
    if kind == "d":
        return _serial(stored, date1904=date1904)
    return unescaped(stored)


def _shared(stored: str, strings: list[str]) -> Scalar:
    """The shared string of an index; an index that points nowhere is an error value, never a blank."""
    index = int(stored) if stored.isascii() and stored.isdigit() and len(stored) < 10 else -1
    return strings[index] if 0 <= index < len(strings) else ErrorValue.REF


def _serial(stored: str, *, date1904: bool) -> Scalar:
    """An ISO date as Excel's day number; what is none stays text."""
    try:
        if ":" in stored and "-" not in stored:
            moment = datetime.combine(date(1899, 12, 30), time.fromisoformat(stored.rstrip("Z")))
        else:
            moment = datetime.fromisoformat(stored.rstrip("Z"))
    except ValueError:
        return stored
    passed = moment.replace(tzinfo=None) - (datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30))
    return from_float(round(passed.days + passed.seconds / _DAY, 10))


def stored(value: Scalar) -> tuple[str, str]:
    """A value as its cell type ('' for numbers) and stored text; texts are ('str', text)."""
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, ErrorValue):
        return "e", value.value
    if isinstance(value, Decimal):
        return "", _digits(value)
    return "str", value or ""


def _digits(value: Decimal) -> str:
    """A number's digits; more than fifteen as the binary number that Excel would hold."""
    short = len(value.normalize().as_tuple().digits) <= _PLAIN_DIGITS
    if (short and Decimal("1E-9") <= abs(value) < Decimal("1E15")) or not value:
        return plain(value)
    return repr(float(value)).removesuffix(".0")
