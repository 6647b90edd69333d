"""A person's own 汇总, 目录 and statistics, held against the project sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from excel_eval.book import Book, ProjectSheet
from excel_eval.form.labels import fold
from excel_eval.grid import Grid, Position, a1
from excel_eval.numbers import decimals, plain, rounded
from excel_eval.rubric import grade
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.indicators.rows import rubric_of
from excel_eval.rules.settings import Settings
from excel_eval.rules.workbooks.filled import counted_sheets, filled_sheets
from excel_eval.rules.workbooks.grids import same, shown_places, slip_of
from excel_eval.rules.workbooks.rollup import statistic
from excel_eval.rules.workbooks.summary_tables import (
    AMOUNTS,
    TOTALS,
    Summary,
    equal,
    keys,
    matched,
    others,
    summaries,
)

_CLOSING = TOTALS - {"小计"}
"""What the row is called that closes a table."""


@rule(
    "W01",
    "{name}的{column}为{found}，项目表为{expected}",
    fix="按项目表改为{expected}",
    scope="book",
    total=("合计的{column}为{found}，各项目表之和为{expected}", "按各项目表之和改为{expected}"),
    missing=("汇总中没有列入：{found}", "补列这些项目"),
    twice=("{found}在汇总中出现{times}次", "每个项目只列一次"),
    instead=("{found}在汇总中出现{times}次，而没有列入{missing}", "把重复的一行改为{missing}"),
    outside=("{found}没有对应的项目表", "核对项目名称，或补充项目表"),
    contents=("目录中没有列入：{found}", "在目录中补列这些项目"),
    again=("项目“{found}”在工作表“{other}”中已经填报", "核对是否复制后没有改名，避免汇总时重复计算"),
)
def summary_adds_up(book: Book, settings: Settings) -> Iterator[At]:
    """汇总各栏=各项目表之和，每个项目表在目录和汇总中各出现一次"""
    for summary in summaries(book):
        yield from _summary(book, summary, settings)
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
                grave = None if sheet.project == other.project else "info"
                yield at(path, **where, found=name, other=other.sheet, variant="again", severity=grave)


def _summary(book: Book, summary: Summary, settings: Settings) -> Iterator[At]:
    rows = list(summary.rows())
    lines = [(row, name) for row, name in rows if name.rstrip(":") not in TOTALS and not statistic(fold(name))]
    found = matched(book, summary, lines)
    if not found:
        return
    for row, sheet in found.items():
        yield from _line(summary, row, sheet, settings)
    listed = [line for line in lines if line[0] < _closing(rows)]
    faults = [*_listed_once(book, summary, found), *_outside(summary, listed, found)]
    yield from faults
    if not faults:
        for row, _ in (line for line in rows if line[1].rstrip(":") in TOTALS):
            yield from _total(summary, row, list(found.values()))


def _closing(rows: Sequence[tuple[int, str]]) -> int:
    """The row of the total that closes a table; past its end where there is none, or it stands above the lines."""
    last = rows[-1][0] + 1
    return next((row for row, name in rows[1:] if name.rstrip(":") in _CLOSING), last)


def _line(summary: Summary, row: int, sheet: ProjectSheet, settings: Settings) -> Iterator[At]:
    for path, column in summary.columns.items():
        place, right = (row, column), summary.right(row, path, sheet)
        source = f"{sheet.sheet}!{sheet.cell(path) or sheet.cell('total.score')}"
        if right is not None and not equal(summary.grid, place, right):
            yield _fault(summary, place, _rounded_alike(right, summary.grid, place), source, sheet.sheet)
        elif path == "total.grade" and (graded := _other_grade(summary, place, sheet, settings)):
            yield _fault(summary, place, graded, source, sheet.sheet)


def _other_grade(summary: Summary, place: Position, sheet: ProjectSheet, settings: Settings) -> str | None:
    """The grade of a project where a cell says another; by its score, where the form has no place for grades."""
    value, rubric = summary.grid.cell(*place).value, rubric_of(settings)
    right = sheet.project.total.grade or (grade(sheet.project.total.score, rubric) if rubric else None)
    if not isinstance(value, str) or not isinstance(right, str):
        return None
    said = same(value)
    return None if right in (said, settings.grades.get(said)) else right


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
    missing = [sheet.sheet for sheet in counted_sheets(book) if sheet.sheet not in times]
    header = a1(summary.header, summary.name_column)
    twice = [sheet for sheet, count in times.items() if count > 1]
    instead = len(missing) == len(twice) == 1
    if missing and not instead:
        yield at(None, sheet=summary.grid.name, cell=header, found="、".join(missing), variant="missing")
    for name in twice:
        last, *others = [a1(row, summary.name_column) for row in reversed(found) if found[row].sheet == name]
        figures: dict[str, Any] = {"related": others, "found": name, "times": times[name], "missing": "、".join(missing)}
        yield at(None, sheet=summary.grid.name, cell=last, variant="instead" if instead else "twice", **figures)


def _outside(summary: Summary, lines: Sequence[tuple[int, str]], found: dict[int, ProjectSheet]) -> Iterator[At]:
    for row, name in lines:
        figures = any(isinstance(summary.grid.cell(row, c).value, Decimal) for c in summary.columns.values())
        if row not in found and figures:
            cell = a1(row, summary.name_column)
            yield at(None, sheet=summary.grid.name, cell=cell, found=name, variant="outside", severity="warning")


def _total(summary: Summary, row: int, sheets: list[ProjectSheet]) -> Iterator[At]:
    for path in AMOUNTS:
        column = summary.columns.get(path)
        cells = [sheet.values[path] for sheet in sheets if path in sheet.values]
        if any(cell.unreadable or cell.unknown for cell in cells):
            continue
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
    """The project sheets that a list of contents leaves out; a copy that kept its name is told of as a copy."""
    texts = {place: same(str(cell.value)) for place, cell in grid.cells.items() if cell.value is not None}
    formulas = "\n".join(same(cell.formula) for cell in grid.cells.values() if cell.formula)
    said, seen, missing = set(texts.values()), set[str](), list[str]()
    for sheet in counted_sheets(book):
        name = same(str(sheet.stated(book.form.name_path) or ""))
        listed = said & keys(book, sheet) or f"{same(sheet.sheet)}'" in formulas
        if not listed and name not in seen:
            missing.append(sheet.sheet)
        seen.add(name)
    if missing and len(missing) < len(book.sheets):
        near = [place for place, text in texts.items() if any(slip_of(text, same(name)) for name in missing)]
        cells = [a1(*place) for place in near or [min(grid.cells)]]
        yield at(None, sheet=grid.name, cell=cells[0], related=cells[1:], found="、".join(missing), variant="contents")
