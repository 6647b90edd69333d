"""核对结果: every finding with a link to its cell, both figures and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from excel_eval.findings import Finding, counts
from excel_eval.grid import Area
from excel_eval.messages import text
from excel_eval.workbook.printing import LANDSCAPE_MARGINS, set_up_page
from excel_eval.workbook.writer import Link, Pen

FINDINGS = "核对结果"
_HEADER = 3
_COLUMNS = (
    ("编号", 7), ("级别", 7), ("工作表", 18), ("单元格", 8), ("项目/标签", 19),
    ("问题", 40), ("填报", 14), ("应为", 14), ("建议", 30),
)  # fmt: skip
_REASON = ("豁免理由", 20)
_CENTRED = frozenset((1, 2, 4))
MAX_RELATED = 8
MAX_LINKS = 60_000
"""Excel opens no sheet with more than 65,530 links."""


def finding_columns(findings: Sequence[Finding]) -> tuple[tuple[str, int], ...]:
    """Headers and widths; the reason of an exemption only where there is one."""
    return (*_COLUMNS, _REASON) if any(f.exempted for f in findings) else _COLUMNS


def draw_findings(pen: Pen, findings: Sequence[Finding], sheets: Sequence[str]) -> None:
    """Draw the list; `sheets` are the project sheets that a finding can lead to."""
    columns = finding_columns(findings)
    wide = len(columns)
    pen.put(Area(1, 1, 1, wide), FINDINGS, "title")
    pen.at_least(1, 40)
    pen.put(Area(2, 1, 2, wide), _counted(findings), "plain")
    pen.at_least(2, 20)
    for index, (header, _) in enumerate(columns, 1):
        pen.put(Area(_HEADER, index, _HEADER, index), header, "header")
    pen.at_least(_HEADER, 24)
    known = frozenset(sheets)
    for row, finding in enumerate(findings, _HEADER + 1):
        _finding(pen, row, finding, wide, known)
    last = _HEADER + max(1, len(findings))
    if not findings:
        pen.put(Area(last, 1, last, wide), text("report.clean"), "cell", align="center")
        pen.at_least(last, 26)
    pen.sheet.autofilter(_HEADER - 1, 0, last - 1, wide - 1)
    pen.sheet.freeze_panes(_HEADER, 0)
    area = Area(1, 1, last, wide)
    set_up_page(pen.sheet, area=area, repeated=(1, _HEADER), landscape=True, margins=LANDSCAPE_MARGINS)
    pen.close()


def _counted(findings: Sequence[Finding]) -> str:
    exempted = sum(1 for finding in findings if finding.exempted)
    words = text("report.counts", **counts(findings))
    return words + (text("report.exempted", count=exempted) if exempted else "")


def _finding(pen: Pen, row: int, finding: Finding, wide: int, known: frozenset[str]) -> None:
    quiet = ("exempted",) if finding.exempted else ()
    for index, words in enumerate(_words(finding)[:wide], 1):
        look: tuple[str, ...] = ("cell", *quiet)
        link = None
        if index == 2 and not quiet:
            look = ("cell", finding.severity.value)
        if index == 4 and finding.cell and finding.sheet in known and row < MAX_LINKS:
            link, look = Link(str(finding.sheet), finding.cell, finding.place[:255]), (*look, "link")
        pen.put(Area(row, index, row, index), words, *look, link=link, align="center" if index in _CENTRED else "left")
    pen.at_least(row, 22)


def _words(finding: Finding) -> tuple[str, ...]:
    return (
        finding.rule,
        finding.severity.word,
        finding.sheet or "",
        finding.cell or "",
        finding.label or "",
        finding.message + _related(finding),
        finding.found or "",
        finding.expected or "",
        finding.suggestion,
        finding.exempted or "",
    )


def _related(finding: Finding) -> str:
    if not finding.related:
        return ""
    cells = "、".join(finding.related[:MAX_RELATED]) + ("…" if len(finding.related) > MAX_RELATED else "")
    return "\n" + text("report.related", cells=cells)
