"""Sentences against the table: what is true is silent, what is out of step is found in its cell."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.findings import Finding
from excel_eval.numbers import fixed, plain
from excel_eval.rules import RULES, run, tidy
from tests.growing import MOST, cell, growth
from tests.rules.case_book import SHEET, book_with

SITUATION, PERFORMANCE = "narrative.situation", "narrative.performance"

SEVEN: dict[str, tuple[str, str, str]] = {
    "领导接访费用": ("5", "", "全年接待来访群众74批74人次。"),
    "处理越访、突发事件及办信": ("2.97", "依据苏信〔2016〕15号文件设立。", "受理办理群众来信4170件。"),
    "法治宣传教育经费": ("4.46", "", "开展集中宣传，印发宣传材料。"),
    "信访救助专项资金": (
        "85.62",
        "按苏信组办〔2013〕2号文件每年不少于50万元，2017年起不少于75万元，个案救助不高于百分之四十。2020年度安排信访救助专项资金100万元。",
        "国家和省交办积案4件，化解4件，化解率100%；市交办积案14件，化解12件，化解率85.7%。",
    ),
    "驻京驻宁导访费用": ("65", "", "全年未发生群众进京非接待场所上访。"),
    "复查、督办专项经费": ("2", "", "组织2个督查组，督导14次，督办48起。"),
    "办公设备购置": ("1.08", "", "更换老旧办公设备。"),
}


def seven_projects() -> dict[str, dict[str, str]]:
    sheets = {}
    for name, (spent, before, after) in SEVEN.items():
        budget = "100" if name == "信访救助专项资金" else spent
        sheets[name] = {
            "name": name,
            "year": "2020",
            "department": "市信访局",
            "unit": "市信访局",
            "funds.total.initial": budget,
            "funds.total.budget": budget,
            "funds.total.executed": spent,
            SITUATION: f"{before}2020年度{name}{spent}万元使用完毕。",
            PERFORMANCE: after,
        }
    rows = (("国家和省交办积案", "件", 4, 4, "100%"), ("市交办积案", "件", 14, 12, "85.7%"))
    rows += (("进京访重点人员", "名", 61, 59, "97.6%"), ("网上信访积案", "件", 93, 89, "95.7%"))
    keys = ("name", "unit", "total", "done", "claimed")
    for i, row in enumerate(rows):
        values = zip(keys, row, strict=True)
        sheets["信访救助专项资金"] |= {f"measures[{i}].{key}": str(value) for key, value in values}
    return sheets


def findings(values: dict[str, str]) -> list[Finding]:
    book = book_with({SHEET: values})
    return [f for f in tidy(run(book, RULES), book) if f.severity.value != "info"]


def test_the_seven_projects_give_the_two_errors_that_are_in_them() -> None:
    book = book_with(seven_projects())
    errors = [f for f in tidy([*book.findings, *run(book, RULES)], book) if f.severity.value == "error"]
    assert {(f.rule, f.sheet) for f in errors} == {("N01", "信访救助专项资金"), ("F09", "信访救助专项资金")}
    (ratio,) = [f for f in errors if f.rule == "N01"]
    assert (ratio.found, ratio.expected, ratio.path) == ("97.6%", "96.7%", "measures[2].claimed")
    assert sum("使用完毕" in f.message for f in errors) == 1


def clean_text(rng: Random) -> dict[str, str]:
    """A project with sentences made from its own figures, each rounded as the sentence pleases."""
    budget = Decimal(rng.randint(1000, 99_999)) / 100
    spent = budget * rng.randint(91, 99) / 100
    total, places = rng.randint(5, 900), rng.randint(0, 3)
    done = rng.randint(1, total)
    rate = fixed(Decimal(100 * done) / total, places)
    execution = fixed(100 * spent / budget, rng.randint(0, 3))
    first, more = rng.randint(1, total), rng.randint(1, total - 1)
    growth = fixed(Decimal(100 * more) / (total - more), places)
    return {
        "name": "信访事项化解专项资金",
        "year": "2020",
        "funds.total.budget": plain(budget),
        "funds.total.executed": plain(spent),
        "measures[0].name": "群众来信",
        "measures[0].unit": "件",
        "measures[0].total": str(total),
        "measures[0].done": str(done),
        "narrative.deviation": f"结余{plain(budget - spent)}万元，按规定结转下年使用。",
        SITUATION: f"2020年度安排信访事项化解专项资金{plain(budget)}万元，实际支出{plain(spent)}万元，预算执行率{execution}%。",
        PERFORMANCE: rng.choice(
            (
                f"全年受理群众来信{total}件，办结{done}件，办结率{rate}%。",
                f"受理群众来信{total}件办结{done}件、办结率为{rate}％，居全市前列。",
                f"群众来信共{total}件，其中城区{first}件、乡镇{total - first}件。",
                f"群众来信{total}件，比上年增加{more}件，增长{growth}%。",
                f"群众来信由{total - more}件增加到{total}件，同比增长{growth}%。",
            )
        ),
    }


@pytest.mark.parametrize("seed", range(80))
def test_sentences_made_from_the_figures_raise_nothing(seed: int) -> None:
    values = clean_text(Random(seed))
    assert findings(values) == [], values


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("wrong", ["spent", "budget", "rate", "execution"])
def test_a_figure_out_of_step_is_found_in_its_cell(seed: int, wrong: str) -> None:
    rng = Random(seed)
    values = clean_text(rng)
    total, done = int(values["measures[0].total"]), int(values["measures[0].done"])
    spent, budget = Decimal(values["funds.total.executed"]), Decimal(values["funds.total.budget"])
    right = fixed(Decimal(100 * done) / total, 2)
    texts = {
        "spent": (SITUATION, f"2020年度信访事项化解专项资金支出{plain(spent + 1)}万元。"),
        "budget": (SITUATION, f"2020年度安排信访事项化解专项资金{plain(budget * 2)}万元。"),
        "rate": (PERFORMANCE, f"受理群众来信{total}件，办结{done}件，办结率{fixed((Decimal(right) + 7) / 2, 2)}%。"),
        "execution": (SITUATION, f"预算执行率{fixed(100 * spent / budget - 5, 2)}%。"),
    }
    path, text = texts[wrong]
    if wrong == "rate" and abs(Decimal(right) - 7) < 1:
        return
    assert [f for f in findings(values | {path: text}) if f.path == path], text


def test_a_placeholder_is_no_figure_and_no_draft() -> None:
    text = "2020年度支出{{ funds.total.executed | 万元 }}万元，执行率{{ funds.total.rate | 百分比 }}。"
    values = {"year": "2020", "funds.total.budget": "100", "funds.total.executed": "95", SITUATION: text}
    assert findings(values) == []


def test_spent_up_is_said_once() -> None:
    values = {"funds.total.budget": "100", "funds.total.executed": "95", SITUATION: "本年资金使用完毕。"}
    assert [(f.rule, f.path) for f in findings(values)] == [("F09", SITUATION)]


def test_the_words_around_a_claim_are_shown() -> None:
    text = "按照有关要求，" * 12 + "进京访重点人员61名，化解59名，化解率97.6%。" + "工作有序开展，" * 12
    (finding,) = [f for f in findings({PERFORMANCE: text}) if f.rule == "N01"]
    assert "61名" in finding.message
    assert len(finding.message) < 120


@pytest.mark.parametrize(
    "unit", ["1,234", "9", "12件", "三", "××", "2020年度", "100万元，", "（2016）", "全部化解", "增加到3件", "法制法制", "1.", "支出培训费2万元，"]
)
def test_judging_a_cell_grows_with_its_length(unit: str) -> None:
    rules = [rule for rule in RULES if rule.id.startswith("N")]

    def judge(text: str) -> object:
        book = book_with({SHEET: {"name": "甲", "year": "2020", "funds.total.executed": "5", PERFORMANCE: text}})
        return list(run(book, rules))

    assert growth(judge, cell(unit)) < MOST


@given(st.text(st.sampled_from("件名万元%0123456789.，。由从增加到比上年〔〕号××{}一二三率"), max_size=60))
@settings(deadline=None, max_examples=150)
def test_no_text_stops_the_rules(text: str) -> None:
    book = book_with({SHEET: {"year": "2020", "funds.total.executed": "5", PERFORMANCE: f"文{text}"}})
    for finding in run(book, RULES):
        assert finding.cell
