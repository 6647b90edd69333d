"""A workbook filled twice is the workbook filled once, whatever a person typed into it; what was replaced stays listed."""

from __future__ import annotations

from pathlib import Path
from random import Random

import openpyxl
import pytest

import excel_eval as ee
from tests.oracles import libreoffice
from tests.workbook.compared import uncalculated

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SEVEN = EXAMPLES / "projects_2020.xlsx"
SHEET = "信访救助专项资金"
FORMS = {
    "projects_2020.xlsx": None,
    "self_evaluation.xlsx": None,
    "mof_2020.xlsx": None,
    "mof_2021.xlsx": None,
    "travel_claim_filled.xlsx": EXAMPLES / "travel_claim.toml",
}
TYPED = (
    "5万元", "５．６", "1，234.50", "100%", "85.62 ", "八十五万", "—", "无", "85,62", "约3", "3~5", "(5)", None, 0, 1, -3,
    89.97399999999999, 123456, "不适用", "≥95%", "abc", True, 0.125, "=1+1", "=A1", "2020.12.31", "{{name}}", "化解率97.6%",
)  # fmt: skip


def typed_over(target: Path, cells: dict[str, object], source: Path = SEVEN, sheet: str = SHEET) -> Path:
    """The workbook with these paths of one sheet typed over, as openpyxl saves it: no formula has a value."""
    book, home = openpyxl.load_workbook(source), ee.read(source).sheet(sheet)
    for path, value in cells.items():
        book[sheet][home.cell(path)] = value
    book.save(target)
    return target


def corrected(path: Path) -> dict[str, tuple[str, ...]]:
    rows = openpyxl.load_workbook(path)["核对结果"].iter_rows(values_only=True)
    return {f"{row[2]}!{row[3]}": (row[0], row[6], row[7]) for row in rows if row[1] == "已更正"}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", FORMS)
def test_whatever_is_typed(tmp_path: Path, name: str, seed: int) -> None:
    rng, form = Random(f"{name} {seed}"), FORMS[name]
    book, read = openpyxl.load_workbook(EXAMPLES / name), ee.read(EXAMPLES / name, form)
    for _ in range(6):
        home = rng.choice(read.sheets)
        cell = book[home.sheet][rng.choice(list(home.values.values())).cell]
        cell.value = rng.choice(TYPED)
    book.save(tmp_path / "typed.xlsx")
    once = ee.fill(tmp_path / "typed.xlsx", tmp_path / "once.xlsx", form=form)
    twice = ee.fill(once.output, tmp_path / "twice.xlsx", form=form)
    assert twice.changes == ()
    assert twice.output.read_bytes() == once.output.read_bytes()


def test_what_was_replaced_is_listed_and_stays_listed(tmp_path: Path) -> None:
    home = ee.read(SEVEN).sheet(SHEET)
    said = {"funds.total.rate": 0.97, "funds.total.initial": "100万元", "narrative.result": "结果很好。"}
    once = ee.fill(typed_over(tmp_path / "typed.xlsx", said), tmp_path / "once.xlsx")
    rows = corrected(once.output)
    place = {path: f"{SHEET}!{home.cell(path)}" for path in said}
    assert rows.keys() == set(place.values())
    assert rows[place["funds.total.rate"]] == ("F03", "97.00%", "85.62%")
    assert rows[place["funds.total.initial"]][1] == "100万元"
    assert rows[place["narrative.result"]][1] == "结果很好。"
    assert "F03" in {finding.rule for finding in once.evaluation.findings}
    assert corrected(ee.fill(once.output, tmp_path / "twice.xlsx").output) == rows


def test_a_correction_goes_when_its_cell_is_typed_anew(tmp_path: Path) -> None:
    initial = ee.read(SEVEN).sheet(SHEET).cell("funds.total.initial")
    once = ee.fill(typed_over(tmp_path / "typed.xlsx", {"funds.total.initial": "100万元"}), tmp_path / "once.xlsx").output
    assert corrected(once).keys() == {f"{SHEET}!{initial}"}
    again = typed_over(tmp_path / "again.xlsx", {"funds.total.initial": 90}, once)
    assert corrected(ee.fill(again, tmp_path / "filled.xlsx").output) == {}


def test_a_mended_fault_is_neither_marked_nor_counted(tmp_path: Path) -> None:
    home = ee.read(SEVEN).sheet(SHEET)
    once = ee.fill(typed_over(tmp_path / "typed.xlsx", {"funds.total.rate": 0.97}), tmp_path / "once.xlsx").output
    page = openpyxl.load_workbook(once)[SHEET]
    assert page[home.cell("funds.total.rate")].comment is None
    assert page[home.cell("measures[2].claimed")].comment is not None


@pytest.mark.slow
def test_formulas_that_were_never_calculated_get_their_values(tmp_path: Path) -> None:
    typed = typed_over(tmp_path / "typed.xlsx", {"funds.total.initial": "100万元", "contact": "=1+1"})
    filled = ee.fill(typed, tmp_path / "filled.xlsx").output
    assert uncalculated(filled, libreoffice.recalculate(filled)) == []
    assert openpyxl.load_workbook(filled, data_only=True)["目录"]["C4"].value


@pytest.mark.slow
def test_an_old_format_filled_and_filled_again(tmp_path: Path) -> None:
    old = libreoffice.convert(typed_over(tmp_path / "typed.xlsx", {"funds.total.initial": "100万元"}), "xls", tmp_path)
    once = ee.fill(old, tmp_path / "once.xlsx")
    assert [cell.partition("!")[0] for cell in corrected(once.output)] == [SHEET]
    assert ee.fill(once.output, tmp_path / "twice.xlsx").output.read_bytes() == once.output.read_bytes()
