"""Chinese numerals: read (八十五万, 三成, 百分之九十五, 二〇二〇), and written as 人民币大写."""

from __future__ import annotations

import re
from decimal import Decimal

from excel_eval.numbers import rounded

_SPELLINGS = ("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {character: digit for digit, spellings in enumerate(_SPELLINGS) for character in spellings}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SECTIONS = {"万": 10**4, "亿": 10**8}
NUMERAL = "零〇○一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿"
_ALL = re.compile(f"[{NUMERAL}]{{1,40}}")
_SHARES = {"百分之": Decimal("0.01"), "千分之": Decimal("0.001"), "万分之": Decimal("0.0001")}
_MONEY = re.compile(rf"(?:人民币)?(?:([{NUMERAL}]{{1,40}})[元圆])?零?(?:([{NUMERAL}])角)?零?(?:([{NUMERAL}])分)?[整正]?")


MIXED = re.compile(r"(?<![\d.,])\d{1,8}(?:亿\d{1,4}万|[亿万千]\d{1,2}[千百]?(?:\d百)?)(?=[元人册份棵株米亩]|$)")
"""Digits and characters in turn: 85万6千2百, 1亿2000万, 3万5."""
_STEP = re.compile(r"(\d{1,8})([亿万千百]?)")
_STEPS = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100}


def mixed_number(words: str) -> tuple[Decimal, str] | None:
    """The number and the scale of its first step: 85万6千2百 is (85.62, 万); None where its steps do not fall.

    A last digit without a step is of the next lower one: 3万5 is 3.5万.
    """
    steps = [(int(number), scale) for number, scale in _STEP.findall(words)]
    (whole, first), *rest = steps
    value, size = Decimal(whole * _STEPS[first]), _STEPS[first]
    for number, scale in rest:
        step = _STEPS[scale] if scale else size // 10
        if number * step >= size or (not scale and number > 9):
            return None
        value, size = value + number * step, step
    return value / _STEPS[first], first


def chinese_number(text: str) -> Decimal | None:
    """The number that Chinese numerals spell, exactly; None for anything else, and for vague ones (三五十, 数百)."""
    text = text.strip()
    if text in ("半", "一半"):
        return Decimal("0.5")
    if text[:1] == "负":
        value = chinese_number(text[1:])
        return None if value is None else -value
    for prefix, factor in _SHARES.items():
        if text.startswith(prefix):
            rest = text.removeprefix(prefix)
            value = Decimal(100) if rest == "百" else _decimal(rest)
            return None if value is None else value * factor
    if "成" in text:
        return _tenths(text)
    return _decimal(text)


def _tenths(text: str) -> Decimal | None:
    """三成 is 0.3, 三成五 and 三成半 are 0.35."""
    whole, _, rest = text.partition("成")
    last = Decimal(5) if rest == "半" else Decimal(_DIGITS.get(rest, 0))
    if (whole not in _DIGITS and whole != "十") or (rest and not last):
        return None
    return (Decimal(_DIGITS.get(whole, 10)) + last / 10) / 10


def _decimal(text: str) -> Decimal | None:
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    if not fraction or any(c not in _DIGITS for c in fraction):
        return None
    digits = "".join(str(_DIGITS[c]) for c in fraction)
    return Decimal(f"{value}.{digits}")


def _whole(text: str) -> int | None:
    if not _ALL.fullmatch(text):
        return None
    if all(c in _DIGITS for c in text):
        return _digit_string(text)
    for mark, size in reversed(_SECTIONS.items()):
        head, found, tail = text.rpartition(mark)
        if found:
            return _joined(head, tail, size)
    return _section(text)


def _digit_string(text: str) -> int | None:
    """二〇二〇 digit by digit; two digits side by side (三五) mean "three to five" and are not a number."""
    if len(text) == 2 and not set(text) & set("零〇○"):
        return None
    return int("".join(str(_DIGITS[c]) for c in text))


def _joined(head: str, tail: str, size: int) -> int | None:
    high = _whole(head) if head else None
    if high is None or (size == 10**4 and high >= 10**4):
        return None
    if not tail:
        return high * size
    if len(tail) == 1 and tail in _DIGITS and _DIGITS[tail]:
        return high * size + _DIGITS[tail] * size // 10
    low = _whole(tail.lstrip("零〇"))
    return None if low is None or low >= size else high * size + low


def _section(text: str) -> int | None:
    """A number below 10 000: 一百二十, 一百零五, 十五; 一百二is 120."""
    total, digit, last = 0, None, 10_000
    for character in text:
        if character in _UNITS:
            size = _UNITS[character]
            if size >= last or (digit is None and not (size == 10 and (not total or text[0] in "十拾"))):
                return None
            total, digit, last = total + (1 if digit is None else digit) * size, None, size
        elif digit:
            return None
        else:
            digit = _DIGITS[character]
    if digit is None:
        return total
    short = digit and last > 10 and text[-2] not in "零〇"
    return total + digit * (last // 10 if short else 1)


def money_in_words(text: str) -> Decimal | None:
    """The yuan that 人民币大写 spells (捌拾伍万陆仟贰佰元整 → 856200); None for anything else."""
    match = _MONEY.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    total = Decimal(0)
    for part, factor in zip(match.groups(), (Decimal(1), Decimal("0.1"), Decimal("0.01")), strict=True):
        value = _decimal(part) if part else Decimal(0)
        if value is None:
            return None
        total += value * factor
    return total


_CAPITAL = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def rmb_uppercase(yuan: Decimal) -> str:
    """An amount in yuan as 人民币大写, to the fen: 856200 → 捌拾伍万陆仟贰佰元整 (支付结算办法, annex 1)."""
    fen = int(rounded(abs(yuan) * 100))
    whole, (jiao, rest) = fen // 100, divmod(fen % 100, 10)
    words = ("负" if yuan < 0 and fen else "") + (f"{_capital_whole(whole)}元" if whole or not fen else "")
    if not jiao and not rest:
        return f"{words}整"
    if jiao:
        words += f"{_CAPITAL[jiao]}角"
    elif whole:
        words += "零"
    return words + (f"{_CAPITAL[rest]}分" if rest else "")


def _capital_whole(number: int) -> str:
    for size, mark in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if low and low < size // 10 else ""
            return _capital_whole(high) + mark + gap + (_capital_whole(low) if low else "")
    return _capital_group(number) or "零"


def _capital_group(group: int) -> str:
    words, zero = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + _CAPITAL[digit] + _PLACES[place]
        zero = not digit
    return words
