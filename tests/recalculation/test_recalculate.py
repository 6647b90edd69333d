"""After a change, every formula that depends on it has its new value, or is named as unknown; no other is touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.formula import Matrix, evaluate, parse
from excel_eval.grid import Area, Cell, ErrorValue, Grid, Scalar, a1, position
from excel_eval.ooxml import open_package
from excel_eval.recalculation import recalculate
from tests.oracles import libreoffice

Sheets = dict[str, dict[str, object]]
STALE = Decimal(-999)
"""The cached value of every formula before the change."""


def grids(sheets: Sheets, **extra: str) -> dict[str, Grid]:
    """Sheets from spellings: text beginning with "=" is a formula with a stale value, "=?" one without any."""
    return {
        name: Grid(name, {position(at): cell(value) for at, value in cells.items()}, extra=dict(extra))
        for name, cells in sheets.items()
    }


def cell(value: object) -> Cell:
    if isinstance(value, str) and value.startswith("=?"):
        return Cell(None, value[2:], cached=False)
    if isinstance(value, str) and value.startswith("="):
        return Cell(STALE, value[1:])
    return Cell(plain(value))


def plain(value: object) -> Scalar:
    if isinstance(value, bool | str | Decimal):
        return value
    return None if value is None else Decimal(str(value))


def change(
    sheets: Sheets, changes: Mapping[str, object], names: Mapping[str, str] | None = None, **extra: str
) -> tuple[dict[str, Scalar], set[str]]:
    """What changes in the first sheet bring about; cells as Sheet!A1, or A1 in the first sheet."""
    first = next(iter(sheets))
    fresh, unknown = recalculate(
        grids(sheets, **extra), {(first, position(at)): cell(value) for at, value in changes.items()}, names=names
    )

    def shown(place: tuple[str, tuple[int, int]]) -> str:
        return a1(*place[1]) if place[0] == first else f"{place[0]}!{a1(*place[1])}"

    return {shown(place): value for place, value in fresh.items()}, {shown(place) for place in unknown}


def test_dependents_follow_directly_and_indirectly() -> None:
    sheet: dict[str, object] = {"A1": 1, "A2": 2, "B1": "=A1*2", "C1": "=B1+A2", "D1": "=A2*5", "E1": "=C1&D1"}
    assert change({"S": sheet}, {"A1": 10}) == ({"B1": 20, "C1": 22, "E1": "22-999"}, set())
    assert change({"S": sheet}, {"A2": 3}) == ({"C1": -996, "D1": 15, "E1": "-99615"}, set())


def test_order_is_that_of_calculation() -> None:
    fresh, _ = change({"S": {"A1": 1, "B1": "=C1+1", "C1": "=D1+1", "D1": "=A1+1"}}, {"A1": 2})
    assert list(fresh.items()) == [("D1", 3), ("C1", 4), ("B1", 5)]


def test_other_sheets_and_whole_columns() -> None:
    sheets: Sheets = {
        "P 1": {"A1": "项目", "A2": "其他", "B1": 5, "B2": 7, "C9": "=SUM(B:B)"},
        "汇总": {"A1": "='P 1'!C9/2", "A2": "=SUMIF('p 1'!A:A,\"项目\",'P 1'!B:B)", "A3": "=SUM(A1:A2)", "A4": "=A9"},
    }
    assert change(sheets, {"B1": 9}) == ({"C9": 16, "汇总!A1": 8, "汇总!A2": 9, "汇总!A3": 17}, set())


def test_a_change_below_the_used_area_is_seen() -> None:
    assert change({"S": {"A1": 1, "C1": "=SUM(A:A)", "C2": "=COUNTA(1:200)-2"}}, {"A150": 4})[0]["C1"] == 5


def test_a_formula_may_become_a_figure_and_a_figure_a_formula() -> None:
    sheet: dict[str, object] = {"A1": 1, "B1": "=A1+1", "C1": "=B1*10"}
    assert change({"S": sheet}, {"B1": 7}) == ({"C1": 70}, set())
    fresh, unknown = recalculate(
        grids({"S": sheet}), {("S", (1, 1)): Cell(Decimal(5)), ("S", (1, 4)): Cell(Decimal(0), "C1+1")}
    )
    assert (fresh["S", (1, 4)], unknown) == (61, frozenset())


def test_blank_text_and_errors_are_handed_on() -> None:
    sheet: dict[str, object] = {"A1": 1, "B1": "=1/A1", "C1": '=IF(A1="","空",A1)', "D1": '=IFERROR(B1,"—")'}
    assert change({"S": sheet}, {"A1": None}) == ({"B1": ErrorValue.DIV0, "C1": "空", "D1": "—"}, set())
    assert change({"S": sheet}, {"A1": "x"})[0] == {"B1": ErrorValue.VALUE, "C1": "x", "D1": "—"}


@pytest.mark.parametrize(
    "formula",
    [
        "A1+TODAY()",
        "UNKNOWNFUNCTION(A1)",
        "A1+[1]Other!B2",
        "Table1[预算]",
        'SUM(INDIRECT("A1"))',
        "A1*nowhere",
        "A1+B1",
        "SUM(Gone!A1,A1)",
        "A1:A2 A1:C1",
        "SUM('S:S'!A1)",
        "TABLE(,C9)",
    ],
)
def test_what_cannot_be_calculated_is_named_with_all_that_depends_on_it(formula: str) -> None:
    sheet: dict[str, object] = {"A1": 1, "B1": f"={formula}", "C1": "=B1+1", "D1": "=A1+1"}
    assert change({"S": sheet}, {"A1": 5}) == ({"D1": 6}, {"B1", "C1"})


def test_a_name_that_is_called_as_a_function_may_read_anything() -> None:
    sheet = {"S": {"A1": 1, "B1": "=乘(2)", "C1": "=OTHER(2)"}}
    defined = {"乘": "_xlfn.LAMBDA(_xlpm.x,_xlpm.x*S!$A$1)"}
    fresh, unknown = recalculate(grids(sheet), {("S", (1, 1)): Cell(Decimal(5))}, names=defined)
    assert (fresh, unknown) == ({}, {("S", (1, 2))})


def test_what_does_not_depend_on_the_change_is_left_alone() -> None:
    sheet: dict[str, object] = {
        "A1": 1,
        "B1": "=TODAY()",
        "B2": "=[1]Other!B2",
        "B3": '=_xlfn.DISPIMG("ID_1",1)',
        "B4": "=B4",
        "B5": "=NOFUNCTION(B1)",
        "B6": "=ROW(A1)+COLUMNS(A1:C1)",
    }
    assert change({"S": sheet}, {"A1": 5}) == ({}, set())
    assert change({"S": sheet | {"C1": '=INDIRECT("B1")'}}, {}) == ({}, set())


def test_circles_are_unknown() -> None:
    sheet: dict[str, object] = {"A1": 1, "B1": "=A1+C1", "C1": "=B1", "D1": "=C1", "E1": "=A1"}
    assert change({"S": sheet}, {"A1": 5}) == ({"E1": 5}, {"B1", "C1", "D1"})


def test_a_cell_may_ask_for_its_own_row() -> None:
    assert change({"S": {"B1": "=ROW(B1)+A1"}}, {"A1": 1}) == ({"B1": 2}, set())


def test_defined_names() -> None:
    sheet: dict[str, object] = {"A1": 1, "A2": 2, "B1": "=本年*2", "B2": "=SUM(列)", "B3": "=A1*税率", "B4": "=A1+散"}
    names = {"本年": "'S'!$A$1", "列": "S!$A:$A", "税率": "13%", "散": "S!A1", "散2": "1"}
    assert change({"S": sheet}, {"A1": 5}, names) == ({"B1": 10, "B2": 7, "B3": Decimal("0.65")}, {"B4"})
    own = {"本年": "S!$A$2", "'S'!本年": "S!$A$1"}
    assert change({"S": {"A1": 1, "A2": 2, "B1": "=本年"}}, {"A1": 5}, own) == ({"B1": 5}, set())


def test_names_that_go_round_in_circles() -> None:
    names = {"甲": "乙+1", "乙": "甲+1"}
    assert change({"S": {"A1": 1, "B1": "=A1+甲"}}, {"A1": 5}, names) == ({}, {"B1"})


def test_sumif_reads_beside_its_third_argument() -> None:
    sheet: dict[str, object] = {"A1": 1, "A2": 1, "B1": 5, "B2": 6, "C1": "=SUMIF(A1:A2,1,B1)"}
    assert change({"S": sheet}, {"B2": 10}) == ({"C1": 15}, set())


def test_formulas_without_a_value_are_calculated_where_they_are_needed() -> None:
    sheet: dict[str, object] = {"A1": 1, "A2": 2, "B1": "=?A2*2", "C1": "=A1+B1", "D1": "=?NOW()", "E1": "=A1+D1"}
    assert change({"S": sheet}, {"A1": 10}) == ({"C1": 14}, {"E1"})


def test_arrays_are_unknown_with_all_their_cells() -> None:
    sheet: dict[str, object] = {"A1": 1, "B1": "=A1:A2*2", "B2": 4, "C1": "=B2+1", "D1": "=A1"}
    assert change({"S": sheet}, {"A1": 5}, arrays="B1:B2") == ({"D1": 5}, {"B1", "B2", "C1"})


def test_days_of_1904_are_not_guessed() -> None:
    sheets = grids({"S": {"A1": 1, "B1": "=YEAR(A1)", "C1": "=A1+1"}})
    fresh, unknown = recalculate(sheets, {("S", (1, 1)): Cell(Decimal(2))}, date1904=True)
    assert (fresh, unknown) == ({("S", (1, 3)): Decimal(3)}, {("S", (1, 2))})


def test_a_long_chain_is_no_deep_recursion() -> None:
    cells: dict[str, object] = {"A1": 1} | {f"A{row}": f"=A{row - 1}+1" for row in range(2, 5001)}
    fresh, unknown = change({"S": cells}, {"A1": 10})
    assert (fresh["A5000"], len(fresh), unknown) == (5009, 4999, set())


TEMPLATES = (
    *("{0}{1}+{2}{3}", "SUM({0}1:{0}{1})*2", "MAX({0}:{0})", "COUNTIF({0}1:{0}{1},5)", "IF({0}{1}>{2}{3},1,{0}{1})"),
    *("SUM(A1:{0}6)", "{0}{1}&{2}{3}", "SUMPRODUCT({0}1:{0}6,{2}1:{2}6)", "SUMIF({0}1:{0}3,5,{2}1)", "1"),
)
ROWS = range(1, 7)


@st.composite
def columns(draw: st.DrawFn) -> dict[str, object]:
    """A column of figures and three of formulas, which read only columns to their left: so there are no circles."""
    cells: dict[str, object] = {f"A{row}": draw(st.integers(0, 9)) for row in ROWS}
    for left, column in (("A", "B"), ("AB", "C"), ("ABC", "D")):
        for row in ROWS:
            parts = [draw(st.sampled_from(each)) for each in (left, ROWS, left, ROWS)]
            cells[f"{column}{row}"] = "=" + draw(st.sampled_from(TEMPLATES)).format(*parts)
    return cells


@settings(max_examples=80, deadline=None)
@given(columns(), st.sampled_from(ROWS))
def test_a_change_gives_what_calculating_everything_gives(cells: dict[str, object], row: int) -> None:
    before, after = everything(cells), everything(cells | {f"A{row}": 77})
    stored = {at: Cell(before[at], text[1:] if isinstance(text, str) else None) for at, text in cells.items()}
    sheet = Grid("S", {position(at): each for at, each in stored.items()})
    fresh, unknown = recalculate({"S": sheet}, {("S", (row, 1)): Cell(Decimal(77))})
    now = before | {f"A{row}": Decimal(77)} | {a1(*at): value for (_, at), value in fresh.items()}
    assert (now, unknown) == (after, frozenset())


@dataclass
class Known:
    """The cells calculated so far, as a scope."""

    values: dict[str, Scalar]

    def name(self, path: str) -> Scalar | Matrix:
        raise KeyError(path)

    def area(self, sheet: str | None, area: Area) -> Matrix:
        columns = range(area.left, area.right + 1)
        return tuple(
            tuple(self.values.get(a1(r, c)) for c in columns) for r in range(area.top, min(area.bottom, 9) + 1)
        )


def everything(cells: dict[str, object]) -> dict[str, Scalar]:
    """All values, calculated from left to right."""
    known = Known({})
    for at in sorted(cells):
        text = cells[at]
        known.values[at] = evaluate(parse(text), known, position(at)) if isinstance(text, str) else plain(text)
    return known.values


@pytest.mark.slow
@pytest.mark.skipif(not libreoffice.available(), reason="LibreOffice (soffice) is not installed")
def test_libreoffice_agrees(tmp_path: Path) -> None:
    before, after = _book(tmp_path / "before.xlsx", 61), _book(tmp_path / "after.xlsx", 58)
    package = open_package(before)
    names = package.defined_names
    sheets = {entry.name: package.grid(entry.name) for entry in package.sheets}
    fresh, unknown = recalculate(sheets, {("项目 1", (2, 2)): Cell(Decimal(58))}, names=names)
    theirs = libreoffice.recalculate(after)
    assert not unknown and len(fresh) == 9
    for (sheet, at), value in fresh.items():
        other = theirs[sheet][a1(*at)]
        assert float(value) == pytest.approx(other, rel=1e-9) if isinstance(value, Decimal) else value == other


def _book(path: Path, total: int) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        first, second = book.add_worksheet("项目 1"), book.add_worksheet("汇总")
        for row, (name, count, done) in enumerate([("初信初访", total, 59), ("进京访", 14, 12), ("积案", 3, 1)], 1):
            first.write_row(row, 0, [name, count, done])
            first.write_formula(row, 3, f"=C{row + 1}/B{row + 1}", None, -1)
            first.write_formula(row, 4, f'=TEXT(D{row + 1},"0.0%")&"（"&B{row + 1}&"件）"', None, "旧")
        first.write_formula("B6", "=SUM(B2:B4)", None, -1)
        first.write_formula("D6", "=IFERROR(ROUND(SUM(C2:C4)/B6,4),0)", None, -1)
        second.write_formula("A1", "='项目 1'!D6*100", None, -1)
        second.write_formula("A2", "=COUNTIF('项目 1'!B:B,\">50\")", None, -1)
        second.write_formula("A3", "=全部+1", None, -1)
        second.write_formula("A4", '=IF(A1>95,"达标","未达标")', None, "旧")
        second.write_formula("A5", '=LEN("与此无关")', None, -1)
        second.write_formula("A6", "=SUMPRODUCT(('项目 1'!B2:B4>10)*'项目 1'!C2:C4)", None, -1)
        book.define_name("全部", "='项目 1'!$B$6")
    return path


def test_array_formulas_of_a_file_lose_all_their_stale_values(tmp_path: Path) -> None:
    path = tmp_path / "arrays.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_array_formula("B1:B3", "{=A1:A3*2}", None, 2)
        sheet.write_number("B2", 4)
        sheet.write_formula("C1", "=SUM(B1:B3)", None, 12)
    package = open_package(path)
    fresh, unknown = recalculate({"S": package.grid("S")}, {("S", (1, 1)): Cell(Decimal(5))})
    assert fresh == {} and {("S", (1, 2)), ("S", (2, 2)), ("S", (1, 3))} <= unknown
    for name, at in unknown:
        package.drop_cached(name, at)
    assert (2, 2) not in package.grid("S").cells and package.grid("S").cells[1, 2].cached is False


@pytest.mark.parametrize(("formula", "touched"), [
    ("SUM(表1[金额])", True), ("表1[[#This Row],[金额]]*2", True), ("SUBTOTAL(109,表1[金额])", True), ("表1[[#All],[a]:[b]]", True),
    ("SUM(表2[金额])", False), ('"表1[金额]"&SUM(表2[x])', False), ("SUM(表3[x])", True),
])  # fmt: skip
def test_formulas_over_tables_read_the_table_and_no_more(formula: str, touched: bool) -> None:
    sheet = {"S": {"A1": 1, "D9": f"={formula}"}}
    tables = {"表1[]": "'S'!A1:B5", "表2[]": "'S'!F1:G5"}
    fresh, unknown = recalculate(grids(sheet), {("S", (1, 1)): Cell(Decimal(5))}, names=tables)
    assert (fresh, unknown) == ({}, {("S", (9, 4))} if touched else frozenset())
