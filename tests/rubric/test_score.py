"""The score of a whole project, and what it says about itself."""

from __future__ import annotations

from decimal import Decimal

from excel_eval.model import ModelValue, Project
from excel_eval.paths import project_of
from excel_eval.rubric import load_rubric
from excel_eval.score import Score, score

RUBRIC = load_rubric("mof_2020")
FUNDS: dict[str, ModelValue] = {"funds.total.budget": Decimal(100), "funds.total.executed": Decimal("85.62")}


def project(*rows: dict[str, str], **more: ModelValue) -> Project:
    values = dict(FUNDS)
    for index, row in enumerate(rows):
        for key, text in row.items():
            value: ModelValue = Decimal(text) if key in ("weight", "score") else text
            values[f"indicators[{index}].{key}"] = value
    return project_of(values | {path.replace("__", "."): value for path, value in more.items()})


def keys(found: Score) -> list[str]:
    return [notice.key for notice in found.notices]


FULL = {"dimension": "产出指标", "name": "办结率", "target": "≥95%", "actual": "90%", "weight": "90", "score": "85.26"}


def test_execution_indicators_total_and_grade() -> None:
    found = score(project(FULL), RUBRIC)
    assert (found.execution, found.total, found.grade) == (Decimal("8.56"), Decimal("93.82"), "优")
    assert found.expected[0].score == Decimal("85.26")
    assert found.weights == (("", Decimal(10)), ("产出指标", Decimal(90)))
    assert keys(found) == []


def test_without_indicators_no_score_and_it_says_so() -> None:
    found = score(project(), RUBRIC)
    assert (found.total, found.grade, found.execution) == (None, None, Decimal("8.56"))
    assert "未设置绩效指标" in str(found.notices[0])


def test_a_row_with_only_its_levels_is_no_indicator() -> None:
    found = score(project({"dimension": "产出指标", "category": "数量指标"}), RUBRIC)
    assert keys(found) == ["no_indicators"]


def test_without_a_rubric_nothing_is_scored() -> None:
    assert keys(score(project(FULL), None)) == ["no_rubric"]


def test_a_missing_score_is_named() -> None:
    found = score(project(FULL, {"name": "满意率", "target": "≥90%", "weight": "10"}), RUBRIC)
    assert found.total is None
    assert found.unscored == ("满意率",)
    assert "满意率" in str(found.notices[0])


def test_blank_spending_leaves_the_total_open() -> None:
    assert keys(score(project(FULL, funds__total__executed=None), RUBRIC)) == ["execution_unknown"]


def test_what_does_not_apply_is_left_out() -> None:
    rows = [FULL | {"weight": "45", "score": "36"}, {"name": "b", "target": "不适用", "weight": "45"}]
    found = score(project(*rows), RUBRIC)
    assert found.total == Decimal("80.56")
    assert found.weights == (("", Decimal(10)), ("产出指标", Decimal(90)))
    assert keys(found) == ["rescaled"]


def test_a_grade_that_hangs_on_rounding_is_noticed() -> None:
    row = {"direction": "≥", "weight": "45", "score": "40.72"}
    targets: dict[str, ModelValue] = {}
    for index in range(2):  # 45 × 0.90478 = 40.7151 → 40.72; unrounded 8.562 + 2 × 40.7151 = 89.9922
        targets[f"indicators[{index}].target"] = Decimal(10000)
        targets[f"indicators[{index}].actual"] = Decimal("9047.8")
    found = score(project(row, row, **targets), RUBRIC)
    assert (found.total, found.grade) == (Decimal("90.00"), "优")
    assert keys(found) == ["grade_by_rounding"]
    assert "89.9922" in str(found.notices[0])


def test_jiangsu_counts_the_execution_rate_among_the_indicators() -> None:
    found = score(project(FULL | {"dimension": "过程", "weight": "100", "score": "91"}), load_rubric("jiangsu"))
    assert (found.execution, found.total) == (None, Decimal(91))


def test_the_total_of_the_sheet_is_the_total() -> None:
    assert score(project(FULL, total__score=Decimal("93.82")), RUBRIC).total == Decimal("93.82")
