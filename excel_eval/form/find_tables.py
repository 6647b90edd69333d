"""Finding tables on a sheet: columns by their header, named rows by their label, free rows down to the total."""

from __future__ import annotations

from excel_eval.form.find_free import find_free
from excel_eval.form.find_named import find_named
from excel_eval.form.found import Finder
from excel_eval.form.stretches import Stretches
from excel_eval.form.table import Table
from excel_eval.form.vocabulary import Words
from excel_eval.form.words import SheetWords
from excel_eval.grid import a1


def find_table(sheet: SheetWords, finder: Finder, words: Words, places: Stretches) -> None:
    """The slots of one table whose header was found."""
    row, header = places.headers[words.section.key]
    for area in header.values():
        finder.label(area, words.section.key)
    table = Table(sheet, finder, words, header)
    _doubles(table, row)
    start = max(area.bottom for area in header.values()) + 1
    rows = range(start, places.rows[words.section.key].stop)
    find = find_named if words.section.shape == "named" else find_free
    find(table, rows)


def _doubles(table: Table, row: int) -> None:
    """Two header cells that mean one column."""
    words, header = table.words, table.header
    for area in table.sheet.row_blocks(row):
        key = words.columns.get(table.sheet.words.get(area.corner, ""))
        if key in header and header[key] != area:
            label = words.section.field(key).label
            table.finder.note("C08", area, label=label, other=a1(*header[key].corner))
            table.finder.labels.add(area.corner)
