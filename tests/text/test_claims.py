"""Figures read out of sentences."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.text.claims import Claim, claims


def only(text: str, kind: str, name: str = "") -> Claim:
    found = [claim for claim in claims(text, name) if claim.kind == kind]
    assert len(found) == 1, found
    return found[0]


def kinds(text: str) -> list[str]:
    return [claim.kind for claim in claims(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "role"),
    [
        ("安排古树保护经费100万元。", "100", "万元", "budget"),
        ("年初预算数为90.5万元。", "90.5", "万元", "budget"),
        ("支出预算100万元。", "100", "万元", "budget"),
        ("实际支出85.62万元。", "85.62", "万元", "spent"),
        ("2021年度古树保护经费856200元使用完毕。", "856200", "元", "spent"),
        ("年底结余14.38万元。", "14.38", "万元", "balance"),
        ("县级配套资金不少于75万元。", "75", "万元", "floor"),
        ("每年不低于50万元。", "50", "万元", "floor"),
        ("单项补助不超过20万元。", "20", "万元", "cap"),
        ("单项补助控制在20万元以内。", "20", "万元", "cap"),
        ("每人补助500元。", "500", "元", "price"),
        ("户均2000元。", "2000", "元", "price"),
        ("挽回损失30万元。", "30", "万元", "unknown"),
        ("支出一百二十万元。", "120", "万元", "spent"),
        ("支出1,234.5万元。", "1234.5", "万元", "spent"),
        ("支出８５．６２万元。", "85.62", "万元", "spent"),
        ("支出0.5亿元。", "0.5", "亿元", "spent"),
    ],
)
def test_an_amount_has_a_unit_and_a_role(text: str, value: str, unit: str, role: str) -> None:
    claim = only(text, "amount")
    if unit == "万元" and "一百" in text:
        assert claim.value is not None
        assert claim.value * (1 if claim.unit == "万元" else Decimal("0.0001")) == Decimal(value)
    else:
        assert (claim.value, claim.unit) == (Decimal(value), unit)
    assert claim.role == role


def test_only_spending_of_the_whole_project_is_the_projects_spending() -> None:
    name = "古树保护经费"
    assert only("2021年度古树保护经费85.62万元使用完毕。", "amount", name).whole
    assert only("全年实际支出85.62万元。", "amount", name).whole
    assert only("安排古树保护专项经费100万元。", "amount", name).whole
    assert not only("支出差旅费1.2万元。", "amount", name).whole
    assert not only("第一季度支出20万元。", "amount", name).whole
    assert not only("预计支出100万元。", "amount", name).whole


def test_an_amount_of_another_year_says_which() -> None:
    assert [c.year for c in claims("2019年支出80万元，2021年支出85万元。") if c.kind == "amount"] == [2019, 2021]


@pytest.mark.parametrize(
    "text",
    [
        "根据X政办〔2016〕15号文件。",
        "2021年3月5日召开会议。",
        "开展《三年行动计划（2020年）》。",
        "2020—2022年实施。",
        "12345热线。",
        "第3批名单。",
        "推进“一标三实”工作。",
    ],
)
def test_years_documents_dates_and_titles_are_never_amounts_or_counts(text: str) -> None:
    assert not {"amount", "count", "pair", "rate"} & set(kinds(text))


def test_a_document_and_a_year_are_claims_of_their_own() -> None:
    assert only("按X政发〔2016〕15号执行。", "document").value == 2016
    assert only("2021年度开展工作。", "year").value == 2021
    assert only("较2020年有所改善。", "year").role == "comparison"


@pytest.mark.parametrize(
    ("text", "base", "done", "rate"),
    [
        ("交办的40件积案化解34件，化解率85%。", 40, 34, "0.85"),
        ("受理40件，办结34件，办结率85.0%。", 40, 34, "0.85"),
        ("交办40名重点人员，化解34人，化解率为85%。", 40, 34, "0.85"),
        ("应到60人，实到57人，出勤率为95%。", 60, 57, "0.95"),
        ("40件中化解34件，化解率85%。", 40, 34, "0.85"),
        ("6项中的5项已完成，完成率83.3%。", 6, 5, "0.833"),
        ("接待来访120批，其中集体访18批，占15%。", 120, 18, "0.15"),
        ("参训60人，考核合格57人，合格率为百分之九十五。", 60, 57, "0.95"),
        ("化解率85%（40件中化解34件）。", 40, 34, "0.85"),
        ("满意率95.8%（182/190）。", 190, 182, "0.958"),
        ("交办的４０件积案化解３４件，化解率８５％。", 40, 34, "0.85"),
        ("交办的 40\n件积案化 解 34\n\n件，化解率 85\n%。", 40, 34, "0.85"),
    ],
)
def test_a_rate_belongs_to_its_pair(text: str, base: int, done: int, rate: str) -> None:
    claim = only(text, "pair")
    assert (claim.base, claim.done, claim.value) == (base, done, Decimal(rate))


def test_several_pairs_in_one_sentence_keep_apart() -> None:
    text = "甲处交办40件化解34件，化解率85%，乙处交办50件化解40件，化解率80%；丙处30件，化解率100%。"
    pairs = [(c.base, c.done, c.value) for c in claims(text) if c.kind == "pair"]
    assert pairs == [(40, 34, Decimal("0.85")), (50, 40, Decimal("0.8"))]
    rate = only(text, "rate")
    assert (rate.value, rate.base) == (1, 30)


def test_a_base_in_the_same_clause_is_stated_one_further_back_is_not() -> None:
    assert only("交办的9件积案化解率100%。", "rate").base_stated
    assert only("全年受理来信900件，群众满意率为98%。", "rate").base is None
    further = only("全年受理来信900件，网上参评率为98%。", "rate")
    assert (further.base, further.base_stated) == (900, False)
    assert only("群众满意率为98%。", "rate").base is None


def test_unlike_units_make_no_pair() -> None:
    assert "pair" not in kinds("召开会议3次，解决问题15个，办结率90%。")
    assert "pair" not in kinds("走访20户，解决问题15个，办结率90%。")


def test_a_pair_without_a_rate_and_batches_of_persons() -> None:
    pair = only("交办40件，已化解34件。", "pair")
    assert (pair.base, pair.done, pair.value) == (40, 34, None)
    visits = only("接待群众60批80人次。", "pair")
    assert (visits.role, visits.base, visits.done) == ("persons", 80, 60)


@pytest.mark.parametrize(
    ("text", "role", "value", "base", "done"),
    [
        ("投诉由30件下降到21件，下降30%。", "down", "0.3", 30, 21),
        ("从2019年的80万元增长到2020年的100万元，增长25%。", "up", "0.25", 80, 100),
        ("2019年办理90件，2020年办理99件，同比增长10%。", "up", "0.1", 90, 99),
        ("本年受理80件，上年受理100件，同比下降20%。", "down", "0.2", 100, 80),
        ("同比增长12.5%。", "up", "0.125", None, None),
        ("投诉由30件减少到21件。", "down", None, 30, 21),
    ],
)
def test_growth_compares_two_figures(text: str, role: str, value: str | None, base: int | None, done: int | None) -> None:
    claim = only(text, "growth")
    assert (claim.role, claim.base, claim.done) == (role, base, done)
    assert claim.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "role", "total", "parts"),
    [
        ("总投资100万元，其中财政拨款80万元，自筹20万元。", "among", 100, (80, 20)),
        ("差旅费3万元、印刷费4万元，合计7万元。", "all", 7, (3, 4)),
        ("共办理112件，其中来信40件、来访52件、网上20件。", "among", 112, (40, 52, 20)),
    ],
)
def test_a_sum_has_its_parts(text: str, role: str, total: int, parts: tuple[int, ...]) -> None:
    claim = only(text, "sum")
    assert (claim.role, claim.value, claim.parts) == (role, total, parts)


@pytest.mark.parametrize(
    ("text", "announced", "low", "high"),
    [
        ("“三率”分别为：受理率99%；办结率98%；满意率97%；参评率96%。", 3, 4, 4),
        ("抓好三个方面工作：一是建制度；二是强队伍。", 3, 2, 2),
        ("采取两项措施：落实责任、加强巡查。", 2, 2, 2),
        ("推进三项工作：巡查、养护和修复。", 3, 2, 3),
        ("做好四项工作：\n1.巡查。\n2.养护。\n3.修复。\n", 4, 3, 3),
    ],
)
def test_what_is_announced_is_held_against_what_is_listed(text: str, announced: int, low: int, high: int) -> None:
    claim = only(text, "listed")
    assert (claim.value, claim.parts) == (announced, (low, high))


def test_catchwords_announce_nothing() -> None:
    assert "listed" not in kinds("化解“三跨”“三分离”问题，推进一战两整治。")


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("一是建制度；二是强队伍；四是抓督查。", (2, 4)),
        ("1.建制度。\n2.强队伍。\n4.抓督查。", (2, 4)),
        ("（一）建制度。\n（三）强队伍。", (1, 3)),
        ("①建制度②强队伍④抓督查", (2, 4)),
        ("第一，建制度；第三，强队伍。", (1, 3)),
    ],
)
def test_ordinals_jump(text: str, gap: tuple[int, int]) -> None:
    claim = only(text, "ordinals")
    assert (claim.base, claim.value) == gap


@pytest.mark.parametrize(
    "text", ["一是甲；二是乙；三是丙。", "1.甲。\n2.乙。\n二、另一\n1.丙。\n2.丁。", "增长1.5倍。支出2.97万元。", "1、甲。5、6月份开展。2、乙。"]
)
def test_ordinals_in_order_are_no_claim(text: str) -> None:
    assert "ordinals" not in kinds(text)


@pytest.mark.parametrize(
    ("text", "spent_up"),
    [
        ("经费5万元使用完毕。", True),
        ("资金已全部支出。", True),
        ("经费尚未使用完毕。", False),
        ("预计年底使用完毕。", False),
        ("确保支出完毕。", False),
    ],
)
def test_used_up_is_a_claim_unless_taken_back(text: str, spent_up: bool) -> None:
    assert ("spent_up" in kinds(text)) is spent_up


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("全市一百二十人参加。", 120, "人"),
        ("修缮房屋两栋。", 2, "栋"),
        ("发放手册1.2万册。", 12000, "册"),
        ("走访３０户。", 30, "户"),
    ],
)
def test_counts_with_their_measure_word(text: str, value: int, unit: str) -> None:
    claim = only(text, "count")
    assert (claim.value, claim.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["精心组织每一次活动，落实一名专人。", "十分重视，四处走访。", "第三批人员到位。", "市四套班子参加。"]
)
def test_ways_of_speaking_are_no_counts(text: str) -> None:
    assert not kinds(text)


def test_ranges_and_approximations_are_marked() -> None:
    claim = only("每场30—50人。", "count")
    assert (claim.value, claim.upper) == (30, 50)
    assert only("参加约200人。", "count").vague
    assert only("三成居民参与。", "rate").vague
    assert only("满意率不低于95%。", "rate").role == "floor"
    assert only("目标满意率95%。", "rate").role == "target"


def test_spans_point_into_the_text_as_given() -> None:
    text = "　根据安排，办理来信 41\n70 件，支出 100\n万元。"
    for claim in claims(text):
        assert "".join(text[claim.start : claim.end].split()) == claim.text
    assert only(text, "amount").value == 100
    assert only(text, "count").value == 4170


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="14件化解2，。%率三是一、（）其中合计万元使用完毕增长由到 \n", max_size=80))
def test_any_text_gives_claims_inside_it_in_order(text: str) -> None:
    found = claims(text)
    assert [c.start for c in found] == sorted(c.start for c in found)
    for claim in found:
        assert 0 <= claim.start <= claim.end <= len(text)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 99999), st.sampled_from(["件", "名", "起", "户"]), st.sampled_from(["", " ", "\n", "\u3000", "\n\n"]))
def test_blanks_anywhere_do_not_change_what_is_read(number: int, unit: str, gap: str) -> None:
    claim = only(f"全年办理{gap}{number}{gap}{unit}。", "count")
    assert (claim.value, claim.unit) == (number, unit)
