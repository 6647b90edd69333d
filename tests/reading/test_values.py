"""What a cell means by its kind, and what is said of it: a table of what people really type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from excel_eval.book import Book, ProjectSheet
from excel_eval.form.load import load_form
from excel_eval.form.place import place
from excel_eval.grid import Area, Cell, ErrorValue, Grid, Scalar
from excel_eval.model import ModelValue
from excel_eval.workbook.read import Sheets, book_of
from tests.reading.sheets import laid_out, put, replace_grid

FORM = load_form()
PLACED = place(FORM).by_path
D = Decimal


def book(values: Mapping[str, Scalar | Cell], **options: object) -> Book:
    """A workbook of one sheet with these values, or whole cells, by path."""
    plain = {path: value for path, value in values.items() if not isinstance(value, Cell)}
    first: dict[str, Scalar] = {"name": "甲", "year": D(2020)}
    grid = laid_out(FORM, first | plain)
    cells = {PLACED[path].area.corner: cell for path, cell in values.items() if isinstance(cell, Cell)}
    grid = replace_grid(grid, cells=grid.cells | cells)
    return book_of(Sheets({grid.name: grid}, **options), FORM)  # type: ignore[arg-type]


def sheet(values: Mapping[str, Scalar | Cell], **options: object) -> ProjectSheet:
    return book(values, **options).sheets[0]


TYPED: list[tuple[str, Scalar | Cell, ModelValue, str]] = [
    ("funds.total.budget", D("85.62"), D("85.62"), ""),
    ("funds.total.budget", "85.62", D("85.62"), "C01"),
    ("funds.total.budget", "85.62\u3000", D("85.62"), "C01"),
    ("funds.total.budget", "'85.62", D("85.62"), "C01"),
    ("funds.total.budget", "５．６２", D("5.62"), "C01"),
    ("funds.total.budget", "5万元", D(5), "C01"),
    ("funds.total.budget", "50000元", D(5), "C01"),
    ("funds.total.budget", "1,234.50", D("1234.5"), "C01"),
    ("funds.total.budget", "１，２３４．５", D("1234.5"), "C01"),
    ("funds.total.budget", "八十五万元", D(85), "C01"),
    ("funds.total.budget", "(5)", D(-5), "C01"),
    ("funds.total.budget", "—", None, ""),
    ("funds.total.budget", "-", None, ""),
    ("funds.total.budget", "无", None, "C01"),
    ("funds.total.budget", "   ", None, ""),
    ("funds.total.budget", "85,62", None, "C02"),
    ("funds.total.budget", "3~5", None, "C02"),
    ("funds.total.budget", "待定", None, "C02"),
    ("funds.total.budget", True, None, "C02"),
    ("funds.total.budget", ErrorValue.DIV0, None, "C14"),
    ("measures[0].claimed", D("0.976"), D("0.976"), ""),
    ("measures[0].claimed", Cell(D("0.976"), format="0.0%"), D("0.976"), ""),
    ("measures[0].claimed", D("97.6"), D("0.976"), "C09"),
    ("measures[0].claimed", D(100), D(1), "C09"),
    ("measures[0].claimed", "97.6%", D("0.976"), "C01"),
    ("measures[0].claimed", "100%", D(1), "C01"),
    ("measures[0].done", "12件", D(12), "C01"),
    ("code", "440306231391500000173", "440306231391500000173", ""),
    ("code", D("440306231391500000000"), "440306231391500000000", "C10"),
    ("code", "4.40306E+20", "4.40306E+20", "C10"),
    ("code", D(30201), "30201", ""),
    ("year", "2020年度", D(2020), "C01"),
    ("year", "二〇二〇年", D(2020), "C01"),
    ("year", Cell(D(44196), format="yyyy"), D(2020), ""),
    ("year", D(44196), None, "C02"),
    ("year", "去年", None, "C02"),
    ("date", Cell(D(44196), format="yyyy-mm-dd"), date(2020, 12, 31), ""),
    ("date", D(44196), date(2020, 12, 31), ""),
    ("date", "2020.12.31", date(2020, 12, 31), "C01"),
    ("date", "2020年12月31日", date(2020, 12, 31), "C01"),
    ("date", "二〇二〇年十二月三十一日", date(2020, 12, 31), "C01"),
    ("date", "12月底", None, "C02"),
    ("date", "2020.2.30", None, "C02"),
    ("indicators[0].target", D(95), D(95), ""),
    ("indicators[0].target", "95", D(95), "C01"),
    ("indicators[0].target", "≥95%", "≥95%", ""),
    ("indicators[0].target", Cell(D(44196), format="yyyy/m/d"), date(2020, 12, 31), ""),
    ("indicators[0].direction", "≧", "≥", "C01"),
    ("indicators[0].direction", "大于等于", "≥", "C01"),
    ("indicators[0].direction", " ≥ ", "≥", ""),
    ("indicators[0].direction", "越多越好", "越多越好", "C17"),
    ("indicators[0].dimension", "决策", "决策", ""),
    ("amount_unit", "千元", "千元", "C17"),
    ("contact", D(13800138000), "13800138000", ""),
    ("department", " 信访局\u3000", "信访局", ""),
]


@pytest.mark.parametrize(("path", "typed", "meant", "rule"), TYPED)
def test_what_people_type(path: str, typed: Scalar | Cell, meant: ModelValue, rule: str) -> None:
    read = book({path: typed})
    assert read.sheets[0].values[path].value == meant
    assert [(f.rule, f.cell) for f in read.findings] == ([(rule, PLACED[path].cell)] if rule else [])


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        (Cell(D("0.976"), format="0.0%"), 1),
        (Cell(D("0.976"), format="0.0#%"), 1),
        (Cell(D("0.97619"), format="0.0#%"), 2),
        (Cell(D("0.976"), format="0%"), 0),
        (Cell(D("0.976")), 1),
        (Cell(D("97.6")), 1),
        (Cell("97.60%"), 2),
        (Cell("九成"), 0),
    ],
)
def test_decimals_of_a_stated_percentage_are_those_shown(cell: Cell, places: int) -> None:
    assert sheet({"measures[0].claimed": cell}).values["measures[0].claimed"].places == places


def test_raw_is_what_a_person_sees() -> None:
    cells = {
        "funds.total.budget": Cell(D("1234.5"), format="#,##0.00"),
        "measures[0].claimed": Cell(D("0.976"), format="0.0%"),
        "date": Cell(D(44196), format='yyyy"年"m"月"d"日"'),
        "funds.total.executed": Cell(D("89.974")),
    }
    values = sheet(cells).values
    assert [values[path].raw for path in cells] == ["1,234.50", "97.6%", "2020年12月31日", "89.974"]


def test_dates_of_1904() -> None:
    cell = Cell(D(42734), format="yyyy-mm-dd")
    value = sheet({"date": cell}, date1904=True).values["date"]
    assert (value.value, value.raw) == (date(2020, 12, 31), "2020-12-31")


def test_computed_values_are_computed_and_stated_ones_kept() -> None:
    read = sheet({"measures[0].total": D(61), "measures[0].done": D(59), "measures[0].rate": Cell(D("0.976"))})
    assert read.stated("measures[0].rate") == D("0.976")
    assert read.project.measures[0].rate is not None
    assert round(read.project.measures[0].rate, 4) == D("0.9672")


def test_numbers_typed_as_text_count_in_formulas() -> None:
    typed = {"funds.total.budget": "100万元", "funds.total.executed": "８５．６２", "funds.total.weight": "10分"}
    project = sheet(typed).project
    assert (project.funds.total.rate, project.funds.total.score) == (D("0.8562"), D("8.56"))


def test_a_sheet_in_yuan_is_read_in_wan() -> None:
    read = book({"amount_unit": "元", "funds.total.budget": D(1000000), "funds.total.executed": "85.62万元"})
    first = read.sheets[0]
    assert [f.rule for f in read.findings] == ["C01", "C07"] or [f.rule for f in read.findings] == ["C07", "C01"]
    assert first.scale == 10000
    assert (first.project.funds.total.budget, first.project.funds.total.executed) == (D(100), D("85.62"))
    assert first.values["funds.total.budget"].stored == D(1000000)
    assert first.project.funds.total.rate == D("0.8562")


def test_computed_amounts_of_a_sheet_in_yuan() -> None:
    first = sheet({"amount_unit": "元", "expenses[0].executed": D(20000), "expenses[1].executed": D(5000)})
    assert first.project.expenses_total.executed == D("2.5")


def test_unit_in_a_remark() -> None:
    grid = put(laid_out(FORM, {"name": "甲", "funds.total.budget": D(50000)}), {(1, 11): "单位：元"})
    grid = put(grid, {PLACED["amount_unit"].area.corner: None})
    assert book_of(Sheets({"甲": grid}), FORM).projects[0].funds.total.budget == D(5)


def test_value_under_the_corner_of_a_merge() -> None:
    area = PLACED["name"].area
    grid = laid_out(FORM, {"year": D(2020), "department": "信访局"})
    read = book_of(Sheets({"甲": put(grid, {(area.top, area.left + 3): "领导接访费用"})}), FORM)
    assert read.projects[0].name == "领导接访费用"
    assert [(f.rule, f.cell) for f in read.findings] == [("C06", "E3")]
    assert read.findings[0].message == "项目名称：值不在应填的 B3，取自 E3"


def test_repeats_under_a_merge_are_not_seen() -> None:
    area = PLACED["name"].area
    grid = laid_out(FORM, {"name": "甲", "year": D(2020)})
    read = book_of(Sheets({"甲": put(grid, {(area.top, area.left + 3): "甲"})}), FORM)
    assert read.findings == () and read.projects[0].name == "甲"


def test_merges_widened_by_hand() -> None:
    grid = laid_out(FORM, {"name": "甲", "year": D(2020), "narrative.situation": "内容"})
    area = PLACED["narrative.situation"].area
    wider = Area(area.top, area.left, area.bottom, area.right + 2)
    merges = tuple(wider if merge == area else merge for merge in grid.merges)
    assert book_of(Sheets({"甲": replace_grid(grid, merges=merges)}), FORM).projects[0].narrative.situation == "内容"


def test_hidden_rows_are_read() -> None:
    grid = laid_out(FORM, {"name": "甲", "year": D(2020), "funds.total.budget": D(5)})
    hidden = replace_grid(grid, hidden_rows=frozenset({PLACED["funds.total.budget"].area.top}))
    assert book_of(Sheets({"甲": hidden}), FORM).projects[0].funds.total.budget == D(5)


def test_formulas_never_calculated_are_calculated() -> None:
    cells: dict[str, Scalar | Cell] = {
        "funds.appropriation.budget": D(60),
        "funds.total.budget": Cell(None, "SUM(D10:D12)", cached=False),
        "funds.total.executed": Cell(None, "D9/2", cached=False),
        "funds.other.budget": Cell(None, "项目!D10/3", cached=False),
    }
    read = book(cells)
    assert read.findings == ()
    total = read.projects[0].funds.total
    assert (total.budget, total.executed) == (D(80), D(40))


@pytest.mark.parametrize("formula", ["NOSUCH(1)", "[1]表!A1", "D9", "别处!A1", "某个名称", "1+"])
def test_formulas_that_cannot_be_calculated_are_told(formula: str) -> None:
    read = book({"funds.total.budget": Cell(None, formula, cached=False)})
    assert [(f.rule, f.cell) for f in read.findings] == [("C05", "D9")]
    assert read.sheets[0].values["funds.total.budget"].blank


def test_long_chains_of_formulas_end() -> None:
    chain = {(200 + row, 30): Cell(None, f"IF(TRUE,IF(TRUE,AD{201 + row}+1,0),0)", cached=False) for row in range(60)}
    grid = laid_out(FORM, {"name": "甲", "year": D(2020)})
    first = Cell(None, "AD200", cached=False)
    cells = grid.cells | chain | {PLACED["funds.total.budget"].area.corner: first}
    read = book_of(Sheets({"项目": replace_grid(grid, cells=cells)}), FORM)
    assert [(f.rule, f.cell) for f in read.findings] == [("C05", "D9")]


def test_formulas_never_calculated_are_one_finding_a_sheet() -> None:
    strange = Cell(None, "NOSUCH(1)", cached=False)
    read = book({"funds.total.budget": strange, "funds.total.executed": strange})
    assert [(f.rule, f.cell, f.related) for f in read.findings] == [("C05", "D9", ("F9",))]


def test_required_values_that_are_blank() -> None:
    grid = laid_out(FORM, {"funds.total.budget": D(5)})
    read = book_of(Sheets({"甲": grid}), FORM)
    assert [(f.rule, f.path) for f in read.findings] == [("C16", "name"), ("C16", "year")]
    assert book_of(Sheets({"甲": laid_out(FORM)}), FORM).findings == ()


def test_a_given_score_counts_as_an_input() -> None:
    given: dict[str, Scalar | Cell] = {"indicators[0].direction": "定性", "indicators[0].weight": D(10)}
    given |= {"indicators[0].target": "良好"}
    given |= {"indicators[0].actual": "良好", "indicators[0].score": "9.5"}
    read = book(given)
    assert read.projects[0].indicators[0].score == D("9.5")
    assert [f.rule for f in read.findings] == ["C01"]


def test_computed_sentences_are_not_taken_over() -> None:
    first = sheet({"narrative.execution": "旧的说明"})
    assert first.project.narrative.execution is None
    assert first.stated("narrative.execution") == "旧的说明"


def test_sheets_left_alone() -> None:
    filled = laid_out(FORM, {"name": "甲", "department": "局"})
    blank = laid_out(FORM)
    grids = {
        "目录": replace_grid(filled, name="目录"),
        "汇总 (2)": replace_grid(filled, name="汇总 (2)"),
        "项目模板": replace_grid(filled, name="项目模板", hidden=True),
        "空白": replace_grid(blank, name="空白", hidden=True),
        "甲 (2)": replace_grid(filled, name="甲 (2)"),
        "乙": replace_grid(blank, name="乙"),
        "空表": Grid("空表", {}),
    }
    assert [s.sheet for s in book_of(Sheets(grids), FORM).sheets] == ["甲 (2)", "乙"]


def test_a_direction_in_another_spelling_counts_in_formulas() -> None:
    given: dict[str, Scalar | Cell] = {"indicators[0].target": D(10), "indicators[0].actual": D(8)}
    given |= {"indicators[0].direction": "≧", "indicators[0].weight": D(20)}
    assert sheet(given).project.indicators[0].score == 16


def test_messages_in_english() -> None:
    from excel_eval.messages import use_language

    use_language("en")
    try:
        found = book({"funds.total.budget": "5万元"}).findings[0]
    finally:
        use_language("zh")
    assert "is read as 5" in found.message


def test_a_unit_in_a_value_is_no_unit_of_the_sheet() -> None:
    read = book({"department": "单位：元", "amount_unit": None, "funds.total.budget": D(5)})
    assert read.sheets[0].scale == 1
