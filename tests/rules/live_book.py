"""Books as Excel saves them: the form's formulas live in their cells, with what they give over the cells as typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from excel_eval.book import Book
from excel_eval.compute import compiled, compute, excel_formula
from excel_eval.form.load import load_form
from excel_eval.form.schema import Form
from excel_eval.grid import Cell, Grid
from excel_eval.workbook.read import Sheets, book_of
from tests.rules.case_book import grid_with


def live_book(sheets: Mapping[str, Mapping[str, str]], form_name: str = "project_evaluation") -> Book:
    """As `book_with`, with the form's formulas in every computed cell of a project sheet that is not given."""
    form = load_form(form_name)
    return book_of(Sheets({name: live(grid_with(form, name, values), form) for name, values in sheets.items()}), form)


def live(grid: Grid, form: Form) -> Grid:
    """The sheet with the form's formulas in its blank computed cells; numbers kept as text are left out, as in Excel."""
    book = book_of(Sheets({grid.name: grid}), form) if len(grid.cells) > 20 else None
    if book is None or not book.sheets:
        return grid
    sheet, program = book.sheets[0], compiled(form)
    stored = {path: grid.cell(*value.slot.area.corner).value for path, value in sheet.values.items()}
    results = compute(program, sheet.layout, stored)
    cells = dict(grid.cells)
    for path, value in sheet.values.items():
        step, corner = program.step(path), value.slot.area.corner
        if step is not None and corner not in cells:
            pattern = "0.00%" if value.slot.kind == "percent" else "General"
            cells[corner] = Cell(results[path], excel_formula(step.node, value.slot, sheet.layout), pattern)
    return replace(grid, cells=cells)
