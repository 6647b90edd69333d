"""What one project sheet says, as frozen values. Amounts in 万元, rates and shares as 0–1, every number Decimal or None."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

ModelValue = Decimal | str | date | None
"""What a field can hold; None where the cell is blank or is not what its kind asks for."""
_STEP = re.compile(r"([a-z_][a-z0-9_]{0,63})(?:\[(\d{1,6})\])?")


@cache
def steps(path: str) -> tuple[tuple[str, int | None], ...]:
    """`measures[2].claimed` → (("measures", 2), ("claimed", None)); ValueError for anything that is no path."""
    found = []
    for part in path.split("."):
        match = _STEP.fullmatch(part)
        if not match:
            raise ValueError(path)
        found.append((match[1], int(match[2]) if match[2] else None))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FundLine:
    """One source of funds: opening budget, full-year budget and spending in 万元; rate as a share."""

    initial: Decimal | None = None
    budget: Decimal | None = None
    executed: Decimal | None = None
    rate: Decimal | None = None
    weight: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FundSource(FundLine):
    """A source of funds that the form does not name, under the name that the sheet gives it: 单位资金, 历年沉淀资金."""

    name: str | None = None


@dataclass(frozen=True, slots=True)
class Funds:
    """项目资金: the total, its three sources, and whatever further sources a sheet has."""

    total: FundLine = FundLine()
    appropriation: FundLine = FundLine()
    carryover: FundLine = FundLine()
    other: FundLine = FundLine()
    further: tuple[FundSource, ...] = ()

    @property
    def lines(self) -> tuple[FundLine, ...]:
        """The total and every source."""
        return (self.total, self.appropriation, self.carryover, self.other, *self.further)


@dataclass(frozen=True, slots=True)
class Expense:
    """One line of the spending by economic classification, in 万元; share of the total spending 0–1."""

    code: str | None = None
    name: str | None = None
    budget: Decimal | None = None
    executed: Decimal | None = None
    share: Decimal | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ExpensesTotal:
    """The total row of the spending, in 万元."""

    budget: Decimal | None = None
    executed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """年度总体目标: what was expected, what was achieved."""

    expected: str | None = None
    achieved: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One third-level performance indicator. `target` and `actual` are numbers, dates, or the words that stand there."""

    dimension: str | None = None
    category: str | None = None
    name: str | None = None
    direction: str | None = None
    target: ModelValue = None
    unit: str | None = None
    actual: ModelValue = None
    weight: Decimal | None = None
    score: Decimal | None = None
    explanation: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A count and its ratio: 14件化解12件，化解率85.7% is total 14, done 12, claimed 0.857; rate is computed."""

    name: str | None = None
    unit: str | None = None
    total: Decimal | None = None
    done: Decimal | None = None
    claimed: Decimal | None = None
    rate: Decimal | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Narrative:
    """The long texts: six a person writes, three that are computed (execution, ratios, result)."""

    situation: str | None = None
    principles: str | None = None
    performance: str | None = None
    deviation: str | None = None
    problems: str | None = None
    improvements: str | None = None
    execution: str | None = None
    ratios: str | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """The result: sum of weights, total score (0–100), grade."""

    weight: Decimal | None = None
    score: Decimal | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """One project sheet. Whatever the form asks beyond the fields below is in `extra`, by path."""

    name: str | None = None
    department: str | None = None
    unit: str | None = None
    year: Decimal | None = None
    code: str | None = None
    contact: str | None = None
    funds: Funds = Funds()
    expenses: tuple[Expense, ...] = ()
    expenses_total: ExpensesTotal = ExpensesTotal()
    goal: Goal = Goal()
    indicators: tuple[Indicator, ...] = ()
    measures: tuple[Measure, ...] = ()
    narrative: Narrative = Narrative()
    total: Total = Total()
    extra: dict[str, ModelValue] = field(default_factory=dict)

    def get(self, path: str) -> ModelValue:
        """The value at a path such as `measures[2].claimed`; None where nothing stands."""
        if path in self.extra:
            return self.extra[path]
        here: Any = self
        for name, index in steps(path):
            here = getattr(here, name, None)
            if index is not None:
                here = here[index] if isinstance(here, tuple) and index < len(here) else None
        return here if not hasattr(here, "__dataclass_fields__") else None
