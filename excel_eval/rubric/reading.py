"""What an indicator aims at and what it reached, as far as the two can be compared without guessing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from excel_eval.model import Indicator, ModelValue
from excel_eval.rubric.schema import folded
from excel_eval.text.units import in_base, same_unit
from excel_eval.text.values.quantity import Quantity, quantity

Reached = Decimal | date | None

_DIRECTIONS = {
    "≥": "positive",
    ">": "positive",
    ">=": "positive",
    "≤": "reverse",
    "<": "reverse",
    "<=": "reverse",
    "=": "equal",
    "定性": "qualitative",
    "期限": "deadline",
}
_SURELY_NONE = "不n"
_SHORT_OF = {"positive": ("<", "≤"), "reverse": (">", "≥"), "equal": ("<", ">", "≤", "≥")}
"""An actual value that only says on which side of a figure it lies, and that not the target's, reached nothing known."""
_COST = "成本"
_MOST_SHARE = Decimal("1.5")
"""A bare number above this, beside a percentage, may be percent or not: nobody knows."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What to reach: `kind` as in `Scored`, the target as read."""

    kind: str
    target: Quantity

    @property
    def value(self) -> Reached:
        """The number or date to reach; None where there is none."""
        if self.kind == "deadline":
            return self.target.date
        return _figure(self.target, self.target.unit) if self.target.numeric else None


def aim_of(indicator: Indicator, year: int | None = None) -> Aim:
    """What an indicator aims at; `year` completes a deadline that names none."""
    target = _read(indicator.target, year)
    if target.kind == "not_applicable" and _excluded(indicator):
        return Aim("excluded", target)
    kind = _DIRECTIONS.get(folded(indicator.direction or ""))
    return Aim(kind or _kind(target, indicator), target)


def reached(indicator: Indicator, aim: Aim, year: int | None = None) -> Reached:
    """The actual value in the target's own measure; None where there is none, or it is of another kind."""
    actual = _read(indicator.actual, year)
    if aim.kind == "deadline":
        return actual.date
    target = aim.target
    if not actual.numeric or not target.numeric or actual.operator in _SHORT_OF.get(aim.kind, ()):
        return None
    if "percent" in (actual.kind, target.kind):
        return _share(actual, target)
    if not same_unit(actual.unit, target.unit):
        return None
    unit = target.unit if not actual.unit else actual.unit
    return _figure(actual, unit)


@lru_cache(maxsize=4096)
def _read(value: ModelValue, year: int | None) -> Quantity:
    if isinstance(value, date):
        return Quantity("deadline", value.isoformat(), date=value)
    return quantity(value, year=year)


def _excluded(indicator: Indicator) -> bool:
    """不适用 leaves an indicator out; 无 and — do so where it has no weight, for they may mean that none is wanted."""
    return indicator.weight is None or folded(str(indicator.target)).lower().startswith(tuple(_SURELY_NONE))


def _kind(target: Quantity, indicator: Indicator) -> str:
    """The direction that a target's own words give; a bare number is to be reached, unless it is a cost or a time.

    A bare zero (0起) is not to be exceeded.
    """
    if target.kind in ("qualitative", "deadline"):
        return target.kind
    if not target.numeric:
        return "unknown"
    if target.operator:
        return _DIRECTIONS[target.operator]
    if target.value == 0:
        return "reverse"
    lower_is_better = target.kind == "duration" or _COST in f"{indicator.dimension}{indicator.category}"
    return "unknown" if lower_is_better else "positive"


def _figure(found: Quantity, unit: str) -> Decimal | None:
    return None if found.value is None else in_base(found.value, unit)


def _share(actual: Quantity, target: Quantity) -> Decimal | None:
    """A percentage, or a bare number that can only be a share, beside a percentage."""
    other = target if actual.kind == "percent" else actual
    bare = other.value is not None and not other.unit and abs(other.value) <= _MOST_SHARE
    return actual.value if other.kind == "percent" or bare else None
