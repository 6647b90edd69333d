"""Findings that a person can live with: equal ones joined, none that contradict each other on one cell, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from excel_eval.book import Book
from excel_eval.findings import Finding, Severity, ordered
from excel_eval.grid import ErrorValue, a1, position
from excel_eval.paths import split
from excel_eval.rules.causes import calculated
from excel_eval.rules.overtaken import without_overtaken
from excel_eval.rules.recalculation import errors

_FIGURE = re.compile(r"-?[\d,]{1,20}(?:\.\d{1,20})?(?:%|元|万元)?")


def tidy(findings: Iterable[Finding], book: Book) -> tuple[Finding, ...]:
    """The findings in the order of the workbook, one for each fault."""
    in_order = ordered(findings, book.grids or (sheet.sheet for sheet in book.sheets))
    book = calculated(book)
    read = _uncached(_errors(_text_numbers(in_order), book), book)
    told = _once_a_row(_units_in_text(_of_wrong_years(read)))
    return tuple(_stale(_agreeing(_joined(without_overtaken(_typed_over(told), book))), book))


def _typed_over(findings: list[Finding]) -> list[Finding]:
    """That a formula was typed over (W03) goes without saying where the figure typed is wrong, and told to be."""
    wrong = {
        (f.sheet, f.cell)
        for f in findings
        if f.severity is Severity.ERROR and f.expected and f.rule != "W03" and not f.exempted
    }
    return [f for f in findings if f.rule != "W03" or f.expected or not f.path or (f.sheet, f.cell) not in wrong]


def _errors(findings: list[Finding], book: Book) -> list[Finding]:
    """An error value is one finding, where it comes from: that of a rule, else what reading (C14) says of the cell."""
    read = [f for f in findings if f.rule == "C14" and not f.exempted]
    told = {(f.sheet, f.cell) for f in findings if f.rule in ("W03", "X22")}
    grids = {name: grid for name, grid in book.grids.items() if any(f.sheet == name for f in read)} if read else {}
    origins = {(sheet, a1(*place)) for sheet, grid in grids.items() for place in errors(grid)}
    return [f for f in findings if f not in read or ((f.sheet, f.cell) in origins and (f.sheet, f.cell) not in told)]


def _uncached(findings: list[Finding], book: Book) -> list[Finding]:
    """That a formula has no result (C05) goes without saying where it reads an error value, or another workbook (W03)."""
    told = {(f.sheet, f.cell) for f in findings if f.rule == "W03" and not f.exempted}
    return [left for f in findings if (left := _without(f, told, book) if f.rule == "C05" else f)]


def _without(finding: Finding, told: set[tuple[str | None, str | None]], book: Book) -> Finding | None:
    """What is left of a finding on several cells, those left out that are told of and those that show an error."""
    grid = book.grids.get(finding.sheet or "")
    cells = [cell for cell in (finding.cell, *finding.related) if cell and (finding.sheet, cell) not in told]
    left = [cell for cell in cells if grid is None or not isinstance(grid.cell(*position(cell)).value, ErrorValue)]
    if len(left) == 1 + len(finding.related):
        return finding
    return replace(finding, cell=left[0], related=tuple(left[1:]), path=None, label=None) if left else None


_OF_THE_YEAR = frozenset(("N11", "N14", "X15", "X19"))


def _of_wrong_years(findings: list[Finding]) -> list[Finding]:
    """Dates and years are not held against the year of a sheet of which it is said that it is another."""
    wrong = {
        (f.sheet, f.cell)
        for f in findings
        if f.path == "year" and f.severity is Severity.ERROR and f.rule in ("N11", "W02") and not f.exempted
    }
    return [f for f in findings if f.rule not in _OF_THE_YEAR or not any((f.sheet, c) in wrong for c in f.related)]


def _units_in_text(findings: list[Finding]) -> list[Finding]:
    """An amount of a sentence that contradicts the table (N05) is not told of again for its unit (F15)."""
    wrong = {(f.sheet, f.cell, cell) for f in findings if f.rule == "N05" and not f.exempted for cell in f.related}
    return [f for f in findings if f.rule != "F15" or wrong.isdisjoint((f.sheet, f.cell, cell) for cell in f.related)]


_HEADS = {"X08": "X05", "X19": "X08", "N04": "N01"}
"""What goes without saying, and the error on the same row that says it."""


def _once_a_row(findings: list[Finding]) -> list[Finding]:
    """One finding for a row: a wrong score before the reason it lacks, that before being late, a wrong rate before what is left.

    A row whose score is that of a target met wants another figure or a reason; which, only its person knows.
    """
    wrong = {
        (f.rule, f.sheet, split(f.path)[0])
        for f in findings
        if f.path and f.severity is Severity.ERROR and not f.exempted
    }
    return [f for f in findings if (_HEADS.get(f.rule), f.sheet, split(f.path or "")[0]) not in wrong]


def _stale(findings: list[Finding], book: Book) -> list[Finding]:
    """A formula that wants calculating again is told only where no error is told of the cells that it reads."""
    told = {
        (f.sheet, cell)
        for f in findings
        if f.severity is Severity.ERROR and f.rule != "W03"
        for cell in (f.cell, *f.related)
    }
    return [f for f in findings if not _is_stale(f, book) or told.isdisjoint((f.sheet, cell) for cell in f.related)]


def _is_stale(finding: Finding, book: Book) -> bool:
    grid = book.grids.get(finding.sheet or "")
    if finding.rule != "W03" or not finding.expected or finding.exempted or grid is None or not finding.cell:
        return False
    return grid.cell(*position(finding.cell)).formula is not None


def _text_numbers(findings: Iterable[Finding]) -> list[Finding]:
    """A number kept as text is one finding, W04; where that says no more, it tells what reading (C01) took it for."""
    found = list(findings)
    read = {(f.sheet, f.cell): f for f in found if f.rule == "C01" and not f.exempted}
    texts = {(f.sheet, f.cell) for f in found if f.rule == "W04" and not f.exempted} & read.keys()
    kept = [f for f in found if f.rule != "C01" or (f.sheet, f.cell) not in texts]
    return [_as_read(f, read[f.sheet, f.cell]) if _plain_text(f) and (f.sheet, f.cell) in texts else f for f in kept]


def _plain_text(finding: Finding) -> bool:
    return finding.rule == "W04" and not finding.related and not finding.exempted


def _as_read(finding: Finding, read: Finding) -> Finding:
    return replace(finding, message=read.message, suggestion=read.suggestion, found=read.found, expected=read.expected)


def _joined(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that say the same of several cells of a sheet become one with a list of cells."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        same = (finding.rule, finding.severity, finding.sheet, finding.message, finding.suggestion, finding.exempted)
        groups.setdefault(same, []).append(finding)
    return [_one(group) for group in groups.values()]


def _one(group: list[Finding]) -> Finding:
    first = group[0]
    cells = [cell for finding in group for cell in (finding.cell, *finding.related) if cell]
    related = tuple(cell for cell in dict.fromkeys(cells) if cell != first.cell)
    return replace(first, related=related) if related != first.related else first


def _agreeing(findings: list[Finding]) -> list[Finding]:
    """Where several findings ask for a figure in place of the same one, the gravest, then the first; its cells join.

    Where they ask for the same figure, a formula that only wants calculating again (W03) is the reason.
    """
    result: list[Finding | None] = list(findings)
    winners: dict[tuple[str | None, ...], int] = {}
    for index in sorted(range(len(findings)), key=lambda i: (findings[i].severity.rank, _family(findings[i]))):
        place = _claim(findings[index])
        first = winners.setdefault(place, index) if place else index
        winner = result[first]
        if first != index and winner is not None:
            other = findings[index]
            stale = other.rule == "W03" and other.expected == winner.expected
            one, joining = (other, winner) if stale else (winner, other)
            result[first] = replace(one, related=_merged(one, joining))
            result[index] = None
    return [finding for finding in result if finding is not None]


def _claim(finding: Finding) -> tuple[str | None, ...] | None:
    """The cell and the figure in it that a finding asks another figure for."""
    wants = finding.cell and finding.found and _FIGURE.fullmatch(finding.expected or "")
    return (finding.sheet, finding.cell, finding.found) if wants and not finding.exempted else None


def _family(finding: Finding) -> int:
    """What a figure should be is said by the rules of the form before those of the workbook and of reading.

    A sum that leaves out a row (W06) is the cause of whatever else is said of its figure.
    """
    return -1 if finding.rule == "W06" else "FXNWC".find(finding.rule[:1])


def _merged(winner: Finding, other: Finding) -> tuple[str, ...]:
    cells = (*winner.related, *other.related)
    return tuple(cell for cell in dict.fromkeys(cells) if cell != winner.cell)
