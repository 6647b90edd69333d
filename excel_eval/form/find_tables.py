"""Finding tables on a sheet: columns by their header, named rows by their label, free rows down to the total."""

from __future__ import annotations

from collections.abc import Iterator

from excel_eval.form.find_free import find_free
from excel_eval.form.find_named import find_named
from excel_eval.form.found import Finder
from excel_eval.form.headers import over_labels
from excel_eval.form.stretches import Stretches
from excel_eval.form.table import Table
from excel_eval.form.vocabulary import Words
from excel_eval.form.words import SheetWords
from excel_eval.grid import Area, a1


def find_table(sheet: SheetWords, finder: Finder, words: Words, places: Stretches) -> None:
    """The slots of one table whose header was found."""
    row, header = places.headers[words.section.key]
    for area in header.values():
        finder.label(area, words.section.key)
    table = Table(sheet, finder, words, header)
    _doubles(table, row)
    _told_apart(table, row)
    start = max(area.bottom for area in header.values()) + 1
    rows = range(start, places.rows[words.section.key].stop)
    find = find_named if words.section.shape == "named" else find_free
    find(table, rows)


def _doubles(table: Table, row: int) -> None:
    """Two header cells that mean one column."""
    words, header = table.words, table.header
    for area in table.sheet.row_blocks(row):
        key = words.columns.get(table.sheet.words.get(area.corner, ""))
        if key in header and header[key] != area and not over_labels(table.sheet, words, area):
            label = words.section.field(key).label
            table.finder.note("C08", area, label=label, other=a1(*header[key].corner))
            table.finder.labels.add(area.corner)


def _told_apart(table: Table, row: int) -> None:
    """Header cells that are read though reworded, those that are not read, and needed columns that are lacking so."""
    words, header, finder = table.words, table.header, table.finder
    for key, area in header.items():
        if table.sheet.words.get(area.corner) not in words.columns:
            finder.note("C22", area, label=words.section.field(key).label, texts=(area.corner,))
    unread = [area.corner for area in _strangers(table, row)]
    if not unread:
        return
    finder.unread[words.section.key] = tuple(a1(*corner) for corner in unread)
    lacking = "”“".join(_lacking(table))
    area = table.sheet.grid.block(*unread[0])
    id, figures = ("C23", {"label": lacking}) if lacking else ("C22", {"variant": "unread"})
    finder.note(id, area, texts=tuple(unread), **figures)


def _strangers(table: Table, row: int) -> Iterator[Area]:
    """The texts of a header row, beside or behind its own cells, that are no header of the table."""
    first = min(area.left for area in table.header.values())
    for area in table.sheet.row_blocks(row, first):
        known = area in table.header.values() or area.corner in table.finder.labels
        if not known and area.corner in table.sheet.words and area.top == row:
            yield area


def _lacking(table: Table) -> Iterator[str]:
    """The columns that are needed and have no header."""
    return (item.label for item in table.words.section.fields if item.needed and item.key not in table.header)
