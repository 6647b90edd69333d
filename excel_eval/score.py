"""A project's score: execution, indicators, total and grade, and what a person should know about them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from excel_eval.model import Indicator, Project
from excel_eval.numbers import plain, rounded
from excel_eval.rubric.result import Notice, Score
from excel_eval.rubric.schema import Rubric
from excel_eval.rubric.scoring import (
    Part,
    Scored,
    Totalled,
    exact_execution,
    execution_score,
    expected_score,
    grade,
    total_score,
)

__all__ = ["Notice", "Score", "in_use", "score"]

ZERO = Decimal(0)
MARGIN = Decimal("0.01")
"""How far, in points, a score may be from what its figures give and still count as that."""


def score(project: Project, rubric: Rubric | None) -> Score:
    """The score of a project under a rubric. Without indicators, or a rubric, there is none, and a notice says so."""
    if rubric is None:
        return Score(notices=(Notice("no_rubric"),))
    weight = _execution_weight(project, rubric)
    line = project.funds.total
    execution = execution_score(line.budget, line.executed, weight) if weight else None
    year = int(project.year) if project.year is not None else None
    expected = tuple(expected_score(indicator, rubric, year) for indicator in project.indicators)
    parts = _parts(project, expected)
    if not parts:
        return Score(execution, full=rubric.full, notices=(Notice("no_indicators"),))
    found = total_score(execution, weight, parts, rubric)
    total = project.total.score if project.total.score is not None else found.total
    unscored = _unscored(project, expected)
    return Score(
        execution=execution,
        total=total,
        grade=grade(total, rubric),
        full=rubric.full,
        expected=expected,
        weights=_weights(project, weight, expected, found.factor),
        factor=found.factor,
        unscored=unscored,
        notices=(
            *(_gaps(unscored, weight, execution) if total is None else ()),
            *_remarks(project, rubric, expected, found),
        ),
    )


def _execution_weight(project: Project, rubric: Rubric) -> Decimal:
    """The points of the execution rate: as the sheet gives them, else the rubric's; 0 where the rate has no row."""
    stated = project.funds.total.weight
    return stated if stated is not None else rubric.execution_weight or ZERO


def in_use(indicator: Indicator) -> bool:
    """Whether a row of the table is an indicator: it has a name, a target, a weight or a score."""
    return any(v is not None for v in (indicator.name, indicator.target, indicator.weight, indicator.score))


def _parts(project: Project, expected: tuple[Scored, ...]) -> list[Part]:
    pairs = zip(project.indicators, expected, strict=True)
    return [Part(i.weight, i.score, e.kind == "excluded") for i, e in pairs if in_use(i)]


def _weights(
    project: Project, execution: Decimal, expected: tuple[Scored, ...], factor: Decimal
) -> tuple[tuple[str, Decimal], ...]:
    """The points of the execution rate and of every first level; a blank first level is the one above it."""
    points: dict[str, Decimal] = {"": execution} if execution else {}
    name = ""
    for indicator, each in zip(project.indicators, expected, strict=True):
        name = indicator.dimension or name
        if indicator.weight is not None and each.kind != "excluded":
            points[name] = points.get(name, ZERO) + indicator.weight * factor
    return tuple((key, rounded(value, 2)) for key, value in points.items())


def _unscored(project: Project, expected: tuple[Scored, ...]) -> tuple[str, ...]:
    """The names of the indicators that apply and have no score."""
    pairs = zip(project.indicators, expected, strict=True)
    return tuple(i.name or "?" for i, e in pairs if in_use(i) and i.score is None and e.kind != "excluded")


def _gaps(unscored: tuple[str, ...], weight: Decimal, execution: Decimal | None) -> Iterator[Notice]:
    """What is missing for a total."""
    if unscored:
        yield Notice("scores_missing", (("count", str(len(unscored))), ("names", "、".join(unscored))))
    if weight and execution is None:
        yield Notice("execution_unknown")


def _remarks(project: Project, rubric: Rubric, expected: tuple[Scored, ...], found: Totalled) -> Iterator[Notice]:
    """What a total rests on: rescaling, and a grade that hangs on rounding."""
    left_out = [i for i, e in zip(project.indicators, expected, strict=True) if e.kind == "excluded"]
    if found.factor != 1:
        points = sum((i.weight or ZERO for i in left_out), ZERO)
        figures = (("count", str(len(left_out))), ("points", plain(points)), ("full", plain(rubric.full)))
        yield Notice("rescaled", figures)
    if found.total is None:
        return
    exact = _exact_total(project, rubric, expected, found)
    given, other = grade(found.total, rubric), grade(exact, rubric)
    if given != other:
        shown = (("total", plain(found.total)), ("exact", plain(rounded(exact, 6))))
        yield Notice("grade_by_rounding", (*shown, ("grade", str(given)), ("other", str(other))))


def _exact_total(project: Project, rubric: Rubric, expected: tuple[Scored, ...], found: Totalled) -> Decimal:
    """The total if nothing were rounded; scores that a person gave, or that differ from their figures, stand."""
    line = project.funds.total
    total = ZERO
    for indicator, each in zip(project.indicators, expected, strict=True):
        given = indicator.score
        if given is not None and each.kind != "excluded":
            follows = each.exact is not None and abs(each.exact - given) <= MARGIN
            total += each.exact if follows and each.exact is not None else given
    execution = exact_execution(line.budget, line.executed, _execution_weight(project, rubric))
    return (execution or ZERO) + total * found.factor
