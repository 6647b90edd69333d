"""What nobody sees: hidden sheets, rows and columns with figures in them, and sums over them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from excel_eval.book import Book
from excel_eval.grid import Cell, Grid, Position, a1, column_letters
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.recalculation import formula_cells, read_areas


@rule(
    "W05",
    "隐藏的{what}中有数值",
    severity="warning",
    fix="取消隐藏，确认这些数值是否应计入",
    scope="book",
    as_typed=True,
    sheet=("项目表处于隐藏状态", "取消隐藏，或确认是否应当上报"),
    other=("隐藏的工作表中有数值", "确认是否需要"),
    sum=("求和范围包括隐藏的{what}：{found}", "确认隐藏行列中的数值是否应计入合计"),
    filtered=("筛选隐藏的{what}中有数值", "清除筛选，确认这些数值是否应计入"),
    filtered_sum=("求和范围包括被筛选隐藏的{what}：{found}", "清除筛选后核对；只合计可见行的，改用 SUBTOTAL(109,…)"),
)
def hidden_values_are_listed(book: Book) -> Iterator[At]:
    """隐藏的行、列、工作表中没有数值；合计不包括隐藏的行"""
    projects = {sheet.sheet for sheet in book.sheets}
    for grid in book.grids.values():
        if grid.made_here:
            continue
        if grid.hidden:
            yield from _hidden_sheet(grid, grid.name in projects)
        elif grid.hidden_rows or grid.hidden_columns:
            yield from _hidden_lines(grid)


def _hidden_sheet(grid: Grid, project: bool) -> Iterator[At]:
    numbers = [place for place, cell in grid.cells.items() if _number(cell)]
    if project:
        yield at(None, sheet=grid.name, cell=a1(*min(grid.cells, default=(1, 1))), variant="sheet")
    elif numbers:
        yield at(None, sheet=grid.name, cell=a1(*min(numbers)), variant="other", severity="info")


def _hidden_lines(grid: Grid) -> Iterator[At]:
    unseen = [place for place, cell in grid.cells.items() if _number(cell) and _hidden(grid, place)]
    summed: set[Position] = set()
    for place, cell in formula_cells(grid):
        inside = _summed(cell, unseen) if unseen and place not in unseen else []
        summed.update(inside)
        for variant, cells in _by_cause(grid, inside, "sum", "filtered_sum"):
            found = f"={cell.formula}"
            where: dict[str, Any] = {"sheet": grid.name, "cell": a1(*place), "related": tuple(a1(*c) for c in cells)}
            yield at(None, **where, found=found, variant=variant, what=_lines(grid, cells))
    rest = [place for place in unseen if place not in summed]
    for variant, cells in _by_cause(grid, rest, "", "filtered"):
        related = tuple(a1(*each) for each in cells[1:])
        what = _lines(grid, cells)
        yield at(None, sheet=grid.name, cell=a1(*cells[0]), related=related, variant=variant, what=what)


def _by_cause(
    grid: Grid, places: list[Position], hidden: str, filtered: str
) -> Iterator[tuple[str, list[Position]]]:
    """The places that were hidden by hand and those that a filter hides, each group with its message."""
    out = _filtered_rows(grid)
    groups = ((hidden, [p for p in places if p[0] not in out]), (filtered, [p for p in places if p[0] in out]))
    return ((variant, cells) for variant, cells in groups if cells)


def _filtered_rows(grid: Grid) -> frozenset[int]:
    """The rows that a filter hides: those hidden below the header of its area."""
    return frozenset(row for row in grid.hidden_rows if any(area.top < row <= area.bottom for area in grid.filtered))


def _number(cell: Cell) -> bool:
    return type(cell.value) is Decimal and (cell.formula is None or bool(cell.value))


def _hidden(grid: Grid, place: Position) -> bool:
    return place[0] in grid.hidden_rows or place[1] in grid.hidden_columns


def _summed(cell: Cell, unseen: list[Position]) -> list[Position]:
    """The hidden figures inside the ranges of a SUM."""
    if not cell.formula or "SUM" not in cell.formula.upper():
        return []
    areas = read_areas(cell.formula)
    return [place for place in unseen if any(place in area for area in areas)]


def _lines(grid: Grid, places: list[Position]) -> str:
    rows = dict.fromkeys(row for row, _ in places if row in grid.hidden_rows)
    columns = dict.fromkeys(column for row, column in places if row not in grid.hidden_rows)
    return "、".join([*(f"第{row}行" for row in rows), *(f"{column_letters(column)}列" for column in columns)])
