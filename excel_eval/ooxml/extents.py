"""How many pixels the columns and rows of a sheet take, for placing things that float over it."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from excel_eval.ooxml.xmlpart import child, children

_DIGIT = 7
"""Pixels of a digit in the usual font, by which column widths count."""
_COLUMN, _ROW = 64, 20
MAX_COLUMNS, MAX_ROWS = 16_384, 1_048_576


class Extents:
    """Sizes of columns and rows, counted from 0."""

    def __init__(self, sheet: etree._Element) -> None:
        usual = child(sheet, "sheetFormatPr")
        self._column = _COLUMN if usual is None else _pixels(usual.get("defaultColWidth"), _DIGIT, _COLUMN)
        self._row = _ROW if usual is None else _pixels(usual.get("defaultRowHeight"), 4 / 3, _ROW)
        self._columns = _columns(sheet)
        self._rows = _rows(sheet)

    def column(self, index: int) -> int:
        """Pixels of a column."""
        return next((size for first, last, size in self._columns if first <= index <= last), self._column)

    def row(self, index: int) -> int:
        """Pixels of a row."""
        return self._rows.get(index, self._row)

    def right(self, column: int, offset: int, length: int) -> tuple[int, int]:
        """Column and offset of the point so many pixels to the right."""
        return _walk(self.column, column, offset + length, MAX_COLUMNS)

    def below(self, row: int, offset: int, length: int) -> tuple[int, int]:
        """Row and offset of the point so many pixels further down."""
        return _walk(self.row, row, offset + length, MAX_ROWS)


def _walk(size: Callable[[int], int], index: int, left: int, end: int) -> tuple[int, int]:
    while index < end - 1 and left > size(index):
        left -= size(index)
        index += 1
    return index, min(left, size(index))


def _columns(sheet: etree._Element) -> list[tuple[int, int, int]]:
    holder = child(sheet, "cols")
    found = []
    for each in () if holder is None else children(holder, "col"):
        first, last = each.get("min", ""), each.get("max", "")
        if first.isdigit() and last.isdigit():
            found.append((int(first) - 1, int(last) - 1, _size(each, "width", _DIGIT, _COLUMN)))
    return found


def _rows(sheet: etree._Element) -> dict[int, int]:
    data = child(sheet, "sheetData")
    rows = () if data is None else children(data, "row")
    sized = (row for row in rows if row.get("r", "").isdigit() and (row.get("ht") or row.get("hidden")))
    return {int(row.get("r", "1")) - 1: _size(row, "ht", 4 / 3, _ROW) for row in sized}


def _size(element: etree._Element, name: str, pixels: float, usual: int) -> int:
    return 0 if element.get("hidden") in ("1", "true") else _pixels(element.get(name), pixels, usual)


def _pixels(text: str | None, pixels: float, usual: int) -> int:
    try:
        size = float(text or "")
    except ValueError:
        return usual
    return round(size * pixels) if 0 <= size <= 500 else usual
