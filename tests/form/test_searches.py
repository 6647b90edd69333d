"""Sheets that look alike are searched once, with the result that searching each gives."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from excel_eval.form.find import find
from excel_eval.form.load import load_form
from excel_eval.form.place import place
from excel_eval.form.searches import Searches
from excel_eval.grid import BLANK, Cell, Grid, Position


def sheet(title: str = "A", /, **entered: str | Decimal) -> Grid:
    """A sheet of the default form with its texts, and `entered` values by path (dots as double underscores)."""
    layout = place(load_form("project_evaluation"), {"expenses": 2, "indicators": 3, "measures": 2})
    cells = {text.area.corner: Cell(text.text) for text in layout.texts}
    for path, value in entered.items():
        cells[layout.by_path[path.replace("__", ".")].area.corner] = Cell(value)
    areas = (*(text.area for text in layout.texts), *(slot.area for slot in layout.slots))
    merges = tuple(area for area in areas if area.corner != (area.bottom, area.right))
    return Grid(title, dict(sorted(cells.items())), merges)


def changed(grid: Grid, position: Position, cell: Cell | None) -> Grid:
    cells = {at: each for at, each in grid.cells.items() if at != position}
    return replace(grid, cells=dict(sorted((cells | ({position: cell} if cell else {})).items())))


def test_other_values_share_one_layout() -> None:
    searches = Searches.of(load_form("project_evaluation"))
    first = searches.find(sheet("A", name="甲", funds__total__budget=Decimal(1)))
    second = searches.find(sheet("B", name="乙项目", funds__total__budget=Decimal(20)))
    assert first == second
    assert first.layout is second.layout


def test_any_cell_taken_out_or_changed_is_found_as_if_searched_alone() -> None:
    form = load_form("project_evaluation")
    searches = Searches.of(form)
    grid = sheet("A", name="甲", code="1", funds__total__budget=Decimal(1))
    searches.find(grid)
    for position, cell in grid.cells.items():
        kinds = (None, Cell("项目名称"), Cell("合计"), Cell(Decimal(7)), Cell("注：说明"), Cell("实施单位：某局"), Cell("（2020年度）"))
        for put in (*kinds, replace(cell, formula="1+1"), Cell(f"{cell.value}字")):
            other = changed(grid, position, put)
            assert searches.find(other) == find(form, other), (position, put)


@pytest.mark.parametrize("typed", ["项目名城", "项目名称称"])
def test_misspelled_labels_are_noted_on_each_sheet(typed: str) -> None:
    form = load_form("project_evaluation")
    searches = Searches.of(form)
    grid = sheet("A", name="甲")
    at = next(at for at, cell in grid.cells.items() if cell.value == "项目名称")
    misspelled = [changed(grid, at, Cell(text)) for text in ("某某某某", typed, "其他文字")]
    assert [searches.find(each).notes for each in misspelled] == [find(form, each).notes for each in misspelled]


def test_blank_and_empty_cells_differ_from_filled_ones() -> None:
    form = load_form("project_evaluation")
    searches = Searches.of(form)
    grid = sheet("A")
    named = sheet("A", name="甲")
    blank = changed(named, next(at for at, cell in named.cells.items() if cell.value == "甲"), BLANK)
    for each in (grid, named, blank):
        assert searches.find(each) == find(form, each)
