"""Writing through XlsxWriter: cells by their type, formulas with their exact values, rows as high as their text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from excel_eval.grid import Area, ErrorValue, Scalar, quoted
from excel_eval.numbers import plain
from excel_eval.workbook.styles import BODY_SIZE, GRID_FONT, Styles
from excel_eval.workbook.text_size import height, lines

Written = Scalar | date
EPOCH = date(1899, 12, 30)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MADE = datetime(2020, 1, 1)
"""The date that stands in every workbook we make, so that the same input gives the same bytes."""


class ExactSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose formulas stay as written and keep a text result as text, the empty one and #N/A included."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        if isinstance(result, str) and not isinstance(result, ErrorValue):
            attributes = [pair for pair in attributes if pair[0] != "t"] + [("t", "str")]
            result = _ILLEGAL.sub(lambda match: f"_x{ord(match[0]):04X}_", result)
        digits = plain(result) if isinstance(result, Decimal) else str(result)
        super()._xml_formula_element(formula, digits, attributes)


def open_workbook(target: BinaryIO | Path, properties: dict[str, str] | None = None) -> Workbook:
    """A new workbook in which text is never taken for a formula, a link or a number."""
    book = Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": GRID_FONT, "font_size": BODY_SIZE},
            "default_row_height": 17,
            "default_column_width": 64,
        },
    )
    book.set_properties({**(properties or {}), "created": _MADE})
    return book


def add_sheet(book: Workbook, name: str) -> Any:
    """A new sheet of that name at the end of the workbook."""
    return book.add_worksheet(name, worksheet_class=ExactSheet)


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the same workbook that a cell leads to."""

    sheet: str
    cell: str = "A1"
    tip: str | None = None

    @property
    def target(self) -> str:
        """The place as XlsxWriter takes it."""
        return f"internal:{quoted(self.sheet)}!{self.cell}"


def serial(value: date) -> Decimal:
    """The number that a cell holds for a date."""
    return Decimal((value - EPOCH).days)


class Pen:
    """Writes typed cells on one sheet and keeps count of how high its rows must be.

    `columns` are the widths of the sheet's columns in half-width characters.
    """

    def __init__(self, sheet: Any, styles: Styles, columns: tuple[int, ...]) -> None:
        self.sheet, self.styles, self.columns = sheet, styles, columns
        self.heights: dict[int, float] = {}
        for index, wide in enumerate(columns):
            sheet.set_column(index, index, wide)

    @property
    def pixels(self) -> int:
        """The width of all columns in pixels."""
        return sum(7 * units + 5 for units in self.columns)

    def put(
        self,
        area: Area,
        value: Written,
        *names: str,
        formula: str | None = None,
        link: Link | None = None,
        **more: Any,
    ) -> None:
        """Write a value, or a formula (without "=") with its value, over an area, merged where it is more than a cell.

        `link` makes it lead to a cell of the workbook.
        """
        made = self.styles(*names, **more)
        row, column = area.top - 1, area.left - 1
        if area.corner != (area.bottom, area.right):
            self.sheet.merge_range(row, column, area.bottom - 1, area.right - 1, "", made)
        if link:
            self.sheet.write_url(row, column, link.target, made, string="→", tip=link.tip)
        if formula is not None:
            self.sheet.write_formula(row, column, formula, made, _cached(value))
        else:
            self.cell(row, column, value, made)
        if isinstance(value, str) and area.top == area.bottom and made.text_wrap:
            self.measure(area, value, float(made.font_size))

    def cell(self, row: int, column: int, value: Written, made: Any) -> None:
        """Write one cell by the type of its value; row and column from 0."""
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, made)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, made)
        elif isinstance(value, Decimal):
            self.sheet.write_number(row, column, float(value), made)
        elif isinstance(value, date):
            self.sheet.write_number(row, column, float(serial(value)), made)
        else:
            self.sheet.write_string(row, column, str(value), made)

    def measure(self, area: Area, text: str, size: float = BODY_SIZE) -> None:
        """Make a row high enough for a text in an area of it."""
        units = sum(self.columns[area.left - 1 : area.right])
        self.at_least(area.top, height(lines(text, units, size), size))

    def at_least(self, row: int, points: float) -> None:
        """Make a row (from 1) at least so high."""
        self.heights[row] = max(points, self.heights.get(row, 0.0))

    def close(self) -> None:
        """Set the heights of all rows; the last thing done to a sheet."""
        for row, points in sorted(self.heights.items()):
            self.sheet.set_row(row - 1, round(points, 2))


def _cached(value: Written) -> Any:
    if value is None:
        return ""
    return serial(value) if isinstance(value, date) else value
