"""Labels in the spellings that people use, near misses, and what stands behind a colon or inside a pattern."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_eval.form.labels import fold, inside, near, own_value, remark
from excel_eval.form.load import load_form, shipped_forms
from excel_eval.grid import Cell
from excel_eval.workbook.display import is_date, number_shown
from excel_eval.workbook.kinds_read import Unit, meaning
from tests.growing import MOST, cell, growth

SPELLINGS = {
    "全年预算数": ["全年预算数（A）", "全年预算数(万元)", "全 年\n预算数：", "全年　预算数", "＊全年预算数", "全年预算数（单位：万元）"],
    "执行率": ["执行率（B/A）", "执行率(%)", "执行率:"],
    "当年财政拨款": ["其中：当年财政拨款", "其中:当年财政拨款", " 其中： 当年财政拨款"],
    "项目资金": ["二、项目资金", "（二）项目资金", "2、项目资金（万元）", "2. 项目资金"],
    "产出指标": ["产出指标(50分)", "产出指标（50 分）"],
    "改进措施": ["改进措施（200字以内）", "改进措施(必填)"],
    "一级指标": ["一级指标", "一 级 指 标"],
}


@pytest.mark.parametrize(("label", "spelling"), [(label, s) for label, many in SPELLINGS.items() for s in many])
def test_one_label_in_many_spellings(label: str, spelling: str) -> None:
    assert fold(spelling) == fold(label) == label


@pytest.mark.parametrize(("text", "folded"), [("（A）", "(a)"), ("其中：", "其中"), ("一、", "一、"), ("：", "")])
def test_what_is_all_trimmings_is_kept(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_again_changes_nothing_that_matters(text: str) -> None:
    assert fold(f" {text}\u3000") == fold(text) or len(text) > 58


@pytest.mark.parametrize("key", shipped_forms())
def test_labels_of_a_section_stay_apart(key: str) -> None:
    for section in load_form(key).sections:
        labels = [fold(item.label) for item in section.fields if item.label]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("项目名称", "项目明称", True),
        ("项目名称", "项目名", True),
        ("项目名称", "项目名称称", True),
        ("主管部门", "主门管部", True),
        ("项目名称", "项目名称", False),
        ("年度", "年份", False),
        ("预算数", "执行数", False),
        ("偏差原因分析及改进措施", "偏差原因分柝及改进措施", True),
        ("主管部门", "实施单位", False),
    ],
)
def test_near_misses(a: str, b: str, expected: bool) -> None:
    assert near(a, b) is near(b, a) is expected


def test_values_behind_a_colon() -> None:
    assert own_value("项目 名称：领导接访费用") == ("项目名称", "领导接访费用")
    assert own_value("主管部门: 信访局 ") == ("主管部门", "信访局")
    assert own_value("项目名称：") is None
    assert own_value("没有冒号") is None


def test_values_inside_a_pattern() -> None:
    for text in ("（2020年度）", "(2020年度)", "（ 2020 年度 ）", " ( 2020年 度)"):
        assert inside("（{}年度）", text) == "2020"
    assert inside("（{}年度）", "（    年度）") == ""
    assert inside("（{}年度）", "2020年度") is None
    assert inside("填表人：{}", "填表人：张三 13800138000") == "张三 13800138000"


def test_remarks() -> None:
    assert remark("注：单位为万元") and remark(" 备注: x") and not remark("注册资本")


@pytest.mark.parametrize("piece", ["1", "1,", "(1", "一二", "：", "（A）", "1.", "二〇", "年1", '"', "[", "其中：", "\\"])
def test_reading_a_cell_grows_with_its_length(piece: str) -> None:
    def read(text: str) -> None:
        fold(text), own_value(text), remark(text), inside("（{}年度）", text), is_date(text[:255])
        for kind in ("amount", "claimed", "year", "date", "target", "code", "text"):
            meaning(kind, Cell(text), text, Unit())
        number_shown(Decimal(1), text[:255])

    assert growth(read, cell(piece)) < MOST
