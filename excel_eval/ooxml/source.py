"""What the sheet parts of one workbook have in common: its texts and formats, and the cells that stand in many of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from excel_eval.grid import BLANK, Cell, Position, Scalar
from excel_eval.ooxml.values import number, value_of

_MOST_ALIKE = 100_000


@dataclass(frozen=True, slots=True)
class Source:
    """What sheet parts need from the rest of their workbook to be read; what sheets that are alike have in common is kept."""

    strings: list[str]
    formats: dict[str | None, str]
    date1904: bool
    _cells: dict[tuple[str | None, ...], Cell | None] = field(default_factory=dict)
    _places: dict[Position, Position] = field(default_factory=dict)

    def cell(self, kind: str | None, stored: str | None, formula: str | None, style: str | None) -> Cell | None:
        """The cell of these contents, None for a blank one; cells that are alike are one object."""
        key = kind, stored, formula, style
        found = self._cells.get(key, BLANK)
        if found is BLANK:
            found = self._made(kind, stored, formula, style)
            if len(self._cells) < _MOST_ALIKE:
                self._cells[key] = found
        return found

    def place(self, place: Position) -> Position:
        """The position, one object for all sheets."""
        if len(self._places) < _MOST_ALIKE:
            return self._places.setdefault(place, place)
        return self._places.get(place, place)

    def _made(self, kind: str | None, stored: str | None, formula: str | None, style: str | None) -> Cell | None:
        value = number(stored) if kind is None and stored else self._value(kind or "n", stored)
        if formula is None and (value is None or value == ""):
            return None
        return Cell(value, formula, self.formats.get(style, "General"), formula is None or value is not None)

    def _value(self, kind: str, stored: str | None) -> Scalar:
        if stored is None or (stored == "" and kind != "str"):
            return None
        return stored if kind == "inlineStr" else value_of(kind, stored, self.strings, date1904=self.date1904)
