"""Running rules over a book: places become findings, and what follows from the cause of another finding is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from excel_eval.book import Book, ProjectSheet
from excel_eval.findings import Finding, Severity
from excel_eval.messages import fill
from excel_eval.recalculation import Reading
from excel_eval.rules.causes import Figures, corrected, put_right
from excel_eval.rules.core import At, Rule
from excel_eval.rules.settings import Settings
from excel_eval.rules.text_numbers import settled

Judged = tuple[Finding, At]
_Key = tuple[str, str | None, str | None, str]


def run(book: Book, rules: Sequence[Rule], settings: Settings | None = None) -> Iterator[Finding]:
    """Every finding of the rules on a book: a project's rules sheet by sheet, then those of the whole workbook."""
    settings = settings or Settings()
    settings = replace(settings, rubric=settings.rubric or book.form.rubric)
    graded = [(r, settings.severity(r.id, r.severity)) for r in rules]
    active = tuple((r, severity) for r, severity in graded if severity)
    reading = Reading(book.grids, book.names, date1904=book.date1904)
    return _Run(book, settled(book), reading, active, settings).findings()


@dataclass(frozen=True, slots=True)
class _Run:
    """Rules with their severities on one book: as it was typed, and with the numbers kept as text counted as numbers."""

    typed: Book
    settled: Book
    reading: Reading
    active: tuple[tuple[Rule, Severity], ...]
    settings: Settings

    def findings(self) -> Iterator[Finding]:
        """The findings sheet by sheet, then those of the whole workbook."""
        figures: dict[tuple[str, str], Decimal] = {}
        for typed, sheet in zip(self.typed.sheets, self.settled.sheets, strict=True):
            found, right = self._causes(typed, sheet)
            figures |= {(sheet.sheet, path): figure for path, figure in right.items()}
            yield from (finding for finding, _ in found)
        yield from self._of_book(figures)

    def _causes(self, typed: ProjectSheet, sheet: ProjectSheet) -> tuple[list[Judged], dict[str, Decimal]]:
        """The findings on one sheet without those that go away with the cause of another; and what puts causes right."""
        found, figures = self._on_sheet(typed, sheet), dict[str, Decimal]()
        for cause, place in sorted(found, key=lambda pair: pair[0].rule):
            if place.correct is not None and place.path and any(finding is cause for finding, _ in found):
                right = corrected(sheet, self.settled, self.reading, place.path, place.correct)
                left = {_key(*pair) for pair in self._on_sheet(typed, right)}
                found = [pair for pair in found if pair[0] is cause or _key(*pair) in left]
                figures[place.path] = place.correct
        return found, figures

    def _on_sheet(self, typed: ProjectSheet, sheet: ProjectSheet) -> list[Judged]:
        """Every finding on a sheet, without those that rest on a figure that could not be read, or cannot be."""
        judged: list[tuple[Rule, Severity, At]] = []
        for r, severity in self.active:
            if r.scope != "book":
                seen = typed if r.as_typed else sheet
                subject = seen if r.scope == "sheet" else seen.project
                judged.extend((r, severity, place) for place in r.places(subject, self.settings))
        silent = {path for path, value in sheet.values.items() if value.unreadable}
        impossible = {place.path for _, _, place in judged if place.impossible}
        return [
            (_finding(r, severity, place, sheet), place)
            for r, severity, place in judged
            if place.anyway or _rests_on_none(place, silent if place.impossible else silent | impossible)
        ]

    def _of_book(self, figures: Figures) -> Iterator[Finding]:
        """The findings on the whole workbook, without those that go away once these figures are put right."""
        right = self._right(figures) if figures else {}
        for r, severity in self.active:
            if r.scope == "book":
                found = self._places(r, severity, self._books[r.as_typed])
                if found and right:
                    left = {_key(*pair) for pair in self._places(r, severity, right[r.as_typed])}
                    found = [pair for pair in found if _key(*pair) in left]
                yield from (finding for finding, _ in found)

    def _right(self, figures: Figures) -> dict[bool, Book]:
        """The books with these figures put right."""
        settled = put_right(self.settled, self.reading, figures)
        same = self.typed is self.settled
        return {False: settled, True: settled if same else put_right(self.typed, self.reading, figures)}

    @property
    def _books(self) -> dict[bool, Book]:
        """The book as rules see it, by whether they see it as typed."""
        return {True: self.typed, False: self.settled}

    def _places(self, r: Rule, severity: Severity, book: Book) -> list[Judged]:
        sheets = {sheet.sheet: sheet for sheet in book.sheets}
        places = r.places(book, self.settings)
        return [(_finding(r, severity, place, sheets.get(place.sheet or "")), place) for place in places]


def _key(finding: Finding, place: At) -> _Key:
    return finding.rule, finding.sheet, finding.cell, place.variant


def _rests_on_none(place: At, paths: set[str | None] | set[str]) -> bool:
    return paths.isdisjoint((place.path or "", *place.related))


def _finding(r: Rule, severity: Severity, place: At, sheet: ProjectSheet | None) -> Finding:
    value = sheet.values.get(place.path) if sheet and place.path else None
    message, fix = r.words(place.variant)
    label = place.label or (value.slot.label if value else None)
    figures = {"found": place.found, "expected": place.expected, "label": label} | place.figures
    return Finding(
        rule=r.id,
        severity=place.severity if place.severity and severity is r.severity else severity,
        sheet=place.sheet or (sheet.sheet if sheet else None),
        cell=place.cell or (value.cell if value else None),
        message=fill(message, figures),
        suggestion=fill(fix, figures),
        path=place.path,
        label=label,
        found=place.found,
        expected=place.expected,
        related=tuple(dict.fromkeys(_addresses(sheet, place.related))),
    )


def _addresses(sheet: ProjectSheet | None, related: Iterable[str]) -> Iterator[str]:
    """Related paths as their cells; anything that is no path of the sheet is an address already."""
    return ((sheet.cell(part) if sheet else None) or part for part in related)
