"""Placeholders in a person's text: those that name nothing stay as they are in the report."""

from __future__ import annotations

from collections.abc import Iterator

from excel_eval.book import ProjectSheet
from excel_eval.rules.core import At, Rule, at, rule
from excel_eval.text.placeholders import unknown_placeholders


@rule(
    "C15",
    "占位符 {found} 无法识别，在评价报告中会原样保留",
    severity="warning",
    fix="写成 {{ 路径 | 格式 }}，如 {{ funds.total.executed | 万元 }}；可用的路径见 excel-eval show",
    scope="sheet",
)
def placeholders_are_known(sheet: ProjectSheet) -> Iterator[At]:
    """文字中的占位符只写表样已有的路径和格式."""
    for path, value in sheet.values.items():
        if isinstance(value.value, str) and ("{{" in value.value or "｛｛" in value.value):
            for _, inside in unknown_placeholders(value.value, sheet.values.keys()):
                yield at(path, found=f"{{{{ {inside} }}}}")


PLACEHOLDERS: tuple[Rule, ...] = (placeholders_are_known,)
