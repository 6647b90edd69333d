"""The figures of a text, one after the other: amounts, counts, percentages, years, dates, document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from excel_eval.numbers import decimals, plain_decimal
from excel_eval.text.figures import CHINESE, NUMBER, UNIT
from excel_eval.text.numerals import chinese_number, money_in_words
from excel_eval.text.units import MEASURES, MONEY, SCALES, TIMES

_OPEN, _CLOSE = r"[〔\[(（【﹝]", r"[〕\])）】﹞]"
_YEAR = r"(?:19|20)\d\d"
PASSED = re.compile(
    rf"《[^《》]{{1,80}}》|〈[^〈〉]{{1,80}}〉|(?P<document>{_OPEN}(?P<document_year>{_YEAR}){_CLOSE}第?\d{{1,5}}号)"
    rf"|(?P<date>(?<!\d){_YEAR}年\d{{1,2}}月(?:\d{{1,2}}[日号])?|(?<![\d.]){_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d)"
    r"|(?<![\d.])\d{1,2}月\d{1,2}[日号]|(?<![\d.])\d{1,2}[-—~至到]\d{1,2}月|(?<![\d.])\d{1,2}月(?![\d])"
    rf"|(?<![\d.])\d{{1,2}}日)|(?P<years>(?<!\d){_YEAR}年?[-—–~至到]{{1,2}}{_YEAR}年)"
    rf"|(?P<year>(?<!\d){_YEAR}年?度?(?=[^\d万亿元件名人个次户起批项家%.,]|$)"
    r"|(?:二[〇零○]|一九)[〇零○一二三四五六七八九]{2}年)"
    r"|第[一二三四五六七八九十百\d]{1,6}[一-龥]?|(?:“[^“”]{1,8}”)(?=\w)|[①-⑳]|\d{5,20}(?=热线|专线|平台)"
)
_MIXED = re.compile(r"(?<![\d.,])(?P<wan>\d{1,8})万(?:(?P<rest>\d{1,4})|(?P<qian>\d)千(?:(?P<bai>\d)百)?)元")
"""85万6200元, 85万6千2百元."""
FRACTION = re.compile(r"(?<![\d./])(\d{1,9}(?:\.\d{1,6})?)/(\d{1,9}(?:\.\d{1,6})?)(?![\d./])")
_SINGLE = re.compile(
    rf"(?P<low>{NUMBER})(?:(?P<unit1>%)?[~\-–—至到]{{1,2}}(?P<high>\d{{1,20}}(?:\.\d{{1,12}})?))?"
    rf"(?P<more>[余多])?(?P<scale>[万亿](?!元)|百万(?!元))?(?P<more2>[余多])?(?P<unit>{UNIT})?"
)
_IDIOM = (
    r"[十百千万]分(?!钟)|[四到]处|一(?![百千万亿十零〇一二三四五六七八九点])"
    r"|[一二两三四五六七八九十]{1,3}(?:点(?![零〇一二三四五六七八九])|[年月日度面门字口部车队路号站头级套])"
)
_CAPITALS = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿"
_WORDS = re.compile(
    rf"(?P<capitals>[{_CAPITALS}]{{2,30}}[元圆](?:零?[{_CAPITALS}]角)?(?:零?[{_CAPITALS}]分)?[整正]?)|(?P<percent>[百千]分之{CHINESE})|(?P<tenths>[一二两三四五六七八九]成[一二三四五六七八九半]?(?![员立功果就为本]))"
    rf"|(?<![第上下这那某另同各几数每零〇一二两三四五六七八九十百千万亿半])(?!{_IDIOM})(?P<word>{CHINESE})(?P<more>[余多])?(?P<unit>{UNIT})"
)


class Token(NamedTuple):
    """A figure at `start:end` of the folded text. Percentages are shares; amounts and counts stand in `unit`."""

    kind: str
    start: int
    end: int
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    places: int = 0
    vague: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Every figure of a folded text from left to right; book titles, quoted catchwords and ordinals are passed over."""
    patterns = (PASSED, FRACTION, _MIXED, _SINGLE, _WORDS)
    waiting = [pattern.search(text) for pattern in patterns]
    position = 0
    while True:
        for i, match in enumerate(waiting):
            if match and match.start() < position:
                waiting[i] = patterns[i].search(text, position)
        found = [(match.start(), i) for i, match in enumerate(waiting) if match]
        if not found:
            return
        _, first = min(found)
        match = waiting[first]
        if match is None:
            return
        token = (_passed, _fraction, _mixed, _figure, _spelt)[first](match)
        if token:
            yield token
        position = match.end()


def _passed(match: re.Match[str]) -> Token | None:
    for kind in ("document", "date", "years", "year"):
        if match[kind]:
            words = match["document_year"] or match[kind]
            year = re.match(r"(?:19|20)\d\d", words)
            spelt = None if year or kind != "year" else chinese_number(words.rstrip("年"))
            value = Decimal(year[0]) if year else spelt
            return Token(kind, match.start(), match.end(), value)
    return None


def _fraction(match: re.Match[str]) -> Token | None:
    return Token("fraction", match.start(), match.end(), Decimal(match[1]), Decimal(match[2]))


def _mixed(match: re.Match[str]) -> Token | None:
    rest = int(match["rest"] or 0) + int(match["qian"] or 0) * 1000 + int(match["bai"] or 0) * 100
    return Token("amount", match.start(), match.end(), Decimal(int(match["wan"]) * 10_000 + rest), None, "元")


def _figure(match: re.Match[str]) -> Token | None:
    low = match["low"]
    value = Decimal(low.replace(",", ""))
    if not match["unit"] and not match["scale"] and match.string[match.start() - 1 : match.start()] == "¥":
        return Token("amount", match.start(), match.end(), value, None, "元", len(low.partition(".")[2]))
    upper = Decimal(match["high"]) if match["high"] else None
    unit, scale = (match["unit"] or match["unit1"] or "").removesuffix("整"), match["scale"] or ""
    apart = match.string[match.start() - 1 : match.start()] == " " or match.string[match.end() : match.end() + 1] == " "
    broken = scale != "" and unit == "" and match.string[match.end() : match.end() + 1].isdigit()
    vague = bool(match["more"] or match["more2"] or apart or broken)
    places = len(low.partition(".")[2])
    return _token(match, (value, upper), (scale, unit), (places, vague))


def _spelt(match: re.Match[str]) -> Token | None:
    if match["capitals"]:
        return Token("amount", match.start(), match.end(), money_in_words(match["capitals"]), None, "元")
    words = match["percent"] or match["tenths"] or match["word"]
    value = chinese_number(words)
    if value is None:
        return None
    if not match["word"]:
        vague = bool(match["tenths"])
        return Token("percent", match.start(), match.end(), value, None, "%", decimals(value * 100), vague)
    unit, scale = match["unit"].removesuffix("整"), ""
    return _token(match, (value, None), (scale, unit), (0, match["more"] is not None))


def _token(
    match: re.Match[str],
    value: tuple[Decimal, Decimal | None],
    unit: tuple[str, str],
    shown: tuple[int, bool],
) -> Token | None:
    scale, name = unit
    kind, factor, called = _kind(scale, name)
    low, high = (None if v is None else plain_decimal(v * factor) for v in value)
    return Token(kind, match.start(), match.end(), low, high, called, shown[0], shown[1])


def _kind(scale: str, unit: str) -> tuple[str, Decimal, str]:
    """What a figure with this scale and unit is, its factor, and the unit as we call it."""
    if unit == "%":
        return "percent", Decimal("0.01"), "%"
    if unit == "‰":
        return "percent", Decimal("0.001"), "%"
    if unit in ("百分点", "个百分点"):
        return "points", Decimal("0.01"), "%"
    if unit in MONEY:
        return "amount", Decimal(1), unit
    if scale and not unit:
        return "amount", Decimal(1), f"{scale}元"
    factor = SCALES.get(scale, Decimal(1))
    if unit.removeprefix("个") in TIMES:
        return "duration", factor, unit
    return ("count" if unit in MEASURES else "number"), factor, unit
