"""Day numbers in a date format: yyyy-mm-dd, yyyy"年"m"月"d"日", hh:mm."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from excel_eval.formula.chinese_digits import digit_by_digit, spelled_day
from excel_eval.formula.text_numbers import day_of
from excel_eval.grid import ErrorValue

_LAST_DAY = 2_958_465
_SECONDS = 86_400
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]


def dated(value: Decimal, section: Sequence[tuple[str, str]], numerals: str = "") -> str | ErrorValue:
    """A day number in a section of a format; #VALUE! before 1900 and after 9999."""
    seconds = (value * _SECONDS).to_integral_value(rounding=ROUND_HALF_UP)
    days = int((seconds / _SECONDS).to_integral_value(rounding=ROUND_FLOOR))
    if value < 0 or days > _LAST_DAY:
        return ErrorValue.VALUE
    rest = int(seconds) - days * _SECONDS
    clock = rest // 3600, rest // 60 % 60, rest % 60
    runs = _minutes(_runs(section))
    if numerals:
        return "".join(_in_chinese(kind, text, days, clock, numerals) for kind, text in runs)
    return "".join(_shown(kind, text, days, clock) for kind, text in runs)


def _in_chinese(kind: str, text: str, days: int, clock: tuple[int, int, int], numerals: str) -> str:
    """Years digit by digit, everything else as it is read: 二〇二〇年十二月."""
    shown = _shown(kind, text, days, clock)
    if kind == "copy" or not shown.isdigit():
        return shown
    return digit_by_digit(shown, numerals) if kind == "y" else spelled_day(int(shown), numerals)


def _runs(section: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Equal letters together: yyyy is one run."""
    runs: list[tuple[str, str]] = []
    for kind, mark in section:
        letter = mark.lower() if kind == "mark" and mark.lower() in "ymdhs" else ""
        if letter and runs and runs[-1][0] == letter:
            runs[-1] = (letter, runs[-1][1] + letter)
        else:
            runs.append((letter or "copy", letter or mark))
    return runs


def _minutes(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same runs, an m after hours or before seconds being minutes."""
    letters = [(index, kind) for index, (kind, _) in enumerate(runs) if kind in "ymdhs"]
    changed = list(runs)
    for place, (index, kind) in enumerate(letters):
        before = letters[place - 1][1] if place else ""
        after = letters[place + 1][1] if place + 1 < len(letters) else ""
        if kind == "m" and len(runs[index][1]) <= 2 and (before == "h" or after == "s"):
            changed[index] = ("minute", runs[index][1])
    return changed


def _shown(kind: str, text: str, days: int, clock: tuple[int, int, int]) -> str:
    year, month, day = day_of(days)
    match kind:
        case "y":
            return f"{year:04d}" if len(text) > 2 else f"{year % 100:02d}"
        case "m":
            return _named(month, text, _MONTHS[month - 1])
        case "d":
            return _named(day, text, _DAYS[(days - 1) % 7])
        case "h" | "minute" | "s":
            return _named(clock["hms".index(kind[0])], text, "")
    return text


def _named(number: int, text: str, name: str) -> str:
    """A number in one or two digits, or the name that belongs to it, short (3 letters) or in full."""
    if len(text) == 1:
        return str(number)
    if len(text) == 2:
        return f"{number:02d}"
    return name[:1] if len(text) == 5 else name[:3] if len(text) == 3 else name
