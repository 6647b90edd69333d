"""What stands on a sheet that is made from a form: the layout, every value, and every formula of a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from excel_eval.compute import compiled, compute, excel_formula
from excel_eval.form.layout import Layout, Slot
from excel_eval.form.place import place
from excel_eval.form.schema import COMPUTED, Form, Section
from excel_eval.grid import Area, Scalar
from excel_eval.model import ModelValue, Project
from excel_eval.paths import table_row, values_of
from excel_eval.workbook.writer import serial

YUAN = "元"
UNIT_PATH = "amount_unit"
YUAN_IN_WAN = Decimal(10000)


@dataclass(frozen=True, slots=True)
class Content:
    """One project's sheet before it is drawn.

    `values` are what the cells hold, in the sheet's unit, computed ones included; `formulas` the live formulas by
    path, without "="; `dates` the paths whose number is a date; `merged` the areas of equal neighbours in a column,
    by the path of the topmost; `covered` the paths inside them.
    """

    layout: Layout
    values: Mapping[str, Scalar]
    formulas: Mapping[str, str]
    dates: frozenset[str]
    merged: Mapping[str, Area]
    covered: frozenset[str]

    def shown(self, path: str) -> str:
        """The text at a path, "" where there is none."""
        value = self.values.get(path)
        return value if isinstance(value, str) else ""


def content_of(form: Form, project: Project, sentences: Mapping[str, str] | None = None) -> Content:
    """What stands on the sheet of a project; `sentences` are the computed texts by path."""
    given: dict[str, ModelValue] = {**values_of(project), **{k: v for k, v in (sentences or {}).items() if v}}
    layout, formulas = _plan(form, tuple(_rows(form, given).items()))
    merged, covered = _merged(form, layout, given)
    scale = scale_of(form, project)
    stored = {
        slot.path: _stored(slot, given.get(slot.path), scale)
        for slot in layout.slots
        if slot.path not in covered and not (slot.field.formula and not slot.field.input_when)
    }
    results = compute(compiled(form), layout, stored)
    dates = frozenset(path for path, value in given.items() if isinstance(value, date))
    return Content(layout, {**stored, **results}, {path: formulas[path] for path in results}, dates, merged, covered)


@lru_cache(maxsize=64)
def _plan(form: Form, rows: tuple[tuple[str, int], ...]) -> tuple[Layout, Mapping[str, str]]:
    """The layout of a sheet with so many rows in each free table, and the live formula of every computed value."""
    layout, program = place(form, dict(rows)), compiled(form)
    steps = {slot: program.step(slot.path) for slot in layout.slots if slot.field.formula}
    return layout, {slot.path: excel_formula(step.node, slot, layout) for slot, step in steps.items() if step}


def scale_of(form: Form, project: Project) -> Decimal:
    """What one unit of the form is on the project's sheet: 10000 where a form in 万元 has a sheet in 元."""
    return YUAN_IN_WAN if form.unit != YUAN and project.get(UNIT_PATH) == YUAN else Decimal(1)


def _stored(slot: Slot, value: ModelValue, scale: Decimal) -> Scalar:
    if isinstance(value, date):
        return serial(value)
    return value * scale if isinstance(value, Decimal) and slot.kind == "amount" else value


def _rows(form: Form, given: Mapping[str, ModelValue]) -> dict[str, int]:
    """How many rows of its own each table needs, by section; 1 for a part that is drawn because it holds something."""
    used: dict[str, int] = {}
    for path in given:
        row = table_row(path)
        if row:
            used[row[0]] = max(used.get(row[0], 0), row[1] + 1)
    needed = {section.key: used.get(section.growing, 0) for section in form.sections if section.growing}
    added = (section for section in form.sections if not section.drawn)
    return needed | {section.key: 1 for section in added if any(field.key in given for field in section.fields)}


def unplaced(form: Form, project: Project) -> tuple[str, ...]:
    """The paths of what a project says for which a new sheet has no place: columns beside those of the form."""
    given = values_of(project)
    layout, _ = _plan(form, tuple(_rows(form, given).items()))
    return tuple(path for path in given if path not in layout.by_path)


def _merged(
    form: Form, layout: Layout, given: Mapping[str, ModelValue]
) -> tuple[dict[str, Area], frozenset[str]]:
    areas: dict[str, Area] = {}
    covered: set[str] = set()
    for section in form.sections:
        if section.shape == "free":
            for run in _runs(section, layout, given):
                first, last = run[0], run[-1]
                areas[first.path] = Area(first.area.top, first.area.left, last.area.bottom, first.area.right)
                covered.update(slot.path for slot in run[1:])
    return areas, frozenset(covered)


def _runs(section: Section, layout: Layout, given: Mapping[str, ModelValue]) -> Iterator[tuple[Slot, ...]]:
    """Rows whose cells in a column are the same text; a run ends where one in a column to the left ends."""
    ends: set[int] = set()
    for column in section.fields:
        slots = layout.columns.get(f"{section.path}.{column.key}", ())
        if not column.merge_down or slots[0].role == COMPUTED:
            continue
        start = 0
        for index in range(1, len(slots) + 1):
            value = given.get(slots[start].path)
            if index < len(slots) and index not in ends and value is not None and given.get(slots[index].path) == value:
                continue
            if index - start > 1:
                yield slots[start:index]
            ends.add(index)
            start = index
