"""Configuration: what it changes, and how a mistake in it is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from excel_eval.errors import ConfigError
from excel_eval.findings import Severity
from excel_eval.rules import Settings, load_settings, run
from excel_eval.rules.money.execution import EXECUTION
from excel_eval.rules.money.funds import sources_add_up
from tests.rules.case_book import SHEET, book_with


def settings_of(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "excel-eval.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "") == Settings()
    assert Settings().low_rate == Decimal("0.9")
    assert "无" in Settings().words("no_reason")


def test_rules_are_switched_off_and_regraded(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, '[rules]\nF02 = "off"\nF01 = "warning"\nX90 = "info"\n')
    assert settings.severity("F02", Severity.ERROR) is None
    assert settings.severity("X90", Severity.ERROR) is Severity.INFO
    values = {"funds.total.budget": "5", "funds.total.executed": "9", "funds.other.budget": "3"}
    found = [(f.rule, f.severity) for f in run(book_with({SHEET: values}), (sources_add_up, *EXECUTION), settings)]
    assert found == [("F01", Severity.WARNING)]


def test_a_rounding_difference_stays_an_info_when_its_rule_is_regraded(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, '[rules]\nF01 = "error"\n')
    values = {"funds.total.budget": "5.01", "funds.other.budget": "5.00"}
    assert [f.severity for f in run(book_with({SHEET: values}), (sources_add_up,), settings)] == [Severity.INFO]


def test_figures_may_be_shares_or_percentages(tmp_path: Path) -> None:
    assert settings_of(tmp_path, '[thresholds]\nlow_rate = "85%"\n').low_rate == Decimal("0.85")
    assert settings_of(tmp_path, "[thresholds]\nlow_rate = 0.85\n").low_rate == Decimal("0.85")


def test_a_keyword_list_replaces_the_default_one_only(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, '[keywords]\nno_reason = ["暂缺"]\n')
    assert settings.words("no_reason") == ("暂缺",)
    assert settings.words("spent_up") == Settings().words("spent_up")


@pytest.mark.parametrize(
    ("text", "line", "key", "hint"),
    [
        ('[rules]\n\nF18 = "off"', "3", "F18", "F17"),
        ('[rules]\nF01 = "of"', "2", "F01", "off"),
        ("[thresholds]\n# note\nlow_rat = 0.9", "3", "low_rat", "low_rate"),
        ('[thresholds]\nlow_rate = "viel"', "2", "low_rate", "90%"),
        ("[thresholds]\nlow_rate = -1", "2", "low_rate", "90%"),
        ("[thresholds]\nlow_rate = true", "2", "low_rate", "90%"),
        ('[keywords]\nno_reason = "无"', "2", "no_reason", '["…", "…"]'),
        ('[keywords]\nno_reson = ["无"]', "2", "no_reson", "no_reason"),
        ('[indicators]\nspecial_weights = "yes"', "2", "special_weights", "true"),
        ('[approved_targets]\n"培训场次" = 12', "2", "培训场次", '"…"'),
        ("\n[threshold]\nlow_rate = 1", "2", "threshold", "thresholds"),
        ("thresholds = 3", "1", "thresholds", "[thresholds]"),
        ("[thresholds]\nlow_rate = 90", "2", "low_rate", "0% 到 100%"),
        ('[tolerances]\nscore = 0.1\nrounding = 1000', "3", "rounding", "0 到 100"),
        ("thresholds.low_rat = 0.9", "1", "low_rat", "low_rate"),
        ("\n\nthresholds = { low_rat = 0.9 }", "3", "low_rat", "low_rate"),
        ('[thresholds]\nlow_rate = 0.8\n[tolerances]\n"low_rate" = 0.8', "4", "low_rate", "rounding"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_key(tmp_path: Path, text: str, line: str, key: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings_of(tmp_path, text)
    message = str(caught.value)
    assert "excel-eval.toml" in message
    assert f"第 {line} 行" in message
    assert f"“{key}”" in message
    assert hint in message


def test_a_file_that_is_no_toml_or_no_text_is_told(tmp_path: Path) -> None:
    for text, place in (("[rules\n", "第 1 行"), ("[rules]\nF01 = off", "第 2 行"), ("[rules]\nF01='off'\nF01='off'\n", "第 3 行")):
        with pytest.raises(ConfigError, match=r"excel-eval\.toml") as caught:
            settings_of(tmp_path, text)
        assert place in str(caught.value) and "Expected" not in str(caught.value)
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        load_settings(tmp_path / "nowhere.toml")
    (tmp_path / "gbk.toml").write_bytes("[keywords]\nno_reason=['无']".encode("gbk"))
    with pytest.raises(ConfigError, match=r"gbk\.toml"):
        load_settings(tmp_path / "gbk.toml")
