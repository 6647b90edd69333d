"""The annex grid of 财预〔2020〕10号 cell by cell, in its forms of 2020 and 2021; and a form of one's own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from excel_eval.compute import compiled, compute
from excel_eval.form.layout import Layout
from excel_eval.form.load import load_form
from excel_eval.form.place import place
from excel_eval.grid import Scalar
from excel_eval.rubric import load_rubric

EXAMPLES = Path(__file__).parents[2] / "examples"

HEAD = """
A1:K1 项目支出绩效自评表
A2:K2 ‹year›
A4:B4 项目名称
C4:K4 ‹name›
A5:B5 主管部门
C5:E5 ‹department›
F5 实施单位
G5:K5 ‹unit›
A6:B10 项目资金（万元）
C6:D6
E6 年初预算数
F6 全年预算数
G6 全年执行数
H6 分值
I6:J6 执行率
K6 得分
C7:D7 年度资金总额
E7 ‹funds.total.initial›
F7 ‹funds.total.budget›
G7 ‹funds.total.executed›
H7 ‹funds.total.weight›
I7:J7 ‹funds.total.rate›
K7 ‹funds.total.score›
C8:D8 其中：当年财政拨款
E8 ‹funds.appropriation.initial›
F8 ‹funds.appropriation.budget›
G8 ‹funds.appropriation.executed›
H8 —
I8:J8 ‹funds.appropriation.rate›
K8 —
C9:D9 上年结转资金
E9 ‹funds.carryover.initial›
F9 ‹funds.carryover.budget›
G9 ‹funds.carryover.executed›
H9 —
I9:J9 ‹funds.carryover.rate›
K9 —
C10:D10 其他资金
E10 ‹funds.other.initial›
F10 ‹funds.other.budget›
G10 ‹funds.other.executed›
H10 —
I10:J10 ‹funds.other.rate›
K10 —
A11:A12 年度总体目标
B11:F11 预期目标
G11:K11 实际完成情况
B12:F12 ‹goal.expected›
G12:K12 ‹goal.achieved›
A13:A{last} 绩效指标
B13 一级指标
C13 二级指标
D13:E13 三级指标
F13 年度指标值
G13 实际完成值
H13 分值
I13 得分
J13:K13 偏差原因分析及改进措施
"""
ROW = """
B{row} ‹indicators[{index}].dimension›
C{row} ‹indicators[{index}].category›
D{row}:E{row} ‹indicators[{index}].name›
F{row} ‹indicators[{index}].target›
G{row} ‹indicators[{index}].actual›
H{row} ‹indicators[{index}].weight›
I{row} ‹indicators[{index}].score›
J{row}:K{row} ‹indicators[{index}].explanation›
"""
FOOT = """
A{total}:G{total} 总分
H{total} ‹total.weight›
I{total} ‹total.score›
J{total}:K{total}
A{free}:K{free} ‹sign›
"""


def expected(rows: int) -> set[str]:
    """The annex grid with that many indicator rows, a line a cell."""
    last = 13 + rows
    text = HEAD.format(last=last)
    text += "".join(ROW.format(row=14 + index, index=index) for index in range(rows))
    text += FOOT.format(total=last + 1, free=last + 2)
    return {line.strip() for line in text.splitlines() if line.strip()}


def grid(layout: Layout) -> set[str]:
    values = {f"{slot.area} ‹{slot.path}›" for slot in layout.slots}
    return values | {f"{text.area} {text.text}".strip() for text in layout.texts}


@pytest.mark.parametrize(("key", "rows"), [("mof_2020", 18), ("mof_2021", 20)])
def test_the_grid_is_the_annex(key: str, rows: int) -> None:
    assert grid(place(load_form(key))) == expected(rows)


@pytest.mark.parametrize("key", ["mof_2020", "mof_2021"])
def test_more_indicators_only_lengthen_their_block(key: str) -> None:
    assert grid(place(load_form(key), {"indicators": 25})) == expected(25)


def test_row_3_is_an_empty_spacer() -> None:
    layout = place(load_form("mof_2020"))
    areas = [slot.area for slot in layout.slots] + [text.area for text in layout.texts]
    assert not [area for area in areas if area.top <= 3 <= area.bottom]


@pytest.mark.parametrize("key", ["mof_2020", "mof_2021"])
def test_preset_levels_are_those_of_the_rubric(key: str) -> None:
    preset = [dict(row) for row in load_form(key).section("indicators").preset]
    rubric = load_rubric(key)
    tree = {(each.name, category) for each in rubric.dimensions for category in each.categories}
    assert {(row["dimension"], row["category"]) for row in preset} == tree
    assert load_form(key).rubric == key


def test_cost_is_a_first_level_only_since_2021() -> None:
    assert load_rubric("mof_2020").dimension("成本指标") is None
    assert load_rubric("mof_2021").dimension("成本指标") is not None


def computed(form_name: str | Path, given: dict[str, Scalar]) -> dict[str, Scalar]:
    form = load_form(form_name)
    return compute(compiled(form), place(form), given)


def scored(*rows: tuple[str, int, str | None], **given: Scalar) -> dict[str, Scalar]:
    """The computed cells of mof_2020: 85.62 of 100 spent, and indicator rows (target, weight, score)."""
    values: dict[str, Scalar] = {
        "funds.total.budget": Decimal(100),
        "funds.total.executed": Decimal("85.62"),
        "funds.total.weight": Decimal(10),
    }
    for index, (target, weight, points) in enumerate(rows):
        values[f"indicators[{index}].target"] = target
        values[f"indicators[{index}].weight"] = Decimal(weight)
        values[f"indicators[{index}].score"] = None if points is None else Decimal(points)
    values |= {path.replace("__", "."): value for path, value in given.items()}
    return computed("mof_2020", values)


def test_rate_scores_and_totals_are_computed() -> None:
    results = scored(("≥95%", 50, "48.125"), ("≥10次", 40, "40"))
    assert results["funds.total.rate"] == Decimal("0.8562")
    assert results["funds.total.score"] == Decimal("8.56")
    assert results["funds.other.rate"] == ""
    assert results["total.weight"] == 100
    assert results["total.score"] == Decimal("96.69")


def test_a_missing_score_leaves_the_total_open() -> None:
    assert scored(("≥95%", 50, "48"), ("≥10次", 40, None))["total.score"] == ""


def test_what_does_not_apply_is_left_out_and_the_rest_rescaled() -> None:
    results = scored(("≥95%", 50, "45"), ("不适用", 40, None))
    assert results["total.score"] == Decimal("8.56") + Decimal(81)


def test_no_total_without_the_execution_score() -> None:
    assert scored(("≥95%", 90, "90"), funds__total__budget=None)["total.score"] == ""


def test_without_indicators_there_is_no_total() -> None:
    results = scored()
    assert results["total.score"] == ""
    assert results["total.weight"] == ""


def test_a_budget_of_zero_has_no_rate() -> None:
    results = scored(funds__total__budget=Decimal(0), funds__total__executed=Decimal(0))
    assert results["funds.total.rate"] == "—"
    assert results["funds.total.score"] == 0


def test_a_travel_claim_adds_up() -> None:
    rides = {"rides[0].fare": "553", "rides[0].lodging": "700", "rides[1].fare": "553.5", "rides[1].other": "40"}
    given = {"trip.left": "45000", "trip.back": "45002", "trip.daily": "100", "settlement.advance": "1000", **rides}
    results = computed(EXAMPLES / "travel_claim.toml", {path: Decimal(value) for path, value in given.items()})
    assert results["trip.days"] == 3
    assert results["rides[0].subtotal"] == 1253
    assert results["rides[2].subtotal"] == ""
    assert results["rides_total.fare"] == Decimal("1106.5")
    assert results["rides_total.subtotal"] == Decimal("1846.5")
    assert results["settlement.total"] == Decimal("2146.5")
    assert results["settlement.balance"] == Decimal("1146.5")


def test_a_travel_claim_has_nothing_of_project_evaluation() -> None:
    form = load_form(EXAMPLES / "travel_claim.toml")
    assert form.rubric is None
    assert form.narrative is None
    paths = {slot.path for slot in place(form).slots}
    assert not {path for path in paths if path.startswith(("funds", "indicators", "measures", "narrative", "total."))}
