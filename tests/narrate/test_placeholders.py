"""Placeholders in a person's text: names from closed lists, nothing evaluated, all else untouched; rule C15."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_eval.book import Book, ProjectSheet, Value
from excel_eval.form.load import load_form
from excel_eval.form.place import place
from excel_eval.messages import use_language
from excel_eval.model import ModelValue
from excel_eval.narrate import fill_placeholders
from excel_eval.narrate.filters import NUMERIC
from excel_eval.paths import project_of
from excel_eval.rules import RULES, run
from excel_eval.text.placeholders import FILTERS, unknown_placeholders
from tests.growing import MOST, growth

VALUES: dict[str, ModelValue] = {
    "name": "信访救助专项资金",
    "year": Decimal(2020),
    "funds.total.budget": Decimal(100),
    "funds.total.executed": Decimal("85.62"),
    "funds.total.rate": Decimal("0.8562"),
    "measures[1].done": Decimal(59),
    "measures[1].rate": Decimal(59) / Decimal(61),
    "date": date(2020, 12, 31),
    "adjustment_reason": "追加{{ name }}",
}
PROJECT = project_of(VALUES)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("支出{{ funds.total.executed | 万元 }}。", "支出85.62万元。"),
        ("{{funds.total.executed|元}}", "856200元"),
        ("{{ funds.total.executed | 大写 }}", "捌拾伍万陆仟贰佰元整"),
        ("{{ funds.total.executed | 整数 }}", "86"),
        ("{{ funds.total.budget }}", "100"),
        ("{{ funds.total.rate }}", "85.62%"),
        ("{{ measures[1].rate | 百分比1 }}", "96.7%"),
        ("{{ measures[1].rate | 百分比 }}", "96.72%"),
        ("{{ measures[1].done }}人", "59人"),
        ("{{ year }}年", "2020年"),
        ("{{ date | 日期 }}", "2020年12月31日"),
        ("｛｛ name ｜文字｝｝", "信访救助专项资金"),
        ("{{ adjustment_reason }}", "追加{{ name }}"),
        ("{{ department }}", "（未填）"),
        ("{{ measures[7].done }}", "（未填）"),
    ],
)
def test_known_placeholders_are_filled(text: str, filled: str) -> None:
    assert fill_placeholders(text, PROJECT) == filled


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}}",
        "{0.__init__.__globals__}",
        "{{ name.__class__ }}",
        "{{ funds.total.__init__ }}",
        "{{ funds }}",
        "{{ funds.total }}",
        "{{ measures }}",
        "{{ measures[0] }}",
        "{{ extra }}",
        "{{ get }}",
        "{{ funds.total.executed | upper }}",
        "{{ name | 万元 }}",
        "{{ date | 万元 }}",
        "{{ name | 日期 }}",
        "{% for x in y %}",
        "{# #}",
        "{{}}",
        "{{ }}",
        "{{ name }",
        "{ { name } }",
        "%(name)s ${name} {name}",
        "100％ {{",
        "",
    ],
)
def test_everything_else_comes_out_unchanged(text: str) -> None:
    assert fill_placeholders(text, PROJECT) == text


def test_a_blank_path_of_the_form_is_known_when_the_form_has_it() -> None:
    assert fill_placeholders("{{ remark }}", PROJECT) == "{{ remark }}"
    assert fill_placeholders("{{ remark }}", PROJECT, {"remark"}) == "（未填）"


def test_unknown_placeholders_with_their_places() -> None:
    text = "支出{{ funds.total.executed | 万元 }}，{{ fund.total }}，{{7*7}}"
    found = unknown_placeholders(text)
    assert [name for _, name in found] == ["fund.total", "7*7"]
    assert [text[start:end] for (start, end), _ in found] == ["{{ fund.total }}", "{{7*7}}"]


def test_the_closed_list_is_what_can_be_done() -> None:
    assert set(NUMERIC) | {"日期", "文字"} == FILTERS


@given(st.text(alphabet="{} |a.[]0_年费name", max_size=60))
@settings(max_examples=300, deadline=None)
def test_filling_never_fails_and_leaves_nothing_known(text: str) -> None:
    once = fill_placeholders(text, project_of({}))
    assert unknown_placeholders(once) == unknown_placeholders(text)


@pytest.mark.parametrize(
    "text",
    ["{" * 32767, "{{ a" * 8191, "{{ name }}" * 3276, "{{" + " " * 32765, "{{ a | " * 4681, ("{{" + "a" * 199) * 163],
)
def test_reading_a_cell_grows_with_its_length(text: str) -> None:
    assert growth(lambda part: (fill_placeholders(part, PROJECT), unknown_placeholders(part)), text) < MOST


def sheet(text: str) -> Book:
    form = load_form()
    layout = place(form)
    values = {path: Value(slot) for path, slot in layout.by_path.items()}
    slot = layout.by_path["narrative.situation"]
    values[slot.path] = Value(slot, raw=text, value=text, stored=text)
    project = project_of({slot.path: text})
    return Book(form, (ProjectSheet("项目", project, values, layout),))


def test_rule_c15_reports_what_means_nothing() -> None:
    rule = next(each for each in RULES if each.id == "C15")
    book = sheet("安排{{ funds.total.budget | 万元 }}，{{ adjustment_reason }}，{{ budget }}")
    (finding,) = run(book, (rule,))
    assert finding.severity == "warning"
    assert finding.found == "{{ budget }}"
    assert finding.cell == book.sheets[0].cell("narrative.situation")
    assert "{{ 路径 | 格式 }}" in finding.suggestion


def test_rule_c15_in_english() -> None:
    rule = next(each for each in RULES if each.id == "C15")
    use_language("en")
    try:
        (finding,) = run(sheet("{{ budget }}"), (rule,))
        assert "stays as it is" in finding.message
    finally:
        use_language("zh")
