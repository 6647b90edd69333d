"""What a cell means, by the kind of its field: numbers, rates, years, dates, codes, words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from excel_eval.form.labels import narrow
from excel_eval.grid import Cell
from excel_eval.model import ModelValue
from excel_eval.numbers import decimals, plain, plain_decimal, settled
from excel_eval.text.fold import fold, trimmed
from excel_eval.text.numerals import chinese_number
from excel_eval.text.values.cells import NumberKind, number
from excel_eval.text.values.operators import BEFORE
from excel_eval.workbook.display import day_of, decimals_shown, is_date, is_percent

_YEAR = re.compile(r"(?:公元)?((?:19|20|21)\d{2})(?:年度?|财年)?")
_YEAR_WORDS = re.compile(r"([一二][〇零○Oo0一二三四五六七八九]{3})(?:年度?)?")
_NOUGHTS = str.maketrans("0Oo", "〇〇〇")
_DATE = re.compile(
    r"(\d{4})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})\s?日?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(\d{4})(\d{2})(\d{2})"
)
_ONES = "一二三四五六七八九"
_DATE_WORDS = re.compile(rf"([一二][〇零○{_ONES}]{{3}})年([{_ONES}十]{{1,3}})月([{_ONES}十]{{1,3}})日")
_PLAIN = re.compile(r"[-+]?\d{1,30}(?:,\d{3}){0,9}(?:\.\d{0,30})?")
_POWER = re.compile(r"\d(?:\.\d{1,15})?[eE]\+\d{2}")
_FIRST_DAY = 20_000
"""A number below this in a date cell is no day that a form means (it lies before 1955)."""
_CODE_DIGITS = 15
_EVIDENT = frozenset(
    f"text.{step}" for step in ["apostrophe", "folded", "spaced", "separators", "numerals", "bracketed_unit"]
) | frozenset(("text.unit_amount", "text.unit_count", "text.unit_number"))
"""What was assumed shows in the figures before and after; anything else is said in words."""
_LARGEST_SHARE = Decimal("1.5")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell means; `notes` are (rule id, variant, figures) of what was assumed or is wrong."""

    value: ModelValue = None
    places: int | None = None
    blank: bool = False
    notes: tuple[tuple[str, str, dict[str, Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """How cells of a sheet are to be read: its unit of money, what of it is one of the model's, its base of dates."""

    name: str = "万元"
    scale: Decimal = Decimal(1)
    date1904: bool = False


Reader = Callable[[Cell, str, Unit], Meaning]


def meaning(kind: str, cell: Cell, raw: str, unit: Unit) -> Meaning:
    """What a cell that shows `raw` means in a field of this kind."""
    return _READERS[kind](cell, raw, unit)


def _unreadable(raw: str, variant: str = "") -> Meaning:
    return Meaning(notes=(("C02", variant, {"found": raw.strip()}),))


def _numeric(kind: NumberKind) -> Reader:
    def read(cell: Cell, raw: str, unit: Unit) -> Meaning:
        if isinstance(cell.value, Decimal):
            return Meaning(cell.value, decimals_shown(raw) if cell.format != "General" else decimals(cell.value))
        return _text_number(kind, cell, raw, unit)

    return read


def _text_number(kind: NumberKind, cell: Cell, raw: str, unit: Unit) -> Meaning:
    """A number in a text, with what was assumed to read it."""
    if not isinstance(cell.value, str):
        return _unreadable(raw)
    reading = number(raw, kind, unit.name)
    if reading.blank:
        worth = any(letter.isalpha() for letter in raw)
        return Meaning(blank=True, notes=(("C01", "nothing", {"found": raw.strip()}),) if worth else ())
    if reading.value is None:
        return _unreadable(raw)
    expected = plain(reading.value * 100) + "%" if kind == "percent" else plain(reading.value)
    said = "；".join(str(assumption) for assumption in reading.assumed if assumption.key not in _EVIDENT)
    note = ("C01", "said" if said else "", {"found": raw.strip(), "expected": expected, "said": said})
    return Meaning(reading.value, decimals_shown(fold(raw)), notes=(note,))


def _amount(cell: Cell, raw: str, unit: Unit) -> Meaning:
    """An amount: the model's unit, whatever the sheet's."""
    read = _AMOUNT(cell, raw, unit)
    if unit.scale == 1 or not isinstance(read.value, Decimal):
        return read
    return Meaning(plain_decimal(read.value / unit.scale), read.places, notes=read.notes)


def _share(cell: Cell, raw: str, unit: Unit) -> Meaning:
    value = cell.value
    if not isinstance(value, Decimal):
        return _text_number("percent", cell, raw, unit)
    value = settled(value)
    if is_percent(cell.format):
        # 96% typed into 0.0#% shows 96.0%: where the format leaves decimals open, the zero is not the person's.
        own = decimals(value * 100) if ".0#" in cell.format else decimals_shown(raw)
        return Meaning(value, min(decimals_shown(raw), own))
    if value > _LARGEST_SHARE:
        note = ("C09", "", {"found": raw, "expected": f"{plain(value)}%"})
        return Meaning(value / 100, decimals(value), notes=(note,))
    return Meaning(value, max(0, decimals(value) - 2))


def _year(cell: Cell, raw: str, unit: Unit) -> Meaning:
    value = cell.value
    if isinstance(value, Decimal):
        day = day_of(value, date1904=unit.date1904) if is_date(cell.format) else None
        year = Decimal(day.year) if day else value
        return Meaning(year, 0) if 1900 <= year < 2200 and year == int(year) else _unreadable(raw, "year")
    found = _year_in(trimmed(fold(raw))) if isinstance(value, str) else None
    return _assumed(raw, found, str(found)) if found else _unreadable(raw, "year")


def _year_in(text: str) -> Decimal | None:
    """2020, 2020年度 and 二〇二〇年 as a number; of a date, its year."""
    match = _YEAR.fullmatch(text)
    if match:
        return Decimal(match[1])
    words = _YEAR_WORDS.fullmatch(text)
    if words:
        return chinese_number(words[1].translate(_NOUGHTS))
    day = day_in(text)
    return Decimal(day.year) if day else None


def _date(cell: Cell, raw: str, unit: Unit) -> Meaning:
    value = cell.value
    if isinstance(value, Decimal) and (value >= _FIRST_DAY or is_date(cell.format)) and value < 10**7:
        day = day_of(value, date1904=unit.date1904)
        return Meaning(day) if day else _unreadable(raw, "date")
    found = None if isinstance(value, bool) else day_in(trimmed(fold(raw)))
    return _assumed(raw, found, str(found)) if found else _unreadable(raw, "date")


def day_in(text: str) -> date | None:
    """The day that a folded text names, year first: 2020.12.31, 2020年12月31日, 二〇二〇年十二月三十一日."""
    match = _DATE.fullmatch(text)
    parts = [int(part) for part in match.groups() if part] if match else []
    words = None if match else _DATE_WORDS.fullmatch(text)
    if words:
        parts = [int(part) for part in map(chinese_number, words.groups()) if part is not None]
    try:
        return date(*parts) if len(parts) == 3 else None
    except ValueError:
        return None


def _assumed(raw: str, value: ModelValue, expected: str) -> Meaning:
    return Meaning(value, notes=(("C01", "", {"found": raw.strip(), "expected": expected}),))


def _words(cell: Cell, raw: str, unit: Unit) -> Meaning:
    return Meaning(trimmed(raw))


def chosen(found: Meaning, choices: tuple[str, ...]) -> Meaning:
    """A choice in the spelling of its list: ≧ and 大于等于 are ≥. What is not in the list stays, and is said."""
    word = found.value
    if not isinstance(word, str) or word in choices:
        return found
    bare = narrow(fold(word))
    meant = bare if bare in choices else BEFORE.get(bare)
    if meant in choices:
        return _assumed(word, meant, str(meant))
    return Meaning(word, notes=(("C17", "", {"found": word, "known": " ".join(choices)}),))


def _code(cell: Cell, raw: str, unit: Unit) -> Meaning:
    value = cell.value
    text = plain(value) if isinstance(value, Decimal) else trimmed(raw)
    lost = isinstance(value, Decimal) and abs(value) >= 10**_CODE_DIGITS
    if lost or _POWER.fullmatch(text):
        return Meaning(text, notes=(("C10", "", {"found": text}),))
    return Meaning(text)


def _target(cell: Cell, raw: str, unit: Unit) -> Meaning:
    """A number, a day, or words; a text that is nothing but a number is that number."""
    value = cell.value
    if isinstance(value, Decimal):
        day = day_of(value, date1904=unit.date1904) if is_date(cell.format) else None
        return Meaning(day or value, decimals_shown(raw))
    text = trimmed(raw)
    if isinstance(value, str) and _PLAIN.fullmatch(fold(text)):
        return _text_number("number", cell, raw, unit)
    return Meaning(text)


_AMOUNT = _numeric("amount")
_READERS: dict[str, Reader] = {
    "text": _words,
    "long": _words,
    "choice": _words,
    "code": _code,
    "amount": _amount,
    "money": _AMOUNT,
    "count": _numeric("count"),
    "number": _numeric("number"),
    "points": _numeric("number"),
    "percent": _share,
    "claimed": _share,
    "year": _year,
    "date": _date,
    "target": _target,
}
