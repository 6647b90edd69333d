"""A finding: one fault in a person's data, with the rule it breaks, its cell, both figures and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from excel_eval.grid import column_number
from excel_eval.messages import text


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def word(self) -> str:
        """The severity in the language of messages: 错误, 警告, 提示."""
        return text(f"findings.{self.value}")

    @property
    def rank(self) -> int:
        """0 for errors, 1 for warnings, 2 for infos."""
        return ("error", "warning", "info").index(self.value)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `found` and `expected` are written as the person sees them; `related` are cells (sheet!cell elsewhere)."""

    rule: str
    severity: Severity
    sheet: str | None
    cell: str | None
    message: str
    suggestion: str = ""
    path: str | None = None
    label: str | None = None
    found: str | None = None
    expected: str | None = None
    related: tuple[str, ...] = ()
    exempted: str | None = None

    @property
    def place(self) -> str:
        """Sheet and cell as a person writes them: 信访救助专项资金!F42."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.rule} {self.severity.word} {self.message}"


def sort_key(finding: Finding) -> tuple[int, int, int, str]:
    """Row, column, severity, rule: the order inside a sheet."""
    letters = "".join(c for c in finding.cell or "" if c.isalpha())
    digits = "".join(c for c in finding.cell or "" if c.isdigit())
    return int(digits or 0), column_number(letters), finding.severity.rank, finding.rule


def ordered(findings: Iterable[Finding], sheets: Iterable[str]) -> tuple[Finding, ...]:
    """By sheet as they stand in the workbook (findings of the whole workbook first), then by cell."""
    rank = {sheet: index for index, sheet in enumerate(sheets)}
    return tuple(sorted(findings, key=lambda f: (rank.get(f.sheet or "", -1), *sort_key(f))))


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity; exempted ones do not count."""
    found = [f.severity for f in findings if not f.exempted]
    return {severity.value: found.count(severity) for severity in Severity}
