"""Claims held against the sheet: ratios, indicators, the execution rate, the year."""

from __future__ import annotations

from decimal import Decimal

from excel_eval.messages import text
from excel_eval.numbers import plain, rounded
from excel_eval.text.judging import points
from excel_eval.text.judging.against_amounts import same_amount
from excel_eval.text.judging.arithmetic import compared, holds
from excel_eval.text.judging.facts import Facts, MeasureFact
from excel_eval.text.judging.ratios import share_at, stated_percent
from excel_eval.text.judging.verdict import (
    AGREES,
    AGREES_CELL,
    CONTRADICTS,
    OPEN,
    UNJUDGED,
    Verdict,
    percent_of,
    verdict,
)
from excel_eval.text.passage import Claim
from excel_eval.text.statements.roles import named, told_plainly
from excel_eval.text.units import MONEY, in_base, same_kind, same_unit

_ALIKE, _CERTAIN = 0.6, 0.75


def measure(claim: Claim, facts: Facts) -> MeasureFact | None:
    """The row of 计数与比率 that a pair speaks of: its figures, or its name where that is unmistakable."""
    rows = [m for m in facts.measures if not m.unit or not claim.unit or same_kind(m.unit, claim.unit)]
    same = [m for m in rows if m.total == claim.base and m.done == claim.done]
    if same:
        return max(same, key=lambda m: named(m.name, claim.words))
    alike = sorted(rows, key=lambda m: -named(m.name, claim.words))
    scores = [named(m.name, claim.words) for m in alike]
    clear = bool(scores) and scores[0] >= _CERTAIN and (len(scores) < 2 or scores[1] < scores[0])
    return alike[0] if clear else None


def execution(claim: Claim, facts: Facts) -> Verdict:
    """The share of the budget that was spent, or that was left, against the sheet at the decimals shown."""
    rate = facts.rate
    other = claim.year is not None and facts.year is not None and claim.year != facts.year
    if rate is None or other or claim.value is None or facts.spent is None or facts.budget is None:
        return OPEN
    if claim.role == "execution" and any(_same_rate(claim, line) for line in facts.rates):
        return Verdict(AGREES_CELL, path="funds.total.rate")
    part = facts.budget - facts.spent if claim.role == "balance" else facts.spent
    check = stated_percent(part, facts.budget, claim.value, claim.places)
    if check.ok:
        return Verdict(AGREES_CELL, path="funds.total.rate") if part is facts.spent else Verdict(AGREES)
    if claim.vague or not claim.whole:
        return OPEN
    places = max(claim.places, 2)
    expected = percent_of(share_at(part, facts.budget, places), places)
    return verdict(CONTRADICTS, "claim_execution", claim, expected=expected, slip=check.slip, path="funds.total.rate")


def _same_rate(claim: Claim, line: tuple[Decimal, Decimal]) -> bool:
    budget, spent = line
    return claim.value is not None and stated_percent(spent, budget, claim.value, claim.places).ok


def stated_elsewhere(claim: Claim, facts: Facts) -> Verdict | None:
    """A rate held against the indicator or ratio of the sheet that bears its name."""
    rates = [(f.path, f.name, f.actual) for f in facts.indicators if f.unit == "%"]
    for row in facts.measures:
        value = row.done / row.total if row.total and row.done is not None else row.claimed
        if value is not None:
            rates.append((f"{row.path}.rate", row.name, value))
    return _held(claim, rates, percent=True)


def _held(claim: Claim, known: list[tuple[str, str, Decimal]], *, percent: bool) -> Verdict | None:
    scored = sorted(((_likeness(name, claim.words), path, name, value) for path, name, value in known), reverse=True)
    for score, path, _, value in scored:
        if score >= _ALIKE / 2 and _reads_as(claim, value, percent):
            return Verdict(AGREES_CELL, path=path)
    clear = scored and scored[0][0] >= _CERTAIN and (len(scored) < 2 or scored[1][0] < scored[0][0])
    if not clear or claim.vague:
        return None
    _, path, name, value = scored[0]
    expected = percent_of(value, claim.places) if percent else plain(value) + claim.unit
    return verdict(CONTRADICTS, "claim_named", claim, expected=expected, path=path, name=name)


def _likeness(name: str, words: str) -> float:
    return 1.0 if told_plainly(name, words) else named(name, words)


def _reads_as(claim: Claim, value: Decimal, percent: bool) -> bool:
    if claim.value is None:
        return False
    return claim.value == (rounded(value, claim.places + 2) if percent else value)


def count(claim: Claim, facts: Facts) -> Verdict:
    """A count against indicators and ratios of its unit; contradicted only where the name is unmistakable."""
    if claim.value is None or claim.upper is not None:
        return OPEN
    if claim.unit == points.UNIT and (told := points.score(claim, facts)):
        return told
    known = [(f.path, f.name, in_base(f.actual, f.unit)) for f in facts.indicators if _counts(f.unit, claim.unit)]
    for row in facts.measures:
        if _counts(row.unit, claim.unit):
            known += [(f"{row.path}.{key}", row.name, v) for key, v in (("total", row.total), ("done", row.done)) if v]
    for path, name, value in known:
        if value == claim.value and (claim.role or named(name, claim.words) >= _ALIKE / 2):
            return Verdict(AGREES_CELL, path=path)
    indicators = [fact for fact in known if fact[0].startswith("indicators")]
    of_another_year = claim.year is not None and facts.year is not None and claim.year != facts.year
    return OPEN if claim.role or of_another_year else _held(claim, indicators, percent=False) or OPEN


def _counts(one: str, other: str) -> bool:
    return bool(one and other) and same_unit(one, other)


def relation(claim: Claim, facts: Facts) -> Verdict:
    """支出大于预算 and the like against the sentence's own amounts or the totals of the sheet, with a difference if stated."""
    totals = {"spent": facts.spent, "budget": facts.budget, "initial": facts.initial}
    left, right = (claim.done, claim.base) if claim.base_stated else (totals[claim.noun], totals[claim.words])
    if left is None or right is None:
        return OPEN
    paths = {"spent": facts.spent_path, "budget": facts.budget_path, "initial": "funds.total.initial"}
    figures = {"done": f"{plain(left)}万元", "base": f"{plain(right)}万元"}
    if not holds(claim.role, left, right):
        word = text(f"text.compared_{compared(left, right)}")
        expected = word + figures["base"]
        return verdict(CONTRADICTS, "claim_comparison", claim, expected=expected, path=paths[claim.noun], **figures)
    if claim.value is None or not right:
        return Verdict(AGREES)
    if claim.unit == "%":
        check = stated_percent(abs(left - right), right, claim.value, claim.places)
        ok, expected = check.ok, percent_of(check.expected, claim.places)
    else:
        own = abs(left - right) * MONEY["万元"] / MONEY[claim.unit]
        ok, expected = claim.value in (own, rounded(own, claim.places)), plain(own) + claim.unit
    if ok:
        return Verdict(AGREES)
    return verdict(CONTRADICTS, "claim_change", claim, expected=expected, path=paths[claim.noun], **figures)


def spent_up(claim: Claim, facts: Facts) -> Verdict:
    """使用完毕 against the execution rate beside it, and against budget and spending."""
    if claim.whole and claim.done is not None and claim.done < 1:
        return verdict(CONTRADICTS, "claim_spent_rate", claim, expected=percent_of(claim.done, claim.places))
    if facts.budget is None or facts.spent is None:
        return Verdict(UNJUDGED, "claim_no_budget", figures=(("found", claim.text),))
    if not claim.whole or (claim.value is not None and not any(same_amount(claim, v) for v in (facts.budget, facts.spent))):
        return OPEN
    if facts.spent >= facts.budget:
        return Verdict(AGREES_CELL, path=facts.spent_path)
    check = stated_percent(facts.spent, facts.budget, Decimal(1), 2)
    return verdict(
        CONTRADICTS, "claim_spent_up", claim, expected=percent_of(check.expected, 2), path=facts.spent_path,
        budget=plain(facts.budget), spent=plain(facts.spent),
    )  # fmt: skip


def document(claim: Claim, facts: Facts) -> Verdict:
    """A document number is not later than the evaluated year."""
    later = claim.value is not None and facts.year is not None and claim.value > facts.year
    return verdict(CONTRADICTS, "claim_document", claim, expected=f"≤{facts.year}") if later else OPEN


def year(claim: Claim, facts: Facts) -> Verdict:
    """The evaluated year agrees; other years are comparisons or quotations."""
    same = facts.year is not None and claim.value == facts.year and not claim.role
    return Verdict(AGREES_CELL, path="year") if same else OPEN
