"""Figures with their unit inside running text: 1.2万人, 30—50个, 23,739,200.00, 两栋, 三成, 百分之九十五."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from excel_eval.numbers import plain, plain_decimal
from excel_eval.text.cells import Assumption
from excel_eval.text.numerals import chinese_number
from excel_eval.text.units import MEASURES, MONEY, SCALES, TIMES, canonical

NUMBER = r"(?<![\d.,])-?\d{1,20}(?:,\d{3}(?!\d)){0,6}(?:\.\d{1,12})?(?!\.?\d)"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿半]{1,12}(?:点[零〇一二三四五六七八九]{1,6})?"
_IDIOMS = "[十百千万]分(?!钟)|一(?:次性|[些定直路])"
_MONEY = "|".join(sorted(MONEY, key=len, reverse=True))
_TIMES = "|".join(TIMES)
_WORDS = "|".join(MEASURES)
UNIT = rf"(?:%|百分比|‰|个?百分点|(?:{_MONEY})整?|个?(?:{_TIMES})|(?:{_WORDS})|m[23²³]|km|kg|[kMG][WBb](?:ps|h)?)"
FIGURE = re.compile(
    rf"(?:(?P<low>{NUMBER})(?P<unit1>%|{_TIMES}|元|万元)?\s?[~\-–—至到]{{1,2}}\s?(?P<high>\d{{1,20}}(?:\.\d{{1,12}})?)"
    rf"|(?P<one>{NUMBER}))\s?(?:[余多])?(?P<scale>[万亿](?!元)|百万(?!元))?(?P<unit>{UNIT})?"
    rf"|(?P<percent>[百千]分之{CHINESE})|(?P<tenths>[一二两三四五六七八九]成[一二三四五六七八九半]?(?![员立功]))"
    rf"|(?<![第上下这那某另同各几数每零〇一二两三四五六七八九十百千万亿半])(?!{_IDIOMS})(?P<word>{CHINESE})(?P<word_unit>{UNIT})"
)
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
    """The figure that a FIGURE match stands for; None where its Chinese numerals are no number."""
    if match["word"] or match["tenths"] or match["percent"]:
        return _spelt(match)
    low = Decimal((match["low"] or match["one"]).replace(",", ""))
    high = Decimal(match["high"]) if match["high"] else None
    unit, scale = match["unit"] or match["unit1"] or "", match["scale"] or ""
    return _measured(low, high, scale, unit, match[0])


def _spelt(match: re.Match[str]) -> Figure | None:
    words = match["word"] or match["tenths"] or match["percent"]
    unit = match["word_unit"] or ""
    value = chinese_number(words)
    if value is None:
        return None
    said = (Assumption("text.numerals", words, plain(value)),)
    if not match["word"]:
        return Figure("percent", value, None, "%", said)
    found = _measured(value, None, "", unit, match[0])
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
        return "amount", Decimal(1), unit, ()
    if scale and not unit:
        return "amount", Decimal(1), f"{scale}元", (Assumption("text.bare_wan", words, f"{words}元"),)
    factor = SCALES.get(scale, Decimal(1))
    time = unit.removeprefix("个")
    if time in TIMES:
        return "duration", factor, unit if unit == "个月" else time, ()
    if unit in _SQUARE:
        said = (Assumption("text.unit_taken", unit, "平方米"),) if unit == "平" else ()
        return "number", factor, "平方米", said
    return "number", factor, unit if unit in MEASURES else canonical(unit), ()
