"""What a sheet does while a person types: dropdowns, checks and prompts; cells that turn red where a rule fails."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from excel_eval.form.load import form_of, load_form, shipped_forms
from excel_eval.form.place import place
from excel_eval.form.schema import Form
from excel_eval.formula import evaluate, parse
from excel_eval.grid import Area
from excel_eval.grid import area as area_of
from excel_eval.model import Project
from excel_eval.workbook.blank import blank_projects
from excel_eval.workbook.live import Live
from excel_eval.workbook.render import render_workbook
from tests.workbook.made_book import book_of
from tests.workbook.seven import seven

REFERENCE = re.compile(r"(\$?)([A-Z]{1,2})(\$?)(\d{1,3})")


def sheet_of(form: Form, project: Project) -> Worksheet:
    """The project's sheet as openpyxl reads it."""
    target = io.BytesIO()
    render_workbook(form, [project], target=target)
    target.seek(0)
    return openpyxl.load_workbook(target).worksheets[2]


def conditions(sheet: Worksheet) -> list[tuple[Area, str]]:
    """Range and condition of every red mark."""
    return [
        (area_of(str(each.sqref).split()[0]), rule.formula[0])
        for each in sheet.conditional_formatting
        for rule in each.rules
    ]


def moved(formula: str, rows: int) -> str:
    """A condition as a cell so many rows further down sees it."""
    return REFERENCE.sub(lambda m: f"{m[1]}{m[2]}{m[3]}{int(m[4]) + (0 if m[3] else rows)}", formula)


def red_cells(form: Form, project: Project) -> set[tuple[int, int]]:
    """The cells that show red."""
    sheet = book_of(form, [project]).sheets[0]
    live = Live({})
    live.cells = {value.slot.area.corner: value.stored for value in sheet.values.values()}
    red = set()
    for area, formula in conditions(sheet_of(form, project)):
        for row in range(area.top, area.bottom + 1):
            if evaluate(parse("=" + moved(formula, row - area.top)), live) is True:
                red.add((row, area.left))
    return red


def test_only_what_breaks_a_rule_is_red() -> None:
    form = load_form()
    project = next(each for each in seven(form) if each.name == "信访救助专项资金")
    cells = {slot.path: slot.area.corner for slot in book_of(form, [project]).sheets[0].layout.slots}
    assert red_cells(form, project) == {cells["measures[1].claimed"]}


@pytest.mark.parametrize("key", shipped_forms())
def test_nothing_is_red_on_a_blank_sheet(key: str) -> None:
    form = load_form(key)
    assert red_cells(form, blank_projects(form, ["甲"])[0]) == set()


def test_columns_stay_and_rows_of_tables_move() -> None:
    form = load_form()
    rows = {slot.area.top: slot.path for slot in place(form).slots}
    for area, formula in conditions(sheet_of(form, blank_projects(form, ["甲"])[0])):
        found = [match.groups() for match in REFERENCE.finditer(re.sub(r'"[^"]*"', "", formula))]
        assert all(column == "$" for column, *_ in found)
        moving = [row for _, _, fixed, row in found if not fixed]
        assert set(moving) <= {str(area.top)}
        assert bool(moving) == ("[" in rows[area.top])


def test_inputs_have_their_prompt_and_dropdown() -> None:
    form = load_form()
    guards = {str(v.sqref): v for v in sheet_of(form, blank_projects(form, ["甲"])[0]).data_validations.dataValidation}
    cells = {slot.path: slot.cell for slot in place(form).slots}
    directions = f"{cells['indicators[0].direction']}:{cells['indicators[11].direction']}"
    assert guards[directions].formula1 == '"≥,>,≤,<,=,定性,期限"'
    assert guards[cells["funds.total.executed"]].prompt == "实际支付给收款人的支出"
    assert guards[cells["name"]].prompt.endswith("必填")
    assert cells["funds.total.rate"] not in guards


def test_a_list_that_excel_would_refuse_is_left_out() -> None:
    choices = ", ".join(f'"选项{number}"' for number in range(100))
    source = f"""
key = "long"
version = 1
title = "表"
columns = [12, 20]
[[section]]
key = "only"
shape = "fields"
[[section.field]]
key = "name"
label = "选项"
kind = "choice"
choices = [{choices}]
"""
    form = form_of(source, "long.toml")
    assert not sheet_of(form, blank_projects(form, ["选项1"])[0]).data_validations.dataValidation
