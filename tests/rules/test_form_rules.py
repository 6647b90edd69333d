"""A form's own rules: a formula that is FALSE is a finding, unless what it reads is blank or unreadable."""

from __future__ import annotations

from pathlib import Path

import pytest

from excel_eval.findings import Finding, Severity
from excel_eval.form.load import form_of
from excel_eval.form.schema import Form
from excel_eval.rules import Settings, form_findings
from excel_eval.rules.configuration import is_library_rule
from excel_eval.workbook.read import Sheets, book_of
from tests.rules.case_book import grid_with

CLAIM = Path(__file__).resolve().parents[2] / "examples" / "travel_claim.toml"
SMALL = """
key = "small"
version = 1
title = "小表"
columns = [12, 12, 12, 12]
[[section]]
key = "s"
shape = "fields"
[[section.field]]
key = "limit"
label = "限额合计数"
kind = "number"
[[section.field]]
key = "used"
label = "已用合计数"
kind = "number"
[[section.field]]
key = "remark"
label = "说明事项"
[[section.field]]
key = "owner"
label = "负责人姓名"
[[rule]]
id = "S01"
path = "used"
formula = "=used<=limit"
message = "已用{found}，限额{limit}"
suggestion = "改为不超过{limit}"
[[rule]]
id = "S02"
path = "remark"
formula = '=OR(used<limit,remark<>"")'
severity = "warning"
"""


def findings(form: Form, values: dict[str, str], settings: Settings | None = None) -> list[Finding]:
    book = book_of(Sheets({"表": grid_with(form, "表", values)}), form)
    return list(form_findings(book, settings or Settings()))


@pytest.fixture(scope="module")
def small() -> Form:
    return form_of(SMALL, "small.toml")


def test_a_broken_rule_says_what_stands_there(small: Form) -> None:
    (finding,) = findings(small, {"limit": "10", "used": "12", "remark": "超支"})
    assert finding.message == "已用12，限额10"
    assert finding.suggestion == "改为不超过10"
    assert (finding.path, finding.label, finding.found) == ("used", "已用合计数", "12")
    assert (finding.sheet, finding.cell is not None, len(finding.related)) == ("表", True, 1)


def test_a_rule_that_holds_is_silent(small: Form) -> None:
    assert findings(small, {"limit": "10", "used": "10", "remark": "刚好"}) == []


@pytest.mark.parametrize("values", [{"used": "12"}, {"limit": "-5"}, {"limit": "不定", "used": "12"}, {}])
def test_blank_and_unreadable_cells_silence_a_rule(small: Form, values: dict[str, str]) -> None:
    assert [f for f in findings(small, values) if f.rule == "S01"] == []


def test_a_rule_may_ask_for_what_is_blank(small: Form) -> None:
    (finding,) = findings(small, {"limit": "10", "used": "10"})
    assert (finding.rule, finding.severity) == ("S02", Severity.WARNING)
    assert "=OR(used<limit" in finding.message


def test_rules_of_a_form_can_be_regraded_and_switched_off(small: Form) -> None:
    values = {"limit": "10", "used": "12", "remark": "超支"}
    assert findings(small, values, Settings({"S01": Severity.INFO}))[0].severity is Severity.INFO
    assert findings(small, values, Settings({"S01": None})) == []


def test_braces_in_what_a_person_typed_mean_nothing(small: Form) -> None:
    form = form_of(SMALL.replace("已用{found}", "负责人{owner}，已用{found}"), "small.toml")
    (finding,) = findings(form, {"limit": "10", "used": "12", "remark": "x", "owner": "{limit}"})
    assert finding.message == "负责人{limit}，已用12，限额10"


def test_the_travel_claim_checks_itself() -> None:
    form = form_of(CLAIM.read_text(encoding="utf-8"), CLAIM.name)
    trip = {"traveller": "张三", "trip.left": "2021-05-06", "trip.back": "2021-05-04", "rides[0].fare": "120"}
    assert [f.rule for f in findings(form, trip)] == ["T01", "T04"]
    trip |= {"trip.back": "2021-05-08", "rides[0].means": "火车", "rides[0].day": "2021-05-06"}
    assert findings(form, trip) == []


def test_ids_of_the_library_are_not_a_forms_own() -> None:
    assert [is_library_rule(id) for id in ("F01", "N18", "W08", "T01", "X90", "F18")] == [True] * 3 + [False] * 3
