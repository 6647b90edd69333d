"""What reading a cell may note: the rules C.., with their severity; the sentences are in data/messages/reading.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from excel_eval.findings import Finding, Severity
from excel_eval.messages import text


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """A rule of reading: its id and severity; the sentence is what should hold."""

    id: str
    severity: Severity

    @property
    def sentence(self) -> str:
        """What should hold, in the current language."""
        return text(f"reading.{self.id}")


_SEVERITIES = {
    "C01": "info",
    "C02": "error",
    "C03": "warning",
    "C04": "warning",
    "C05": "warning",
    "C06": "info",
    "C07": "info",
    "C08": "warning",
    "C09": "info",
    "C10": "warning",
    "C11": "info",
    "C12": "info",
    "C13": "info",
    "C14": "error",
    "C16": "error",
    "C17": "warning",
    "C18": "warning",
    "C19": "error",
    "C20": "warning",
    "C21": "info",
    "C22": "info",
    "C23": "warning",
}
READING = tuple(ReadingRule(id, Severity(severity)) for id, severity in _SEVERITIES.items())
_RULES = {rule.id: rule for rule in READING}


def finding(  # noqa: PLR0913 - one keyword for each part of a finding
    id: str,
    sheet: str | None,
    cell: str | None,
    *,
    variant: str = "",
    path: str | None = None,
    label: str | None = None,
    found: str | None = None,
    expected: str | None = None,
    related: tuple[str, ...] = (),
    **figures: Any,
) -> Finding:
    """The finding of a rule of reading; `variant` chooses among several messages of it."""
    key = f"reading.{id}_{variant}" if variant else f"reading.{id}"
    words = {"label": label or "", "cell": cell or "", "found": found or "", "expected": expected or ""} | figures
    return Finding(
        rule=id,
        severity=_RULES[id].severity,
        sheet=sheet,
        cell=cell,
        message=text(f"{key}_message", **words),
        suggestion=text(f"{key}_fix", **words),
        path=path,
        label=label,
        found=found,
        expected=expected,
        related=related,
    )
