"""Which project sheets somebody has filled in."""

from __future__ import annotations

from excel_eval.book import Book, ProjectSheet
from excel_eval.form.schema import INPUT, Form
from excel_eval.model import ModelValue
from excel_eval.paths import PLAIN

_HEAD = frozenset((*PLAIN, "amount_unit", "filler", "reviewer", "date"))
"""What a blank sheet may already say."""


def filled_sheets(book: Book) -> list[ProjectSheet]:
    """The project sheets on which somebody has written anything beyond the head."""
    head = _HEAD | {book.form.name_path}
    presets = _presets(book.form)
    return [sheet for sheet in book.sheets if _is_filled(sheet, head, presets)]


def counted_sheets(book: Book) -> list[ProjectSheet]:
    """The sheets that somebody has filled in, without those that are copies of an earlier one in everything they say."""
    counted: list[ProjectSheet] = []
    named: dict[ModelValue, list[ProjectSheet]] = {}
    for sheet in filled_sheets(book):
        name = sheet.stated(book.form.name_path)
        alike = named.setdefault(name, []) if name else []
        if all(other.project != sheet.project for other in alike):
            counted.append(sheet)
            alike.append(sheet)
    return counted


def _is_filled(sheet: ProjectSheet, head: frozenset[str], presets: frozenset[tuple[str, str]]) -> bool:
    """Whether any input beyond the head holds more than what the blank form holds."""
    return any(
        value.raw is not None
        and path not in head
        and value.slot.role == INPUT
        and value.said != value.slot.field.default
        and (path, value.raw) not in presets
        for path, value in sheet.values.items()
    )


def _presets(form: Form) -> frozenset[tuple[str, str]]:
    return frozenset(
        (f"{section.path}[{row}].{key}", text)
        for section in form.sections
        for row, cells in enumerate(section.preset)
        for key, text in cells
    )
