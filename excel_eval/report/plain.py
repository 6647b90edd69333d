"""Findings as text: a line each, the advice below it, grouped by sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from excel_eval.findings import Finding, Severity, counts
from excel_eval.messages import text

_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.INFO: "\x1b[36m"}
_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"
MOST_RELATED = 8
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
"""What a cell may hold and a terminal would act on: line breaks, escapes."""


def plain_text(workbook: str, findings: Sequence[Finding], *, colour: bool) -> Iterator[str]:
    """The lines for one workbook: its name, its findings sheet by sheet, what they count to."""
    yield _painted(workbook, _BOLD, colour)
    for _, group in groupby(findings, key=lambda finding: finding.sheet):
        for finding in group:
            yield from _lines(finding, colour)
    yield summary_line(findings)


def summary_line(findings: Sequence[Finding]) -> str:
    """How many findings of each severity, or that there are none."""
    number = counts(findings)
    exempted = sum(1 for finding in findings if finding.exempted)
    if not any(number.values()) and not exempted:
        return text("report.clean")
    return text("report.counts", **number) + (text("report.exempted", count=exempted) if exempted else "")


def _lines(finding: Finding, colour: bool) -> Iterator[str]:
    paint = _DIM if finding.exempted else _COLOURS[finding.severity]
    yield _painted(_CONTROL.sub(" ", str(finding)), paint, colour)
    if finding.exempted:
        yield "    " + text("report.reason", reason=finding.exempted)
        return
    if finding.suggestion:
        yield "    " + text("report.advice", advice=finding.suggestion)
    if finding.related:
        more = "…" if len(finding.related) > MOST_RELATED else ""
        cells = "、".join(finding.related[:MOST_RELATED]) + more
        yield _painted("    " + text("report.related", cells=cells), _DIM, colour)


def _painted(line: str, paint: str, colour: bool) -> str:
    return f"{paint}{line}{_END}" if colour else line
