"""Every workbook that we make or fill, held against independent programs."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

import excel_eval as ee
from tests.oracles import audit, libreoffice, sdk
from tests.workbook.compared import uncalculated

ROOT = Path(__file__).resolve().parents[2]
INPUTS = ("projects_2020", "self_evaluation", "mof_2020", "mof_2021", "travel_claim_filled")


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The example inputs, what filling makes of each, and the blank workbooks."""
    folder = tmp_path_factory.mktemp("made")
    inputs = [ROOT / "examples" / f"{name}.xlsx" for name in INPUTS]
    own_form = ROOT / "examples" / "travel_claim.toml"
    filled = [
        ee.fill(path, folder / path.name, form=own_form if path.stem.startswith("travel") else None).output
        for path in inputs
    ]
    return [*inputs, *filled, *sorted((ROOT / "workbook_templates").glob("*.xlsx"))]


@pytest.mark.slow
def test_cached_values_are_what_libreoffice_calculates(workbooks: list[Path]) -> None:
    for path, values in zip(workbooks, libreoffice.recalculate_all(workbooks), strict=True):
        assert uncalculated(path, values) == [], path


@pytest.mark.slow
@pytest.mark.skipif(not sdk.available(), reason="npm install --prefix tests/oracles has not been run")
def test_microsofts_validator_finds_nothing(workbooks: list[Path]) -> None:
    for path, errors in zip(workbooks, sdk.errors_of_all(workbooks), strict=True):
        assert not errors, path


@pytest.mark.slow
def test_openxml_audit_finds_nothing_that_xlsxwriter_does_not_cause(workbooks: list[Path]) -> None:
    """What a sheet that XlsxWriter made alone is blamed for is the auditor's own opinion; filling adds nothing to it."""
    for path in workbooks:
        made = ROOT / "examples" / path.name
        if path.parent != made.parent and made.exists():
            assert set(audit.errors(path)) <= set(audit.errors(made)), path


def test_openpyxl_and_calamine_read_the_same_sheets(workbooks: list[Path]) -> None:
    for path in workbooks:
        sheets = openpyxl.load_workbook(path).sheetnames
        assert CalamineWorkbook.from_path(str(path)).sheet_names == sheets
        assert sheets


@pytest.mark.slow
def test_nothing_is_cut_off_in_print(workbooks: list[Path], tmp_path: Path) -> None:
    """A column too narrow for its number shows ###; LibreOffice prints what a person would see."""
    import subprocess

    filled = next(path for path in workbooks if path.parent.name != "examples" and path.stem == "projects_2020")
    pdf = libreoffice.to_pdf(filled, tmp_path)
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert "##" not in text
    for words in ("166.13", "92.03%", "核对结果", "第 1 页"):
        assert words in text
