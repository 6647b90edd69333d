"""What a person sees in a cell, and what its number format says about it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from excel_eval.formula.number_format import formatted
from excel_eval.grid import Cell, ErrorValue
from excel_eval.numbers import plain

_LITERAL = re.compile(r'"[^"]{0,255}"|\\.|\[[^\]]{0,40}\]|_.|\*.')
_LAST_DAY = 2_958_465
_BASES = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_OFFSET_1904 = Decimal(1462)


@lru_cache(maxsize=1024)
def is_date(pattern: str) -> bool:
    """Whether a number format shows days or times."""
    bare = _LITERAL.sub("", pattern.partition(";")[0]).lower()
    return bare != "general" and any(mark in bare for mark in "ymdh")


@lru_cache(maxsize=1024)
def is_percent(pattern: str) -> bool:
    """Whether a number format shows a percentage."""
    return "%" in _LITERAL.sub("", pattern.partition(";")[0])


def shown(cell: Cell, *, date1904: bool = False) -> str | None:
    """The text that a person sees in a wide enough cell; None for a blank one, and for a formula that gives nothing."""
    value = cell.value
    if isinstance(value, Decimal):
        return number_shown(value, cell.format, date1904=date1904)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)


@lru_cache(maxsize=8192)
def number_shown(value: Decimal, pattern: str, *, date1904: bool = False) -> str:
    """A number in its format; digits as they are where the format cannot show it."""
    if pattern in ("General", "@", ""):
        return plain(value)
    if date1904 and is_date(pattern):
        value += _OFFSET_1904
    text = formatted(value, pattern)
    return plain(value) if isinstance(text, ErrorValue) or not text.strip() else text.strip()


def day_of(serial: Decimal, *, date1904: bool = False) -> date | None:
    """The day of a serial number; None outside the days that Excel knows."""
    if not 0 < serial <= _LAST_DAY:
        return None
    days = int(serial)
    return _BASES[date1904] + timedelta(days=days if date1904 or days > 60 else days + 1)


def decimals_shown(text: str) -> int:
    """How many decimals the number in a text has: 97.6% → 1, 1,234.50 → 2, 5万元 → 0."""
    _, point, rest = text.partition(".")
    digits = re.match(r"\d{0,40}", rest) if point else None
    return len(digits[0]) if digits else 0
