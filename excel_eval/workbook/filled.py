"""The filled workbook: the person's own package with cells set, marks made and result sheets grafted in; or a fresh one."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from excel_eval.book import Book, ProjectSheet
from excel_eval.errors import InputError
from excel_eval.findings import Finding
from excel_eval.grid import position
from excel_eval.messages import text
from excel_eval.workbook.file_names import file_stamp
from excel_eval.workbook.writeback import Change, apply

if TYPE_CHECKING:
    from excel_eval.ooxml import Package

NOTE_AUTHOR = "excel-eval"
MAX_NOTES = 400
"""How many cells of a sheet are marked at most: beyond that the list in 核对结果 serves better."""


def filled_package(book: Book, made: Sequence[Change], *, password: str | None = None) -> tuple[Package, Book]:
    """The person's own workbook with every change in it, open, and the book that reading it gives."""
    from excel_eval.ooxml import open_package
    from excel_eval.workbook.read import reread

    if book.source is None:
        raise ValueError("a book without a source cannot be written back")
    package = book.origin.take()
    if package is None:
        if file_stamp(book.source) != book.stamp:
            raise InputError("files.changed_meanwhile", file=book.source.name)
        package = open_package(book.source, password=password)
    return package, reread(book, apply(package, book, made))


def fresh_package(book: Book, narratives: Sequence[Mapping[str, str]]) -> tuple[Package, Book]:
    """A new workbook from the form with everything that was read, open, and the book that reading it gives."""
    from excel_eval.ooxml import package_of
    from excel_eval.workbook.read import book_of, sheets_of
    from excel_eval.workbook.render import render_workbook

    buffer = io.BytesIO()
    render_workbook(book.form, book.projects, target=buffer, narratives=narratives)
    content = buffer.getvalue()
    return package_of(content), book_of(sheets_of(content), book.form, book.source)


def finished(package: Package, book: Book, findings: Sequence[Finding], results: bytes, *, marks: bool) -> bytes:
    """The bytes of a filled workbook with the marks of findings and the result sheets in it; the package is closed."""
    from excel_eval.ooxml import package_of

    noted = _notes(findings) if marks else {}
    own = [name for name in book.grids if name not in package.made_here]
    earlier = package.marked()
    for name in (name for name in own if name in noted or name in earlier):
        notes = noted.get(name, {})
        package.set_marks(name, {position(cell): words for cell, words in notes.items()}, author=NOTE_AUTHOR)
    package.graft(results, [sheet.name for sheet in package_of(results).sheets])
    content = package.to_bytes()
    package.close()
    return content


def _notes(findings: Sequence[Finding]) -> Mapping[str, Mapping[str, str]]:
    """By sheet the note of every cell with an error or a warning: rule, message, advice."""
    found: dict[str, dict[str, str]] = {}
    for finding in findings:
        if not finding.sheet or not finding.cell or finding.exempted or finding.severity.value == "info":
            continue
        notes = found.setdefault(finding.sheet, {})
        if len(notes) >= MAX_NOTES and finding.cell not in notes:
            continue
        words = f"{finding.rule} {finding.severity.word}：{finding.message}"
        if finding.suggestion:
            words += "\n" + text("report.advice", advice=finding.suggestion)
        notes[finding.cell] = "\n".join(part for part in (notes.get(finding.cell), words) if part)
    return found


Placed = TypeVar("Placed", Finding, Change)


def moved(placed: Sequence[Placed], old: Book, new: Book) -> tuple[Placed, ...]:
    """Findings or changes on the cells of one workbook, at the cells that the same values have in another."""
    homes = {a.sheet: (a, b) for a, b in zip(old.sheets, new.sheets, strict=True)}
    return tuple(_moved(each, *homes[each.sheet]) if each.sheet in homes else each for each in placed)


def _moved(each: Placed, old: ProjectSheet, new: ProjectSheet) -> Placed:
    path = each.path or next((path for path, value in old.values.items() if value.cell == each.cell), "")
    return replace(each, sheet=new.sheet, cell=new.cell(path) or "")
