"""A workbook as it would be were a figure put right: formulas calculated again, projects reckoned again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.compute import compiled
from excel_eval.form.schema import Form
from excel_eval.grid import Cell, ErrorValue, Grid, Position, Scalar
from excel_eval.numbers import plain, plain_decimal
from excel_eval.recalculation import Place, Reading, never_calculated, recalculate
from excel_eval.reckoning import meaning_of, reckoned

Figures = Mapping[tuple[str, str], Decimal]
"""By sheet and path, the figures (amounts in the model's unit) that would put something right."""


def calculated(book: Book, reading: Reading | None = None) -> Book:
    """The book with what its formulas show that a program without a calculator left without a result.

    What the form's cells hold was worked out on reading; here a person's own sheets get their figures too.
    """
    uncached = never_calculated(book.grids)
    if not uncached:
        return book
    reading = reading or Reading(book.grids, book.names, date1904=book.date1904)
    results, _ = recalculate(book.grids, {}, reading=reading, also=uncached)
    return replace(book, grids=_with_cells(book.grids, _by_sheet(results)))


def corrected(sheet: ProjectSheet, book: Book, reading: Reading, path: str, figure: Decimal) -> ProjectSheet:
    """The sheet as if this figure (an amount in the model's unit) stood at this path; its own formulas follow it."""
    figures = {(sheet.sheet, path): figure}
    alone = replace(book, sheets=(sheet,))
    cells = dict(_cells(alone, figures))
    within = sheet.sheet if sheet.sheet in book.grids else None
    fresh, _ = recalculate(book.grids, cells, reading=reading, within=within) if within else ({}, None)
    results = {**{place: cell.value for place, cell in cells.items()}, **fresh}
    return with_results(replace(alone, grids={}), results, figures).sheets[0]


def in_unit(sheet: ProjectSheet, form: Form, scale: Decimal) -> ProjectSheet:
    """The sheet as if its amounts were in another unit, in which one 万元 is `scale`."""
    factor = sheet.scale / scale
    values = {
        path: replace(value, value=plain_decimal(value.value * factor))
        if value.slot.kind == "amount" and isinstance(value.value, Decimal)
        else value
        for path, value in sheet.values.items()
    }
    return reckoned(replace(sheet, values=values, scale=scale), compiled(form))


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
    by_sheet = _by_sheet(results)
    given_on: dict[str, dict[str, Decimal]] = {}
    for (name, path), figure in (figures or {}).items():
        given_on.setdefault(name, {})[path] = figure
    program = compiled(book.form)
    sheets = []
    for sheet in book.sheets:
        here, given = by_sheet.get(sheet.sheet), given_on.get(sheet.sheet, {})
        sheets.append(reckoned(replace(sheet, values=_restated(sheet, here, given)), program) if here else sheet)
    return replace(book, sheets=tuple(sheets), grids=_with_cells(book.grids, by_sheet))


def _by_sheet(results: Mapping[Place, Scalar]) -> dict[str, dict[Position, Scalar]]:
    found: dict[str, dict[Position, Scalar]] = {}
    for (name, position), result in results.items():
        found.setdefault(name, {})[position] = result
    return found


def _with_cells(grids: Mapping[str, Grid], results: Mapping[str, Mapping[Position, Scalar]]) -> dict[str, Grid]:
    """The sheets with these results in their cells."""
    return {name: _filled(grid, results[name]) if name in results else grid for name, grid in grids.items()}


def _filled(grid: Grid, results: Mapping[Position, Scalar]) -> Grid:
    cells = {at: replace(grid.cell(*at), value=result, cached=True) for at, result in results.items()}
    return replace(grid, cells={**grid.cells, **cells})


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
