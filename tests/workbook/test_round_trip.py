"""What is written is what is read: read(render(project)) == project, for every shipped form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from excel_eval.form.load import load_form, shipped_forms
from excel_eval.form.place import place
from excel_eval.form.schema import COMPUTED, Field, Form
from excel_eval.model import ModelValue, Project
from excel_eval.paths import generic, project_of, table_row, values_of
from excel_eval.workbook.read import read
from excel_eval.workbook.render import render_workbook

WORDS = st.text(st.sampled_from("信访救助资金发放及时率甲乙，。（）=@{}《》abc"), min_size=1, max_size=30).map(lambda text: f"文{text}文")


def values_for(field: Field) -> st.SearchStrategy[ModelValue]:
    """What a person may put into a field."""
    if field.choices:
        return st.sampled_from(field.choices)
    by_kind: dict[str, st.SearchStrategy[ModelValue]] = {
        "amount": st.decimals(0, 9999, places=4),
        "count": st.integers(0, 99999).map(Decimal),
        "points": st.decimals(0, 100, places=2),
        "claimed": st.decimals(0, 1, places=4),
        "year": st.integers(2000, 2050).map(Decimal),
        "date": st.dates(date(2000, 1, 1), date(2050, 1, 1)),
        "target": st.integers(0, 999).map(Decimal) | WORDS,
    }
    return by_kind.get(field.kind, WORDS)


@st.composite
def projects(draw: st.DrawFn, form: Form) -> Project:
    """A project with any of the form's inputs filled in; rows of tables without gaps, each with all its inputs."""
    lengths = {section.path: draw(st.integers(0, 5)) for section in form.sections if section.shape == "free"}
    values: dict[str, ModelValue] = {form.name_path: draw(WORDS)}
    for slot in place(form, {s.key: lengths[s.path] for s in form.sections if s.shape == "free"}).slots:
        row = table_row(slot.path)
        if slot.role == COMPUTED or slot.path == "amount_unit" or (row and row[1] >= lengths[row[0]]):
            continue
        if row or draw(st.booleans()):
            values.setdefault(slot.path, draw(values_for(slot.field)))
    if any(generic(slot.path) == "amount_unit" for slot in place(form).slots):
        values["amount_unit"] = draw(st.sampled_from(["万元", "元"]))
    return project_of(values)


@pytest.mark.parametrize("key", shipped_forms())
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_written_is_what_is_read(key: str, data: st.DataObject, tmp_path: Path) -> None:
    form = load_form(key)
    wanted = data.draw(projects(form))
    path = tmp_path / "one.xlsx"
    render_workbook(form, [wanted], target=path)
    book = read(path, form)
    found = values_of(book.projects[0])
    given_values = values_of(wanted)
    computed = {slot.path for slot in book.sheets[0].layout.slots if slot.role == COMPUTED}
    assert {name: value for name, value in found.items() if name not in computed} == given_values
    assert [sheet.layout.missing for sheet in book.sheets] == [()]
