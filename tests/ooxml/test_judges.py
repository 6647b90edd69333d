"""Results of the engine before independent judges: no error that the input did not have, and the values that we cached."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from excel_eval.errors import InputError
from excel_eval.ooxml import CellRefused, lint, open_package
from tests.ooxml.test_corpus import CORPUS
from tests.ooxml.test_grafting import NAMES, person, results
from tests.oracles import audit, libreoffice, sdk

SAMPLE = [path for path in CORPUS if path.suffix in (".xlsx", ".xlsm")][::9]
BOLD = {"font": "<font><b/><sz val='11'/><name val='宋体'/></font>", "number_format": "0.000%"}


def filled(path: Path, target: Path) -> bool:
    """Everything the engine does, on the first sheet of a workbook; False where the workbook or the cell is refused."""
    try:
        package = open_package(path)
        name = next(entry.name for entry in package.sheets if entry.kind == "worksheet")
        package.set_cell(name, (70, 9), value=Decimal("85.62"), formula="80+5.62", style=package.add_style(0, **BOLD))
        package.set_cell(name, (71, 9), value="甲", formula='IF(I70>85,"甲","乙")')
        package.set_marks(name, {(70, 9): "F01 错误：合计不符", (71, 9): "N01 警告"})
        package.graft(results(), NAMES, at=1)
        package.save(target)
    except (InputError, CellRefused):
        return False
    return True


@pytest.mark.slow
def test_no_judge_finds_an_error_that_the_input_did_not_have(tmp_path: Path) -> None:
    if not sdk.available():
        pytest.skip("npm install --prefix tests/oracles has not been run")
    sources = [person(tmp_path / "person.xlsx"), *SAMPLE]
    pairs = [(source, tmp_path / f"{number}{source.suffix}") for number, source in enumerate(sources)]
    pairs = [(source, target) for source, target in pairs if filled(source, target)]
    assert len(pairs) > len(sources) / 2
    before = sdk.errors_of_all([source for source, _ in pairs])
    after = sdk.errors_of_all([target for _, target in pairs])
    judged = zip(pairs, before, after, strict=True)
    worse = {source.name: sdk.added(old, new) for (source, _), old, new in judged if sdk.added(old, new)}
    assert worse == {}
    assert {source.name: found for source, target in pairs if (found := audit.errors(target) - audit.errors(source))} == {}
    assert {source.name for source, target in pairs if set(lint(target)) - set(lint(source))} == set()


@pytest.mark.slow
def test_libreoffice_calculates_the_values_that_we_cached(tmp_path: Path) -> None:
    if not libreoffice.available():
        pytest.skip("LibreOffice is not installed")
    source, target = person(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    assert filled(source, target)
    (values,) = libreoffice.recalculate_all([target])
    assert values["项目一"]["I70"] == 85.62
    assert values["项目一"]["I71"] == "甲"
    assert set(NAMES) <= set(values)
