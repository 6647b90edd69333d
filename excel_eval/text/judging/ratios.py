"""A stated percentage against the two figures it comes from: right at its decimals, or by which slip it went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from excel_eval.numbers import fixed

Pair = tuple[Decimal, Decimal]
"""(done, total)."""


@dataclass(frozen=True, slots=True)
class RatioCheck:
    """Whether a stated share agrees; `expected` is the true share as it should be shown.

    `slip` says how it goes wrong: truncated, swapped_digits, other_pair, wrong_denominator, complement (the unfinished
    part) or shifted_point (off by a power of ten); "" where that cannot be said.
    """

    ok: bool
    expected: Decimal
    slip: str = ""


def share_at(done: Decimal, total: Decimal, places: int) -> Decimal:
    """done/total as a share whose percentage has `places` decimals, half up: 59/61 at 1 place is 0.967."""
    return _half_up(Fraction(done) / Fraction(total), places)


def _half_up(share: Fraction, places: int) -> Decimal:
    scaled = abs(share) * 100 * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if share >= 0 else -whole).scaleb(-places - 2)


def stated_percent(
    done: Decimal, total: Decimal, stated: Decimal, places: int, others: Iterable[Pair] = ()
) -> RatioCheck:
    """Check a stated share against done/total at the percentage's `places` decimals; `others` are pairs nearby.

    A total of 0 gives no share: then nothing stated is right.
    """
    if not total:
        return RatioCheck(False, Decimal(0))
    right = share_at(done, total, places)
    if right == stated:
        return RatioCheck(True, right)
    found = next((name for name, share in _slips(done, total, places, others) if share == stated), "")
    swapped = found != "truncated" and digits_swapped(fixed(stated * 100, places), fixed(right * 100, places))
    return RatioCheck(False, right, "swapped_digits" if swapped else found)


def _slips(done: Decimal, total: Decimal, places: int, others: Iterable[Pair]) -> Iterator[tuple[str, Decimal]]:
    """The shares that each slip would have given, the likelier slips first."""
    exact = Fraction(done) / Fraction(total)
    yield "truncated", Decimal(int(exact * 100 * 10**places)).scaleb(-places - 2)
    for part, whole in others:
        if whole:
            yield "other_pair", share_at(part, whole, places)
            yield "wrong_denominator", share_at(done, whole, places)
        yield "wrong_denominator", share_at(part, total, places)
    yield "complement", _half_up(1 - exact, places)
    if done:
        yield "wrong_denominator", _half_up(1 / exact, places)
    if total > done:
        yield "wrong_denominator", share_at(done, total - done, places)
    for power in (10, 100):
        yield "shifted_point", _half_up(exact * power, places)
        yield "shifted_point", _half_up(exact / power, places)


def digits_swapped(found: str, expected: str) -> bool:
    """Whether two neighbouring digits changed places and nothing else: 97.6 and 96.7."""
    one, other = (figure.replace(".", "") for figure in (found, expected))
    if len(one) != len(other) or found.find(".") != expected.find("."):
        return False
    wrong = [i for i, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    first, second = wrong
    return (one[first], one[second]) == (other[second], other[first])


def one_digit_off(found: str, expected: str) -> bool:
    """Whether one digit is another one and nothing else differs: 118 and 168."""
    same = len(found) == len(expected) and found.find(".") == expected.find(".")
    return same and sum(one != other for one, other in zip(found, expected, strict=True)) == 1


def attainable(total: Decimal, share: Decimal, places: int) -> bool:
    """Whether some whole number of `total` things is this share, half up at `places` decimals of percent (GRIM)."""
    if total <= 0:
        return False
    half = Fraction(1, 2 * 100 * 10**places)
    low, high = (Fraction(share) - half) * Fraction(total), (Fraction(share) + half) * Fraction(total)
    first = max(0, -((-low.numerator) // low.denominator))
    return first < high and first <= total


def nearest_attainable(total: Decimal, share: Decimal, places: int) -> tuple[Decimal, Decimal]:
    """The two shares around a stated one that whole numbers of `total` things can have."""
    below = int(share * total)
    return share_at(Decimal(below), total, places), share_at(Decimal(below + 1), total, places)


def amounts_agree(done: Decimal, total: Decimal, stated: Decimal, places: int) -> bool:
    """Whether a stated share fits two amounts that are themselves rounded to the decimals they show."""
    if not total:
        return False
    exponents = [value.as_tuple().exponent for value in (done, total)]
    shown = max((-e for e in exponents if isinstance(e, int)), default=0)
    half = Fraction(1, 2 * 10 ** max(shown, 0)) if shown > 0 else Fraction(0)
    if abs(Fraction(total)) <= half:
        return True
    bounds = ((Fraction(done) - half) / (Fraction(total) + half), (Fraction(done) + half) / (Fraction(total) - half))
    return _half_up(min(bounds), places) <= stated <= _half_up(max(bounds), places)
