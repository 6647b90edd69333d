"""The same workbook after other programs have saved it: the same errors, and no others."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
import pytest

import excel_eval as ee
from tests.oracles import libreoffice

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("projects_2020", "self_evaluation", "mof_2020", "mof_2021")


def grave(path: Path) -> set[tuple[str, str | None, str | None]]:
    """Rule, sheet and path of every error and warning."""
    return {(f.rule, f.sheet, f.path) for f in ee.check(ee.read(path)) if f.severity != "info"}


@pytest.fixture(scope="module")
def originals() -> dict[str, set[tuple[str, str | None, str | None]]]:
    return {name: grave(ROOT / "examples" / f"{name}.xlsx") for name in NAMES}


def test_only_the_seven_projects_have_errors(originals: dict[str, set[tuple[str, str | None, str | None]]]) -> None:
    assert {rule for rule, _, _ in originals["projects_2020"]} == {"N01", "F09"}
    assert originals["self_evaluation"] == set()


@pytest.mark.parametrize("name", NAMES)
def test_saved_by_openpyxl(name: str, tmp_path: Path, originals: dict[str, set[object]]) -> None:
    copy = tmp_path / f"{name}.xlsx"
    openpyxl.load_workbook(ROOT / "examples" / f"{name}.xlsx").save(copy)
    assert grave(copy) == originals[name]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_saved_by_libreoffice(kind: str, tmp_path: Path, originals: dict[str, set[object]]) -> None:
    profile = libreoffice._profile(tmp_path).as_uri()
    sources = [str(ROOT / "examples" / f"{name}.xlsx") for name in NAMES]
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(tmp_path)]
    subprocess.run([*command, *sources], check=True, capture_output=True, timeout=200)
    for name in NAMES:
        assert grave(tmp_path / f"{name}.{kind}") == originals[name], name
