"""Sheets made in code: a form laid out as a grid with values, and rows and columns inserted as Excel inserts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from excel_eval.form.layout import Layout
from excel_eval.form.place import place
from excel_eval.form.schema import Form
from excel_eval.grid import Area, Cell, Grid, Position, Scalar


def laid_out(
    form: Form, values: Mapping[str, Scalar] | None = None, *, formulas: bool = True, name: str = "项目"
) -> Grid:
    """A new sheet of a form with these values by path; computed slots hold a formula that was never calculated."""
    return grid_of(place(form), values or {}, formulas=formulas, name=name)


def grid_of(layout: Layout, values: Mapping[str, Scalar], *, formulas: bool = True, name: str = "项目") -> Grid:
    """A layout as a grid."""
    areas = [(text.area, Cell(text.text)) for text in layout.texts if text.text]
    for slot in layout.slots:
        if slot.field.pattern:
            inner = values.get(slot.path)
            areas.append((slot.area, Cell(slot.field.pattern.replace("{}", "    " if inner is None else str(inner)))))
        elif values.get(slot.path) is not None:
            areas.append((slot.area, Cell(values[slot.path])))
        elif slot.field.formula and formulas:
            areas.append((slot.area, Cell("", "1")))
    blocks = {slot.area for slot in layout.slots} | {text.area for text in layout.texts}
    merged = {area for area in blocks if area.corner != _end(area)}
    return Grid(name, {area.corner: cell for area, cell in areas}, tuple(sorted(merged)))


def _end(area: Area) -> Position:
    return area.bottom, area.right


def insert_row(grid: Grid, at: int) -> Grid:
    """A blank row before row `at`: merged ranges that it runs through grow."""
    return _shifted(grid, lambda row: row + (row >= at), lambda column: column)


def insert_column(grid: Grid, at: int) -> Grid:
    """A blank column before column `at`: merged ranges that it runs through grow."""
    return _shifted(grid, lambda row: row, lambda column: column + (column >= at))


def _shifted(grid: Grid, row: object, column: object) -> Grid:
    assert callable(row) and callable(column)
    cells = {(row(r), column(c)): cell for (r, c), cell in grid.cells.items()}
    merges = tuple(Area(row(a.top), column(a.left), row(a.bottom), column(a.right)) for a in grid.merges)
    return replace_grid(grid, cells=cells, merges=merges)


def replace_grid(grid: Grid, **changes: object) -> Grid:
    """The grid with other cells or merged ranges."""
    return replace(grid, **changes)  # type: ignore[arg-type]


def put(grid: Grid, changes: Mapping[Position, Scalar]) -> Grid:
    """The grid with other values in some cells; None empties a cell."""
    cells = {at: cell for at, cell in grid.cells.items() if at not in changes}
    return replace_grid(grid, cells=cells | {at: Cell(v) for at, v in changes.items() if v is not None})
