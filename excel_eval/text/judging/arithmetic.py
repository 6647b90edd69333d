"""Claims held against nothing but the figures they state: growth, comparisons, sums, announced lists, numbering."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from excel_eval.messages import text
from excel_eval.numbers import decimals, fixed, plain, rounded
from excel_eval.text.judging.facts import Facts
from excel_eval.text.judging.ratios import amounts_agree, digits_swapped, one_digit_off, stated_percent
from excel_eval.text.judging.verdict import AGREES, CONTRADICTS, IMPOSSIBLE, OPEN, Verdict, percent_of, verdict
from excel_eval.text.passage import Claim
from excel_eval.text.statements.growth import CHANGE, RATE, TIMES
from excel_eval.text.units import MONEY


def compared(one: Decimal, other: Decimal) -> str:
    """How one figure stands to another: more, less or same."""
    return "more" if one > other else "less" if one < other else "same"


def holds(said: str, one: Decimal, other: Decimal) -> bool:
    """Whether what is said of one figure beside another is so."""
    if said in ("at_most", "at_least"):
        return one <= other if said == "at_most" else one >= other
    return said == compared(one, other)


def growth(claim: Claim, facts: Facts) -> Verdict:
    """增长 and 下降: the direction, then the percentage, the difference or the multiple."""
    base, done = claim.base, claim.done
    if base is None or done is None or claim.vague:
        return OPEN
    moved = "up" if done > base else "down" if done < base else "same"
    if claim.role and claim.role != moved:
        word = text(f"text.moved_{moved}")
        figures = {"base": _figure(base, claim.unit), "done": _figure(done, claim.unit)}
        return verdict(CONTRADICTS, "claim_direction", claim, expected=word, **figures)
    if claim.value is None or (claim.unit == "%" and claim.noun == RATE):
        return Verdict(AGREES) if claim.role else OPEN
    if claim.noun == CHANGE:
        return _change(claim, abs(done - base))
    if not base:
        return verdict(IMPOSSIBLE, "claim_from_zero", claim)
    if claim.noun == TIMES:
        return _times(claim, done / base)
    check = stated_percent(abs(done - base), base, claim.value, claim.places)
    if check.ok or (claim.unit in MONEY and amounts_agree(abs(done - base), base, claim.value, claim.places)):
        return Verdict(AGREES)
    expected = percent_of(check.expected, claim.places)
    return verdict(CONTRADICTS, "claim_growth", claim, expected=expected, slip=check.slip, base=plain(base), done=plain(done))


def _change(claim: Claim, true: Decimal) -> Verdict:
    """A difference stated beside the two figures: 由80件增加到100件，增加20件."""
    value = claim.value or Decimal(0)
    if value in (true, rounded(true, claim.places + (2 if claim.unit == "%" else 0))):
        return Verdict(AGREES)
    figures = {"base": _figure(claim.base or Decimal(0), claim.unit), "done": _figure(claim.done or Decimal(0), claim.unit)}
    expected = f"{plain(true * 100)}{text('text.points')}" if claim.unit == "%" else plain(true) + claim.unit
    return verdict(CONTRADICTS, "claim_change", claim, expected=expected, **figures)


_TOLERATED = Decimal("0.05")


def _times(claim: Claim, ratio: Decimal) -> Verdict:
    """增长2倍 means three times as much, and is often said of twice as much; a multiple is never exact."""
    value = claim.value or Decimal(0)
    if any(abs(ratio - times) <= times * _TOLERATED for times in (value + 1, value if claim.text.endswith("倍") else value + 1)):
        return Verdict(AGREES)
    figures = {"base": _figure(claim.base or Decimal(0), claim.unit), "done": _figure(claim.done or Decimal(0), claim.unit)}
    return verdict(CONTRADICTS, "claim_times", claim, expected=f"{plain(rounded(ratio, 2))}倍", **figures)


def comparison(claim: Claim, facts: Facts) -> Verdict:
    """One figure said to be more than, less than or the same as another."""
    base, done = claim.base, claim.done
    if base is None or done is None or claim.vague:
        return OPEN
    if holds(claim.role, done, base):
        return Verdict(AGREES)
    figures = {"base": _figure(base, claim.unit), "done": _figure(done, claim.unit)}
    expected = text(f"text.compared_{compared(done, base)}") + figures["base"]
    return verdict(CONTRADICTS, "claim_comparison", claim, expected=expected, **figures)


def _figure(value: Decimal, unit: str) -> str:
    return f"{plain(value * 100)}%" if unit == "%" else plain(value) + unit


def added_up(claim: Claim, facts: Facts) -> Verdict:
    """A total against its parts: within rounding, or wrong where every part is named or a slip explains it."""
    total, parts = claim.value, claim.parts
    if total is None or claim.vague or claim.role == "overlapping":
        return OPEN
    added = sum(parts, Decimal(0))
    if added == total:
        return Verdict(AGREES)
    fine = sum(decimals(value) == claim.places for value in (total, *parts))
    if claim.places and abs(added - total) <= Decimal(fine) / 2 * Decimal(1).scaleb(-claim.places):
        return verdict(AGREES, "claim_sum_rounding", claim, expected=plain(added) + claim.unit, count=len(parts))
    near = abs(added - total) * 50 <= abs(total) or _explained(total, parts, claim.places, digits_swapped)
    near = near or (claim.role == "siblings" and _explained(total, parts, claim.places, one_digit_off))
    if claim.role != "all" and not near and max(parts) <= total and (added < total or claim.unit not in MONEY):
        return OPEN
    expected = plain(added) + claim.unit
    return verdict(CONTRADICTS, "claim_sum", claim, expected=expected, count=len(parts))


def difference(claim: Claim, facts: Facts) -> Verdict:
    """What is left of a figure against what it should be; where the words leave doubt, only swapped digits are told of."""
    left, right = claim.value, claim.done
    if left is None or right is None or right < 0 or claim.vague:
        return OPEN
    if left == right or (claim.places and abs(left - right) * 2 <= len(claim.parts) * Decimal(1).scaleb(-claim.places)):
        return Verdict(AGREES)
    if not claim.whole and not digits_swapped(fixed(left, claim.places), fixed(right, claim.places)):
        return OPEN
    terms = "".join(f"{'+' if part >= 0 else ''}{plain(part)}" for part in claim.parts).removeprefix("+")
    return verdict(CONTRADICTS, "claim_difference", claim, expected=plain(right) + claim.unit, terms=terms)


def product(claim: Claim, facts: Facts) -> Verdict:
    """A number times what each costs against the total stated, or a total shared out against what each is said to get."""
    stated, right = claim.value, claim.done
    if stated is None or right is None or claim.vague:
        return OPEN
    low, high = claim.parts
    if low <= stated <= high or rounded(right, claim.places) == stated:
        return Verdict(AGREES)
    if not claim.whole and not digits_swapped(fixed(stated, claim.places), fixed(rounded(right, claim.places), claim.places)):
        return OPEN
    expected = plain(rounded(right, max(claim.places, 2))) + claim.unit
    return verdict(CONTRADICTS, "claim_product", claim, expected=expected, terms=claim.words)


def _explained(total: Decimal, parts: tuple[Decimal, ...], places: int, slip: Callable[[str, str], bool]) -> bool:
    """Whether one slip in one figure explains why parts do not add up."""
    added = sum(parts, Decimal(0))
    rights = [(total, added), *((part, total - added + part) for part in parts)]
    return any(right > 0 and slip(fixed(one, places), fixed(right, places)) for one, right in rights)


def listed(claim: Claim, facts: Facts) -> Verdict:
    """A number announced against how many are listed."""
    low, high = claim.parts
    if claim.value is None or low <= claim.value <= high:
        return Verdict(AGREES)
    return verdict(CONTRADICTS, "claim_listed", claim, expected=plain(claim.done or low), noun=claim.text)


def ordinals(claim: Claim, facts: Facts) -> Verdict:
    """A place where a numbering jumps."""
    last = plain(claim.base or Decimal(0))
    return verdict(CONTRADICTS, "claim_ordinals", claim, expected=plain((claim.base or Decimal(0)) + 1), last=last)
