"""Finding tables on a sheet: columns by their header, named rows by their label, free rows down to the total."""

from __future__ import annotations

from collections.abc import Iterator

from excel_eval.form.found import Finder
from excel_eval.form.labels import remark
from excel_eval.form.layout import Slot, section_label
from excel_eval.form.schema import Field, TotalRow
from excel_eval.form.stretches import Header, Stretches
from excel_eval.form.vocabulary import Words
from excel_eval.form.words import SheetWords
from excel_eval.grid import Area, a1

_DEEP = 200
"""A header merged over more rows than this is none."""


def find_table(sheet: SheetWords, finder: Finder, words: Words, places: Stretches) -> None:
    """The slots of one table whose header was found."""
    row, header = places.headers[words.section.key]
    header = {key: area for key, area in header.items() if area.bottom - area.top < _DEEP}
    for area in header.values():
        finder.label(area, words.section.key)
    _doubles(sheet, finder, words, row, header)
    start = max(area.bottom for area in header.values()) + 1
    rows = range(start, places.rows[words.section.key].stop)
    find = _find_named if words.section.shape == "named" else _find_free
    find(sheet, finder, words, header, rows)


def _doubles(sheet: SheetWords, finder: Finder, words: Words, row: int, header: Header) -> None:
    """Two header cells that mean one column."""
    for area in sheet.row_blocks(row):
        key = words.columns.get(sheet.words.get(area.corner, ""))
        if key and key in header and header[key] != area:
            label = words.section.field(key).label
            finder.note("C08", area, label=label, other=a1(*header[key].corner))
            finder.labels.add(area.corner)


def _place(sheet: SheetWords, finder: Finder, row: int, under: Area) -> Area:
    """The block of a row under a header cell: the first that is filled, or else the first."""
    first = sheet.grid.block(row, under.left)
    if first.left < under.left:
        first = Area(row, under.left, row, under.left)
    if sheet.filled(first.corner) or first.right >= under.right:
        return first
    for column in range(first.right + 1, under.right + 1):
        if sheet.filled((row, column)) and (row, column) not in sheet.grid.merged:
            area = Area(row, column, row, column)
            finder.note("C06", area, expected=a1(*first.corner))
            return area
    return first


def _find_named(sheet: SheetWords, finder: Finder, words: Words, header: Header, rows: range) -> None:
    section = words.section
    first = min(area.left for area in header.values())
    found: dict[str, Area] = {}
    for label in _row_labels(sheet, words, rows, first):
        key = words.rows[sheet.words[label.corner]]
        if key in found:
            title = next(row.label for row in section.rows if row.key == key)
            finder.note("C08", label, label=title, other=a1(*found[key].corner))
        else:
            found[key] = label
            finder.label(label, section.key)
    if not any(row.label for row in section.rows) and rows:
        found[section.rows[0].key] = _first_row(sheet, rows, header)
    for row in section.rows:
        if row.key in found:
            _named_row(sheet, finder, words, header, (row.key, row.label, found[row.key].top))
    last = max((area.bottom for area in found.values()), default=rows.start - 1)
    finder.bodies.append(range(min(area.top for area in header.values()), last + 1))


def _row_labels(sheet: SheetWords, words: Words, rows: range, first: int) -> Iterator[Area]:
    """Cells left of the first value column that name a row; those with the label itself come before its aliases."""
    cells = [
        block
        for row in rows
        for block in sheet.row_blocks(row)
        if block.left < first and sheet.words.get(block.corner) in words.rows
    ]
    return iter(sorted(cells, key=lambda area: (sheet.words[area.corner] not in words.primary, area)))


def _first_row(sheet: SheetWords, rows: range, header: Header) -> Area:
    """The one row of a table without row labels: the first below the header that is there at all."""
    left = min(area.left for area in header.values())
    row = next((row for row in rows if row in sheet.shaped_rows or (row, left) in sheet.grid.merged), rows.start)
    return Area(row, left, row, left)


def _named_row(sheet: SheetWords, finder: Finder, words: Words, header: Header, row: tuple[str, str, int]) -> None:
    section, (key, label, line) = words.section, row
    for item in section.fields:
        if item.key in header and (not item.rows or key in item.rows):
            path = ".".join(part for part in (section.path, key, item.key) if part)
            area = _free_place(sheet, finder, line, header[item.key], item)
            finder.value(Slot(path, section_label(section, label, item.label), area, item, section.key))


def _find_free(sheet: SheetWords, finder: Finder, words: Words, header: Header, rows: range) -> None:
    section = words.section
    totals = _totals(sheet, words, header, rows) if section.total else []
    if totals:
        lines = [row for row in range(rows.start, totals[-1].top) if row not in {area.top for area in totals}]
        end = totals[-1].bottom
    else:
        lines = _open_end(sheet, words, header, rows)
        end = lines[-1] if lines else rows.start - 1
    lines = _rows_of_table(sheet, header, lines)
    for index, row in enumerate(lines):
        for item in section.fields:
            if item.key in header:
                area = _free_place(sheet, finder, row, header[item.key], item)
                path = f"{section.path}[{index}].{item.key}"
                finder.value(Slot(path, item.label, area, item, section.key), row)
    if totals and section.total:
        finder.label(totals[-1], section.key)
        _find_total(sheet, finder, words, header, (section.total, totals[-1].top))
    finder.tables[section.path] = tuple(lines)
    finder.bodies.append(range(min(area.top for area in header.values()), end + 1))


def _free_place(sheet: SheetWords, finder: Finder, row: int, under: Area, item: Field) -> Area:
    """The block under a header cell. Merged downwards it counts for each of its rows, or for its first alone."""
    area = _place(sheet, finder, row, under)
    return area if area.top == row or item.merge_down else Area(row, under.left, row, under.left)


def _totals(sheet: SheetWords, words: Words, header: Header, rows: range) -> list[Area]:
    """The label of every total row, subtotals included; the last is the table's own total."""
    first = min(area.left for area in header.values())
    found: list[Area] = []
    for row in rows:
        block = next(sheet.row_blocks(row, first), None) or next(sheet.row_blocks(row), None)
        label = next((b for b in sheet.row_blocks(row) if sheet.words.get(b.corner) in words.totals), None)
        if label is None or block is None or label.left > block.left:
            if found and _foreign(sheet, words, header, row):
                break
            continue
        found.append(label)
    return found


def _open_end(sheet: SheetWords, words: Words, header: Header, rows: range) -> list[int]:
    """The rows of a table without a total row: up to another part of the form, without the empty rows at the end."""
    lines = []
    for row in rows:
        if _foreign(sheet, words, header, row):
            break
        lines.append(row)
    while lines and lines[-1] not in sheet.shaped_rows:
        lines.pop()
    return lines


def _foreign(sheet: SheetWords, words: Words, header: Header, row: int) -> bool:
    """Whether a row is no row of this table: a remark, or labels of another part with no figure beside them."""
    blocks = list(sheet.row_blocks(row))
    if not blocks:
        return False
    if remark(sheet.text(blocks[0].corner)):
        return True
    fields = sheet.vocabulary.own_fields
    met = [b for b in blocks if fields.get(sheet.words.get(b.corner, "")) not in (None, words.section.key)]
    numeric = any(area.left == block.left for area in header.values() for block in blocks if _number(sheet, block))
    return len(met) > 1 or (bool(met) and met[0] == blocks[0] and not numeric)


def _number(sheet: SheetWords, block: Area) -> bool:
    cell = sheet.cell(block.corner)
    return cell.formula is not None or (cell.value is not None and not isinstance(cell.value, str))


def _rows_of_table(sheet: SheetWords, header: Header, rows: list[int]) -> list[int]:
    """The rows that are the table's: without its header repeated, and without inserted rows that are wholly empty.

    An inserted row is told from a blank row of the form by the formulas or merged cells that the form's rows have.
    """
    shaped = [row for row in rows if row in sheet.shaped_rows]
    kept = shaped if _bare_rows_are_strange(sheet, shaped) else rows
    words = {sheet.words.get(area.corner) for area in header.values()}
    return [row for row in kept if len([b for b in sheet.row_blocks(row) if sheet.words.get(b.corner) in words]) < 2]


def _bare_rows_are_strange(sheet: SheetWords, shaped: list[int]) -> bool:
    """Whether most rows of this table carry a formula or a merged range, as its blank rows then do too."""
    marked = [row for row in shaped if row in sheet.flat_rows or row in sheet.formula_rows]
    return len(marked) * 2 > len(shaped)


def _find_total(
    sheet: SheetWords, finder: Finder, words: Words, header: Header, total: tuple[TotalRow, int]
) -> None:
    line, row = total
    for under, item in line.fields:
        if under in header:
            label = section_label(words.section, line.label, item.label or words.section.field(under).label)
            area = _place(sheet, finder, row, header[under])
            finder.value(Slot(f"{line.path}.{item.key}", label, area, item, words.section.key))
