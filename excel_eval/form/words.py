"""The texts of a sheet as a reader by labels needs them: folded words by place, and the block to the right or below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from excel_eval.form.labels import LONGEST, fold, own_value
from excel_eval.form.vocabulary import Vocabulary
from excel_eval.grid import Area, Cell, Grid, Position

_FAR = 64
"""So many blank rows or columns are passed over at most on the way to a value."""


@dataclass(frozen=True)
class SheetWords:
    """One sheet under a vocabulary."""

    grid: Grid
    vocabulary: Vocabulary

    @cached_property
    def words(self) -> dict[Position, str]:
        """Every short text, folded, by the corner it stands in, from top left."""
        return {at: fold(text) for at, text in self.texts.items() if len(text) <= LONGEST}

    @cached_property
    def texts(self) -> dict[Position, str]:
        """Every text by the corner it stands in, from top left; what stands under a merged range is not seen."""
        merged = self.grid.merged
        found = {}
        for position in sorted(self.grid.cells):
            value = self.grid.cells[position].value
            if isinstance(value, str) and value and (position not in merged or merged[position].corner == position):
                found[position] = value
        return found

    @cached_property
    def known(self) -> dict[str, list[Position]]:
        """Where each word of the form stands."""
        found: dict[str, list[Position]] = {}
        for position, word in self.words.items():
            if word in self.vocabulary.all:
                found.setdefault(word, []).append(position)
        return found

    @cached_property
    def inline(self) -> dict[str, list[Position]]:
        """Where a word of the form stands in one cell with its value, behind a colon."""
        found: dict[str, list[Position]] = {}
        for position, text in self.texts.items():
            pair = own_value(text)
            if pair and pair[0] in self.vocabulary.all and self.words.get(position) not in self.vocabulary.all:
                found.setdefault(pair[0], []).append(position)
        return found

    @cached_property
    def columns_by_row(self) -> dict[int, tuple[int, ...]]:
        """The columns in which something stands, by row."""
        found: dict[int, list[int]] = {}
        for row, column in sorted(self.grid.cells):
            found.setdefault(row, []).append(column)
        return {row: tuple(columns) for row, columns in found.items()}

    @cached_property
    def _used_columns(self) -> frozenset[int]:
        """Columns that hold something, or in which a merged range begins."""
        return frozenset(c for _, c in self.grid.cells) | frozenset(area.left for area in self.grid.merges)

    @cached_property
    def shaped_rows(self) -> frozenset[int]:
        """Rows that hold something, or a merged range of their own."""
        return frozenset(self.columns_by_row) | self.flat_rows

    @cached_property
    def flat_rows(self) -> frozenset[int]:
        """Rows that have a merged range of their own."""
        return frozenset(area.top for area in self.grid.merges if area.top == area.bottom)

    @cached_property
    def formula_rows(self) -> frozenset[int]:
        """Rows that have a formula."""
        return frozenset(row for (row, _), cell in self.grid.cells.items() if cell.formula is not None)

    @cached_property
    def last(self) -> Position:
        """The last row and column in use."""
        used = self.grid.used
        if used is None:
            return 0, 0
        areas = (used, *self.grid.merges)
        return max(a.bottom for a in areas), max(a.right for a in areas)

    def cell(self, position: Position) -> Cell:
        """The cell at a position."""
        return self.grid.cell(*position)

    def text(self, position: Position) -> str:
        """The text at a position, "" where there is none."""
        return self.texts.get(position, "")

    def holds(self, area: Area) -> bool:
        """Whether something stands in a block, be it under the merged range's corner."""
        return self.filled(area.corner) or (area.corner in self.grid.merged and any(map(self.filled, area.positions())))

    def filled(self, position: Position) -> bool:
        """Whether something stands at a position."""
        cell = self.grid.cell(*position)
        return (cell.value is not None and cell.value != "") or cell.formula is not None

    def right_of(self, area: Area) -> Area | None:
        """The next block to the right, over columns that are wholly empty; None at the edge of what is in use.

        Where nothing is merged, as in sheets that a program wrote, blank cells before a filled one are passed over too.
        """
        columns = range(area.right + 1, min(area.right + _FAR, self.last[1]) + 1)
        used = (column for column in columns if column in self._used_columns or (area.top, column) in self.grid.merged)
        first = next(used, None)
        if first is None:
            return None
        if not self.grid.merges and not self.filled((area.top, first)):
            filled = next((column for column in columns if self.filled((area.top, column))), first)
            first = first if self.words.get((area.top, filled)) in self.vocabulary.all else filled
        return self.grid.block(area.top, first)

    def below(self, area: Area) -> Area | None:
        """The next block below, over rows that are wholly empty; None at the edge of what is in use."""
        for row in range(area.bottom + 1, min(area.bottom + _FAR, self.last[0]) + 1):
            if row in self.shaped_rows or (row, area.left) in self.grid.merged:
                return self.grid.block(row, area.left)
        return None

    def row_blocks(self, row: int, right_from: int = 1) -> Iterator[Area]:
        """The blocks of a row in which something stands, from left."""
        seen: Area | None = None
        for column in self.columns_by_row.get(row, ()):
            if column >= right_from:
                block = self.grid.block(row, column)
                if block != seen and block.corner == (row, column) and self.filled((row, column)):
                    yield block
                seen = block
