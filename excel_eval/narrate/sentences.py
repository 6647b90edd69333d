"""The computed sentences: execution, ratios, result and year-end paragraph of a project; the roll-up of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from excel_eval.model import ModelValue, Project
from excel_eval.narrate.templates import NarrativeTemplates, load_narrative
from excel_eval.numbers import plain, rounded
from excel_eval.rubric import Rubric, Score


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many projects earned a grade."""

    label: str
    count: int


def narrate(
    project: Project, score: Score, templates: NarrativeTemplates | None = None, year: Decimal | None = None
) -> dict[str, str]:
    """Every computed sentence of a project by its path, "" where its figures are blank.

    `year` stands in where the sheet gives none.
    """
    templates = templates or load_narrative()
    context = facts(project, score, year)
    return {path: templates.write(path, template, context) for path, template in templates.sentences.items()}


def summary(project: Project, score: Score, number: int, templates: NarrativeTemplates | None = None) -> str:
    """The paragraph on a project for the year-end accounts (项目绩效目标完成情况综述); blank parts are left out."""
    templates = templates or load_narrative()
    context = facts(project, score, None) | {"number": number}
    return templates.write("summary", templates.documents["summary"], context)


def facts(project: Project, score: Score | None, year: Decimal | None) -> dict[str, Any]:
    """Everything that a template may name: the project's own values, what follows from its total, and its score."""
    line = project.funds.total
    budget, spent = line.budget, line.executed
    known = budget is not None and spent is not None
    named = {each.name: getattr(project, each.name) for each in fields(Project) if each.name != "extra"}
    years = project.year if project.year is not None else year
    score = score or Score()

    def value(path: str) -> ModelValue:
        return project.get(path)

    return named | {
        "year": plain(years) if years is not None else None,
        "budget": budget,
        "spent": spent,
        "balance": budget - spent if budget is not None and spent is not None else None,
        "rate": spent / budget if known and budget and spent is not None and budget > 0 else None,
        "score": score.total,
        "grade": score.grade,
        "full": score.full,
        "execution_score": score.execution,
        "unscored": score.unscored,
        "notices": tuple(notice.key for notice in score.notices),
        "value": value,
    }


def rollup(
    projects: Sequence[Project],
    scores: Sequence[Score],
    rubric: Rubric,
    year: Decimal | None = None,
    templates: NarrativeTemplates | None = None,
) -> str:
    """The year-end sentence on all projects: how many, their budget, average score, the count of each grade.

    The counts of the grades add up to the projects scored, with those not scored to all. What is not known is left
    out.
    """
    if not projects:
        return ""
    templates = templates or load_narrative()
    totals = [each.total for each in scores if each.total is not None]
    goals = [project for project in projects if _has_goal(project)]
    context: Mapping[str, Any] = {
        "years": _years(projects, year),
        "count": len(projects),
        "budget": _budget(projects),
        "unbudgeted": sum(project.funds.total.budget is None for project in projects),
        "goals": len(goals),
        "goals_budget": _budget(goals),
        "scored": len(totals),
        "unscored": len(projects) - len(totals),
        "average": rounded(sum(totals, Decimal(0)) / len(totals), 2) if totals else None,
        "grades": _grades(scores, rubric),
    }
    return templates.write("rollup", templates.documents["rollup"], context)


def _grades(scores: Iterable[Score], rubric: Rubric) -> tuple[GradeCount, ...]:
    given = [each.grade for each in scores if each.total is not None]
    return tuple(GradeCount(each.label, given.count(each.label)) for each in rubric.grades)


def _has_goal(project: Project) -> bool:
    """Whether goals were set: an expected goal, or an indicator with a target."""
    return project.goal.expected is not None or any(each.target is not None for each in project.indicators)


def _budget(projects: Iterable[Project]) -> Decimal | None:
    known = [p.funds.total.budget for p in projects if p.funds.total.budget is not None]
    return sum(known, Decimal(0)) if known else None


def _years(projects: Iterable[Project], year: Decimal | None) -> str:
    found = {project.year for project in projects if project.year is not None}
    if not found and year is not None:
        found = {year}
    return "、".join(plain(each) for each in sorted(found))
