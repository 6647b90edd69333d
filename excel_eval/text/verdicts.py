"""Claims held against their arithmetic and against the sheet: agreeing, contradicted, impossible, or open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from excel_eval.messages import text
from excel_eval.numbers import decimals, fixed, plain, rounded
from excel_eval.text import against
from excel_eval.text.facts import Facts, MeasureFact
from excel_eval.text.growth import CHANGE, RATE, TIMES
from excel_eval.text.passage import Claim
from excel_eval.text.ratios import (
    Pair,
    amounts_agree,
    attainable,
    digits_swapped,
    nearest_attainable,
    one_digit_off,
    stated_percent,
)
from excel_eval.text.roles import EXECUTION
from excel_eval.text.units import MONEY
from excel_eval.text.verdict import (
    AGREES,
    AGREES_CELL,
    CONTRADICTS,
    IMPOSSIBLE,
    LIMITS,
    OPEN,
    UNJUDGED,
    Verdict,
    percent_of,
    shown,
    verdict,
)

__all__ = [
    "AGREES",
    "AGREES_CELL",
    "CONTRADICTS",
    "IMPOSSIBLE",
    "UNJUDGED",
    "Verdict",
    "judge",
    "judge_all",
    "percent_of",
    "shown",
]


def judge(claim: Claim, facts: Facts | None = None, others: Iterable[Pair] = ()) -> Verdict:
    """The verdict on one claim; `others` are (done, total) of the pairs beside it, to name a rate of the wrong pair."""
    facts = facts or Facts()
    if claim.kind == "pair":
        return _pair(claim, facts, tuple(others))
    return _JUDGES[claim.kind](claim, facts) if claim.kind in _JUDGES else OPEN


def judge_all(found: Iterable[Claim], facts: Facts | None = None) -> tuple[tuple[Claim, Verdict], ...]:
    """Every claim of one text with its verdict."""
    found = tuple(found)
    pairs = [(c.done, c.base) for c in found if c.kind == "pair" and c.done is not None and c.base]
    near: tuple[Pair, ...] = tuple((done, base) for done, base in pairs[:20])
    return tuple((c, judge(c, facts, [p for p in near if p != (c.done, c.base)])) for c in found)


def _pair(claim: Claim, facts: Facts, others: tuple[Pair, ...]) -> Verdict:
    base, done = claim.base, claim.done
    if base is None or done is None:
        return OPEN
    if not base:
        return OPEN if claim.value is None else verdict(IMPOSSIBLE, "claim_no_base", claim)
    if claim.role == "persons":
        return _persons(claim, base, done)
    row = against.measure(claim, facts)
    if claim.value is not None and not any(_right(claim, done, total) for total in claim.parts or (base,)):
        return _wrong_rate(claim, (done, base), row, others)
    if done > base and claim.role not in LIMITS and (_bounded(claim.noun) or not (claim.value and claim.value > 1)):
        return verdict(CONTRADICTS, "claim_more_done", claim, base=plain(base), done=plain(done))
    if row and not (_fits(row.total, base) and _fits(row.done, done)):
        expected = f"{_plain(row.total)}/{_plain(row.done)}"
        return verdict(
            CONTRADICTS, "claim_row", claim, expected=expected, path=f"{row.path}.done", base=plain(base),
            done=plain(done), name=row.name,
        )  # fmt: skip
    if row:
        return Verdict(AGREES_CELL, path=f"{row.path}.done")
    return Verdict(AGREES) if claim.value is not None else OPEN


def _plain(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _fits(cell: Decimal | None, value: Decimal) -> bool:
    return cell is None or cell == value


def _right(claim: Claim, done: Decimal, total: Decimal) -> bool:
    value = claim.value
    if value is None or claim.upper is not None or not total:
        return True
    if stated_percent(done, total, value, claim.places).ok:
        return True
    return claim.unit in MONEY and amounts_agree(done, total, value, claim.places)


def _wrong_rate(claim: Claim, pair: Pair, row: MeasureFact | None, others: tuple[Pair, ...]) -> Verdict:
    if claim.vague or claim.role in ("floor", "cap", "target") or claim.value is None:
        return OPEN
    done, base = pair
    check = stated_percent(done, base, claim.value, claim.places, others)
    if not claim.whole and check.slip not in ("truncated", "swapped_digits"):
        return OPEN
    return verdict(
        CONTRADICTS, "claim_pair", claim, expected=percent_of(check.expected, claim.places), slip=check.slip,
        path=f"{row.path}.claimed" if row else _rate_path(claim), base=_counted(base, claim), done=_counted(done, claim),
    )  # fmt: skip


def _counted(value: Decimal, claim: Claim) -> str:
    """A figure of a pair, with its unit where it is an amount."""
    return plain(value) + (claim.unit if claim.unit in MONEY else "")


def _rate_path(claim: Claim) -> str:
    """Where the sheet has the rate that two amounts are stated for."""
    return "funds.total.rate" if claim.unit in MONEY and EXECUTION.search(claim.noun) else ""


def _persons(claim: Claim, persons: Decimal, batches: Decimal) -> Verdict:
    if batches > persons:
        return verdict(CONTRADICTS, "claim_batches", claim, base=plain(persons), done=plain(batches))
    return Verdict(AGREES)


def _rate(claim: Claim, facts: Facts) -> Verdict:
    if claim.value is None or claim.upper is not None or claim.role in LIMITS:
        return OPEN
    if claim.role in ("execution", "balance"):
        return against.execution(claim, facts)
    known = against.stated_elsewhere(claim, facts)
    if known:
        return known
    if claim.value > 1 and (claim.role == "share" or _bounded(claim.noun)):
        return verdict(IMPOSSIBLE, "claim_over", claim)
    if claim.base is None or (not claim.base and not claim.base_stated):
        return _base_missing(claim)
    if not claim.base:
        return verdict(IMPOSSIBLE, "claim_no_base", claim)
    if not claim.vague and claim.value <= 1 and not attainable(claim.base, claim.value, claim.places):
        low, high = nearest_attainable(claim.base, claim.value, claim.places)
        reason = "claim_impossible" if claim.base_stated else "claim_impossible_nearby"
        near = f"{percent_of(low, claim.places)} / {percent_of(high, claim.places)}"
        return verdict(IMPOSSIBLE, reason, claim, base=plain(claim.base), name=claim.noun, expected=near)
    return OPEN if claim.base_stated else _base_missing(claim)


def _base_missing(claim: Claim) -> Verdict:
    if claim.vague or not claim.noun:
        return OPEN
    return Verdict(UNJUDGED, "claim_base_missing", figures=(("found", shown(claim)), ("name", claim.noun)))


def _bounded(name: str) -> bool:
    """Whether a rate cannot exceed 100%: not growth, completion of a plan, returns and the like."""
    free = ("完成", "增", "执行", "收益", "回报", "负荷", "达成", "实现", "超", "利用")
    return name.endswith("率") and not any(word in name for word in free)


def _growth(claim: Claim, facts: Facts) -> Verdict:
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


def _comparison(claim: Claim, facts: Facts) -> Verdict:
    base, done = claim.base, claim.done
    if base is None or done is None or claim.vague:
        return OPEN
    if against.holds(claim.role, done, base):
        return Verdict(AGREES)
    figures = {"base": _figure(base, claim.unit), "done": _figure(done, claim.unit)}
    expected = text(f"text.compared_{against.compared(done, base)}") + figures["base"]
    return verdict(CONTRADICTS, "claim_comparison", claim, expected=expected, **figures)


def _figure(value: Decimal, unit: str) -> str:
    return f"{plain(value * 100)}%" if unit == "%" else plain(value) + unit


def _sum(claim: Claim, facts: Facts) -> Verdict:
    total, parts = claim.value, claim.parts
    if total is None or claim.vague:
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


def _explained(total: Decimal, parts: tuple[Decimal, ...], places: int, slip: Callable[[str, str], bool]) -> bool:
    """Whether one slip in one figure explains why parts do not add up."""
    added = sum(parts, Decimal(0))
    rights = [(total, added), *((part, total - added + part) for part in parts)]
    return any(right > 0 and slip(fixed(one, places), fixed(right, places)) for one, right in rights)


def _listed(claim: Claim, facts: Facts) -> Verdict:
    low, high = claim.parts
    if claim.value is None or low <= claim.value <= high:
        return Verdict(AGREES)
    return verdict(CONTRADICTS, "claim_listed", claim, expected=plain(claim.done or low), noun=claim.text)


def _ordinals(claim: Claim, facts: Facts) -> Verdict:
    last = plain(claim.base or Decimal(0))
    return verdict(CONTRADICTS, "claim_ordinals", claim, expected=plain((claim.base or Decimal(0)) + 1), last=last)


_JUDGES = {
    "amount": against.amount,
    "rate": _rate,
    "count": against.count,
    "growth": _growth,
    "comparison": _comparison,
    "relation": against.relation,
    "sum": _sum,
    "listed": _listed,
    "ordinals": _ordinals,
    "spent_up": against.spent_up,
    "document": against.document,
    "year": against.year,
}
