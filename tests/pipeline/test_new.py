"""Blank workbooks, from names on the command line and from lists."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import excel_eval as ee
from tests.command import run

NAMES = ["领导接访费用", "复查/督办：专项[经费]", "领导接访费用", "名称特别长的项目" * 6]


def listed(folder: Path, kind: str) -> Path:
    path = folder / f"名单.{kind.partition('-')[0]}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in (["序号", "项目名称"], *([i, name] for i, name in enumerate(NAMES))):
            book.active.append(row)
        book.save(path)
    elif kind.startswith("csv"):
        lines = ["序号,项目名称", *(f'{i},"{name}"' for i, name in enumerate(NAMES))]
        path.write_bytes("\n".join(lines).encode(kind.partition("-")[2]))
    else:
        path.write_bytes("\r\n".join([*NAMES, ""]).encode(kind.partition("-")[2]))
    return path


@pytest.mark.parametrize("kind", ["txt-utf-8", "txt-gbk", "csv-utf-8", "csv-gbk", "xlsx"])
def test_names_from_a_list(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "blank.xlsx"
    assert run("new", out, "--projects", listed(tmp_path, kind), "--year", "2021", "--unit", "信访局").exit_code == 0
    book = ee.read(out)
    assert [project.name for project in book.projects] == NAMES
    assert all(project.year == 2021 and project.unit == "信访局" for project in book.projects)
    names = [sheet.sheet for sheet in book.sheets]
    assert all(len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_the_same_call_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for out in (one, two):
        assert run("new", out, "--project", "甲", "--project", "乙").exit_code == 0
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("form", ["project_evaluation", "mof_2020", "mof_2021"])
def test_a_blank_workbook_has_no_faults_worth_an_error(tmp_path: Path, form: str) -> None:
    out = ee.new(tmp_path / "blank.xlsx", ["甲"], 2021, form=form)
    assert [f for f in ee.check(ee.read(out)) if f.severity == "error"] == []


def test_a_list_without_names_is_a_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("\n\n", encoding="utf-8")
    assert run("new", tmp_path / "out.xlsx", "--projects", empty).exit_code == 2
    assert not (tmp_path / "out.xlsx").exists()


def test_a_copied_and_a_renamed_sheet_are_read(tmp_path: Path) -> None:
    out = ee.new(tmp_path / "blank.xlsx", ["甲"], 2021)
    book = openpyxl.load_workbook(out)
    copy = book.copy_worksheet(book["甲"])
    copy.title = "新增 (2)"
    copy["B3" if copy["B3"].value is not None else "B4"] = "乙"
    book["甲"].title = "改过的名字"
    book.save(out)
    assert {sheet.sheet for sheet in ee.read(out).sheets} >= {"改过的名字", "新增 (2)"}
