"""Chinese numerals of number formats: [DBNum1] 一百二十, [DBNum2] 壹佰贰拾, [DBNum3] full-width digits."""

from __future__ import annotations

from typing import NamedTuple


class Numerals(NamedTuple):
    """Ten digits, and the units of ten, a hundred and a thousand."""

    digits: str
    units: tuple[str, str, str]


NUMERALS = {
    "1": Numerals("〇一二三四五六七八九", ("十", "百", "千")),
    "2": Numerals("零壹贰叁肆伍陆柒捌玖", ("拾", "佰", "仟")),
    "3": Numerals("０１２３４５６７８９", ("", "", "")),
}
_GROUPS = ("", "万", "亿", "万亿", "亿亿")


def digit_by_digit(text: str, kind: str) -> str:
    """Every digit exchanged: 2020 → 二〇二〇."""
    return text.translate(dict(zip(map(ord, "0123456789"), NUMERALS[kind].digits, strict=True)))


def spelled(text: str, kind: str) -> str:
    """A number as it is read, decimals digit by digit: 120300.45 → 壹拾贰万零叁佰.肆伍."""
    sign, figures = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, fraction = figures.partition(".")
    if kind == "3" or not whole.isdigit() or len(whole) > 4 * len(_GROUPS):
        return digit_by_digit(text, kind)
    return sign + _whole(whole, NUMERALS[kind]) + point + digit_by_digit(fraction, kind)


def spelled_day(number: int, kind: str) -> str:
    """A month or day: 12 → 十二, without the one before ten."""
    text, ten = spelled(str(number), kind), NUMERALS[kind].units[0]
    return text.removeprefix(NUMERALS[kind].digits[1]) if kind == "1" and 10 <= number < 20 and ten else text


def _whole(digits: str, numerals: Numerals) -> str:
    zero, out, gap = numerals.digits[0], "", False
    width = -(-len(digits) // 4)
    padded = digits.rjust(4 * width, "0")
    for index in range(width):
        group = padded[4 * index : 4 * index + 4]
        if group == "0000":
            gap = True
            continue
        between = zero if out and (gap or group[0] == "0") else ""
        out += between + _group(group, numerals) + _GROUPS[width - 1 - index]
        gap = False
    return out or zero


def _group(group: str, numerals: Numerals) -> str:
    """Up to four digits with their units, one zero for any run of zeros inside."""
    out, gap = "", False
    for digit, unit in zip(group, (*reversed(numerals.units), ""), strict=True):
        if digit == "0":
            gap = True
            continue
        out += (numerals.digits[0] if gap and out else "") + numerals.digits[int(digit)] + unit
        gap = False
    return out
