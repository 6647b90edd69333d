"""Claims held against their arithmetic and against the sheet: agreeing, contradicted, impossible, or open."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from excel_eval.numbers import plain
from excel_eval.text.judging import against, against_amounts, arithmetic, points
from excel_eval.text.judging.facts import Facts, MeasureFact
from excel_eval.text.judging.ratios import (
    Pair,
    amounts_agree,
    attainable,
    nearest_attainable,
    stated_percent,
)
from excel_eval.text.judging.verdict import (
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
from excel_eval.text.passage import Claim
from excel_eval.text.statements.roles import EXECUTION
from excel_eval.text.units import MONEY

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
    """Every claim of one text with its verdict; a balance that the sheet contradicts is not told of twice."""
    found = tuple(found)
    pairs = [(c.done, c.base) for c in found if c.kind == "pair" and c.done is not None and c.base]
    near: tuple[Pair, ...] = tuple((done, base) for done, base in pairs[:20])
    judged = [(c, judge(c, facts, [p for p in near if p != (c.done, c.base)])) for c in found]
    told = {(c.start, c.end) for c, v in judged if c.kind == "amount" and v.wrong}
    return tuple((c, OPEN if c.kind == "difference" and c.related[0] in told else v) for c, v in judged)


def _pair(claim: Claim, facts: Facts, others: tuple[Pair, ...]) -> Verdict:
    base, done = claim.base, claim.done
    if base is None or done is None:
        return OPEN
    if not base:
        return OPEN if claim.value is None else verdict(IMPOSSIBLE, "claim_no_base", claim)
    if claim.role == "persons":
        return _persons(claim, base, done)
    if done > base and claim.value is not None and claim.value <= 1 and _countable(claim):
        return verdict(CONTRADICTS, "claim_more_done", claim, base=plain(base), done=plain(done))
    row = against.measure(claim, facts)
    if claim.value is not None and not any(_right(claim, done, total) for total in claim.parts or (base,)):
        return _wrong_rate(claim, (done, base), row, others)
    if done > base and claim.role not in LIMITS and (_bounded(claim.noun) or not (claim.value and claim.value > 1)):
        return verdict(CONTRADICTS, "claim_more_done", claim, base=plain(base), done=plain(done))
    if row and not (_fits(row.total, base) and _fits(row.done, done)):
        expected = f"{_plain(row.total)}/{_plain(row.done)}"
        wrong = "done" if _fits(row.total, base) else "total"
        return verdict(
            CONTRADICTS, "claim_row", claim, expected=expected, path=f"{row.path}.{wrong}", base=plain(base),
            done=plain(done), name=row.name,
        )  # fmt: skip
    if row:
        return Verdict(AGREES_CELL, path=f"{row.path}.done")
    return Verdict(AGREES) if claim.value is not None else OPEN


def _countable(claim: Claim) -> bool:
    """Whether a pair is one of counts that were really reached, so that no more can be done than there are."""
    return claim.whole and not claim.vague and claim.unit not in MONEY and claim.role not in LIMITS and len(claim.parts) < 2


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
    for total in claim.parts[1:] if claim.places and check.slip not in _TELLING else ():
        other = stated_percent(done, total, claim.value, claim.places)
        if other.slip in _TELLING:
            base, check = total, other
            break
    if not claim.whole and check.slip not in _TELLING:
        return OPEN
    return verdict(
        CONTRADICTS, "claim_pair", claim, expected=percent_of(check.expected, claim.places), slip=check.slip,
        path=f"{row.path}.claimed" if row else _rate_path(claim), base=_counted(base, claim), done=_counted(done, claim),
    )  # fmt: skip


_TELLING = ("truncated", "swapped_digits")
"""Slips that leave no doubt which figures a rate was meant to come from."""


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


_JUDGES = {
    "amount": against_amounts.amount,
    "rate": _rate,
    "count": against.count,
    "grade": points.grade,
    "growth": arithmetic.growth,
    "comparison": arithmetic.comparison,
    "relation": against.relation,
    "sum": arithmetic.added_up,
    "listed": arithmetic.listed,
    "difference": arithmetic.difference,
    "product": arithmetic.product,
    "ordinals": arithmetic.ordinals,
    "spent_up": against.spent_up,
    "document": against.document,
    "year": against.year,
}
