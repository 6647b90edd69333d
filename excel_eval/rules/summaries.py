"""A person's own 汇总, 目录 and statistics, held against the project sheets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from excel_eval.book import Book, ProjectSheet
from excel_eval.form.labels import fold, narrow
from excel_eval.grid import Cell, Grid, Position, a1
from excel_eval.numbers import decimals, fixed, plain, rounded
from excel_eval.rubric import grade, load_rubric
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.grids import same, shown_places
from excel_eval.rules.settings import Settings
from excel_eval.rules.summary_tables import (
    AMOUNTS,
    TOTALS,
    Summary,
    equal,
    matched,
    others,
    summaries,
)
from excel_eval.rules.template import filled_sheets


@rule(
    "W01",
    "{name}的{column}为{found}，项目表为{expected}",
    fix="按项目表改为{expected}",
    scope="book",
    total=("合计的{column}为{found}，各项目表之和为{expected}", "按各项目表之和改为{expected}"),
    missing=("汇总中没有列入：{found}", "补列这些项目"),
    twice=("{found}在汇总中出现{times}次", "每个项目只列一次"),
    outside=("{found}没有对应的项目表", "核对项目名称，或补充项目表"),
    contents=("目录中没有列入：{found}", "在目录中补列这些项目"),
    again=("项目“{found}”在工作表“{other}”中已经填报", "核对是否复制后没有改名，避免汇总时重复计算"),
)
def summary_adds_up(book: Book) -> Iterator[At]:
    """汇总各栏=各项目表之和，每个项目表在目录和汇总中各出现一次"""
    for summary in summaries(book):
        yield from _summary(book, summary)
    for grid in others(book):
        if "目录" in grid.name:
            yield from _contents(book, grid)
    yield from _filed_twice(book)


def _filed_twice(book: Book) -> Iterator[At]:
    """Two sheets of one project, unit and year, as a copy has until it is filled in anew."""
    path, first = book.form.name_path, dict[tuple[str, ...], ProjectSheet]()
    for sheet in filled_sheets(book):
        name = sheet.stated(path)
        if isinstance(name, str):
            key = (same(name), same(str(sheet.project.unit or "")), str(sheet.project.year or ""))
            other = first.setdefault(key, sheet)
            if other is not sheet:
                where: dict[str, Any] = {"sheet": sheet.sheet, "related": (f"{other.sheet}!{other.cell(path)}",)}
                grade = "warning" if sheet.project == other.project else "info"
                yield at(path, **where, found=name, other=other.sheet, variant="again", severity=grade)


def _summary(book: Book, summary: Summary) -> Iterator[At]:
    rows = list(summary.rows())
    lines = [(row, name) for row, name in rows if name.rstrip(":") not in TOTALS]
    found = matched(book, lines)
    if not found:
        return
    for row, sheet in found.items():
        yield from _line(summary, row, sheet)
    faults = [*_listed_once(book, summary, found), *_outside(summary, lines, found)]
    yield from faults
    if not faults:
        for row, _ in (line for line in rows if line[1].rstrip(":") in TOTALS):
            yield from _total(summary, row, list(found.values()))


def _line(summary: Summary, row: int, sheet: ProjectSheet) -> Iterator[At]:
    for path, column in summary.columns.items():
        right = sheet.project.get(path)
        place, value = (row, column), summary.grid.cell(row, column).value
        if isinstance(right, Decimal) and isinstance(value, Decimal):
            right = _in_table(right, value, path, summary)
            if not equal(summary.grid, place, right):
                expected = _rounded_alike(right, summary.grid, place)
                yield _fault(summary, place, expected, f"{sheet.sheet}!{sheet.cell(path)}", sheet.sheet)
        elif path == "total.grade" and isinstance(right, str) and isinstance(value, str) and same(value) != right:
            yield _fault(summary, place, right, f"{sheet.sheet}!{sheet.cell(path)}", sheet.sheet)


def _in_table(right: Decimal, value: Decimal, path: str, summary: Summary) -> Decimal:
    """A figure of a project as the table writes it: in its unit of amounts, a rate as a share or in percent."""
    if path in AMOUNTS:
        return right * summary.scale
    percent = path == "funds.total.rate" and value > Decimal("1.5")
    return right * 100 if percent else right


def _rounded_alike(right: Decimal, grid: Grid, place: Position) -> str:
    """A figure with the decimals of the cell it is compared with, more where it needs them, six at most."""
    places = max(shown_places(grid, place), min(decimals(right), 6))
    return _seen(rounded(right, places), "%" in grid.cell(*place).format)


def _seen(figure: Decimal, share: bool) -> str:
    return f"{plain(figure * 100)}%" if share else plain(figure)


def _fault(summary: Summary, place: Position, expected: str, source: str, name: str) -> At:
    column, stands = _title(summary, place[1]), summary.grid.cell(*place)
    value, share = stands.value, "%" in stands.format
    found = _seen(value, share) if isinstance(value, Decimal) else str(value)
    cell, sheet = a1(*place), summary.grid.name
    figures: dict[str, Any] = {"name": name, "column": column, "label": column}
    return at(None, sheet=sheet, cell=cell, found=found, expected=expected, related=(source,), **figures)


def _title(summary: Summary, column: int) -> str:
    return same(str(summary.grid.cell(summary.header, column).value or ""))


def _listed_once(book: Book, summary: Summary, found: dict[int, ProjectSheet]) -> Iterator[At]:
    times = Counter(sheet.sheet for sheet in found.values())
    missing = [sheet.sheet for sheet in filled_sheets(book) if sheet.sheet not in times]
    header = a1(summary.header, summary.name_column)
    if missing:
        yield at(None, sheet=summary.grid.name, cell=header, found="、".join(missing), variant="missing")
    for row, sheet in reversed(found.items()):
        if times[sheet.sheet] > 1:
            cell, count = a1(row, summary.name_column), times.pop(sheet.sheet)
            yield at(None, sheet=summary.grid.name, cell=cell, found=sheet.sheet, variant="twice", times=count)


def _outside(summary: Summary, lines: Sequence[tuple[int, str]], found: dict[int, ProjectSheet]) -> Iterator[At]:
    for row, name in lines:
        figures = any(isinstance(summary.grid.cell(row, c).value, Decimal) for c in summary.columns.values())
        if row not in found and figures:
            cell = a1(row, summary.name_column)
            yield at(None, sheet=summary.grid.name, cell=cell, found=name, variant="outside", severity="warning")


def _total(summary: Summary, row: int, sheets: list[ProjectSheet]) -> Iterator[At]:
    for path in AMOUNTS:
        column = summary.columns.get(path)
        amounts = [sheet.project.get(path) for sheet in sheets]
        numbers = [amount for amount in amounts if isinstance(amount, Decimal)]
        right = sum(numbers, Decimal(0)) * summary.scale
        if column and numbers and not equal(summary.grid, (row, column), right, parts=len(numbers)):
            value, title = summary.grid.cell(row, column).value, _title(summary, column)
            found = plain(value) if isinstance(value, Decimal) else str(value)
            related = tuple(f"{sheet.sheet}!{sheet.cell(path)}" for sheet in sheets if sheet.cell(path))
            where: dict[str, Any] = {"sheet": summary.grid.name, "cell": a1(row, column), "label": title}
            yield at(
                None, **where, found=found, expected=plain(right), related=related, variant="total", column=title
            )


def _contents(book: Book, grid: Grid) -> Iterator[At]:
    said = [same(str(part)) for cell in grid.cells.values() for part in (cell.value, cell.formula) if part is not None]
    whole, joined = set(said), "\n".join(said)
    missing = []
    for sheet in filled_sheets(book):
        name = same(str(sheet.stated(book.form.name_path) or ""))
        if name not in whole and same(sheet.sheet) not in whole and f"{same(sheet.sheet)}'" not in joined:
            missing.append(sheet.sheet)
    if missing and len(missing) < len(book.sheets):
        cell = a1(*min(grid.cells))
        yield at(None, sheet=grid.name, cell=cell, found="、".join(missing), variant="contents")


_MEAN = frozenset(("平均得分", "平均分", "平均评价得分", "平均自评得分"))
_BUDGETS = frozenset(("涉及预算金额", "评价项目预算金额"))
_GRADE = re.compile(r"[“\"]?(优|良|中|差|合格|不合格)[”\"]?(?:秀|好|等)?(?:级)?的?(?:项目)?(?:个数|数量|数)")
_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("平均得分", re.compile(r"平均得分为?(\d{1,3}(?:\.\d{1,6})?)分")),
    ("涉及预算金额", re.compile(r"涉及预算金额(\d{1,12}(?:\.\d{1,6})?)万元")),
    ("项目数", re.compile(r"年度项目(\d{1,5})个")),
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
        for place, cell in grid.cells.items():
            if isinstance(cell.value, str):
                for what, found, source in _stated(grid, place, cell):
                    yield from _compared(what, found, right, grid, source)


def _statistics(book: Book, settings: Settings) -> dict[str, Decimal]:
    """What the project sheets give: mean score, number and budget of projects, how many there are of each grade.

    A form that has no place for grades is graded by its scores.
    """
    sheets = filled_sheets(book)
    scores = [s.project.total.score for s in sheets if s.project.total.score is not None]
    budgets = [s.project.funds.total.budget for s in sheets if s.project.funds.total.budget is not None]
    rubric = load_rubric(settings.rubric) if settings.rubric else None
    graded = (s.project.total.grade or (rubric and grade(s.project.total.score, rubric)) for s in sheets)
    grades = Counter(word for word in graded if word)
    found = {"项目数": Decimal(len(sheets))}
    if scores and len(scores) == len(sheets):
        found["平均得分"] = sum(scores, Decimal(0)) / len(scores)
        found |= {word: Decimal(grades[word]) for word in ("优", "良", "中", "差", *grades)}
    if len(budgets) == len(sheets):
        found["涉及预算金额"] = sum(budgets, Decimal(0))
    return found


def _stated(grid: Grid, place: Position, cell: Cell) -> Iterator[tuple[str, Decimal, Position]]:
    """(what, figure, its cell) that a label with its value, or a roll-up sentence, states."""
    text = str(cell.value)
    label = fold(text)
    graded = _GRADE.fullmatch(label)
    what = "平均得分" if label in _MEAN else "涉及预算金额" if label in _BUDGETS else graded[1] if graded else None
    if what:
        source = _beside(grid, place)
        value = grid.cell(*source).value if source else None
        if source and isinstance(value, Decimal):
            yield what, value, source
    elif len(text) > 20 and ("平均得分" in text or "涉及预算金额" in text):
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


def _compared(what: str, found: Decimal, right: dict[str, Decimal], grid: Grid, source: Position) -> Iterator[At]:
    if what not in right:
        return
    places = shown_places(grid, source) if isinstance(grid.cell(*source).value, Decimal) else decimals(found)
    expected = fixed(right[what], places)
    if rounded(found, places) != Decimal(expected):
        name = f"“{what}”的项目数" if len(what) < 3 else what
        yield at(None, sheet=grid.name, cell=a1(*source), found=plain(found), expected=expected, what=name, label=what)
