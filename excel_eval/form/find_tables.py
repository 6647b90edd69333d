"""Finding tables on a sheet: columns by their header, named rows by their label, free rows down to the total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from excel_eval.form.found import Finder
from excel_eval.form.layout import Slot, section_label
from excel_eval.form.rows import below_total, open_end, rows_of_table, totals
from excel_eval.form.schema import Field, Row, TotalRow
from excel_eval.form.stretches import Header, Stretches
from excel_eval.form.vocabulary import Words
from excel_eval.form.words import SheetWords
from excel_eval.grid import Area, a1


@dataclass(frozen=True, slots=True)
class _Table:
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


def find_table(sheet: SheetWords, finder: Finder, words: Words, places: Stretches) -> None:
    """The slots of one table whose header was found."""
    row, header = places.headers[words.section.key]
    for area in header.values():
        finder.label(area, words.section.key)
    table = _Table(sheet, finder, words, header)
    _doubles(table, row)
    start = max(area.bottom for area in header.values()) + 1
    rows = range(start, places.rows[words.section.key].stop)
    find = _find_named if words.section.shape == "named" else _find_free
    find(table, rows)


def _doubles(table: _Table, row: int) -> None:
    """Two header cells that mean one column."""
    words, header = table.words, table.header
    for area in table.sheet.row_blocks(row):
        key = words.columns.get(table.sheet.words.get(area.corner, ""))
        if key in header and header[key] != area:
            label = words.section.field(key).label
            table.finder.note("C08", area, label=label, other=a1(*header[key].corner))
            table.finder.labels.add(area.corner)


def _find_named(table: _Table, rows: range) -> None:
    section, finder = table.words.section, table.finder
    found: dict[str, Area] = {}
    for label in _row_labels(table, rows):
        _named(table, found, label)
    if not any(row.label for row in section.rows) and rows:
        found[section.rows[0].key] = _first_row(table, rows)
    for row in section.rows:
        if row.key in found:
            if row.label:
                finder.label(found[row.key], section.key)
            _named_row(table, row, found[row.key].top)
    table.body(max((area.bottom for area in found.values()), default=rows.start - 1))


def _named(table: _Table, found: dict[str, Area], label: Area) -> None:
    """Take a row label; of two that mean one row the filled one counts, or the first where both are."""
    key = table.words.rows[table.sheet.words[label.corner]]
    table.finder.labels.add(label.corner)
    if key not in found or not _figures(table, found[key].top):
        found[key] = label
    elif _figures(table, label.top):
        title = next(row.label for row in table.words.section.rows if row.key == key)
        table.finder.note("C08", label, label=title, other=a1(*found[key].corner))


def _figures(table: _Table, row: int) -> bool:
    """Whether anything stands in a row under the header."""
    return any(table.sheet.filled((row, area.left)) for area in table.header.values())


def _row_labels(table: _Table, rows: range) -> Iterator[Area]:
    """Cells left of the first value column that name a row; those with the label itself come before its aliases."""
    sheet, words = table.sheet, table.words
    first = min(area.left for area in table.header.values())
    cells = [
        block
        for row in rows
        for block in sheet.row_blocks(row)
        if block.left < first and sheet.words.get(block.corner) in words.rows
    ]
    return iter(sorted(cells, key=lambda area: (sheet.words[area.corner] not in words.primary, area)))


def _first_row(table: _Table, rows: range) -> Area:
    """The one row of a table without row labels: the first below the header that is there at all."""
    left = min(area.left for area in table.header.values())
    there = (r for r in rows if r in table.sheet.shaped_rows or (r, left) in table.sheet.grid.merged)
    row = next(there, rows.start)
    return Area(row, left, row, left)


def _named_row(table: _Table, row: Row, line: int) -> None:
    section = table.words.section
    for item in section.fields:
        if item.key in table.header and (not item.rows or row.key in item.rows):
            path = ".".join(part for part in (section.path, row.key, item.key) if part)
            table.slot(line, path, section_label(section, row.label, item.label), item, table.header[item.key])


def _find_free(table: _Table, rows: range) -> None:
    section, finder = table.words.section, table.finder
    found = totals(table.sheet, table.words, table.header, rows) if section.total else []
    if found:
        own = {area.top for area in found}
        lines = [row for row in range(rows.start, found[-1].top) if row not in own]
    else:
        lines = open_end(table.sheet, table.words, table.header, rows)
    end = found[-1].bottom if found else lines[-1] if lines else rows.start - 1
    lines = rows_of_table(table.sheet, table.header, lines)
    for index, row in enumerate(lines):
        for item in section.fields:
            if item.key in table.header:
                table.slot(row, f"{section.path}[{index}].{item.key}", item.label, item, table.header[item.key])
    if found and section.total:
        finder.label(found[-1], section.key)
        _total_row(table, section.total, found[-1].top)
        for area in below_total(table.sheet, table.header, range(end + 1, rows.stop)):
            finder.note("C18", area, label=section.total.label, other=a1(*found[-1].corner))
    finder.tables[section.path] = tuple(lines)
    table.body(end)


def _total_row(table: _Table, total: TotalRow, row: int) -> None:
    section = table.words.section
    for under, item in total.fields:
        if under in table.header:
            label = section_label(section, total.label, item.label or section.field(under).label)
            table.slot(row, f"{total.path}.{item.key}", label, item, table.header[under])
