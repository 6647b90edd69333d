"""Finding a form on a sheet: what was laid out is found again, wherever people have moved it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.form.find import find
from excel_eval.form.likeness import likeness
from excel_eval.form.load import load_form, shipped_forms
from excel_eval.form.place import place
from excel_eval.form.schema import Form
from excel_eval.form.vocabulary import vocabulary
from excel_eval.grid import Area, Cell, Grid, Scalar
from excel_eval.workbook.read import Sheets, book_of
from tests.reading.sheets import grid_of, insert_column, insert_row, laid_out, put, replace_grid

FORM = load_form()
OWN = Path(__file__).parents[2] / "examples" / "travel_claim.toml"
FORMS = [load_form(key) for key in shipped_forms()] + [load_form(OWN)]

FACTS: dict[str, Scalar] = {
    "name": "信访救助专项资金",
    "code": "440306231391500000173",
    "department": "市信访局",
    "funds.total.budget": Decimal(100),
    "funds.total.executed": Decimal("85.62"),
    "funds.appropriation.budget": Decimal(100),
    "adjustment_reason": "追加",
    "expenses[0].code": "30305",
    "expenses[0].name": "生活补助",
    "expenses[0].executed": Decimal("85.62"),
    "goal.expected": "化解积案",
    "goal.achieved": "化解164件",
    "indicators[0].name": "化解率",
    "indicators[0].target": Decimal(95),
    "indicators[1].name": "满意度",
    "measures[0].name": "积案",
    "measures[0].total": Decimal(14),
    "measures[0].done": Decimal(12),
    "measures[2].name": "重点人员",
    "narrative.situation": "按照文件安排专项资金。",
    "narrative.improvements": "加快进度。",
    "filler": "张三",
}


def read_back(grid: Grid, form: Form = FORM) -> dict[str, Scalar]:
    """What stands at the slots that were found, by path; blanks and formulas left out."""
    found = find(form, grid).layout.slots
    cells = {slot.path: grid.cell(*slot.area.corner) for slot in found}
    return {path: cell.value for path, cell in cells.items() if cell.formula is None and cell.value is not None}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
@pytest.mark.parametrize("formulas", [True, False])
def test_a_new_sheet_is_found_as_it_was_placed(form: Form, formulas: bool) -> None:
    placed = place(form)
    found = find(form, laid_out(form, formulas=formulas))
    assert {s.path: (s.area, s.label) for s in found.layout.slots} == {s.path: (s.area, s.label) for s in placed.slots}
    assert dict(found.layout.tables or {}) == dict(placed.tables or {})
    assert found.notes == () and found.layout.missing == ()
    assert found.recognised


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 90)), min_size=1, max_size=6), st.booleans())
def test_inserted_rows_and_columns_change_nothing(inserts: list[tuple[bool, int]], formulas: bool) -> None:
    placed = place(FORM)
    # Rows of the table of indicators have no merged cells: without formulas a blank row of it looks like any other.
    rows = (placed.tables or {})["indicators"]
    own = set() if formulas else {*rows, rows[-1] + 1}
    grid = laid_out(FORM, FACTS, formulas=formulas)
    for row, at in inserts:
        if row and at not in own:
            grid = insert_row(grid, at)
            own = {line + (line >= at) for line in own}
        elif not row:
            grid = insert_column(grid, 1 + at % 11)
    assert read_back(grid) == FACTS


VARIANTS = {
    "项目名称": "项 目 名 称：",
    "主管部门": "主管单位",
    "全年预算数": "调整后\n预算数",
    "全年执行数": "全年执行数（B）",
    "年度资金总额": "项目资金总额：",
    "其中：当年财政拨款": "其中: 财政拨款",
    "三级指标": "指标名称",
    "年度指标值": "年度指标值（Ａ）",
    "支出金额": "金额（万元）",
    "合计": "总　计",
    "八、文字说明": "文字说明",
    "改进措施": "下一步改进措施（200字以内）",
    "填报人": "填表人：",
    "二、项目资金": "（二）项目资金",
}


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(sorted(VARIANTS))))
def test_labels_as_people_write_them(chosen: set[str]) -> None:
    grid = laid_out(FORM, FACTS)
    cells = {
        at: Cell(VARIANTS[cell.value]) if isinstance(cell.value, str) and cell.value in chosen else cell
        for at, cell in grid.cells.items()
    }
    assert read_back(replace_grid(grid, cells=cells)) == FACTS


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(FORM.sections))))
def test_sections_in_another_order(order: list[int]) -> None:
    moved = replace(FORM, sections=tuple(FORM.sections[i] for i in order))
    assert read_back(laid_out(moved, FACTS)) == FACTS


def test_columns_of_a_table_in_another_order() -> None:
    funds = FORM.section("funds")
    turned = replace(funds, fields=funds.fields[::-1])
    moved = replace(FORM, sections=tuple(turned if s is funds else s for s in FORM.sections))
    assert read_back(laid_out(moved, FACTS)) == FACTS


def test_headings_taken_away() -> None:
    grid = laid_out(FORM, FACTS)
    titles = {text.area.corner: None for text in place(FORM).texts if text.style == "heading"}
    assert read_back(put(grid, titles)) == FACTS


def test_a_missing_section_is_one_note() -> None:
    less = replace(FORM, sections=tuple(s for s in FORM.sections if s.key not in ("funds", "measures")))
    found = find(FORM, laid_out(less))
    assert [(n.id, n.figures["section"]) for n in found.notes] == [("C03", "二、项目资金")]
    assert found.layout.missing == ("funds", "measures")
    assert not any(slot.path.startswith(("funds.", "measures")) for slot in found.layout.slots)


def test_a_near_miss_is_suggested_and_not_taken() -> None:
    placed = place(FORM)
    label = next(text for text in placed.texts if text.text == "项目名称")
    found = find(FORM, put(laid_out(FORM, FACTS), {label.area.corner: "项目明称"}))
    assert [(n.id, n.figures) for n in found.notes] == [("C04", {"found": "项目明称", "label": "项目名称"})]
    assert "name" not in found.layout.by_path


def test_a_header_of_two_characters_is_suggested_between_the_headers_of_its_table_alone() -> None:
    header = next(text for text in place(FORM).texts if text.text == "基数")
    found = find(FORM, put(laid_out(FORM, FACTS), {header.area.corner: "基教"}))
    assert [(n.id, n.figures) for n in found.notes] == [("C04", {"found": "基教", "label": "基数"})]
    below = header.area.bottom + 1, header.area.left
    assert "基教" not in str(find(FORM, put(laid_out(FORM, FACTS), {header.area.corner: None, below: "基教"})).notes)


def test_value_in_the_labels_own_cell() -> None:
    sheet = Grid("项目", {(1, 1): Cell("项目名称：领导接访费用"), (2, 1): Cell("主管部门"), (2, 2): Cell("信访局")})
    found = find(FORM, sheet)
    assert found.layout.by_path["name"].area == Area(1, 1, 1, 1)
    assert ("C12", "name") in [(n.id, n.path) for n in found.notes]
    assert found.layout.by_path["department"].cell == "B2"


def test_values_below_their_labels() -> None:
    rows = [["项目名称", "主管部门", "实施单位"], ["领导接访费用", "信访局", "督查科"]]
    cells = {(r, c): Cell(value) for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
    found = find(FORM, Grid("项目", cells))
    assert [found.layout.by_path[path].cell for path in ("name", "department", "unit")] == ["A2", "B2", "C2"]
    assert [n.id for n in found.notes if n.path] == ["C13", "C13", "C13"]


def test_a_value_that_reads_like_a_label() -> None:
    facts = FACTS | {"name": "项目绩效", "department": "绩效情况", "measures[2].name": "合计", "unit": "存在问题"}
    facts["narrative.performance"] = "项目绩效"
    assert read_back(laid_out(FORM, facts)) == facts


def test_rows_between_the_totals_of_a_table() -> None:
    """Subtotals are no rows of their own, and a remark below the total is none either."""
    rows: list[list[str | int | None]] = [
        ["科目编码", "经济分类科目", "预算金额", "支出金额"],
        ["30201", "办公费", 1, 1],
        ["支出合计", None, 1, 1],
        ["30305", "生活补助", 2, 2],
        ["合计", None, 3, 3],
        ["注：金额单位为万元", None, None, None],
    ]
    cells = {
        (r, c): Cell(Decimal(v) if isinstance(v, int) else v)
        for r, row in enumerate(rows, 1)
        for c, v in enumerate(row, 1)
        if v is not None
    }
    found = find(FORM, Grid("项目", cells)).layout
    names = [slot.cell for slot in found.slots if slot.path.endswith(".name")]
    assert names == ["B2", "B4"]
    assert found.by_path["expenses_total.executed"].cell == "D5"


def test_merged_blocks_of_indicators_count_for_each_row() -> None:
    form = load_form("mof_2020")
    names = {"indicators[0].name": "甲", "indicators[1].name": "乙"}
    grid = laid_out(form, {"indicators[0].dimension": "产出指标"} | names)
    first = next(s for s in place(form).slots if s.path == "indicators[0].dimension").area
    merged = Area(first.top, first.left, first.top + 1, first.right)
    found = find(form, replace_grid(grid, merges=(*grid.merges, merged))).layout
    assert found.by_path["indicators[0].dimension"].area == found.by_path["indicators[1].dimension"].area == merged


def test_of_overlapping_merged_ranges_the_smallest_holds() -> None:
    form = load_form("mof_2020")
    reasons = {"indicators[0].explanation": "推迟", "indicators[1].explanation": "节约"}
    grid = laid_out(form, reasons)
    areas = [slot.area for slot in place(form).slots if slot.path.endswith("].explanation")]
    last = areas[5].bottom
    overlapping = tuple(Area(area.top, area.left, last, area.right) for area in areas[:5])
    found = read_back(replace_grid(grid, merges=(*overlapping, *grid.merges)), form)
    assert {path: value for path, value in found.items() if path.endswith("explanation")} == reasons


def test_a_reason_merged_over_rows_does_not_take_the_value_of_a_row_below() -> None:
    form = load_form("mof_2020")
    grid = laid_out(form, {"indicators[3].explanation": "推迟"})
    areas = [slot.area for slot in place(form).slots if slot.path.endswith("].explanation")]
    tall = Area(areas[0].top, areas[0].left, areas[5].bottom, areas[5].right)
    merges = (*(area for area in grid.merges if area not in areas[:6]), tall)
    sheet = book_of(Sheets({"表": replace_grid(grid, merges=merges)}), form).sheets[0]
    assert [sheet.stated(f"indicators[{index}].explanation") for index in (0, 3)] == [None, "推迟"]


def test_table_without_total_row_ends_at_the_next_part() -> None:
    cut = laid_out(FORM, FACTS)
    total = next(text for text in place(FORM).texts if text.text == "指标合计").area
    row = {(r, c): None for r, c in cut.cells if r == total.top}
    merges = tuple(area for area in cut.merges if area.top != total.top)
    found = find(FORM, replace_grid(put(cut, row), merges=merges)).layout
    assert max(found.tables["indicators"]) < found.anchors["result"].top  # type: ignore[index]
    assert "indicators[0].name" in found.by_path


def test_sheets_that_are_no_projects() -> None:
    contents = [["序号", "项目名称", "主管部门", "年度"], ["1", "领导接访费用", "信访局", "2020"]]
    summary = [["项目名称", "年初预算数", "全年预算数", "全年执行数", "得分"], ["甲", "1", "1", "1", "9"]]
    for rows in (contents, summary):
        cells = {(r, c): Cell(value) for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
        assert not find(FORM, Grid("表", cells)).recognised
    assert likeness(FORM, laid_out(FORM), vocabulary(FORM)) > 60


def test_far_away_cells_cost_nothing() -> None:
    grid = laid_out(FORM, FACTS)
    far = replace_grid(grid, cells=grid.cells | {(1_048_576, 16_384): Cell("x")})
    assert read_back(far) == FACTS


def test_grid_helper_places_values() -> None:
    assert grid_of(place(FORM), {"name": "甲"}).cell(3, 2).value == "甲"


def test_a_sheet_without_merged_cells() -> None:
    assert read_back(replace_grid(laid_out(FORM, FACTS), merges=())) == FACTS


def test_a_form_of_one_section_is_recognised() -> None:
    form = replace(FORM, sections=FORM.sections[:1])
    assert find(form, laid_out(form, {"name": "甲"})).recognised


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 30), st.integers(1, 12)),
        st.sampled_from([*sorted(vocabulary(FORM).all), "x", "项目名称：甲", "注：无", ""]) | st.decimals(0, 9, places=1),
        max_size=120,
    ),
    st.lists(st.tuples(*[st.integers(1, 30)] * 4), max_size=12),
)
def test_any_jumble_of_labels_is_read_without_harm(
    cells: dict[tuple[int, int], Scalar], corners: list[tuple[int, int, int, int]]
) -> None:
    merges = tuple(Area(min(a, b), min(c, d), max(a, b), max(c, d)) for a, c, b, d in corners)
    grid = Grid("表", {at: Cell(value) for at, value in cells.items()}, merges)
    found = find(FORM, grid)
    paths = [slot.path for slot in found.layout.slots]
    assert len(paths) == len(set(paths))
    read = book_of(Sheets({"表": grid}), FORM)
    assert len(read.sheets) == found.recognised


def test_a_label_twice_is_told_and_the_first_counts() -> None:
    first = next(slot for slot in place(FORM).slots if slot.path == "contact").area
    spare = {(100, 1): "联系人", (100, 2): "李四", (101, 1): "项目", (101, 2): "别的"}
    found = find(FORM, put(laid_out(FORM, FACTS | {"contact": "张三"}), spare))
    assert found.layout.by_path["contact"].area == first
    assert [(n.id, n.cell, n.figures["other"]) for n in found.notes] == [("C08", "A100", "A6")]


def test_a_value_beside_the_merge_of_its_header() -> None:
    form = load_form("mof_2020")
    slot = next(s for s in place(form).slots if s.path == "indicators[0].name").area
    grid = laid_out(form, {"name": "甲"})
    loose = replace_grid(grid, merges=tuple(area for area in grid.merges if area != slot))
    found = find(form, put(loose, {(slot.top, slot.right): "数量"}))
    assert found.layout.by_path["indicators[0].name"].area == Area(slot.top, slot.right, slot.top, slot.right)
    assert [(n.id, n.path) for n in found.notes] == [("C06", "indicators[0].name")]


def test_rows_below_the_total_are_told() -> None:
    total = next(text for text in place(FORM).texts if text.text == "合计").area
    grid = insert_row(laid_out(FORM, FACTS), total.bottom + 1)
    added = put(grid, {(total.bottom + 1, 1): "30299", (total.bottom + 1, 2): "其他", (total.bottom + 1, 6): Decimal(3)})
    found = find(FORM, added)
    assert [(n.id, n.cell) for n in found.notes] == [("C18", f"A{total.bottom + 1}")]
    assert read_back(added) == FACTS
