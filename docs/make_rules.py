"""Writes docs/rules.md and excel_eval/data/rules.md from the rules and their case files: python docs/make_rules.py."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from excel_eval.rules import RULES, Rule  # noqa: E402 - found beside this script
from excel_eval.rules.explain import without_names  # noqa: E402
from tests.rules.case_book import SHEET, book_with  # noqa: E402
from tests.rules.cases import Case, all_cases  # noqa: E402

TARGETS = (ROOT / "docs" / "rules.md", ROOT / "excel_eval" / "data" / "rules.md")
_INTRODUCTION = """# 核对规则

每条规则：应当成立的关系、不成立时的提示和处理办法、例子。编号：F 资金，X 指标，N 数字与文字，W 工作簿。
级别和阈值可以在 excel-eval.toml 中修改；例外写在工作簿的“豁免”表中。
本页由 docs/make_rules.py 从规则和 tests/cases 生成。
"""


def rules_page() -> str:
    """The page of all rules with their examples."""
    cases = all_cases()
    parts = [_INTRODUCTION]
    for rule in RULES:
        parts += _rule(rule, [case for case in cases if case.rule == rule.id])
    return "\n".join(parts).rstrip() + "\n"


def _rule(rule: Rule, cases: list[Case]) -> Iterator[str]:
    yield f"## {rule.id} {rule.title}\n"
    yield f"级别：{rule.severity.word}\n"
    for variant in ("", *rule.variants):
        message, fix = map(without_names, rule.words(variant))
        yield f"- {message}。{fix}。"
    yield ""
    for case in cases:
        yield f"### {case.title}\n"
        yield from _case(rule, case)


def _case(rule: Rule, case: Case) -> Iterator[str]:
    if case.form != "project_evaluation":
        yield f"表样：{case.form}\n"
    if case.config:
        yield f"```toml\n{case.config.strip()}\n```\n"
    if case.saved:
        yield f"文件最后保存：{case.saved}\n"
    labels = _labels(case)
    yield "| 位置 | 填写 |\n|---|---|"
    for sheet, values in case.sheets.items():
        for path, value in values.items():
            place = labels.get((sheet, path), path)
            yield f"| {place if sheet == SHEET else f'{sheet} · {place}'} | {value} |"
    yield ""
    yield from (f"→ {line}\n" for line in _found(rule, case))


def _labels(case: Case) -> dict[tuple[str, str], str]:
    """Each value as a person names it; rows of a table by their number."""
    named: dict[tuple[str, str], str] = {}
    for sheet in book_with(case.sheets, case.form, case.saved).sheets:
        for path, value in sheet.values.items():
            index = path.partition("[")[2].partition("]")[0]
            named[sheet.sheet, path] = f"{value.slot.label}（第{int(index) + 1}行）" if index else value.slot.label
    return named


def _found(rule: Rule, case: Case) -> list[str]:
    from excel_eval.rules import run

    book = book_with(case.sheets, case.form, case.saved)
    found = [f"{f.severity.word}：{f.message}" for f in run(book, (rule,), case.settings)]
    return found or ["没有问题"]


def main() -> None:
    """Write both pages."""
    page = rules_page()
    for target in TARGETS:
        target.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
