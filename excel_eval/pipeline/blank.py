"""A blank workbook: a sheet per project, ready to be filled in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from excel_eval.errors import InputError, reason
from excel_eval.form.load import DEFAULT_FORM, load_form


def new(  # noqa: PLR0913 - what a blank workbook can be told
    target: str | Path,
    projects: Sequence[str] = (),
    year: int | None = None,
    *,
    form: str | Path = DEFAULT_FORM,
    unit: str | None = None,
    department: str | None = None,
) -> Path:
    """Write a blank fill-in workbook with one sheet for each project name; the path written. FormError for a bad form."""
    from excel_eval.ooxml.atomic import replace_file
    from excel_eval.workbook.blank import blank_projects
    from excel_eval.workbook.render import render_workbook

    chosen = load_form(form)
    blanks = blank_projects(chosen, list(projects) or [""], year, unit, department)
    buffer = io.BytesIO()
    render_workbook(chosen, blanks, target=buffer, year=year)

    def write(file: BinaryIO) -> None:
        file.write(buffer.getvalue())

    try:
        replace_file(Path(target), write)
    except OSError as error:
        raise InputError("files.unwritable", file=str(target), reason=reason(error)) from None
    return Path(target)


def names_from(path: Path) -> tuple[str, ...]:
    """Project names from a text file (a line each), a csv or an xlsx (the column headed 项目名称, else the first).

    Text is UTF-8 or GBK. InputError when the file cannot be read or names no project.
    """
    rows = _sheet_rows(path) if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".et", ".ods") else _text_rows(path)
    column, start = _column(rows)
    names = [row[column].strip() for row in rows[start:] if len(row) > column and row[column].strip()]
    if not names:
        raise InputError("new.no_names", file=path.name)
    return tuple(names)


def _text_rows(path: Path) -> list[list[str]]:
    try:
        content = path.read_bytes()
    except OSError:
        raise InputError("files.not_found", file=str(path)) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        lines = text.splitlines()
        return list(csv.reader(lines)) if path.suffix.lower() == ".csv" else [[line] for line in lines]
    raise InputError("new.encoding", file=path.name)


def _sheet_rows(path: Path) -> list[list[str]]:
    from excel_eval.workbook.read import grids_of

    grid = next(iter(grids_of(path).values()))
    used = grid.used
    if used is None:
        return []
    rows = range(used.top, used.bottom + 1)
    return [[str(grid.cell(r, c).value or "") for c in range(used.left, used.right + 1)] for r in rows]


def _column(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The column that holds names, and the row after its header."""
    for index, row in enumerate(rows[:10]):
        for column, value in enumerate(row):
            if value.strip() in ("项目名称", "项目", "name", "project"):
                return column, index + 1
    return 0, 0
