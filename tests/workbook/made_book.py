"""A book as if read from the workbook that `render_workbook` makes of these projects, without reading one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.form.schema import Form
from excel_eval.model import Project
from excel_eval.paths import get
from excel_eval.workbook.content import content_of, scale_of
from excel_eval.workbook.sheet_names import sheet_names


def book_of(form: Form, projects: Sequence[Project]) -> Book:
    """The book of projects, each on a sheet of its name."""
    names = sheet_names([str(project.get(form.name_path)) for project in projects])
    return Book(form, tuple(_sheet(form, *pair) for pair in zip(names, projects, strict=True)))


def _sheet(form: Form, name: str, project: Project) -> ProjectSheet:
    content = content_of(form, project)
    values = {}
    for slot in content.layout.slots:
        stored = content.values.get(slot.path)
        raw = None if stored in (None, "") else str(stored)
        value = get(project, slot.path)
        values[slot.path] = Value(slot, raw, value, stored, content.formulas.get(slot.path))
    return ProjectSheet(name, project, values, content.layout, Decimal(scale_of(form, project)))
