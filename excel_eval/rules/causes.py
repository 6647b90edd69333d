"""A sheet as it would be were one figure put right: its own formulas calculated again, its project reckoned again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.compute import compiled
from excel_eval.grid import Cell, ErrorValue, Position, Scalar
from excel_eval.numbers import plain
from excel_eval.recalculation import recalculate
from excel_eval.reckoning import meaning_of, reckoned


def corrected(sheet: ProjectSheet, book: Book, path: str, figure: Decimal) -> ProjectSheet:
    """The sheet as if this figure (amounts in the model's unit) stood at this path; formulas of the sheet follow it."""
    value = sheet.values.get(path)
    if value is None:
        return sheet
    stored = figure * sheet.scale if value.slot.kind == "amount" else figure
    now = replace(value, raw=plain(stored), value=figure, stored=stored, places=None)
    place = (sheet.sheet, value.slot.area.corner)
    grids = {sheet.sheet: book.grids[sheet.sheet]} if sheet.sheet in book.grids else {}
    fresh, _ = recalculate(grids, {place: Cell(stored)})
    values = restated(sheet, {position: result for (_, position), result in fresh.items()})
    return reckoned(replace(sheet, values={**values, path: now}), compiled(book.form))


def restated(sheet: ProjectSheet, results: Mapping[Position, Scalar]) -> dict[str, Value]:
    """The sheet's values with these results in the cells of its formulas."""
    values = dict(sheet.values)
    for path, value in sheet.values.items():
        corner = value.slot.area.corner
        if corner in results and value.formula is not None:
            values[path] = _with_result(value, results[corner], sheet.scale)
    return values


def _with_result(value: Value, result: Scalar, scale: Decimal) -> Value:
    if result in (None, "", value.stored):
        return value if result == value.stored else replace(value, raw=None, value=None, stored=result)
    if isinstance(result, ErrorValue):
        return replace(value, raw=str(result), value=None, stored=result)
    raw = plain(result) if isinstance(result, Decimal) else str(result)
    return replace(value, raw=raw, value=meaning_of(result, value.slot.kind, scale), stored=result)
