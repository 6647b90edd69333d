"""Running rules over a book: places become findings, and what follows from the cause of another finding is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from excel_eval.book import Book, ProjectSheet
from excel_eval.findings import Finding, Severity
from excel_eval.messages import fill, text
from excel_eval.recalculation import Reading
from excel_eval.rules.causes import Figures, calculated, corrected, in_unit, put_right
from excel_eval.rules.core import At, Rule
from excel_eval.rules.exemptions import Exemption, exemptions
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
    book = calculated(book, reading)
    granted, _ = exemptions(book)
    return _Run(book, settled(book), reading, active, settings, granted).findings()


@dataclass(frozen=True, slots=True)
class _Run:
    """Rules with their severities on one book: as it was typed, and with the numbers kept as text counted as numbers."""

    typed: Book
    settled: Book
    reading: Reading
    active: tuple[tuple[Rule, Severity], ...]
    settings: Settings
    granted: tuple[Exemption, ...]
    """The exemptions of the workbook."""

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
        found, figures = self._on_sheet(typed, sheet, self.active), dict[str, Decimal]()
        for cause, place in sorted(found, key=lambda pair: pair[0].rule):
            here = any(finding is cause for finding, _ in found) and not self._excused(cause)
            if here and place.scale is not None:
                right = partial(in_unit, sheet, self.settled.form, place.scale)
                found = self._without_effects(cause, found, typed, right, least=Severity.ERROR)
            elif here and place.correct is not None and place.path:
                figures[place.path] = place.correct
                right = partial(corrected, sheet, self.settled, self.reading, place.path, place.correct)
                found = self._without_effects(cause, found, typed, right, least=cause.severity)
        return found, figures

    def _without_effects(
        self,
        cause: Finding,
        found: list[Judged],
        typed: ProjectSheet,
        right: Callable[[], ProjectSheet],
        *,
        least: Severity,
    ) -> list[Judged]:
        """The findings that stay once the cause is put right, the cause, and whatever is graver than `least`.

        An error is no mere effect of one figure that earns a warning; it is one of the wrong unit of a whole sheet.
        """
        others = [pair for pair in found if pair[0] is not cause and pair[0].severity.rank >= least.rank]
        if not any(_may_follow(cause, *pair, typed) for pair in others):
            return found
        asked = {finding.rule for finding, _ in others}
        left = self._on_sheet(typed, right(), [each for each in self.active if each[0].id in asked])
        staying = _staying(others, left)
        gone = [finding for finding, _ in others if not any(finding is stays for stays in staying)]
        return [pair for pair in found if not any(pair[0] is each for each in gone)]

    def _on_sheet(
        self, typed: ProjectSheet, sheet: ProjectSheet, active: Sequence[tuple[Rule, Severity]]
    ) -> list[Judged]:
        """The findings of rules on a sheet, without those that rest on a figure that could not be read, or cannot be."""
        judged: list[Judged] = []
        for r, severity in active:
            if r.scope != "book":
                seen = typed if r.as_typed else sheet
                subject = seen if r.scope == "sheet" else seen.project
                judged.extend((_finding(r, severity, place, sheet), place) for place in r.places(subject, self.settings))
        silent = {path for path, value in sheet.values.items() if value.unreadable or value.unknown}
        impossible = {place.path for finding, place in judged if place.impossible and not self._excused(finding)}
        found = [
            (finding, place)
            for finding, place in judged
            if place.anyway or _rests_on_none(place, silent if place.impossible else silent | impossible)
        ]
        return _sentences_once(found, sheet)

    def _excused(self, finding: Finding) -> bool:
        """Whether the workbook says that a figure is right as it stands, so that nothing else is an effect of it."""
        return any(each.covers(finding) for each in self.granted)

    def _of_book(self, figures: Figures) -> Iterator[Finding]:
        """The findings on the whole workbook, without those that go away once these figures are put right."""
        of_book = [(r, severity) for r, severity in self.active if r.scope == "book"]
        found = [(r, severity, self._places(r, severity, self._books[r.as_typed])) for r, severity in of_book]
        right = self._right(figures) if figures and any(places for *_, places in found) else {}
        for r, severity, places in found:
            if places and right:
                yield from _staying(places, self._places(r, severity, right[r.as_typed]))
            else:
                yield from (finding for finding, _ in places)

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


def _may_follow(cause: Finding, finding: Finding, place: At, sheet: ProjectSheet) -> bool:
    """Whether a finding can be an effect: what is only told of must rest on cells of the cause, or on computed ones."""
    if finding.severity is not Severity.INFO:
        return True
    own = {cause.cell, *cause.related}
    values = (sheet.values.get(path) for path in (place.path, *place.related) if path)
    return any(value.cell in own or value.slot.field.formula is not None for value in values if value)


def _staying(before: Sequence[Judged], after: Sequence[Judged]) -> list[Finding]:
    """The findings of before that are still there after; one that moved to another of its cells is the same fault."""
    left, told = {_key(*pair) for pair in after}, {_key(*pair) for pair in before}
    moved = [finding for finding, place in after if _key(finding, place) not in told]
    staying: list[Finding] = []
    for finding, place in before:
        there = next((other for other in moved if _overlap(finding, other)), None)
        if _key(finding, place) in left:
            staying.append(finding)
        elif there is not None:
            moved.remove(there)
            staying.append(finding)
    return staying


def _overlap(one: Finding, other: Finding) -> bool:
    """Whether two findings of a rule are about some of the same cells."""
    if (one.rule, one.sheet) != (other.rule, other.sheet):
        return False
    return not {one.cell, *one.related}.isdisjoint((other.cell, *other.related))


def _sentences_once(found: list[Judged], sheet: ProjectSheet) -> list[Judged]:
    """Of a sentence that filling writes anew the gravest finding is enough, and it is no error."""
    gravest: dict[str | None, Finding] = {}
    for finding, place in found:
        value = sheet.values.get(place.path or "")
        if value is not None and value.slot.sentence:
            known = gravest.setdefault(place.path, finding)
            gravest[place.path] = min(known, finding, key=lambda each: each.severity.rank)
    kept = [pair for pair in found if gravest.get(pair[1].path, pair[0]) is pair[0]]
    return [(_rewritten(finding) if place.path in gravest else finding, place) for finding, place in kept]


def _rewritten(finding: Finding) -> Finding:
    mild = max(finding.severity, Severity.WARNING, key=lambda severity: severity.rank)
    return replace(finding, severity=mild, suggestion=text("explain.rewritten"))


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
