"""Rows of funds that the form does not name: read under their own name, told, and laid out again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.form.find import Found, find
from excel_eval.form.load import load_form
from excel_eval.form.place import place
from excel_eval.form.vocabulary import vocabulary
from excel_eval.grid import Area, Cell, Grid, Position
from excel_eval.paths import project_of, values_of
from tests.reading.sheets import grid_of, insert_row, laid_out, put

FORM = load_form("mof_2020")
FUNDS = {
    "name": "甲",
    "funds.total.budget": Decimal(100),
    "funds.appropriation.budget": Decimal(60),
    "funds.other.budget": Decimal(20),
}
OTHER = next(slot.area for slot in place(FORM).slots if slot.path == "funds.other.budget")
LABEL = next(text.area for text in place(FORM).texts if text.text == "其他资金")


def below(label: str, *figures: Any, at: int = OTHER.top + 1) -> Grid:
    """The sheet with a row of that label and figures in the budget and executed columns put in before row `at`."""
    cells: dict[Position, Any] = {(at, LABEL.left): label}
    cells |= {(at, OTHER.left + i): figure for i, figure in enumerate(figures)}
    return put(insert_row(laid_out(FORM, FUNDS, formulas=False), at), cells)


def further(found: Found) -> dict[str, str]:
    return {slot.path: slot.cell for slot in found.layout.slots if slot.path.startswith("funds.further")}


def told(found: Found) -> list[tuple[str, str | None]]:
    return [(note.id, note.cell) for note in found.notes]


@pytest.mark.parametrize("at", [OTHER.top + 1, OTHER.top, OTHER.top - 1])
def test_a_row_of_another_name_is_read_and_told(at: int) -> None:
    found = find(FORM, below("历年沉淀资金", Decimal(20), at=at))
    assert further(found)["funds.further[0].name"] == f"C{at}"
    assert further(found)["funds.further[0].budget"] == f"F{at}"
    assert found.layout.by_path["funds.further[0].budget"].label == "历年沉淀资金 · 全年预算数"
    assert told(found) == [("C21", f"C{at}")]


def test_a_second_row_for_one_source_is_a_further_one() -> None:
    found = find(FORM, below("单位资金", Decimal(20)))
    assert "funds.further[0].budget" in further(found)
    assert found.layout.by_path["funds.other.budget"].area.top == OTHER.top


@pytest.mark.parametrize(
    ("label", "figure"),
    [
        ("历年沉淀资金", None),  # nothing stands in it
        ("注：资金来源见附件", Decimal(20)),  # a remark
        ("主管部门", Decimal(20)),  # a word of another part
        ("主管部门：某局", Decimal(20)),
    ],
)
def test_other_rows_below_the_table_are_none_of_it(label: str, figure: Decimal | None) -> None:
    assert not further(find(FORM, below(label, figure)))


def test_a_row_after_a_gap_is_none_of_the_table() -> None:
    assert not further(find(FORM, insert_row(below("历年沉淀资金", Decimal(20)), OTHER.top + 1)))


def test_a_misspelled_label_is_asked_about_and_its_row_counts_meanwhile() -> None:
    grid = laid_out(FORM, FUNDS | {"funds.carryover.budget": Decimal(20)}, formulas=False)
    at = next(position for position, cell in grid.cells.items() if cell.value == "上年结转资金")
    found = find(FORM, put(grid, {at: "上年结转资今"}))
    assert told(found) == [("C04", f"C{at[0]}")]
    assert further(found)["funds.further[0].budget"] == f"F{at[0]}"


def test_a_label_merged_over_rows_names_the_first_alone() -> None:
    grid = below("财政拨款", Decimal(40))
    tall = Area(OTHER.top + 1, LABEL.left, OTHER.top + 2, LABEL.left)
    merges = tuple(sorted((*grid.merges, tall)))
    assert set(further(find(FORM, replace(grid, merges=merges)))) == {
        f"funds.further[0].{key}" for key in ("name", "initial", "budget", "executed", "rate")
    }


def test_sheets_that_differ_in_the_names_alone_keep_their_own() -> None:
    from excel_eval.form.searches import Searches

    searches = Searches.of(FORM)
    labels = [
        searches.find(below(name, Decimal(20))).layout.by_path["funds.further[0].budget"].label
        for name in ("历年沉淀资金", "社会捐赠")
    ]
    assert labels == ["历年沉淀资金 · 全年预算数", "社会捐赠 · 全年预算数"]


NAMES = st.text("沉淀捐赠自筹款", min_size=2, max_size=6).filter(lambda name: name not in vocabulary(FORM).all)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(NAMES, st.integers(1, 999)), max_size=4), st.sampled_from(["mof_2020", "project_evaluation"]))
def test_laid_out_and_read_again(rows: list[tuple[str, int]], key: str) -> None:
    form = load_form(key)
    values: dict[str, Any] = dict(FUNDS)
    for index, (name, amount) in enumerate(rows):
        values |= {f"funds.further[{index}].name": name, f"funds.further[{index}].executed": Decimal(amount)}
    layout = place(form, {"funds": len(rows)})
    grid = grid_of(layout, values, formulas=False)
    found = find(form, grid)
    read = {s.path: grid.cells.get(s.area.corner, Cell(None)).value for s in found.layout.slots}
    filled = {path: value for path, value in read.items() if value not in (None, "")}
    project = project_of(filled)
    assert values_of(project).items() >= values.items()
    assert [row.name for row in project.funds.further] == [name for name, _ in rows]
