"""How a wrong percentage came about: what a person probably did instead of dividing the two figures beside it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Context, Decimal

from excel_eval.numbers import fixed, rounded

_WIDE = Context(prec=60)
MOST_PLACES = 8
"""A percentage shown with more decimals than this comes from a formula and is compared at these."""

Pair = tuple[Decimal, Decimal]
"""(base, part) of a ratio."""


def exact_percent(total: Decimal, done: Decimal) -> Decimal:
    """100·done/total, to sixty digits."""
    return _WIDE.divide(_WIDE.multiply(Decimal(100), done), total)


def percent_of(total: Decimal, done: Decimal, places: int) -> Decimal:
    """The percentage that a person should see: 100·done/total, half up to `places` decimals."""
    return rounded(exact_percent(total, done), places)


def slip(stated: Decimal, total: Decimal, done: Decimal, places: int, others: Iterable[Pair] = ()) -> str:
    """The likeliest slip behind a wrong percentage, as N01 names its variants; "" where nothing simple explains it."""
    exact = exact_percent(total, done)
    if stated == exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN):
        return "truncated"
    if digits_swapped(fixed(stated, places), fixed(exact, places)):
        return "swapped"
    if stated not in (0, 100):
        for base, part in others:
            if stated == percent_of(base, part, places):
                return "pair"
            if stated in (percent_of(base, done, places), percent_of(total, part, places)):
                return "denominator"
    if stated == rounded(100 - exact, places):
        return "complement"
    shifted = any(stated == rounded(exact.scaleb(power), places) for power in (-2, -1, 1, 2))
    return "shifted" if stated and shifted else ""


def digits_swapped(found: str, expected: str) -> bool:
    """Whether two figures of one length differ by two digits that changed places: 97.6 and 96.7."""
    if len(found) != len(expected):
        return False
    wrong = [(a, b) for a, b in zip(found, expected, strict=True) if a != b]
    return len(wrong) == 2 and wrong[0] == wrong[1][::-1]


def attainable(percent: Decimal, places: int, total: Decimal) -> bool:
    """Whether some whole part of `total` rounds to this percentage at these decimals (the GRIM test)."""
    near = int(percent * total / 100)
    parts = [part for part in (near - 1, near, near + 1) if 0 <= part <= total]
    return any(percent_of(total, Decimal(part), places) == rounded(percent, places) for part in parts)
