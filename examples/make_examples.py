"""Makes the example workbooks from their data files, and what filling makes of the seven projects.

    python examples/make_examples.py [FOLDER]

A test asserts that the workbooks in the repository are what this script makes.
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import excel_eval as ee
from excel_eval.form.kinds import KINDS
from excel_eval.form.place import place
from excel_eval.model import ModelValue
from excel_eval.paths import generic, project_of
from excel_eval.workbook.render import render_workbook

HERE = Path(__file__).resolve().parent
DATA = ("projects_2020", "self_evaluation", "mof_2020", "mof_2021", "travel_claim_filled")
TEMPLATES = ("project_evaluation", "mof_2020", "mof_2021")


def kinds_of(form: ee.Form) -> dict[str, str]:
    """The kind of every value of a form, by its path without row index."""
    rows = {section.key: 1 for section in form.sections}
    return {generic(slot.path): slot.kind for slot in place(form, rows).slots}


def value_of(text: str, kind: str) -> ModelValue:
    """A value of a data file: numbers stand there as text, so that no digit is lost."""
    if kind == "date":
        return date.fromisoformat(text)
    if KINDS[kind].numeric:
        return Decimal(text)
    if kind == "target":
        try:
            return Decimal(text)
        except ArithmeticError:
            return text
    return text


def project(data: Mapping[str, str], common: Mapping[str, str], kinds: Mapping[str, str]) -> ee.Project:
    """One project of a data file, with what is common to all."""
    values = {**common, **data}
    return project_of({path: value_of(text, kinds[generic(path)]) for path, text in values.items()})


def make(name: str, folder: Path) -> Path:
    """One example workbook; its path."""
    data = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    form_name = data["form"]
    form = ee.load_form(HERE / form_name if form_name.endswith(".toml") else form_name)
    kinds = kinds_of(form)
    projects = [project(each, data.get("common", {}), kinds) for each in data["project"]]
    target = folder / f"{name}.xlsx"
    with target.open("wb") as file:
        render_workbook(form, projects, target=file, year=data.get("year"))
    return target


def make_all(folder: Path) -> None:
    """Every example, the filled workbook of the seven projects, and the blank templates."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in DATA:
        make(name, folder)
    target = folder / "projects_2020-评价.xlsx"
    target.unlink(missing_ok=True)  # filling keeps a copy of what it replaces
    filled = ee.fill(folder / "projects_2020.xlsx", target)
    if filled.receipt:
        filled.receipt.unlink()


def make_templates(folder: Path) -> None:
    """The blank workbooks of the shipped forms."""
    folder.mkdir(parents=True, exist_ok=True)
    for key in TEMPLATES:
        ee.new(folder / f"{key}.xlsx", ["项目一"], form=key)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    make_all(target)
    make_templates(target.parent / "workbook_templates" if target == HERE else target / "workbook_templates")
    shutil.rmtree(HERE / "__pycache__", ignore_errors=True)
