"""Scores: execution, every direction, zero targets, bands, dates, what does not apply; totals and grades."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.model import Indicator, ModelValue
from excel_eval.rubric import band, execution_score, expected_score, grade, load_rubric, total_score
from excel_eval.rubric.scoring import Part

RUBRIC = load_rubric("mof_2020")
points = st.decimals(min_value=0, max_value=10000, places=2)


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("budget", "executed", "score"),
    [
        ("100", "85.62", "8.56"),
        ("100", "85.65", "8.57"),  # half up: 8.565
        ("5", "5", "10"),
        ("5", "6", "10"),
        ("5", "0", "0"),
        ("5", "-1", "0"),
        ("0", "0", "0"),
        ("0", "3", "0"),
        (None, "3", None),
        ("5", None, None),
    ],
)
def test_execution_score(budget: str | None, executed: str | None, score: str | None) -> None:
    assert execution_score(number(budget), number(executed), Decimal(10)) == number(score)


def test_no_weight_no_execution_score() -> None:
    assert execution_score(Decimal(5), Decimal(5), None) is None


def indicator(
    target: ModelValue, actual: ModelValue, direction: str | None = None, weight: str | None = "10"
) -> Indicator:
    return Indicator(direction=direction, target=target, actual=actual, weight=number(weight))


@pytest.mark.parametrize(
    ("direction", "target", "actual", "score", "kind"),
    [
        ("≥", "10", "10", "10", "positive"),
        ("≥", "10", "25", "10", "positive"),
        ("≥", "61", "59", "9.67", "positive"),
        (">", "8", "3", "3.75", "positive"),
        ("≥", "10", "-3", "0", "positive"),
        ("≥", "0", "3", None, "positive"),
        ("≤", "15", "14.5", "10", "reverse"),
        ("≤", "15", "16", "9.38", "reverse"),  # 9.375
        ("<", "3", "4", "7.5", "reverse"),
        ("≤", "0", "0", "10", "reverse"),
        ("≤", "0", "1", "0", "reverse"),
        ("=", "8", "8", "10", "equal"),
        ("=", "8", "6", "7.5", "equal"),
        ("=", "8", "10", "8", "equal"),
        ("=", "0", "0", "10", "equal"),
        ("=", "0", "2", "0", "equal"),
        ("=", "8", "0", "0", "equal"),
    ],
)
def test_quantitative(direction: str, target: str, actual: str, score: str | None, kind: str) -> None:
    found = expected_score(indicator(Decimal(target), Decimal(actual), direction), RUBRIC)
    assert (found.score, found.kind) == (number(score), kind)
    assert found.why


@pytest.mark.parametrize(
    ("target", "actual", "score", "kind"),
    [
        ("≥95%", "90%", "9.47", "positive"),
        ("≥95%", "95.00%", "10", "positive"),
        ("≥95%", Decimal("0.90"), "9.47", "positive"),
        ("≥95%", Decimal("90"), None, "positive"),  # 90 percent, or 90 of what?
        ("≤15万元", "14.5万元", "10", "reverse"),
        ("≤15万元", "160000元", "9.38", "reverse"),
        ("不超过15万元", "16万元", "9.38", "reverse"),
        ("≤15万元", Decimal(16), "9.38", "reverse"),
        ("3台", "2台", "6.67", "positive"),
        ("=8个", "10个", "8", "equal"),
        ("12场", "10次", None, "positive"),
        ("不少于10次", "12次", "10", "positive"),
        ("2小时之内", "150分钟", "8", "reverse"),
        ("3个工作日", "2个工作日", None, "unknown"),  # a time limit without "within": nobody says what is better
        ("明显提升", "达成年度指标", None, "qualitative"),
        ("10-20次", "15次", None, "unknown"),
        (None, "15次", None, "unknown"),
        ("≥10次", None, None, "positive"),
    ],
)
def test_targets_as_people_write_them(target: ModelValue, actual: ModelValue, score: str | None, kind: str) -> None:
    found = expected_score(indicator(target, actual), RUBRIC)
    assert (found.score, found.kind) == (number(score), kind)


def test_a_bare_cost_has_no_direction() -> None:
    cost = Indicator(dimension="成本指标", target="5万元", actual="6万元", weight=Decimal(10))
    assert expected_score(cost, RUBRIC).score is None


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        (date(2020, 11, 30), date(2020, 11, 30), "10"),
        (date(2020, 11, 30), date(2020, 12, 1), None),
        ("11月底前完成", "2020年11月20日", "10"),
        ("2020年12月30日前", "2021年1月3日", None),
        ("2020年12月30日前", "已完成", None),
    ],
)
def test_deadlines(target: ModelValue, actual: ModelValue, score: str | None) -> None:
    found = expected_score(indicator(target, actual, "期限"), RUBRIC, 2020)
    assert (found.score, found.kind) == (number(score), "deadline")


@pytest.mark.parametrize("target", ["不适用", " 不适用\n", "不适应"])
def test_what_does_not_apply_is_not_scored(target: str) -> None:
    assert expected_score(indicator(target, None), RUBRIC).kind == "excluded"


def test_nothing_written_leaves_an_indicator_out_only_without_a_weight() -> None:
    assert expected_score(indicator("—", None, weight=None), RUBRIC).kind == "excluded"
    assert expected_score(indicator("无", "无"), RUBRIC).kind == "unknown"


@pytest.mark.parametrize(
    ("actual", "low", "high"),
    [
        ("达成年度指标", "0.8", "1"),
        ("基本达成目标", "0.8", "1"),
        ("部分达成年度指标并具有一定效果", "0.6", "0.8"),
        ("部分达成并具有一定效果，群众满意", "0.6", "0.8"),
        ("部分实现目标", "0.6", "0.8"),
        ("未达成年度指标且效果较差", "0", "0.6"),
        ("实现目标程度较低", "0", "0.6"),
        (" 未 达成 。", "0", "0.6"),
    ],
)
def test_bands_by_their_words(actual: str, low: str, high: str) -> None:
    found = band(Indicator(actual=actual), RUBRIC)
    assert found is not None
    assert (found.start, found.end) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("actual", ["没有完全达成", "明显", None, Decimal(3), "并非达成年度指标"])
def test_words_that_name_no_band(actual: ModelValue) -> None:
    assert band(Indicator(actual=actual), RUBRIC) is None


@pytest.mark.parametrize(("score", "index"), [("10", 0), ("8", 0), ("7.99", 1), ("6", 1), ("5.99", 2), ("0", 2)])
def test_a_score_lies_in_one_band(score: str, index: int) -> None:
    holding = [each.holds(Decimal(score), Decimal(10)) for each in RUBRIC.bands]
    assert holding == [each == index for each in range(3)]


@given(points, points, st.decimals(min_value="0.01", max_value=100, places=2), st.sampled_from("≥>≤<="))
@settings(max_examples=200, deadline=None)
def test_scores_stay_between_nothing_and_the_weight(
    target: Decimal, actual: Decimal, weight: Decimal, direction: str
) -> None:
    found = expected_score(Indicator(direction=direction, target=target, actual=actual, weight=weight), RUBRIC)
    if found.score is not None and found.exact is not None:
        assert 0 <= found.score <= weight
        assert abs(found.score - found.exact) <= Decimal("0.005")


@given(points, points, points)
@settings(max_examples=100, deadline=None)
def test_more_done_never_scores_less_and_more_spent_never_more(target: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    for direction, better, worse in (("≥", high, low), ("≤", low, high)):
        best = expected_score(indicator(target, better, direction), RUBRIC).score
        least = expected_score(indicator(target, worse, direction), RUBRIC).score
        assert best is None or least is None or best >= least


@pytest.mark.parametrize(
    ("total", "label"),
    [
        *(("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良")),
        *(("79.99", "中"), ("60", "中"), ("59.99", "差"), ("0", "差")),
    ],
)
def test_grades(total: str, label: str) -> None:
    assert grade(Decimal(total), RUBRIC) == label


def test_no_total_no_grade() -> None:
    assert grade(None, RUBRIC) is None


def parts(*pairs: tuple[str | None, str | None, bool]) -> list[Part]:
    return [Part(number(weight), number(score), excluded) for weight, score, excluded in pairs]


def test_scores_are_rounded_before_they_are_added() -> None:
    found = total_score(Decimal("8.56"), Decimal(10), parts(("45", "40.005", False), ("45", "40.005", False)), RUBRIC)
    assert found.total == Decimal("88.58")


def test_the_rest_is_rescaled_where_the_rubric_says_so() -> None:
    scores = parts(("50", "45", False), ("40", None, True))
    assert total_score(Decimal(10), Decimal(10), scores, RUBRIC).total == 91
    assert total_score(Decimal(0), Decimal(0), scores, load_rubric("jiangsu")).total == 45


@pytest.mark.parametrize(
    ("execution", "scores"),
    [
        ("10", parts(("50", "45", False), ("40", None, False))),
        ("10", []),
        ("10", parts(("90", None, True))),
        (None, parts(("90", "90", False))),
    ],
)
def test_no_total_while_something_is_missing(execution: str | None, scores: list[Part]) -> None:
    assert total_score(number(execution), Decimal(10), scores, RUBRIC).total is None
