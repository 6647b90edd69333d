"""W06: totals that leave out a row, in the form's tables and in a person's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.form.layout import Slot
from excel_eval.grid import Area, Grid, Position, a1
from excel_eval.numbers import plain
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.recalculation import formula_cells, read_areas
from excel_eval.rules.workbooks.grids import same

_ADDITION = re.compile(r"[A-Z0-9$:,+()\s]{1,2000}")
_FUNCTION = re.compile(r"(?<![A-Z])[A-Z]{2,30}(?=\()")
_NOT_ADDED = ("其中", "小计", "合计", "总计", "减", "备注", "占比", "比例", "率", "平均")
"""Labels of rows that a total rightly leaves out."""
_YEARS = range(1990, 2101)


@rule(
    "W06",
    "{label_}的公式没有包括第{rows}行，应为{expected}，现为{found}",
    fix="扩大公式的求和范围，把这些行包括进来",
    scope="book",
    as_typed=True,
)
def sums_cover_all_rows(book: Book) -> Iterator[At]:
    """合计公式的求和范围包括明细的每一行"""
    for sheet in book.sheets:
        for value in sheet.values.values():
            if value.formula and value.slot.field.formula and "[" not in value.slot.path:
                yield from _uncovered(sheet, value)
    sheets = {sheet.sheet: sheet for sheet in book.sheets}
    for grid in book.grids.values():
        if not grid.made_here:
            yield from _own_sums(grid, sheets.get(grid.name))


def _uncovered(sheet: ProjectSheet, value: Value) -> Iterator[At]:
    column = _column_above(sheet, value.slot)
    areas = read_areas(value.formula or "") if column else ()
    read = [each for each in column if any(each.slot.area.corner in area for area in areas)]
    missed = [each for each in column if each not in read and isinstance(each.stored, Decimal) and each.stored]
    if not read or not missed:
        return
    numbers = [each.stored for each in column if isinstance(each.stored, Decimal)]
    rows = "、".join(str(each.slot.area.top) for each in missed)
    yield at(
        value.path,
        sheet=sheet.sheet,
        related=tuple(each.path for each in missed),
        found=value.raw,
        expected=plain(sum(numbers, Decimal(0))),
        label_=value.slot.label,
        rows=rows,
    )


def _column_above(sheet: ProjectSheet, slot: Slot) -> list[Value]:
    """The cells of the free table's column that a total stands under; none for any other cell outside the tables."""
    left = slot.area.left
    columns = (
        slots
        for slots in sheet.layout.columns.values()
        if slots[0].section == slot.section and slots[0].area.left == left
    )
    found = next(columns, ())
    return [sheet.values[each.path] for each in found if each.path in sheet.values]


def _own_sums(grid: Grid, sheet: ProjectSheet | None) -> Iterator[At]:
    """A person's own sums over the cells above them that leave out figures which belong to them."""
    ours = {slot.area.corner for slot in sheet.layout.slots} if sheet else set()
    for place, cell in formula_cells(grid):
        if place not in ours and cell.formula and isinstance(cell.value, Decimal):
            added = _added(place, cell.formula)
            missed = _missed(grid, place, added) if added else []
            if missed and len(missed) <= len(_figures(grid, place, added)):
                yield _short(grid, place, added, missed)


def _short(grid: Grid, place: Position, added: tuple[Area, ...], missed: list[int]) -> At:
    left_out = sum((_number(grid, (row, place[1])) for row in missed), Decimal(0))
    value = grid.cells[place].value
    stands = value if isinstance(value, Decimal) else Decimal(0)
    above = min(area.top for area in added) > min(missed)
    return at(
        None,
        sheet=grid.name,
        cell=a1(*place),
        related=tuple(a1(row, place[1]) for row in missed),
        severity="warning" if above else None,
        found=plain(stands),
        expected=plain(stands + left_out),
        label_=a1(*place),
        rows="、".join(map(str, missed)),
    )


def _added(place: Position, formula: str) -> tuple[Area, ...]:
    """The cells above in its own column that a formula adds up; none where it does anything else."""
    if not _ADDITION.fullmatch(formula) or set(_FUNCTION.findall(formula)) != {"SUM"}:
        return ()
    areas = read_areas(formula)
    above = all(area.left == area.right == place[1] and area.bottom < place[0] for area in areas)
    return areas if above and any(area.bottom > area.top for area in areas) else ()


def _missed(grid: Grid, place: Position, added: tuple[Area, ...]) -> list[int]:
    """The rows between the parts of a sum, between it and its total, and just above it, whose figures it leaves out."""
    top = min(area.top for area in added)
    between = [row for row in range(top, place[0]) if not any((row, place[1]) in area for area in added)]
    rows = [row for row in between if _belongs(grid, (row, place[1]))]
    first = (top - 1, place[1])
    alike = _belongs(grid, first) and _labels(grid, first) and _labels(grid, (top, place[1])) and not _year(grid, first)
    return [first[0], *rows] if alike else rows


def _belongs(grid: Grid, place: Position) -> bool:
    """Whether a figure other than 0 stands there that is no sum itself, in a row that no label takes out of the total."""
    cell = grid.cell(*place)
    label = "".join(_labels(grid, place))
    down = any(area.left <= place[1] <= area.right for area in read_areas(cell.formula or ""))
    counted = type(cell.value) is Decimal and bool(cell.value) and not down
    return counted and not any(word in label for word in _NOT_ADDED)


def _labels(grid: Grid, place: Position) -> list[str]:
    """The texts to the left of a cell."""
    texts = (grid.cell(place[0], column).value for column in range(1, place[1]))
    return [same(text) for text in texts if isinstance(text, str) and text.strip()]


def _year(grid: Grid, place: Position) -> bool:
    number = _number(grid, place)
    return number == number.to_integral_value() and int(number) in _YEARS


def _figures(grid: Grid, place: Position, added: tuple[Area, ...]) -> list[Position]:
    return [at for area in added for at in area.positions() if at in grid.cells and _number(grid, at)]


def _number(grid: Grid, place: Position) -> Decimal:
    value = grid.cell(*place).value
    return value if isinstance(value, Decimal) else Decimal(0)
