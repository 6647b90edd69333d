"""A book as if read from the workbook that `render_workbook` makes of these projects, without reading one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.findings import Finding
from excel_eval.form.kinds import KINDS
from excel_eval.form.schema import Form
from excel_eval.model import ModelValue, Project
from excel_eval.paths import project_of, values_of
from excel_eval.rubric import Score
from excel_eval.workbook.content import Content, content_of, scale_of
from excel_eval.workbook.findings_sheet import draw_findings, finding_columns
from excel_eval.workbook.project_sheet import draw
from excel_eval.workbook.report_sheet import REPORT_COLUMNS, draw_report
from excel_eval.workbook.sheet_names import sheet_names
from excel_eval.workbook.styles import Styles
from excel_eval.workbook.summary import Summary
from excel_eval.workbook.writer import Pen, add_sheet, open_workbook


def book_of(form: Form, projects: Sequence[Project]) -> Book:
    """The book of projects, each on a sheet of its name."""
    names = sheet_names([str(project.get(form.name_path)) for project in projects])
    return Book(form, tuple(_sheet(form, *pair) for pair in zip(names, projects, strict=True)))


def _sheet(form: Form, name: str, project: Project) -> ProjectSheet:
    content, scale = content_of(form, project), scale_of(form, project)
    project = project_of({**values_of(project), **_computed(content, scale)})
    values = {}
    for slot in content.layout.slots:
        stored = content.values.get(slot.path)
        raw = None if stored in (None, "") else str(stored)
        value = project.get(slot.path)
        values[slot.path] = Value(slot, raw, value, stored, content.formulas.get(slot.path))
    return ProjectSheet(name, project, values, content.layout, scale)


def _computed(content: Content, scale: Decimal) -> dict[str, ModelValue]:
    """The computed values as reading leaves them in the model: amounts in 万元, nothing for an empty text."""
    found: dict[str, ModelValue] = {}
    for path in content.formulas:
        value, kind = content.values[path], content.layout.by_path[path].kind
        if isinstance(value, Decimal):
            found[path] = value / scale if kind == "amount" else value
        elif isinstance(value, str) and not KINDS[kind].numeric:
            found[path] = value or None
    return found


def whole_workbook(
    path: Path, book: Book, findings: Sequence[Finding], reports: Sequence[Sequence[tuple[str, str]]], rollup: str
) -> Path:
    """The project sheets and the result sheets in one workbook, as they stand after a fill."""
    made = open_workbook(path)
    styles = Styles(made)
    for sheet in book.sheets:
        content = content_of(book.form, sheet.project)
        draw(Pen(add_sheet(made, sheet.sheet), styles, book.form.columns), book.form, content, None)
    summary = Summary(book, [Score() for _ in book.sheets], findings)
    summary.draw(made, Pen(add_sheet(made, "汇总"), styles, summary.widths), rollup)
    widths = tuple(width for _, width in finding_columns(findings))
    draw_findings(Pen(add_sheet(made, "核对结果"), styles, widths), findings, [s.sheet for s in book.sheets])
    draw_report(Pen(add_sheet(made, "评价报告"), styles, REPORT_COLUMNS), reports)
    made.close()
    return path
