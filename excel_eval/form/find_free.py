"""Finding the rows of a free table: down to its total, or to where another part of the form begins."""

from __future__ import annotations

from excel_eval.form.layout import section_label
from excel_eval.form.rows import below_total, open_end, rows_of_table, totals
from excel_eval.form.schema import TotalRow
from excel_eval.form.table import Table
from excel_eval.grid import a1


def find_free(table: Table, rows: range) -> None:
    """Every row of a free table, its total, and rows that somebody put below that."""
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
        for item in section.read:
            if item.key in table.header:
                table.slot(row, f"{section.path}[{index}].{item.key}", item.label, item, table.header[item.key])
    if found and section.total:
        finder.label(found[-1], section.key)
        _total_row(table, section.total, found[-1].top)
        for area in below_total(table.sheet, table.words, table.header, range(end + 1, rows.stop)):
            finder.note("C18", area, label=section.total.label, other=a1(*found[-1].corner))
    finder.tables[section.path] = tuple(lines)
    table.body(end)


def _total_row(table: Table, total: TotalRow, row: int) -> None:
    section = table.words.section
    for under, item in total.fields:
        if under in table.header:
            label = section_label(section, total.label, item.label or section.field(under).label)
            table.slot(row, f"{total.path}.{item.key}", label, item, table.header[under])
