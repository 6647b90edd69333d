"""Sentences that filling writes: out of step because a figure of the sheet is wrong, they are no fault of their own."""

from __future__ import annotations

from collections.abc import Iterable

from excel_eval.book import Book, ProjectSheet
from excel_eval.findings import Finding, Severity

_WORDS = ("narrative", "goal", "name")
_OF_ALL = "total"
"""The part of a sheet that every figure leads to."""


def without_overtaken(findings: Iterable[Finding], book: Book) -> list[Finding]:
    """The findings without those on computed sentences that another finding on the figure behind them explains."""
    found, sheets = list(findings), {sheet.sheet: sheet for sheet in book.sheets}
    wrong: dict[str | None, set[str]] = {}
    for each in found:
        if each.severity is not Severity.INFO and not each.exempted and not _sentence(each, sheets):
            wrong.setdefault(each.sheet, set()).add(_part(each.path or ""))
    return [each for each in found if not _explained(each, sheets, wrong.get(each.sheet, set()))]


def _sentence(finding: Finding, sheets: dict[str, ProjectSheet]) -> bool:
    sheet = sheets.get(finding.sheet or "")
    value = sheet.values.get(finding.path or "") if sheet else None
    return value is not None and value.slot.sentence


def _explained(finding: Finding, sheets: dict[str, ProjectSheet], wrong: set[str]) -> bool:
    if not wrong or not _sentence(finding, sheets):
        return False
    parts = {_part(path) for path, value in sheets[finding.sheet or ""].values.items() if value.cell in finding.related}
    return not wrong.isdisjoint({*parts, ""}) if _OF_ALL not in parts else any(part not in _WORDS for part in wrong)


def _part(path: str) -> str:
    """The part of the sheet that a value belongs to: measures[2].done → measures; "" for a cell of no part."""
    part = path.partition(".")[0].partition("[")[0]
    return part.partition("_")[0]
