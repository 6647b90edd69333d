"""A workbook as it would be were a figure put right: formulas calculated again, projects reckoned again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.compute import compiled
from excel_eval.grid import Cell, ErrorValue, Grid, Position, Scalar
from excel_eval.numbers import plain
from excel_eval.recalculation import Place, Reading, recalculate
from excel_eval.reckoning import meaning_of, reckoned

Figures = Mapping[tuple[str, str], Decimal]
"""By sheet and path, the figures (amounts in the model's unit) that would put something right."""


def corrected(sheet: ProjectSheet, book: Book, reading: Reading, path: str, figure: Decimal) -> ProjectSheet:
    """The sheet as if this figure (an amount in the model's unit) stood at this path; its own formulas follow it."""
    figures = {(sheet.sheet, path): figure}
    alone = replace(book, sheets=(sheet,))
    cells = dict(_cells(alone, figures))
    within = sheet.sheet if sheet.sheet in book.grids else None
    fresh, _ = recalculate(book.grids, cells, reading=reading, within=within) if within else ({}, None)
    results = {**{place: cell.value for place, cell in cells.items()}, **fresh}
    return with_results(replace(alone, grids={}), results, figures).sheets[0]


def put_right(book: Book, reading: Reading, figures: Figures) -> Book:
    """The book as if these figures stood at their places; formulas all over the workbook follow them."""
    cells = dict(_cells(book, figures))
    fresh, _ = recalculate(book.grids, cells, reading=reading)
    results = {**{place: cell.value for place, cell in cells.items()}, **fresh}
    return with_results(book, results, figures)


def _cells(book: Book, figures: Figures) -> Iterator[tuple[Place, Cell]]:
    sheets = {sheet.sheet: sheet for sheet in book.sheets}
    for (name, path), figure in figures.items():
        value = sheets[name].values.get(path)
        if value is not None:
            stored = figure * sheets[name].scale if value.slot.kind == "amount" else figure
            yield (name, value.slot.area.corner), Cell(stored)


def with_results(book: Book, results: Mapping[Place, Scalar], figures: Figures | None = None) -> Book:
    """The book with these results in its cells, and with these figures given; projects reckoned again."""
    by_sheet: dict[str, dict[Position, Scalar]] = {}
    for (name, position), result in results.items():
        by_sheet.setdefault(name, {})[position] = result
    given_on: dict[str, dict[str, Decimal]] = {}
    for (name, path), figure in (figures or {}).items():
        given_on.setdefault(name, {})[path] = figure
    program = compiled(book.form)
    sheets = []
    for sheet in book.sheets:
        here, given = by_sheet.get(sheet.sheet), given_on.get(sheet.sheet, {})
        sheets.append(reckoned(replace(sheet, values=_restated(sheet, here, given)), program) if here else sheet)
    grids = {name: _with_cells(grid, by_sheet.get(name, {})) for name, grid in book.grids.items()}
    return replace(book, sheets=tuple(sheets), grids=grids)


def _with_cells(grid: Grid, results: Mapping[Position, Scalar]) -> Grid:
    cells = {at: replace(grid.cell(*at), value=result) for at, result in results.items()}
    return replace(grid, cells={**grid.cells, **cells}) if cells else grid


def _restated(
    sheet: ProjectSheet, results: Mapping[Position, Scalar], given: Mapping[str, Decimal]
) -> dict[str, Value]:
    """The sheet's values with the given ones in place, and these results in the cells of its formulas."""
    values = dict(sheet.values)
    for path, value in sheet.values.items():
        corner = value.slot.area.corner
        if path in given:
            stored = results.get(corner, given[path])
            values[path] = replace(value, raw=_raw(stored), value=given[path], stored=stored, places=None)
        elif corner in results and value.formula is not None:
            values[path] = _with_result(value, results[corner], sheet.scale)
    return values


def _with_result(value: Value, result: Scalar, scale: Decimal) -> Value:
    if result == value.stored:
        return value
    if result in (None, "") or isinstance(result, ErrorValue):
        return replace(value, raw=str(result) if result else None, value=None, stored=result)
    return replace(value, raw=_raw(result), value=meaning_of(result, value.slot.kind, scale), stored=result)


def _raw(result: Scalar) -> str:
    return plain(result) if isinstance(result, Decimal) else str(result)
