"""Scores: what the execution rate earns, what an indicator should earn, what they make together, and the grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from excel_eval.messages import text
from excel_eval.model import Indicator
from excel_eval.numbers import percent, plain, rounded
from excel_eval.rubric.reading import aim_of, reached
from excel_eval.rubric.schema import Band, Rubric, folded

Figures = tuple[tuple[str, str], ...]

PLACES = 2
"""Every score is rounded half up to the hundredth of a point before it is added."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What an indicator should score, in points, None where only a person can say; `exact` is it unrounded.

    `kind` is positive, reverse, equal, deadline, qualitative, excluded (not applicable) or unknown.
    """

    score: Decimal | None
    kind: str
    reason: str
    exact: Decimal | None = None
    figures: Figures = ()

    @property
    def why(self) -> str:
        """How the score comes about, in the language of messages."""
        return text(f"rubric.{self.reason}", **dict(self.figures))


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator in the total: its weight and score in points; `excluded` where it does not apply."""

    weight: Decimal | None
    score: Decimal | None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Totalled:
    """A total in points, None where a score is missing; `factor` is what the indicators' scores were multiplied by."""

    total: Decimal | None
    factor: Decimal = Decimal(1)


def execution_score(budget: Decimal | None, executed: Decimal | None, weight: Decimal | None) -> Decimal | None:
    """What spending earns, in points (财预〔2020〕10号): weight × rate, at most that; None where a figure is blank.

    Amounts in one unit, the budget being the adjusted one of the full year. Without a budget nothing is earned.
    """
    exact = exact_execution(budget, executed, weight)
    return None if exact is None else rounded(exact, PLACES)


def exact_execution(budget: Decimal | None, executed: Decimal | None, weight: Decimal | None) -> Decimal | None:
    """The execution score before rounding."""
    if budget is None or executed is None or weight is None:
        return None
    if budget <= 0:
        return Decimal(0)
    return weight * max(Decimal(0), min(Decimal(1), executed / budget))


def expected_score(indicator: Indicator, rubric: Rubric, year: int | None = None) -> Scored:
    """What an indicator should score by its target and actual value (财预〔2020〕10号, 第十六条).

    `year` completes deadlines that name none.
    """
    aim = aim_of(indicator, year)
    if aim.kind == "excluded":
        return Scored(None, "excluded", "not_applicable")
    if indicator.weight is None:
        return Scored(None, aim.kind, "no_weight")
    if aim.kind == "qualitative":
        return _qualitative(indicator, indicator.weight, rubric)
    target = aim.value
    if aim.kind == "unknown" or target is None:
        return Scored(None, aim.kind, "no_target")
    actual = reached(indicator, aim, year)
    if isinstance(target, Decimal) and isinstance(actual, Decimal):
        said = percent if aim.target.kind == "percent" else plain
        figures = (("target", said(target)), ("actual", said(actual)))
        return _quantitative(aim.kind, target, actual, indicator.weight, figures)
    if isinstance(target, date) and isinstance(actual, date):
        return _deadline(target, actual, indicator.weight)
    return Scored(None, aim.kind, "no_actual")


def _quantitative(kind: str, target: Decimal, actual: Decimal, weight: Decimal, said: Figures) -> Scored:
    if kind == "positive" and target <= 0:
        return Scored(None, kind, "zero_target")
    share = {"positive": _positive, "reverse": _reverse, "equal": _equal}[kind](target, actual)
    exact = weight * share
    reason = "met" if share == 1 else f"short_{kind}"
    result = rounded(exact, PLACES)
    return Scored(result, kind, reason, exact, (*said, ("weight", plain(weight)), ("score", plain(result))))


def _positive(target: Decimal, actual: Decimal) -> Decimal:
    return Decimal(1) if actual >= target else max(Decimal(0), actual) / target


def _reverse(target: Decimal, actual: Decimal) -> Decimal:
    if actual <= target:
        return Decimal(1)
    return target / actual if target > 0 else Decimal(0)


def _equal(target: Decimal, actual: Decimal) -> Decimal:
    if actual == target:
        return Decimal(1)
    low, high = sorted((target, actual))
    return low / high if low > 0 else Decimal(0)


def _deadline(target: date, actual: date, weight: Decimal) -> Scored:
    """Full score in time; how much lateness costs is for a person to say."""
    figures = (("target", target.isoformat()), ("actual", actual.isoformat()), ("weight", plain(weight)))
    if actual <= target:
        return Scored(rounded(weight, PLACES), "deadline", "in_time", weight, figures)
    return Scored(None, "deadline", "late", None, figures)


def _qualitative(indicator: Indicator, weight: Decimal, rubric: Rubric) -> Scored:
    found = band(indicator, rubric)
    if found is None:
        return Scored(None, "qualitative", "no_band", None, (("weight", plain(weight)),))
    low, high = (plain(rounded(weight * share, PLACES)) for share in (found.start, found.end))
    reason = "band" if found.end == 1 else "band_below"
    return Scored(None, "qualitative", reason, None, (("label", found.label), ("low", low), ("high", high)))


def band(indicator: Indicator, rubric: Rubric) -> Band | None:
    """The band that the actual value's words name (部分达成并具有一定效果); None where they name none."""
    if not isinstance(indicator.actual, str):
        return None
    whole = folded(indicator.actual)
    clause = whole.split(",")[0].split("。")[0].split(";")[0].split("(")[0]
    for said in (whole.rstrip("。"), clause):
        for each in rubric.bands:
            if said in {folded(word) for word in (each.label, *each.words)}:
                return each
    return None


def total_score(
    execution: Decimal | None, execution_weight: Decimal, parts: Sequence[Part], rubric: Rubric
) -> Totalled:
    """The total in points: every score to two decimals, then added, what a person with a calculator gets.

    Where the rubric rescales, indicators that do not apply are left out and the others fill the points they leave. No
    total while a score that is needed is blank.
    """
    counted = [part for part in parts if not part.excluded]
    scores = [part.score for part in counted if part.score is not None]
    if not scores or len(scores) < len(counted) or (execution is None and execution_weight):
        return Totalled(None)
    earned = sum((rounded(score, PLACES) for score in scores), Decimal(0))
    factor = _factor(execution_weight, parts, rubric)
    return Totalled(rounded(execution or Decimal(0), PLACES) + rounded(earned * factor, PLACES), factor)


def _factor(execution_weight: Decimal, parts: Sequence[Part], rubric: Rubric) -> Decimal:
    left_out = sum((part.weight or Decimal(0) for part in parts if part.excluded), Decimal(0))
    kept = sum((part.weight or Decimal(0) for part in parts if not part.excluded), Decimal(0))
    if not rubric.rescale or not left_out or not kept:
        return Decimal(1)
    return (rubric.full - execution_weight) / kept


def grade(total: Decimal | None, rubric: Rubric) -> str | None:
    """The grade of a total score; None without one."""
    if total is None:
        return None
    return next((each.label for each in rubric.grades if total >= each.start), rubric.grades[-1].label)
