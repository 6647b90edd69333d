"""Patterns take time linear in the text: cells of 32,767 characters made to slow them down."""

from __future__ import annotations

import re

import pytest

from excel_eval.formula import excel, format_sections, text_numbers, tokens
from tests.growing import MOST, cell, growth

PATTERNS = [
    value
    for module in (excel, format_sections, text_numbers, tokens)
    for value in vars(module).values()
    if isinstance(value, re.Pattern)
]
PHRASES = [
    "1",
    "1,",
    "a",
    '"',
    "'",
    "[",
    "[a",
    "(1",
    "$A1:",
    "a.",
    "a[1]",
    "#,##0",
    "2021-",
    "1.e",
    "\\",
    " ",
    '"a',
    "A1",
    "年",
]


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern.strip()[:20])
def test_patterns_are_linear(pattern: re.Pattern[str], phrase: str) -> None:
    assert growth(lambda text: (pattern.search(text), pattern.fullmatch(text)), cell(phrase)) < MOST
