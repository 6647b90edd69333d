"""A sheet as plain values: cells by (row, column) counted from 1, merged areas, what is hidden; and A1 addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class ErrorValue(StrEnum):
    """An error that stands in a cell, spelled as Excel shows it."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"


Scalar = Decimal | str | bool | ErrorValue | None
"""What a cell can hold; None is a blank cell."""

Position = tuple[int, int]
"""(row, column), both counted from 1."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `formula` has no leading '='; `cached` is False where a formula was never calculated."""

    value: Scalar = None
    formula: str | None = None
    format: str = "General"
    cached: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells, corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, position: Position) -> bool:
        row, column = position
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def positions(self) -> Iterator[Position]:
        """Every position, row by row."""
        return ((r, c) for r in range(self.top, self.bottom + 1) for c in range(self.left, self.right + 1))

    @property
    def size(self) -> int:
        """How many cells the rectangle has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    @property
    def corner(self) -> Position:
        """The top left position, which holds a merged range's value."""
        return self.top, self.left

    def __str__(self) -> str:
        first = a1(self.top, self.left)
        return first if self.corner == (self.bottom, self.right) else f"{first}:{a1(self.bottom, self.right)}"


@dataclass(frozen=True)
class Grid:
    """One worksheet's values. `cells` holds only cells that are not blank, or carry a formula."""

    name: str
    cells: dict[Position, Cell]
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    masters: frozenset[Position] = frozenset()
    """The cells whose formula others share."""
    extra: dict[str, str] = field(default_factory=dict)

    @cached_property
    def merged(self) -> dict[Position, Area]:
        """Every position inside a merged range, with its range."""
        return _merged(self.merges)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a position; a blank one where nothing stands."""
        return self.cells.get((row, column), BLANK)

    def block(self, row: int, column: int) -> Area:
        """The merged range around a position, or the position alone."""
        return self.merged.get((row, column)) or Area(row, column, row, column)

    @property
    def made_here(self) -> bool:
        """Whether an earlier fill made the sheet."""
        return "made_here" in self.extra

    @cached_property
    def arrays(self) -> tuple[Area, ...]:
        """The areas that array formulas and data tables fill."""
        return tuple(area(reference) for reference in self.extra.get("arrays", "").split())

    def settable(self, at: Position) -> bool:
        """Whether a cell can be set without breaking another: none under a merge, of an array, or that others share."""
        if at in self.masters or any(at in merge and at != merge.corner for merge in self.merges):
            return False
        return not any(at in array for array in self.arrays)

    @property
    def filtered(self) -> tuple[Area, ...]:
        """The areas whose rows a filter hides, headers included: the sheet's own filter, and those of its tables."""
        found = []
        for reference in self.extra.get("filtered", "").split():
            with suppress(ValueError):
                found.append(area(reference))
        return tuple(found)

    @cached_property
    def used(self) -> Area | None:
        """The smallest rectangle around all cells, None for an empty sheet."""
        if not self.cells:
            return None
        rows, columns = {r for r, _ in self.cells}, {c for _, c in self.cells}
        return Area(min(rows), min(columns), max(rows), max(columns))


BLANK = Cell()


@lru_cache(maxsize=64)
def _merged(merges: tuple[Area, ...]) -> dict[Position, Area]:
    """Every position inside merged ranges; sheets that are merged alike share it. Of ranges that overlap the smallest holds."""
    smallest_first = sorted(merges, key=lambda area: area.size)
    return {position: area for area in reversed(smallest_first) for position in area.positions()}


@lru_cache(maxsize=4096)
def column_letters(column: int) -> str:
    """1 → A, 28 → AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """A → 1, AB → 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def a1(row: int, column: int, *, absolute: bool = False) -> str:
    """(7, 7) → G7, or $G$7."""
    return f"${column_letters(column)}${row}" if absolute else f"{column_letters(column)}{row}"


def position(address: str) -> Position:
    """G7 or $G$7 → (7, 7); ValueError for anything that is no address inside a sheet."""
    match = _A1.fullmatch(address)
    if match:
        row, column = int(match[2]), column_number(match[1])
        if 1 <= row <= MAX_ROW and column <= MAX_COLUMN:
            return row, column
    raise ValueError(address)


def area(reference: str) -> Area:
    """A1:C3 or B2 → Area; ValueError for anything else."""
    return _area(reference)


@lru_cache(maxsize=16384)
def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    (r1, c1), (r2, c2) = position(first), position(last or first)
    return Area(min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2))


def quoted(sheet: str) -> str:
    """A sheet name as a formula spells it: 'P 1' in quotes where Excel wants them (always safe)."""
    return "'" + sheet.replace("'", "''") + "'"
