"""What a rule is: a sentence that must hold, an id, and a generator that yields where it does not.

A rule yields the minimum, `at(path, figures)`; the driver adds id, severity, cells and the words of the message.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from excel_eval.book import Book, ProjectSheet
from excel_eval.findings import Finding, Severity
from excel_eval.messages import catalogue, fill, language
from excel_eval.numbers import plain
from excel_eval.paths import project_of, values_of
from excel_eval.rules.settings import Settings

FAMILIES = "CFXNW"


@dataclass(frozen=True, slots=True)
class At:
    """Where a rule does not hold: a path of the model, or a cell by its own address where no path leads."""

    path: str | None
    figures: dict[str, Any] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    found: str | None = None
    expected: str | None = None
    severity: Severity | None = None
    variant: str = ""
    sheet: str | None = None
    cell: str | None = None
    label: str | None = None
    correct: Decimal | None = None
    anyway: bool = False


def at(  # noqa: PLR0913 - one keyword for each part of a finding
    path: str | None,
    *,
    related: Iterable[str] = (),
    found: str | None = None,
    expected: str | None = None,
    severity: str | None = None,
    variant: str = "",
    sheet: str | None = None,
    cell: str | None = None,
    label: str | None = None,
    correct: Any = None,
    anyway: Any = False,
    **figures: Any,
) -> At:
    """The place where a rule does not hold, with the figures of its message.

    `related` are paths, or cells as `G7` or `sheet!G7`; `severity` overrides the rule's own; `variant` chooses a
    message among several of the rule; `sheet`, `cell` and `label` are for places that have no path in the model.
    `correct` is the figure that would put it right: whatever else that figure puts right is not reported beside it.
    `anyway` reports a cell that could not be read, which otherwise silences a rule.
    """
    grade = Severity(severity) if severity else None
    return At(path, figures, tuple(related), found, expected, grade, variant, sheet, cell, label, correct, anyway)


Check = Callable[..., Iterator[At]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `sentence` must hold. `variants` are further messages (message, fix) chosen by `at(…, variant=name)`."""

    id: str
    message: str
    severity: Severity
    fix: str
    scope: str
    sentence: str
    check: Check
    variants: dict[str, tuple[str, str]] = field(default_factory=dict)
    wants_settings: bool = False

    @property
    def title(self) -> str:
        """The sentence that must hold, in the current language."""
        chinese = self.sentence.splitlines()[0] if self.sentence else self.id
        return english(self.id).get("title", chinese) if language() == "en" else chinese

    def places(self, subject: object, settings: Settings) -> Iterator[At]:
        """Where the rule does not hold for a project, a sheet or a book, by its scope."""
        return self.check(subject, settings) if self.wants_settings else self.check(subject)

    def words(self, variant: str) -> tuple[str, str]:
        """Message and suggestion in the current language, `{figures}` still open."""
        message, fix = self.variants.get(variant, (self.message, self.fix))
        if language() == "en":
            words = english(f"{self.id}.{variant}" if variant else self.id)
            return words.get("message", message), words.get("fix", fix)
        return message, fix


def english(key: str) -> dict[str, str]:
    """The English title, message and fix of a rule or of a variant (F01.zero); empty for a rule of a person's own."""
    family = key[:1]
    return catalogue(f"rules_{family}").get(key, {}) if family in FAMILIES else {}


def rule(
    id: str,
    message: str,
    *,
    severity: str = "error",
    fix: str = "",
    scope: str = "project",
    **variants: tuple[str, str],
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function over a project (or `scope` "sheet" or "book"); its docstring is the sentence.

    The function may take the settings as a second argument. Nothing is registered: put the rule into a tuple.
    """

    def make(check: Check) -> Rule:
        wants = len(inspect.signature(check).parameters) > 1
        sentence = inspect.getdoc(check) or ""
        return Rule(id, message, Severity(severity), fix, scope, sentence, check, dict(variants), wants)

    return make


Active = Sequence[tuple[Rule, Severity]]


def run(book: Book, rules: Sequence[Rule], settings: Settings | None = None) -> Iterator[Finding]:
    """Every finding of the rules on a book: a project's rules sheet by sheet, then those of the whole workbook."""
    settings = settings or Settings()
    settings = replace(settings, rubric=settings.rubric or book.form.rubric)
    graded = [(r, settings.severity(r.id, r.severity)) for r in rules]
    active = [(r, severity) for r, severity in graded if severity]
    for sheet in book.sheets:
        yield from of_sheet(sheet, active, settings)
    for r, severity in active:
        if r.scope == "book":
            for place in r.places(book, settings):
                yield _finding(r, severity, place, _sheet_of(book, place.sheet))


def of_sheet(sheet: ProjectSheet, active: Active, settings: Settings) -> tuple[Finding, ...]:
    """The findings on one sheet, without those that go away when the cause of another is put right."""
    found = _judged(sheet, active, settings)
    for cause, place in sorted(found, key=lambda pair: pair[0].rule):
        if place.correct is not None and place.path and any(finding is cause for finding, _ in found):
            left = {(f.rule, f.cell) for f, _ in _judged(corrected(sheet, place.path, place.correct), active, settings)}
            found = [(f, p) for f, p in found if f is cause or f.exempted or not _follows(f, cause, left)]
    return tuple(finding for finding, _ in found)


def _follows(finding: Finding, cause: Finding, left: set[tuple[str, str | None]]) -> bool:
    """Whether a finding touches the cell of another's cause and goes away with it."""
    touched = cause.cell == finding.cell or cause.cell in finding.related
    return finding.severity is not Severity.INFO and touched and (finding.rule, finding.cell) not in left


def corrected(sheet: ProjectSheet, path: str, figure: Decimal) -> ProjectSheet:
    """The sheet as if this figure (in the model's unit) stood at this path."""
    values = dict(sheet.values)
    if path in values:
        values[path] = replace(values[path], raw=plain(figure), value=figure, stored=figure * sheet.scale, places=None)
    return replace(sheet, values=values, project=project_of(values_of(sheet.project) | {path: figure}), computed=None)


def _judged(sheet: ProjectSheet, active: Active, settings: Settings) -> list[tuple[Finding, At]]:
    """Every finding on a sheet with its place, without those that rest on a cell which could not be read."""
    unreadable = {path for path, value in sheet.values.items() if value.unreadable}
    found: list[tuple[Finding, At]] = []
    for r, severity in active:
        if r.scope != "book":
            places = r.places(sheet if r.scope == "sheet" else sheet.project, settings)
            sound = (p for p in places if p.anyway or unreadable.isdisjoint((p.path or "", *p.related)))
            found.extend((_finding(r, severity, place, sheet), place) for place in sound)
    return found


def _sheet_of(book: Book, name: str | None) -> ProjectSheet | None:
    return next((s for s in book.sheets if s.sheet == name), None)


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
        related=tuple(_address(sheet, part) for part in place.related),
    )


def _address(sheet: ProjectSheet | None, part: str) -> str:
    """A related path as its cell; anything that is no path of the sheet is an address already."""
    return (sheet.cell(part) if sheet else None) or part
