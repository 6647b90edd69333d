"""What a project's sheet says, as far as sentences speak of it: amounts in 万元, counts and ratios, indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from excel_eval import paths
from excel_eval.model import Indicator, Project
from excel_eval.text.values.quantity import quantity


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount of the sheet in 万元, with its path."""

    path: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class LineFact:
    """A line of the sheet that has a name and amounts in 万元: a source of money, a category of spending."""

    path: str
    name: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A count and its ratio as the sheet has them; `path` is the row, claimed a share."""

    path: str
    name: str
    unit: str
    total: Decimal | None
    done: Decimal | None
    claimed: Decimal | None


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """The actual value of an indicator: percentages as shares."""

    path: str
    name: str
    unit: str
    actual: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """What sentences can be held against. Amounts in 万元, the rate a share; None and empty where nothing is known."""

    budget: Decimal | None = None
    spent: Decimal | None = None
    year: int | None = None
    name: str = ""
    amounts: tuple[Figure, ...] = ()
    measures: tuple[MeasureFact, ...] = ()
    indicators: tuple[IndicatorFact, ...] = ()
    budget_path: str = "funds.total.budget"
    spent_path: str = "funds.total.executed"
    initial: Decimal | None = None
    rates: tuple[tuple[Decimal, Decimal], ...] = ()
    """Budget and spending of every source, and spending beside the initial budget: whatever a rate may be of."""
    lines: tuple[LineFact, ...] = ()
    score: Decimal | None = None
    execution_score: Decimal | None = None
    grade: str = ""

    @property
    def rate(self) -> Decimal | None:
        """Spending over budget, exactly; None where it has no meaning."""
        known = self.budget is not None and self.spent is not None
        return self.spent / self.budget if known and self.budget and self.spent is not None else None

    @property
    def balance(self) -> Decimal | None:
        """Budget less spending in 万元."""
        return None if self.budget is None or self.spent is None else self.budget - self.spent


def facts(project: Project) -> Facts:
    """The facts of a project sheet that its sentences are held against."""
    total = project.funds.total
    return Facts(
        total.budget if total.budget is not None else total.initial,
        total.executed,
        None if project.year is None else int(project.year),
        project.name or "",
        tuple(_amounts(project)),
        tuple(
            MeasureFact(f"measures[{i}]", m.name or "", m.unit or "", m.total, m.done, m.claimed)
            for i, m in enumerate(project.measures)
        ),
        tuple(_indicators(project.indicators)),
        "funds.total.budget" if total.budget is not None else "funds.total.initial",
        initial=total.initial,
        rates=tuple(_rates(project)),
        lines=tuple(_lines(project)),
        score=project.total.score,
        execution_score=total.score,
        grade=project.total.grade or "",
    )


def _rates(project: Project) -> Iterator[tuple[Decimal, Decimal]]:
    funds = project.funds
    for line in funds.lines:
        for base in (line.budget, line.initial):
            if base and line.executed is not None:
                yield base, line.executed


_SOURCES = {"appropriation": ("财政拨款", "当年财政拨款"), "carryover": ("上年结转", "上年结转资金"), "other": ("其他资金",)}


def _lines(project: Project) -> Iterator[LineFact]:
    for key, names in _SOURCES.items():
        line = getattr(project.funds, key)
        amounts = tuple(value for value in (line.executed, line.budget, line.initial) if value is not None)
        yield from (LineFact(f"funds.{key}.executed", name, amounts) for name in names if amounts)
    for i, source in enumerate(project.funds.further):
        amounts = tuple(value for value in (source.executed, source.budget, source.initial) if value is not None)
        if source.name and amounts:
            yield LineFact(f"funds.further[{i}].executed", source.name.strip().removeprefix("其中").lstrip("：: "), amounts)
    named = Counter(row.name for row in project.expenses)
    for i, row in enumerate(project.expenses):
        amounts = tuple(value for value in (row.executed, row.budget) if value is not None)
        if row.name and named[row.name] == 1 and amounts:
            yield LineFact(f"expenses[{i}].executed", row.name, amounts)


_AMOUNTS = ("initial", "budget", "executed")


def _amounts(project: Project) -> Iterator[Figure]:
    for path, value in paths.values_of(project).items():
        money = path.startswith(("funds.", "expenses")) and path.rpartition(".")[2] in _AMOUNTS
        if money and isinstance(value, Decimal):
            yield Figure(path, value)


def _indicators(indicators: Iterable[Indicator]) -> Iterator[IndicatorFact]:
    for i, indicator in enumerate(indicators):
        actual = indicator.actual
        if not isinstance(actual, (str, Decimal)) or not indicator.name:
            continue
        read = quantity(actual)
        unit = read.unit or indicator.unit or ""
        if read.numeric and read.value is not None:
            value = (
                read.value / 100 if unit in ("%", "百分比") and read.unit != "%" and abs(read.value) > 1 else read.value
            )
            yield IndicatorFact(f"indicators[{i}].actual", indicator.name, unit, value)
