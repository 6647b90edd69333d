"""The pages made from the rules and their cases are current, and a rule explains itself from them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from excel_eval.messages import use_language
from excel_eval.rules import RULES, explain

ROOT = Path(__file__).resolve().parents[2]


def test_pages_are_current() -> None:
    spec = importlib.util.spec_from_file_location("make_rules", ROOT / "docs" / "make_rules.py")
    assert spec and spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    page = maker.rules_page()
    for target in maker.TARGETS:
        assert target.read_text(encoding="utf-8") == page, f"run docs/make_rules.py: {target.name} is stale"


def test_a_rule_explains_itself_with_its_examples() -> None:
    text = explain("F01")
    assert "年度资金总额=当年财政拨款" in text
    assert "漏加了" in text
    assert "→ 错误：" in text


def test_an_unknown_rule_is_not_explained() -> None:
    with pytest.raises(KeyError):
        explain("F99")


def test_every_rule_and_variant_speaks_english() -> None:
    use_language("en")
    try:
        for rule in RULES:
            for variant in ("", *rule.variants):
                message, fix = rule.words(variant)
                chinese, chinese_fix = rule.variants.get(variant, (rule.message, rule.fix))
                assert message != chinese, (rule.id, variant)
                assert (fix != chinese_fix) or not chinese_fix, (rule.id, variant)
                assert figures(message + fix) <= figures(chinese + chinese_fix) | {"found", "expected", "label"}
            assert rule.title != rule.sentence.splitlines()[0], rule.id
    finally:
        use_language("zh")


def figures(sentence: str) -> set[str]:
    return set(re.findall(r"\{([a-z_]{1,20})\}", sentence))
