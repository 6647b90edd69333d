"""What nobody sees: hidden sheets, rows and columns with figures in them, and sums over them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

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
        if inside:
            related = tuple(a1(*each) for each in inside)
            found = f"={cell.formula}"
            what = _lines(grid, inside)
            yield at(None, sheet=grid.name, cell=a1(*place), related=related, found=found, variant="sum", what=what)
    rest = [place for place in unseen if place not in summed]
    if rest:
        related = tuple(a1(*each) for each in rest[1:])
        yield at(None, sheet=grid.name, cell=a1(*rest[0]), related=related, what=_lines(grid, rest))


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
