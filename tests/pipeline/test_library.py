"""The public names, and the scripts under examples/ that show them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import excel_eval as ee

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "projects_2020.xlsx"


def test_public_names_are_sorted_and_there() -> None:
    assert sorted(ee.__all__, key=lambda n: (not n.isupper(), not n[0].isupper(), n)) == ee.__all__
    for name in ee.__all__:
        assert getattr(ee, name) is not None


def test_heavy_packages_are_not_imported_at_start() -> None:
    code = (
        "import sys; import excel_eval.cli; "
        "print([m for m in ('pandas', 'docx', 'lxml', 'openpyxl', 'jinja2', 'xlsxwriter') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


SCRIPTS = {
    "check_a_folder.py": ([str(EXAMPLE.parent)], "N01"),
    "own_rule.py": ([str(EXAMPLE)], "X90"),
    "frames.py": ([str(EXAMPLE)], "166.13"),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_example_scripts_run(script: str) -> None:
    arguments, expected = SCRIPTS[script]
    command = [sys.executable, str(ROOT / "examples" / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert expected in done.stdout


def test_filling_and_blank_scripts_write_their_files(tmp_path: Path) -> None:
    filled, blank = tmp_path / "filled.xlsx", tmp_path / "blank.xlsx"
    subprocess.run([sys.executable, str(ROOT / "examples/fill_one.py"), str(EXAMPLE), str(filled)], check=True)
    subprocess.run([sys.executable, str(ROOT / "examples/blank_workbooks.py"), str(blank), "甲", "乙"], check=True)
    assert [p.name for p in ee.read(blank).projects] == ["甲", "乙"]
    assert len(ee.read(filled).projects) == 7


def test_figures_script_lists_claims(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("全年办理事项61件，办结59件，办结率96.7%。", encoding="utf-8")
    script = ROOT / "examples/figures_in_a_text.py"
    done = subprocess.run([sys.executable, str(script), str(text)], capture_output=True, text=True, check=True)
    assert "96.7" in done.stdout


def test_every_example_script_is_run() -> None:
    named = {*SCRIPTS, "fill_one.py", "blank_workbooks.py", "figures_in_a_text.py", "make_examples.py"}
    assert {p.name for p in (ROOT / "examples").glob("*.py")} == named
