"""Numbers in text and numbers as text, as Excel converts them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from excel_eval.numbers import EXCEL_DIGITS

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)[¥￥$]?(?P<digits>[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{0,60})(?P<fraction>\.[0-9]{0,60})?"
    r"(?P<exponent>[eE][+-]?[0-9]{1,3})?[ ]{0,3}(?P<percent>%?)"
)
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)"
)
_LONGEST = 255
LARGEST_POWER = 307
_EPOCH = date(1899, 12, 30).toordinal()
_PLAIN_LENGTH = 20
"""A number is written without exponent as long as it takes no more characters than this."""


def number_in(text: str) -> Decimal | None:
    """The number that a text spells (`5`, ` 1,234.5 `, `5%`, `(5)`, `1E3`, `2021-03-04`), None if it spells none."""
    text = text.strip(" \u00a0") if len(text) <= _LONGEST else ""
    if text.startswith("(") and text.endswith(")") and text[1:2] not in ("-", "+"):
        inner = _plain_number(text[1:-1])
        return None if inner is None else -inner
    found = _plain_number(text)
    return found if found is not None else serial_in(text)


def _plain_number(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(text)
    if match is None or not any(mark.isdigit() for mark in match["digits"] + (match["fraction"] or "")):
        return None
    digits = match["digits"].replace(",", "") or "0"
    value = Decimal(match["sign"] + digits + (match["fraction"] or "") + (match["exponent"] or ""))
    if value.adjusted() > LARGEST_POWER:
        return None
    return value.scaleb(-2) if match["percent"] else value


def serial_in(text: str) -> Decimal | None:
    """The day number of a date written year first, None for any other text."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return serial(date(year, month, day))
    except ValueError:
        return None


def serial(day: date) -> Decimal:
    """Excel's number for a day; 1900 counts as a leap year, so days before March of it are one less."""
    days = day.toordinal() - _EPOCH
    return Decimal(days if days > 60 else days - 1)


def day_of(number: int) -> tuple[int, int, int]:
    """Year, month and day of Excel's day number; 60 is the 29 February 1900 that never was, 0 is 1900-01-00."""
    if number in (0, 60):
        return (1900, 2, 29) if number else (1900, 1, 0)
    found = date.fromordinal(_EPOCH + number + (1 if number < 60 else 0))
    return found.year, found.month, found.day


def general(value: Decimal) -> str:
    """A number as Excel joins it to text: up to fifteen digits, with an exponent only where it would be very long."""
    value = EXCEL_DIGITS.plus(value).normalize(EXCEL_DIGITS)
    if not value:
        return "0"
    plain = f"{value.copy_abs():f}"
    sign = "-" if value.is_signed() else ""
    return sign + (plain if len(plain) <= _PLAIN_LENGTH else scientific(value.copy_abs()))


def scientific(value: Decimal) -> str:
    """1.5E+20: at least two digits of exponent."""
    digits = "".join(map(str, value.as_tuple().digits)).rstrip("0") or "0"
    power = value.adjusted()
    fraction = "." + digits[1:] if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}E{'+' if power >= 0 else '-'}{abs(power):02d}"
