"""Every key of a configuration changes what it says: a finding goes, comes, or is graded otherwise."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from excel_eval.pipeline import check
from excel_eval.rules.configuration import Reading, parsed
from excel_eval.rules.settings import Settings
from tests.rules.case_book import SHEET, book_with

MONEY = {"funds.total.budget": "100", "funds.total.executed": "100"}
MET = {"dimension": "产出指标", "category": "数量指标", "name": "培训场次", "direction": "≥", "target": "10", "unit": "场"}


def indicator(**more: str) -> dict[str, str]:
    return {**MONEY, **{f"indicators[0].{key}": value for key, value in {**MET, "actual": "10", **more}.items()}}


GRADED = {**indicator(weight="90", score="90"), "total.score": "100", "total.grade": "优等"}
OTHER = {"dimension": "效益指标", "category": "社会效益指标", "name": "知晓率", "weight": "20", "score": "20"}
SPECIAL = {**indicator(weight="70", score="70"), **{f"indicators[1].{key}": value for key, value in OTHER.items()}}
CASES: list[tuple[str, str, dict[str, str], list[str], list[str]]] = [
    ("low_rate", '[thresholds]\nlow_rate = "80%"', {**MONEY, "funds.total.executed": "85"}, ["F09 error"], []),
    ("overachieved", '[thresholds]\noverachieved = "50%"', indicator(actual="14"), ["X09 warning"], []),
    ("underspent", '[thresholds]\nunderspent = "30%"', {**indicator(weight="90", score="67.5", actual="7.5"), "funds.total.executed": "75"}, ["X21 info"], []),
    ("full_year_month", "[thresholds]\nfull_year_month = 6", {**MONEY, "year": "2020", "date": "2020-08-01"}, ["N11 warning"], []),
    (
        "better_than_spending", '[thresholds]\nbetter_than_spending = "15%"',
        {**indicator(weight="90", score="90"), "funds.total.executed": "89"}, ["X21 warning"], [],
    ),
    ("large_amount", "[thresholds]\nlarge_amount = 100000", {"funds.total.budget": "50000"}, ["F15 warning"], []),
    ("name_length", "[thresholds]\nname_length = 30", indicator(name="培训" * 12), ["X18 info"], []),
    (
        "rounding", "[tolerances]\nrounding = 3",
        {"funds.total.budget": "10.00", "funds.appropriation.budget": "5.02", "funds.other.budget": "5.02"},
        ["F01 error"], ["F01 info"],
    ),
    ("score", "[tolerances]\nscore = 1", indicator(actual="8", weight="90", score="71.5"), ["X05 error"], []),
    (
        "magnitude", '[tolerances]\nmagnitude = "0.1%"',
        {"funds.total.budget": "8590", "funds.total.executed": "0.8562"}, ["F15 warning"], [],
    ),
    ("required", '[indicators]\nrequired = ["生态效益指标"]', indicator(weight="90"), [], ["X14 warning"]),
    ("special_weights", "[indicators]\nspecial_weights = true", SPECIAL, ["X03 warning"], []),
    ("approved_targets", '[approved_targets]\n"培训场次" = "≥12场"', indicator(), [], ["X17 warning"]),
    ("grades", '[grades]\n"优等" = "优"', GRADED, ["X07 error"], []),
    (
        "keywords", '[keywords]\nno_reason = ["待定"]',
        {**MONEY, "funds.total.executed": "85", "narrative.deviation": "正常"}, ["F09 error"], [],
    ),
    ("rules", '[rules]\nF09 = "info"', {**MONEY, "funds.total.executed": "85"}, ["F09 error"], ["F09 info"]),
    ("rules", '[rules]\nF09 = "off"', {**MONEY, "funds.total.executed": "85"}, ["F09 error"], []),
    ("rules", '[rules]\nC16 = "warning"', MONEY, ["C16 error"], ["C16 warning"]),
]  # fmt: skip


def found(values: dict[str, str], config: str, rule: str) -> list[str]:
    settings = Settings(**parsed(Reading.of_text(config, "test")))
    findings = check(book_with({SHEET: values}), settings=settings)
    return sorted({f"{each.rule} {each.severity.value}" for each in findings if each.rule == rule})


@pytest.mark.parametrize(("key", "config", "values", "before", "after"), CASES, ids=[f"{c[0]} {c[1][-12:]}" for c in CASES])
def test_a_key_takes_effect(key: str, config: str, values: dict[str, str], before: list[str], after: list[str]) -> None:
    rule = (before or after)[0].split()[0]
    assert found(values, "", rule) == before, key
    assert found(values, config, rule) == after, key


def test_every_key_is_among_them() -> None:
    shipped = tomllib.loads(files("excel_eval").joinpath("data/settings/default.toml").read_text(encoding="utf-8"))
    keys = {key for table in ("thresholds", "tolerances", "indicators") for key in shipped[table]}
    assert {case[0] for case in CASES} == keys | {"rules", "approved_targets", "grades", "keywords"}
