"""Figures: Decimal inside, one rounding (half up, as Excel's ROUND and 四舍五入 do), one percent, one plain form."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

EXCEL_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_RATIO_PLACES = 12
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)


def rounded(value: Decimal, places: int = 0) -> Decimal:
    """`value` to `places` decimals, halves away from zero; negative places round to tens, hundreds …"""
    step = Decimal(1).scaleb(-places)
    result = value.quantize(step, rounding=ROUND_HALF_UP, context=_WIDE)
    return result if places >= 0 else _WIDE.plus(result.quantize(Decimal(1), context=_WIDE))


def from_float(value: float) -> Decimal:
    """The decimal that a person sees for a binary float (0.1, not 0.1000000000000000055)."""
    return Decimal(repr(value))


def cell_number(stored: str) -> Decimal:
    """A number as stored in a cell, at the fifteen digits that Excel shows: 89.97399999999999 is 89.974."""
    return plain_decimal(EXCEL_DIGITS.create_decimal(stored))


def settled(ratio: Decimal) -> Decimal:
    """A ratio without the last digits of a binary division, in which two ways of rounding differ: twelve decimals."""
    return plain_decimal(rounded(ratio, _RATIO_PLACES)) if decimals(ratio) > _RATIO_PLACES else ratio


def alike(one: Decimal, other: Decimal) -> bool:
    """Whether two figures differ by no more than settling a binary division may change: one in the twelfth decimal."""
    return abs(one - other) <= Decimal(1).scaleb(-_RATIO_PLACES)


def plain_decimal(value: Decimal) -> Decimal:
    """The same number without trailing zeros, exponent or negative zero."""
    if not value:
        return Decimal(0)
    value = _WIDE.plus(value).normalize(_WIDE)
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1), context=_WIDE) if isinstance(exponent, int) and exponent > 0 else value


def plain(value: Decimal) -> str:
    """Digits without exponent and without trailing zeros: 85.62, 100, -0.5."""
    return f"{plain_decimal(value):f}"


def fixed(value: Decimal, places: int) -> str:
    """Digits with exactly `places` decimals, rounded half up: 8.56, 100.00."""
    return f"{rounded(value, places):f}"


def percent(share: Decimal, places: int = 2) -> str:
    """A share (0–1) as a percentage with up to `places` decimals, rounded half up: 0.8562 → 85.62%."""
    return plain(rounded(share * 100, places)) + "%"


def decimals(value: Decimal) -> int:
    """How many decimals a number needs: 85.62 → 2, 100 → 0."""
    exponent = plain_decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
