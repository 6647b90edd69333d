"""The cells of a sheet part as values: one pass over its rows, missing references made up, impossible ones refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from excel_eval.errors import InputError
from excel_eval.grid import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    Cell,
    Position,
    a1,
    area,
    column_letters,
    column_number,
    position,
)
from excel_eval.ooxml.limits import MAX_MERGED, MAX_POSITIONS, MEBIBYTE
from excel_eval.ooxml.source import Source
from excel_eval.ooxml.strings import text_of
from excel_eval.shift import shifted

_DIGITS = "0123456789"
_TRUE = ("1", "true")
_COLUMNS = {column_letters(number): number for number in range(1, 703)}
"""A to ZZ: nearly every column that is ever used."""
_BLANK = re.compile(
    rb'<(?:row r="[1-9][0-9]{0,5}"|c r="[A-Z]{1,2}[1-9][0-9]{0,5}")(?: (?!hidden=)[A-Za-z0-9:]{1,40}="[^"<>&\n]{0,40}")*/>'
    rb'(?=<(?:row r="|c r="|/))'
)
"""An empty row or cell that says where it stands, before one that does so too or before an end.

No match crosses the cut between two pieces of a part, so that a part may be searched piece by piece."""


@dataclass(frozen=True, slots=True)
class Tags:
    """The qualified names of a sheet part's elements, in its own namespace."""

    data: str
    row: str
    cell: str
    value: str
    formula: str
    inline: str
    merge: str
    column: str


@lru_cache(maxsize=8)
def tags(namespace: str) -> Tags:
    """The names for one namespace ('' for none)."""
    prefix = f"{{{namespace}}}" if namespace else ""
    return Tags(*(prefix + name for name in ("sheetData", "row", "c", "v", "f", "is", "mergeCell", "col")))


def without_blanks(content: bytes) -> bytes:
    """The sheet part without the rows and cells that only have a format: parsing a million of them takes seconds."""
    odd = b"<!--" in content or b"<![CDATA[" in content or content.find(b"<?", 5) > 0
    pieces = (content[at : at + MEBIBYTE] for at in range(0, len(content), MEBIBYTE))
    return content if odd else b"".join(_BLANK.sub(b"", piece) for piece in pieces)


class CellReader:
    """Reads rows into cells; keeps the masters of shared formulas and the extent of the used area."""

    def __init__(self, part: str, source: Source, names: Tags) -> None:
        self._part, self._source, self._names = part, source, names
        self.cells: dict[Position, Cell] = {}
        self.hidden_rows: set[int] = set()
        self.arrays: list[str] = []
        self.masters: set[Position] = set()
        self._masters: dict[str, tuple[Position, str]] = {}
        self._top, self._left, self._bottom, self._right = MAX_ROW, MAX_COLUMN, 0, 0

    def rows(self, rows: Iterable[etree._Element]) -> None:
        """Read all rows of the sheet."""
        number = 0
        for row in rows:
            label, number = row.get("r"), number + 1
            if label is not None and (label != str(number) or number > MAX_ROW):
                number = row_number(label, self._part)
            if row.get("hidden") in _TRUE:
                self.hidden_rows.add(number)
            if len(row):
                self._row(row, number, label or str(number))

    def _row(self, row: etree._Element, number: int, label: str) -> None:
        cut, part, known = -len(label), self._part, _COLUMNS
        column, skipped, first, last = 0, "", 0, 0
        for element in row.iterchildren(self._names.cell):
            reference = element.get("r")
            if reference and not len(element):
                skipped = reference
                continue
            if reference is None and skipped:
                _, column = cell_position(skipped, number, label, column, part)
            skipped, place = "", None
            if reference is not None and reference[cut:] == label:
                column = known.get(reference[:cut], column)
                place = (number, column) if reference[:cut] in known else None
            if place is None:
                place, column = cell_position(reference, number, label, column, part)
            cell = self._cell(element, place) if len(element) else None
            if cell is not None:
                self.cells[self._source.place(place)] = cell
                first, last = first or column, column
        if last:
            self._left, self._right = min(self._left, first, last), max(self._right, first, last)
            self._grow(number, last)

    def _grow(self, number: int, column: int) -> None:
        """Count a row into the used area; its last cell is named where the area becomes too large."""
        self._top, self._bottom = min(self._top, number), max(self._bottom, number)
        if (self._bottom - self._top + 1) * (self._right - self._left + 1) > MAX_POSITIONS:
            raise InputError("ooxml.used_area", part=self._part, cell=a1(number, column), limit=MAX_POSITIONS)

    def _cell(self, element: etree._Element, place: Position) -> Cell | None:
        stored: str | None = None
        formula: str | None = None
        names = self._names
        for item in element:
            tag = item.tag
            if tag == names.value:
                stored = item.text or ""
            elif tag == names.formula:
                formula = self._formula(item, place)
            elif tag == names.inline:
                stored = text_of(item)
        return self._source.cell(element.get("t"), stored, formula, element.get("s"))

    def _formula(self, element: etree._Element, place: Position) -> str | None:
        text, kind = element.text or "", element.get("t")
        if kind == "shared":
            return self._shared(element.get("si", ""), text, place)
        if kind in ("array", "dataTable") and (reference := element.get("ref")):
            self.arrays.append(str(_sound_area(reference, self._part)))
        if kind == "dataTable":
            return f"TABLE({element.get('r1', '')},{element.get('r2', '')})"
        return text or None

    def _shared(self, group: str, text: str, place: Position) -> str | None:
        if text:
            self._masters[group] = place, text
            self.masters.add(place)
            return text
        if group not in self._masters:
            return None
        (row, column), master = self._masters[group]
        return shifted(master, place[0] - row, place[1] - column)


def row_number(label: str, part: str) -> int:
    """The row of an `r` attribute; InputError for what is no row of a sheet."""
    number = int(label) if label.isascii() and label.isdigit() and len(label) <= 7 else 0
    if not 1 <= number <= MAX_ROW:
        raise InputError("ooxml.bad_reference", part=part, cell=label[:40])
    return number


@lru_cache(maxsize=MAX_COLUMN)
def _column(letters: str) -> int:
    """The column of capital letters, 0 for what is none."""
    if 1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha() and letters.isupper():
        return column_number(letters)
    return 0


def cell_position(reference: str | None, row: int, label: str, column: int, part: str) -> tuple[Position, int]:
    """Where a cell stands, with its column; without a column in its reference it follows the cell before it."""
    letters = "" if reference is None else reference.rstrip(_DIGITS)
    if reference is None or not letters:
        column += 1
    else:
        column = _column(letters)
        if not column or reference[len(letters) :] != label:
            row, column = _odd_position(reference, part)
    if column > MAX_COLUMN:
        raise InputError("ooxml.bad_reference", part=part, cell=(reference or a1(row, column))[:40])
    return (row, column), column


def _odd_position(reference: str, part: str) -> Position:
    try:
        return position(reference.strip())
    except ValueError as error:
        raise InputError("ooxml.bad_reference", part=part, cell=reference[:40]) from error


def _sound_area(reference: str, part: str) -> Area:
    try:
        return area(reference)
    except ValueError as error:
        raise InputError("ooxml.bad_reference", part=part, cell=reference[:40]) from error


def merged_areas(root: etree._Element, names: Tags, part: str) -> tuple[Area, ...]:
    """The merged ranges of more than one cell; InputError for ranges that are none or that together cover too much."""
    found: list[Area] = []
    covered = 0
    for element in root.iter(names.merge):
        reference = element.get("ref", "")
        merged = _sound_area(reference, part)
        covered += merged.size
        if covered > MAX_MERGED:
            raise InputError("ooxml.used_area", part=part, cell=reference, limit=MAX_MERGED)
        if merged.corner != (merged.bottom, merged.right):
            found.append(merged)
    return tuple(found)


def hidden_columns(root: etree._Element, names: Tags) -> frozenset[int]:
    """The columns that are hidden."""
    hidden: set[int] = set()
    for element in root.iter(names.column):
        if element.get("hidden") in ("1", "true"):
            first, last = element.get("min", ""), element.get("max", "")
            if first.isdigit() and last.isdigit():
                hidden.update(range(int(first[:9]), min(int(last[:9]), MAX_COLUMN) + 1))
    return frozenset(hidden)
