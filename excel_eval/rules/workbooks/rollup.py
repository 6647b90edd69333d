"""W07: a person's own statistics over all projects: the mean score, projects of each grade, the budget they cover."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from excel_eval.book import Book
from excel_eval.form.labels import fold, narrow
from excel_eval.grid import Cell, Grid, Position, a1
from excel_eval.numbers import decimals, fixed, plain, rounded
from excel_eval.rubric import grade, load_rubric
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.settings import Settings
from excel_eval.rules.workbooks.filled import counted_sheets
from excel_eval.rules.workbooks.grids import shown_places
from excel_eval.rules.workbooks.summary_tables import others, scale_above

_MEAN, _BUDGET, _NUMBER = "平均得分", "涉及预算金额", "项目数"
_LABELS = {
    **dict.fromkeys((_MEAN, "平均分", "平均评价得分", "平均自评得分"), _MEAN),
    **dict.fromkeys((_BUDGET, "评价项目预算金额"), _BUDGET),
    **dict.fromkeys(("项目个数", "项目数量", "项目总数", "评价项目数", "评价项目个数", "自评项目数", "自评项目个数"), _NUMBER),
}
_GRADES = ("优", "良", "中", "差")
_FEWEST_GRADES = 3
_GRADE = re.compile(r"[“\"]?(优|良|中|差|合格|不合格)[”\"]?(?:秀|好|等)?(?:级)?的?(?:项目)?(?:个数|数量|数)")
_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (_MEAN, re.compile(r"平均得分为?(\d{1,3}(?:\.\d{1,6})?)分")),
    (_BUDGET, re.compile(r"涉及预算金额(\d{1,12}(?:\.\d{1,6})?)万元")),
    (_NUMBER, re.compile(r"年度项目(\d{1,5})个")),
)
_GRADED = re.compile(r"“(优|良|中|差|合格|不合格)”的?(?:项目)?(\d{1,5})个")


@rule(
    "W07",
    "{what}为{found}，按各项目表应为{expected}",
    fix="改为{expected}",
    scope="book",
)
def statistics_follow_from_projects(book: Book, settings: Settings) -> Iterator[At]:
    """平均得分=各项目得分的平均数，各等级个数=项目数，涉及预算金额=各项目预算之和"""
    grids = list(others(book))
    right = _statistics(book, settings) if grids else {}
    for grid in grids if right else ():
        once = _grades_listed_once(grid)
        for place, cell in grid.cells.items():
            if isinstance(cell.value, str):
                for what, found, source in _stated(grid, place, cell, once):
                    if what in right:
                        yield from _compared(what, found, _in_unit(right[what], what, book, grid, source), grid, source)


def _statistics(book: Book, settings: Settings) -> dict[str, Decimal]:
    """What the project sheets give: mean score, number and budget of projects, how many there are of each grade.

    A form that has no place for grades is graded by its scores.
    """
    sheets = counted_sheets(book)
    scores = [s.project.total.score for s in sheets if s.project.total.score is not None]
    budgets = [s.project.funds.total.budget for s in sheets if s.project.funds.total.budget is not None]
    rubric = load_rubric(settings.rubric) if settings.rubric else None
    graded = (s.project.total.grade or (rubric and grade(s.project.total.score, rubric)) for s in sheets)
    grades = Counter(word for word in graded if word)
    found = {_NUMBER: Decimal(len(sheets))}
    if scores and len(scores) == len(sheets):
        found[_MEAN] = sum(scores, Decimal(0)) / len(scores)
        found |= {word: Decimal(grades[word]) for word in (*_GRADES, *grades)}
    if len(budgets) == len(sheets):
        found[_BUDGET] = sum(budgets, Decimal(0))
    return found


def statistic(label: str) -> str | None:
    """What a folded label says a figure about all projects is; None for any other label."""
    graded = _GRADE.fullmatch(label)
    return graded[1] if graded else _LABELS.get(label)


def _grades_listed_once(grid: Grid) -> frozenset[str]:
    """The grades that head a small table of their numbers: at least three of them, each as a label of its own, once."""
    labels = Counter(fold(cell.value) for cell in grid.cells.values() if isinstance(cell.value, str))
    once = frozenset(word for word in _GRADES if labels[word] == 1)
    return once if len(once) >= _FEWEST_GRADES else frozenset()


def _stated(grid: Grid, place: Position, cell: Cell, grades: frozenset[str]) -> Iterator[tuple[str, Decimal, Position]]:
    """(what, figure, its cell) that a label with its value, or a roll-up sentence, states."""
    text = str(cell.value)
    label = fold(text)
    what = statistic(label) or (label if label in grades else None)
    if what:
        source = _beside(grid, place)
        value = grid.cell(*source).value if source else None
        if source and isinstance(value, Decimal):
            yield what, value, source
    elif len(text) > 20 and (_MEAN in text or _BUDGET in text):
        whole = narrow(text)
        last = whole.rpartition("绩效自评的")[2]
        yield from ((name, Decimal(m[1]), place) for name, pattern in _SENTENCES for m in pattern.finditer(last))
        yield from ((m[1], Decimal(m[2]), place) for m in _GRADED.finditer(last))


def _beside(grid: Grid, place: Position) -> Position | None:
    """The number to the right of a label, or else below it."""
    area = grid.block(*place)
    for candidate in ((area.top, area.right + 1), (area.bottom + 1, area.left)):
        if isinstance(grid.cell(*candidate).value, Decimal):
            return candidate
    return None


def _in_unit(right: Decimal, what: str, book: Book, grid: Grid, source: Position) -> Decimal:
    """The right figure as a cell states it; a sentence says 万元."""
    amount = what == _BUDGET and isinstance(grid.cell(*source).value, Decimal)
    return right * scale_above(grid, source[0], book) if amount else right


def _compared(what: str, found: Decimal, right: Decimal, grid: Grid, source: Position) -> Iterator[At]:
    places = shown_places(grid, source) if isinstance(grid.cell(*source).value, Decimal) else decimals(found)
    expected = fixed(right, places)
    if rounded(found, places) != Decimal(expected):
        name = f"“{what}”的项目数" if len(what) < 3 else what
        right_figure = fixed(right, max(places, 2)) if what == _MEAN else plain(right)
        where: dict[str, Any] = {"sheet": grid.name, "cell": a1(*source), "label": what}
        yield at(None, **where, found=plain(found), expected=right_figure, what=name)
