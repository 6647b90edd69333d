"""Books made of paths and values as a person types them, laid out on the form's grid and read without any file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from excel_eval.book import Book
from excel_eval.form.kinds import KINDS
from excel_eval.form.layout import Layout
from excel_eval.form.load import load_form
from excel_eval.form.place import place
from excel_eval.form.schema import Form
from excel_eval.grid import Area, Cell, ErrorValue, Grid, Position, position
from excel_eval.paths import table_row
from excel_eval.workbook.read import Sheets, book_of
from excel_eval.workbook.recognise import STAMP

SHEET = "项目表"
_NUMBER = re.compile(r"(-?[\d,]+(?:\.\d+)?)(%?)")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ADDRESS = re.compile(r"[A-Z]{1,2}\d{1,3}")


def book_with(
    sheets: Mapping[str, Mapping[str, str]], form_name: str = "project_evaluation", saved: date | None = None
) -> Book:
    """A book of one form; for every sheet the values by path, or by cell address where no path leads."""
    form = load_form(form_name)
    grids = {name: grid_with(form, name, values) for name, values in sheets.items()}
    return book_of(Sheets(grids, properties={STAMP: form_name}, saved=saved), form)


def _hidden(grid: Grid, values: Mapping[str, str]) -> Grid:
    """The sheet with what a case hides: `hidden` itself, `hidden rows` and `hidden columns`; `filtered`: a filter's area."""
    rows, columns = (frozenset(map(int, values.get(f"hidden {what}", "").split())) for what in ("rows", "columns"))
    extra = {"filtered": values["filtered"]} if "filtered" in values else {}
    return replace(grid, hidden_rows=rows, hidden_columns=columns, hidden="hidden" in values, extra=extra)


def grid_with(form: Form, name: str, values: Mapping[str, str]) -> Grid:
    """A sheet of the form with these values, and with what a case says is hidden."""
    shown = {path: value for path, value in values.items() if not path.startswith(("hidden", "filtered"))}
    return _hidden(_grid_with(form, name, shown), values)


def _grid_with(form: Form, name: str, values: Mapping[str, str]) -> Grid:
    """A sheet of the form with these values, and what a new sheet comes with."""
    least = {s.key: 0 if s.further else 1 for s in form.sections if s.growing}
    rows = {s.key: max([least[s.key], *(1 + i for i in _indexes(values, s.growing))]) for s in form.sections if s.growing}
    layout = place(form, rows)
    if any(table_row(path) is None and _ADDRESS.fullmatch(path) for path in values) and all(
        _ADDRESS.fullmatch(path) for path in values
    ):
        return Grid(name, {position(path): cell_of(value, "number") for path, value in values.items()})
    given = _presets(form) | {s.path: s.field.default for s in layout.slots if s.field.default} | dict(values)
    areas = [(text.area, Cell(text.text)) for text in layout.texts if text.text]
    for path, value in given.items():
        if path in layout.by_path:
            slot = layout.by_path[path]
            value = slot.field.pattern.replace("{}", value) if slot.field.pattern else value
            areas.append((slot.area, cell_of(value, "text" if slot.field.pattern else slot.kind)))
        elif _ADDRESS.fullmatch(path):
            areas.append((Area(*position(path), *position(path)), cell_of(value, "number")))
        else:
            raise KeyError(path)
    return Grid(name, {area.corner: cell for area, cell in areas}, _merges(layout))


def _merges(layout: Layout) -> tuple[Area, ...]:
    parts = {part.area for part in (*layout.slots, *layout.texts)}
    return tuple(sorted(area for area in parts if area.corner != _end(area)))


def _end(area: Area) -> Position:
    return area.bottom, area.right


def _indexes(values: Mapping[str, str], table: str) -> list[int]:
    found = (table_row(path) for path in values)
    return [row[1] for row in found if row and row[0] == table]


def _presets(form: Form) -> dict[str, str]:
    return {
        f"{section.path}[{index}].{key}": text
        for section in form.sections
        for index, row in enumerate(section.preset)
        for key, text in row
    }


def cell_of(typed: str, kind: str) -> Cell:
    """A cell as Excel makes it of what is typed: numbers, percentages and days as numbers, after ' a text.

    `0.8562 as 0.0%` gives a number format; `=SUM(E8:E9) -> 5` a formula with its cached value.
    """
    if typed.startswith("=") and len(typed) > 1:
        formula, _, cached = typed[1:].partition(" -> ")
        inner = cell_of(cached, kind)
        return Cell(inner.value, formula, inner.format, cached=bool(cached))
    if typed in set(ErrorValue):
        return Cell(ErrorValue(typed))
    typed, _, pattern = typed.partition(" as ")
    if typed.startswith("'") or not (KINDS[kind].numeric or kind in ("target", "date")):
        return Cell(typed.removeprefix("'").replace("<br>", "\n"))
    if match := _DATE.fullmatch(typed):
        serial = (date(int(match[1]), int(match[2]), int(match[3])) - date(1899, 12, 30)).days
        return Cell(Decimal(serial), format="yyyy-mm-dd")
    if match := _NUMBER.fullmatch(typed):
        digits = match[1].replace(",", "")
        places = "." + "0" * len(digits.partition(".")[2]) if "." in digits else ""
        if match[2]:
            return Cell(Decimal(digits) / 100, format=pattern or f"0{places}%")
        return Cell(Decimal(digits), format=pattern or (f"0{places}" if places else "General"))
    return Cell(typed)
