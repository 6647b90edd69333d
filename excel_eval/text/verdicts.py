"""Claims held against their arithmetic and against the sheet: agreeing, contradicted, impossible, or open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from excel_eval.messages import text
from excel_eval.numbers import fixed, plain, rounded
from excel_eval.text.facts import Facts, MeasureFact
from excel_eval.text.passage import Claim
from excel_eval.text.ratios import (
    Pair,
    amounts_agree,
    attainable,
    digits_swapped,
    nearest_attainable,
    stated_percent,
)
from excel_eval.text.roles import named
from excel_eval.text.units import MONEY, in_base, same_kind, same_unit

AGREES_CELL, AGREES, CONTRADICTS = "agrees_cell", "agrees_arithmetic", "contradicts"
IMPOSSIBLE, UNJUDGED = "impossible", "unjudged"
_LIMITS = ("floor", "cap", "price", "target", "plan", "comparison")
_ALIKE, _CERTAIN = 0.6, 0.75


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a claim is worth. `reason` is a message key with `figures`; `path` the value it agrees or disagrees with."""

    status: str
    reason: str = ""
    expected: str = ""
    slip: str = ""
    path: str = ""
    figures: tuple[tuple[str, str], ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether the claim contradicts something or cannot be true."""
        return self.status in (CONTRADICTS, IMPOSSIBLE)

    @property
    def message(self) -> str:
        """The verdict as a sentence in the language of messages; blank where nothing needs saying."""
        if not self.reason:
            return ""
        slip = text(f"text.slip_{self.slip}") if self.slip else ""
        return text(f"text.{self.reason}", expected=self.expected, **dict(self.figures)) + slip


OPEN = Verdict(UNJUDGED)


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


def shown(claim: Claim) -> str:
    """The claim's figure as it was written: 97.6%, 85.62万元, 14件."""
    if claim.value is None:
        return claim.text
    if claim.unit == "%" or claim.kind in ("pair", "rate", "growth"):
        return _percent(claim.value, claim.places)
    return plain(claim.value) + claim.unit


def _percent(share: Decimal, places: int) -> str:
    return f"{fixed(share * 100, places)}%"


def _verdict(status: str, reason: str, claim: Claim, **figures: Any) -> Verdict:
    expected, slip, path = (str(figures.pop(key, "")) for key in ("expected", "slip", "path"))
    told = (("found", shown(claim)), *((key, str(value)) for key, value in figures.items()))
    return Verdict(status, reason, expected, slip, path, tuple(told))


def _amount(claim: Claim, facts: Facts) -> Verdict:
    elsewhere = claim.year is not None and facts.year is not None and claim.year != facts.year
    if claim.value is None or claim.upper is not None or claim.role in _LIMITS or elsewhere:
        return OPEN
    own = {"spent": facts.spent, "budget": facts.budget, "balance": facts.balance}.get(claim.role)
    own_path = {"spent": facts.spent_path, "budget": facts.budget_path}.get(claim.role, "")
    if own is not None and _same_amount(claim, own):
        return Verdict(AGREES_CELL if own_path else AGREES, path=own_path)
    column = {"spent": (".executed",), "budget": (".budget", ".initial")}.get(claim.role, ("",))
    for figure in facts.amounts:
        if figure.path.endswith(column) and _same_amount(claim, figure.value):
            return Verdict(AGREES_CELL, path=figure.path)
    if own is None or claim.vague or not claim.whole:
        return OPEN
    size = MONEY[claim.unit] / MONEY["万元"]
    expected = own / size
    found, right = (fixed(value, max(claim.places, 2)) for value in (claim.value, expected))
    slip = "swapped_digits" if digits_swapped(found, right) else _factor(claim.value, expected)
    return _verdict(
        CONTRADICTS, f"claim_{claim.role}", claim, expected=plain(expected) + claim.unit, slip=slip, path=own_path
    )


def _factor(found: Decimal, right: Decimal) -> str:
    return "unit" if right and found in (right * 10_000, right / 10_000) else ""


def _same_amount(claim: Claim, value: Decimal) -> bool:
    """Whether an amount of the sheet (万元) reads as the claim does at the decimals shown."""
    own = value * MONEY["万元"] / MONEY[claim.unit]
    return claim.value is not None and claim.value in (own, rounded(own, claim.places))


def _pair(claim: Claim, facts: Facts, others: tuple[Pair, ...]) -> Verdict:
    base, done = claim.base, claim.done
    if base is None or done is None:
        return OPEN
    if not base:
        return OPEN if claim.value is None else _verdict(IMPOSSIBLE, "claim_no_base", claim)
    if claim.role == "persons":
        return _persons(claim, base, done)
    row = _measure(claim, facts)
    if claim.value is not None and not any(_right(claim, done, total) for total in claim.parts or (base,)):
        return _wrong_rate(claim, (done, base), row, others)
    if done > base and claim.role not in _LIMITS and not (claim.value and claim.value > 1):
        return _verdict(CONTRADICTS, "claim_more_done", claim, base=plain(base), done=plain(done))
    if row and not (_fits(row.total, base) and _fits(row.done, done)):
        expected = f"{_plain(row.total)}/{_plain(row.done)}"
        return _verdict(
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
    if claim.vague or claim.role in _LIMITS or claim.value is None:
        return OPEN
    done, base = pair
    check = stated_percent(done, base, claim.value, claim.places, others)
    return _verdict(
        CONTRADICTS, "claim_pair", claim, expected=_percent(check.expected, claim.places), slip=check.slip,
        path=f"{row.path}.claimed" if row else "", base=plain(base), done=plain(done),
    )  # fmt: skip


def _persons(claim: Claim, persons: Decimal, batches: Decimal) -> Verdict:
    if batches > persons:
        return _verdict(CONTRADICTS, "claim_batches", claim, base=plain(persons), done=plain(batches))
    return Verdict(AGREES)


def _measure(claim: Claim, facts: Facts) -> MeasureFact | None:
    """The row of 计数与比率 that a pair speaks of: its figures, or its name where that is unmistakable."""
    rows = [m for m in facts.measures if not m.unit or not claim.unit or same_kind(m.unit, claim.unit)]
    same = [m for m in rows if m.total == claim.base and m.done == claim.done]
    if same:
        return max(same, key=lambda m: named(m.name, claim.words))
    alike = sorted(rows, key=lambda m: -named(m.name, claim.words))
    scores = [named(m.name, claim.words) for m in alike]
    clear = bool(scores) and scores[0] >= _CERTAIN and (len(scores) < 2 or scores[1] < scores[0])
    return alike[0] if clear else None


def _rate(claim: Claim, facts: Facts) -> Verdict:
    if claim.value is None or claim.upper is not None or claim.role in _LIMITS:
        return OPEN
    if claim.role == "execution":
        return _execution(claim, facts)
    known = _stated_elsewhere(claim, facts)
    if known:
        return known
    if claim.value > 1 and (claim.role == "share" or _bounded(claim.noun)):
        return _verdict(IMPOSSIBLE, "claim_over", claim)
    if claim.base is None:
        return Verdict(UNJUDGED, "claim_base_missing", figures=(("found", shown(claim)), ("name", claim.noun)))
    if not claim.vague and claim.value <= 1 and not attainable(claim.base, claim.value, claim.places):
        low, high = nearest_attainable(claim.base, claim.value, claim.places)
        reason = "claim_impossible" if claim.base_stated else "claim_impossible_nearby"
        near = f"{_percent(low, claim.places)} / {_percent(high, claim.places)}"
        return _verdict(IMPOSSIBLE, reason, claim, base=plain(claim.base), name=claim.noun, expected=near)
    if claim.base_stated:
        return OPEN
    figures = (("found", shown(claim)), ("name", claim.noun))
    return Verdict(UNJUDGED, "claim_base_missing", figures=figures)


def _bounded(name: str) -> bool:
    """Whether a rate cannot exceed 100%: not growth, completion of a plan, returns and the like."""
    free = ("完成", "增", "执行", "收益", "回报", "负荷", "达成", "实现", "超", "利用")
    return name.endswith("率") and not any(word in name for word in free)


def _execution(claim: Claim, facts: Facts) -> Verdict:
    rate = facts.rate
    other = claim.year is not None and facts.year is not None and claim.year != facts.year
    if rate is None or other or claim.value is None or facts.spent is None or facts.budget is None:
        return OPEN
    check = stated_percent(facts.spent, facts.budget, claim.value, claim.places)
    if check.ok or amounts_agree(facts.spent, facts.budget, claim.value, claim.places):
        return Verdict(AGREES_CELL, path="funds.total.rate")
    if claim.vague:
        return OPEN
    expected = _percent(check.expected, claim.places)
    return _verdict(CONTRADICTS, "claim_execution", claim, expected=expected, slip=check.slip, path="funds.total.rate")


def _stated_elsewhere(claim: Claim, facts: Facts) -> Verdict | None:
    """A rate held against the indicator or ratio of the sheet that bears its name."""
    rates = [(f.path, f.name, f.actual) for f in facts.indicators if f.unit == "%"]
    for row in facts.measures:
        value = row.done / row.total if row.total and row.done is not None else row.claimed
        if value is not None:
            rates.append((f"{row.path}.rate", row.name, value))
    return _held(claim, rates, percent=True)


def _held(claim: Claim, known: list[tuple[str, str, Decimal]], *, percent: bool) -> Verdict | None:
    scored = sorted(((named(name, claim.words), path, name, value) for path, name, value in known), reverse=True)
    for score, path, _, value in scored:
        if score >= _ALIKE / 2 and _reads_as(claim, value, percent):
            return Verdict(AGREES_CELL, path=path)
    clear = scored and scored[0][0] >= _CERTAIN and (len(scored) < 2 or scored[1][0] < scored[0][0])
    if not clear or claim.vague:
        return None
    _, path, name, value = scored[0]
    expected = _percent(value, claim.places) if percent else plain(value) + claim.unit
    return _verdict(CONTRADICTS, "claim_named", claim, expected=expected, path=path, name=name)


def _reads_as(claim: Claim, value: Decimal, percent: bool) -> bool:
    if claim.value is None:
        return False
    return claim.value == (rounded(value, claim.places + 2) if percent else value)


def _count(claim: Claim, facts: Facts) -> Verdict:
    if claim.value is None or claim.upper is not None:
        return OPEN
    known = [(f.path, f.name, in_base(f.actual, f.unit)) for f in facts.indicators if _counts(f.unit, claim.unit)]
    for row in facts.measures:
        if _counts(row.unit, claim.unit):
            known += [(f"{row.path}.{key}", row.name, v) for key, v in (("total", row.total), ("done", row.done)) if v]
    for path, name, value in known:
        if value == claim.value and (claim.role or named(name, claim.words) >= _ALIKE / 2):
            return Verdict(AGREES_CELL, path=path)
    indicators = [fact for fact in known if fact[0].startswith("indicators")]
    return OPEN if claim.role else _held(claim, indicators, percent=False) or OPEN


def _counts(one: str, other: str) -> bool:
    return bool(one and other) and same_unit(one, other)


def _growth(claim: Claim, facts: Facts) -> Verdict:
    base, done = claim.base, claim.done
    if base is None or done is None or claim.vague:
        return OPEN
    moved = "up" if done > base else "down" if done < base else "same"
    if claim.role and claim.role != moved:
        word = text(f"text.moved_{moved}")
        return _verdict(CONTRADICTS, "claim_direction", claim, expected=word, base=plain(base), done=plain(done))
    if claim.value is None or claim.unit == "%":
        return Verdict(AGREES) if claim.role else OPEN
    if not base:
        return _verdict(IMPOSSIBLE, "claim_from_zero", claim)
    check = stated_percent(abs(done - base), base, claim.value, claim.places)
    if check.ok or (claim.unit in MONEY and amounts_agree(abs(done - base), base, claim.value, claim.places)):
        return Verdict(AGREES)
    expected = _percent(check.expected, claim.places)
    return _verdict(
        CONTRADICTS, "claim_growth", claim, expected=expected, slip=check.slip, base=plain(base), done=plain(done)
    )


def _sum(claim: Claim, facts: Facts) -> Verdict:
    total, parts = claim.value, claim.parts
    if total is None or claim.vague:
        return OPEN
    added = sum(parts, Decimal(0))
    room = Decimal(len(parts) + 1) / 2 * Decimal(1).scaleb(-claim.places) if claim.places else Decimal(0)
    if abs(added - total) <= room:
        return Verdict(AGREES)
    near = abs(added - total) * 50 <= abs(total) or _one_swap(total, parts, claim.places)
    if claim.role == "among" and not near and (added < total or claim.unit not in MONEY):
        return OPEN
    expected = plain(added) + claim.unit
    return _verdict(CONTRADICTS, "claim_sum", claim, expected=expected, count=len(parts))


def _one_swap(total: Decimal, parts: tuple[Decimal, ...], places: int) -> bool:
    """Whether two neighbouring digits swapped in one figure explain the difference."""
    added = sum(parts, Decimal(0))
    rights = [(total, added), *((part, total - added + part) for part in parts)]
    return any(right > 0 and digits_swapped(fixed(one, places), fixed(right, places)) for one, right in rights)


def _listed(claim: Claim, facts: Facts) -> Verdict:
    low, high = claim.parts
    if claim.value is None or low <= claim.value <= high:
        return Verdict(AGREES)
    return _verdict(CONTRADICTS, "claim_listed", claim, expected=plain(claim.done or low), noun=claim.text)


def _ordinals(claim: Claim, facts: Facts) -> Verdict:
    last = plain(claim.base or Decimal(0))
    return _verdict(CONTRADICTS, "claim_ordinals", claim, expected=plain((claim.base or Decimal(0)) + 1), last=last)


def _spent_up(claim: Claim, facts: Facts) -> Verdict:
    if facts.budget is None or facts.spent is None:
        return Verdict(UNJUDGED, "claim_no_budget", figures=(("found", claim.text),))
    if facts.spent >= facts.budget:
        return Verdict(AGREES_CELL, path=facts.spent_path)
    check = stated_percent(facts.spent, facts.budget, Decimal(1), 2)
    return _verdict(
        CONTRADICTS, "claim_spent_up", claim, expected=_percent(check.expected, 2), path=facts.spent_path,
        budget=plain(facts.budget), spent=plain(facts.spent),
    )  # fmt: skip


def _document(claim: Claim, facts: Facts) -> Verdict:
    later = claim.value is not None and facts.year is not None and claim.value > facts.year
    return _verdict(CONTRADICTS, "claim_document", claim, expected=f"≤{facts.year}") if later else OPEN


def _year(claim: Claim, facts: Facts) -> Verdict:
    same = facts.year is not None and claim.value == facts.year and not claim.role
    return Verdict(AGREES_CELL, path="year") if same else OPEN


_JUDGES = {
    "amount": _amount, "rate": _rate, "count": _count, "growth": _growth, "sum": _sum, "listed": _listed,
    "ordinals": _ordinals, "spent_up": _spent_up, "document": _document, "year": _year,
}  # fmt: skip
