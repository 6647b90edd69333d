"""The person's own formulas: still there, calculated, without errors or links to other workbooks, over all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.form.layout import Slot
from excel_eval.grid import Area, Cell, Grid, Position, a1
from excel_eval.messages import text
from excel_eval.numbers import decimals, plain, rounded
from excel_eval.paths import generic
from excel_eval.rules.core import At, at, rule
from excel_eval.rules.recalculation import errors, formula_cells, leads_outside, read_areas, recalculated, stale
from excel_eval.rules.workbooks.alike import exceptions
from excel_eval.rules.workbooks.grids import shown_places

_OWN_RULE = frozenset(f"indicators.{key}" for key in ("target", "actual", "weight", "score"))
"""Where X22 reports an error value."""
_FEWEST = 3
"""So many formulas of one column make a rule to which a constant is an exception."""
_MOST_PRECEDENTS = 160
_USUAL, _FINEST = 6, 15
"""Decimals that a result is shown with at most, and where it takes more to tell two figures apart."""


@rule(
    "W03",
    "{label_}的公式已被常数{found}覆盖",
    fix="恢复公式（从同类单元格复制），不要直接填数",
    scope="book",
    as_typed=True,
    typed=("{label_}是手填的{found}，同表其他计算格多为公式", "原为公式的，请恢复公式；本来就是手填的，无须改动"),
    alike=("相邻单元格都是公式，这里却是常数{found}，按公式{formula}应为{expected}", "从相邻单元格复制公式，不要直接填数"),
    stale=("公式的结果应为{expected}，单元格中保存的是{found}", "在 Excel 或 WPS 中打开重新计算后保存"),
    error=("{label_}显示错误值{found}", "检查公式引用的单元格"),
    outside=("公式引用了其他工作簿：{found}", "把引用的数值粘贴为值，或改为引用本工作簿"),
    name=("名称“{name}”引用了其他工作簿：{found}", "在名称管理器中删除或改正该名称"),
)
def formulas_are_sound(book: Book) -> Iterator[At]:
    """公式单元格仍是公式，缓存值等于重算值，没有错误值，不引用其他工作簿"""
    sheets = {sheet.sheet: sheet for sheet in book.sheets}
    yield from _overwritten(book)
    for grid in book.grids.values():
        if not grid.made_here:
            yield from _errors(grid, sheets.get(grid.name))
            yield from _links(grid)
            yield from _stale(book, grid, sheets.get(grid.name))
            yield from _typed_over(book, grid, sheets.get(grid.name))
    for name, reference in book.names.items():
        if leads_outside(reference):
            yield at(None, found=reference, variant="name", name=name)


def _overwritten(book: Book) -> Iterator[At]:
    """Constants in computed cells, on a sheet most of whose other computed cells still hold their formula.

    A sheet of a person's own may never have had one there: only a lone exception among the formulas of a column has.
    """
    filled = [(sheet, [v for v in sheet.values.values() if v.slot.field.formula and v.raw]) for sheet in book.sheets]
    everywhere = Counter((_column(v.path), v.formula is None) for _, values in filled for v in values)
    for sheet, values in filled:
        found = [v for v in values if v.formula is None and _against_formula(sheet, v)]
        here = Counter(_column(v.path) for v in values if v.formula is not None)
        for value in found if len(found) <= here.total() else ():
            column = _column(value.path)
            figures: dict[str, Any] = {"found": value.raw, "sheet": sheet.sheet, "label_": value.slot.label}
            if book.stamped or here[column] >= _FEWEST:
                yield at(value.path, **figures)
            elif everywhere[column, False] or everywhere[column, True] == 1:
                yield at(value.path, severity="info", variant="typed", **figures)


def _column(path: str) -> str:
    """What a value is of, whichever row it stands in: funds.rate, indicators.score, total.score."""
    first, _, rest = generic(path).partition(".")
    return f"{first}.{rest.rpartition('.')[2]}"


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
                found, expected = _seen(grid, place, cell.value, now)
                yield at(
                    slots[place].path if place in slots else None,
                    related=_precedents(cell),
                    found=found,
                    expected=expected,
                    variant="stale",
                    sheet=grid.name,
                    cell=a1(*place),
                )


def _typed_over(book: Book, grid: Grid, sheet: ProjectSheet | None) -> Iterator[At]:
    """Constants among alike formulas of a person's own; those of the form are looked after by `_overwritten`."""
    slots = _slots(sheet)
    ours = [place for place, slot in slots.items() if slot.field.formula]
    for each in exceptions(book.grids, grid, ours):
        value = grid.cells[each.place].value
        found, expected = _seen(grid, each.place, value if isinstance(value, Decimal) else Decimal(0), each.result)
        yield at(
            slots[each.place].path if each.place in slots else None,
            related=_precedents(Cell(formula=each.formula)),
            severity=None if each.amid else "warning",
            found=found,
            expected=expected,
            variant="alike",
            sheet=grid.name,
            cell=a1(*each.place),
            formula=f"={each.formula}",
        )


def _seen(grid: Grid, place: Position, value: Decimal, result: Decimal) -> tuple[str, str]:
    """What a cell shows and what it would show; with as many decimals as it takes to tell the two apart."""
    share = "%" in grid.cell(*place).format
    places = shown_places(grid, place)
    if grid.cell(*place).format == "General":
        places = max(places, min(decimals(result), _USUAL))
    while places < _FINEST and rounded(value, places) == rounded(result, places):
        places += 1
    one, other = (rounded(each, places) * (100 if share else 1) for each in (value, result))
    return f"{plain(one)}{'%' if share else ''}", f"{plain(other)}{'%' if share else ''}"


def _precedents(cell: Cell) -> tuple[str, ...]:
    """The cells that a formula reads, where they are few."""
    areas = tuple(dict.fromkeys(read_areas(cell.formula or "")))
    places = [place for area in areas for place in area.positions()] if _few(areas) else []
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
