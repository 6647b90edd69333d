"""LibreOffice calculates the same: the table, every operator over every pair, and formulas made by hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from excel_eval.formula import evaluate, parse
from excel_eval.grid import ErrorValue, a1
from tests.formula.sheets import CASES, RESULT_COLUMN, operands, same, table, workbook
from tests.formula.strategies import FORMULAS
from tests.oracles import libreoffice

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice (soffice) is not installed"),
]
_OPERANDS = ("A1", "A2", "A6", "B2", "C1", "C4", "E1", "F1", "F2", "F3", "G1", "G2", "G4", "H1", "H4")
_OPERATORS = ("+", "-", "*", "/", "&", "=", "<>", "<", "<=", ">", ">=")
_MADE = 800
_FIXED = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _from_the_table() -> list[str]:
    rows = table((CASES / "formulas.md").read_text(encoding="utf-8"))
    return ["0" if differs else formula for formula, _, differs in rows]


def _every_pair() -> list[str]:
    """Every operator over every pair; of two errors joined by &, LibreOffice gives the second one."""
    pairs = [f"{left}{operator}{right}" for operator in _OPERATORS for left in _OPERANDS for right in _OPERANDS]
    return [pair for pair in pairs if pair not in ("G4&H4", "H4&G4")]


def _made() -> list[str]:
    found: list[str] = []

    @settings(_FIXED, max_examples=_MADE)
    @given(FORMULAS)
    def collect(formula: str) -> None:
        found.append(formula)

    collect()
    return found


def _differences(formulas: Sequence[str], theirs: dict[str, object]) -> list[str]:
    scope = operands()
    found = []
    for row, formula in enumerate(formulas, 1):
        ours = evaluate(parse(formula), scope, (row, RESULT_COLUMN))
        other = theirs.get(a1(row, RESULT_COLUMN))
        if not same(ours, other) and not _unnamed(ours, other):
            found.append(f"{formula}: ours {ours!r}, LibreOffice {other!r}")
    return found


def _unnamed(ours: object, theirs: object) -> bool:
    """LibreOffice saves its own error numbers, such as that for a root of a negative number, as #VALUE!."""
    return ours is ErrorValue.NUM and theirs == "#VALUE!"


def test_libreoffice_calculates_the_same(tmp_path: Path) -> None:
    groups = {"table": _from_the_table(), "pairs": _every_pair(), "made": _made()}
    books = [workbook(tmp_path / f"{name}.xlsx", formulas) for name, formulas in groups.items()]
    calculated = libreoffice.recalculate_all(books)
    assert len(groups["table"]) > 500 and len(groups["made"]) >= _MADE
    differences = {
        name: _differences(formulas, values["data"])
        for (name, formulas), values in zip(groups.items(), calculated, strict=True)
    }
    assert differences == {"table": [], "pairs": [], "made": []}
