"""Row heights: text fits, pages are filled, headings stay with what follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_eval.workbook.paging import page_starts, roomy
from excel_eval.workbook.text_size import MAX_HEIGHT, height, lines

ROWS = st.dictionaries(st.integers(1, 60), st.floats(10, 200), min_size=1)


@pytest.mark.parametrize(
    ("text", "units", "expected"),
    [("", 10, 1), ("字" * 5, 12, 1), ("字" * 12, 12, 3), ("a" * 9, 12, 1), ("甲\n乙\n丙", 12, 3), ("a" * 100, 12, 10)],
)
def test_lines_of_a_text(text: str, units: float, expected: int) -> None:
    assert lines(text, units) == expected


@given(st.text(st.sampled_from("字a 1\n"), max_size=80), st.integers(4, 60))
def test_more_text_never_takes_fewer_lines(text: str, units: int) -> None:
    assert lines(text, units) <= lines(text + "字", units)
    assert lines(text, units + 4) <= lines(text, units) + text.count("a")


@given(st.integers(1, 500))
def test_no_row_is_taller_than_excel_allows(count: int) -> None:
    assert height(count) <= MAX_HEIGHT


@given(ROWS, st.dictionaries(st.integers(1, 60), st.integers(1, 6)))
def test_rows_are_never_lower_than_their_text(needed: dict[int, float], asked: dict[int, int]) -> None:
    heights = roomy(needed, asked, 700.0, 1, set())
    assert set(heights) == {*needed, *asked}
    assert all(heights[row] >= least for row, least in needed.items())


def test_a_sheet_that_fits_on_one_page_fills_it() -> None:
    heights = roomy({}, dict.fromkeys(range(1, 31), 1), 800.0, 1, set())
    assert 700 < sum(heights.values()) <= 800


def test_a_heading_does_not_end_a_page() -> None:
    rows = dict.fromkeys(range(1, 61), 1)
    for heading in range(20, 40):
        heights = roomy({}, rows, 800.0, 1, {heading})
        assert heading + 1 not in page_starts(heights, 800.0, 1)
