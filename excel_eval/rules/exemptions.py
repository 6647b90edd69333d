"""Exemptions: the sheet 豁免 of a workbook says which findings are accepted, where, and why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from excel_eval.book import Book
from excel_eval.findings import Finding, ordered
from excel_eval.grid import Area, Grid, a1, area, position
from excel_eval.reading_rules import finding
from excel_eval.rules.configuration import is_library_rule
from excel_eval.rules.settings import Settings

SHEET = "豁免"
RULE = "C20"
_COLUMNS = {
    "rule": ("规则", "规则编号", "编号", "rule"),
    "sheet": ("工作表", "表名", "工作表名称", "sheet"),
    "cell": ("单元格", "单元格(可空)", "位置", "cell"),
    "reason": ("理由", "豁免理由", "原因", "说明", "reason"),
}
_ID = re.compile(r"[A-Za-z]{1,4}\d{2,3}")
_HEADER_ROWS = 10


@dataclass(frozen=True, slots=True)
class Exemption:
    """Findings of `rule` on `sheet` (everywhere where blank), in `cells` (anywhere on it where None), for a reason."""

    rule: str
    sheet: str
    cells: Area | None
    reason: str

    def covers(self, fault: Finding) -> bool:
        """Whether a finding is exempted."""
        if fault.rule != self.rule or (self.sheet and fault.sheet != self.sheet):
            return False
        return self.cells is None or any(_inside(cell, self.cells) for cell in (fault.cell,) if cell)


def _inside(cell: str, cells: Area) -> bool:
    try:
        return position(cell) in cells
    except ValueError:
        return False


def apply_exemptions(
    findings: Iterable[Finding], book: Book, settings: Settings | None = None, known: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """The findings with the exempted ones marked by their reason, and a finding for each exemption that does not hold.

    `known` are the ids of rules beside those of the library that an exemption may name.
    """
    findings = tuple(findings)
    granted, wrong = exemptions(book, known)
    faults = tuple((settings or Settings()).graded(wrong))
    marked = (_marked(each, granted) for each in findings)
    return ordered((*marked, *faults), book.grids or (s.sheet for s in book.sheets)) if faults else tuple(marked)


def exempted(findings: Iterable[Finding], book: Book) -> tuple[Finding, ...]:
    """The findings, the exempted ones marked by their reason."""
    granted, _ = exemptions(book)
    return tuple(_marked(each, granted) for each in findings)


def _marked(fault: Finding, granted: Iterable[Exemption]) -> Finding:
    reason = next((each.reason for each in granted if each.covers(fault)), None)
    return replace(fault, exempted=reason) if reason and not fault.exempted else fault


def exemptions(book: Book, known: Iterable[str] = ()) -> tuple[tuple[Exemption, ...], tuple[Finding, ...]]:
    """The exemptions that the workbook grants, and a finding for each line that grants none."""
    grid = next((grid for name, grid in book.grids.items() if name.strip() == SHEET), None)
    if grid is None or grid.used is None:
        return (), ()
    header = _header(grid)
    if header is None:
        return (), (_fault(grid, 1, "header"),)
    row, columns = header
    own = {*known, *(each.id for each in book.form.rules)}
    granted: list[Exemption] = []
    faults: list[Finding] = []
    for line in range(row + 1, grid.used.bottom + 1):
        said = {key: _text(grid, line, column) for key, column in columns.items()}
        if "reason" in said:
            said["reason"] = _words(grid, line, columns["reason"])
        if any(said.values()):
            found, fault = _line(said, own, book)
            granted += found
            faults += [_fault(grid, line, fault[0], columns.get(fault[1], 1), **said)] if fault else []
    return tuple(granted), tuple(faults)


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row of the column heads among the first rows, and the column of each."""
    used = grid.used or Area(1, 1, 1, 1)
    for row in range(used.top, min(used.bottom, used.top + _HEADER_ROWS) + 1):
        labels = {_text(grid, row, column): column for column in range(used.left, min(used.right, used.left + 20) + 1)}
        found = {key: labels[name] for key, names in _COLUMNS.items() for name in names if name in labels}
        if {"rule", "reason"} <= found.keys():
            return row, found
    return None


def _text(grid: Grid, row: int, column: int) -> str:
    value = grid.cell(row, column).value
    return "".join(unicodedata.normalize("NFKC", str(value)).split()) if value is not None else ""


def _words(grid: Grid, row: int, column: int) -> str:
    """A reason as it was written."""
    value = grid.cell(row, column).value
    return str(value).strip() if value is not None else ""


def _line(said: dict[str, str], own: set[str], book: Book) -> tuple[list[Exemption], tuple[str, str] | None]:
    """What one line grants, and what is wrong with it (message, column)."""
    rules = [each.upper() for each in _ID.findall(said.get("rule", ""))]
    sheet = next((name for name in _sheets(book) if _bare(name) == said.get("sheet")), "")
    if not rules or not all(is_library_rule(each) or each in own for each in rules):
        return [], ("rule", "rule")
    if not said.get("reason"):
        return [], ("reason", "reason")
    if said.get("sheet") and not sheet:
        return [], ("sheet", "sheet")
    try:
        cells = area(said["cell"].replace("$", "")) if said.get("cell") else None
    except ValueError:
        return [], ("cell", "cell")
    return [Exemption(each, sheet, cells, said["reason"]) for each in rules], None


def _sheets(book: Book) -> tuple[str, ...]:
    return (*book.grids, *(sheet.sheet for sheet in book.sheets))


def _bare(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _fault(grid: Grid, row: int, kind: str, column: int = 1, **said: str) -> Finding:
    found, rule = said.get(kind) or None, said.get("rule", "")
    return finding(RULE, grid.name, a1(row, column), variant=kind, found=found, rule=rule)
