"""Projects that nobody has filled in yet: their names, and what the form itself puts into its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from excel_eval.form.kinds import KINDS
from excel_eval.form.place import place
from excel_eval.form.schema import Form
from excel_eval.model import ModelValue, Project
from excel_eval.paths import project_of, table_row


def blank_projects(
    form: Form, names: Sequence[str], year: int | None = None, unit: str | None = None, department: str | None = None
) -> list[Project]:
    """A project for each name, with the form's defaults and preset rows; year, unit, department where it has them."""
    places = {slot.path for slot in place(form).slots}
    common = dict(defaults(form))
    given = {"year": Decimal(year) if year else None, "unit": unit, "department": department}
    common |= {path: value for path, value in given.items() if path in places and value}
    return [project_of({**common, form.name_path: name or None}) for name in names]


def defaults(form: Form) -> Iterator[tuple[str, ModelValue]]:
    """What the form puts into cells: defaults of fields (not in free tables) and preset rows, by path."""
    for slot in place(form).slots:
        if slot.field.default is not None and not table_row(slot.path):
            yield slot.path, value_of(slot.field.default, slot.kind)
    for section in form.sections:
        kinds = {field.key: field.kind for field in section.fields}
        for index, row in enumerate(section.preset):
            yield from ((f"{section.path}[{index}].{key}", value_of(text, kinds[key])) for key, text in row)


def value_of(text: str, kind: str) -> ModelValue:
    """The value that a form file's text means in a cell of that kind."""
    if kind == "date":
        return date.fromisoformat(text)
    return Decimal(text) if KINDS[kind].numeric else text
