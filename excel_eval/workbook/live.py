"""Formulas of sheets that we make: written once as text, with the value that the same text gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.formula import Matrix, evaluate, parse
from excel_eval.grid import Area, Position, Scalar
from excel_eval.reckoning import stored_inputs
from excel_eval.workbook.writer import serial


class Live:
    """The cells of a sheet under construction, and of the project sheets that its formulas refer to."""

    def __init__(self, sheets: Mapping[str, Mapping[Position, Scalar]]) -> None:
        self.sheets = sheets
        self.cells: dict[Position, Scalar] = {}

    def name(self, path: str) -> Scalar | Matrix:
        """No names here: formulas of these sheets are in A1."""
        raise KeyError(path)

    def area(self, sheet: str | None, area: Area) -> Matrix:
        """The values of an area; KeyError for a sheet that is no project's."""
        cells = self.cells if sheet is None else self.sheets[sheet]
        return tuple(
            tuple(cells.get((row, column)) for column in range(area.left, area.right + 1))
            for row in range(area.top, area.bottom + 1)
        )

    def value(self, formula: str, at: Position) -> Scalar:
        """What a formula (without "=") gives in a cell, kept for those that refer to it."""
        self.cells[at] = evaluate(parse(f"={formula}"), self, at)
        return self.cells[at]


class ProjectCells(Mapping[str, Mapping[Position, Scalar]]):
    """What the value cells of the project sheets hold once they are filled, in each sheet's own unit; made for one at a time."""

    def __init__(self, book: Book) -> None:
        self._sheets = {sheet.sheet: sheet for sheet in book.sheets}
        self._last: tuple[str, dict[Position, Scalar]] = ("", {})

    def __getitem__(self, name: str) -> Mapping[Position, Scalar]:
        if self._last[0] != name:
            self._last = name, _cells(self._sheets[name])
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)


def _cells(sheet: ProjectSheet) -> dict[Position, Scalar]:
    values = stored_inputs(sheet)
    return {
        value.slot.area.corner: _computed(sheet, value) if value.slot.field.formula else values[path]
        for path, value in sheet.values.items()
    }


def _computed(sheet: ProjectSheet, value: Value) -> Scalar:
    """What a formula of the form gives there: reading has computed it, amounts in the form's unit."""
    found = sheet.project.get(value.path)
    if isinstance(found, date):
        return serial(found)
    return found * sheet.scale if isinstance(found, Decimal) and value.slot.kind == "amount" else found
