"""A number cell that holds text: what number it means, and what was assumed to read it. No silent guesses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from excel_eval.messages import text
from excel_eval.numbers import plain, plain_decimal
from excel_eval.text.fold import blank, fold, trimmed
from excel_eval.text.numerals import chinese_number, money_in_words
from excel_eval.text.units import MEASURES, MONEY, SCALES

NumberKind = Literal["amount", "count", "number", "percent"]


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something taken for granted while reading: a message key, what stood there, what it was taken for."""

    key: str
    before: str
    after: str

    def __str__(self) -> str:
        return text(self.key, before=self.before, after=self.after)


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a number cell says. `value` is None where it is blank or cannot be read; rates are shares (0–1)."""

    value: Decimal | None
    assumed: tuple[Assumption, ...] = ()
    blank: bool = False

    @property
    def unread(self) -> bool:
        """Whether something stands there that is not one number."""
        return self.value is None and not self.blank


UNREAD = NumberReading(None)
_NOTHING = r"- -- --- — —— – ― ─ / // \ * ** *** 无 空 暂无 没有 不适用 不适应 不涉及 N/A NA n/a n.a. 略"
NOTHING = frozenset(_NOTHING.split())
"""What people write for "nothing"."""

_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<currency>[¥￥$]|RMB|CNY|人民币)?(?P<digits>\d{1,40}(?:,\d{3}){0,12}(?:\.\d{0,30})?|\.\d{1,30})"
    r"(?P<power>[eE][-+]?\d{1,2})?(?P<unit>[^\d\s.,()+-]{0,8})"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){1,12}(?:\.\d{0,30})?")
_SPACED = re.compile(r"\d{1,3}(?: \d{3}){1,12}(?:\.\d{1,30})?")
_NUMERAL_UNIT = re.compile(r"(.{1,40}?)(亿元|千元|百万元|万元|元整|元|圆)?")
_COUNTED = frozenset(MEASURES)


def number(raw: str, kind: NumberKind, unit: str = "万元") -> NumberReading:
    """The number in a text cell: amounts in `unit` (元 or 万元), percentages as shares, counts without measure word."""
    core = trimmed(raw)
    if not core:
        return NumberReading(None, blank=True)
    if core in NOTHING or fold(core) in NOTHING:
        return NumberReading(None, (Assumption("text.nothing", core, ""),), blank=True)
    assumed: list[Assumption] = []
    core = _plain_signs(core, assumed)
    match = _NUMBER.fullmatch(core)
    if match is None or not _well_grouped(match["digits"]):
        return _numeral(core, kind, unit, assumed)
    return _measured(_figure(match, assumed), match["unit"], kind, unit, assumed)


def _plain_signs(core: str, assumed: list[Assumption]) -> str:
    """Full-width signs, apostrophe, blanks, brackets and 约 taken away, each said."""
    steps: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("text.apostrophe", lambda s: s.lstrip("'‘’＇").rstrip("'’＇") if s[:1] in "'‘’＇" else s),
        ("text.folded", lambda s: fold(s).replace("。", ".") if re.search(r"\d。\d", fold(s)) else fold(s)),
        ("text.spaced", _without_blanks),
        ("text.bracketed_unit", lambda s: re.sub(r"\(([亿万千百]{0,2}元|%)\)$", r"\1", s)),
        ("text.negative", lambda s: re.sub(r"^\(([\d.,]{1,40})\)(.{0,4})$", r"-\1\2", s)),
        ("text.about", lambda s: s.removeprefix("大约").removeprefix("约").removesuffix("左右")),
    )
    for key, step in steps:
        after = step(core)
        if after != core and after:
            assumed.append(Assumption(key, core, after))
            core = after
    return core


def _without_blanks(core: str) -> str:
    """`5 万元` and `1 234 567` lose their blanks; `85 62` keeps its own, for it may be two numbers."""
    if _SPACED.fullmatch(core):
        return core.replace(" ", "")
    kept = [
        c
        for i, c in enumerate(core)
        if not (blank(c) and not (core[i - 1].isdigit() and core[i + 1 : i + 2].isdigit()))
    ]
    return "".join(kept)


def _well_grouped(digits: str) -> bool:
    return "," not in digits or _GROUPED.fullmatch(digits) is not None


def _figure(match: re.Match[str], assumed: list[Assumption]) -> Decimal:
    digits = match["digits"]
    value = Decimal(digits.replace(",", "") + (match["power"] or ""))
    value = plain_decimal(-value if match["sign"] == "-" else value)
    if "," in digits:
        assumed.append(Assumption("text.separators", digits, plain(abs(value))))
    if match["currency"]:
        assumed.append(Assumption("text.currency", match[0], plain(value)))
    if match["power"]:
        assumed.append(Assumption("text.power", match[0], plain(value)))
    return value


def _numeral(core: str, kind: NumberKind, unit: str, assumed: list[Assumption]) -> NumberReading:
    """Chinese numerals, with 元, 万元 or a measure word after them."""
    money = money_in_words(core)
    if money is not None and kind == "amount":
        return _said(core, money / MONEY[unit], assumed)
    match = _NUMERAL_UNIT.fullmatch(core)
    value = chinese_number(match[1]) if match else None
    if match and value is not None:
        share = core.startswith(("百分之", "千分之", "万分之")) or "成" in core
        if share != (kind == "percent") and kind != "number":
            return UNREAD
        if kind == "amount" and (match[2] or core[-1:] in "万亿千百"):
            value = value * MONEY.get(match[2] or "元", Decimal(1)) / MONEY[unit]
        elif match[2]:
            return UNREAD
        return _said(core, value, assumed)
    if kind in ("count", "number"):
        for measure in MEASURES:
            value = chinese_number(core.removesuffix(measure)) if core.endswith(measure) else None
            if value is not None:
                return _said(core, value, assumed)
    return UNREAD


def _said(core: str, value: Decimal, assumed: list[Assumption]) -> NumberReading:
    value = plain_decimal(value)
    return NumberReading(value, (*assumed, Assumption("text.numerals", core, plain(value))))


def _measured(value: Decimal, suffix: str, kind: NumberKind, unit: str, assumed: list[Assumption]) -> NumberReading:
    if kind == "percent":
        return _share(value, suffix, assumed)
    if not suffix:
        return NumberReading(value, tuple(assumed))
    result = _amount(value, suffix, unit) if kind == "amount" else _count(value, suffix, kind)
    if result is None:
        return UNREAD
    before, after = plain(value) + suffix, plain(plain_decimal(result))
    return NumberReading(plain_decimal(result), (*assumed, Assumption(f"text.unit_{kind}", before, after)))


def _amount(value: Decimal, suffix: str, unit: str) -> Decimal | None:
    suffix = suffix.removesuffix("整").removesuffix("人民币")
    size = MONEY.get(suffix) or SCALES.get(suffix)
    return value * size / MONEY[unit] if size else None


def _count(value: Decimal, suffix: str, kind: NumberKind) -> Decimal | None:
    if suffix == "%":
        return value / 100 if kind == "number" else None
    for scale, size in SCALES.items():
        if suffix == scale or (suffix.startswith(scale) and suffix.removeprefix(scale) in _COUNTED):
            return value * size
    return value if suffix in _COUNTED or (kind == "number" and suffix in MONEY) else None


def _share(value: Decimal, suffix: str, assumed: list[Assumption]) -> NumberReading:
    if suffix in ("%", "％"):
        return NumberReading(plain_decimal(value / 100), tuple(assumed))
    if suffix == "‰":
        return NumberReading(plain_decimal(value / 1000), tuple(assumed))
    reading = share_of(value)
    return UNREAD if suffix or reading.unread else NumberReading(reading.value, (*assumed, *reading.assumed))


def share_of(value: Decimal) -> NumberReading:
    """A rate without a percent sign: 0.857 is that share, 85.7 and 100 are percent; 1.2 could be either: unread."""
    if 1 < value < 2:
        return UNREAD
    if value >= 2:
        share = plain_decimal(value / 100)
        return NumberReading(share, (Assumption("text.percent_missing", plain(value), f"{plain(value)}%"),))
    after = f"{plain(value * 100)}%"
    return NumberReading(plain_decimal(value), (Assumption("text.share_taken", plain(value), after),))
