"""A table whose header was found on a sheet: where the values of a row stand under it."""

from __future__ import annotations

from dataclasses import dataclass

from excel_eval.form.found import Finder
from excel_eval.form.headers import Header
from excel_eval.form.layout import Slot
from excel_eval.form.schema import Field
from excel_eval.form.vocabulary import Words
from excel_eval.form.words import SheetWords
from excel_eval.grid import Area, a1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header was found."""

    sheet: SheetWords
    finder: Finder
    words: Words
    header: Header

    def area(self, row: int, item: Field, under: Area) -> Area:
        """The block of a row under a header cell. Merged downwards it counts for each row, or for its first alone."""
        first = self.sheet.grid.block(row, under.left)
        if first.left < under.left or (first.top < row and not item.merge_down):
            return Area(row, under.left, row, under.left)
        return first if item.merge_down else Area(row, first.left, row, first.right)

    def slot(self, row: int, path: str, label: str, item: Field, under: Area) -> None:
        """Take the value of a row under a header cell; where the first cell is blank, one beside it may be filled."""
        area = self.area(row, item, under)
        if area.right < under.right and not self.sheet.filled(area.corner):
            for column in range(area.right + 1, under.right + 1):
                if self.sheet.filled((row, column)) and (row, column) not in self.sheet.grid.merged:
                    self.finder.note("C06", Area(row, column, row, column), path, expected=a1(*area.corner))
                    area = Area(row, column, row, column)
                    break
        self.finder.value(Slot(path, label, area, item, self.words.section.key), row)

    def body(self, last: int) -> None:
        """Note which rows are the table's, so that nothing else is looked for in them."""
        self.finder.bodies.append(range(min(area.top for area in self.header.values()), last + 1))
