"""A form with its projects as a workbook: 填报说明, 目录, and a sheet for each project; same input, same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from excel_eval.form.schema import Form
from excel_eval.model import Project
from excel_eval.workbook.content import content_of
from excel_eval.workbook.front import (
    CONTENTS,
    INSTRUCTION_COLUMNS,
    INSTRUCTIONS,
    contents_columns,
    draw_contents,
    draw_instructions,
)
from excel_eval.workbook.project_sheet import draw
from excel_eval.workbook.results import RESULT_SHEETS
from excel_eval.workbook.sheet_names import sheet_names
from excel_eval.workbook.styles import Styles
from excel_eval.workbook.writer import Pen, add_sheet, open_workbook

RESERVED = (INSTRUCTIONS, CONTENTS, *RESULT_SHEETS)
"""Names of sheets that no project's sheet may have."""
FORM_PROPERTY, VERSION_PROPERTY = "excel-eval form", "excel-eval version"
"""The hidden stamp: custom properties of the workbook."""


def render_workbook(
    form: Form,
    projects: Sequence[Project],
    *,
    target: BinaryIO | Path,
    year: int | None = None,
    narratives: Sequence[Mapping[str, str]] = (),
) -> None:
    """Write the workbook of a form; `narratives` are computed texts by path, one mapping a project."""
    sentences = list(narratives) or [{} for _ in projects]
    contents = [content_of(form, project, each) for project, each in zip(projects, sentences, strict=True)]
    named = sheet_names(_names(form, projects), RESERVED, fallback=form.subject)
    sheets = list(zip(named, contents, strict=True))
    book = open_workbook(target, {"title": form.title, "subject": form.key})
    styles = Styles(book)
    draw_instructions(Pen(add_sheet(book, INSTRUCTIONS), styles, INSTRUCTION_COLUMNS), form, year)
    widths = tuple(width for _, _, width in contents_columns(form))
    draw_contents(Pen(add_sheet(book, CONTENTS), styles, widths), form, sheets, year)
    for name, content in sheets:
        draw(Pen(add_sheet(book, name), styles, form.columns), form, content, CONTENTS)
    book.set_custom_property(FORM_PROPERTY, form.key, "text")
    book.set_custom_property(VERSION_PROPERTY, form.version, "number_int")
    book.close()


def _names(form: Form, projects: Sequence[Project]) -> list[str]:
    """The name that each project gives its sheet; one without a name is numbered."""
    named = (project.get(form.name_path) for project in projects)
    return [str(name) if name else f"{form.subject}{number}" for number, name in enumerate(named, 1)]
