"""The computed sentences: what they say, and what they leave unsaid."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.model import ModelValue, Project
from excel_eval.narrate import narrate, rollup, summary
from excel_eval.narrate.filters import share, share1
from excel_eval.numbers import percent, plain
from excel_eval.paths import project_of
from excel_eval.rubric import Score, load_rubric
from excel_eval.score import score

RUBRIC = load_rubric("mof_2020")
BASE: dict[str, ModelValue] = {"name": "救助资金", "year": Decimal(2020)}


def project(**given: ModelValue) -> Project:
    named = {path.replace("__", "."): value for path, value in given.items()}
    return project_of(BASE | {path: _figure(value) for path, value in named.items()})


def _figure(value: ModelValue) -> ModelValue:
    return Decimal(value) if isinstance(value, str) and value.replace(".", "").replace("-", "").isdigit() else value


def said(path: str, what: Project) -> str:
    return narrate(what, score(what, RUBRIC))[path]


@pytest.mark.parametrize(
    ("budget", "spent", "sentence"),
    [
        ("5", "5", "2020年度救助资金5万元使用完毕，预算执行率100%。"),
        ("100", "85.62", "2020年度救助资金全年预算100万元，实际支出85.62万元，预算执行率85.62%，结余14.38万元。"),
        ("100", "99.999", "2020年度救助资金全年预算100万元，实际支出99.999万元，预算执行率99.999%，结余0.001万元。"),
        ("2", "2.97", "2020年度救助资金全年预算2万元，实际支出2.97万元，预算执行率148.5%，超出预算0.97万元。"),
        ("10", "0", "2020年度救助资金全年预算10万元，全年未发生支出，预算执行率0%，结余10万元。"),
        ("0", "0", "2020年度救助资金未安排预算，也未发生支出。"),
        ("0", "3", "2020年度救助资金实际支出3万元，未安排预算，预算执行率无法计算。"),
        (None, "3", "2020年度救助资金实际支出3万元。"),
        ("10", None, "2020年度救助资金全年预算10万元。"),
        (None, None, ""),
    ],
)
def test_execution(budget: str | None, spent: str | None, sentence: str) -> None:
    what = project(funds__total__budget=budget, funds__total__executed=spent)
    assert said("narrative.execution", what) == sentence


def test_execution_without_name_or_year() -> None:
    what = project(name=None, year=None, funds__total__budget="5", funds__total__executed="5")
    assert said("narrative.execution", what) == "本项目5万元使用完毕，预算执行率100%。"
    assert narrate(what, Score(), year=Decimal(2021))["narrative.execution"].startswith("2021年度本项目")


def test_a_name_that_ends_in_a_digit_does_not_run_into_the_amount() -> None:
    what = project(name="平台二期2", funds__total__budget="5", funds__total__executed="5")
    assert said("narrative.execution", what) == "2020年度“平台二期2”项目5万元使用完毕，预算执行率100%。"


@given(st.integers(0, 10**7), st.integers(1, 10**7))
@settings(max_examples=150, deadline=None)
def test_used_up_is_said_only_of_all(spent: int, budget: int) -> None:
    figures = {"funds__total__budget": Decimal(budget) / 100, "funds__total__executed": Decimal(spent) / 100}
    sentence = said("narrative.execution", project(**figures))
    assert ("使用完毕" in sentence) == (spent == budget)
    assert ("率100%" in sentence) == (spent == budget)
    assert ("率0%" in sentence) == (spent == 0)


def measure(index: int, *values: str | None) -> dict[str, ModelValue]:
    """A row of the table of measures: name, unit, total, done."""
    named = zip(("name", "unit", "total", "done"), values, strict=True)
    return {f"measures[{index}].{key}": value for key, value in named}


def test_ratios() -> None:
    rows = (
        measure(0, "市交办信访积案", "件", "14", "12"),
        measure(1, "重点人员事项", "名", "61", "59"),
        measure(2, "跟踪督导", "次", None, "14"),
        measure(3, "越级集体上访", "起", "0", "0"),
        measure(4, "没有完成数", "件", "3", None),
        measure(5, None, "件", "3", "2"),
    )
    what = project(**{path: value for row in rows for path, value in row.items()})
    assert said("narrative.ratios", what) == (
        "2020年度，市交办信访积案14件，完成12件，完成率85.7%；重点人员事项61名，完成59名，完成率96.7%；"
        "跟踪督导14次（未填基数，不计算比率）；未发生越级集体上访。"
    )


def test_no_measures_no_sentence() -> None:
    assert said("narrative.ratios", project()) == ""
    assert said("narrative.ratios", project(**measure(0, "事项", "件", "3", None))) == ""


@given(st.integers(1, 5000), st.integers(1, 5000))
@settings(max_examples=200, deadline=None)
def test_a_ratio_is_rounded_half_up_and_never_all_when_it_is_not(done: int, total: int) -> None:
    value = Decimal(done) / Decimal(total)
    shown = share1(value)
    assert (shown == "100%") == (done == total)
    if percent(value, 1) not in ("100%", "0%"):
        assert shown == percent(value, 1)


@pytest.mark.parametrize(
    ("value", "shown"), [("0.99996", "99.996%"), ("0.00004", "0.004%"), ("1", "100%"), ("0", "0%"), ("0.966", "96.6%")]
)
def test_shares(value: str, shown: str) -> None:
    assert share(Decimal(value)) == shown


FULL: dict[str, ModelValue] = {
    "funds.total.budget": Decimal(100),
    "funds.total.executed": Decimal("85.62"),
    "indicators[0].name": "办结率",
    "indicators[0].target": "≥95%",
    "indicators[0].weight": Decimal(90),
    "indicators[0].score": Decimal(85),
}


def test_result_with_score_and_grade() -> None:
    what = project_of(BASE | FULL)
    assert said("narrative.result", what) == (
        "经评价，救助资金综合得分93.56分（满分100分，其中预算执行率8.56分、绩效指标85分），评价等级为“优”。"
    )


def test_result_without_indicators() -> None:
    assert said("narrative.result", project()) == "本项目未设置绩效指标，不计算得分，不评定等级。"


def test_result_while_something_is_missing() -> None:
    unscored = project_of(BASE | FULL | {"indicators[0].score": None})
    assert said("narrative.result", unscored) == "尚有1项绩效指标没有得分，补充后再计算总分、评定等级。"
    unspent = project_of(BASE | FULL | {"funds.total.executed": None})
    assert said("narrative.result", unspent) == "预算数或执行数尚未填列，补充后再计算总分、评定等级。"


def test_sentences_are_the_same_every_time() -> None:
    what = project_of(BASE | FULL)
    assert narrate(what, score(what, RUBRIC)) == narrate(what, score(what, RUBRIC))


def test_summary_leaves_out_what_is_blank() -> None:
    what = project(
        funds__total__budget="100",
        funds__total__executed="85.62",
        narrative__performance="化解积案12件。\n群众满意。",
        narrative__problems="人手不足；",
    )
    assert summary(what, Score(), 4) == (
        "（4）救助资金项目绩效目标完成情况综述。项目全年预算数100万元，执行数为85.62万元，完成预算的85.62%。"
        "通过项目实施，化解积案12件。群众满意。发现的主要问题：人手不足。"
    )
    assert summary(project(name="平台项目"), Score(), 1) == "（1）平台项目绩效目标完成情况综述。"


def graded(*pairs: tuple[str | None, str | None]) -> str:
    """The roll-up over projects with (budget, score)."""
    projects = [project(funds__total__budget=budget) for budget, _ in pairs]
    scores = []
    for _, total in pairs:
        label = next((g.label for g in RUBRIC.grades if total and Decimal(total) >= g.start), None)
        scores.append(Score(total=Decimal(total) if total else None, grade=label))
    return rollup(projects, scores, RUBRIC)


def test_rollup() -> None:
    assert graded(("5", "95"), ("100", "88.5"), ("2.97", "91")) == (
        "绩效自评的2020年度项目3个，涉及预算金额107.97万元，平均得分91.5分"
        "（其中，绩效评级为“优”的项目2个；“良”的项目1个；“中”的项目0个；“差”的项目0个）。"
    )


def test_rollup_counts_what_is_not_scored_apart() -> None:
    assert graded(("5", "95"), (None, None)) == (
        "绩效自评的2020年度项目2个，涉及预算金额5万元（另有1个项目未填预算数），已评分的1个项目平均得分95分"
        "（其中，绩效评级为“优”的项目1个；“良”的项目0个；“中”的项目0个；“差”的项目0个），"
        "另有1个项目未计算得分、未评定等级。"
    )
    assert graded((None, None)) == "绩效自评的2020年度项目1个，均未计算得分、未评定等级。"
    assert rollup([], [], RUBRIC) == ""


def test_rollup_names_the_goals_that_were_set() -> None:
    what = project(funds__total__budget="5", goal__expected="办好")
    assert rollup([what, project()], [Score(), Score()], RUBRIC).startswith(
        "编报绩效目标的2020年度项目1个，涉及预算金额5万元；绩效自评的2020年度项目2个"
    )


def test_rollup_over_two_years_names_both() -> None:
    projects = [project(), project(year="2019")]
    assert "2019、2020年度项目2个" in rollup(projects, [Score(), Score()], RUBRIC)


@given(st.lists(st.one_of(st.none(), st.integers(0, 10000)), min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_grades_and_unscored_add_up_to_all(hundredths: list[int | None]) -> None:
    sentence = graded(*((None, None if h is None else plain(Decimal(h) / 100)) for h in hundredths))
    counts = [int(n) for n in re.findall(r"”的项目(\d+)个", sentence)]
    apart = re.search(r"另有(\d+)个项目未计算", sentence)
    scored = sum(h is not None for h in hundredths)
    assert sum(counts) == scored
    assert scored + (int(apart[1]) if apart else len(hundredths) - scored) == len(hundredths)
