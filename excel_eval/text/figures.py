"""Figures with their unit inside running text: 1.2万人, 30—50个, 23,739,200.00, 两栋, 三成, 百分之九十五."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from excel_eval.numbers import plain, plain_decimal
from excel_eval.text.numerals import chinese_number
from excel_eval.text.units import MEASURES, MONEY, SCALES, TIMES, canonical
from excel_eval.text.values.cells import Assumption

NUMBER = r"(?<![\d.])(?<!\d,)-?\d{1,20}(?:,\d{3}(?!\d)){0,6}(?:\.\d{1,12})?(?!\.?\d)"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿半]{1,12}(?:点[零〇一二三四五六七八九]{1,6})?"
_IDIOMS = "[十百千万]分(?!钟)|一(?:次性|[些定直路])"
_MONEY = "|".join(sorted(MONEY, key=len, reverse=True))
_TIMES = "|".join(TIMES)
_WORDS = "|".join(MEASURES)
_LATIN = r"(?:°C|mg/L|dB|k?m[23²³]|[kcm]?m|kg|t|h|min|m?s|[kKMGT][WBb](?:ps|h)?)(?![A-Za-z\d])"
UNIT = rf"(?:%|百分比|‰|个?百分点|(?:{_MONEY})整?|个?(?:{_TIMES})|(?:{_WORDS})|{_LATIN})"
_SCALE = rf"(?:[万亿](?!元)|百万(?!元)|(?:百(?!分)|千(?![克米瓦]))(?=(?:{_WORDS})))"
_HIGH = r"\d{1,20}(?:,\d{3}(?!\d)){0,6}(?:\.\d{1,12})?"
FIGURE = re.compile(
    rf"(?:(?P<low>{NUMBER})(?P<unit1>[万亿]?(?:{UNIT})?)\s?[~\-–—至到]{{1,2}}\s?(?P<high>{_HIGH})"
    rf"|(?P<one>{NUMBER}))\s?[余多]?(?P<scale>{_SCALE})?[余多]?(?P<unit>{UNIT})?"
    rf"|(?P<percent>[百千]分之{CHINESE})|(?P<tenths>[一二两三四五六七八九]成[一二三四五六七八九半]?(?![员立功]))"
    r"|(?P<wan>[零〇一二两三四五六七八九十百千]{1,10}(?:点[零〇一二三四五六七八九]{1,6})?[万亿])(?=$|[以之左,;(])"
    rf"|(?<![第上下这那某另同各几数每零〇一二两三四五六七八九十百千万亿半])(?!{_IDIOMS})(?P<word>{CHINESE})[余多]?(?P<word_unit>{UNIT})"
)
TOO_LARGE = Decimal(10**15)
"""A whole number of so many digits is a code."""
_SQUARE = frozenset(("m2", "m²", "㎡", "平", "平米"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: percentages as shares, scales worked out except for amounts, which keep 万元 as their unit."""

    kind: str
    value: Decimal
    upper: Decimal | None
    unit: str
    assumed: tuple[Assumption, ...] = ()


def figure(match: re.Match[str]) -> Figure | None:
    """The figure that a FIGURE match stands for; None where it is no number, and no range in one unit."""
    if match["word"] or match["tenths"] or match["percent"] or match["wan"]:
        return _spelt(match)
    low = Decimal((match["low"] or match["one"]).replace(",", ""))
    high = Decimal(match["high"].replace(",", "")) if match["high"] else None
    unit, scale = match["unit"] or "", match["scale"] or ""
    first = match["unit1"] or ""
    if max(abs(low), high or low) >= TOO_LARGE or (first and not _one_unit(first, scale, unit)):
        return None
    if first and not (scale or unit):
        scale, unit = (first[0], first[1:]) if first[0] in SCALES else ("", first)
    return _measured(low, high, scale, unit, match[0])


def _one_unit(first: str, scale: str, unit: str) -> bool:
    """Whether a range has one unit, stated at either end or at both: 3万-5万元, 3-5个, 30%-50."""
    return not (scale or unit) or first in (scale + unit, unit) or first + "元" == scale + unit


def _spelt(match: re.Match[str]) -> Figure | None:
    words = match["word"] or match["tenths"] or match["percent"] or match["wan"]
    scale = words[-1] if match["wan"] else ""
    value = chinese_number(words.removesuffix(scale))
    if value is None:
        return None
    said = (Assumption("text.numerals", words, plain(value) + scale),)
    if match["tenths"] or match["percent"]:
        return Figure("percent", value, None, "%", said)
    found = _measured(value, None, scale, match["word_unit"] or "", plain(value) + scale if scale else words)
    return Figure(found.kind, found.value, found.upper, found.unit, (*said, *found.assumed))


def _measured(low: Decimal, high: Decimal | None, scale: str, unit: str, words: str) -> Figure:
    kind, factor, name, assumed = _unit(scale, unit.removesuffix("整"), words)
    value, upper = plain_decimal(low * factor), None if high is None else plain_decimal(high * factor)
    return Figure("range" if high is not None else kind, value, upper, name, assumed)


def _unit(scale: str, unit: str, words: str) -> tuple[str, Decimal, str, tuple[Assumption, ...]]:
    """Kind, factor, unit as we call it, and what was assumed."""
    if unit in ("%", "百分点", "个百分点", "百分比"):
        return "percent", Decimal("0.01"), "%", ()
    if unit == "‰":
        return "percent", Decimal("0.001"), "%", ()
    if unit in MONEY:
        return "amount", Decimal(1), scale + unit, ()
    if scale and not unit:
        return "amount", Decimal(1), f"{scale}元", (Assumption("text.bare_wan", words, f"{words}元"),)
    factor = SCALES.get(scale, Decimal(1))
    time = unit if unit.removeprefix("个") in TIMES else canonical(unit)
    if time.removeprefix("个") in TIMES:
        return "duration", factor, time if time == "个月" else time.removeprefix("个"), ()
    if unit in _SQUARE:
        said = (Assumption("text.unit_taken", unit, "平方米"),) if unit == "平" else ()
        return "number", factor, "平方米", said
    return "number", factor, unit if unit in MEASURES else canonical(unit), ()
