"""Laying a form out on a new sheet: every slot and every static text with its area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from excel_eval.form.layout import Layout, Slot, Text, section_label
from excel_eval.form.schema import NAME, Field, Form, Row, Section
from excel_eval.grid import Area


@dataclass(slots=True)
class _Sheet:
    """A sheet under construction; `row` is the next free row."""

    width: int
    row: int = 1
    slots: list[Slot] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    heights: dict[int, int] = field(default_factory=dict)
    anchors: dict[str, Area] = field(default_factory=dict)
    tables: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def text(self, text: str, left: int, span: int, style: str, rows: int = 1) -> None:
        self.texts.append(Text(text, Area(self.row, left, self.row + rows - 1, left + span - 1), style))

    def slot(self, path: str, label: str, left: int, span: int, of: tuple[Field, Section]) -> None:
        area = Area(self.row, left, self.row, left + span - 1)
        self.slots.append(Slot(path, label, area, of[0], of[1].key))

    def next(self, lines: int = 1) -> None:
        self.heights[self.row] = max(lines, self.heights.get(self.row, 1))
        self.row += 1


def place(form: Form, rows: Mapping[str, int] | None = None) -> Layout:
    """The layout of a new sheet; `rows` gives, by section key, the rows of a free table, the further ones
    of a named one, and 1 for a part that is only drawn where it holds something.
    """
    sheet = _Sheet(len(form.columns))
    sheet.text(form.title, 1, sheet.width, "title")
    sheet.next()
    if form.subtitle:
        sheet.text(form.subtitle, 1, sheet.width, "subtitle")
        sheet.next()
    for section in (each for each in form.sections if each.drawn or (rows or {}).get(each.key)):
        _place_section(sheet, section, max(section.blank_rows, (rows or {}).get(section.key, 0)))
    return Layout(tuple(sheet.slots), tuple(sheet.texts), sheet.heights, sheet.anchors, sheet.tables)


def _place_section(sheet: _Sheet, section: Section, rows: int) -> None:
    for _ in range(section.gap):
        sheet.next()
    if section.title:
        sheet.text(section.title, 1, sheet.width, "heading")
        sheet.anchors[section.key] = sheet.texts[-1].area
        sheet.next()
    top = sheet.row
    if section.shape == "named":
        _place_named(sheet, section, rows)
    elif section.shape == "free":
        _place_free(sheet, section, rows)
    else:
        _place_fields(sheet, section)
    bottom = sheet.row - 1
    if section.shape == "free" and section.total:
        _place_total(sheet, section)
    sheet.anchors.setdefault(section.key, Area(top, 1, top, sheet.width))
    if section.side:
        sheet.texts.append(Text(section.side, Area(top, 1, bottom, section.side_span), "side"))


def _joined(section: Section, key: str) -> str:
    return f"{section.path}.{key}" if section.path else key


def _place_fields(sheet: _Sheet, section: Section) -> None:
    start = left = 1 + section.side_span
    lines = 1
    for item in section.fields:
        needed = (0 if item.pattern else item.label_span) + item.span
        if left + needed - 1 > sheet.width:
            sheet.next(lines)
            left, lines = start, 1
        if not item.pattern:
            sheet.text(item.label, left, item.label_span, "label")
            left += item.label_span
        sheet.slot(_joined(section, item.key), item.label or section.title, left, item.span, (item, section))
        left += item.span
        lines = max(lines, item.lines)
    sheet.next(lines)


def _place_named(sheet: _Sheet, section: Section, further: int) -> None:
    """Further rows stand before the last of the form, so that a range over the form's rows has them too."""
    labelled = any(row.label for row in section.rows)
    first = 1 + section.side_span
    left = first + (section.label_span if labelled else 0)
    if labelled:
        sheet.text(section.corner, first, section.label_span, "header")
    _place_header(sheet, section, left)
    for row in section.rows:
        if row is section.rows[-1]:
            for index in range(further):
                _place_further(sheet, section, f"{section.growing}[{index}]", left)
        if labelled:
            sheet.text(row.label, first, section.label_span, "label")
        _place_row(sheet, section, row, left)
        sheet.next(section.lines)


def _place_further(sheet: _Sheet, section: Section, path: str, left: int) -> None:
    sheet.slot(f"{path}.{NAME.key}", NAME.label, left - section.label_span, section.label_span, (NAME, section))
    for item in section.fields:
        if item.rows:
            sheet.text(item.filler, left, item.span, "filler")
        else:
            sheet.slot(f"{path}.{item.key}", item.label, left, item.span, (item, section))
        left += item.span
    sheet.next(section.lines)


def _place_header(sheet: _Sheet, section: Section, left: int) -> None:
    for item in section.fields:
        sheet.text(item.label, left, item.span, "header")
        left += item.span
    sheet.next()


def _place_row(sheet: _Sheet, section: Section, row: Row, left: int) -> None:
    for item in section.fields:
        if item.rows and row.key not in item.rows:
            sheet.text(item.filler, left, item.span, "filler")
        else:
            path = ".".join(part for part in (section.path, row.key, item.key) if part)
            sheet.slot(path, section_label(section, row.label, item.label), left, item.span, (item, section))
        left += item.span


def _place_free(sheet: _Sheet, section: Section, rows: int) -> None:
    first = 1 + section.side_span
    _place_header(sheet, section, first)
    top = sheet.row
    for index in range(max(rows, len(section.preset))):
        left = first
        for item in section.fields:
            path = f"{section.path}[{index}].{item.key}"
            sheet.slot(path, item.label, left, item.span, (item, section))
            left += item.span
        sheet.next(section.lines)
    sheet.tables[section.path] = tuple(range(top, sheet.row))


def _place_total(sheet: _Sheet, section: Section) -> None:
    total = section.total
    if total is None:
        return
    sheet.text(total.label, 1, total.label_span, "total")
    under = dict(total.fields)
    left = 1 + section.side_span
    for column in section.fields:
        if left > total.label_span:
            if column.key in under:
                item = under[column.key]
                label = section_label(section, total.label, item.label or column.label)
                sheet.slot(f"{total.path}.{item.key}", label, left, column.span, (item, section))
            else:
                sheet.text("", left, column.span, "filler")
        left += column.span
    sheet.next()
