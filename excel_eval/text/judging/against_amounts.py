"""Amounts of sentences held against the sheet: by their role, by the line whose name they bear."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from excel_eval.messages import text
from excel_eval.numbers import fixed, plain, rounded
from excel_eval.text.judging.facts import Facts
from excel_eval.text.judging.ratios import digits_swapped
from excel_eval.text.judging.verdict import AGREES, AGREES_CELL, CONTRADICTS, LIMITS, OPEN, Verdict, verdict
from excel_eval.text.passage import Claim
from excel_eval.text.units import MONEY


def amount(claim: Claim, facts: Facts) -> Verdict:
    """An amount by its role: the sheet's own spending or budget, or any amount of the sheet that reads the same."""
    elsewhere = claim.year is not None and facts.year is not None and claim.year != facts.year
    if claim.value is None or claim.upper is not None or claim.role in LIMITS or elsewhere:
        return OPEN
    if _overrun(claim, facts):
        return verdict(CONTRADICTS, "claim_overrun", claim, expected=text("text.left_over", amount=claim.text))
    role = "spent" if claim.role == "paid" else claim.role
    own = {"spent": facts.spent, "budget": facts.budget, "balance": facts.balance}.get(role)
    own_path = {"spent": facts.spent_path, "budget": facts.budget_path}.get(role, "")
    if own is not None and same_amount(claim, own):
        return Verdict(AGREES_CELL if own_path else AGREES, path=own_path)
    column = {"spent": (".executed",), "budget": (".budget", ".initial")}.get(claim.role, ("",))
    for figure in facts.amounts:
        if figure.path.endswith(column) and same_amount(claim, figure.value):
            return Verdict(AGREES_CELL, path=figure.path)
    if own is None or claim.vague or not claim.whole:
        return OPEN if claim.vague else _line(claim, facts)
    return _wrong_amount(claim, role, own, own_path)


def _wrong_amount(claim: Claim, role: str, own: Decimal, path: str) -> Verdict:
    """The verdict on an amount that is not the one of its role in the sheet, and how it went wrong."""
    value, size = claim.value or Decimal(0), MONEY[claim.unit] / MONEY["万元"]
    expected = own / size
    found, right = (fixed(each, max(claim.places, 2)) for each in (value, expected))
    slip = "swapped_digits" if digits_swapped(found, right) else _factor(value, expected)
    return verdict(
        CONTRADICTS, f"claim_{role}", claim, expected=plain(expected) + claim.unit, slip=slip, path=path
    )


_OVERSPENT = re.compile(r"(?<![未无有没不])超支(?:了|金额|资金|额)?(?:共计|为)?[:：]?$")


def _overrun(claim: Claim, facts: Facts) -> bool:
    """Whether just what was left of the budget is said to be spent beyond it."""
    left = facts.balance
    return left is not None and left > 0 and _OVERSPENT.search(claim.noun) is not None and same_amount(claim, left)


_LEAD = re.compile(r"(?:其中|包括|用于|支付|列支|支出|安排|[:：])*")
_TAIL = re.compile(r"(?:支出|列支|安排)?(?:共计|为|[:：])*$")
_YEARS = re.compile(r"(?<!\d)(20\d\d)年")


def _line(claim: Claim, facts: Facts) -> Verdict:
    """An amount that bears the name of one line of the sheet and nothing else, against that line.

    A sentence that names another year may speak of that year's money.
    """
    words = _TAIL.sub("", claim.noun)
    words = words[_match_end(_LEAD, words) :]
    line = next((line for line in facts.lines if line.name == words), None)
    if line is None or any(same_amount(claim, value) for value in line.amounts):
        return OPEN
    if _years(claim.sentence) - {str(facts.year)}:
        return OPEN
    expected = plain(line.amounts[0] * MONEY["万元"] / MONEY[claim.unit]) + claim.unit
    return verdict(CONTRADICTS, "claim_line", claim, expected=expected, path=line.path, name=line.name)


@lru_cache(maxsize=64)
def _years(sentence: str) -> frozenset[str]:
    """The years that a sentence names; one sentence may hold thousands of claims."""
    return frozenset(_YEARS.findall(sentence))


def _match_end(pattern: re.Pattern[str], words: str) -> int:
    match = pattern.match(words)
    return match.end() if match else 0


def _factor(found: Decimal, right: Decimal) -> str:
    return "unit" if right and found in (right * 10_000, right / 10_000) else ""


def same_amount(claim: Claim, value: Decimal) -> bool:
    """Whether an amount of the sheet (万元) reads as the claim does at the decimals shown."""
    own = value * MONEY["万元"] / MONEY[claim.unit]
    return claim.value is not None and claim.value in (own, rounded(own, claim.places))
