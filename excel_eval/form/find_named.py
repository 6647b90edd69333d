"""Finding the rows of a named table: by their labels; rows that the form does not name are further ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from excel_eval.form.labels import own_value, remark
from excel_eval.form.layout import Layout, Slot, section_label
from excel_eval.form.schema import NAME, Form, Row
from excel_eval.form.table import Table
from excel_eval.grid import Area
from excel_eval.paths import split, table_row


def find_named(table: Table, rows: range) -> None:
    """Every row of a named table. Of two labels that mean one row the filled one counts, the other is a further row."""
    section, finder = table.words.section, table.finder
    labels = _row_labels(table, rows)
    found = _named(table, labels)
    if not any(row.label for row in section.rows) and rows:
        found[section.rows[0].key] = _first_row(table, rows)
    for row in section.rows:
        if row.key in found:
            if row.label:
                finder.label(found[row.key], section.key)
            _named_row(table, row, found[row.key].top)
    further = _further(table, labels, found, rows) if section.further and found else []
    for index, label in enumerate(further):
        _further_row(table, f"{section.growing}[{index}]", label)
    table.body(max((area.bottom for area in (*found.values(), *further)), default=rows.start - 1))


def further_names(layout: Layout, form: Form) -> dict[str, Slot]:
    """The rows of a sheet that its form does not name, by path, with the cell of their label."""
    paths = {section.growing for section in form.sections if section.further}
    rows = ((table_row(slot.path), slot) for slot in layout.slots)
    return {split(slot.path)[0]: slot for row, slot in rows if row and row[0] in paths and row[2] == NAME.key}


def relabelled(layout: Layout, names: Mapping[str, str]) -> Layout:
    """A layout whose further rows go by their names, given by path."""
    named = ((slot, names.get(split(slot.path)[0]) if slot.field is not NAME else None) for slot in layout.slots)
    slots = (replace(slot, label=f"{name} · {slot.label}") if name else slot for slot, name in named)
    return replace(layout, slots=tuple(slots))


def _named(table: Table, labels: list[Area]) -> dict[str, Area]:
    """The label of each row that the form names."""
    found: dict[str, Area] = {}
    for label in labels:
        key = table.words.rows[table.sheet.words[label.corner]]
        table.finder.labels.add(label.corner)
        if key not in found or not _figures(table, found[key].top):
            found[key] = label
    return found


def _figures(table: Table, row: int) -> bool:
    """Whether a person gave a figure in a row, in one of the columns that all rows have."""
    given = (item for item in table.words.section.fields if not item.rows and not item.formula)
    areas = (table.header[item.key] for item in given if item.key in table.header)
    return any(table.sheet.filled((row, area.left)) for area in areas)


def _further(table: Table, labels: list[Area], found: dict[str, Area], rows: range) -> list[Area]:
    """Labels of further rows with figures: among the form's rows and right below them."""
    named = {area.top for area in found.values()}
    known = {label.top: label for label in labels}
    last, further = max(named), []
    for row in range(min(named), rows.stop):
        label = known.get(row) or _unknown_label(table, row)
        if row in named:
            continue
        if label is not None and _figures(table, row):
            further.append(label)
            last = max(last, row)
        elif row > last and label is None:
            break
    return further


def _unknown_label(table: Table, row: int) -> Area | None:
    """The text right before the first value column; None where the row has a word of the form, or a remark on it."""
    sheet, words = table.sheet, table.sheet.vocabulary.all
    first = min(area.left for area in table.header.values())
    blocks = list(sheet.row_blocks(row))
    labels = [block for block in blocks if block.left < first and block.corner in sheet.words]
    if not labels or any(sheet.words.get(block.corner) in words for block in blocks):
        return None
    text = sheet.text(labels[-1].corner)
    pair = own_value(text)
    return None if remark(text) or (pair and pair[0] in words) else labels[-1]


def _row_labels(table: Table, rows: range) -> list[Area]:
    """Cells left of the first value column that name a row; those with the label itself come before its aliases."""
    sheet, words = table.sheet, table.words
    first = min(area.left for area in table.header.values())
    cells = [
        block
        for row in rows
        for block in sheet.row_blocks(row)
        if block.left < first and sheet.words.get(block.corner) in words.rows
    ]
    return sorted(cells, key=lambda area: (sheet.words[area.corner] not in words.primary, area))


def _first_row(table: Table, rows: range) -> Area:
    """The one row of a table without row labels: the first below the header that is there at all."""
    left = min(area.left for area in table.header.values())
    there = (r for r in rows if r in table.sheet.shaped_rows or (r, left) in table.sheet.grid.merged)
    row = next(there, rows.start)
    return Area(row, left, row, left)


def _named_row(table: Table, row: Row, line: int) -> None:
    section = table.words.section
    for item in section.read:
        if item.key in table.header and (not item.rows or row.key in item.rows):
            path = ".".join(part for part in (section.path, row.key, item.key) if part)
            table.slot(line, path, section_label(section, row.label, item.label), item, table.header[item.key])


def _further_row(table: Table, path: str, label: Area) -> None:
    """The label is the row's name, and stays a label to whoever looks for misspelled ones."""
    name = Slot(f"{path}.{NAME.key}", NAME.label, label, NAME, table.words.section.key)
    table.finder.labels.add(label.corner)
    table.finder.slots.append((label.top, name))
    for item in table.words.section.read:
        if item.key in table.header and not item.rows:
            table.slot(label.top, f"{path}.{item.key}", item.label, item, table.header[item.key])
