"""Sheet names: what Excel allows, close to what was wanted, unique in a workbook."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_eval.workbook.sheet_names import sheet_name, sheet_names

WANTED = st.text(st.characters() | st.sampled_from("[]:*?/\\' 项目Aa😀"), max_size=40)


@given(st.lists(WANTED, max_size=12), st.lists(WANTED, max_size=3))
def test_names_are_valid_and_unique(wanted: list[str], taken: list[str]) -> None:
    names = sheet_names(wanted, taken)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name == name.strip("'")
        assert name.casefold() != "history"
    folded = [name.casefold() for name in (*names, *taken)]
    assert len(set(folded)) == len(names) + len({name.casefold() for name in taken})


@given(WANTED)
def test_a_valid_name_stays(wanted: str) -> None:
    name = sheet_name(wanted)
    assert sheet_name(name) == name


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("办公设备购置", [], "办公设备购置"),
        ("甲/乙:丙", [], "甲／乙：丙"),
        ("甲", ["甲", "甲(2)"], "甲(3)"),
        ("ABC", ["abc"], "ABC(2)"),
        ("", [], "项目"),
        ("History", [], "History项目"),
        ("项" * 40, ["项" * 31], "项" * 28 + "(2)"),
    ],
)
def test_examples(wanted: str, taken: list[str], name: str) -> None:
    assert sheet_name(wanted, taken) == name
