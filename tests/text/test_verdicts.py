"""Claims held against their own arithmetic and against the sheet."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.messages import catalogue, use_language
from excel_eval.model import FundLine, Funds, Indicator, Measure, Project
from excel_eval.text.claims import claims
from excel_eval.text.judging.facts import Facts, facts
from excel_eval.text.judging.verdicts import Verdict, judge_all

NAME = "古树保护经费"
D = Decimal
PROJECT = Project(
    name=NAME,
    year=D(2021),
    funds=Funds(total=FundLine(initial=D(110), budget=D(100), executed=D("85.62")), carryover=FundLine(budget=D(10))),
    measures=(Measure("信访积案化解", "件", D(40), D(34), D("0.85")), Measure("古树养护", "株", D(120), D(118))),
    indicators=(
        Indicator(name="群众满意度", actual="95%"),
        Indicator(name="培训场次", actual="12场"),
        Indicator(name="巡查公里数", actual=D(30), unit="公里"),
    ),
)
SHEET = facts(PROJECT)


def verdict(text: str, kind: str, known: Facts | None = SHEET) -> Verdict:
    found = [v for c, v in judge_all(claims(text, NAME), known) if c.kind == kind]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "status", "path"),
    [
        ("2021年度古树保护经费85.62万元使用完毕。", "amount", "agrees_cell", "funds.total.executed"),
        ("实际支出856200元。", "amount", "agrees_cell", "funds.total.executed"),
        ("实际支出85.6万元。", "amount", "agrees_cell", "funds.total.executed"),
        ("预算安排100万元。", "amount", "agrees_cell", "funds.total.budget"),
        ("年初预算110万元。", "amount", "agrees_cell", "funds.total.initial"),
        ("结余14.38万元。", "amount", "agrees_arithmetic", ""),
        ("预算执行率85.62%。", "rate", "agrees_cell", "funds.total.rate"),
        ("完成预算的86%。", "rate", "agrees_cell", "funds.total.rate"),
        ("交办的40件积案化解34件，化解率85%。", "pair", "agrees_cell", "measures[0].done"),
        ("另有20名学员通过19人，通过率95%。", "pair", "agrees_arithmetic", ""),
        ("群众满意度达到95%。", "rate", "agrees_cell", "indicators[0].actual"),
        ("全年开展培训场次12场。", "count", "agrees_cell", "indicators[1].actual"),
        ("2021年度开展。", "year", "agrees_cell", "year"),
        ("满意率98%，高于95%的目标。", "comparison", "agrees_arithmetic", ""),
        ("实际举办12场，超过计划10场。", "comparison", "agrees_arithmetic", ""),
        ("投诉由30件下降到21件，下降30%。", "growth", "agrees_arithmetic", ""),
        ("甲12.43万元、乙13.87万元、丙8.07万元，合计34.38万元。", "sum", "agrees_arithmetic", ""),
    ],
)
def test_what_is_right_agrees(text: str, kind: str, status: str, path: str) -> None:
    found = verdict(text, kind)
    assert (found.status, found.path, found.wrong) == (status, path, False)


@pytest.mark.parametrize(
    ("text", "kind", "expected", "slip"),
    [
        ("实际支出85.26万元。", "amount", "85.62万元", "swapped_digits"),
        ("2021年度古树保护经费100万元使用完毕。", "amount", "85.62万元", ""),
        ("实际支出85.62元。", "amount", "856200元", "unit"),
        ("预算安排200万元。", "amount", "100万元", ""),
        ("结余14.83万元。", "amount", "14.38万元", "swapped_digits"),
        ("预算执行率85.26%。", "rate", "85.62%", "swapped_digits"),
        ("交办积案40件，化解34件，化解率86%。", "pair", "85%", ""),
        ("交办61名，化解59人，化解率97.6%。", "pair", "96.7%", "swapped_digits"),
        ("交办14件，化解12件，化解率85.71%；", "pair", None, ""),
        ("交办7件，化解6件，化解率85.71428%。", "pair", "85.71429%", "truncated"),
        ("交办40件，化解34件，化解率15%。", "pair", "85%", "complement"),
        ("积案化解：信访积案20件化解18件，化解率90%。", "pair", "40/34", ""),
        ("群众满意度达到96%。", "rate", "95%", ""),
        ("由80件增加到100件，增长20%。", "growth", "25%", ""),
        ("投诉由30件增加到21件。", "growth", "减少", ""),
        ("差旅费30万元、印刷费30万元、劳务费29.99万元，合计89.97万元。", "sum", "89.99万元", ""),
        ("共办理121件，其中来信40件、来访52件、网上20件。", "sum", "112件", ""),
        ("“三率”分别为：受理率99%；办结率98%；满意率97%；参评率96%。", "listed", "4", ""),
        ("一是甲；二是乙；四是丙。", "ordinals", "3", ""),
        ("经费使用完毕。", "spent_up", "85.62%", ""),
        ("支出85.62万元，大于预算100万元。", "comparison", "小于100万元", ""),
        ("满意率98%，低于目标值95%。", "comparison", "大于95%", ""),
        ("接待群众130批120人次。", "pair", "", ""),
        ("交办30件，已化解34件。", "pair", "", ""),
        ("按X发〔2022〕3号执行。", "document", "≤2021", ""),
    ],
)
def test_what_is_wrong_contradicts_with_the_right_figure(text: str, kind: str, expected: str | None, slip: str) -> None:
    found = verdict(text, kind)
    if expected is None:
        assert not found.wrong
        return
    assert (found.status, found.expected, found.slip) == ("contradicts", expected, slip)
    assert expected in found.message or not expected


def test_the_rate_of_another_pair_is_named() -> None:
    text = "甲处40件化解34件，化解率80%，乙处50件化解40件，化解率80%。"
    found = [v for c, v in judge_all(claims(text), Facts()) if c.kind == "pair"]
    assert [(v.status, v.slip) for v in found] == [("contradicts", "other_pair"), ("agrees_arithmetic", "")]


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("交办的7件积案化解率90%。", "rate", "claim_impossible"),
        ("全年受理来信4170件，网上参评率为99.19%。", "rate", "claim_impossible_nearby"),
        ("产品合格率102%。", "rate", "claim_over"),
        ("由0件增加到5件，增长100%。", "growth", "claim_from_zero"),
        ("交办0件，化解0件，化解率100%。", "pair", "claim_no_base"),
    ],
)
def test_what_cannot_be_is_impossible(text: str, kind: str, reason: str) -> None:
    found = verdict(text, kind)
    assert (found.status, found.reason) == ("impossible", reason)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("县级配套资金不低于75万元。", "amount"),
        ("单项补助不超过20万元。", "amount"),
        ("每人补助500元。", "amount"),
        ("2019年支出80万元。", "amount"),
        ("支出差旅费1.2万元。", "amount"),
        ("第一季度支出20万元。", "amount"),
        ("支出约86万元。", "amount"),
        ("补助比例不高于40%。", "rate"),
        ("目标满意率99%。", "rate"),
        ("先进单位占比约三成。", "rate"),
        ("任务完成率102%。", "rate"),
        ("接待120批，其中集体访30批，初访50批。", "sum"),
        ("培训120人，其中党员80人，妇女60人。", "sum"),
        ("举办讲座5场。", "count"),
        ("同比增长12%。", "growth"),
        ("计划举办10场，实际举办12场，完成率120%。", "pair"),
    ],
)
def test_what_nothing_speaks_against_is_not_accused(text: str, kind: str) -> None:
    assert not verdict(text, kind).wrong


def test_without_a_sheet_arithmetic_still_speaks() -> None:
    assert verdict("交办61名，化解59人，化解率97.6%。", "pair", None).wrong
    assert verdict("经费使用完毕。", "spent_up", None).reason == "claim_no_budget"
    assert verdict("群众满意率为99%。", "rate", None).reason == "claim_base_missing"


@settings(deadline=None, max_examples=150)
@given(st.integers(1, 20000), st.data(), st.integers(0, 4), st.sampled_from(["件", "名", "起"]))
def test_no_true_ratio_at_any_decimals_is_accused(total: int, data: st.DataObject, places: int, unit: str) -> None:
    done = data.draw(st.integers(0, total))
    rate = (Decimal(done) * 100 / total).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"全年交办{total}{unit}，化解{done}{unit}，化解率{rate}%。"
    assert not any(v.wrong for _, v in judge_all(claims(text), Facts()))


@settings(deadline=None, max_examples=100)
@given(st.integers(3, 5000), st.data())
def test_every_wrong_percentage_of_a_pair_is_found(total: int, data: st.DataObject) -> None:
    done = data.draw(st.integers(0, total))
    right = (Decimal(done) * 100 / total).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    stated = data.draw(st.integers(0, 1000).map(lambda n: Decimal(n) / 10).filter(lambda p: p != right))
    text = f"全年交办{total}件，化解{done}件，化解率{stated:.1f}%。"
    assert any(v.wrong for c, v in judge_all(claims(text), Facts()) if c.kind == "pair")


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from(["0", "14", "0.005", "件", "名", "人次", "批", "万元", "元", "%", "化解", "化解率", "支出", "预算", "执行率", "，", "；", "。", "其中", "合计", "由", "增长到", "增长", "大于", "使用完毕", "2021年", "2019年", "（", "/", "-", "四率", "：", "一是", "三是", "百分之", "〔2022〕3号", "占比", "结余"]),
        max_size=25,
    ),
    st.sampled_from([None, SHEET, Facts(D(0), D(0)), Facts(D("0.004"), D(5), 2021)]),
)
def test_no_text_stops_the_judgement(words: list[str], known: Facts | None) -> None:
    for claim, found in judge_all(claims("".join(words), NAME), known):
        assert found.status in ("agrees_cell", "agrees_arithmetic", "contradicts", "impossible", "unjudged")
        assert claim.kind
        assert not found.wrong or found.message


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    text = "交办61名，化解59人，化解率97.6%。"
    use_language("en")
    try:
        assert "59 of 61 is 96.7%" in verdict(text, "pair").message
    finally:
        use_language("zh")
    assert "61中完成59，应为96.7%" in verdict(text, "pair").message
    assert {"claim_pair", "claim_sum", "status_unjudged", "slip_truncated"} <= set(catalogue("text"))
