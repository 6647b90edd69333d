"""Which rows of a sheet belong to a free table: down to its total, or to where another part of the form begins."""

from __future__ import annotations

from excel_eval.form.headers import Header
from excel_eval.form.kinds import KINDS
from excel_eval.form.labels import near, remark
from excel_eval.form.vocabulary import Words
from excel_eval.form.words import SheetWords
from excel_eval.grid import Area

_GAP = 200
"""A table does not go on after so many empty rows."""


def totals(sheet: SheetWords, words: Words, header: Header, rows: range) -> list[Area]:
    """The label of every total row, those of parts included; the last is the table's own total."""
    first, *others = sorted(area.left for area in header.values())
    found: list[Area] = []
    for row in _filled(sheet, rows):
        block = next(sheet.row_blocks(row, first), None) or next(sheet.row_blocks(row), None)
        label = next((b for b in sheet.row_blocks(row) if sheet.words.get(b.corner) in words.totals), None)
        early = label is not None and label.left <= (others or [first])[0]
        if label is not None and block is not None and early and label.left <= block.left:
            found.append(label)
        elif found and _foreign(sheet, words, header, row):
            break
    return found


def below_total(sheet: SheetWords, words: Words, header: Header, rows: range) -> list[Area]:
    """Rows under the total that look like rows of the table: a figure under a header of figures, no word of the form."""
    columns = {area.left for key, area in header.items() if KINDS[words.section.field(key).kind].numeric}
    found = []
    for row in _filled(sheet, rows):
        blocks = list(sheet.row_blocks(row))
        known = any(sheet.words.get(block.corner) in sheet.vocabulary.all for block in blocks)
        figures = any(block.left in columns and _typed(sheet, block) for block in blocks)
        if figures and len(blocks) > 1 and not known:
            found.append(blocks[0])
    return found


def open_end(sheet: SheetWords, words: Words, header: Header, rows: range) -> list[int]:
    """The rows of a table without a total row: up to another part of the form, without the empty rows at the end.

    A row that begins with a word spelled nearly like the total's is no row of the table either.
    """
    ends = (row for row in _filled(sheet, rows) if _foreign(sheet, words, header, row) or _nearly_total(sheet, words, row))
    stop = next(ends, rows.stop)
    last = rows.start - 1
    for row in sorted(row for row in sheet.shaped_rows if rows.start <= row < stop):
        if row - last > _GAP:
            break
        last = row
    return list(range(rows.start, last + 1))


def _filled(sheet: SheetWords, rows: range) -> list[int]:
    """Those of the rows in which something stands."""
    return [row for row in sheet.columns_by_row if row in rows]


def rows_of_table(sheet: SheetWords, header: Header, rows: list[int]) -> list[int]:
    """The rows that are the table's: without its header repeated, and without inserted rows that are wholly empty.

    An inserted row is told from a blank row of the form by the formulas or merged cells that the form's rows have.
    """
    shaped = [row for row in rows if row in sheet.shaped_rows]
    marked = [row for row in shaped if row in sheet.flat_rows or row in sheet.formula_rows]
    kept = shaped if len(marked) * 2 > len(shaped) or len(rows) - len(shaped) > _GAP else rows
    words = {sheet.words.get(area.corner) for area in header.values()}
    return [row for row in kept if sum(sheet.words.get(b.corner) in words for b in sheet.row_blocks(row)) < 2]


def _nearly_total(sheet: SheetWords, words: Words, row: int) -> bool:
    first = next(iter(sheet.row_blocks(row)), None)
    return first is not None and any(near(sheet.words.get(first.corner, ""), total) for total in words.totals)


def _foreign(sheet: SheetWords, words: Words, header: Header, row: int) -> bool:
    """Whether a row is no row of this table: a remark, or labels of another part with no figure beside them."""
    blocks = list(sheet.row_blocks(row))
    if not blocks:
        return False
    fields = sheet.vocabulary.own_fields
    met = [b for b in blocks if fields.get(sheet.words.get(b.corner, "")) not in (None, words.section.key)]
    first = (bool(met) and met[0] == blocks[0]) or remark(sheet.text(blocks[0].corner))
    figures = any(area.left == block.left for area in header.values() for block in blocks if _figure(sheet, block))
    return len(met) > 1 or (first and not figures)


def _typed(sheet: SheetWords, block: Area) -> bool:
    """Whether a block holds a figure that a person typed."""
    return sheet.cell(block.corner).formula is None and _figure(sheet, block)


def _figure(sheet: SheetWords, block: Area) -> bool:
    cell = sheet.cell(block.corner)
    return cell.formula is not None or (cell.value is not None and not isinstance(cell.value, str))
