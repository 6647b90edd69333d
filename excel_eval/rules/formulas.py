"""The person's own formulas: still there, calculated, without errors or links to other workbooks, over all rows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.form.layout import Slot
from excel_eval.grid import Area, Cell, Grid, a1
from excel_eval.messages import text
from excel_eval.numbers import plain
from excel_eval.paths import generic
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.recalculation import errors, formula_cells, leads_outside, read_areas, recalculated, stale

_OWN_RULE = frozenset(f"indicators.{key}" for key in ("target", "actual", "weight", "score"))
"""Where X22 reports an error value."""
_MOST_PRECEDENTS = 40


@rule(
    "W03",
    "{label_}的公式已被常数{found}覆盖",
    fix="恢复公式（从同类单元格复制），不要直接填数",
    scope="book",
    as_typed=True,
    stale=("公式的结果应为{expected}，单元格中保存的是{found}", "在 Excel 或 WPS 中打开重新计算后保存"),
    error=("{label_}显示错误值{found}", "检查公式引用的单元格"),
    outside=("公式引用了其他工作簿：{found}", "把引用的数值粘贴为值，或改为引用本工作簿"),
    name=("名称“{name}”引用了其他工作簿：{found}", "在名称管理器中删除或改正该名称"),
)
def formulas_are_sound(book: Book) -> Iterator[At]:
    """公式单元格仍是公式，缓存值等于重算值，没有错误值，不引用其他工作簿"""
    sheets = {sheet.sheet: sheet for sheet in book.sheets}
    for sheet in book.sheets:
        yield from _overwritten(sheet)
    for grid in book.grids.values():
        if not grid.made_here:
            yield from _errors(grid, sheets.get(grid.name))
            yield from _links(grid)
            yield from _stale(book, grid, sheets.get(grid.name))
    for name, reference in book.names.items():
        if leads_outside(reference):
            yield at(None, found=reference, variant="name", name=name)


def _overwritten(sheet: ProjectSheet) -> Iterator[At]:
    """Constants in computed cells, on a sheet most of whose other computed cells still hold their formula."""
    filled = [v for v in sheet.values.values() if v.slot.field.formula and v.raw is not None]
    constants = [value for value in filled if value.formula is None and _against_formula(sheet, value)]
    if len(constants) <= sum(value.formula is not None for value in filled):
        for value in constants:
            yield at(value.path, found=value.raw, sheet=sheet.sheet, label_=value.slot.label)


def _against_formula(sheet: ProjectSheet, value: Value) -> bool:
    """Whether a constant stands where only a formula may; a value that a person may give counts if it was not kept."""
    if value.value is None or not isinstance(value.value, Decimal):
        return False
    return value.slot.field.input_when is None or sheet.project.get(value.path) != value.value


def _errors(grid: Grid, sheet: ProjectSheet | None) -> Iterator[At]:
    slots = _slots(sheet)
    for place in errors(grid):
        slot = slots.get(place)
        if slot is None or generic(slot.path) not in _OWN_RULE:
            where = {"sheet": grid.name, "cell": a1(*place), "label_": slot.label if slot else text("explain.cell")}
            yield at(slot.path if slot else None, found=str(grid.cells[place].value), variant="error", **where)


def _slots(sheet: ProjectSheet | None) -> dict[tuple[int, int], Slot]:
    return {slot.area.corner: slot for slot in sheet.layout.slots} if sheet else {}


def _links(grid: Grid) -> Iterator[At]:
    for place, cell in formula_cells(grid):
        if cell.formula and leads_outside(cell.formula):
            yield at(None, found=f"={cell.formula}", variant="outside", sheet=grid.name, cell=a1(*place))


def _stale(book: Book, grid: Grid, sheet: ProjectSheet | None) -> Iterator[At]:
    """Stored results that differ from what their formula gives; one that is what we computed needs no second look."""
    agreed, slots = _agreed(sheet), _slots(sheet)
    for place, cell in formula_cells(grid):
        if place not in agreed and cell.cached and isinstance(cell.value, Decimal):
            now = recalculated(book.grids, grid, place)
            if isinstance(now, Decimal) and stale(cell, now):
                share = "%" in cell.format
                yield at(
                    slots[place].path if place in slots else None,
                    related=_precedents(grid, cell),
                    found=_shown(cell.value, share),
                    expected=_shown(now, share),
                    variant="stale",
                    sheet=grid.name,
                    cell=a1(*place),
                )


def _shown(value: Decimal, share: bool) -> str:
    return f"{plain(value * 100)}%" if share else plain(value)


def _precedents(grid: Grid, cell: Cell) -> tuple[str, ...]:
    """The cells that a formula reads, where they are few."""
    areas = read_areas(cell.formula or "")
    places = [place for area in areas for place in area.positions() if place in grid.cells] if _few(areas) else []
    return tuple(a1(*place) for place in dict.fromkeys(places))


def _few(areas: tuple[Area, ...]) -> bool:
    return sum(a.size for a in areas) <= _MOST_PRECEDENTS


def _agreed(sheet: ProjectSheet | None) -> frozenset[tuple[int, int]]:
    """The cells whose stored number is the one we computed."""
    if sheet is None:
        return frozenset()
    project = sheet.project
    values = (v for v in sheet.values.values() if v.formula is not None and isinstance(v.value, Decimal))
    return frozenset(v.slot.area.corner for v in values if _equal(project.get(v.path), v.value))


def _equal(computed: object, stated: object) -> bool:
    if not isinstance(computed, Decimal) or not isinstance(stated, Decimal):
        return False
    return computed == stated or abs(computed - stated) <= Decimal("1e-12") * abs(computed)


@rule(
    "W06",
    "{label_}的公式没有包括第{rows}行，应为{expected}，现为{found}",
    fix="扩大公式的求和范围，把这些行包括进来",
    scope="sheet",
    as_typed=True,
)
def sums_cover_all_rows(sheet: ProjectSheet) -> Iterator[At]:
    """合计公式的求和范围包括明细的每一行"""
    for value in sheet.values.values():
        if value.formula and value.slot.field.formula and "[" not in value.slot.path:
            yield from _uncovered(sheet, value)


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


