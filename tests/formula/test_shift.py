"""A shared formula moved to another cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.grid import a1
from excel_eval.shift import shifted


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+$B1+C$1+$D$1", "B2+$B2+D$1+$D$1"),
        ("SUM(A1:B2)", "SUM(B2:C3)"),
        ("SUM(A:A)+SUM(1:1)", "SUM(B:B)+SUM(2:2)"),
        ("'P 1'!A1&\"A1\"", "'P 1'!B2&\"A1\""),
        ("LOG10(A1)+Tab1[A1]", "LOG10(B2)+Tab1[A1]"),
        ("项目A1+_A1+A1.B", "项目A1+_A1+A1.B"),
        ("1E5+A1", "1E5+B2"),
        ("XFD1", "#REF!"),
        ("Sheet1!A1", "Sheet1!B2"),
    ],
)
def test_relative_references_move_and_nothing_else(formula: str, moved: str) -> None:
    assert shifted(formula, 1, 1) == moved


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 1000), st.integers(1, 500), st.integers(0, 1000), st.integers(0, 500))
def test_moving_there_and_back_changes_nothing(row: int, column: int, down: int, right: int) -> None:
    assert shifted(shifted(a1(row, column), down, right), -down, -right) == a1(row, column)
