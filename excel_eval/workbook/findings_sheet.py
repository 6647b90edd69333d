"""核对结果: every finding with a link to its cell, both figures and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from excel_eval.findings import Finding, counts
from excel_eval.grid import Area, Grid
from excel_eval.messages import catalogue, text
from excel_eval.workbook.corrections import Correction
from excel_eval.workbook.printing import LANDSCAPE_MARGINS, set_up_page
from excel_eval.workbook.writer import Link, Pen

FINDINGS = "核对结果"
_HEADER = 3
_COLUMNS = (
    ("编号", 7), ("级别", 7), ("工作表", 18), ("单元格", 8), ("项目/标签", 19),
    ("问题", 40), ("填报", 14), ("应为", 14), ("建议", 30),
)  # fmt: skip
_REASON = ("豁免理由", 20)
_LEVEL, _CELL = 2, 4
_CENTRED = frozenset((1, _LEVEL, _CELL))
_CORRECTED = "findings.corrected"
MAX_RELATED = 8
MAX_LINKS = 60_000
"""Excel opens no sheet with more than 65,530 links."""


def finding_columns(findings: Sequence[Finding]) -> tuple[tuple[str, int], ...]:
    """Headers and widths; the reason of an exemption only where there is one."""
    return (*_COLUMNS, _REASON) if any(f.exempted for f in findings) else _COLUMNS


def draw_findings(
    pen: Pen, findings: Sequence[Finding], sheets: Sequence[str], corrected: Sequence[Correction] = ()
) -> None:
    """Draw the list, what was corrected below it; `sheets` are the project sheets that a row can lead to."""
    columns = finding_columns(findings)
    wide = len(columns)
    pen.put(Area(1, 1, 1, wide), FINDINGS, "title")
    pen.at_least(1, 40)
    pen.put(Area(2, 1, 2, wide), _counted(findings, corrected), "plain")
    pen.at_least(2, 20)
    for index, (header, _) in enumerate(columns, 1):
        pen.put(Area(_HEADER, index, _HEADER, index), header, "header")
    pen.at_least(_HEADER, 24)
    known = frozenset(sheets)
    first = _HEADER + 1
    if not findings:
        pen.put(Area(first, 1, first, wide), text("report.clean"), "cell", align="center")
        pen.at_least(first, 26)
    for row, finding in enumerate(findings, first):
        place = Link(str(finding.sheet), finding.cell, finding.place[:255]) if finding.cell and finding.sheet in known else None
        _row(pen, row, _words(finding)[:wide], "exempted" if finding.exempted else finding.severity.value, place)
    below = first + max(1, len(findings))
    for row, each in enumerate(corrected, below):
        _row(pen, row, _corrected_words(each, wide), "corrected", Link(each.sheet, each.cell))
    last = below + len(corrected) - 1
    pen.sheet.autofilter(_HEADER - 1, 0, last - 1, wide - 1)
    pen.sheet.freeze_panes(_HEADER, 0)
    area = Area(1, 1, last, wide)
    set_up_page(pen.sheet, area=area, repeated=(1, _HEADER), landscape=True, margins=LANDSCAPE_MARGINS)
    pen.close()


def _counted(findings: Sequence[Finding], corrected: Sequence[Correction]) -> str:
    exempted = sum(1 for finding in findings if finding.exempted)
    words = text("report.counts", **counts(findings))
    words += text("report.exempted", count=exempted) if exempted else ""
    return words + (text("report.corrected", count=len(corrected)) if corrected else "")


def _row(pen: Pen, row: int, words: Sequence[str], look: str, link: Link | None) -> None:
    """One row: its level stands out, an exempted one is quiet altogether; the cell's address leads there."""
    for index, each in enumerate(words, 1):
        looks: tuple[str, ...] = ("cell", look) if look == "exempted" or index == _LEVEL else ("cell",)
        leads = index == _CELL and link is not None and row < MAX_LINKS
        align = "center" if index in _CENTRED else "left"
        if leads:
            looks = (*looks, "link")
        pen.put(Area(row, index, row, index), each, *looks, link=link if leads else None, align=align)
    pen.at_least(row, 22)


def _corrected_words(each: Correction, wide: int) -> tuple[str, ...]:
    words = (each.rule, text(_CORRECTED), each.sheet, each.cell, each.label, each.message, each.old, each.new)
    return words + ("",) * (wide - len(words))


def listed(grids: Mapping[str, Grid]) -> Iterator[Correction]:
    """The corrections that the workbook's 核对结果, made by an earlier fill, lists."""
    levels = catalogue("findings")["corrected"].values()
    for grid in grids.values():
        if grid.made_here and grid.name.startswith(FINDINGS):
            for row, column in grid.cells:
                if column == _LEVEL and row > _HEADER and grid.cell(row, column).value in levels:
                    said = [str(grid.cell(row, index).value or "") for index in range(1, len(_COLUMNS))]
                    yield Correction(said[0], *said[2:8])


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
