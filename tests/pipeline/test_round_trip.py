"""What is written is read again: read(render(project)) == project, whatever the project."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from excel_eval.form.kinds import KINDS
from excel_eval.form.load import load_form
from excel_eval.form.place import place
from excel_eval.model import ModelValue, Project
from excel_eval.paths import project_of, table_row, values_of
from excel_eval.workbook.read import book_of, sheets_of
from excel_eval.workbook.render import render_workbook

FORMS = ("project_evaluation", "mof_2020", "mof_2021")
WORDS = st.text("甲乙丙丁项目资金维修费abcXYZ（），。=+-@'\"<>&{}", min_size=1, max_size=24).map(str.strip).filter(
    lambda text: any("一" <= c <= "鿿" for c in text)
)
AMOUNTS = st.decimals(0, 99999, places=6).map(lambda d: d.normalize() + 0)


def value_for(kind: str, choices: tuple[str, ...]) -> st.SearchStrategy[ModelValue]:
    """Any value that a field of this kind can hold."""
    if choices:
        return st.sampled_from(choices)
    if kind in ("text", "long"):
        return WORDS
    if kind == "code":
        return st.from_regex(r"[1-9][0-9]{4,20}", fullmatch=True)
    if kind == "target":
        return st.sampled_from(["≥95%", "明显提升", "12月底前", Decimal(12), Decimal("97.5")])
    if kind == "year":
        return st.integers(1999, 2040).map(Decimal)
    if kind == "count":
        return st.integers(0, 10**6).map(Decimal)
    if kind in ("percent", "claimed"):
        return st.integers(0, 10000).map(lambda n: Decimal(n) / 10000)
    # Excel counts a 29 February 1900 that never was; its day numbers are right from March on.
    return st.dates(date(1900, 3, 1)) if kind == "date" else AMOUNTS


@st.composite
def projects(draw: st.DrawFn, form_key: str) -> Project:
    form = load_form(form_key)
    rows = {section.key: draw(st.integers(0, 4)) for section in form.sections if section.shape == "free"}
    values: dict[str, ModelValue] = {}
    for slot in place(form, rows).slots:
        row = table_row(slot.path)
        section = next(s for s in form.sections if s.key == slot.section)
        if slot.role == "computed" or (row and row[1] >= rows[section.key]):
            continue
        wanted = slot.field.key == "name" or draw(st.booleans())
        if wanted and KINDS[slot.kind] and slot.path != "amount_unit":
            values[slot.path] = draw(value_for(slot.kind, slot.field.choices))
    return project_of(values)


def reread(form_key: str, project: Project) -> Project:
    form, content = load_form(form_key), io.BytesIO()
    render_workbook(form, [project], target=content)
    return book_of(sheets_of(content.getvalue()), form).projects[0]


@pytest.mark.parametrize("form_key", FORMS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_written_is_read(form_key: str, data: st.DataObject) -> None:
    project = data.draw(projects(form_key))
    read = reread(form_key, project)
    given_values, read_values = values_of(project), values_of(read)
    assert {path: read_values.get(path) for path in given_values} == given_values
    assert reread(form_key, read) == read
